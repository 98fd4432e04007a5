"""Where a seed came from and where it went: seeds and projects, joined by adoptions and distillations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from huozhong.seeds.models import Adoption, LookBack, Seed, StandingRule
from huozhong.seeds.workflow import SeedState

LIMIT = 2000  # nodes that one picture may hold


@dataclass(slots=True)
class Node:
    """One seed or one project of the tree; children in the order in which they came about."""

    kind: str  # "seed" | "project"
    id: int
    label: str
    unit_name: str
    state: str = ""
    version: int = 0
    adaptation: str = ""
    reached: Fraction | None = None
    is_asked: bool = False
    stage: str = ""  # a project: tried, adopted (accepted), sustained (still runs); a seed: rule (made a standing rule)
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lineage:
    """The tree from its oldest known ancestor, with how much of it there is."""

    root: Node
    seeds: int
    adoptions: int
    depth: int
    is_cut: bool


def lineage(seed_id: int) -> Lineage:
    """The whole family of a seed, from its first ancestor down, at most LIMIT nodes."""
    oldest = _oldest(seed_id)
    seeds: dict[int, Node] = {}
    root = _seed_node(Seed.objects.select_related("unit").get(pk=oldest), seed_id)
    seeds[oldest] = root
    level, adoptions, cut = [oldest], 0, False
    while level and not cut:
        made = list(
            Adoption.objects.filter(version__seed_id__in=level)
            .select_related("unit", "version")
            .order_by("adopted_at", "id")[: LIMIT + 1]
        )
        cut = adoptions + len(made) + len(seeds) > LIMIT
        kept = _kept([row.project_id for row in made])
        projects = {row.id: _project_node(row, kept) for row in made}
        for row in made:
            seeds[row.version.seed_id].children.append(projects[row.id])
        adoptions += len(made)
        born = Seed.objects.filter(parent_adoption_id__in=projects).exclude(state=SeedState.DISCARDED)
        level = []
        for child in born.select_related("unit").order_by("id"):
            seeds[child.id] = _seed_node(child, seed_id)
            projects[child.parent_adoption_id].children.append(seeds[child.id])  # type: ignore[index]
            level.append(child.id)
    rules = StandingRule.objects.filter(seed_id__in=seeds, issued_at__isnull=False).values_list("seed_id", flat=True)
    for made_rule in rules:
        seeds[made_rule].stage = "rule"
    return Lineage(root, len(seeds), adoptions, _depth(root), cut)


def _oldest(seed_id: int) -> int:
    seen = {seed_id}
    while True:
        parent = Seed.objects.filter(pk=seed_id).values_list("parent_adoption__version__seed_id", flat=True).first()
        if parent is None or parent in seen:
            return seed_id
        seen.add(parent)
        seed_id = parent


def _seed_node(row: Seed, asked: int) -> Node:
    return Node("seed", row.id, row.title, row.unit.name, state=row.state, is_asked=row.id == asked)


def _kept(project_ids: list[int]) -> dict[int, bool]:
    """What the last look back said of each project that was looked at."""
    rows = LookBack.objects.filter(project_id__in=project_ids, is_running__isnull=False)
    found = rows.order_by("months").values_list("project_id", "is_running")
    return {project_id: bool(runs) for project_id, runs in found}


def _project_node(row: Adoption, kept: Mapping[int, bool]) -> Node:
    reached = None
    if row.reached_denominator:
        reached = Fraction(row.reached_numerator or 0, row.reached_denominator)
    return Node(
        "project",
        row.project_id,
        row.project_label,
        row.unit.name,
        version=row.version.number,
        adaptation=row.adaptation,
        reached=reached,
        stage="tried" if row.result_at is None else "sustained" if kept.get(row.project_id) else "adopted",
    )


def _depth(root: Node) -> int:
    """Generations of seeds below the first."""
    waiting: list[tuple[Node, int]] = [(root, 0)]
    deepest = 0
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + (child.kind == "project")) for child in node.children]
    return deepest


def walk(node: Node) -> Iterable[Node]:
    """Every node of a lineage, parents before children."""
    yield node
    for child in node.children:
        yield from walk(child)
