"""How a verb's refusal comes back to the form that was typed, and the way to a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.juries.models import Panel
from huozhong.look import services as look


def page(request: Any, template: str, context: dict[str, Any], *forms_shown: Any) -> HttpResponse:
    """A page; 422 when one of its forms was sent and found wrong."""
    wrong = any(form is not None and form.is_bound and not form.is_valid() for form in forms_shown)
    context.setdefault("path", way(context.get("row")))
    return render(request, template, context, status=422 if wrong else 200)


def piece(request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A part of a page without its frame: what hundreds of phones fetch at once must not count what waits for each."""
    words = {**context, "csrf_token": get_token(request)}
    return HttpResponse(get_template(template).render(words), status=status)


def way(row: object) -> tuple[look.Crumb, ...]:
    """The way to a page: the juries, then the one that it belongs to."""
    crumbs = (look.Crumb(_("评审"), reverse("juries:list")),)
    if isinstance(row, Panel):
        return (*crumbs, look.Crumb(row.title, reverse("juries:panel", args=[row.pk])))
    return crumbs
