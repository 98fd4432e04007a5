"""Three-way merge of what a seed says: by field, by item of a list, and long text by paragraph. Pure; plain JSON.

A content is `{"fields": {name: value}, "lists": {name: [{"id": ..., name: value}]}}`, its values being text, whole
numbers, null or lists of these. An item keeps its id for ever, so an item that moved is not taken for another one.

`merge(base, mine, theirs)` answers both sides' edits together, and a conflict wherever both edited the same thing
differently: a value, a paragraph, an item that one side took out and the other changed, an order that both changed.
Until a conflict is settled the content holds mine, and nothing of either side is lost: `settle` takes a choice for
each. Text is merged as in Khanna, Kunal and Pierce, A formal investigation of diff3 (FSTTCS 2007), with paragraphs as
lines and difflib's matching; unlike diff3, a paragraph that was rewritten is known again by its likeness, so that one
that the other side put beside it is no conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

ALIKE = 0.4  # difflib's ratio from which a rewritten paragraph is taken for the same one
Value = Any  # str | int | None | list[str | int]
Item = dict[str, Value]
Content = dict[str, Any]


class Side(StrEnum):
    """Whose words are taken."""

    BASE = "base"
    MINE = "mine"
    THEIRS = "theirs"


class Kind(StrEnum):
    """What a conflict is about."""

    VALUE = "value"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # one side took it out, the other changed it
    ORDER = "order"


class UnknownConflict(ValueError):  # noqa: N818 - reads as what it is
    """A choice names no conflict, or no side."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place where both sides want something different. For ORDER the three are tuples of ids, for ITEM an item or
    None. `key` is "field", "list/id/field", "list/id" or "list", with "#n" behind it for a paragraph."""

    key: str
    kind: Kind
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Both sides together; what is in conflict stands as mine until it is settled."""

    content: Content
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        return not self.conflicts


