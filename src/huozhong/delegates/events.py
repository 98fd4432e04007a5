"""News of congresses and delegates."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class CongressFounded(Event):
    """A new term of a congress is being prepared."""

    congress_id: int
    unit_path: str


@dataclass(frozen=True)
class CongressOpened(Event):
    """The term began: the delegates hold their seats from now on."""

    congress_id: int
    unit_path: str


@dataclass(frozen=True)
class CongressExpiring(Event):
    """The term ends soon; told once for a term and an end."""

    congress_id: int
    unit_path: str
    until: str  # ISO day: the first one without it


@dataclass(frozen=True)
class DelegateElected(Event):
    """Somebody holds a seat."""

    delegate_id: int
    congress_id: int
    person_id: int


@dataclass(frozen=True)
class DelegateEnded(Event):
    """Somebody no longer holds their seat; the constituency has it to fill."""

    delegate_id: int
    congress_id: int
    person_id: int
    how: str
