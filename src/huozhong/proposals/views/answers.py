"""How a refusal comes back to the form that was typed, and a page with one short form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(request: Any, template: str, context: dict[str, Any], *, form: forms.Form | None = None) -> HttpResponse:
    """A page; 422 when its form was sent and found wrong."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, f"proposals/{template}.html", context | {"form": form}, status=422 if wrong else 200)


def small(
    request: Any, form: forms.Form, *, title: str, submit: str, back: str, lead: str = "", **more: Any
) -> HttpResponse:
    """A page with nothing but one short form."""
    return page(request, "small", {"title": title, "submit": submit, "back": back, "lead": lead, **more}, form=form)
