"""Ratings within reach: one, many, the star that holds, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Level, Place, path_end
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles
from huozhong.ratings.models import Rating
from huozhong.ratings.queries.kinds import SubjectKind
from huozhong.ratings.queries.standing import is_insider
from huozhong.ratings.workflow import HOLDING, OPEN, RATING
from huozhong.unions import queries as unions

PRIVATE = ("lost", "hearing")  # told to the unit and the offices above it alone
GONE = say("没有有效的星级")
TONES = {
    "held": "leaf", "hearing": "alarm", "lost": "alarm", "none": "", "self_check": "open", "submitted": "open",
    "on_site": "open", "noticed": "sun", "recommended": "sun",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A rating in a list. What is private to the unit is not in it for anybody else."""

    id: int
    label: str
    unit_name: str
    year: int
    star: int
    state_word: Sentence
    tone: str
    valid_until: date | None
    review_due_date: date | None
    is_holding: bool

    @property
    def stars(self) -> tuple[bool, ...]:
        return tuple(number <= self.star for number in range(1, 6))


def _rows() -> QuerySet[Rating]:
    return Rating.objects.select_related("unit", "version__scheme__unit", "scheme")


def find_rating(rating_id: int, *, reach: Reach) -> Rating:
    """One rating within reach; NotFound otherwise."""
    row = _rows().filter(reach.over("unit"), pk=rating_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def line(row: Rating, *, actor: Actor, on: date) -> RatingLine:
    """A rating in a list, as the actor may know it."""
    is_hidden = row.state in PRIVATE and not is_insider(actor, row, on=on)
    if is_hidden and row.state == "hearing":  # the star holds until something is decided
        word, tone, star = RATING.states["held"], TONES["held"], row.star
    elif is_hidden:
        word, tone, star = GONE, "", 0
    else:
        word, tone, star = lifecycles.state_word(row), TONES.get(row.state, ""), _star(row)
    return RatingLine(
        row.pk, row.subject_label, row.unit.name, row.year, star, word, tone, row.valid_until, row.review_due_date,
        row.state in HOLDING,
    )  # fmt: skip


def _star(row: Rating) -> int:
    return row.star if row.state in HOLDING or row.state in ("replaced", "lapsed") else 0


def rating_lines(
    *, reach: Reach, actor: Actor, on: date, kind: str, states: Sequence[str] = (), star: int = 0, words: str = "",
    below: str = "", limit: int = 100,
) -> tuple[RatingLine, ...]:  # fmt: skip
    """Ratings of a kind within reach, the highest star first; lost stars are left out for whoever stands outside."""
    rows = _rows().filter(reach.over("unit"), kind=kind)
    if states:
        rows = rows.filter(state__in=list(states))
    if star:
        rows = rows.filter(star=star)
    if words:
        rows = rows.filter(Q(subject_label__icontains=words) | Q(unit__name__icontains=words))
    if below:
        rows = rows.filter(unit__path__gte=below, unit__path__lt=path_end(below))
    found = rows.order_by("-star", "unit__path", "-year", "pk")[:limit]
    return tuple(line(row, actor=actor, on=on) for row in found)


def under_way(*, reach: Reach, actor: Actor, on: date, kind: str, limit: int = 50) -> tuple[RatingLine, ...]:
    """Ratings that somebody still works on."""
    rows = _rows().filter(reach.over("unit"), kind=kind, state__in=sorted(OPEN)).order_by("-id")[:limit]
    return tuple(line(row, actor=actor, on=on) for row in rows)


def history_of(row: Rating, *, actor: Actor, on: date) -> tuple[RatingLine, ...]:
    """Every rating of the same thing, newest first."""
    rows = _rows().filter(city_id=row.city_id, kind=row.kind, subject_id=row.subject_id).exclude(state="withdrawn")
    return tuple(line(one, actor=actor, on=on) for one in rows.order_by("-year", "-pk")[:30])


@dataclass(frozen=True, slots=True)
class TownLine:
    """One unit directly below the office: how many things there are, and how many carry a star."""

    name: str
    path: str
    things: int
    starred: int

    @property
    def share(self) -> Fraction:
        return Fraction(min(self.starred, self.things), self.things) if self.things else Fraction(0)


@dataclass(frozen=True, slots=True)
class Overview:
    """How an office stands: how many by star, over the years, and in which of its towns."""

    by_star: tuple[tuple[int, int], ...]
    holding: int
    things: int
    years: tuple[tuple[int, tuple[int, ...]], ...]
    towns: tuple[TownLine, ...]
    reviews_due: int
    is_cut: bool

    @property
    def share(self) -> Fraction:
        return Fraction(min(self.holding, self.things), self.things) if self.things else Fraction(0)


MOST_THINGS = 20_000
MOST_TOWNS = 120


def overview(kind: SubjectKind, *, reach: Reach, on: date) -> Overview:
    """Counted within reach from the rows of today."""
    held = Rating.objects.filter(reach.over("unit"), kind=kind.kind, state__in=sorted(HOLDING))
    stars = Counter(dict(held.values_list("star").annotate(n=Count("pk")).order_by()))
    granted = Rating.objects.filter(
        reach.over("unit"), kind=kind.kind, granted_date__isnull=False, granted_date__year__gt=on.year - 5
    ).exclude(state="lost")
    years: dict[int, Counter[int]] = {year: Counter() for year in range(on.year - 4, on.year + 1)}
    for star, day in granted.values_list("star", "granted_date"):
        if day is not None and day.year in years:
            years[day.year][star] += 1
    things = kind.subjects(reach, on, MOST_THINGS)
    paths = list(held.values_list("unit__path", flat=True))
    return Overview(
        by_star=tuple((star, stars[star]) for star in range(5, 0, -1)),
        holding=sum(stars.values()),
        things=len(things),
        years=tuple((year, tuple(found[star] for star in range(1, 6))) for year, found in years.items()),
        towns=_towns(reach, [one.place for one in things], paths),
        reviews_due=held.filter(state="held", review_due_date__lte=on).count(),
        is_cut=len(things) >= MOST_THINGS,
    )


def _towns(reach: Reach, places: Sequence[Place], held: Sequence[str]) -> tuple[TownLine, ...]:
    """What stands directly below the highest office in reach."""
    roots = sorted(root.prefix for root in reach.roots)
    if len(roots) != 1:
        return ()
    depth = roots[0].count(".") + 1
    above = {".".join(path.split(".")[:depth]) + "." for path in (one.path for one in places) if path != roots[0]}
    tops = sorted(path for path in above if path.startswith(roots[0]) and path != roots[0])[:MOST_TOWNS]
    cards = unions.units([int(path.rstrip(".").split(".")[-1]) for path in tops])
    found = []
    for path in tops:
        card = cards.get(int(path.rstrip(".").split(".")[-1]))
        if card is not None and card.level is not Level.GRASSROOTS:
            things = sum(one.path.startswith(path) for one in places)
            found.append(TownLine(card.name, path, things, sum(one.startswith(path) for one in held)))
    return tuple(sorted(found, key=lambda one: (one.share, -one.things)))


def reviews_due(*, reach: Reach, actor: Actor, on: date, ahead: int = 30, limit: int = 200) -> tuple[RatingLine, ...]:
    """Held stars whose yearly look is due within so many days, the longest overdue first."""
    rows = _rows().filter(reach.over("unit"), state="held", review_due_date__lte=on + timedelta(days=ahead))
    return tuple(line(row, actor=actor, on=on) for row in rows.order_by("review_due_date", "pk")[:limit])


@dataclass(frozen=True, slots=True)
class RatingOutcome:
    """What a handler needs of a rating to tell somebody: never what was found or decided."""

    id: int
    city_id: int
    label: str
    place: Place


def rating_outcome(rating_id: int) -> RatingOutcome:
    """For the handlers of news, which have no reach of their own."""
    row = _rows().get(pk=rating_id)
    return RatingOutcome(row.pk, row.city_id, row.subject_label, row.place)
