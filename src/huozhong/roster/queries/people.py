"""People as the roster's pages show them: numbers masked, nobody outside the reach, no counts over member rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huozhong.access import queries as offices
from huozhong.access import services as access
from huozhong.access.queries import AppointmentCard, Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.people import queries as people
from huozhong.people.queries import AccountCard, AddressCard, MembershipCard, NumberCard, PersonCard
from huozhong.records import queries as records
from huozhong.records.queries import TrailRow

PAGE = 20  # a page that a phone shows without much scrolling
MOST_FOUND = 50  # a search has no next page
SEXES: dict[str, Sentence] = {"M": say("男"), "F": say("女"), "": say("未登记")}
ADDRESS_NAMES: dict[str, Sentence] = {
    "registered": say("户籍地址"),
    "present": say("现居住地"),
    "service": say("服务联系地址"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list."""

    id: int
    name: str
    sex: Sentence
    has_sex: bool
    number: str  # masked
    phone: str  # masked
    unit_name: str
    member_at: str
    standing: Sentence | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of membership with its words."""

    card: MembershipCard
    standing: Sentence
    ended: Sentence | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything of one person that a page shows."""

    card: PersonCard
    sex: Sentence
    numbers: tuple[NumberCard, ...]
    addresses: tuple[tuple[str, Sentence, AddressCard | None], ...]
    memberships: tuple[MembershipCard, ...]
    now: MembershipCard | None
    appointments: tuple[AppointmentCard, ...]
    accounts: tuple[AccountCard, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The memberships with their words."""
        return tuple(
            Stretch(one, people.STANDING_NAMES[one.standing], _ended(one.end_reason)) for one in self.memberships
        )

    @property
    def has_account(self) -> bool:
        """Whether somebody can sign in as this person."""
        return any(one.is_active for one in self.accounts)


def _ended(reason: str) -> Sentence | None:
    return people.END_NAMES[people.EndReason(reason)] if reason else None


def person(person_id: int, *, reach: Reach) -> PersonCard:
    """One person within reach; NotFound otherwise, answered alike."""
    card = people.person(person_id)
    if not reach.covers(card.place):
        raise NotFound(access.NOT_FOUND)
    return card


def page(person_id: int, *, reach: Reach) -> PersonPage:
    """The whole page of one person within reach."""
    card = person(person_id, reach=reach)
    kept = {address.kind: address for address in people.addresses(person_id)}
    stretches = tuple(people.memberships(person_id))
    return PersonPage(
        card=card,
        sex=SEXES[card.sex],
        numbers=tuple(people.numbers(person_id)),
        addresses=tuple((kind, name, kept.get(kind)) for kind, name in ADDRESS_NAMES.items()),
        memberships=stretches,
        now=next((one for one in stretches if one.is_current), None),
        appointments=offices.appointments_of(person_id),
        accounts=tuple(people.accounts_of(person_id)),
    )


def listed(*, reach: Reach, unit_id: int | None = None, before: int | None = None) -> tuple[PersonRow, ...]:
    """One page, whoever was recorded last first; go on with `before` of the last row."""
    return _rows(people.people_in_reach(reach, unit_id=unit_id, before_id=before, limit=PAGE))


def named(words: str, *, reach: Reach) -> tuple[PersonRow, ...]:
    """Persons within reach by name, pinyin or initials."""
    return _rows(people.find_people(words, reach=reach, limit=MOST_FOUND))


def numbered(text: str, *, reach: Reach, actor: Actor, on: date) -> tuple[PersonRow, ...]:
    """Persons within reach by the number of a document or a phone, found through the blind index."""
    ids: list[int] = []
    for kind in people.NumberKind:
        try:
            home = people.home_of_number(people.document_number(kind, text, on=on))
        except Refused:
            continue  # a number of another kind
        ids += [home[1]] if home else []
    try:
        phone = people.phone(text)
    except Refused:
        phone = None
    for city_id in {held.city_id for held in actor.appointments} if phone else ():
        assert phone is not None
        ids += people.find_by_phone(phone, city_id=city_id)
    cards = people.persons(ids[:MOST_FOUND]).values()
    return _rows([card for card in cards if reach.covers(card.place)])


def looks_like_number(text: str) -> bool:
    """Whether somebody typed a number and not a name: it never goes into an address or back onto the page."""
    return sum(sign.isdigit() for sign in text) >= 5


def _rows(cards: Sequence[PersonCard]) -> tuple[PersonRow, ...]:
    ids = [card.id for card in cards]
    numbers, members = people.numbers_of(ids), people.memberships_now(ids)
    rows = []
    for card in cards:
        now = members.get(card.id)
        rows.append(
            PersonRow(
                card.id,
                card.name,
                SEXES[card.sex],
                bool(card.sex),
                next((one.masked for one in numbers.get(card.id, ())), ""),
                card.phone_masked,
                card.unit_name,
                now.unit_name if now else "",
                people.STANDING_NAMES[now.standing] if now else None,
                card.is_sample,
            )
        )
    return tuple(rows)


def trail(person_id: int, *, stretches: Sequence[MembershipCard], limit: int = 60) -> tuple[TrailRow, ...]:
    """Who did or read what of a person, newest first."""
    rows = list(records.history("people.person", person_id, limit=limit))
    for one in stretches[:20]:
        rows += records.history("people.membership", one.id, limit=10)
    return tuple(sorted(rows, key=lambda row: row.id, reverse=True)[:limit])
