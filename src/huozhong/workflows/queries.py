"""Reads of workflows: the grounds, an office's workflows, the table of a version, what is wrong with it, dry runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.lifecycle import Lifecycle
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place, ids_of
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.look import services as look
from huozhong.records import queries as records
from huozhong.unions import queries as unions
from huozhong.workflows.engine import (
    Case,
    Design,
    DryRun,
    Finding,
    Ground,
    Picture,
    Seat,
    Staff,
    Stage,
    build,
    check,
    draw,
    read,
    replay,
)
from huozhong.workflows.models import Workflow, WorkflowVersion

MANAGES = Permission.PROGRAMME_MANAGE  # who calls for projects says by which stages they are decided
Cases = Callable[..., tuple[Case, ...]]  # (office's place, year=…, on=…) -> a year's things

_GROUNDS: dict[str, Ground] = {}
_CASES: dict[str, Cases] = {}
_USES: dict[str, Callable[[int], tuple[int, int]]] = {}


def remember(ground: Ground, *, cases: Cases, uses: Callable[[int], tuple[int, int]]) -> None:
    _GROUNDS[ground.kind] = ground
    _CASES[ground.kind] = cases
    _USES[ground.kind] = uses


def ground_of(kind: str) -> Ground:
    """The ground on which workflows of this kind are built."""
    return _GROUNDS[kind]


def grounds() -> tuple[Ground, ...]:
    return tuple(_GROUNDS.values())


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version as pages show it; `projects` and `calls` say who runs on it."""

    id: int
    workflow_id: int
    title: str
    unit_id: int
    number: int
    design: Design
    change_note: str
    written_at: datetime
    published_at: datetime | None
    published_by_name: str
    calls: int = 0
    things: int = 0

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


@dataclass(frozen=True, slots=True)
class WorkflowCard:
    """A workflow with its versions, the newest first."""

    id: int
    title: str
    kind: str
    unit_id: int
    unit_name: str
    place: Place
    city_id: int
    is_retired: bool
    versions: tuple[VersionCard, ...] = field(default=())

    @property
    def draft(self) -> VersionCard | None:
        return next((one for one in self.versions if one.is_draft), None)

    @property
    def published(self) -> VersionCard | None:
        """The version that new calls take."""
        return next((one for one in self.versions if not one.is_draft), None)

    @property
    def shown(self) -> VersionCard:
        """What the page shows first: the draft, else what is in force."""
        return self.draft or self.versions[0]


def _version(row: WorkflowVersion, workflow: Workflow, *, counted: bool = True) -> VersionCard:
    calls, things = _USES[workflow.kind](row.pk) if counted and row.published_at else (0, 0)
    return VersionCard(
        row.pk, workflow.pk, workflow.title, workflow.unit_id, row.number, read(row.design), row.change_note,
        row.written_at, row.published_at, row.published_by_name, calls, things,
    )  # fmt: skip


def _card(row: Workflow) -> WorkflowCard:
    versions = row.versions.order_by("-number")
    return WorkflowCard(
        row.pk, row.title, row.kind, row.unit_id, row.unit.name, row.place, row.city_id, row.retired_at is not None,
        tuple(_version(one, row) for one in versions),
    )  # fmt: skip


def workflow_cards(*, reach: Reach, limit: int = 100) -> tuple[WorkflowCard, ...]:
    """Workflows within reach, those in use first, then the newest."""
    rows = Workflow.objects.select_related("unit").filter(reach.over("unit")).order_by("-id")[:limit]
    return tuple(sorted((_card(row) for row in rows), key=lambda card: card.is_retired))


