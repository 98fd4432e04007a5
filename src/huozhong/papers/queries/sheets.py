"""Sheets and their photographs, within the reach of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.papers.models import Sheet, SheetPhoto
from huozhong.papers.rules import codes

PAGE = 50


@dataclass(frozen=True, slots=True)
class PhotoCard:
    """A photograph of a sheet."""

    id: int
    unit_name: str
    place: Place
    sheet_id: int | None
    file_id: int
    sha256: str
    found_by: str
    taken_by_name: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A sheet, how many people stand on it and how many photographs came back."""

    id: int
    unit_id: int
    unit_name: str
    place: Place
    is_receipt: bool
    title: str
    held_date: date
    held_where: str
    what: str
    people: int
    blank_rows: int
    code: str
    thing_label: str
    made_by_name: str
    photo_count: int

    @property
    def code_in_groups(self) -> str:
        return codes.in_groups(self.code)


def _cards(rows: QuerySet[Sheet]) -> tuple[SheetCard, ...]:
    return tuple(
        SheetCard(
            id=row.id,
            unit_id=row.unit_id,
            unit_name=row.unit.name,
            place=row.place,
            is_receipt=row.kind == Sheet.Kind.RECEIPT,
            title=row.title,
            held_date=row.held_date,
            held_where=row.held_where,
            what=row.what,
            people=len(row.names),
            blank_rows=row.blank_rows,
            code=row.code,
            thing_label=row.thing_label,
            made_by_name=row.made_by_name,
            photo_count=row.photo_count,
        )
        for row in rows.select_related("unit").annotate(photo_count=Count("photos"))
    )


def sheets(*, reach: Reach, page: int = 1) -> tuple[SheetCard, ...]:
    """One page of sheets within the reach, newest first."""
    start = (max(page, 1) - 1) * PAGE
    return _cards(Sheet.objects.filter(reach.over("unit")).order_by("-id")[start : start + PAGE])


def sheets_of(thing_kind: str, thing_id: int) -> tuple[SheetCard, ...]:
    """Sheets about one thing. The caller has asked whether the thing may be seen."""
    return _cards(Sheet.objects.filter(thing_kind=thing_kind, thing_id=thing_id).order_by("-id"))


def sheet(sheet_id: int, *, reach: Reach) -> SheetCard:
    """One sheet within the reach; NotFound otherwise."""
    return _one(Sheet.objects.filter(reach.over("unit"), pk=sheet_id))


def sheet_by_code(code: str, *, reach: Reach) -> SheetCard:
    """The sheet of a code within the reach; NotFound alike for a wrong code and for one outside."""
    return _one(Sheet.objects.filter(reach.over("unit"), code=code))


def _one(rows: QuerySet[Sheet]) -> SheetCard:
    found = _cards(rows[:1])
    if not found:
        raise NotFound(NOT_FOUND)
    return found[0]


def _photo(row: SheetPhoto) -> PhotoCard:
    return PhotoCard(
        id=row.id,
        unit_name=row.unit.name,
        place=row.place,
        sheet_id=row.sheet_id,
        file_id=row.file_id,
        sha256=row.sha256,
        found_by=str(SheetPhoto.FoundBy(row.found_by).label),
        taken_by_name=row.taken_by_name,
        taken_at=row.taken_at,
    )


def photos(sheet_id: int) -> tuple[PhotoCard, ...]:
    """Photographs of a sheet, in the order in which they came."""
    return tuple(map(_photo, SheetPhoto.objects.select_related("unit").filter(sheet_id=sheet_id).order_by("id")))


def unfiled(*, reach: Reach) -> tuple[PhotoCard, ...]:
    """Photographs within the reach that lie under no sheet yet, newest first."""
    rows = SheetPhoto.objects.select_related("unit").filter(reach.over("unit"), sheet__isnull=True)
    return tuple(map(_photo, rows.order_by("-id")[:PAGE]))


def photo(photo_id: int, *, reach: Reach) -> PhotoCard:
    """One photograph within the reach; NotFound otherwise."""
    row = SheetPhoto.objects.select_related("unit").filter(reach.over("unit"), pk=photo_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _photo(row)
