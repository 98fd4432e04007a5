"""Units as arrays: who stands near whom. Groups are kept once, never as pairs: a city fits in a few megabytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
GROUPS = ("town", "district", "city", "trade")
CHANNELS = (*GROUPS, "visit")


@dataclass(frozen=True, slots=True)
class Node:
    """One union: its parent in the tree (None: the root), its size in members, its trade ("" when unknown)."""

    id: int
    parent: int | None
    size: int = 0
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One way of standing near: `of[i]` is unit i's group or -1; the members of group g follow `start[g]`."""

    of: Ints
    members: Ints
    start: Ints
    size: Ints


@dataclass(frozen=True, slots=True)
class Links:
    """Directed links in rows: those of unit i are `to[start[i]:start[i + 1]]`."""

    start: Ints
    to: Ints


@dataclass(frozen=True, slots=True)
class World:
    """All units of a tree, by position; `hosts` are those whom a unit visited, `visitors` those who came to it."""

    ids: Ints
    sizes: Ints
    groups: Mapping[str, Group]
    hosts: Links
    visitors: Links
    position: Mapping[int, int]

    @property
    def count(self) -> int:
        return len(self.ids)

    def positions(self, unit_ids: Iterable[int]) -> Ints:
        """Where units stand in the arrays; unknown ones are left out."""
        return np.array([self.position[one] for one in unit_ids if one in self.position], dtype=np.int64)

    def mean_group(self, name: str) -> float:
        """How many others the average unit has in its group."""
        group = self.groups[name]
        known = group.of[group.of >= 0]
        return float(np.mean(group.size[known])) if len(known) else 0.0


def build(nodes: Sequence[Node], visits: Iterable[tuple[int, int]] = ()) -> World:
    """A world from units and past visits (host, visitor). Raises ValueError for a tree that is none."""
    ids = [node.id for node in nodes]
    position = {one: at for at, one in enumerate(ids)}
    if len(position) != len(ids):
        raise ValueError("a unit stands twice")
    above = _above(nodes, position)
    trades: dict[str, int] = {}
    labels = {
        "town": [chain[2] if len(chain) > 2 else -1 for chain in above],
        "district": [chain[1] if len(chain) > 1 else -1 for chain in above],
        "city": [chain[0] for chain in above],
        "trade": [trades.setdefault(node.trade, len(trades)) if node.trade else -1 for node in nodes],
    }
    pairs = sorted({(position[h], position[v]) for h, v in visits if h != v and h in position and v in position})
    came = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return World(
        ids=np.array(ids, dtype=np.int64),
        sizes=np.array([node.size for node in nodes], dtype=np.int64),
        groups={name: _group(found) for name, found in labels.items()},
        hosts=_links(came[:, 1], came[:, 0], len(ids)),
        visitors=_links(came[:, 0], came[:, 1], len(ids)),
        position=position,
    )


def _above(nodes: Sequence[Node], position: Mapping[int, int]) -> list[tuple[int, ...]]:
    """For each unit the positions on its way from the root, itself last; the first three are enough."""
    known: dict[int, tuple[int, ...]] = {}
    for at in range(len(nodes)):
        way: list[int] = []
        step: int | None = at
        while step is not None and step not in known:
            if step in way:
                raise ValueError("a unit stands below itself")
            way.append(step)
            parent = nodes[step].parent
            if parent is not None and parent not in position:
                raise ValueError(f"unit {nodes[step].id} names a parent that is not in the tree")
            step = None if parent is None else position[parent]
        chain = () if step is None else known[step]
        for one in reversed(way):
            chain = chain if len(chain) == 3 else (*chain, one)
            known[one] = chain
    return [known[at] for at in range(len(nodes))]


def _group(labels: Sequence[int]) -> Group:
    given = np.array(labels, dtype=np.int64)
    names = np.unique(given[given >= 0])
    of = np.where(given >= 0, np.searchsorted(names, given), -1)
    inside = np.flatnonzero(of >= 0)
    members = inside[np.argsort(of[inside], kind="stable")]
    size = np.bincount(of[inside], minlength=len(names)).astype(np.int64)
    return Group(of, members, np.concatenate(([0], np.cumsum(size)[:-1])).astype(np.int64), size)


def _links(source: Ints, target: Ints, count: int) -> Links:
    order = np.argsort(source, kind="stable")
    counts = np.bincount(source, minlength=count)
    return Links(np.concatenate(([0], np.cumsum(counts))).astype(np.int64), target[order])
