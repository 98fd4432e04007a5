"""Pages of delegates and workers: one's own, telling a delegate, writing, what is late, the report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried, handed_out
from huozhong.proposals import queries, services
from huozhong.proposals.forms import ReplyForm, TakeForm, TellForm, WriteForm, people_by_constituency
from huozhong.proposals.views.answers import page, small

OWN = "whoever wrote, seconded, handles or first raised it, the congress's delegates and its committee"
TWO = "only the worker who told and the delegate who was told"


def span(request: Any) -> tuple[date, date]:
    """The days that a page asks about, the last not included: this year up to today where none are given."""
    asked = request.POST if request.method == "POST" else request.GET
    until = _day(asked.get("until", "")) or request.today
    since = _day(asked.get("since", "")) or until.replace(month=1, day=1)
    since = min(since, until)
    return since, until + timedelta(days=1)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


@access.signed_in("one's own proposals")
@require_safe
def mine(request: Any) -> HttpResponse:
    """What the signed-in person wrote, was asked, handles, told or was told."""
    seats = delegates.delegateships(request.actor.person_id or 0, request.today)
    calls = queries.calls_of([seat.congress_id for seat in seats], on=request.today)
    told = queries.told_by(request.actor)
    may_tell = queries.congresses_to_tell(request.actor, on=request.today)
    context = {
        "mine": queries.mine(request.actor, on=request.today),
        "seats": seats,
        "calls": calls,
        "may_write": any(call.session_date > request.today for call in calls),
        "tips": queries.told_to(request.actor) if seats else (),
        "told": told,
        "may_tell": bool(may_tell),
    }
    return page(request, "mine", context)


def _people(congress_id: int, request: Any) -> list[Any]:
    cards = delegates.delegates(congress_id, request.today)
    return people_by_constituency(cards, but={request.actor.person_id or 0})


@access.asks(Permission.CONGRESS_READ)
@require_http_methods(["GET", "POST"])
def tell(request: Any) -> HttpResponse:
    """A worker tells a delegate of the own congress, with a name or without."""
    congresses = queries.congresses_to_tell(request.actor, on=request.today)
    asked = request.GET.get("congress", "")
    chosen = next((one for one in congresses if str(one.id) == asked), congresses[0] if congresses else None)
    if chosen is None:
        return page(request, "tell", {"congresses": (), "chosen": None})
    form = TellForm(request.POST or None, people=_people(chosen.id, request))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data

        def verb() -> None:
            services.tell_delegate(
                cleaned["delegate"],
                congress_id=chosen.id,
                what=cleaned["what"],
                wish=cleaned["wish"],
                is_named=cleaned["is_named"] == "yes",
                actor=request.actor,
                at=request.at,
            )

        if carried(form, verb):
            messages.success(request, _("告诉代表了。他怎么办的，会通知您。"))
            return redirect("proposals:mine")
    return page(request, "tell", {"congresses": congresses, "chosen": chosen}, form=form)


@access.signed_in(TWO)
@require_safe
def tip(request: Any, tip_id: int) -> HttpResponse:
    """One worker's words, for the two of them."""
    card = queries.tip(tip_id, actor=request.actor)
    calls = queries.calls_of([card.congress_id], on=request.today)
    return page(request, "tip", {"card": card, "calls": calls})


def _call_choices(calls: Any) -> list[tuple[int, str]]:
    return [(call.id, f"{call.unit_name} {call.session_words}") for call in calls]


@access.signed_in(TWO)
@require_http_methods(["GET", "POST"])
def take(request: Any, tip_id: int) -> HttpResponse:
    """The delegate makes a proposal of it."""
    card = queries.tip(tip_id, actor=request.actor)
    if card.is_mine:
        raise NotFound(access.NOT_FOUND)
    calls = queries.calls_of([card.congress_id], on=request.today)
    form = TakeForm(request.POST or None, calls=_call_choices(calls))
    if request.method == "POST" and form.is_valid():
        made: list[int] = []
        who = {"actor": request.actor, "at": request.at}
        cleaned = form.cleaned_data
        if carried(
            form,
            lambda: made.append(services.take_tip(tip_id, call_id=cleaned["call"], title=cleaned["title"], **who)),
        ):
            messages.success(request, _("写成草稿了。请补全，再请人附议。"))
            return redirect("proposals:edit", made[0])
    back = reverse("proposals:tip", args=[tip_id])
    lead = card.what
    return small(request, form, title=_("写成提案"), submit=_("写成草稿"), back=back, lead=lead, has_call=bool(calls))