def find_workflow(workflow_id: int, *, reach: Reach) -> WorkflowCard:
    """One workflow within reach; NotFound otherwise."""
    row = Workflow.objects.select_related("unit").filter(reach.over("unit"), pk=workflow_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return _card(row)


def offered(unit_id: int, *, kind: str) -> tuple[VersionCard, ...]:
    """What a call of this unit may name: the newest published version of each workflow that is not retired."""
    rows = Workflow.objects.filter(unit_id=unit_id, kind=kind, retired_at__isnull=True).annotate(
        newest=Max("versions__published_at")
    )
    found = []
    for row in rows.exclude(newest=None).order_by("id"):
        version = row.versions.filter(published_at__isnull=False).order_by("-number").first()
        if version is not None:
            found.append(_version(version, row, counted=False))
    return tuple(found)


def version(version_id: int) -> VersionCard:
    """A version by its id; the caller has asked whether the thing that runs on it may be seen."""
    row = WorkflowVersion.objects.select_related("workflow").filter(pk=version_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return _version(row, row.workflow, counted=False)


@lru_cache(maxsize=512)
def _published(version_id: int) -> tuple[Design, Lifecycle, str]:
    """Kept in memory: a published version never changes."""
    row = WorkflowVersion.objects.select_related("workflow").get(pk=version_id, published_at__isnull=False)
    design = read(row.design)
    return design, build(design, ground_of(row.workflow.kind)), row.workflow.title


def table_of(version_id: int) -> Lifecycle:
    """The table of moves of a published version, as the same type as the fixed one."""
    return _published(version_id)[1]


def design_of(version_id: int) -> Design:
    """The stages of a published version."""
    return _published(version_id)[0]


def stage_in(version_id: int, state: str, *, kind: str) -> Stage | None:
    """The stage of a version at which a thing in this state stands; None where the fixed table goes on."""
    return ground_of(kind).stage_in(design_of(version_id), state)


def staff(ground: Ground, *, place: Place, on: date) -> Staff:
    """How many people hold, at the office and at the union above it, what the catalogue asks for; on a day."""
    asked = {(one.permission, one.seat) for one in ground.reviewers}
    asked |= {(one.must_exist, Seat.OFFICE) for one in ground.reviewers if one.must_exist is not None}
    asked |= {(one.move.permission, Seat.OFFICE) for part in ground.parts for one in part.exits if one.move.permission}
    upper = upper_of(place)
    found = {}
    for permission, seat in asked:
        where = place if seat is Seat.OFFICE else upper
        found[permission, seat] = len(seats.holders(permission, at=where, on=on)) if where is not None else 0
    return found


def upper_of(place: Place) -> Place | None:
    """The union directly above; None at the top."""
    above = ids_of(place.path)[:-1]
    return unions.place_of(above[-1]) if above else None


def findings(card: WorkflowCard, found: VersionCard, *, on: date) -> tuple[Finding, ...]:
    """What stands in the way of publishing a draft today."""
    ground = ground_of(card.kind)
    return check(found.design, ground, staff=staff(ground, place=card.place, on=on))


def dry_run(card: WorkflowCard, found: VersionCard, *, year: int, on: date) -> DryRun:
    """A year's things of this office walked through a version; nothing is written."""
    return replay(found.design, ground_of(card.kind), _CASES[card.kind](card.place, year=year, on=on))


STORY = {
    "workflow_drafted": say("新建流程"),
    "workflow_version_started": say("另起一版"),
    "workflow_published": say("发布流程"),
    "workflow_draft_dropped": say("放弃草稿"),
    "workflow_retired": say("停用流程"),
    "stage_added": say("增加环节"),
    "stage_saved": say("修改环节"),
    "stage_removed": say("去掉环节"),
    "stage_shifted": say("移动环节"),
}


def story(workflow_id: int) -> tuple[look.TrailEntry, ...]:
    """What was done to a workflow, newest first."""
    return seats.told_acts(records.history("workflows.workflow", workflow_id), STORY, where="stage")


def pictures(design: Design, *, kind: str) -> tuple[Picture, ...]:
    """Each filled part, drawn and said."""
    ground = ground_of(kind)
    return tuple(draw(design, ground, part) for part in ground.parts if design.part(part.letter))
