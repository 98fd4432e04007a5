"""The customary shape of an official document: which lines are headings, how a title breaks, how days are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say


class PaperKind(StrEnum):
    """The papers of daily union work, and the two that come out of a meeting."""

    REQUEST = "request"
    REPLY = "reply"
    NOTICE = "notice"
    LETTER = "letter"
    MINUTES = "minutes"
    RESOLUTION = "resolution"


KIND_WORDS: dict[PaperKind, Sentence] = {
    PaperKind.REQUEST: say("请示"),
    PaperKind.REPLY: say("批复"),
    PaperKind.NOTICE: say("通知"),
    PaperKind.LETTER: say("函"),
    PaperKind.MINUTES: say("纪要"),
    PaperKind.RESOLUTION: say("决议"),
}

USUAL_ENDING = {
    PaperKind.REQUEST: "妥否，请批示。",
    PaperKind.REPLY: "此复。",
    PaperKind.NOTICE: "",
    PaperKind.LETTER: "请予支持为盼。",
    PaperKind.MINUTES: "",
    PaperKind.RESOLUTION: "",
}

TITLE_LIMIT = 120
BODY_LIMIT = 20_000
TITLE_LINE = 18  # characters of 22 points that stand comfortably on a line of 156 mm

_FIRST = re.compile(r"^[一二三四五六七八九十百]+、")
_SECOND = re.compile(r"^（[一二三四五六七八九十百]+）")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and its rank: 1 heading "一、", 2 heading "（一）", 0 plain text."""

    text: str
    level: int = 0


def clean(text: str) -> str:
    """The text without signs that no document may hold (controls, directions, lone surrogates)."""
    return "".join(s for s in text if s == "\n" or unicodedata.category(s) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))


def paragraphs_of(text: str) -> tuple[str, ...]:
    """What somebody typed, paragraph by paragraph; the indent is the layout's business."""
    lines = (clean(line).strip(" \u3000") for line in text.replace("\r", "").replace("\t", " ").split("\n"))
    return tuple(line for line in lines if line)


def ranked(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """Paragraphs with the rank that their numbering tells; a heading that runs on into a text is plain text."""
    return tuple(Paragraph(line, _level(line)) for line in lines)


def _level(line: str) -> int:
    if len(line) > 40 or line.endswith(("。", "；", "：")):
        return 0
    return 1 if _FIRST.match(line) else 2 if _SECOND.match(line) else 0


def written_day(day: date) -> str:
    """The day as official documents write it: Arabic digits, no leading zeros (GB/T 9704-2012, 7.3.5.1)."""
    return f"{day.year}年{day.month}月{day.day}日"


def title_lines(title: str) -> tuple[str, ...]:
    """A long title in lines of like length, broken between words and never before a closing sign."""
    count = -(-len(title) // TITLE_LINE)
    if count <= 1:
        return (title,)
    lines, rest = [], title
    for left in range(count, 1, -1):
        cut = _cut(rest, round(len(rest) / left))
        lines.append(rest[:cut])
        rest = rest[cut:]
    return (*lines, rest)


def _cut(text: str, ideal: int) -> int:
    """The place near the ideal at which the title may be broken."""
    best = ideal
    for distance in range(5):
        for place in (ideal + distance, ideal - distance):
            if 3 <= place <= min(len(text) - 3, TITLE_LINE + 2) and _may_break(text, place):
                return place
    return min(best, TITLE_LINE)


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if after in "，、。：；？！）》〉”’〕】·" or before in "（《〈“‘〔【·":
        return False
    if (after.isdigit() and before.isdigit()) or (before.isascii() and after.isascii() and before.isalpha()):
        return False
    return before in "的会局厅部区市县镇、”》）" or after in "关的《“（"


def appendix_lines(names: Sequence[str]) -> tuple[str, ...]:
    """The lines of 附件说明: numbered when there are several, without a full stop."""
    bare = [name.rstrip("。；，") for name in names]
    if len(bare) == 1:
        return (bare[0],)
    return tuple(f"{place}. {name}" for place, name in enumerate(bare, 1))


def require_fit(*, title: str, addressee: str, body: Sequence[str]) -> None:
    """Refused with a sentence when the words cannot be kept as a paper."""
    if not title:
        raise Refused(say("请填写文件标题。"))
    if len(title) > TITLE_LIMIT:
        raise Refused(say("标题最多 %(limit)s 字。", limit=TITLE_LIMIT))
    if len(addressee) > TITLE_LIMIT:
        raise Refused(say("主送机关最多 %(limit)s 字。", limit=TITLE_LIMIT))
    if sum(map(len, body)) > BODY_LIMIT:
        raise Refused(say("正文最多 %(limit)s 字，更长的内容请作为附件。", limit=BODY_LIMIT))
