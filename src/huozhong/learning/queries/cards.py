"""How-to cards as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.learning.models import Help, HowTo, Learnt, PracticeCase
from huozhong.learning.rules import DUTIES, Option
from huozhong.learning.workflow import HowToState

PAGE = 30


@dataclass(frozen=True, slots=True)
class HowToLine:
    """A card in a list, and whether the reader has read it."""

    id: int
    title: str
    duty: Sentence
    minutes: int
    when: str
    template_name: str
    ask_name: str
    is_read: bool
    state: str


@dataclass(frozen=True, slots=True)
class Case:
    """A practice case without its answers."""

    id: int
    situation: str
    options: tuple[Option, ...]
    is_solved: bool


@dataclass(frozen=True, slots=True)
class HowToCard:
    """One card whole."""

    id: int
    place: Place
    unit_name: str
    state: str
    title: str
    duty_key: str
    duty: Sentence
    minutes: int
    when: str
    steps: tuple[str, ...]
    pitfalls: str
    basis: str
    template_file_id: int | None
    template_name: str
    ask_person_id: int | None
    ask_name: str
    written_by_id: int | None
    written_by_name: str
    cases: tuple[Case, ...]
    is_read: bool


def _seen(actor: Actor) -> QuerySet[HowTo]:
    """Published cards of the actor's city, and every card where they may write."""
    own = access.reach(actor, Permission.HOWTO_WRITE)
    visible = Q(state=HowToState.PUBLISHED, city_id=actor.city_id)
    if not own.is_empty:
        visible |= own.over("unit")
    return HowTo.objects.filter(visible)


def howtos(
    *, actor: Actor, words: str = "", duty: str = "", state: str = HowToState.PUBLISHED
) -> tuple[HowToLine, ...]:
    """Cards in the order of duties, those nobody may see left out."""
    rows = _seen(actor).filter(state=state)
    if state != HowToState.PUBLISHED:
        rows = rows.filter(access.reach(actor, Permission.HOWTO_WRITE).over("unit"))
    if duty:
        rows = rows.filter(duty=duty)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(when__icontains=words))
    return _lines(rows.order_by("duty", "title", "id")[:PAGE], person_id=actor.person_id)


def _lines(rows: Iterable[HowTo], *, person_id: int | None) -> tuple[HowToLine, ...]:
    found = list(rows)
    read = _read_by(person_id, [row.id for row in found])
    return tuple(
        HowToLine(
            id=row.id,
            title=row.title,
            duty=DUTIES[row.duty],
            minutes=row.minutes,
            when=row.when,
            template_name=row.template_name,
            ask_name=row.ask_name,
            is_read=row.id in read,
            state=row.state,
        )
        for row in found
    )


def _read_by(person_id: int | None, ids: list[int]) -> set[int]:
    if person_id is None or not ids:
        return set()
    rows = Learnt.objects.filter(person_id=person_id, what=Learnt.What.READ, howto_id__in=ids)
    return {howto_id for howto_id in rows.values_list("howto_id", flat=True) if howto_id is not None}


def howto(howto_id: int, *, actor: Actor) -> HowToCard:
    """One card with its practice cases; NotFound when it is not for the actor."""
    row = _seen(actor).select_related("unit").filter(pk=howto_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    cases = list(row.cases.filter(withdrawn_at__isnull=True).order_by("id"))
    solved = set(
        Learnt.objects.filter(
            person_id=actor.person_id or 0, what=Learnt.What.SOLVED, case__in=[case.id for case in cases]
        ).values_list("case_id", flat=True)
    )
    return HowToCard(
        id=row.id,
        place=row.place,
        unit_name=row.unit.name,
        state=row.state,
        title=row.title,
        duty_key=row.duty,
        duty=DUTIES[row.duty],
        minutes=row.minutes,
        when=row.when,
        steps=tuple(row.steps),
        pitfalls=row.pitfalls,
        basis=row.basis,
        template_file_id=row.template_file_id,
        template_name=row.template_name,
        ask_person_id=row.ask_person_id,
        ask_name=row.ask_name,
        written_by_id=row.written_by_id,
        written_by_name=row.written_by_name,
        cases=tuple(_case(case, solved) for case in cases),
        is_read=bool(_read_by(actor.person_id, [row.id])),
    )


def _case(row: PracticeCase, solved: set[int]) -> Case:
    return Case(row.id, row.situation, tuple(Option(**option) for option in row.options), row.id in solved)


def practice_case(howto_id: int, case_id: int, *, actor: Actor) -> tuple[HowToCard, Case]:
    """A card and one of its cases."""
    card = howto(howto_id, actor=actor)
    for case in card.cases:
        if case.id == case_id:
            return card, case
    raise NotFound(access.NOT_FOUND)


def howtos_beside(
    things: dict[str, list[int]], *, city_id: int, person_id: int | None
) -> dict[tuple[str, int], tuple[HowToLine, ...]]:
    """The published cards that were put beside things: (kind, id) -> cards. The caller may see the things."""
    wanted = Q(pk__in=[])
    for kind, ids in things.items():
        wanted |= Q(thing_kind=kind, thing_id__in=ids)
    rows = list(
        Help.objects.filter(wanted, city_id=city_id, howto__state=HowToState.PUBLISHED)
        .select_related("howto")
        .order_by("id")
    )
    lines = {line.id: line for line in _lines({row.howto_id: row.howto for row in rows}.values(), person_id=person_id)}
    found: dict[tuple[str, int], tuple[HowToLine, ...]] = {}
    for row in rows:
        key = (row.thing_kind, row.thing_id)
        found[key] = (*found.get(key, ()), lines[row.howto_id])
    return found


def by_author(person_id: int, *, city_id: int) -> tuple[tuple[int, str, int], ...]:
    """(card, title, how many have read it) of the cards that somebody wrote; small numbers are the author's joy."""
    rows = HowTo.objects.filter(city_id=city_id, written_by_id=person_id, state=HowToState.PUBLISHED).order_by("-id")
    counts = dict(
        Learnt.objects.filter(city_id=city_id, what=Learnt.What.READ, howto__in=rows.values("id"))
        .exclude(person_id=person_id)
        .values_list("howto_id")
        .annotate(readers=Count("id"))
    )
    return tuple((row.id, row.title, counts.get(row.id, 0)) for row in rows)
