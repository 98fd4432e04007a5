"""The lists of the product, as ledgers know them: each registers itself with its fields, its rows and its verb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.ledgers.engine import Difference, Field, Verdict
from huozhong.unions.queries import Reaching, UnitCard

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """For which unit, within which reach, as of which day a list's rows are asked."""

    unit: UnitCard
    reach: Reaching
    on: date


@dataclass(frozen=True, slots=True)
class Acting:
    """Who reads full numbers or applies a sheet, when, and why."""

    actor: Actor
    at: datetime
    why: str


@dataclass(frozen=True)
class ListKind:
    """One list. `rows` carry their thing's "id" and the fields' values, numbers masked.

    `clear` gives the full numbers of one row and leaves a trail of each. `keys` are ways to know a row again, the
    surest first. `check` says what is wrong with single values; `examine` looks at a whole dry run once more;
    `apply` carries new and changed rows out through the list's own verbs, in the caller's transaction.
    """

    name: str
    title: Sentence
    fields: tuple[Field, ...]
    rows: Callable[[Asked], Iterable[Row]]
    permission: Permission
    keys: tuple[tuple[str, ...], ...] = ()
    label: str = "name"
    clear: Callable[[Row, Acting], Row] | None = None
    check: Callable[[Row, date], Mapping[str, Sentence]] | None = None
    examine: Callable[[Sequence[Difference], Asked, datetime], tuple[Difference, ...]] | None = None
    apply: Callable[[Sequence[Difference], Asked, Acting], int] | None = None
    apply_permission: Permission | None = None

    @property
    def known_words(self) -> tuple[str, ...]:
        """Every word under which units keep one of the fields."""
        return tuple(word for field in self.fields for word in (str(field.title), *field.words))

    @property
    def has_numbers(self) -> bool:
        return self.clear is not None and any(field.is_sensitive for field in self.fields)

    @property
    def takes_sheets(self) -> bool:
        """Whether a filled sheet may come back."""
        return self.apply is not None

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)


_LISTS: dict[str, ListKind] = {}


def register_list(kind: ListKind) -> None:
    """Make a list known to ledgers. Called once, from a room's apps."""
    if kind.name in _LISTS and _LISTS[kind.name] is not kind:
        raise ValueError(f"two lists named {kind.name}")
    keys = {field.key for field in kind.fields}
    if not keys.issuperset(part for key in kind.keys for part in key):
        raise ValueError(f"a key of {kind.name} is no field")
    _LISTS[kind.name] = kind


def list_kind(name: str) -> ListKind:
    """A list by name; NotFound when there is none."""
    if name not in _LISTS:
        raise NotFound(say("没有这种台账。"))
    return _LISTS[name]


def kinds_for(actor: Actor) -> tuple[ListKind, ...]:
    """The lists that an actor may export somewhere."""
    return tuple(kind for kind in _LISTS.values() if not access.reach(actor, kind.permission).is_empty)


@dataclass(frozen=True, slots=True)
class Within:
    """Several reaches at once: a row must lie in each of them."""

    reaches: tuple[Reaching, ...]

    def over(self, field: str = "unit") -> Q:
        condition = Q()
        for reach in self.reaches:
            condition &= reach.over(field)
        return condition


def as_wrong(one: Difference, reasons: Sequence[tuple[str, Sentence]]) -> Difference:
    """The row as one that may not be written, and why."""
    return replace(one, verdict=Verdict.WRONG, changes=(), reasons=tuple(reasons))


def needed(kind: ListKind, *, with_numbers: bool = False) -> tuple[Permission, ...]:
    """What an export of the list takes, at the unit."""
    more = (Permission.LEDGER_EXPORT_NUMBERS,) if with_numbers else ()
    return (Permission.LEDGER_EXPORT, kind.permission, *more)


def require_export(actor: Actor, kind: ListKind, *, at: Place, with_numbers: bool = False) -> None:
    """Refuse who may not export the list there: not found outside the reach, forbidden inside."""
    for permission in needed(kind, with_numbers=with_numbers):
        access.require(actor, permission, at=at, seen=Permission.LEDGER_EXPORT)


def within(actor: Actor, kind: ListKind, *, with_numbers: bool = False, also: tuple[Permission, ...] = ()) -> Within:
    """The places whose rows an export may hold."""
    return Within(tuple(access.reach(actor, one) for one in (*needed(kind, with_numbers=with_numbers), *also)))
