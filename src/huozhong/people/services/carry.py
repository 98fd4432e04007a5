"""Whole unions' members at once: after a merge to the union that goes on, after a dissolution to retained."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.people.rules.standing import EndReason, Standing
from huozhong.people.services.memberships import count_members
from huozhong.records import services as records
from huozhong.unions import queries as unions
from huozhong.unions.queries import UnitCard

Value = date | int | str | list[str] | None
_OPEN = "unit_id = %(unit)s AND until_date IS NULL AND standing = ANY(%(standings)s)"
_CARRY = f"""
WITH old AS (
    UPDATE people_membership SET until_date = %(on)s, end_reason = %(reason)s, why = %(why)s
    WHERE {_OPEN} AND from_date < %(on)s
    RETURNING city_id, person_id, standing, joined_date, is_migrant, is_sample
), new AS (
    INSERT INTO people_membership
        (city_id, person_id, unit_id, standing, joined_date, from_date, end_reason, why, is_migrant, is_sample)
    SELECT city_id, person_id, %(to)s, COALESCE(%(standing)s::text, standing), joined_date, %(on)s, '', '',
           is_migrant, is_sample FROM old
)
SELECT %(on)s::date, standing, is_migrant, count(*) FROM old GROUP BY 2, 3
"""  # noqa: S608 - constants of this file
# who came on or after the day was never at the old unit by the new account: the stretch itself goes over
_LATE = f"""
SELECT from_date, standing, is_migrant, count(*) FROM people_membership
WHERE {_OPEN} AND from_date >= %(on)s GROUP BY 1, 2, 3
"""  # noqa: S608 - constants of this file
_CARRY_LATE = f"""
UPDATE people_membership SET unit_id = %(to)s, standing = COALESCE(%(standing)s::text, standing)
WHERE {_OPEN} AND from_date >= %(on)s
"""  # noqa: S608 - constants of this file


def carry_members(unit_id: int, *, to: int, on: date, actor: Actor, at: datetime, why: str) -> int:
    """Move every membership of a unit, active or retained, to another of the same city; gives how many."""
    return _carry(unit_id, to=to, standings=tuple(Standing), becomes=None, on=on, actor=actor, at=at, why=why)


def retain_all(unit_id: int, *, on: date, actor: Actor, at: datetime, why: str) -> int:
    """Keep the memberships of a dissolved unit (Trade Union Law, 13): retained from the day on; gives how many."""
    standings = (Standing.ACTIVE,)
    return _carry(
        unit_id, to=unit_id, standings=standings, becomes=Standing.RETAINED, on=on, actor=actor, at=at, why=why
    )


@transaction.atomic
def _carry(
    unit_id: int,
    *,
    to: int,
    standings: tuple[Standing, ...],
    becomes: Standing | None,
    on: date,
    actor: Actor,
    at: datetime,
    why: str,
) -> int:
    old, new = unions.unit(unit_id), unions.unit(to)
    if old.city_id != new.city_id:
        raise Refused(say("%(unit)s在外市，请办理跨市转会。", unit=new.name))
    reason = EndReason.MOVED if becomes is None else EndReason.RETAINED
    values: dict[str, Value] = {
        **{"unit": unit_id, "to": to, "on": on, "reason": reason.value, "why": why[:200]},
        **{"standings": [s.value for s in standings], "standing": becomes.value if becomes else None},
    }
    total = _count(_rows_carried(values), old=old, new=new, becomes=becomes)
    details = {"to": to, "on": on, "members": total}
    records.note(
        "unions.unit",
        unit_id,
        "members_carried",
        actor=actor,
        at=at,
        place=old.place,
        label=old.name,
        why=why,
        details=details,
    )
    return total


def _rows_carried(values: Mapping[str, Value]) -> list[tuple[date, str, bool, int]]:
    """Late ones first: what is opened by the carrying itself begins on the day and must not be taken again."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE, values)
        carried = list(cursor.fetchall())
        cursor.execute(_CARRY_LATE, values)
        cursor.execute(_CARRY, values)
        carried += cursor.fetchall()
        cursor.execute("UPDATE people_person SET unit_id = %(to)s WHERE unit_id = %(unit)s", values)
    return carried


def _count(
    carried: list[tuple[date, str, bool, int]], *, old: UnitCard, new: UnitCard, becomes: Standing | None
) -> int:
    for day, was, is_migrant, count in carried:
        before = Standing(was)
        count_members(before, unit=old, is_migrant=is_migrant, delta=-count, on=day)
        count_members(becomes or before, unit=new, is_migrant=is_migrant, delta=count, on=day)
    return sum(row[3] for row in carried)
