"""The Word templates that documents are made from: the house's, and those that an office brought."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried, handed_out
from huozhong.records.services import FileKind
from huozhong.rights import services
from huozhong.rights.engine import words as engine
from huozhong.rights.forms.documents import TemplateForm
from huozhong.rights.queries import documents
from huozhong.rights.rules.filings import ALWAYS, FIELDS, FILINGS, FilingKind, Shape
from huozhong.rights.views.pages import page


def _units(request: Any) -> list[tuple[int, str]]:
    held = appointments.acting_units(request.actor, Permission.DOSSIER_SUPERVISE)
    return [(one.place.unit_id, one.name) for one in held]


@access.asks(Permission.DOSSIER_READ)
@require_safe
def listed(request: Any) -> HttpResponse:
    """Every kind of document with its template; the fields that a template may name."""
    held = appointments.acting_units(request.actor, Permission.DOSSIER_READ)
    units = tuple(one.place.unit_id for one in held)
    own = {card.kind: card for card in documents.templates_in(units)}
    context = {
        "filings": [(filing, own.get(filing.kind)) for filing in FILINGS.values()],
        "fields": [(one.key, one.label, one.columns) for one in FIELDS.values() if one.shape is not Shape.ROWS],
        "tables": [(one.key, one.label, one.columns) for one in FIELDS.values() if one.shape is Shape.ROWS],
        "always": list(ALWAYS.items()),
        "may_bring": bool(_units(request)),
    }
    return page(request, "document_templates", context)


@access.asks(Permission.DOSSIER_READ)
@require_safe
def shipped(request: Any, kind: str) -> HttpResponse:
    """The house's own template, to be changed in Word."""
    try:
        filing = FILINGS[FilingKind(kind)]
    except ValueError:
        raise NotFound(access.NOT_FOUND) from None
    return handed_out(engine.shipped(filing.kind), f"{filing.title} 模板.docx", FileKind.DOCX.value)


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_http_methods(["GET", "POST"])
def bring(request: Any) -> HttpResponse:
    """An office's own template; what cannot be filled is named."""
    units = _units(request)
    initial = {"kind": request.GET.get("kind", "")}
    form = TemplateForm(request.POST or None, request.FILES or None, initial=initial, units=units)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        content = said["template"].read()

        def brought() -> None:
            services.bring_template(
                said["unit"],
                FilingKind(said["kind"]),
                content=content,
                name=said["template"].name,
                actor=request.actor,
                at=request.at,
            )

        if carried(form, brought):
            messages.success(request, _("换上了。以后做的文书用这份模板，已经做好的不变。"))
            return redirect("rights:templates")
        for wrong in engine.looked_through(content)[1:]:
            form.add_error("template", str(wrong))
    return page(request, "document_template_form", {"back": reverse("rights:templates")}, form=form)


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_POST
def withdraw(request: Any, template_id: int) -> HttpResponse:
    """Back to the house's own template."""
    services.withdraw_template(template_id, actor=request.actor, at=request.at)
    messages.success(request, _("换回系统自带的模板了。"))
    return redirect("rights:templates")
