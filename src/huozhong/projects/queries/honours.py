"""Honours of units, as an office entered them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.projects.models import Honour
from huozhong.projects.rules.honours import GRADES, HONOURS


@dataclass(frozen=True, slots=True)
class HonourRow:
    """One honour as a list shows it."""

    id: int
    unit_id: int
    unit_name: str
    honour: Sentence
    grade: Sentence
    year: int
    document_number: str
    by_name: str
    at: datetime
    struck_why: str
    is_struck: bool


def honours_of(unit_id: int) -> frozenset[str]:
    """The honours that a unit holds."""
    return honours_by_unit([unit_id]).get(unit_id, frozenset())


def honours_by_unit(unit_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The honours of several units, by unit."""
    held: dict[int, set[str]] = {}
    rows = Honour.objects.filter(unit_id__in=list(unit_ids), struck_at__isnull=True)
    for unit_id, honour in rows.values_list("unit_id", "honour"):
        held.setdefault(unit_id, set()).add(honour)
    return {unit_id: frozenset(honours) for unit_id, honours in held.items()}


def honour_rows(actor: Actor, *, search: str = "", limit: int = 100) -> tuple[HonourRow, ...]:
    """Honours within the reach of an office, the newest first."""
    reach = access.reach(actor, Permission.PROGRAMME_MANAGE)
    rows = Honour.objects.select_related("unit").filter(reach.over("unit"))
    if search.strip():
        rows = rows.filter(unit__name__icontains=search.strip()[:60])
    return tuple(
        HonourRow(
            row.pk,
            row.unit_id,
            row.unit.name,
            HONOURS[row.honour],
            GRADES[row.grade],
            row.year,
            row.document_number,
            row.recorded_by_name,
            row.recorded_at,
            row.struck_why,
            row.struck_at is not None,
        )
        for row in rows.order_by("-year", "-id")[:limit]
    )


def find_honour(honour_id: int, *, actor: Actor) -> Honour:
    """One honour within reach; NotFound otherwise."""
    reach = access.reach(actor, Permission.PROGRAMME_MANAGE)
    row = Honour.objects.select_related("unit").filter(reach.over("unit"), pk=honour_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row
