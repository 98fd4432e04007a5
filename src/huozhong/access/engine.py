"""The one decision of the house, pure: does an appointment in the tree reach this place with this permission?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huozhong.kernel.actors import Actor, ActorKind, Appointed
from huozhong.kernel.permissions import PROTECTS_THE_WORKER, Permission
from huozhong.kernel.places import Level, Line, Place
from huozhong.kernel.roles import ROLES


@dataclass(frozen=True, slots=True)
class Root:
    """A subtree in one line, by its path prefix ("1.5.")."""

    line: Line
    prefix: str


@dataclass(frozen=True, slots=True)
class Subtrees:
    """A set of subtrees, none inside another: the places where a permission is held."""

    roots: frozenset[Root] = frozenset()
    everywhere: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.everywhere or self.roots)

    def covers(self, place: Place) -> bool:
        """Whether the place lies in one of the subtrees, in either line."""
        return self.everywhere or any(lies_below(place, root) for root in self.roots)


def lies_below(place: Place, root: Root) -> bool:
    """Whether the place is the root of the subtree or stands under it, in the root's line."""
    path = place.path if root.line is Line.LOCALITY else place.industry_path
    return path.startswith(root.prefix)


def grants(appointed: Appointed, permission: Permission) -> bool:
    """Whether the appointment's role carries the permission where it is held."""
    card = ROLES[appointed.role]
    if permission not in card.permissions or appointed.level not in card.levels:
        return False
    # the chair of a private firm's union is often its HR manager: what protects a worker is never reached from there
    return not (permission in PROTECTS_THE_WORKER and appointed.level is Level.GRASSROOTS)


def reach_of(actor: Actor, permission: Permission) -> Subtrees:
    """Every subtree in which the actor holds the permission; nested grants are merged into the widest."""
    if actor.kind is not ActorKind.PERSON:
        return Subtrees(everywhere=True)
    return Subtrees(merge(Root(a.line, a.path) for a in actor.appointments if grants(a, permission)))


def merge(roots: Iterable[Root]) -> frozenset[Root]:
    """The same places with no subtree named twice."""
    kept: list[Root] = []
    for root in sorted(set(roots), key=lambda r: (r.line, len(r.prefix))):
        if not any(root.line is wider.line and root.prefix.startswith(wider.prefix) for wider in kept):
            kept.append(root)
    return frozenset(kept)


def role_used(actor: Actor, permission: Permission, place: Place) -> str:
    """The role under which the actor acts here: the nearest appointment that carries the permission ("" if none)."""
    held = [a for a in actor.appointments if grants(a, permission) and lies_below(place, Root(a.line, a.path))]
    return max(held, key=lambda a: len(a.path)).role.value if held else ""
