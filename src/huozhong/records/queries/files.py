"""What is known of a kept file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from huozhong.records.models import StoredFile


@dataclass(frozen=True, slots=True)
class FileRef:
    """A kept file, without its content."""

    id: int
    city_id: int
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    uploaded_by: int | None
    uploaded_by_name: str
    at: dt.datetime

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


def as_ref(row: StoredFile) -> FileRef:
    return FileRef(**{name: getattr(row, name) for name in FileRef.__slots__})


def file(file_id: int) -> FileRef | None:
    """The file of that id, or None."""
    row = StoredFile.objects.filter(id=file_id).first()
    return as_ref(row) if row else None


def files(file_ids: Iterable[int]) -> dict[int, FileRef]:
    """Files by id; unknown ids are left out."""
    return {row.id: as_ref(row) for row in StoredFile.objects.filter(id__in=list(file_ids))}
