"""Triage graphs: the one that holds at a unit, and an office's own with their versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huozhong.access import services as access
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.rights.models import TriageGraph, TriageVersion
from huozhong.rights.rules.triage import Finding, Graph, check, read
from huozhong.rights.rules.triage_shipped import SHIPPED
from huozhong.unions import queries as unions

TRIAGE = "rights.triage"


@dataclass(frozen=True, slots=True)
class TriageVersionCard:
    number: int
    graph: Graph
    change_note: str
    published_at: datetime | None
    published_by: str

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


@dataclass(frozen=True, slots=True)
class TriageCard:
    """An office's graph: what is in force, the draft beside it, and all versions, newest first."""

    id: int
    unit_id: int
    unit_name: str
    place: Place
    versions: tuple[TriageVersionCard, ...]

    @property
    def draft(self) -> TriageVersionCard | None:
        return next((one for one in self.versions if one.is_draft), None)

    @property
    def in_force(self) -> TriageVersionCard | None:
        return next((one for one in self.versions if not one.is_draft), None)

    @property
    def shown(self) -> TriageVersionCard:
        found = self.draft or self.in_force
        assert found is not None
        return found

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands in the way of publishing the draft."""
        return check(self.draft.graph) if self.draft else ()


def graph_for(unit_id: int) -> Graph:
    """The graph in force at a unit: its own, else the nearest above, else the one that the house brings."""
    order = [card.id for card in reversed(unions.ancestors(unit_id))]
    if unit_id not in order:
        order.insert(0, unit_id)
    rows = TriageVersion.objects.filter(graph__unit_id__in=order, published_at__isnull=False).select_related("graph")
    newest: dict[int, TriageVersion] = {}
    for row in rows.order_by("number"):
        newest[row.graph.unit_id] = row
    found = next((newest[one] for one in order if one in newest), None)
    return read(found.questions) if found is not None else SHIPPED


def graph_for_anybody() -> Graph:
    """The graph for somebody of whom no place is known: that of the highest unit which has one."""
    roots = unions.root_units()
    return graph_for(roots[0].id) if roots else SHIPPED


def triage_cards(*, reach: access.Reach) -> tuple[TriageCard, ...]:
    """The graphs of offices within reach."""
    rows = TriageGraph.objects.select_related("unit").filter(reach.over("unit")).order_by("unit__path")[:50]
    return _cards(rows)


def triage_card(graph_id: int, *, reach: access.Reach) -> TriageCard:
    """One office's graph; NotFound outside the reach."""
    found = _cards(TriageGraph.objects.select_related("unit").filter(reach.over("unit"), pk=graph_id))
    if not found:
        raise NotFound(access.NOT_FOUND)
    return found[0]


def _cards(rows: Iterable[TriageGraph]) -> tuple[TriageCard, ...]:
    found = list(rows)
    versions: dict[int, list[TriageVersionCard]] = {row.pk: [] for row in found}
    for one in TriageVersion.objects.filter(graph__in=found).order_by("-number"):
        versions[one.graph_id].append(
            TriageVersionCard(one.number, read(one.questions), one.change_note, one.published_at, one.published_by_name)
        )
    return tuple(
        TriageCard(row.pk, row.unit_id, row.unit.name, row.place, tuple(versions[row.pk])) for row in found
    )  # fmt: skip
