"""The catalogue of notices: fixed sentences with a few checked gaps, so that no case content can leave the house."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from huozhong.kernel.sentences import Sentence
from huozhong.records.engine.personal import holds_personal_number

Gap = Callable[[Any], str | None]  # the value as text, or None when it does not fit


def count(value: Any) -> str | None:
    """A number of things."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**7 else None


def day(value: Any) -> str | None:
    """A day."""
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else _matching(_DAY, value)


def moment(value: Any) -> str | None:
    """A day and an hour in Shanghai, as text: 2026-11-22 09:30."""
    return _matching(_MOMENT, value)


def code(value: Any) -> str | None:
    """A one-time code."""
    return _matching(_CODE, value)


def number(value: Any) -> str | None:
    """The number of a paper or a thing: letters, digits, brackets; 锡工〔2026〕3号."""
    return _short(value, most=30)


def name(value: Any) -> str | None:
    """The name of a unit, a programme or a project."""
    return _short(value, most=40)


def _matching(form: re.Pattern[str], value: Any) -> str | None:
    return value if isinstance(value, str) and form.fullmatch(value) else None


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
_CODE = re.compile(r"\d{4,8}", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{7,}")
_SENTENCE = re.compile(r"[。！？；\n\r\t<>]|https?:|www\.", re.IGNORECASE)


def _short(value: Any, *, most: int) -> str | None:
    """A name and no more: short, no sentence, no link, no long number, nothing personal."""
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        return None
    if _SENTENCE.search(value) or _LONG_NUMBER.search(value) or holds_personal_number(value):
        return None
    return value.strip()


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of notice. Its sentences may use only the gaps it names."""

    key: str  # "projects.returned"
    title: Sentence
    body: Sentence
    gaps: Mapping[str, Gap] = field(default_factory=lambda: MappingProxyType({}))
    chain: tuple[str, ...] = ("official_account", "sms", "call_list")  # one after another, until one arrives
    is_urgent: bool = False  # leaves the house at night too
    in_app: bool = True
    most_a_day: int = 20  # to one person

    def __post_init__(self) -> None:
        for sentence in (self.title, self.body):
            used = set(re.findall(r"%\((\w+)\)s", sentence.text))
            if unknown := used - set(self.gaps):
                raise ValueError(f"{self.key}: the sentence uses {sorted(unknown)}, which is no gap")

    def fill(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The values as text; ValueError for a missing, unknown or unfit one."""
        if set(values) != set(self.gaps):
            raise ValueError(f"{self.key} takes {sorted(self.gaps)}, not {sorted(values)}")
        filled = {key: gap(values[key]) for key, gap in self.gaps.items()}
        if unfit := sorted(key for key, text in filled.items() if text is None):
            raise ValueError(f"{self.key}: {', '.join(unfit)} does not fit; notices carry no case content")
        return {key: text for key, text in filled.items() if text is not None}


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as a sender gets it: where to, which template, and the sentence."""

    notice_id: int
    address: str
    template: str
    values: Mapping[str, str]
    title: str
    body: str
    city_id: int = 0  # whose group robot speaks
