"""How a verb's refusal comes back to the form that was typed, and the way to a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.ballots.models import Election
from huozhong.look import services as look


def page(request: Any, template: str, context: dict[str, Any], *forms_shown: Any) -> HttpResponse:
    """A page; 422 when one of its forms was sent and found wrong."""
    wrong = any(form is not None and form.is_bound and not form.is_valid() for form in forms_shown)
    context.setdefault("path", way(context.get("row")))
    return render(request, template, context, status=422 if wrong else 200)


def small_form(request: Any, row: Election, form: forms.Form, *, title: str, **said: str) -> HttpResponse:
    """A page that asks one thing."""
    told = {"lead": "", "submit": _("保存"), "back": reverse("ballots:election", args=[row.pk])}
    context = {"row": row, "form": form, "title": title, **told, **said}
    return page(request, "ballots/small_form.html", context, form)


def way(row: object) -> tuple[look.Crumb, ...]:
    """The way to a page: the ballots, then the one that it belongs to."""
    crumbs = (look.Crumb(_("投票与选举"), reverse("ballots:list")),)
    if isinstance(row, Election):
        return (*crumbs, look.Crumb(row.title, reverse("ballots:election", args=[row.pk])))
    return crumbs
