"""How a verb's refusal comes back to the form that was typed, with everything that was typed kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.look import services as look
from huozhong.projects.models import Programme, Project


def page(request: Any, template: str, context: dict[str, Any], *forms_shown: Any) -> HttpResponse:
    """A page; 422 when one of its forms was sent and found wrong."""
    wrong = any(form is not None and form.is_bound and not form.is_valid() for form in forms_shown)
    context.setdefault("path", _way(context.get("row") or context.get("project")))
    return render(request, template, context, status=422 if wrong else 200)


def _way(here: object) -> tuple[look.Crumb, ...]:
    """The way to a page: the list, then the programme or the project that it belongs to."""
    if isinstance(here, Programme):
        url = reverse("projects:programme", args=[here.pk])
        return (look.Crumb(_("项目征集"), reverse("projects:programmes")), look.Crumb(here.title, url))
    if isinstance(here, Project):
        url = reverse("projects:project", args=[here.pk])
        return (look.Crumb(_("项目"), reverse("projects:list")), look.Crumb(here.name, url))
    return (look.Crumb(_("项目"), reverse("projects:list")),)
