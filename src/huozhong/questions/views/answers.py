"""How a refusal comes back to the form that was typed; the way to a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.look import services as look
from huozhong.questions.models import Form


def page(
    request: Any, template: str, context: dict[str, Any], *forms_shown: Any, row: Form | None = None
) -> HttpResponse:
    """A page; 422 when one of its forms was sent and found wrong."""
    wrong = any(form.is_bound and not form.is_valid() for form in forms_shown)
    way = [look.Crumb(_("表格"), reverse("questions:list"))]
    if row is not None:
        way.append(look.Crumb(row.title, reverse("questions:form", args=[row.pk])))
    return render(request, template, {"path": tuple(way), "row": row, **context}, status=422 if wrong else 200)
