"""Memberships: enrol, move, retain, resume, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.people.queries import EndReason, PersonCard
from huozhong.people.queries import membership_now as now_of
from huozhong.roster import services
from huozhong.roster.forms import EndMembershipForm, EnrolForm, MemberStepForm, TransferForm
from huozhong.roster.queries import people, units
from huozhong.roster.views.asked import back_to, id_asked, shown, words_asked

GET_AND_POST = require_http_methods(["GET", "POST"])


def _person(request: Any, person_id: int) -> PersonCard:
    people.person(person_id, reach=access.reach(request.actor, Permission.PERSON_READ))
    return services.require_person(person_id, Permission.PERSON_MANAGE, actor=request.actor)


def _union(request: Any) -> dict[str, Any]:
    """The union of the step: chosen, or a few to choose from, within what the actor looks after."""
    posted = request.POST.get("to", "")
    chosen = int(posted[:18]) if posted.isascii() and posted.isdecimal() else id_asked(request, "to")
    if chosen:
        return {"needs_target": True, "target": units.unit(chosen, reach=request.reach)}
    words = words_asked(request)
    return {"needs_target": True, "words": words, "picks": units.picks(words, reach=request.reach)}


def _step(
    request: Any, person: PersonCard, form: Any, verb: Callable[[dict[str, Any]], object], **more: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            verb(form.cleaned_data)
        except Refused as refusal:
            back_to(form, refusal)
        else:
            messages.success(request, _("已办理：%(what)s。") % {"what": more["title"]})
            return redirect("roster:person", person.id)
    context = {"form": form, "person": person, "now": now_of(person.id), **more}
    return shown(request, "roster/member_step.html", context, form=form)


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def enrol(request: Any, person_id: int) -> HttpResponse:
    """Make somebody a member."""
    person, more = _person(request, person_id), _union(request)
    initial = {"to": more["target"].id if "target" in more else None}
    form = EnrolForm(request.POST or None, today=request.today, initial=initial)

    def verb(said: dict[str, Any]) -> None:
        services.enrol(
            person_id,
            unit_id=said["to"],
            on=said["on"],
            why=said["why"],
            joined_date=said["joined_date"],
            is_migrant=said["is_migrant"],
            actor=request.actor,
            at=request.at,
        )

    return _step(request, person, form, verb, title=_("办理入会"), target_label=_("加入哪个工会"), **more)


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def transfer(request: Any, person_id: int) -> HttpResponse:
    """Move a member to another union."""
    person, more = _person(request, person_id), _union(request)
    initial = {"to": more["target"].id if "target" in more else None}
    form = TransferForm(request.POST or None, today=request.today, initial=initial)

    def verb(said: dict[str, Any]) -> None:
        services.transfer(person_id, to=said["to"], on=said["on"], why=said["why"], actor=request.actor, at=request.at)

    lead = _("会籍随劳动关系走；原来那一段留在沿革里。")
    return _step(request, person, form, verb, title=_("转会"), lead=lead, target_label=_("转到哪个工会"), **more)


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def retain(request: Any, person_id: int) -> HttpResponse:
    """Keep the membership of somebody retired or out of work."""
    person = _person(request, person_id)
    form = MemberStepForm(request.POST or None, today=request.today)

    def verb(said: dict[str, Any]) -> None:
        services.retain(person_id, on=said["on"], why=said["why"], actor=request.actor, at=request.at)

    lead = _("退休、失业的会员保留会籍：不交会费，不参加选举和表决。")
    return _step(request, person, form, verb, title=_("办理保留会籍"), lead=lead)


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def resume(request: Any, person_id: int) -> HttpResponse:
    """Make a retained membership active again."""
    person = _person(request, person_id)
    form = MemberStepForm(request.POST or None, today=request.today)

    def verb(said: dict[str, Any]) -> None:
        services.resume(person_id, on=said["on"], why=said["why"], actor=request.actor, at=request.at)

    return _step(request, person, form, verb, title=_("办理恢复会籍"))


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def end(request: Any, person_id: int) -> HttpResponse:
    """End a membership."""
    person = _person(request, person_id)
    form = EndMembershipForm(request.POST or None, today=request.today)

    def verb(said: dict[str, Any]) -> None:
        reason = EndReason(said["reason"])
        services.end(person_id, reason=reason, on=said["on"], why=said["why"], actor=request.actor, at=request.at)

    return _step(request, person, form, verb, title=_("结束会籍"), lead=_("结束的这一段留在沿革里，不会删除。"))
