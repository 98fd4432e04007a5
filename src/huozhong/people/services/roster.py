"""Rosters: a dry run that writes nothing, then one import that is whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.people.engine.cipher import purpose_of_phone
from huozhong.people.engine.headers import Column
from huozhong.people.engine.roster import Roster, RosterUnit, Wrong, check_table
from huozhong.people.events import RosterImported
from huozhong.people.models import Membership, Person
from huozhong.people.queries.ring import key_ring
from huozhong.people.rules.numbers import NumberKind
from huozhong.people.rules.phones import Phone
from huozhong.people.rules.standing import Standing
from huozhong.people.services.bulk import BATCH, PersonRow, copy_batch
from huozhong.people.services.memberships import count_members
from huozhong.records import services as records
from huozhong.unions import queries as unions
from huozhong.unions.queries import UnitCard

# row, its city, person and union today, end of the last stretch, the union and day that the file asks for
Recorded = tuple[int, int, int, int | None, date | None, int, date]
_NO_MEMBERS = frozenset({"federation", "industry"})


@dataclass(frozen=True, repr=False)
class RosterReport:
    """What a dry run found. `wrong` names each row; `new`, `joining` and `known` say what an import would do."""

    unit_id: int
    on: date
    sha256: str
    headers: Mapping[str, str]
    rows: int
    new: int  # persons nobody has recorded yet
    joining: int  # persons recorded without a membership, who become members
    known: int  # members of that very union: phone and ethnic group are brought up to date
    wrong: tuple[Wrong, ...]
    good: pl.DataFrame = field(compare=False)

    @property
    def is_clean(self) -> bool:
        return not self.wrong

    @property
    def wrong_rows(self) -> int:
        return len({one.row for one in self.wrong})

    def __repr__(self) -> str:
        return f"<RosterReport rows={self.rows} wrong={self.wrong_rows}>"

    def as_csv(self, told: Callable[[object], str] = str) -> str:
        """The wrong rows as a table to download: row, column, sentence. No name and no number stands in it."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([told(say("行号")), told(say("列")), told(say("问题"))])
        writer.writerows((one.row, one.column, told(one.reason)) for one in self.wrong)
        return "\ufeff" + out.getvalue()


def check_roster(
    content: bytes, *, unit_id: int, at: datetime, by_header: Mapping[str, Column] | None = None
) -> RosterReport:
    """Read a file for a unit and all below it, and say row by row what is wrong. Writes nothing.

    `by_header` is the cadre's own choice of columns where the guess is wrong. Rows that name no union belong to the
    unit itself. Refused as a whole when the file cannot be read or a needed column is missing.
    """
    unit, on = unions.unit(unit_id), timezone.localdate(at)
    if unit.is_dissolved:
        raise Refused(say("%(name)s已于 %(day)s 撤销。", name=unit.name, day=unit.dissolved_date))
    roster = check_table(content, units=_units_below(unit), default=_known(unit), on=on, by_header=by_header)
    with transaction.atomic():
        clashes, states = _compared(roster, city_id=unit.city_id)
        transaction.set_rollback(True)
    bad = {one.row for one in clashes}
    good = roster.good.filter(~pl.col("row").is_in(list(bad))) if bad else roster.good
    counted = [states.get(row, "new") for row in good["row"].to_list()]
    return RosterReport(
        unit_id=unit_id,
        on=on,
        sha256=roster.sha256,
        headers=roster.headers,
        rows=roster.rows,
        new=counted.count("new"),
        joining=counted.count("joining"),
        known=counted.count("known"),
        wrong=tuple(sorted((*roster.wrong, *clashes), key=lambda one: (one.row, one.column))),
        good=good,
    )


def _known(unit: UnitCard) -> RosterUnit:
    return RosterUnit(unit.id, unit.name, unit.founded_date, takes_members=unit.kind not in _NO_MEMBERS)