@access.signed_in(TWO)
@require_http_methods(["GET", "POST"])
def aside(request: Any, tip_id: int) -> HttpResponse:
    """The delegate answers without a proposal."""
    card = queries.tip(tip_id, actor=request.actor)
    if card.is_mine:
        raise NotFound(access.NOT_FOUND)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, who = form.cleaned_data["reply"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.set_aside(tip_id, reply=words, **who)):
            messages.success(request, _("回复送到了。"))
            return redirect("proposals:mine")
    back = reverse("proposals:tip", args=[tip_id])
    return small(request, form, title=_("给职工回一句话"), submit=_("回复"), back=back, lead=card.what)


@access.asks(Permission.CONGRESS_READ)
@require_http_methods(["GET", "POST"])
def write(request: Any) -> HttpResponse:
    """A delegate writes a proposal: four fields, a draft is kept at once."""
    seats = delegates.delegateships(request.actor.person_id or 0, request.today)
    calls = queries.calls_of([seat.congress_id for seat in seats], on=request.today)
    form = WriteForm(request.POST or None, calls=_call_choices(calls))
    if request.method == "POST" and form.is_valid():
        made: list[int] = []
        if carried(form, lambda: made.append(_start(request, form))):
            messages.success(request, _("草稿存好了。下一步，请代表附议。"))
            return redirect("proposals:proposal", made[0])
    return page(request, "write", {"calls": calls, "seats": seats}, form=form)


def _start(request: Any, form: WriteForm) -> int:
    who = {"actor": request.actor, "at": request.at}
    with transaction.atomic():
        made = services.start_draft(form.cleaned_data["call"], form.words(), **who)
        services.save_draft(made, form.words(), is_one_matter=form.cleaned_data["is_one_matter"], **who)
    return made


@access.signed_in("proposals that are alike, for whoever may read the ledger")
@require_safe
def alike(request: Any) -> HttpResponse:
    """While a title is typed: what was filed already and says nearly the same."""
    asked = request.GET.get("call", "")
    found: tuple[Any, ...] = ()
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        call = queries.find_call(int(asked), actor=request.actor, on=request.today)
        title, why = request.GET.get("title", "")[:60], request.GET.get("why", "")[:1500]
        found = queries.alike_to(title, why, congress_id=call.congress_id, actor=request.actor, on=request.today)
    return page(request, "alike", {"found": found})


def _known(request: Any, congress_id: int) -> delegates.CongressCard:
    card = delegates.congress(congress_id)
    if not queries.may_know(congress_id, actor=request.actor, on=request.today):
        raise NotFound(access.NOT_FOUND)
    return card


@access.signed_in("delegates of the congress, its committee, and whoever stands above it")
@require_safe
def ledger(request: Any, congress_id: int) -> HttpResponse:
    """A congress's proposals; what is late stands first."""
    card = _known(request, congress_id)
    words = request.GET.get("q", "")[:60]
    context = {
        "card": card,
        "late": queries.overdue_of(congress_id, on=request.today),
        "found": queries.ledger_of(congress_id, on=request.today, words=words),
        "words": words,
    }
    return page(request, "congress", context)


@access.signed_in("delegates of the congress, its committee, and whoever stands above it")
@require_safe
def report(request: Any, congress_id: int) -> HttpResponse:
    """How proposals were handled, as it is reported to the next congress; to be printed."""
    card = _known(request, congress_id)
    since, until = span(request)
    context = {
        "card": card,
        "found": queries.report_for(congress_id, since, until, on=request.today),
        "since": since,
        "last": until - timedelta(days=1),
        "may_write": access.can(request.actor, Permission.PROPOSAL_HANDLE, at=card.place),
    }
    return page(request, "report", context)


@access.signed_in("delegates of the congress, its committee, and whoever stands above it")
@require_safe
def report_sheets(request: Any, congress_id: int) -> HttpResponse:
    """The report as a spreadsheet; that it was taken out stays in the trail."""
    since, until = span(request)
    content, name = services.report_as_sheets(congress_id, since, until, actor=request.actor, at=request.at)
    return handed_out(content, name)


@access.asks(Permission.PROJECT_READ)
@require_safe
def of_project(request: Any, project_id: int) -> HttpResponse:
    """Where a project came from: a part of that project's page."""
    found = queries.origin_of_project(project_id)
    if found is not None and not request.reach.covers(delegates.congress(found.congress_id).place):
        found = None
    may_see = found is not None and queries.may_open(found.proposal_id, actor=request.actor, on=request.today)
    return page(request, "of_project", {"found": found, "may_see": may_see})
