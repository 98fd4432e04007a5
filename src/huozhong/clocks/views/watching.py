"""One's own deadlines, and one deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.clocks import queries, services
from huozhong.clocks.engine import period_from_json
from huozhong.clocks.queries import DeadlineCard
from huozhong.kernel.permissions import Permission
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say

LENGTHS = {
    Unit.DAYS: say("%(n)s日"),
    Unit.WORKING_DAYS: say("%(n)s个工作日"),
    Unit.MONTHS: say("%(n)s个月"),
    Unit.YEARS: say("%(n)s年"),
}


@access.signed_in("one's own deadlines; the query asks whose they are")
@require_safe
def mine(request: Any) -> HttpResponse:
    """Everything that one watches, by the safe day."""
    person = request.actor.person_id or 0
    seen = queries.mine(person, city_id=request.actor.city_id, on=request.today)
    context = {
        "mine": seen,
        "feed": queries.feed_of(person, city_id=request.actor.city_id),
        "groups": _groups(seen),
        "keeps_calendar": queries.keeping_place(request.actor, Permission.RULE_EDIT) is not None,
    }
    return render(request, "clocks/mine.html", context)


@dataclass(frozen=True, slots=True)
class Group:
    """Deadlines under one heading."""

    title: str
    note: str
    cards: tuple[DeadlineCard, ...]
    tone: str = ""


def _groups(seen: queries.Mine) -> tuple[Group, ...]:
    found = (
        Group(_("等您确认了结"), _("别人说办完了，请核对后确认或者退回。"), seen.to_confirm, "ember"),
        Group(_("七天之内，先办这些"), _("按稳妥日排，过了稳妥日就有争议。"), seen.urgent, "ember"),
        Group(_("两周之内"), "", seen.near),
        Group(_("再往后"), "", seen.later),
        Group(_("对方的期限、中止的、等人确认的"), "", seen.others),
    )
    return tuple(group for group in found if group.cards)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done with a deadline; greyed where a sentence stands in the way."""

    label: str
    url: str
    kind: str
    why_not: Sentence | None = None


@access.signed_in("the query asks who may see this deadline")
@require_safe
def deadline(request: Any, deadline_id: int) -> HttpResponse:
    """One deadline: by when, how that was counted, who answers for it, what was done."""
    card = queries.card(deadline_id, actor=request.actor, on=request.today)
    context = {
        "card": card,
        "length": _length(card),
        "acts": _acts(card, request),
        "trail": queries.story(card.id),
        "outcome": OUTCOMES.get(card.asked_outcome),
    }
    return render(request, "clocks/deadline.html", context)


OUTCOMES = {"met": say("办成了"), "waived": say("当事人放弃"), "cancelled": say("录错了，撤销")}


def _length(card: DeadlineCard) -> Sentence:
    period = period_from_json(card.period)
    return say(LENGTHS[period.unit].text, n=period.length)


def _acts(card: DeadlineCard, request: Any) -> tuple[Act, ...]:
    """What may be done next, the main thing first."""
    steps = {step.name: step.reason for step in services.next_moves(card.id, actor=request.actor, at=request.at)}

    def act(label: str, name: str, step: str, kind: str = "quiet") -> Act:
        return Act(label, reverse("clocks:act", args=[card.id, name]), kind, steps.get(step))

    if card.state == "closing":
        confirm = f"confirm_{card.asked_outcome}"
        return (
            act(_("核对无误，确认了结"), "confirm", confirm, "main"),
            act(_("不同意，退回"), "return", "send_back"),
        )
    if not card.is_open:
        return ()
    close = act(_("了结这个期限"), "close", "ask_close" if card.is_statutory else "settle_met", "main")
    if card.state == "paused":
        return close, act(_("恢复计算"), "resume", "resume")
    works = "ask_close" if card.is_statutory else "settle_met"
    more = [act(_("中断了，重新起算"), "restart", works), act(_("延长"), "extend", works)]
    if card.state == "running":
        more.append(act(_("中止计算"), "pause", "pause"))
    return close, *more
