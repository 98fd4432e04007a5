"""A filled sheet comes back: looked at, then written or laid aside."""

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
from huozhong.kernel.sentences import say
from huozhong.ledgers import queries, services
from huozhong.ledgers.forms import ApplyForm, ReadBackForm
from huozhong.ledgers.models import ReadBack
from huozhong.ledgers.services import ListKind, Verdict
from huozhong.ledgers.views import choosing
from huozhong.look import services as look

WORDS = {
    Verdict.NEW: say("新增"),
    Verdict.CHANGED: say("有改动"),
    Verdict.UNCHANGED: say("不变"),
    Verdict.WRONG: say("有问题"),
}
TONES = {Verdict.NEW: "leaf", Verdict.CHANGED: "sun", Verdict.WRONG: "alarm"}
SHOWN = 300


@access.asks(Permission.LEDGER_EXPORT)
@require_http_methods(["GET", "POST"])
def read(request: Any, list_name: str) -> HttpResponse:
    """Give a filled sheet."""
    kind = choosing.kind_for(request.actor, list_name)
    form = ReadBackForm(
        request.POST or None,
        request.FILES or None,
        units=choosing.units(request, kind),
        templates=choosing.templates(request.actor, kind),
        initial={"template": request.GET.get("template", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = services.read_back(
                kind.name,
                unit_id=given["unit"],
                template_id=given["template"],
                content=given["content"],
                name=given["content"].name,
                actor=request.actor,
                at=request.at,
            )
        except (NotFound, Forbidden, Conflict):
            raise
        except Refused as refused:
            form.add_error("content", look.told(refused.reason))
            return render(request, "ledgers/read.html", {"form": form, "kind": kind}, status=422)
        return redirect("ledgers:read_back", row.pk)
    return render(request, "ledgers/read.html", {"form": form, "kind": kind})


@access.asks(Permission.LEDGER_EXPORT)
@require_GET
def read_back(request: Any, read_back_id: int) -> HttpResponse:
    """The dry run, row by row."""
    row, kind = _found(request, read_back_id)
    return render(request, "ledgers/read_back.html", _context(request, row, kind, ApplyForm()))


@access.asks(Permission.LEDGER_EXPORT)
@require_POST
def apply(request: Any, read_back_id: int) -> HttpResponse:
    """Write the whole sheet into the register."""
    row, kind = _found(request, read_back_id)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return render(request, "ledgers/read_back.html", _context(request, row, kind, form), status=422)
    done = services.apply_read_back(row.pk, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
    messages.success(request, _("已写入 %(n)s 行。") % {"n": done})
    return redirect("ledgers:read_back", row.pk)


@access.asks(Permission.LEDGER_EXPORT)
@require_POST
def forget(request: Any, read_back_id: int) -> HttpResponse:
    """Lay the sheet aside."""
    row, _kind = _found(request, read_back_id)
    services.forget_read_back(row.pk, actor=request.actor, at=request.at)
    messages.success(request, _("没有写入任何内容。"))
    return redirect("ledgers:list")


def _context(request: Any, row: ReadBack, kind: ListKind, form: ApplyForm) -> dict[str, Any]:
    titles = {field.key: field.title for field in kind.fields}
    lines = [
        {
            "row": one["row"],
            "label": one["label"],
            "word": WORDS[Verdict(one["verdict"])],
            "tone": TONES.get(Verdict(one["verdict"]), ""),
            "changes": [(titles.get(key), before, after) for key, before, after in one["changes"]],
            "reasons": [(titles.get(key), services.read_sentence(reason)) for key, reason in one["reasons"]],
        }
        for one in row.differences[:SHOWN]
    ]
    telling = row.new_count + row.changed_count + row.wrong_count
    permission = kind.apply_permission
    return {
        "row": row,
        "kind": kind,
        "form": form,
        "lines": lines,
        "not_shown": max(0, telling - len(lines)),
        "may_apply": permission is not None and access.can(request.actor, permission, at=row.place),
        "writes": row.new_count + row.changed_count,
    }


def _found(request: Any, read_back_id: int) -> tuple[ReadBack, ListKind]:
    row = queries.read_back(read_back_id, reach=request.reach)
    kind = services.list_kind(row.list_name)
    services.require_export(request.actor, kind, at=row.place)
    return row, kind
