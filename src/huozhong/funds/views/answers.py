"""How a refusal comes back to the form that was typed, and the way to a page of money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.funds.queries import AccountPage
from huozhong.look import services as look

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(request: Any, template: str, context: dict[str, Any], *, form: forms.Form | None = None) -> HttpResponse:
    """A page; 422 when its form was sent and found wrong."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    context.setdefault("path", way(context.get("account")))
    return render(request, template, context | {"form": form}, status=422 if wrong else 200)


def small(
    request: Any, form: forms.Form, *, title: str, back_url: str, lead: str = "", upload: bool = False, **more: Any
) -> HttpResponse:
    """A page with nothing but one short form."""
    context = {"title": title, "lead": lead, "back_url": back_url, "upload": upload, **more}
    return page(request, "funds/small_form.html", context, form=form)


def way(account: AccountPage | None) -> tuple[look.Crumb, ...]:
    """The way to a page: the year, then the account."""
    here = (look.Crumb(_("经费"), reverse("funds:year")),)
    if account is None:
        return here
    return (*here, look.Crumb(account.label, reverse("funds:account", args=[account.id])))
