"""Reads the State Council's yearly notice as it is pasted: festivals, days off, weekends that are worked.

一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from huozhong.clocks.rules.calendars import NoticeDay
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import DayKind

_LABELS = {
    "元旦": "元旦", "春节": "春节", "清明": "清明", "劳动": "劳动节", "五一": "劳动节", "端午": "端午",
    "中秋": "中秋", "国庆": "国庆节", "抗战": "抗战胜利日",
}  # fmt: skip
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
_SPAN = re.compile(_DAY.format("a") + r"(?:\s*(?:至|到|-|—|–|~|～)\s*" + _DAY.format("b") + ")?")
_SENTENCES = re.compile(r"[。；;\n]")
_LONGEST = 15  # days of one holiday


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read, and the lines that were not understood."""

    days: tuple[NoticeDay, ...]
    unread: tuple[str, ...]
    faults: tuple[Sentence, ...]


def read_notice(text: str, *, year: int, statutory: frozenset[date]) -> Pasted:
    """Days off and worked weekends of a year. `statutory`: the festivals' own days, which no notice names."""
    label, found, unread = "", {}, []
    wrong: list[Sentence] = []
    for line in _lines(text):
        label = _label_in(line) or label
        for sentence in _SENTENCES.split(line):
            kind = _kind_of(sentence)
            if kind is None:
                if _SPAN.search(sentence):
                    unread.append(sentence.strip()[:120])
                continue
            for first, last in _spans(sentence, year, wrong):
                for day in _each(first, last):
                    found[day] = NoticeDay(day, kind, label or "放假", day in statutory and kind is DayKind.REST)
    return Pasted(tuple(found[day] for day in sorted(found)), tuple(unread), tuple(wrong))


def _lines(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", text)
    for line in plain.splitlines():
        if bare := _BRACKETS.sub("", line).strip():
            yield bare


def _label_in(line: str) -> str:
    head = line[:14]
    return "、".join(dict.fromkeys(label for word, label in _LABELS.items() if word in head))


def _kind_of(sentence: str) -> DayKind | None:
    if "上班" in sentence:
        return DayKind.WORK
    return DayKind.REST if "放假" in sentence or "休息" in sentence or "调休" in sentence else None


def _spans(sentence: str, year: int, wrong: list[Sentence]) -> Iterator[tuple[date, date]]:
    month: int | None = None
    for match in _SPAN.finditer(sentence):
        month = int(match["am"]) if match["am"] else month
        first = _date(match["ay"] or year, month, match["ad"])
        last_month = int(match["bm"]) if match["bm"] else month
        last = _date(match["by"] or match["ay"] or year, last_month, match["bd"]) if match["bd"] else first
        if first is None or last is None:
            wrong.append(say("没有“%(words)s”这一天，请对照原文。", words=match[0]))
            continue
        if first > last and not match["ay"]:
            first = first.replace(year=first.year - 1)  # 12月30日至1月1日
        if not 0 <= (last - first).days < _LONGEST:
            wrong.append(say("“%(words)s”太长了，请对照原文。", words=match[0]))
            continue
        month = last_month
        yield first, last


def _date(year: int | str, month: int | None, day: str) -> date | None:
    try:
        return date(int(year), month or 0, int(day))
    except ValueError:
        return None


def _each(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
