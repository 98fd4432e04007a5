"""Sheets: made once with a code, printed, signed, photographed, filed by their code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.papers.engine import (
    NoChineseFontError,
    SheetCopy,
    SheetLine,
    codes_in,
    lines_of,
    sheet_pdf,
    sheet_word,
    stored,
)
from huozhong.papers.models import Sheet, SheetPhoto
from huozhong.papers.rules import codes
from huozhong.papers.rules.layout import clean
from huozhong.records import services as records

KIND = "papers.sheet"
MOST_LINES = 500
NAME_LIMIT = 60


@transaction.atomic
def make_sheet(
    kind: str,
    *,
    title: str,
    unit: Place,
    held_date: date,
    actor: Actor,
    at: datetime,
    held_where: str = "",
    what: str = "",
    names: str = "",
    blank_rows: int = 0,
    thing_kind: str = "",
    thing_id: int | None = None,
    thing_label: str = "",
) -> int:
    """A sign-in or receipt sheet with a new code; names as pasted, one a line. Answers the sheet's id."""
    access.require(actor, Permission.PAPER_WRITE, at=unit)
    lines = lines_of(clean(names.replace("\t", ",")), blank=max(blank_rows, 0))
    cleaned = " ".join(clean(title).split())
    if not cleaned:
        raise Refused(say("请填写表的名称，比如“职工代表大会签到”。"))
    if not lines:
        raise Refused(say("请粘贴名单，或者留几行空行。"))
    if len(lines) > MOST_LINES:
        raise Refused(say("一张表最多 %(most)s 行，请分成几张。", most=MOST_LINES))
    if any(len(line.name) > NAME_LIMIT or len(line.beside) > NAME_LIMIT for line in lines):
        raise Refused(say("名单里有一行超过 %(limit)s 字，请一行写一个人。", limit=NAME_LIMIT))
    sheet = Sheet.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        kind=Sheet.Kind(kind),
        title=cleaned[:120],
        held_date=held_date,
        held_where=" ".join(clean(held_where).split())[:120],
        what=" ".join(clean(what).split())[:120],
        names=stored([line for line in lines if line.name]),
        blank_rows=max(blank_rows, 0),
        code=codes.make(secrets.randbelow),
        thing_kind=thing_kind,
        thing_id=thing_id,
        thing_label=thing_label[:200],
        made_by_name=actor.name[:100],
        made_at=at,
    )
    records.note(KIND, sheet.id, "sheet_made", actor=actor, at=at, place=unit, label=sheet.title)
    return sheet.id


def _copy(sheet_id: int, *, address: str) -> SheetCopy:
    sheet = Sheet.objects.select_related("unit").get(pk=sheet_id)
    return SheetCopy(
        is_receipt=sheet.kind == Sheet.Kind.RECEIPT,
        title=sheet.title,
        unit_name=sheet.unit.name,
        day=sheet.held_date,
        where=sheet.held_where,
        what=sheet.what,
        lines=(*(SheetLine(*line) for line in sheet.names), *([SheetLine("")] * sheet.blank_rows)),
        code=sheet.code,
        address=address,
    )


def sheet_as_pdf(sheet_id: int, *, address: str) -> bytes:
    """The sheet as PDF; `address` is the page that its code opens. The caller has asked whether it may be seen."""
    try:
        return sheet_pdf(_copy(sheet_id, address=address))
    except NoChineseFontError:
        raise Refused(
            say("服务器上没有中文字体，印不出 PDF。请管理员安装 fonts-noto-cjk；现在可以先下载 Word 打印。")
        ) from None


