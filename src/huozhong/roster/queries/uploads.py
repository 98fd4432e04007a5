"""Roster files as their owner sees them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.look import services as look
from huozhong.people import queries as people
from huozhong.people.engine.reading import read_table
from huozhong.roster.models import Upload

Stage = Literal["checked", "waiting", "reading", "writing", "imported", "refused", "given_up"]
STAGES: dict[Stage, Sentence] = {
    "checked": say("已检查，还没有导入"),
    "waiting": say("排队等待导入"),
    "reading": say("正在读取和核对"),
    "writing": say("正在写入名册"),
    "imported": say("已导入"),
    "refused": say("没有导入"),
    "given_up": say("已放弃"),
}
SHOWN_WRONG = 100


@dataclass(frozen=True, slots=True)
class WrongRow:
    row: int
    column: Sentence
    reason: Sentence


@dataclass(frozen=True, slots=True)
class UploadCard:
    """A roster file: what its dry run found and how far its import is."""

    id: int
    unit_id: int
    unit_name: str
    file_name: str
    rows: int
    new: int
    joining: int
    known: int
    wrong_rows: int
    wrong: tuple[WrongRow, ...]
    stage: Stage
    refusal: Sentence | None
    uploaded_at: datetime
    is_kept: bool

    @property
    def right_rows(self) -> int:
        return self.rows - self.wrong_rows

    @property
    def is_running(self) -> bool:
        return self.stage in ("waiting", "reading", "writing")

    @property
    def stages(self) -> tuple[look.Stage, ...]:
        """The way of an import, for drawing."""
        way: tuple[Stage, ...] = ("waiting", "reading", "writing", "imported")
        at = way.index(self.stage) if self.stage in way else 0
        when = ("past", "now", "possible")
        return tuple(
            look.Stage(STAGES[one], when[(place > at) - (place < at) + 1])  # type: ignore[arg-type]
            for place, one in enumerate(way)
        )

    @property
    def word(self) -> Sentence:
        return STAGES[self.stage]


def purpose_of(upload_id: int) -> str:
    """What a file's cipher is bound to."""
    return f"roster:{upload_id}"


def upload_row(upload_id: int, *, actor: Actor, for_update: bool = False) -> Upload:
    """The row of the asker's own file; NotFound for anybody else's."""
    rows = Upload.objects.filter(pk=upload_id, account_id=actor.account_id or 0).select_related("unit")
    found = (rows.select_for_update(of=("self",)) if for_update else rows).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    return found


def upload(upload_id: int, *, actor: Actor) -> UploadCard:
    """One file of the asker's own."""
    return _card(upload_row(upload_id, actor=actor))


def uploads_of(actor: Actor, *, limit: int = 10) -> tuple[UploadCard, ...]:
    """The asker's latest files."""
    rows = Upload.objects.filter(account_id=actor.account_id or 0, city_id__in={a.city_id for a in actor.appointments})
    found = rows.select_related("unit").defer("content", "wrong").order_by("-pk")[:limit]
    return tuple(_card(row, without_wrong=True) for row in found)


def _stage(row: Upload) -> Stage:
    marks: tuple[tuple[datetime | None, Stage], ...] = (
        (row.given_up_at, "given_up"),
        (row.refused_at, "refused"),
        (row.imported_at, "imported"),
        (row.writing_at, "writing"),
        (row.reading_at, "reading"),
        (row.confirmed_at, "waiting"),
    )
    return next((stage for moment, stage in marks if moment is not None), "checked")


def _card(row: Upload, *, without_wrong: bool = False) -> UploadCard:
    return UploadCard(
        id=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        file_name=row.file_name,
        rows=row.rows,
        new=row.new,
        joining=row.joining,
        known=row.known,
        wrong_rows=row.wrong_rows,
        wrong=() if without_wrong else tuple(_wrong(one) for one in row.wrong),
        stage=_stage(row),
        refusal=_sentence(row.refusal) if row.refusal else None,
        uploaded_at=row.uploaded_at,
        is_kept=_stage(row) in ("checked", "waiting", "reading", "writing"),
    )


def _wrong(one: dict[str, Any]) -> WrongRow:
    return WrongRow(int(one["row"]), Sentence(one["column"]), _sentence(one))


def _sentence(kept: dict[str, Any]) -> Sentence:
    """A kept sentence, with those that stand in its gaps."""
    gaps = {key: _sentence(value) if isinstance(value, dict) else value for key, value in kept["gaps"].items()}
    return Sentence(kept["text"], gaps)


def content_of(upload_id: int) -> bytes:
    """The file itself; Refused when it was thrown away."""
    closed = Upload.objects.filter(pk=upload_id).values_list("content", flat=True).first()
    if closed is None:
        raise Refused(say("文件已经清除，请重新上传。"))
    return base64.b64decode(people.key_ring().decrypt(bytes(closed), purpose=purpose_of(upload_id)))


def wrong_lines(upload_id: int, *, actor: Actor) -> list[tuple[int, tuple[str, ...]]]:
    """The wrong rows as they were typed, by row number, the header line first (row 0); only for who typed them."""
    row = upload_row(upload_id, actor=actor)
    if row.content is None:
        return []
    table = read_table(content_of(upload_id))
    wanted = sorted({one["row"] for one in row.wrong})
    first_wrong = wanted[0] if wanted else 1
    header = max(range(min(first_wrong, 12)), key=lambda at: sum(bool(cell) for cell in table.row(at)), default=0)
    return [(0, table.row(header)), *((number, table.row(number - 1)) for number in wanted if number <= table.height)]
