"""The sum by which seats are shared out, for the page; and who may be named or seated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.delegates.queries.belonging import stands_below
from huozhong.delegates.queries.cards import CongressCard, ConstituencyCard
from huozhong.delegates.queries.composition import Number, number_of
from huozhong.delegates.queries.seats import congress, constituencies
from huozhong.delegates.rules.sharing import Share, share_out
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence
from huozhong.people import queries as people
from huozhong.people.queries import PersonCard
from huozhong.unions import queries as unions

FOUND = 20


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A constituency beside what its head-count gives it. `share` is None while the sum cannot be made."""

    place: ConstituencyCard
    share: Share | None

    @property
    def is_as_counted(self) -> bool:
        return self.share is not None and self.share.seats == self.place.seats

    @property
    def quota_words(self) -> str:
        """The quota to two places, for reading; what decides is the exact fraction."""
        if self.share is None:
            return ""
        hundredths = round(self.share.quota * 100)
        return f"{hundredths // 100}.{hundredths % 100:02d}"


@dataclass(frozen=True, slots=True)
class Sharing:
    """All constituencies, the sum over them, and what is odd about it."""

    lines: tuple[ShareLine, ...]
    seats: int
    headcount: int
    employees: int
    given: int
    why_not: Sentence | None
    number: Number | None  # what the rule asks for at this size

    @property
    def is_all_covered(self) -> bool:
        return self.headcount == self.employees

    @property
    def is_shared(self) -> bool:
        return bool(self.lines) and self.given == self.seats


def sharing(congress_id: int, *, on: date) -> Sharing:
    """The constituencies of a term with the sum over them."""
    card = congress(congress_id)
    places = constituencies(congress_id, on)
    shares: dict[int, Share] = {}
    why_not: Sentence | None = None
    if places:
        try:
            found = share_out(card.seats, {one.id: one.headcount for one in places})
            shares = {one.key: one for one in found}
        except Refused as refused:
            why_not = refused.reason
    return Sharing(
        tuple(ShareLine(one, shares.get(one.id)) for one in places),
        card.seats,
        sum(one.headcount for one in places),
        card.employees,
        sum(one.seats for one in places),
        why_not,
        number_of(card, on=on),
    )


def people_of(card: CongressCard, words: str, *, reach: Reach) -> tuple[PersonCard, ...]:
    """People of the congress's unit by name, within the asker's reach."""
    if reach.is_empty:
        return ()
    rows = people.find_people(words, reach=reach, limit=200)
    return tuple(row for row in rows if stands_below(row.place, card.place))[:FOUND]


def name_of(card: CongressCard, person_id: int) -> str:
    """The name of somebody who belongs to the congress's unit; NotFound for anybody else."""
    found = belonging_of(card.unit_id, [person_id])
    if person_id not in found:
        raise NotFound(access.NOT_FOUND)
    return found[person_id].name


def belonging_of(unit_id: int, person_ids: Sequence[int]) -> dict[int, PersonCard]:
    """Those of these persons who are kept, or are members, at a unit or below it."""
    top = unions.place_of(unit_id)
    known, members = people.persons(person_ids), people.memberships_now(person_ids)
    away = {one.unit_id for one in members.values()} - {card.place.unit_id for card in known.values()}
    places = {card.id: card.place for card in unions.units(away).values()} if away else {}
    places |= {card.place.unit_id: card.place for card in known.values()}

    def stands_here(card: PersonCard) -> bool:
        member = members.get(card.id)
        asked = [card.place] + ([places[member.unit_id]] if member is not None else [])
        return card.city_id == top.city_id and any(stands_below(place, top) for place in asked)

    return {key: card for key, card in known.items() if stands_here(card)}
