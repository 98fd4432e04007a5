"""Constituencies and their elections: drawn, given seats, called, nominated, counted, published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.delegates import queries, services
from huozhong.delegates.forms import CallForm, ConstituencyForm, CountForm, NominateForm, WhyForm
from huozhong.delegates.queries import CongressCard, ElectionCard
from huozhong.delegates.services import Count, How, Nomination
from huozhong.delegates.views.answers import managed, may_manage, refuse_in, roll_day, seen, shown
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@access.asks(Permission.CONGRESS_READ)
@GET_AND_POST
def constituencies(request: Any, congress_id: int) -> HttpResponse:
    """All constituencies with the sum that gives them their seats; a new one is added below."""
    card = seen(request, congress_id)
    form = ConstituencyForm(request.POST or None)
    del form.fields["seats"]
    if request.method == "POST":
        managed(request, congress_id)
        if form.is_valid():
            try:
                services.add_constituency(congress_id, **form.cleaned_data, actor=request.actor, at=request.at)
            except Refused as refused:
                refuse_in(form, refused)
            else:
                return redirect("delegates:constituencies", congress_id)
    sharing = queries.sharing(congress_id, on=roll_day(request, card))
    context = {"card": card, "sharing": sharing, "form": form, "may_manage": may_manage(request, card)}
    return render(request, "delegates/constituencies.html", context, status=422 if form.is_bound else 200)


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def share(request: Any, congress_id: int) -> HttpResponse:
    """Give each constituency its seats by head-count."""
    managed(request, congress_id)
    services.share_seats(congress_id, actor=request.actor, at=request.at)
    messages.success(request, _("名额已按人数分好，算式在下面。"))
    return redirect("delegates:constituencies", congress_id)


@access.asks(Permission.CONGRESS_READ)
@require_safe
def constituency(request: Any, constituency_id: int) -> HttpResponse:
    """One constituency: who represents it, how they were elected, what is still to be filled."""
    found = queries.constituency(constituency_id, request.today)
    card = seen(request, found.congress_id)
    on = roll_day(request, card)
    here = tuple(one for one in queries.delegates(card.id, on) if one.constituency_id == constituency_id)
    elections = queries.elections_of(constituency_id)
    manages = may_manage(request, card)
    context = {
        "card": card,
        "constituency": found,
        "delegates": here,
        "elections": elections if manages else tuple(one for one in elections if one.published_at),
        "has_open": any(one.is_open for one in elections),
        "vacancies": [one for one in queries.vacancies(card.id) if one.constituency_id == constituency_id],
        "may_manage": manages and (card.is_sitting or card.is_preparing),
    }
    return render(request, "delegates/constituency.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def change(request: Any, constituency_id: int) -> HttpResponse:
    """Correct a constituency."""
    found = queries.constituency(constituency_id, request.today)
    card = managed(request, found.congress_id)
    initial = {"name": found.name, "headcount": found.headcount, "seats": found.seats}
    form = ConstituencyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.change_constituency(
                constituency_id, name=said["name"], headcount=said["headcount"], seats=said["seats"] or 0,
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已修改。"))
            return redirect("delegates:constituencies", card.id)
    back = reverse("delegates:constituencies", args=[card.id])
    return shown(request, form, title=_("修改选区"), back=back, submit=_("保存"), card=card)


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def strike(request: Any, constituency_id: int) -> HttpResponse:
    """Strike a constituency that nothing hangs on."""
    card = managed(request, queries.constituency(constituency_id, request.today).congress_id)
    services.drop_constituency(constituency_id, actor=request.actor, at=request.at)
    messages.success(request, _("已删除。"))
    return redirect("delegates:constituencies", card.id)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def call(request: Any, constituency_id: int) -> HttpResponse:
    """Call the constituency to elect."""
    found = queries.constituency(constituency_id, request.today)
    card = managed(request, found.congress_id)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.call_election(
                constituency_id, how=How(said["how"]), meets_at=said["meets_at"], place_words=said["place_words"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已通知选举。接下来登记候选人。"))
            return redirect("delegates:election", made)
    back = reverse("delegates:constituency", args=[constituency_id])
    title = _("%(name)s选举代表") % {"name": found.name}
    lead = _("这次要选 %(n)s 名。到会要满选区全体职工的三分之二，得票超过全体职工的一半才当选。") % {"n": found.vacant}
    return shown(request, form, title=title, lead=lead, back=back, submit=_("通知选举"), card=card)


def _asked(request: Any, election_id: int) -> tuple[ElectionCard, CongressCard]:
    found = queries.election(election_id)
    return found, seen(request, found.congress_id)


def _managed(request: Any, election_id: int) -> tuple[ElectionCard, CongressCard]:
    found = queries.election(election_id)
    return found, managed(request, found.congress_id)


@access.asks(Permission.CONGRESS_READ)
@require_safe
def election(request: Any, election_id: int) -> HttpResponse:
    """One round: candidates, and once counted the proof of who is elected. Unpublished, only for who manages it."""
    found, card = _asked(request, election_id)
    manages = may_manage(request, card)
    if not manages and found.published_at is None:
        _managed(request, election_id)
    context = {"election": found, "card": card, "may_manage": manages, "has_met": found.meets_at <= request.at}
    return render(request, "delegates/election.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_safe
def choose_candidate(request: Any, election_id: int) -> HttpResponse:
    """Whom to name: somebody of this unit."""
    found, card = _managed(request, election_id)
    words = str(request.GET.get("q", "")).replace("\x00", "").strip()[:40]
    rows = queries.people_of(card, words, reach=access.reach(request.actor, Permission.PERSON_READ)) if words else ()
    context = {
        "card": card,
        "words": words,
        "rows": [(row, reverse("delegates:nominate", args=[election_id, row.id])) for row in rows],
        "title": _("提名谁做%(name)s的代表候选人？") % {"name": found.constituency},
        "back": reverse("delegates:election", args=[election_id]),
    }
    return render(request, "delegates/choose_person.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def nominate(request: Any, election_id: int, person_id: int) -> HttpResponse:
    """Name a candidate."""
    found, card = _managed(request, election_id)
    name = queries.name_of(card, person_id)
    form = NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = Nomination(person_id, form.cleaned_data["nominated_by"], **form.facts())
        try:
            services.nominate(election_id, who=who, actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记候选人%(name)s。") % {"name": name})
            return redirect("delegates:election", election_id)
    back = reverse("delegates:choose_candidate", args=[election_id])
    title = _("提名%(name)s") % {"name": name}
    return shown(request, form, title=title, back=back, submit=_("提名"), card=card, lead=found.constituency)


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def withdraw(request: Any, election_id: int, candidate_id: int) -> HttpResponse:
    """Take a candidate off the list."""
    found, _card = _managed(request, election_id)
    if candidate_id in {one.id for one in found.candidates}:
        services.withdraw_candidate(candidate_id, actor=request.actor, at=request.at)
    return redirect("delegates:election", election_id)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def record(request: Any, election_id: int) -> HttpResponse:
    """Write down the count."""
    found, card = _managed(request, election_id)
    candidates = [(one.id, one.name) for one in found.candidates]
    form = CountForm(
        request.POST or None, candidates=candidates, is_ballot=found.how is How.BALLOT,
        initial={"voters": found.headcount},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        more = {name: said.get(name) or 0 for name in ("issued", "collected", "invalid")}
        count = Count(said["voters"], said["present"], **more)
        try:
            services.record_election(
                election_id, count=count, votes=form.votes(), tellers=said["tellers"], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记。请核对下面的结果，再向选区公布。"))
            return redirect("delegates:election", election_id)
    back = reverse("delegates:election", args=[election_id])
    title = _("%(name)s：登记计票结果") % {"name": found.constituency}
    return shown(request, form, title=title, back=back, submit=_("登记结果"), card=card)


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def publish(request: Any, election_id: int) -> HttpResponse:
    """Show the result to the constituency and seat the elected."""
    _found, _card = _managed(request, election_id)
    seats = services.publish_result(election_id, actor=request.actor, at=request.at)
    messages.success(request, _("结果已公布，%(n)s 人成为代表。") % {"n": len(seats)})
    return redirect("delegates:election", election_id)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def drop(request: Any, election_id: int) -> HttpResponse:
    """Call off a round."""
    found, card = _managed(request, election_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.drop_election(election_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已取消这次选举。"))
            return redirect("delegates:constituency", found.constituency_id)
    back = reverse("delegates:election", args=[election_id])
    return shown(request, form, title=_("取消这次选举"), back=back, submit=_("取消选举"), card=card)
