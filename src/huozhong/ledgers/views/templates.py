"""My ledgers; a template uploaded, its columns looked at and saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.ledgers import queries, services
from huozhong.ledgers.engine import Head
from huozhong.ledgers.forms import MappingForm, TemplateForm
from huozhong.ledgers.models import Template
from huozhong.ledgers.services import ListKind
from huozhong.ledgers.views import choosing
from huozhong.look import services as look
from huozhong.records import services as records


@access.asks(Permission.LEDGER_EXPORT)
@require_GET
def index(request: Any) -> HttpResponse:
    """The lists, the unit's templates, and what was exported and read back last."""
    lists = []
    for kind in services.kinds_for(request.actor):
        reach = services.within(request.actor, kind)
        lists.append(
            {
                "kind": kind,
                "templates": queries.templates(reach=reach, list_names=[kind.name]),
                "exports": queries.exports(reach=reach, list_names=[kind.name], limit=3),
                "waiting": [row for row in queries.read_backs(reach=reach, list_names=[kind.name]) if row.is_waiting],
            }
        )
    return render(request, "ledgers/index.html", {"lists": lists})


@access.asks(Permission.LEDGER_EXPORT)
@require_http_methods(["GET", "POST"])
def upload(request: Any, list_name: str) -> HttpResponse:
    """Give the unit's own sheet."""
    kind = choosing.kind_for(request.actor, list_name)
    units = choosing.units(request, kind)
    form = TemplateForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = services.upload_template(
                kind.name,
                unit_id=given["unit"],
                content=given["content"],
                name=given["content"].name,
                title=given["title"],
                actor=request.actor,
                at=request.at,
            )
        except (NotFound, Forbidden, Conflict):
            raise
        except Refused as refused:
            form.add_error("content", look.told(refused.reason))
            return render(request, "ledgers/upload.html", {"form": form, "kind": kind}, status=422)
        return redirect("ledgers:template", row.pk)
    return render(request, "ledgers/upload.html", {"form": form, "kind": kind})


@access.asks(Permission.LEDGER_EXPORT)
@require_http_methods(["GET", "POST"])
def template(request: Any, template_id: int) -> HttpResponse:
    """The head that was found, and which field stands in which column."""
    row, kind = _found(request, template_id)
    head = Head.from_json(row.head)
    form = MappingForm(request.POST or None, head=head, kind=kind, mapping=row.mapping)
    if request.method == "POST" and form.is_valid():
        saved = services.save_mapping(row.pk, mapping=form.mapping(), actor=request.actor, at=request.at)
        messages.success(request, _("模板已保存，可以用它导出了。"))
        return redirect("ledgers:template", saved.pk)
    context = {
        "row": row,
        "kind": kind,
        "head": head,
        "form": form,
        "mapped": len(row.mapping),
        "notes": [services.read_sentence(note) for note in row.notes],
    }
    return render(request, "ledgers/template.html", context)


@access.asks(Permission.LEDGER_EXPORT)
@require_GET
def template_file(request: Any, template_id: int) -> Any:
    """The sheet as it was uploaded."""
    row, _kind = _found(request, template_id)
    return records.file_response(row.file_id)


@access.asks(Permission.LEDGER_EXPORT)
@require_POST
def retire(request: Any, template_id: int) -> HttpResponse:
    """Take a template out of use."""
    row, _kind = _found(request, template_id)
    services.retire_template(row.pk, actor=request.actor, at=request.at)
    messages.success(request, _("模板已停用；以前导出的表不受影响。"))
    return redirect("ledgers:list")


def _found(request: Any, template_id: int) -> tuple[Template, ListKind]:
    row = queries.template(template_id, reach=request.reach)
    kind = services.list_kind(row.list_name)
    services.require_export(request.actor, kind, at=row.place)
    return row, kind
