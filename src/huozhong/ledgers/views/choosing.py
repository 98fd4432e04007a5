"""What a person may choose from: units, templates, lists."""

from __future__ import annotations

from typing import Any

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden
from huozhong.ledgers import queries, services
from huozhong.ledgers.services import ListKind
from huozhong.unions import queries as unions

MOST_BELOW = 300


def kind_for(actor: Actor, name: str) -> ListKind:
    """The list, for somebody who may read it somewhere."""
    kind = services.list_kind(name)
    if access.reach(actor, kind.permission).is_empty:
        raise Forbidden(access.NOT_ALLOWED)
    return kind


def units(request: Any, kind: ListKind) -> list[tuple[int, str]]:
    """The units in whose name the person exports, each with those directly below it; first the one that is asked for.

    Another page may ask for any unit within reach by `?unit=`.
    """
    actor: Actor = request.actor
    found: dict[int, str] = {}
    asked = request.POST.get("unit", "") or request.GET.get("unit", "")
    if asked.isdecimal() and len(asked) < 18:
        for card in unions.units([int(asked)]).values():
            if all(access.can(actor, one, at=card.place) for one in (Permission.LEDGER_EXPORT, kind.permission)):
                found[card.id] = card.name
    for one in seats.acting_units(actor, Permission.LEDGER_EXPORT):
        if not access.can(actor, kind.permission, at=one.place):
            continue
        found.setdefault(one.place.unit_id, one.name)
        for below in unions.children(one.place.unit_id, limit=MOST_BELOW):
            found.setdefault(below.id, f"　{below.name}")
    return list(found.items())


def templates(actor: Actor, kind: ListKind) -> list[tuple[int, str]]:
    """The templates in use that the person reaches for a list."""
    rows = queries.templates(reach=services.within(actor, kind), list_names=[kind.name])
    return [(row.pk, f"{row.title}（{row.unit.name}）") for row in rows if row.is_current]


def may_have_numbers(actor: Actor, kind: ListKind) -> bool:
    """Whether full numbers may be asked for somewhere."""
    return kind.has_numbers and not access.reach(actor, Permission.LEDGER_EXPORT_NUMBERS).is_empty
