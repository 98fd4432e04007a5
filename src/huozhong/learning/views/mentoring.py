"""Pages of 师傅带徒."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.learning import queries, services
from huozhong.learning.forms import PairForm, WhyForm
from huozhong.learning.views.answers import colleagues, my_units, refuse_in, shown
from huozhong.learning.views.answers import place_of as _place_of

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
OWN = "mentor and pupil see their own pair; the query asks for everybody else"


@access.asks(Permission.TEAM_READ)
@require_safe
def pairs(request: Any) -> HttpResponse:
    """Who takes whom along within reach."""
    may_manage = not access.reach(request.actor, Permission.TEAM_MANAGE).is_empty
    context = {"pairs": queries.pairs_at(reach=request.reach), "may_manage": may_manage}
    return render(request, "learning/pairs.html", context)


@access.asks(Permission.TEAM_MANAGE)
@GET_AND_POST
def start(request: Any) -> HttpResponse:
    """Put a pupil under a mentor, at the first of one's own offices."""
    units = my_units(request, Permission.TEAM_MANAGE)
    form = PairForm(
        request.POST or None,
        colleagues=colleagues(request, Permission.TEAM_MANAGE),
        initial={"from_date": request.today},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.start_mentoring(
                unit=_place_of(request, units[0][0], Permission.TEAM_MANAGE),
                mentor_id=said["mentor"],
                pupil_id=said["pupil"],
                duty=said["duty"],
                goal=said["goal"],
                from_date=said["from_date"],
                until_date=said["until_date"],
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("结对已登记。"))
            return redirect("learning:pair", made)
    return shown(request, "learning/pair_form.html", {}, form=form)


@access.signed_in(OWN)
@require_safe
def pair(request: Any, mentoring_id: int) -> HttpResponse:
    """One pair."""
    reach = access.reach(request.actor, Permission.TEAM_READ)
    found = queries.pair(mentoring_id, person_id=request.actor.person_id, reach=reach)
    is_one = request.actor.person_id in (found.mentor_id, found.pupil_id)
    context = {
        "pair": found,
        "may_confirm": found.is_open and request.actor.person_id == found.mentor_id,
        "may_end": found.is_open and (is_one or access.can(request.actor, Permission.TEAM_MANAGE, at=found.place)),
    }
    return render(request, "learning/pair.html", context)


@access.signed_in(OWN)
@GET_AND_POST
def finish(request: Any, mentoring_id: int, how: str) -> HttpResponse:
    """The mentor confirms; or the pair ends early."""
    reach = access.reach(request.actor, Permission.TEAM_MANAGE)
    found = queries.pair(mentoring_id, person_id=request.actor.person_id, reach=reach)
    verb = services.confirm_pupil if how == "confirm" else services.end_mentoring
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verb(mentoring_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已办好。"))
            return redirect("learning:pair", mentoring_id)
    return shown(request, "learning/pair_finish.html", {"pair": found, "how": how}, form=form)
