"""The board, the list, the figures, and a new dossier at the counter."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import Forbidden
from huozhong.look import services as look
from huozhong.rights import services
from huozhong.rights.forms.dossiers import OpenForm
from huozhong.rights.queries import figures as counted
from huozhong.rights.queries import lists
from huozhong.rights.rules import kinds as k
from huozhong.rights.services import NewDossier, NewWorker
from huozhong.rights.views.pages import EACH_SEES_OWN, carried, number, page
from huozhong.rights.workflow import DOSSIER


def _enter(request: Any) -> None:
    if not lists.may_enter(request.actor):
        raise Forbidden(access.NOT_ALLOWED)


@access.signed_in(EACH_SEES_OWN, may_refuse=True)
@require_safe
def board(request: Any) -> HttpResponse:
    """What runs, by how near the next safe day is."""
    _enter(request)
    only_mine = request.GET.get("mine") == "1"
    found = lists.board(request.actor, on=request.today, only_mine=only_mine)
    return page(request, "board", {"found": found, "only_mine": only_mine, "may_open": _may_open(request)})


@access.signed_in(EACH_SEES_OWN, may_refuse=True)
@require_safe
def index(request: Any) -> HttpResponse:
    """All that the reader may read, newest first, by words and state."""
    _enter(request)
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "state", "kind", "mine")}
    state = asked["state"] if asked["state"] in DOSSIER.states else ""
    kind = asked["kind"] if asked["kind"] in {one.value for one in k.Dispute} else ""
    here = number(request)
    found, has_more = lists.found(
        request.actor, on=request.today, words=asked["q"], state=state, kind=kind, mine=asked["mine"] == "1", page=here
    )
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "found": found,
        "words": asked["q"],
        "state": state,
        "kind": kind,
        "mine": asked["mine"] == "1",
        "states": DOSSIER.states.items(),
        "kinds": [(one.value, word) for one, word in k.SHORT_DISPUTES.items()],
        "newer": f"?{urlencode(kept | {'page': here - 1})}" if here > 1 else "",
        "older": f"?{urlencode(kept | {'page': here + 1})}" if has_more else "",
        "may_open": _may_open(request),
    }
    return page(request, "dossiers", context)


def _may_open(request: Any) -> bool:
    return bool(_units(request))


def _units(request: Any) -> list[tuple[int, str]]:
    """Where the actor may open a dossier: the upper unions at which they take complaints."""
    held = seats.acting_units(request.actor, Permission.DOSSIER_WORK)
    return [(one.place.unit_id, one.name) for one in held if one.place.level is not Level.GRASSROOTS]


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """A worker at the counter, on the telephone, or in a letter."""
    form = OpenForm(request.POST or None, units=_units(request))
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        told = NewDossier(
            unit_id=said["unit"],
            kind=k.Dispute(said["kind"]),
            workers=(NewWorker(said["worker_name"], said["worker_phone"]),),
            employer_name=said["employer_name"],
            head_count=said["head_count"],
            channel=k.Channel(said["channel"]),
            says_yes_to_mediation=said["says_yes"],
            has_consented=said["has_consented"],
        )
        if carried(form, lambda: made.append(services.open_dossier(told, actor=request.actor, at=request.at))):
            messages.success(request, _("登记好了。接下来指定经办人，写明请求。"))
            return redirect("rights:dossier", made[0])
    return page(request, "new_dossier", {}, form=form)


@access.asks(Permission.DOSSIER_FIGURES)
@require_safe
def figures(request: Any) -> HttpResponse:
    """A year's numbers for districts and above."""
    year = int(asked) if (asked := request.GET.get("year", "")).isdigit() and len(asked) == 4 else request.today.year
    found = counted.figures(request.actor, year=year, on=request.today)
    if found is None:
        raise Forbidden(access.NOT_ALLOWED)
    shown = [one for one in found.by_kind if one.count is not None]
    chart = look.Chart(
        title=_("各类争议"),
        labels=tuple(look.told(one.word) for one in shown),
        series=(look.Series(_("件数"), tuple(one.count for one in shown)),),
        kind="rows",
        unit=_("件"),
        label_name=_("争议"),
    )
    return page(request, "figures", {"found": found, "chart": chart if shown else None, "small": counted.SMALL})
