"""Builds the sample: the tree, employers, people, those who sign in, and their story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.places import Level, Place
from huozhong.kernel.zone import day_of
from huozhong.people import services as people
from huozhong.records import services as records
from huozhong.site.database import app_role
from huozhong.site.sample import cast, names, story, wuxi
from huozhong.site.sample.course import Course, Tell
from huozhong.unions import queries as units
from huozhong.unions import services as unions

WHY = "样本数据"


def build_sample(scale: str, tell: Tell, *, at: datetime | None = None) -> None:
    """Build the sample city at a scale ("town" or "city"), telling in sentences how far it has come.

    As the owner, with nobody recorded yet, in one transaction: whole or not at all. What the sample people do, they do
    in the app's role.
    """
    plan, moment, chance = wuxi.PLANS[scale], at or timezone.now(), Random(20161221)  # noqa: S311 - invented names
    with transaction.atomic():
        tell("正在建立工会和单位……")
        ids, rows = _tree(plan, chance, moment)
        _employers(plan, ids, rows, chance, moment)
        _members(plan, ids, rows, chance, moment, tell)
        _take_stock()
        tell("正在汇总各级数字……")
        records.fold()
        tell("正在登记样本人物，演一遍项目和种子的来龙去脉……")
        with as_app():
            places = _stages(ids, rows)
            actors = cast.seat(places, at=moment)
            story.play(actors, places, at=moment)
            records.fold()
    _tidy()
    tell("样本城市已建好。")


@contextmanager
def as_app() -> Iterator[None]:
    """Inside, the owner's transaction has only the app's rights, unless this owner may not put them on."""
    role = app_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')", [role])
        if cursor.fetchone() == (1,):
            cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(role)}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def _take_stock() -> None:
    """The planner counts the new rows before the story asks for them: nothing else does inside one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tidy() -> None:
    """After so many new rows the planner needs fresh numbers, and lists read faster from a swept table."""
    if connection.in_atomic_block:  # a test
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _tree(plan: wuxi.Plan, chance: Random, at: datetime) -> tuple[dict[str, int], dict[str, unions.UnitRow]]:
    upper = list(wuxi.upper_rows())
    rows = [*upper, *wuxi.lower_rows(upper, plan, chance)]
    ids = unions.copy_units(rows, under=None, actor=OPERATOR, at=at, why=WHY, is_sample=True)
    return ids, {row.key: row for row in rows}


def _grassroots(ids: dict[str, int], rows: dict[str, unions.UnitRow]) -> list[tuple[int, unions.UnitRow]]:
    return [(ids[key], row) for key, row in rows.items() if row.level is Level.GRASSROOTS]


def _employers(
    plan: wuxi.Plan, ids: dict[str, int], rows: dict[str, unions.UnitRow], chance: Random, at: datetime
) -> None:
    listed = list(wuxi.employer_rows(_grassroots(ids, rows), plan, chance))
    unions.copy_employers(listed, actor=OPERATOR, at=at, why=WHY, is_sample=True)


def _members(
    plan: wuxi.Plan, ids: dict[str, int], rows: dict[str, unions.UnitRow], chance: Random, at: datetime, tell: Tell
) -> None:
    course = Course(plan.members, tell)
    listed = member_rows(_grassroots(ids, rows), plan.members, chance, on=day_of(at))
    with people.first_load(progress=course.part_made):
        people.copy_people(listed, actor=OPERATOR, at=at, why=WHY, is_sample=True, progress=course.copied)


def member_rows(
    listed: list[tuple[int, unions.UnitRow]], members: int, chance: Random, *, on: date
) -> Iterator[people.PersonRow]:
    """Invented members, spread over the unions; they join at its founding or on its yearly day of admission."""
    share, left = divmod(members, len(listed))
    migrants, out_of = wuxi.MIGRANT_SHARE
    sequence = 0
    for position, (unit_id, row) in enumerate(listed):
        years = max(1, (on - row.founded_date).days // 365)
        days = [row.founded_date + timedelta(days=365 * year) for year in range(years)]
        for _ in range(share + (position < left)):
            number = names.resident_number(sequence)
            sequence += 1
            joined = days[int(chance.random() * years)]
            yield people.PersonRow(
                name=names.person_name(chance),
                unit_id=unit_id,
                sex="M" if int(number[16]) % 2 else "F",
                birth_date=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
                number=number,
                from_date=joined,
                joined_date=joined,
                is_migrant=chance.random() * out_of < migrants,
            )


def _stages(ids: dict[str, int], rows: dict[str, unions.UnitRow]) -> dict[str, Place]:
    """The places where the story is played, by the names that the cast uses."""

    def key_of(start: str) -> str:
        return next(key for key, row in rows.items() if row.name.startswith(start))

    town, other = key_of(wuxi.SHOWN_TOWN), key_of(wuxi.OTHER_TOWN)
    wanted = {"city": "city", "district": rows[town].parent, "town": town, "other_town": other}
    wanted |= {"shown": _firm(rows, town, 0), "other": _firm(rows, other, 0)}
    wanted |= {f"shown{n}": _firm(rows, town, n) for n in range(1, 9)}
    return {name: units.unit(ids[key]).place for name, key in wanted.items()}


def _firm(rows: dict[str, unions.UnitRow], town: str, position: int) -> str:
    firms = [key for key, row in rows.items() if row.parent == town and row.kind is unions.Kind.ENTERPRISE]
    return firms[position]
