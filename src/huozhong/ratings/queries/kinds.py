"""Rooms upstairs say what may carry stars, and how each indicator is read from their records: we may not know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings.rules.checking import Form, Known
from huozhong.ratings.rules.scheme import Design

NOT_YET = say("这里还量不出来。")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value can be looked up: words and, where there is one, the page."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as it stood on a day. `value` None: not measured, and `note` says why."""

    value: bool | int | Fraction | None
    evidence: tuple[Evidence, ...] = ()
    cites: tuple[Mapping[str, Any], ...] = ()
    note: Sentence | None = None
    by: date | None = None  # the day until which the unit can still mend it


Facts = Any  # what a room gathered about one thing on a day, once for all its indicators
Measure = Callable[[Facts], Measured]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that can be measured. Without `measure` it has no source yet, and says so."""

    key: str
    title: Sentence
    says: Sentence  # how it is counted, in one sentence
    form: Form
    measure: Measure | None = None
    is_less_better: bool = False

    def of(self, facts: Facts) -> Measured:
        """The value that the facts give."""
        return self.measure(facts) if self.measure is not None else Measured(None, note=NOT_YET)


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that may carry a star."""

    id: int
    title: str
    place: Place
    url: str = ""


Cites = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Model:
    """A scheme to begin with: whose it is stands in the design's origin; `cites` are the answers it was made from."""

    key: str
    name: Sentence
    design: Callable[[Place, date], tuple[Design, Cites]]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of thing that carries stars."""

    kind: str
    title: Sentence
    indicators: Mapping[str, Indicator]
    subjects: Callable[[Reach, date, int], Sequence[Subject]]  # within reach, on a day, at most so many
    subject: Callable[[int], Subject]  # NotFound when there is none
    gather: Callable[[int, date], Facts]  # what its indicators read, of one thing on a day
    models: tuple[Model, ...] = ()
    rated_year: Callable[[date], int] = field(default=lambda on: on.year)

    @property
    def catalogue(self) -> Mapping[str, Known]:
        """The indicators as the check of a scheme needs them."""
        known = {
            key: Known(one.form, one.measure is not None, one.is_less_better) for key, one in self.indicators.items()
        }
        return MappingProxyType(known)


_KINDS: dict[str, SubjectKind] = {}


def remember(kind: SubjectKind) -> None:
    _KINDS[kind.kind] = kind


def subject_kinds() -> tuple[SubjectKind, ...]:
    """Everything that may carry stars, in the order in which the rooms registered."""
    return tuple(_KINDS.values())


def kind_of(name: str) -> SubjectKind:
    """The kind of that name; NotFound when no room registered it."""
    if name not in _KINDS:
        raise NotFound(access.NOT_FOUND)
    return _KINDS[name]
