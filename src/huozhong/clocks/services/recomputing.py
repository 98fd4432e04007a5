"""After the calendar changed: every open deadline is computed anew, and whoever has a moved date is told.

Equal periods with equal first days are computed once; the results are copied beside the rows and written in one
statement a batch. Each batch is a transaction, and a row knows by the calendar's fingerprint whether it is done: a
killed worker's run goes on where it stopped.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from huozhong.clocks.engine import due, period_from_json
from huozhong.clocks.models import Deadline, Recomputing, Shift
from huozhong.clocks.queries import things
from huozhong.clocks.queries.calendars import calendar
from huozhong.clocks.services.computing import dates
from huozhong.clocks.services.opening import facts
from huozhong.clocks.services.telling import MOVED, tell
from huozhong.clocks.workflow import DEADLINE, OPEN
from huozhong.kernel.actors import CLOCK
from huozhong.kernel.workdays import Calendar
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records

BATCH = 20_000
TELL_BATCH = 500
_COLUMNS = ("natural_last_day", "legal_date", "safe_date", "skipped", "trace", "is_provisional")
_JSON = {"skipped", "trace"}

_TYPES = "period_key text, start_date date, natural_last_day date, legal_date date, safe_date date, skipped jsonb,"
_STAGE = f"CREATE TEMP TABLE {{name}} ({_TYPES} trace jsonb, is_provisional boolean) ON COMMIT DROP"

# The rows of one batch, locked; those that move are kept with their dates before and after.
_UPDATE = """
WITH batch AS (
    SELECT d.id, d.city_id, d.legal_date, d.safe_date, s.ctid AS spot
    FROM clocks_deadline d JOIN {stage} s ON s.period_key = d.period_key AND s.start_date = d.start_date
    WHERE d.id BETWEEN %(first)s AND %(last)s AND d.state = ANY(%(open)s)
      AND d.calendar_fingerprint <> %(fingerprint)s
    FOR UPDATE OF d
), written AS (
    UPDATE clocks_deadline d SET natural_last_day = s.natural_last_day, legal_date = s.legal_date,
        safe_date = s.safe_date, skipped = s.skipped, trace = s.trace, is_provisional = s.is_provisional,
        calendar_fingerprint = %(fingerprint)s
    FROM batch b JOIN {stage} s ON s.ctid = b.spot
    WHERE d.id = b.id
    RETURNING d.id, d.city_id, b.legal_date AS legal_before, d.legal_date, b.safe_date AS safe_before, d.safe_date
), kept AS (
    INSERT INTO clocks_shift (city_id, recomputing_id, deadline_id, legal_before, legal_after, safe_before,
                              safe_after, is_told)
    SELECT city_id, %(run)s, id, legal_before, legal_date, safe_before, safe_date, false FROM written
    WHERE legal_before <> legal_date OR safe_before <> safe_date
    ON CONFLICT (city_id, recomputing_id, deadline_id) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM kept)
"""


@transaction.atomic
def begin(*, at: datetime, city_id: int = 0, notice_id: int | None = None) -> int:
    """Note that everything is to be computed anew by the calendar of now; gives the run's id."""
    using = calendar()
    total = _open_rows().exclude(calendar_fingerprint=using.fingerprint).count()
    run = Recomputing.objects.create(
        city_id=city_id, notice_id=notice_id, calendar_fingerprint=using.fingerprint, total=total, begun_at=at
    )
    return run.id


def recompute(*, at: datetime, batch: int = BATCH) -> int:
    """Carry every unfinished run to its end; gives how many deadlines were computed anew."""
    written = 0
    for run in Recomputing.objects.filter(told_at__isnull=True).order_by("id"):
        if run.computed_at is None:
            written += _compute(run, at=at, batch=batch)
        _tell(run, at=at)
    return written


def _open_rows() -> Any:
    return Deadline.objects.filter(state__in=OPEN)


