"""Persons by name: those on a roll, the members of a union, and those who hold an office there or above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huozhong.access import queries as access
from huozhong.ballots.models import Election, Voter
from huozhong.kernel.places import ids_of
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.people import queries as people

MOST_MEMBERS = 20_000


def members_of(unit_id: int, *, on: date) -> tuple[int, ...]:
    """The active members of a union on a day, by their persons' ids."""
    found: list[int] = []
    while len(found) < MOST_MEMBERS:
        page = people.members_on(unit_id, on=on, after_id=found[-1] if found else 0, limit=1000)
        found += [one.person_id for one in page]
        if len(page) < 1000:
            break
    return tuple(found)


def ids_by_name(names: Iterable[str], among: Iterable[int]) -> dict[str, int]:
    """Each name's person among these; refused where a name is nobody's, or two people's."""
    wanted = [name.strip() for name in names]
    by_name: dict[str, list[int]] = {}
    for card in people.persons(among).values():
        by_name.setdefault(card.name, []).append(card.id)
    for name in wanted:
        count = len(by_name.get(name, ()))
        if count == 0:
            raise Refused(say("名册上没有“%(name)s”。", name=name))
        if count > 1:
            raise Refused(say("名册上有 %(n)s 位“%(name)s”，请请管理员在名册上把姓名区分开。", n=count, name=name))
    return {name: by_name[name][0] for name in wanted}


def watchers_by_name(election: Election, name: str, *, on: date) -> int:
    """The person of a name on the roll, among the union's members, or in an office there or above."""
    among = set(Voter.objects.filter(election=election).values_list("person_id", flat=True))
    among |= set(members_of(election.unit_id, on=on))
    for unit_id in ids_of(election.place.path):
        among |= {one.person_id for one in access.appointments_at(unit_id, on=on)}
    return ids_by_name([name], among)[name.strip()]


@dataclass(frozen=True, slots=True)
class VoterLine:
    """A voter on the clerk's roll; never whether a phone ballot was cast."""

    person_id: int
    name: str
    unit_name: str
    has_credential: bool
    is_on_paper: bool


def roll(election: Election, *, words: str = "") -> list[VoterLine]:
    """The roll in the order of the names; of those whose name holds the words."""
    rows = {row.person_id: row for row in Voter.objects.filter(election=election).defer("link_index")}
    cards = [card for card in people.persons(rows).values() if words.strip() in card.name]
    cards.sort(key=lambda card: (card.name, card.id))
    return [
        VoterLine(card.id, card.name, card.unit_name, rows[card.id].link is not None, rows[card.id].is_on_paper)
        for card in cards
    ]
