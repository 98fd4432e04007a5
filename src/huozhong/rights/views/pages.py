"""How a dossier's pages are made: its tabs, a page with one short form, a refusal that comes back to the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from huozhong.evidence import queries as evidence
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look import services as look
from huozhong.rights.models import Dossier
from huozhong.rights.queries import seeing
from huozhong.rights.queries.cards import DossierCard, card_of
from huozhong.rights.queries.things import KIND

EACH_SEES_OWN = "each sees the dossiers of an office, those assigned by name, and those to which a worker let them in"


def carried(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Whether the verb was carried out; a refusal becomes the form's own error, other answers go on to the frame."""
    try:
        verb()
    except (Conflict, Forbidden, NotFound):
        raise
    except Refused as refusal:
        said = look.told(refusal.reason)
        form.add_error(None, f"{said}（{refusal.cite}）" if refusal.cite else said)
        return False
    return True


def shown(request: Any, dossier_id: int) -> Dossier:
    """The dossier, for whoever may read it; NotFound for everybody else."""
    return seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_READ)


def page(
    request: Any, template: str, context: dict[str, Any], *, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """A page; 422 when its form was sent and found wrong. Nothing of a dossier is kept by a browser."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    answer = render(request, f"rights/{template}.html", context | {"form": form}, status=422 if wrong else status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def small(
    request: Any, form: forms.Form, row: Dossier, *, title: str, submit: str, lead: str = "", **more: Any
) -> HttpResponse:
    """A page of one dossier with nothing but one short form."""
    back = reverse("rights:dossier", args=[row.pk])
    context = {"title": title, "submit": submit, "back": back, "lead": lead, "card": card_of(row), **more}
    return page(request, "dossier_small", context, form=form)


def tabs(request: Any, card: DossierCard, here: str) -> tuple[look.Tab, ...]:
    """The ways into one dossier."""
    named = (
        ("dossier", _("概况"), "rights:dossier", (card.id,), None),
        ("claims", _("请求"), "rights:claims", (card.id,), None),
        ("facts", _("事实"), "rights:facts", (card.id,), None),
        ("evidence", _("证据"), "evidence:list", (KIND, card.id), evidence.count_of((KIND, card.id))),
        ("documents", _("文书"), "rights:documents", (card.id,), None),
        ("handoffs", _("移送"), "rights:handoffs", (card.id,), None),
        ("clocks", _("期限"), "rights:clocks", (card.id,), None),
        ("people", _("人员"), "rights:people", (card.id,), None),
    )
    return tuple(
        look.Tab(title, url, is_here=key == here, count=count)
        for key, title, name, args, count in named
        if (url := _url(name, args))
    )


def _url(name: str, args: tuple[Any, ...]) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:  # a part of the house that this office does not run
        return ""


def number(request: Any, name: str = "page", *, most: int = 10_000) -> int:
    """A number out of the address, 1 where it is none."""
    asked = request.GET.get(name, "")
    return min(max(int(asked), 1), most) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
