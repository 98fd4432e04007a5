"""What somebody learnt, and who takes whom along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.learning.models import Learnt, Mentoring
from huozhong.learning.rules import DUTIES, SKILLS, Skill, skill_of


@dataclass(frozen=True, slots=True)
class LearntRow:
    """One thing that somebody learnt."""

    id: int
    what: str
    title: str
    minutes: int
    day: date


def learnt_by(person_id: int, *, since: date, until: date) -> tuple[LearntRow, ...]:
    """Everything that a person learnt between two days, both included, newest first."""
    rows = Learnt.objects.filter(person_id=person_id, day__gte=since, day__lte=until, struck_at__isnull=True)
    return tuple(LearntRow(row.id, row.what, row.title, row.minutes, row.day) for row in rows.order_by("-day", "-id"))


def minutes_of(person_id: int, *, since: date, until: date) -> int:
    """How long somebody learnt between two days, both included."""
    rows = Learnt.objects.filter(person_id=person_id, day__gte=since, day__lte=until, struck_at__isnull=True)
    return rows.aggregate(total=Sum("minutes"))["total"] or 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentor and a pupil."""

    id: int
    place: Place
    unit_name: str
    duty: Sentence
    mentor_id: int
    mentor_name: str
    pupil_id: int
    pupil_name: str
    goal: str
    from_date: date
    until_date: date
    confirmed_date: date | None
    confirmed_why: str
    ended_date: date | None
    ended_why: str

    @property
    def is_open(self) -> bool:
        return self.confirmed_date is None and self.ended_date is None


def pairs_of(person_id: int) -> tuple[Pair, ...]:
    """Everybody whom a person takes along, and who takes them along, newest first."""
    rows = Mentoring.objects.filter(Q(mentor_id=person_id) | Q(pupil_id=person_id))
    return _pairs(rows.select_related("unit").order_by("-id"))


def pairs_at(*, reach: Reach, limit: int = 50) -> tuple[Pair, ...]:
    """Pairs within reach, newest first."""
    return _pairs(Mentoring.objects.filter(reach.over("unit")).select_related("unit").order_by("-id")[:limit])


def pair(mentoring_id: int, *, person_id: int | None, reach: Reach) -> Pair:
    """One pair: for its two people, and for whoever manages the team."""
    row = Mentoring.objects.select_related("unit").filter(pk=mentoring_id).first()
    if row is None or (person_id not in (row.mentor_id, row.pupil_id) and not reach.covers(row.place)):
        raise NotFound(access.NOT_FOUND)
    return _pairs([row])[0]


def _pairs(rows: Iterable[Mentoring]) -> tuple[Pair, ...]:
    return tuple(
        Pair(
            id=row.id,
            place=row.place,
            unit_name=row.unit.name,
            duty=DUTIES[row.duty],
            mentor_id=row.mentor_id,
            mentor_name=row.mentor_name,
            pupil_id=row.pupil_id,
            pupil_name=row.pupil_name,
            goal=row.goal,
            from_date=row.from_date,
            until_date=row.until_date,
            confirmed_date=row.confirmed_date,
            confirmed_why=row.confirmed_why,
            ended_date=row.ended_date,
            ended_why=row.ended_why,
        )
        for row in rows
    )


def skills_of(person_ids: Sequence[int], *, city_id: int) -> dict[int, dict[str, Skill]]:
    """The skill map: person -> duty -> how far, from what was read, solved and confirmed. Nothing is added up."""
    read: set[tuple[int, str]] = set()
    solved: set[tuple[int, str]] = set()
    rows = Learnt.objects.filter(city_id=city_id, person_id__in=person_ids, howto__isnull=False)
    for person_id, what, duty in rows.values_list("person_id", "what", "howto__duty").distinct():
        (solved if what == Learnt.What.SOLVED else read).add((person_id, str(duty)))
    confirmed: set[tuple[int, str]] = set()
    teaching: set[tuple[int, str]] = set()
    pairs = Mentoring.objects.filter(city_id=city_id).filter(Q(mentor_id__in=person_ids) | Q(pupil_id__in=person_ids))
    for row in pairs.exclude(ended_date__isnull=False):
        teaching.add((row.mentor_id, row.duty))
        if row.confirmed_date is not None:
            confirmed.add((row.pupil_id, row.duty))
    found: dict[int, dict[str, Skill]] = defaultdict(dict)
    for person_id in person_ids:
        for duty in DUTIES:
            key = (person_id, duty)
            found[person_id][duty] = skill_of(
                has_read=key in read,
                has_practised=key in solved,
                is_confirmed=key in confirmed,
                teaches=key in teaching,
            )
    return dict(found)


__all__ = [
    "DUTIES",
    "SKILLS",
    "LearntRow",
    "Pair",
    "Skill",
    "learnt_by",
    "minutes_of",
    "pair",
    "pairs_at",
    "pairs_of",
    "skills_of",
]
