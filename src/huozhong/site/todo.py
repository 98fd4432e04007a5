"""What waits for somebody, gathered from the rooms: the rooms know, this page only asks and sorts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.core.cache import cache
from django.urls import reverse

from huozhong.access import services as access
from huozhong.ballots import queries as ballots
from huozhong.cadres import queries as cadres
from huozhong.clocks import queries as clocks
from huozhong.congress import queries as congress
from huozhong.delegates import queries as delegates
from huozhong.funds import queries as funds
from huozhong.juries import queries as juries
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.papers import queries as papers
from huozhong.projects import queries as projects
from huozhong.proposals import queries as proposals
from huozhong.publishing import queries as publishing
from huozhong.ratings import queries as ratings
from huozhong.records import queries as records
from huozhong.rights import queries as rights
from huozhong.rulebook import queries as rulebook
from huozhong.seeds import queries as seeds
from huozhong.stories import queries as stories

MOST = 20  # rows that a room is asked for
KEPT_SECONDS = 60  # every page shows the count; a page must not ask every room for it
TO_APPROVE = ("submitted",)
APPROVE = say("核准本地规定")


class Waiting(Protocol):
    """One thing that waits, as a room tells it."""

    @property
    def title(self) -> Sentence | str: ...
    @property
    def url(self) -> str: ...
    @property
    def due_date(self) -> date | None: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def kind(self) -> Sentence: ...


@dataclass(frozen=True, slots=True)
class RuleToApprove:
    """A local value that somebody else entered."""

    title: Sentence | str
    url: str
    unit_name: str
    due_date: date | None = None
    kind: Sentence = APPROVE


def rules_to_approve(actor: Actor, *, on: date, limit: int = MOST) -> tuple[RuleToApprove, ...]:
    """Local values handed in for approval within reach."""
    reach = access.reach(actor, Permission.RULE_APPROVE)
    if reach.is_empty:
        return ()
    return tuple(
        RuleToApprove(rulebook.rule(row.rule_id).title, reverse("rulebook:value", args=[row.pk]), row.unit.name)
        for row in rulebook.waiting(reach=reach, states=TO_APPROVE, limit=limit)
    )


def rules_to_approve_count(actor: Actor, *, on: date) -> int:
    """How many of them there are."""
    reach = access.reach(actor, Permission.RULE_APPROVE)
    return 0 if reach.is_empty else rulebook.waiting_count(reach=reach, states=TO_APPROVE)


@dataclass(frozen=True, slots=True)
class Source:
    """A room that knows what waits, and for whom it is worth asking."""

    waiting_for: Callable[..., Sequence[Waiting]]
    waiting_count: Callable[..., int]


SOURCES: tuple[Source, ...] = (
    Source(projects.waiting_for, projects.waiting_count),
    Source(funds.waiting_for, funds.waiting_count),
    Source(projects.own_waiting_for, projects.own_waiting_count),
    Source(projects.suggestions_waiting_for, projects.suggestions_waiting_count),
    Source(seeds.waiting_for, seeds.waiting_count),
    Source(juries.waiting_for, juries.waiting_count),
    Source(papers.waiting_for, papers.waiting_count),
    Source(publishing.waiting_for, publishing.waiting_count),
    Source(stories.waiting_for, stories.waiting_count),
    Source(ballots.waiting_for, ballots.waiting_count),
    Source(proposals.waiting_for, proposals.waiting_count),
    Source(rules_to_approve, rules_to_approve_count),
    Source(cadres.waiting_for, cadres.waiting_count),
    Source(ratings.waiting_for, ratings.waiting_count),
    Source(delegates.waiting_for, delegates.waiting_count),
    Source(congress.waiting_for, congress.waiting_count),
    Source(clocks.waiting_for, clocks.waiting_count),
    Source(rights.waiting_for, rights.waiting_count),
    Source(rights.originals_to_check, rights.originals_to_check_count),
    Source(rights.handoffs_waiting_for, rights.handoffs_waiting_count),
)


def rows(actor: Actor, *, on: date, limit: int = MOST) -> tuple[Waiting, ...]:
    """What waits for the actor in every room, the soonest first; what has no day comes last."""
    found = [row for source in SOURCES for row in source.waiting_for(actor, on=on, limit=limit)]
    return tuple(sorted(found, key=lambda row: row.due_date or date.max))


def count(actor: Actor, *, on: date) -> int:
    """How many things wait for the actor."""
    return sum(source.waiting_count(actor, on=on) for source in SOURCES)


def kept_count(actor: Actor, *, on: date) -> int:
    """How many things wait, as counted at most a minute ago; whoever does something is counted anew."""
    known: int | None = cache.get(_key(actor, on))
    return keep_count(actor, count(actor, on=on), on=on) if known is None else known


def keep_count(actor: Actor, waiting: int, *, on: date) -> int:
    """Remember for a minute how many things wait."""
    cache.set(_key(actor, on), waiting, KEPT_SECONDS)
    return waiting


def forget_count(actor: Actor, *, on: date) -> None:
    """After the actor has done something: the next page counts again."""
    cache.delete(_key(actor, on))


def _key(actor: Actor, on: date) -> str:
    return f"waiting:{actor.account_id}:{on}"


def unread(actor: Actor) -> int:
    """How many notices the actor has not read."""
    return records.unread_count(actor.person_id, city_id=actor.city_id) if actor.person_id else 0