def _units_below(unit: UnitCard) -> Callable[[Iterable[str], Iterable[str]], Mapping[str, list[RosterUnit]]]:
    def find(codes: Iterable[str], names: Iterable[str]) -> dict[str, list[RosterUnit]]:
        wanted = {code: [found] for code, found in unions.units_by_code(unit.city_id, codes).items()}
        wanted |= unions.units_named(unit.city_id, names)
        cards = unions.units({unit_id for ids in wanted.values() for unit_id in ids})
        below = {key: [cards[i] for i in ids if cards[i].path.startswith(unit.path)] for key, ids in wanted.items()}
        return {key: [_known(card) for card in found] for key, found in below.items()}

    return find


_STAGE = """
CREATE TEMPORARY TABLE roster_stage (
    line bigint PRIMARY KEY, key bytea NOT NULL, unit_id bigint NOT NULL, from_date date NOT NULL
) ON COMMIT DROP
"""
_STATES = """
SELECT stage.line, held.city_id, held.person_id, now.unit_id, past.until_date, stage.unit_id, stage.from_date
FROM roster_stage stage
JOIN people_personkey held ON held.key = stage.key
LEFT JOIN people_membership now ON now.person_id = held.person_id AND now.city_id = held.city_id
    AND now.until_date IS NULL
LEFT JOIN LATERAL (
    SELECT max(until_date) AS until_date FROM people_membership m WHERE m.person_id = held.person_id
) past ON true
"""


def _compared(roster: Roster, *, city_id: int) -> tuple[list[Wrong], dict[int, str]]:
    """Hold the good rows against who is recorded already: (what clashes, row -> joining or known)."""
    clashes: list[Wrong] = []
    states: dict[int, str] = {}
    for line, home, _, now_at, until, unit_id, from_date in _recorded(roster.good):
        reason = None
        if home != city_id:
            reason = say("这个证件号码已在外市登记，请办理跨市转入。")
        elif now_at is not None and now_at != unit_id:
            reason = say("已是本市另一个工会的会员，一人只有一处会籍；请办理转会。")
        elif now_at is None and until is not None and until > from_date:
            reason = say("上一段会籍到 %(day)s 才结束，入会日期不能早于这一天。", day=until)
        if reason is not None:
            clashes.append(Wrong(line, str(say("证件号码")), reason))
        else:
            states[line] = "known" if now_at is not None else "joining"
    return clashes, states


