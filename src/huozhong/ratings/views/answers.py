"""What several pages need: the way to a page, a refusal that comes back to the form, a form page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.ratings.models import Rating
from huozhong.ratings.queries import SchemeCard


def way(row: Rating | None = None) -> tuple[look.Crumb, ...]:
    """The way to a page of a rating."""
    crumbs = [look.Crumb(_("星级"), reverse("ratings:index"))]
    if row is not None:
        crumbs.append(look.Crumb(f"{row.subject_label} · {row.year}", reverse("ratings:rating", args=[row.pk])))
    return tuple(crumbs)


def scheme_way(card: SchemeCard | None = None) -> tuple[look.Crumb, ...]:
    """The way to a page of a scheme."""
    crumbs = [look.Crumb(_("评星方案"), reverse("ratings:schemes"))]
    if card is not None:
        crumbs.append(look.Crumb(card.title, reverse("ratings:scheme", args=[card.id])))
    return tuple(crumbs)


def form_page(
    request: Any, form: forms.Form, verb: Callable[[], object], *, to: str, done: str, **context: Any
) -> HttpResponse:
    """One form on one page: carried out it goes on to `to`, refused it comes back with everything kept."""
    if request.method == "POST" and form.is_valid() and carried(form, verb):
        messages.success(request, done)
        return redirect(to)
    filled = {"form": form, "back": to, **context}
    return render(request, "ratings/form.html", filled, status=422 if form.errors else 200)


def picked(request: Any, name: str = "paper") -> dict[str, Any]:
    """The uploaded file as the verbs take it."""
    file = request.FILES.get(name)
    return {"content": file, "name": file.name} if file is not None else {}
