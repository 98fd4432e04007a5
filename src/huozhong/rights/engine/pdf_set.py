"""One plain PDF of a whole hand-off, in the order of the evidence list, for windows that open nothing else. Pure.

Papers first, then each piece: PDF as it is, a picture on a page of its own, and for what cannot be printed (sound,
film, Word) a page that says so and names its sum. Every page is A4 and numbered; the first ones list what stands where.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from huozhong.rights.engine.handoff_papers import printed

A4 = (595.28, 841.89)  # points
ROOM = (A4[0] - 40, A4[1] - 60)  # around every page, for its number in the set
MOST_PAGES = 600  # of one file; a larger one is named, not printed
_ACTIVE = ("/AA", "/A", "/Annots")  # what a page could do by itself


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the set."""

    title: str
    media_type: str
    open: Callable[[], bytes] | bytes
    name: str = ""
    sha256: str = ""

    def body(self) -> bytes:
        return self.open if isinstance(self.open, bytes) else self.open()


def pdf_set(told: Mapping[str, Any], pieces: Sequence[Part], papers: Sequence[Part]) -> tuple[bytes, int]:
    """The set as PDF, and how many pages it has."""
    parts = [*papers, *pieces]
    made = [_pages(part) for part in parts]
    slips = [_slip(part, why) for part, (_, why) in zip(parts, made, strict=True) if why]
    slip_pages = iter(_read(printed("slips", told, slips=slips)) if slips else ())
    groups = [pages or [next(slip_pages)] for pages, _ in made]
    lengths = [len(group) for group in groups]
    covers = len(_read(_cover(told, parts, [0] * len(parts))))
    starts = [covers + 1 + sum(lengths[:n]) for n in range(len(parts))]
    assert all(first < second for first, second in pairwise(starts))
    pages = [*_read(_cover(told, parts, starts)), *(page for group in groups for page in group)]
    return _bound(told, pages), len(pages)


def _cover(told: Mapping[str, Any], parts: Sequence[Part], starts: Sequence[int]) -> bytes:
    rows = [{"title": part.title, "page": start} for part, start in zip(parts, starts, strict=True)]
    return printed("cover", told, parts=rows)


def _slip(part: Part, why: str) -> dict[str, str]:
    return {"title": part.title, "why": why, "name": part.name, "sha256": part.sha256}


def _read(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def _pages(part: Part) -> tuple[list[PageObject], str]:
    """The part's pages, or the words that say why it has none."""
    if part.media_type == "application/pdf":
        return _of_pdf(part.body())
    if part.media_type.startswith("image/"):
        return _of_picture(part.body())
    if part.media_type.startswith(("audio/", "video/")):
        return [], "录音、录像不能打印：原文件在移送包里，另用光盘或者 U 盘提交。"
    return [], "这种文件不能直接并入：原文件在移送包里，请另行打印。"


def _of_pdf(body: bytes) -> tuple[list[PageObject], str]:
    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted:
            return [], "这个 PDF 有密码，打不开：原文件在移送包里。"
        if len(reader.pages) > MOST_PAGES:
            return [], "这个 PDF 页数太多，没有并入：原文件在移送包里。"
        return _fitted(reader), ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return [], "这个 PDF 有损坏，没有并入：原文件在移送包里。"


def _of_picture(body: bytes) -> tuple[list[PageObject], str]:
    try:
        with Image.open(io.BytesIO(body)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        picture.thumbnail((2400, 2400))
        made = io.BytesIO()
        picture.save(made, "PDF", quality=85)
    except (OSError, ValueError, Image.DecompressionBombError):
        return [], "这张图片打不开，没有并入：原文件在移送包里。"
    return _fitted(PdfReader(io.BytesIO(made.getvalue()))), ""


def _fitted(source: PdfReader) -> list[PageObject]:
    """Every page upright on A4 within margins, never enlarged, written anew without anything that acts by itself."""
    upright, made = PdfWriter(), PdfWriter()
    for page in source.pages:
        for key in _ACTIVE:
            page.pop(key, None)
        turned = upright.add_page(page)
        turned.transfer_rotation_to_content()
        made.add_blank_page(*A4).merge_transformed_page(turned, _moved(turned))
    target = io.BytesIO()
    made.write(target)
    return list(PdfReader(target).pages)


def _moved(page: PageObject) -> Transformation:
    box = page.mediabox
    width, height = float(box.width), float(box.height)
    if width <= 0 or height <= 0:
        raise ValueError("a page without a size")
    scale = min(1.0, ROOM[0] / width, ROOM[1] / height)
    left, low = (A4[0] - width * scale) / 2, (A4[1] - height * scale) / 2
    return Transformation().translate(-float(box.left), -float(box.bottom)).scale(scale).translate(left, low)


def _bound(told: Mapping[str, Any], pages: Sequence[PageObject]) -> bytes:
    writer = PdfWriter()
    for page, footer in zip(pages, _read(printed("footers", told, pages=len(pages))), strict=True):
        writer.add_page(page).merge_page(footer)
    writer.compress_identical_objects()
    writer.add_metadata({"/Title": str(told["number"]), "/Producer": "Huozhong"})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
