"""How a refusal comes back to the form that was typed; the way to a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look import services as look
from huozhong.questions.models import Form


def carried(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Whether the verb was carried out; a refusal becomes the form's own error, other answers go on to the frame."""
    try:
        verb()
    except (Conflict, Forbidden, NotFound):
        raise
    except Refused as refusal:
        form.add_error(None, look.told(refusal.reason))
        return False
    return True


def page(
    request: Any, template: str, context: dict[str, Any], *forms_shown: Any, row: Form | None = None
) -> HttpResponse:
    """A page; 422 when one of its forms was sent and found wrong."""
    wrong = any(form.is_bound and not form.is_valid() for form in forms_shown)
    way = [look.Crumb(_("表格"), reverse("questions:list"))]
    if row is not None:
        way.append(look.Crumb(row.title, reverse("questions:form", args=[row.pk])))
    return render(request, template, {"path": tuple(way), "row": row, **context}, status=422 if wrong else 200)
