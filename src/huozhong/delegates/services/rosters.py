"""The roster of delegates read in from a sheet, whole or not at all, and handed out as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.delegates.engine import ReadRoster, RosterRow, Wrong, read_roster, roster_sheet
from huozhong.delegates.models import Congress, Constituency, Delegate
from huozhong.delegates.rules.words import Form, Labour
from huozhong.delegates.services.locking import in_force, locked
from huozhong.delegates.services.taking import NewSeat, SeatForm, seat_many
from huozhong.delegates.workflow import CONGRESS
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.records import services as records

_BATCH = 1000
MOST_PEOPLE = 50_000


@transaction.atomic
def read_in_roster(
    congress_id: int, content: bytes, *, name: str, actor: Actor, at: datetime
) -> tuple[int, tuple[Wrong, ...]]:
    """Seat everybody of a sheet; with anything wrong nobody is seated, and every row that is wrong is told.

    Answers how many were seated, and the findings (one of the two is empty).
    """
    row = in_force(congress_id, actor)
    if row.form == Form.ALL_HANDS:
        raise Refused(say("职工大会没有代表名单，全体职工都参加。"))
    found = read_roster(content, name=name)
    known = _people(row, reach=access.reach(actor, Permission.PERSON_READ), at=at)
    places = {one.name: one for one in row.constituencies.all()}
    wrong = [*found.wrong, *_wrong_rows(row, found, known, places)]
    if wrong:
        return 0, tuple(sorted(wrong, key=lambda one: one.row))
    seats = [
        NewSeat(known[line.name][0], places[line.constituency].pk, _form(line), line.from_date or row.from_date)
        for line in found.rows
    ]
    seat_many(congress_id, seats, actor=actor, at=at)
    details = {"rows": len(found.rows)}
    records.note(
        CONGRESS.kind, row.pk, "roster_read_in", actor=actor, at=at, place=row.place, label=str(row), details=details
    )
    return len(found.rows), ()


def _form(line: RosterRow) -> SeatForm:
    return SeatForm(line.job, line.labour, line.is_front_line, line.is_manager, line.is_disabled, basis=line.basis)


def _people(row: Congress, *, reach: Reach, at: datetime) -> dict[str, list[int]]:
    """Ids of the unit's people by name: members of the unit and below, and those whose row it keeps."""
    found: dict[str, set[int]] = defaultdict(set)
    ids: list[int] = []
    after = 0
    while page := people.members_below(row.place.path, reach=reach, on=day_of(at), after_id=after, limit=_BATCH):
        ids += [one.person_id for one in page]
        after = page[-1].person_id
        if len(ids) > MOST_PEOPLE:
            raise Refused(say("这个单位会员太多，请逐个登记代表。"))
    for start in range(0, len(ids), _BATCH):
        for person_id, card in people.persons(ids[start : start + _BATCH]).items():
            found[card.name].add(person_id)
    before: int | None = None
    while kept := people.people_in_reach(reach, unit_id=row.unit_id, before_id=before, limit=_BATCH):
        for card in kept:
            found[card.name].add(card.id)
        before = kept[-1].id
    return {name: sorted(persons) for name, persons in found.items()}


def _wrong_rows(
    row: Congress, found: ReadRoster, known: dict[str, list[int]], places: dict[str, Constituency]
) -> Iterator[Wrong]:
    sitting = set(Delegate.objects.filter(congress=row, until_date__isnull=True).values_list("person_id", flat=True))
    held = Counter(
        Delegate.objects.filter(congress=row, until_date__isnull=True).values_list("constituency_id", flat=True)
    )
    seen: set[str] = set()
    for line in found.rows:
        persons = known.get(line.name, [])
        place = places.get(line.constituency)
        if not persons:
            yield Wrong(line.row, say("名册里没有%(name)s，请先在会员名册登记。", name=line.name))
        elif len(persons) > 1:
            yield Wrong(line.row, say("有%(n)s个人叫%(name)s，请在页面上逐个登记。", n=len(persons), name=line.name))
        elif persons[0] in sitting:
            yield Wrong(line.row, say("%(name)s已经是这一届的代表。", name=line.name))
        if line.name in seen:
            yield Wrong(line.row, say("名单里%(name)s出现了两次。", name=line.name))
        seen.add(line.name)
        if place is None:
            yield Wrong(line.row, say("没有叫“%(name)s”的选区。", name=line.constituency))
        else:
            held[place.pk] += 1
            if held[place.pk] > place.seats:
                yield Wrong(line.row, say("%(name)s只有%(n)s个名额，超出了。", name=place.name, n=place.seats))
        if not line.basis:
            yield Wrong(line.row, say("请写明当选依据，比如选举会记录的日期。"))


@transaction.atomic
def hand_out_roster(congress_id: int, *, actor: Actor, at: datetime) -> bytes:
    """The delegates who hold a seat, as .xlsx in the columns that are read in again. For who manages the congress."""
    row = locked(congress_id, actor)
    rows = row.delegates.filter(until_date__isnull=True).select_related("constituency").order_by("number")
    lines = [
        RosterRow(
            one.number, one.name, one.constituency.name if one.constituency else "", one.job, Labour(one.labour),
            one.is_front_line, one.is_manager, one.is_disabled, one.basis, one.from_date,
        )
        for one in rows
    ]  # fmt: skip
    details = {"rows": len(lines)}
    records.note(
        CONGRESS.kind, row.pk, "roster_handed_out", actor=actor, at=at, place=row.place, label=str(row),
        details=details,
    )  # fmt: skip
    return roster_sheet(f"第{row.term_number}届职工代表名单", lines, note=row.unit.name)
