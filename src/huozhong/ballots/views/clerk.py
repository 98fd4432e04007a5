"""The clerk's pages: the roll, who takes paper, and which credential is somebody's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.ballots import queries, services
from huozhong.ballots.forms import WhyForm
from huozhong.ballots.models import Election
from huozhong.ballots.queries.persons import VoterLine, roll
from huozhong.ballots.views.answers import page, small_form
from huozhong.ballots.views.organising import OWN_KIND
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried

A_PAGE = 60


@access.asks(Permission.BALLOT_READ)
@require_safe
def voters(request: Any, election_id: int) -> HttpResponse:
    """The roll: who has prepared a phone ballot, who took paper; never who has voted by phone."""
    row = queries.find_election(election_id, actor=request.actor)
    registers = access.can(request.actor, Permission.BALLOT_REGISTER, at=row.place)
    manages = access.can(request.actor, Permission.BALLOT_MANAGE, at=row.place)
    if not registers:
        access.require(request.actor, Permission.BALLOT_MANAGE, at=row.place)
    words = request.GET.get("q", "")[:40]
    shown = Paginator(roll(row, words=words), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "lines": shown,
        "words": words,
        "turnout": queries.turnout(row.pk),
        "registers": registers,
        "may_renew": manages and row.thing_kind == OWN_KIND and row.state in services.BEFORE_OPENING,
        "gives_paper": registers and row.has_paper and row.state in ("keys", "ready", "open"),
        "takes_back": registers and row.state in ("keys", "ready"),
    }
    return page(request, "ballots/roll.html", context)


def _asked(request: Any, election_id: int, person_id: int) -> tuple[Election, VoterLine]:
    """The ballot that the clerk registers for, and one voter on its roll."""
    row = queries.asked_election(election_id, actor=request.actor, permission=Permission.BALLOT_REGISTER)
    line = next((one for one in roll(row) if one.person_id == person_id), None)
    if line is None:
        raise NotFound(access.NOT_FOUND)
    return row, line


@access.asks(Permission.BALLOT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Any, election_id: int, person_id: int) -> HttpResponse:
    """Give a voter a paper ballot."""
    row, line = _asked(request, election_id, person_id)
    if request.method == "POST":
        services.vote_on_paper(row.pk, person_id, actor=request.actor, at=request.at)
        messages.success(request, _("已登记：%(name)s 领纸票，手机票作废。") % {"name": line.name})
        return redirect("ballots:roll", row.pk)
    return page(request, "ballots/give_paper.html", {"row": row, "line": line})


@access.asks(Permission.BALLOT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Any, election_id: int, person_id: int) -> HttpResponse:
    """A paper ballot entered for the wrong person, before the opening."""
    row, line = _asked(request, election_id, person_id)
    form = WhyForm(request.POST or None)

    def back() -> None:
        why = form.cleaned_data["why"]
        services.take_paper_back(row.pk, person_id, why=why, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, back):
        messages.success(request, _("已退回。"))
        return redirect("ballots:roll", row.pk)
    title = _("退回 %(name)s 的纸票") % {"name": line.name}
    return small_form(request, row, form, title=title, back=reverse("ballots:roll", args=[row.pk]))


@access.asks(Permission.BALLOT_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def credential(request: Any, election_id: int, person_id: int) -> HttpResponse:
    """Which credential is somebody's, once, for a reason that stays in the trail."""
    row, line = _asked(request, election_id, person_id)
    form = WhyForm(request.POST or None)
    read: list[str] = []

    def look() -> None:
        why = form.cleaned_data["why"]
        read.append(services.read_credential(row.pk, person_id, why=why, actor=request.actor, at=request.at))

    if request.method == "POST" and form.is_valid() and carried(form, look):
        answer = page(request, "ballots/credential.html", {"row": row, "line": line, "public": read[0]})
        answer["Cache-Control"] = "no-store"
        return answer
    lead = _("查了就会留痕：谁、什么时候、为什么查。看到的只是公开名单上的一串数字，看不出怎么投的。")
    title = _("查 %(name)s 的手机票是名单上哪一张") % {"name": line.name}
    back = reverse("ballots:roll", args=[row.pk])
    return small_form(request, row, form, title=title, lead=lead, submit=_("查看"), back=back)
