"""Which place a kept file belongs to: asked before it is served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huozhong.access.services import NOT_FOUND
from huozhong.congress.models import (
    Appraised,
    DirectorReport,
    Duty,
    DutyCheck,
    JointDecision,
    Session,
    SessionReport,
    TourFinding,
)
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound

# kind -> (rows with what leads to the unit, the column of the file, the row that stands at a place)
_KEPT: dict[str, tuple[Callable[[], Any], str, Callable[[Any], Any]]] = {
    "duty": (lambda: Duty.objects.select_related("topic__session__unit"), "file_id", lambda row: row.topic),
    "check": (
        lambda: DutyCheck.objects.select_related("duty__topic__session__unit"), "file_id", lambda row: row.duty.topic,
    ),
    "report": (lambda: SessionReport.objects.select_related("session__unit"), "file_id", lambda row: row.session),
    "finding": (lambda: TourFinding.objects.select_related("tour__unit"), "file_id", lambda row: row.tour),
    "joint": (lambda: JointDecision.objects.select_related("unit"), "file_id", lambda row: row),
    "director": (lambda: DirectorReport.objects.select_related("unit"), "file_id", lambda row: row),
    "manager": (
        lambda: Appraised.objects.select_related("appraisal__unit"), "report_file_id", lambda row: row.appraisal,
    ),
    "minutes": (lambda: Session.objects.select_related("unit"), "minutes_file_id", lambda row: row),
}  # fmt: skip


def place_and_file(kind: str, thing_id: int) -> tuple[Place, int | None]:
    """Where the thing stands, and its file (None: it has none). NotFound for a thing that is not there."""
    if kind not in _KEPT:
        raise NotFound(NOT_FOUND)
    rows, column, standing = _KEPT[kind]
    row = rows().filter(pk=thing_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return standing(row).place, getattr(row, column)
