"""What a cadre writes for themselves. It stays out of the trail: nobody but the writer reads it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from huozhong.access import services as access
from huozhong.cadres.models import Deed, Goal
from huozhong.cadres.rules import MOST_GOALS, DeedFacts, deed_refusal, goal_refusal
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of

ONLY_ONESELF = say("这一页是本人自己的，只有登录的本人才能写。")


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Forbidden(ONLY_ONESELF)
    return actor.person_id


@transaction.atomic
def set_goal(
    *,
    year: int,
    words: str,
    due_date: date,
    actor: Actor,
    at: datetime,
    target: Decimal | None = None,
    unit_word: str = "",
) -> int:
    """Set oneself a goal for a year, with a number or without."""
    person_id = _person(actor)
    reason = goal_refusal(words=words, target=target, unit_word=unit_word, due_date=due_date, year=year)
    if reason is not None:
        raise Refused(reason)
    if Goal.objects.filter(person_id=person_id, year=year, struck_at__isnull=True).count() >= MOST_GOALS:
        raise Refused(say("一年最多 %(most)s 个目标，多了就没有重点了。", most=MOST_GOALS))
    row = Goal.objects.create(
        city_id=actor.city_id,
        person_id=person_id,
        year=year,
        words=" ".join(words.split())[:120],
        target=target,
        unit_word=unit_word.strip()[:12],
        due_date=due_date,
        set_at=at,
    )
    return row.pk


def _goal(goal_id: int, actor: Actor) -> Goal:
    rows = Goal.objects.select_for_update().filter(pk=goal_id, person_id=_person(actor), struck_at__isnull=True)
    row = rows.first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


@transaction.atomic
def finish_goal(goal_id: int, *, actor: Actor, at: datetime) -> None:
    """Say that a goal is reached; said again, the goal is open once more."""
    row = _goal(goal_id, actor)
    row.done_date = None if row.done_date else day_of(at)
    row.save(update_fields=["done_date"])


@transaction.atomic
def strike_goal(goal_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a goal off one's page; what was done for it stays."""
    row = _goal(goal_id, actor)
    row.struck_at = at
    row.save(update_fields=["struck_at"])


@transaction.atomic
def record_deed(
    *,
    day: date,
    words: str,
    actor: Actor,
    at: datetime,
    people: int = 0,
    goal_id: int | None = None,
    amount: Decimal | None = None,
) -> int:
    """Write down what one did on a day, how many people it served, and what it adds to a goal."""
    person_id = _person(actor)
    facts = DeedFacts(words, day, people, amount, goal_id is not None)
    reason = deed_refusal(facts, today=day_of(at))
    if reason is not None:
        raise Refused(reason)
    goal = _goal(goal_id, actor) if goal_id is not None else None
    row = Deed.objects.create(
        city_id=actor.city_id,
        person_id=person_id,
        day=day,
        words=" ".join(words.split())[:300],
        people=people,
        goal=goal,
        amount=amount,
        written_at=at,
    )
    return row.pk


@transaction.atomic
def strike_deed(deed_id: int, *, actor: Actor, at: datetime) -> None:
    """Take an entry out of one's record; somebody else's is not found."""
    rows = Deed.objects.filter(pk=deed_id, person_id=_person(actor), struck_at__isnull=True)
    if not rows.update(struck_at=at):
        raise NotFound(access.NOT_FOUND)
