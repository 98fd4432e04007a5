"""How paths and tenures are written: under one lock, set-based, and only through here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from huozhong.kernel.places import Line, path_end
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.unions.models import Unit, UnitTenure
from huozhong.unions.models.unit import TREE_KEY
from huozhong.unions.queries.cards import NO_UNIT

_TREE_LOCK = 0x7472_6565  # "tree"

COLUMNS = {Line.LOCALITY: ("parent_id", "path"), Line.INDUSTRY: ("industry_parent_id", "industry_path")}


@contextmanager
def tree_open() -> Iterator[None]:
    """One writer of the tree at a time, until its transaction ends; the triggers let paths be written meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE_LOCK])
        cursor.execute("SELECT current_setting(%s, true)", [TREE_KEY])
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config(%s, 'open', true)", [TREE_KEY])
    yield
    with connection.cursor() as cursor:  # after an error the transaction rolls the setting back by itself
        cursor.execute("SELECT set_config(%s, %s, true)", [TREE_KEY, before])


def row(unit_id: int) -> Unit:
    """The unit, read under the tree's lock; refused when it is dissolved."""
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise NotFound(NO_UNIT)
    if found.dissolved_date is not None:
        raise Refused(say("%(name)s已于 %(day)s 撤销。", name=found.name, day=found.dissolved_date))
    return found


def not_in_the_future(on: date, *, at: datetime) -> None:
    """Refuse a day that has not come."""
    if on > timezone.localdate(at):
        raise Refused(say("生效日期 %(day)s 还没有到，请到那天再办。", day=on))


def tenure_now(unit: Unit, *, line: Line = Line.LOCALITY) -> UnitTenure | None:
    """Where the unit stands now in a line."""
    return UnitTenure.objects.filter(unit=unit, line=line.value, until_date=None).first()


def not_before_last_change(unit: Unit, on: date, *, line: Line = Line.LOCALITY) -> None:
    """Refuse a day before the unit's last change in the line: that would rewrite what was true."""
    now = tenure_now(unit, line=line)
    if now is not None and on < now.from_date:
        raise Refused(
            say(
                "%(name)s在 %(last)s 刚变动过，生效日期不能早于这一天。",
                name=unit.name,
                last=now.from_date,
            )
        )


def leave(unit: Unit, *, on: date) -> str:
    """Take a unit with nothing below it out of the industry line; gives the path that it had."""
    close_tenure(unit, line=Line.INDUSTRY, on=on)
    old, unit.industry_parent, unit.industry_path = unit.industry_path, None, ""
    unit.save(update_fields=["industry_parent", "industry_path"])
    tell_tallies(unit, line=Line.INDUSTRY, old=old, new="", on=on)
    return old


def not_before_founding(unit: Unit, on: date) -> None:
    """Refuse a day on which the unit did not stand in the tree yet."""
    first = UnitTenure.objects.filter(unit=unit, line=Line.LOCALITY.value).order_by("from_date").first()
    if first is None or on < first.from_date:
        raise Refused(say("%(name)s那时还没有成立。", name=unit.name))


def not_before_last_leave(unit: Unit, on: date) -> None:
    """Refuse a day before the unit left an industry line."""
    left = UnitTenure.objects.filter(unit=unit, line=Line.INDUSTRY.value, until_date__gt=on).first()
    if left is not None and unit.industry_path == "":
        raise Refused(say("%(name)s到 %(day)s 才退出原来的产业线。", name=unit.name, day=left.until_date))


def open_tenure(unit: Unit, *, line: Line, on: date) -> None:
    """Write that the unit stands where its row says, from the day on."""
    parent_column, path_column = COLUMNS[line]
    UnitTenure.objects.create(
        city_id=unit.city_id,
        unit=unit,
        line=line.value,
        parent_id=getattr(unit, parent_column),
        path=getattr(unit, path_column),
        from_date=on,
    )


def close_tenure(unit: Unit, *, line: Line, on: date) -> None:
    """Write that the unit's standing in the line ends: the day is the first one without it."""
    now = tenure_now(unit, line=line)
    if now is None:
        return
    if on <= now.from_date:
        raise Refused(say("%(name)s在 %(day)s 当天才变动，最早次日才能再办这一项。", name=unit.name, day=now.from_date))
    UnitTenure.objects.filter(pk=now.pk).update(until_date=on)


_SPLIT = """
INSERT INTO unions_unittenure (city_id, unit_id, line, parent_id, path, from_date, until_date)
SELECT city_id, unit_id, line, CASE WHEN unit_id = %(unit)s THEN %(parent)s ELSE parent_id END,
       %(new)s || substr(path, %(cut)s), %(day)s, until_date
FROM closed
"""
_CLOSE = """
WITH old AS (
    SELECT * FROM unions_unittenure
    WHERE line = %(line)s AND path >= %(old)s AND path < %(end)s
      AND from_date < %(day)s AND (until_date IS NULL OR until_date > %(day)s)
    FOR UPDATE
), closed AS (
    UPDATE unions_unittenure t SET until_date = %(day)s FROM old WHERE t.id = old.id
    RETURNING old.city_id, old.unit_id, old.line, old.parent_id, old.path, old.until_date
)
"""
_LATER = """
UPDATE unions_unittenure SET path = %(new)s || substr(path, %(cut)s),
    parent_id = CASE WHEN unit_id = %(unit)s THEN %(parent)s ELSE parent_id END
WHERE line = %(line)s AND path >= %(old)s AND path < %(end)s AND from_date >= %(day)s
"""
_ROWS = {
    Line.LOCALITY: """
UPDATE unions_unit SET path = %(new)s || substr(path, %(cut)s),
    parent_id = CASE WHEN id = %(unit)s THEN %(parent)s ELSE parent_id END
WHERE path >= %(old)s AND path < %(end)s""",
    Line.INDUSTRY: """
UPDATE unions_unit SET industry_path = %(new)s || substr(industry_path, %(cut)s),
    industry_parent_id = CASE WHEN id = %(unit)s THEN %(parent)s ELSE industry_parent_id END
WHERE industry_path >= %(old)s AND industry_path < %(end)s""",
}


def shift(unit: Unit, *, line: Line, parent: Unit | None, on: date) -> tuple[str, str]:
    """Put a unit that stands in the line, with all below it, under another parent from a day on; gives both paths.

    Tenures that began earlier end on the day and go on at the new path; those that began later get the new path. No
    tenure is changed for a day before `on`.
    """
    parent_column, path_column = COLUMNS[line]
    old = getattr(unit, path_column)
    new = f"{getattr(parent, path_column) if parent else ''}{unit.pk}."
    parent_id = parent.pk if parent else None
    values = {
        **{"unit": unit.pk, "parent": parent_id, "line": line.value, "day": on},
        **{"old": old, "end": path_end(old), "new": new, "cut": len(old) + 1},
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATER, values)
        cursor.execute(_CLOSE + _SPLIT, values)
        cursor.execute(_ROWS[line], values)
    setattr(unit, parent_column, parent_id)
    setattr(unit, path_column, new)
    tell_tallies(unit, line=line, old=old, new=new, on=on)
    return old, new


def tell_tallies(unit: Unit, *, line: Line, old: str, new: str, on: date) -> None:
    """Let the kept figures follow the unit from the day on."""
    records.move_tallies(old, new, on=on, city_id=unit.city_id, line=line)


def below(path: str, *, line: Line = Line.LOCALITY) -> Q:
    """Units on or below a path of the line."""
    column = COLUMNS[line][1]
    return Q(**{f"{column}__gte": path, f"{column}__lt": path_end(path)})
