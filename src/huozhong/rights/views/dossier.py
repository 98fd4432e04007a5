"""One dossier: overview and story, claims, facts, clocks, people."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.clocks import queries as clocks
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look
from huozhong.rights.models import Dossier
from huozhong.rights.queries import cards, lists, seeing, telling
from huozhong.rights.queries.facts import facts, presumed
from huozhong.rights.queries.handoffs_seeing import received_of
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules.stages import noted_in
from huozhong.rights.services import papers
from huozhong.rights.views.pages import EACH_SEES_OWN, page, shown, tabs

MAIN = {
    "intake": "mediate",
    "negotiation": "mediate",
    "mediation": "agree",
    "inspection": "mediate",
    "aid": "arbitrate",
    "agreement": "close",
    "arbitration": "",
    "award": "enforce",
    "suit": "enforce",
    "enforcement": "close",
}


def frame(request: Any, row: Dossier, here: str) -> dict[str, Any]:
    """What every page of a dossier shows around its own matter."""
    card = cards.card_of(row)
    may_work = seeing.may_hand_on(request.actor, row.pk)
    return {
        "card": card,
        "tabs": tabs(request, card, here),
        "may_work": may_work and not card.is_over,
        "next": lists.next_clock(row.pk, on=request.today),
    }


@access.signed_in(EACH_SEES_OWN)
@require_safe
def overview(request: Any, dossier_id: int) -> HttpResponse:
    """Where it stands, what is next and by when, and everything that happened; a receiver sees what was handed over."""
    try:
        row = shown(request, dossier_id)
    except NotFound:
        if (received := received_of(request.actor, dossier_id)) is None:
            raise
        return redirect("rights:received", received)
    context = frame(request, row, "dossier")
    known = presumed(facts(row, request.actor, on=request.today))
    found = telling.claims(row.pk)
    watched = clocks.deadlines_of(KIND, row.pk, on=request.today)
    context |= {
        "road": telling.road(row),
        "steps": telling.steps(row, request.actor, known) if context["may_work"] else (),
        "main": MAIN.get(row.state, ""),
        "claims": found,
        "total": telling.total(found),
        "deadlines": [one for one in watched if one.is_open and one.state != "closing"][:6],
        "closing": [one for one in watched if one.state == "closing"],
        "papers": telling.papers(row.pk, on=request.today),
        "events": telling.events(row.pk),
        "may_note": context["may_work"] and bool(noted_in(row.state)),
        "may_receive": context["may_work"] and any(row.state in states for states in papers.STATES.values()),
        "may_assign": context["may_work"],
    }
    return page(request, "dossier", context)


@access.signed_in(EACH_SEES_OWN)
@require_safe
def claims(request: Any, dossier_id: int) -> HttpResponse:
    """The claim items with their sums, formulas, rules and limitation."""
    row = shown(request, dossier_id)
    found = telling.claims(row.pk)
    context = frame(request, row, "claims") | {"claims": found, "total": telling.total(found)}
    context["range"] = _range(found)
    return page(request, "dossier_claims", context)


def _range(found: tuple[telling.ClaimCard, ...]) -> look.Chart | None:
    """Low and high of the items that an open policy could move."""
    moving = [one for one in found if one.is_open and not one.is_withdrawn]
    if not moving:
        return None
    return look.Chart(
        title=_("各地算法不同，最少和最多"),
        labels=tuple(one.title for one in moving),
        series=(
            look.Series(_("最少"), tuple(one.low for one in moving)),
            look.Series(_("最多"), tuple(one.high for one in moving)),
        ),
        kind="rows",
        unit=_("元"),
        label_name=_("请求"),
    )


@access.signed_in(EACH_SEES_OWN)
@require_safe
def deadlines(request: Any, dossier_id: int) -> HttpResponse:
    """Every deadline of the dossier with its trace."""
    row = shown(request, dossier_id)
    found = clocks.deadlines_of(KIND, row.pk, on=request.today)
    return page(request, "dossier_clocks", frame(request, row, "clocks") | {"deadlines": found})


@access.signed_in(EACH_SEES_OWN)
@require_safe
def people(request: Any, dossier_id: int) -> HttpResponse:
    """The workers, who has it in hand, whom the worker let in, and who is kept out."""
    row = shown(request, dossier_id)
    context = frame(request, row, "people") | {
        "workers": cards.workers(row.pk),
        "assigned": telling.assigned(row.pk),
        "granted": telling.granted(row.pk),
        "recused": telling.recused(row.pk),
        "may_supervise": seeing.may_supervise(request.actor, row.pk),
        "may_recuse": access.can(request.actor, Permission.DOSSIER_WORK, at=row.place),
    }
    return page(request, "dossier_people", context)