def sheet_as_word(sheet_id: int, *, address: str) -> bytes:
    """The sheet as Word."""
    return sheet_word(_copy(sheet_id, address=address))


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a photograph: under which sheet it lies, or why it lies under none yet."""

    photo_id: int
    sheet_id: int | None
    says: Sentence


@transaction.atomic
def file_photo(
    content: bytes | IO[bytes], *, name: str, unit: Place, actor: Actor, at: datetime, typed: str = ""
) -> Filed:
    """Keep a photograph of a signed sheet under the sheet whose code was typed or stands in the picture.

    Without a code, or with a wrong one, the photograph is kept as unfiled and the answer says what to do.
    """
    access.require(actor, Permission.PAPER_WRITE, at=unit)
    kept = records.store_file(content, name=name, city_id=unit.city_id, actor=actor, at=at, limit=records.PHOTO)
    sheet, found_by, trouble = _wanted(typed, kept.id, actor=actor)
    if sheet is not None and SheetPhoto.objects.filter(sheet=sheet, sha256=kept.sha256).exists():
        raise Refused(say("这张照片已经在这张表下了。"))
    place = sheet.place if sheet else unit
    photo = SheetPhoto.objects.create(
        city_id=place.city_id,
        unit_id=place.unit_id,
        sheet=sheet,
        found_by=found_by,
        file_id=kept.id,
        sha256=kept.sha256,
        taken_by_name=actor.name[:100],
        taken_at=at,
        filed_at=at if sheet else None,
    )
    if sheet is None:
        records.note("papers.sheetphoto", photo.id, "photo_kept", actor=actor, at=at, place=place, details=_of(photo))
        return Filed(photo.id, None, trouble)
    records.note(KIND, sheet.id, "photo_filed", actor=actor, at=at, place=place, label=sheet.title, details=_of(photo))
    return Filed(photo.id, sheet.id, say("照片已归到“%(title)s”。", title=sheet.title))


def _of(photo: SheetPhoto) -> dict[str, object]:
    return {"photo_id": photo.id, "sha256": photo.sha256, "found_by": photo.found_by}


_UNFILED = say("照片已经存好，放在“未归档”里，没有丢。")
_NO_CODE = say("照片里没有读到代码。照片已存在“未归档”里，没有丢；请对照纸上的代码输入，或者再拍一张清楚的。")
_WRONG = say("代码有一位不对，请对照纸上再输一次。照片已存在“未归档”里，没有丢。")
_UNKNOWN = say("没有找到这个代码的表，或者不在您的管理范围内。照片已存在“未归档”里，没有丢。")
_SEVERAL = say("照片里有几张不同的表，请一张一张拍。照片已存在“未归档”里，没有丢。")


def _wanted(typed: str, file_id: int, *, actor: Actor) -> tuple[Sheet | None, str, Sentence]:
    """The sheet that a typed code, or else the picture, names within the actor's reach; or why there is none."""
    nobody = SheetPhoto.FoundBy.NOBODY
    if typed.strip():
        code = codes.found_in(typed) or codes.typed(typed)
        if not codes.is_whole(code):
            return None, nobody, _WRONG
        found = _sheet(code, actor=actor)
        return (found, SheetPhoto.FoundBy.TYPED, _UNFILED) if found else (None, nobody, _UNKNOWN)
    read = codes_in(records.read_file(file_id))
    if len(read) > 1:
        return None, nobody, _SEVERAL
    if not read:
        return None, nobody, _NO_CODE
    found = _sheet(read[0], actor=actor)
    return (found, SheetPhoto.FoundBy.PICTURE, _UNFILED) if found else (None, nobody, _UNKNOWN)


def _sheet(code: str, *, actor: Actor) -> Sheet | None:
    reach = access.reach(actor, Permission.PAPER_WRITE)
    return Sheet.objects.select_related("unit").filter(reach.over("unit"), code=code).first()


@transaction.atomic
def file_unfiled(photo_id: int, *, typed: str, actor: Actor, at: datetime) -> int:
    """Put an unfiled photograph under the sheet whose code was typed. Answers the sheet's id."""
    photo = SheetPhoto.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=photo_id).first()
    if photo is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.PAPER_WRITE, at=photo.place, seen=Permission.PAPER_READ)
    if photo.sheet_id is not None:
        raise Refused(say("这张照片已经归档。"))
    code = codes.found_in(typed) or codes.typed(typed)
    sheet = _sheet(code, actor=actor) if codes.is_whole(code) else None
    if sheet is None:
        raise Refused(say("没有找到这个代码的表，请对照纸上再输一次。"))
    if SheetPhoto.objects.filter(sheet=sheet, sha256=photo.sha256).exists():
        raise Refused(say("这张照片已经在这张表下了。"))
    photo.sheet, photo.unit_id, photo.filed_at = sheet, sheet.unit_id, at
    photo.found_by = SheetPhoto.FoundBy.TYPED
    photo.save(update_fields=["sheet", "unit_id", "filed_at", "found_by"])
    records.note(
        KIND, sheet.id, "photo_filed", actor=actor, at=at, place=sheet.place, label=sheet.title, details=_of(photo)
    )
    return sheet.id