def _recorded(good: pl.DataFrame) -> list[Recorded]:
    """In a transaction: the rows whose document is recorded somewhere, with where."""
    ring = key_ring()
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.cursor.copy("COPY roster_stage FROM STDIN") as copy:
            for line, number, kind, unit_id, from_date in good.select(
                "row", "number", "number_kind", "unit_id", "from_date"
            ).iter_rows():
                copy.write_row((line, ring.blind_index(number, of=kind), unit_id, from_date))
        cursor.execute("ANALYZE roster_stage")
        cursor.execute(_STATES)
        found = list(cursor.fetchall())
        cursor.execute("DROP TABLE roster_stage")
    return found


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote."""

    new: int
    joining: int
    known: int


@transaction.atomic
def import_roster(report: RosterReport, *, actor: Actor, at: datetime, why: str) -> Imported:
    """Write the good rows of a report: all of them in one transaction, or none.

    Who is recorded is looked up again; when that has changed since the dry run, Conflict is raised and the file must
    be checked again.
    """
    unit = unions.unit(report.unit_id)
    if not report.good.height:
        raise Refused(say("没有可以导入的行。"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x726F_7374])  # imports wait for each other
    found = {row[0]: row for row in _recorded(report.good)}
    _refuse_if_changed(found, report=report, city_id=unit.city_id)
    where = unions.units(report.good["unit_id"].unique().to_list())
    new = report.good.filter(~pl.col("row").is_in(list(found))) if found else report.good
    _copy_new(new, where=where, at=at, is_sample=unit.is_sample)
    known = report.good.filter(pl.col("row").is_in(list(found))) if found else report.good.clear()
    joining = _join(known, found=found, where=where)
    _bring_up_to_date(known, found=found)
    done = Imported(new.height, joining, known.height - joining)
    details = {"file_sha256": report.sha256, "new": done.new, "joining": done.joining, "known": done.known}
    records.note(
        "people.roster",
        unit.id,
        "imported",
        actor=actor,
        at=at,
        place=unit.place,
        label=unit.name,
        why=why,
        details=details,
    )
    records.announce(RosterImported(unit.id, unit.city_id, report.good.height), city_id=unit.city_id)
    return done


def _refuse_if_changed(
    found: Mapping[int, Recorded],
    *,
    report: RosterReport,
    city_id: int,
) -> None:
    joining = sum(row[3] is None for row in found.values())
    moved = any(row[1] != city_id or (row[3] is not None and row[3] != row[5]) for row in found.values())
    if moved or joining != report.joining or len(found) - joining != report.known:
        raise Conflict(say("检查之后名册有了变化，请重新检查再导入。"))


def _copy_new(new: pl.DataFrame, *, where: Mapping[int, UnitCard], at: datetime, is_sample: bool) -> None:
    try:
        with transaction.atomic():
            for batch in _batches(new):
                copy_batch(batch, where=where, at=at, is_sample=is_sample)
    except IntegrityError:  # somebody recorded the same document in this very moment
        raise Conflict(say("检查之后名册有了变化，请重新检查再导入。")) from None


def _batches(frame: pl.DataFrame) -> Iterator[list[PersonRow]]:
    for start in range(0, frame.height, BATCH):
        yield [_person_row(row) for row in frame.slice(start, BATCH).iter_rows(named=True)]


def _person_row(row: Mapping[str, object]) -> PersonRow:
    return PersonRow(
        name=str(row["name"]),
        unit_id=int(str(row["unit_id"])),
        sex=str(row["sex"]),
        birth_date=row["birth_date"],  # type: ignore[arg-type]
        number=str(row["number"]),
        number_kind=NumberKind(str(row["number_kind"])),
        phone=str(row["phone"]),
        ethnic_group=str(row["ethnic_group"]),
        from_date=row["from_date"],  # type: ignore[arg-type]
        joined_date=row["joined_date"],  # type: ignore[arg-type]
        is_migrant=bool(row["is_migrant"]),
    )


def _join(known: pl.DataFrame, *, found: Mapping[int, Recorded], where: Mapping[int, UnitCard]) -> int:
    rows = []
    for row in known.iter_rows(named=True):
        _, city_id, person_id, now_at, *_ = found[row["row"]]
        if now_at is None:
            rows.append(
                Membership(
                    city_id=city_id,
                    person_id=person_id,
                    unit_id=row["unit_id"],
                    joined_date=row["joined_date"],
                    from_date=row["from_date"],
                    is_migrant=row["is_migrant"],
                )
            )
    Membership.objects.bulk_create(rows, batch_size=2000)
    for member in rows:
        unit = where[member.unit_id]
        migrant, day = member.is_migrant, member.from_date
        count_members(Standing.ACTIVE, unit=unit, is_migrant=migrant, delta=1, on=day)
        Person.objects.filter(pk=member.person_id).update(unit_id=member.unit_id)
    return len(rows)


def _bring_up_to_date(known: pl.DataFrame, *, found: Mapping[int, Recorded]) -> None:
    """Phones and ethnic groups that the file knows; what it leaves empty stays."""
    ring = key_ring()
    wanted = {int(str(found[row["row"]][2])): row for row in known.iter_rows(named=True)}
    persons = list(Person.objects.select_for_update().filter(pk__in=wanted))
    for person in persons:
        row = wanted[person.pk]
        if row["phone"]:
            person.phone_cipher = ring.encrypt(row["phone"], purpose=purpose_of_phone("person", person.pk))
            person.phone_index = ring.blind_index(row["phone"], of="phone")
            person.phone_masked = Phone(row["phone"]).masked
        person.ethnic_group = row["ethnic_group"] or person.ethnic_group
    fields = ["phone_cipher", "phone_index", "phone_masked", "ethnic_group"]
    Person.objects.bulk_update(persons, fields, batch_size=2000)
