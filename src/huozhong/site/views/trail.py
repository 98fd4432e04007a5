"""Who did what, where and when, for those who may read the trail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.access.services import asks
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Line
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import Sentence
from huozhong.lifecycles.queries import MOVE_WORD
from huozhong.records import queries as records
from huozhong.site import trail_words
from huozhong.unions import queries as unions

PROTECTED = ("rights.", "clocks.deadline", "evidence.")
PAGE = 20  # a page that a phone shows without much scrolling


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as the page shows it."""

    row: records.TrailRow
    what: str
    kind: Sentence
    role: Sentence | str
    unit_name: str
    is_sealed: bool


@asks(Permission.TRAIL_READ)
@require_safe
def trail(request: Any) -> HttpResponse:
    """A page of the trail within reach, newest first."""
    wanted = {key: request.GET.get(key, "").strip() for key in ("kind", "since", "until", "before")}
    rows = records.trail_page(
        _reach(request),
        kind=wanted["kind"] if wanted["kind"] in trail_words.KINDS else "",
        since=_start_of(wanted["since"]),
        until=_start_of(wanted["until"], after=timedelta(days=1)),
        before_id=int(wanted["before"]) if wanted["before"].isdigit() else None,
        limit=PAGE,
    )
    lag = records.seal_lag()
    older = {key: value for key, value in wanted.items() if value} | ({"before": str(rows[-1].id)} if rows else {})
    context = {
        "rows": _shown(rows, reads_reasons=not access.reach(request.actor, Permission.DOSSIER_SUPERVISE).is_empty),
        "kinds": trail_words.KINDS,
        "wanted": wanted,
        "lag": lag,
        "older": f"?{urlencode(older)}" if len(rows) == PAGE else "",
    }
    return render(request, "house/trail.html", context)


def _reach(request: Any) -> Any:
    """What stands below the reader's units, in either line."""
    roots = request.reach.roots
    return records.within_paths(
        [root.prefix for root in roots if root.line is Line.LOCALITY],
        industry_paths=[root.prefix for root in roots if root.line is Line.INDUSTRY],
    )


def _start_of(text: str, *, after: timedelta = timedelta()) -> datetime | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    return timezone.make_aware(datetime.combine(day + after, time.min)) if day else None


def _veiled(row: records.TrailRow) -> records.TrailRow:
    """Of a rights dossier the reasons stay with its leads: a reason may tell a worker's story."""
    return replace(row, why="") if row.kind.startswith(PROTECTED) else row


def _shown(rows: tuple[records.TrailRow, ...], *, reads_reasons: bool) -> tuple[Shown, ...]:
    if not reads_reasons:
        rows = tuple(_veiled(row) for row in rows)
    names = unions.units(row.unit_id for row in rows if row.unit_id)
    sealed = records.sealed_ids([row.id for row in rows])
    return tuple(
        Shown(
            row=row,
            what=str(row.details.get(MOVE_WORD) or trail_words.what(row.kind, row.action)),
            kind=trail_words.kind(row.kind),
            role=ROLES[Role(row.role)].name if row.role in Role.__members__ else "",
            unit_name=names[row.unit_id].name if row.unit_id in names else "",
            is_sealed=row.id in sealed,
        )
        for row in rows
    )
