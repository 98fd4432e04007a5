"""Shapes that components draw. Plain and frozen: a view fills them, a template hands them on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huozhong.kernel.sentences import Sentence
from huozhong.look.services.words import number_words, told

Tone = Literal["", "leaf", "ember", "sun", "alarm"]
NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a page: a link, or the id of a panel on the page."""

    title: str
    url: str
    is_here: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One state in the life of a thing, as seen from where it stands."""

    label: Sentence | str
    when: Literal["past", "now", "possible"] = "possible"
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """Who did what, in which role, where, when and why."""

    what: str
    at: datetime
    who: str = ""
    role: str = ""
    where: str = ""
    why: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    url: str
    size: int | None = None  # bytes
    note: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph; `words` says what it shows, for those who do not see it."""

    url: str
    words: str
    full_url: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A due day as seen today."""

    state: Literal["calm", "near", "late", "done"]
    words: str
    days: int


def clock_for(due: date, *, today: date, is_done: bool = False, near: int = NEAR_DAYS) -> Clock:
    """What the clock says: calm, near (amber) or late (red), always with words."""
    days = (due - today).days
    if is_done:
        return Clock("done", _("已办结"), days)
    if days < 0:
        return Clock("late", ngettext("已逾期 %(n)s 天", "已逾期 %(n)s 天", -days) % {"n": -days}, days)
    if days == 0:
        return Clock("near", _("今天到期"), 0)
    words = ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", days) % {"n": days}
    return Clock("near" if days <= near else "calm", words, days)


Number = int | Decimal | Fraction | None


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, as many as the chart has labels; None is a gap."""

    name: str
    values: tuple[Number, ...]
    tone: Literal["", "leaf", "ember", "sun", "alarm", "dim"] = ""  # else the next ink of the palette


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn and, always, to be read in a table."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["bar", "line", "radar", "rows"] = "bar"
    unit: str = ""
    label_name: str = ""  # head of the table's first column
    top: int | None = None  # largest value of the scale; radars need one
    is_stacked: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.name}: {len(series.values)} values for {len(self.labels)} labels")

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table: each label with its numbers, written out."""
        return [(label, [number_words(s.values[i]) for s in self.series]) for i, label in enumerate(self.labels)]

    @property
    def drawing(self) -> dict[str, object]:
        """What the drawing script needs; numbers as JSON numbers, for drawing only."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "labels": list(self.labels),
            "top": self.top,
            "stacked": self.is_stacked,
            "series": [{"name": s.name, "tone": s.tone, "values": [_drawn(v) for v in s.values]} for s in self.series],
        }

    @property
    def as_json(self) -> str:
        """The drawing as JSON that is safe inside a script element."""
        text = json.dumps(self.drawing, ensure_ascii=False)
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _drawn(value: Number) -> float | int | None:
    return value if value is None or isinstance(value, int) else float(value)


def stage_label(stage: Stage) -> str:
    """The stage's word in the reader's language."""
    return told(stage.label)
