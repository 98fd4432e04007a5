"""Numbers of dossiers for districts and above. A group so small that it could point at somebody is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from huozhong.access.engine import Root
from huozhong.access.queries import Reach
from huozhong.access.services import holds
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.sentences import Sentence
from huozhong.rights.models import Dossier
from huozhong.rights.rules import kinds as k
from huozhong.rights.workflow import DOSSIER

SMALL = 5
LEVELS = frozenset({Level.NATION, Level.PROVINCE, Level.CITY, Level.DISTRICT})


@dataclass(frozen=True, slots=True)
class Group:
    """One group: None where it is too small, or where another one could be told from it."""

    key: str
    word: Sentence
    count: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a year's dossiers came to."""

    year: int
    total: int | None
    by_kind: tuple[Group, ...]
    by_state: tuple[Group, ...]
    collective: int | None
    closed: int | None
    money: Decimal | None  # actually received; None where too few closed

    @property
    def hides(self) -> bool:
        return any(group.count is None for group in (*self.by_kind, *self.by_state))


def reach_of(actor: Actor) -> Reach:
    """Where the actor may read figures: seats at a district or above."""
    held = [one for one in actor.appointments if holds(one, Permission.DOSSIER_FIGURES) and one.level in LEVELS]
    return Reach(frozenset(Root(one.line, one.path) for one in held))


def figures(actor: Actor, *, year: int, on: date) -> Figures | None:
    """The figures of a year within the actor's reach; None for whoever may not read any."""
    reach = reach_of(actor)
    if reach.is_empty:
        return None
    rows = Dossier.objects.filter(reach.over("unit"), year=year)
    kinds = dict(rows.values_list("kind").annotate(n=Count("id")))
    states = dict(rows.values_list("state").annotate(n=Count("id")))
    whole = rows.aggregate(
        total=Count("id"),
        many=Count("id", filter=Q(head_count__gte=k.COLLECTIVE_FROM)),
        closed=Count("id", filter=Q(state="closed")),
        money=Sum("money_received", filter=Q(state="closed")),
    )
    return Figures(
        year=year,
        total=enough(whole["total"]),
        by_kind=_groups({one.value: word for one, word in k.DISPUTES.items()}, kinds),
        by_state=_groups(dict(DOSSIER.states), states),
        collective=enough(whole["many"]),
        closed=enough(whole["closed"]),
        money=whole["money"] if whole["closed"] >= SMALL else None,
    )


def enough(count: int) -> int | None:
    """A count that points at nobody: none at all, or five and more."""
    return count if count == 0 or count >= SMALL else None


def _groups(words: dict[str, Sentence], counts: dict[str, int]) -> tuple[Group, ...]:
    """Counts with small ones hidden; where only one is hidden, the next smallest is hidden with it."""
    shown = {key: enough(counts.get(key, 0)) for key in words}
    hidden = [key for key, count in shown.items() if count is None]
    if len(hidden) == 1:
        others = sorted((count, key) for key, count in shown.items() if count)
        if others:
            shown[others[0][1]] = None
    return tuple(Group(key, word, shown[key]) for key, word in words.items() if counts.get(key))