def _compute(run: Recomputing, *, at: datetime, batch: int) -> int:
    using, written = calendar(), 0
    left = _open_rows().exclude(calendar_fingerprint=using.fingerprint).order_by("id")
    known: dict[tuple[str, date], Mapping[str, Any]] = {}
    while ids := list(left.values_list("id", flat=True)[:batch]):
        written += _write(run, ids[0], ids[-1], using, known)
    Recomputing.objects.filter(pk=run.pk).update(computed_at=at)
    return written


@transaction.atomic
def _write(
    run: Recomputing, first: int, last: int, using: Calendar, known: dict[tuple[str, date], Mapping[str, Any]]
) -> int:
    """One batch: what is not known yet is computed, everything is written in one statement."""
    rows = _open_rows().filter(pk__gte=first, pk__lte=last).exclude(calendar_fingerprint=using.fingerprint)
    wanted = rows.order_by().values_list("period_key", "start_date", "period").distinct("period_key", "start_date")
    keys = []
    for key, start, kept in wanted.order_by("period_key", "start_date"):
        keys.append((key, start))
        if (key, start) not in known:
            known[key, start] = dates(due(period_from_json(kept), start, calendar=using))
    with connection.cursor() as cursor:
        stage = f"clocks_stage_{first}"
        cursor.execute(_STAGE.format(name=stage))
        _copy(cursor, stage, ((key, start, known[key, start]) for key, start in keys))
        cursor.execute(f"ANALYZE {stage}")
        words: dict[str, Any] = {
            "first": first,
            "last": last,
            "open": list(OPEN),
            "fingerprint": using.fingerprint,
            "run": run.pk,
        }
        cursor.execute(_UPDATE.format(stage=stage), words)
        written, moved = cursor.fetchone()
        cursor.execute(
            "UPDATE clocks_recomputing SET done = done + %s, moved = moved + %s WHERE id = %s", [written, moved, run.pk]
        )
    return int(written)


def _copy(cursor: Any, stage: str, lines: Iterable[tuple[str, date, Mapping[str, Any]]]) -> None:
    columns = ", ".join(("period_key", "start_date", *_COLUMNS))
    with cursor.cursor.copy(f"COPY {stage} ({columns}) FROM STDIN") as copy:
        for key, start, found in lines:
            values = [json.dumps(found[name]) if name in _JSON else found[name] for name in _COLUMNS]
            copy.write_row((key, start, *values))


def _tell(run: Recomputing, *, at: datetime) -> None:
    """Everybody with a moved date hears once how many and the soonest day; then what ran out anew is looked at."""
    while _tell_some(run, at=at):
        pass
    Recomputing.objects.filter(pk=run.pk, computed_at__isnull=False).update(told_at=at)


@transaction.atomic
def _tell_some(run: Recomputing, *, at: datetime) -> int:
    rows = Shift.objects.select_for_update(of=("self",), skip_locked=True).select_related("deadline__unit")
    found = list(rows.filter(recomputing=run, is_told=False).order_by("deadline__owner_id", "id")[:TELL_BATCH])
    heard: dict[tuple[int, int], list[Shift]] = defaultdict(list)
    for shift in found:
        row = shift.deadline
        details = {"before": shift.legal_before.isoformat(), "legal": shift.legal_after.isoformat(), "run": run.pk}
        records.note(
            DEADLINE.kind, row.pk, "deadline_recomputed", actor=CLOCK, at=at, place=row.place, label=str(row),
            details=details,
        )  # fmt: skip
        people = {row.owner_id, row.deputy_id, *things.told_of(row.thing_kind, row.thing_id)} - {None}
        for person in people:
            heard[row.city_id, int(person)].append(shift)  # type: ignore[arg-type]
        if row.state == "missed" and row.legal_date >= day_of(at):
            lifecycles.carry_out(row, "revive", actor=CLOCK, at=at, facts=facts(CLOCK, at))
    for (city_id, person), shifts in sorted(heard.items()):
        values = {"n": len(shifts), "day": min(shift.safe_after for shift in shifts)}
        tell(MOVED, person, values, city_id=city_id, key=f"{MOVED.key}:{run.pk}:{person}:{shifts[0].pk}", at=at)
    Shift.objects.filter(pk__in=[shift.pk for shift in found]).update(is_told=True)
    return len(found)
