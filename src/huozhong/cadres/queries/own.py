"""A cadre's own year: goals, record of work, people served, what was learnt, thanks, what others took up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Sum

from huozhong.access import services as access
from huozhong.cadres.models import Deed, Goal
from huozhong.cadres.queries.thanks import ThanksLine, thanks_to
from huozhong.cadres.rules import share_of_goal
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.learning import queries as learning
from huozhong.learning.queries import DUTIES, SKILLS, LearntRow, Pair, Skill
from huozhong.projects import queries as projects
from huozhong.projects.queries import OwnProject
from huozhong.records import queries as records
from huozhong.seeds import queries as seeds

MOST_SEEDS = 50


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal, and how far it came by what was written down for it."""

    id: int
    words: str
    target: Decimal | None
    done: Decimal
    unit_word: str
    due_date: date
    done_date: date | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One thing done: typed here, or written into a project's log."""

    id: int | None
    day: date
    words: str
    people: int
    goal: str
    project_id: int | None
    project: str


@dataclass(frozen=True, slots=True)
class Authored:
    """Something that the person wrote, and how others used it."""

    kind: Sentence
    title: str
    thing_kind: str
    thing_id: int
    used: int


@dataclass(frozen=True, slots=True)
class Mine:
    """One person's year, for that person."""

    year: int
    goals: tuple[GoalLine, ...]
    deeds: tuple[DeedLine, ...]
    people: int
    projects: tuple[OwnProject, ...]
    authored: tuple[Authored, ...]
    thanks: tuple[ThanksLine, ...]
    learnt: tuple[LearntRow, ...]
    minutes: int
    pairs: tuple[Pair, ...]
    skills: tuple[tuple[Sentence, Skill, Sentence], ...]

    @property
    def reached(self) -> int:
        """How many goals are done."""
        return sum(goal.done_date is not None for goal in self.goals)

    @property
    def by_month(self) -> tuple[int, ...]:
        """People served in each month of the year."""
        sums = [0] * 12
        for deed in self.deeds:
            sums[deed.day.month - 1] += deed.people
        return tuple(sums)


def mine(actor: Actor, *, year: int) -> Mine:
    """Everything of one's own year. There is no way to ask for somebody else's."""
    if actor.person_id is None:
        raise NotFound(access.NOT_FOUND)
    first, last = date(year, 1, 1), date(year, 12, 31)
    deeds = _deeds(actor, first, last)
    known = learning.skills_of([actor.person_id], city_id=actor.city_id)[actor.person_id]
    return Mine(
        year=year,
        goals=_goals(actor.person_id, year),
        deeds=deeds,
        people=sum(deed.people for deed in deeds),
        projects=projects.projects_of(actor),
        authored=_authored(actor),
        thanks=thanks_to(actor.person_id, city_id=actor.city_id),
        learnt=learning.learnt_by(actor.person_id, since=first, until=last),
        minutes=learning.minutes_of(actor.person_id, since=first, until=last),
        pairs=learning.pairs_of(actor.person_id),
        skills=tuple((DUTIES[duty], skill, SKILLS[skill]) for duty, skill in known.items() if skill is not Skill.NONE),
    )


def _goals(person_id: int, year: int) -> tuple[GoalLine, ...]:
    rows = Goal.objects.filter(person_id=person_id, year=year, struck_at__isnull=True)
    counted = rows.annotate(done=Sum("deeds__amount", filter=Q(deeds__struck_at__isnull=True)))
    return tuple(
        GoalLine(
            id=row.id,
            words=row.words,
            target=row.target,
            done=row.done or Decimal(0),
            unit_word=row.unit_word,
            due_date=row.due_date,
            done_date=row.done_date,
            share=share_of_goal(row.done or Decimal(0), row.target),
        )
        for row in counted.order_by("due_date", "id")
    )


def _deeds(actor: Actor, first: date, last: date) -> tuple[DeedLine, ...]:
    rows = Deed.objects.filter(person_id=actor.person_id or 0, day__gte=first, day__lte=last, struck_at__isnull=True)
    typed = [
        DeedLine(row.id, row.day, row.words, row.people, row.goal.words if row.goal else "", None, "")
        for row in rows.select_related("goal").order_by("-day", "-id")
    ]
    logged = [
        DeedLine(None, row.day, row.words, row.people, "", row.project_id, row.project)
        for row in projects.done_by(actor, since=first, until=last)
    ]
    return tuple(sorted([*typed, *logged], key=lambda deed: deed.day, reverse=True))


def _authored(actor: Actor) -> tuple[Authored, ...]:
    """Seeds that the person drafted and how-to cards that they wrote, with how often others took them up."""
    drafted = records.trail_page(
        Q(city_id=actor.city_id),
        kind="seeds.seed",
        action="drafted",
        account_id=actor.account_id or 0,
        limit=MOST_SEEDS,
    )
    reach = access.reach(actor, Permission.SEED_READ)
    found: list[Authored] = []
    for row in drafted if not reach.is_empty else ():
        try:
            card = seeds.seed(row.thing_id, reach=reach)
        except NotFound:  # discarded, or no longer in reach
            continue
        if card.published_at is not None:
            found.append(Authored(say("种子"), card.title, "seed", card.id, card.adoptions))
    for howto_id, title, readers in learning.by_author(actor.person_id or 0, city_id=actor.city_id):
        found.append(Authored(say("五分钟教程"), title, "howto", howto_id, readers))
    return tuple(found)