@dataclass
class _Desk:
    """Where one merge is put together: choices that were made, conflicts that were met."""

    choices: Mapping[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def decide(self, key: str, kind: Kind, base: Any, mine: Any, theirs: Any) -> Any:
        self.conflicts.append(Conflict(key, kind, base, mine, theirs))
        return {Side.BASE: base, Side.MINE: mine, Side.THEIRS: theirs}[Side(self.choices.get(key, Side.MINE))]


def empty() -> Content:
    """A content that says nothing."""
    return {"fields": {}, "lists": {}}


def merge(base: Content, mine: Content, theirs: Content) -> Merged:
    """Both sides' edits of `base` together; conflicts stand as mine."""
    return settle(base, mine, theirs, choices={})


def settle(base: Content, mine: Content, theirs: Content, *, choices: Mapping[str, str]) -> Merged:
    """The merge with these conflicts settled ("mine", "theirs" or "base" by key); `conflicts` are those left over.
    UnknownConflict when a choice names none, so that a choice made for an older state is not taken silently."""
    if bad := set(choices.values()) - set(Side):
        raise UnknownConflict(f"no such side: {sorted(bad)}")
    desk = _Desk(choices)
    sides = (base, mine, theirs)
    fields = {
        name: _value(name, *(side["fields"].get(name) for side in sides), desk=desk)
        for name in _names([side["fields"] for side in sides])
    }
    lists = {
        name: _items(name, *(side["lists"].get(name, []) for side in sides), desk=desk)
        for name in _names([side["lists"] for side in sides])
    }
    if unknown := set(choices) - {conflict.key for conflict in desk.conflicts}:
        raise UnknownConflict(f"nothing to settle: {sorted(unknown)}")
    return Merged({"fields": fields, "lists": lists}, tuple(one for one in desk.conflicts if one.key not in choices))


def _names(sides: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(set().union(*sides))


def _value(key: str, base: Value, mine: Value, theirs: Value, *, desk: _Desk) -> Value:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if isinstance(base, str) and isinstance(mine, str) and isinstance(theirs, str):
        return _text(key, base, mine, theirs, desk=desk)
    return desk.decide(key, Kind.VALUE, base, mine, theirs)


def _text(key: str, base: str, mine: str, theirs: str, *, desk: _Desk) -> str:
    """By paragraph; a text of one paragraph on every side is one value."""
    olds, ours, others = base.split("\n"), mine.split("\n"), theirs.split("\n")
    if max(len(olds), len(ours), len(others)) == 1:
        return str(desk.decide(key, Kind.VALUE, base, mine, theirs))
    left, right = _Aligned.of(olds, ours), _Aligned.of(olds, others)
    out: list[str] = []
    number = 0

    def take(old: list[str], our: list[str], other: list[str]) -> None:
        nonlocal number
        if our == other or other == old:
            out.extend(our)
        elif our == old:
            out.extend(other)
        else:
            number += 1
            parts = ("\n".join(part) if part else None for part in (old, our, other))
            chosen = desk.decide(f"{key}#{number}", Kind.PARAGRAPH, *parts)
            out.extend(chosen.split("\n") if chosen is not None else [])

    take([], left.behind(-1), right.behind(-1))
    for at, old in enumerate(olds):
        take([old], left.now(at), right.now(at))
        take([], left.behind(at), right.behind(at))
    return "\n".join(out)


@dataclass(frozen=True, slots=True)
class _Aligned:
    """One side's paragraphs against the base's: which became which, and what was put behind which (-1: at the top)."""

    side: list[str]
    pairs: dict[int, int]
    runs: dict[int, list[str]]

    @classmethod
    def of(cls, base: list[str], side: list[str]) -> _Aligned:
        pairs = _pairs(base, side)
        became = {place: at for at, place in pairs.items()}
        runs: dict[int, list[str]] = {}
        last = -1
        for place, paragraph in enumerate(side):
            if place in became:
                last = became[place]
            else:
                runs.setdefault(last, []).append(paragraph)
        return cls(side, pairs, runs)

    def now(self, at: int) -> list[str]:
        return [self.side[self.pairs[at]]] if at in self.pairs else []

    def behind(self, at: int) -> list[str]:
        return self.runs.get(at, [])


def _pairs(base: list[str], side: list[str]) -> dict[int, int]:
    """Which paragraph of the base became which of the side: the same ones, and between these whatever stands one to
    one, else what is alike; never crossing."""
    found: dict[int, int] = {}
    old = new = 0
    blocks = SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks()  # the last one is empty
    for block in blocks:
        found |= _between(base, side, range(old, block.a), range(new, block.b))
        found |= {block.a + step: block.b + step for step in range(block.size)}
        old, new = block.a + block.size, block.b + block.size
    return found


def _between(base: list[str], side: list[str], olds: range, news: range) -> dict[int, int]:
    if len(olds) == len(news):
        return dict(zip(olds, news, strict=True))
    best: dict[tuple[int, int], tuple[float, dict[int, int]]] = {}
    for at in reversed(range(len(olds) + 1)):
        for place in reversed(range(len(news) + 1)):
            if at == len(olds) or place == len(news):
                best[at, place] = (0.0, {})
                continue
            alike = SequenceMatcher(None, base[olds[at]], side[news[place]], autojunk=False).ratio()
            options = [best[at + 1, place], best[at, place + 1]]
            if alike >= ALIKE:
                rest = best[at + 1, place + 1]
                options.insert(0, (alike + rest[0], {olds[at]: news[place]} | rest[1]))
            best[at, place] = max(options, key=lambda option: option[0])
    return best[0, 0][1]


def _items(name: str, base: list[Item], mine: list[Item], theirs: list[Item], *, desk: _Desk) -> list[Item]:
    olds, ours, others = ({item["id"]: item for item in side} for side in (base, mine, theirs))
    kept: dict[str, Item] = {}
    for key in dict.fromkeys([*olds, *ours, *others]):
        item = _item(f"{name}/{key}", olds.get(key), ours.get(key), others.get(key), desk=desk)
        if item is not None:
            kept[key] = item
    return [kept[key] for key in _order(name, list(olds), list(ours), list(others), kept=set(kept), desk=desk)]


def _item(key: str, old: Item | None, our: Item | None, other: Item | None, *, desk: _Desk) -> Item | None:
    if our == other or other == old:
        return our
    if our == old:
        return other
    if our is None or other is None:  # taken out here, changed there: kept until somebody says so
        chosen: Item | None = desk.decide(key, Kind.ITEM, old, our, other)
        return chosen if key in desk.choices else our or other
    names = _names([old or {}, our, other])
    return {
        name: _value(f"{key}/{name}", (old or {}).get(name), our.get(name), other.get(name), desk=desk)
        for name in names
    }


def _order(name: str, base: list[str], mine: list[str], theirs: list[str], *, kept: set[str], desk: _Desk) -> list[str]:
    """The ids that all three know, in the order of whoever changed it; then each side's others, behind the one they
    stood behind. Two sides' new items at one place stand in the order of their first ids, whoever merges."""
    common = set(base) & set(mine) & set(theirs) & kept
    old, our, other = (tuple(key for key in side if key in common) for side in (base, mine, theirs))
    spine: Sequence[str] = our
    if our == old:
        spine = other
    elif our != other and other != old:
        spine = desk.decide(name, Kind.ORDER, old, our, other)
    runs: dict[str, list[list[str]]] = {}
    for side in (mine, theirs):
        for anchor, run in _runs([key for key in side if key in kept], common):
            runs.setdefault(anchor, []).append(run)
    placed: dict[str, None] = {}
    for anchor in ("", *spine):
        if anchor:
            placed[anchor] = None
        for run in sorted(runs.get(anchor, [])):
            placed.update(dict.fromkeys(run))
    left = [key for key in base if key in kept and key not in placed]  # taken out on both sides' lists, chosen back
    return [*placed, *left]


def _runs(side: list[str], common: set[str]) -> Iterator[tuple[str, list[str]]]:
    """(the common id before, the others that follow it) of one side."""
    anchor, run = "", list[str]()
    for key in side:
        if key in common:
            if run:
                yield anchor, run
            anchor, run = key, []
        else:
            run.append(key)
    if run:
        yield anchor, run


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two contents; `key` as of a Conflict's, an item that is new or gone as a whole."""

    key: str
    before: Any
    after: Any


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    """What somebody did to `before` to make it `after`: fields, items put in, taken out, changed; a new order."""
    found: list[Change] = []
    for name in _names([before["fields"], after["fields"]]):
        old, new = before["fields"].get(name), after["fields"].get(name)
        if old != new:
            found.append(Change(name, old, new))
    for name in _names([before["lists"], after["lists"]]):
        olds, news = ({item["id"]: item for item in side["lists"].get(name, [])} for side in (before, after))
        for key in dict.fromkeys([*olds, *news]):
            if olds.get(key) != news.get(key):
                found.append(Change(f"{name}/{key}", olds.get(key), news.get(key)))
        both = (tuple(key for key in side if key in olds and key in news) for side in (olds, news))
        old_order, new_order = both
        if old_order != new_order:
            found.append(Change(name, old_order, new_order))
    return tuple(found)


def part_of(base: Content, theirs: Content, keys: Sequence[str]) -> Content:
    """The base with only these of their changes in it; UnknownConflict for a key that is none of them."""
    wanted = set(keys)
    if unknown := wanted - {change.key for change in changes(base, theirs)}:
        raise UnknownConflict(f"no such change: {sorted(unknown)}")
    fields = {
        name: (theirs if name in wanted else base)["fields"].get(name)
        for name in _names([base["fields"], theirs["fields"]])
    }
    lists = {}
    for name in _names([base["lists"], theirs["lists"]]):
        olds, news = ({item["id"]: item for item in side["lists"].get(name, [])} for side in (base, theirs))
        order = [*news, *(key for key in olds if key not in news)]
        if name not in wanted:
            order = [*olds, *(key for key in news if key not in olds)]
        chosen = {key: (news if f"{name}/{key}" in wanted else olds).get(key) for key in order}
        lists[name] = [item for item in chosen.values() if item is not None]
    return {"fields": fields, "lists": lists}
