"""Seeds as pages show them. A published seed is everybody's; a draft is seen within reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.seeds.models import Seed, SeedVersion
from huozhong.seeds.queries.anatomy import Anatomy, anatomy_from_json
from huozhong.seeds.queries.contents import Body, CaseCard
from huozhong.seeds.queries.sketches import BudgetSketch, Sketch, TargetSketch, TaskSketch, from_json
from huozhong.seeds.workflow import SeedState

PAGE = 50


@dataclass(frozen=True, slots=True)
class SeedCard:
    """A seed with what its shown version says."""

    id: int
    city_id: int
    unit_id: int
    unit_name: str
    place: Place
    lineage_id: UUID
    title: str
    state: str
    theme: str
    origin: str
    project_id: int | None
    project_label: str
    version: int
    version_id: int
    reason: str
    problem: str
    practice: str
    effect: str
    conditions: str
    quotation: str
    source_line: str
    sketch: Sketch
    anatomy: Anatomy
    adoptions: int
    published_at: datetime | None
    has_open_version: bool
    change_note: str = ""

    @property
    def body(self) -> Body:
        """Everything that the shown version says."""
        card = CaseCard(**{name: getattr(self, name) for name in CaseCard.__dataclass_fields__})
        return Body(card, self.sketch, self.anatomy)


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One line of a seed's own history."""

    id: int
    number: int
    change_note: str
    written_at: datetime
    published_at: datetime | None


def _rows() -> QuerySet[Seed]:
    newest = SeedVersion.objects.filter(seed=OuterRef("pk")).order_by("-number")
    latest = newest.filter(published_at__isnull=False)
    still_open = newest.filter(published_at__isnull=True)
    return Seed.objects.select_related("unit").annotate(
        published_version_id=Subquery(latest.values("id")[:1]),
        any_version_id=Subquery(newest.values("id")[:1]),
        open_version_id=Subquery(still_open.values("id")[:1]),
        adoption_count=Count("versions__adoptions", distinct=True),
    )


def _cards(rows: Iterable[Seed], *, working: bool = False) -> tuple[SeedCard, ...]:
    """Cards that show the published version, or with `working` the newest one whatever its state."""
    listed = list(rows)
    wanted = {row.id: _shown(row, working=working) for row in listed}
    found = SeedVersion.objects.in_bulk([version for version in wanted.values() if version])
    return tuple(_card(row, found[version]) for row in listed if (version := wanted[row.id]) is not None)


def _shown(row: Seed, *, working: bool) -> int | None:
    published: int | None = row.published_version_id  # type: ignore[attr-defined]
    newest: int | None = row.any_version_id  # type: ignore[attr-defined]
    return newest if working or published is None else published


def _card(row: Seed, version: SeedVersion) -> SeedCard:
    return SeedCard(
        id=row.id,
        city_id=row.city_id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        place=row.place,
        lineage_id=row.lineage_id,
        title=row.title,
        state=row.state,
        theme=row.theme,
        origin=row.origin,
        project_id=row.project_id,
        project_label=row.project_label,
        version=version.number,
        version_id=version.id,
        reason=version.reason,
        problem=version.problem,
        practice=version.practice,
        effect=version.effect,
        conditions=version.conditions,
        quotation=version.quotation,
        source_line=version.source_line,
        sketch=from_json(version.sketch),
        anatomy=anatomy_from_json(version.anatomy),
        adoptions=row.adoption_count,  # type: ignore[attr-defined]
        published_at=version.published_at,
        has_open_version=row.open_version_id is not None,  # type: ignore[attr-defined]
        change_note=version.change_note,
    )


def seed(seed_id: int, *, reach: Reach, working: bool = False) -> SeedCard:
    """One seed: published ones for everybody, others only within the reach. NotFound otherwise.

    `working` asks for the newest version, which an editor within reach is writing.
    """
    visible = reach.over("unit") if working else Q(state=SeedState.PUBLISHED) | reach.over("unit")
    row = _rows().filter(visible, pk=seed_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _cards([row], working=working)[0]


def published(*, search: str = "", theme: str = "", before: int | None = None) -> tuple[SeedCard, ...]:
    """Published seeds, newest first, a page of fifty."""
    rows = _rows().filter(state=SeedState.PUBLISHED)
    if search:
        rows = rows.filter(
            Q(title__icontains=search) | Q(unit__name__icontains=search) | Q(versions__problem__icontains=search)
        )
    if theme:
        rows = rows.filter(theme=theme)
    if before:
        rows = rows.filter(id__lt=before)
    return _cards(rows.order_by("-id")[:PAGE])


def drafts(*, reach: Reach) -> tuple[SeedCard, ...]:
    """Seeds within reach that are not published, and published ones with an open next version; newest first."""
    rows = _rows().filter(reach.over("unit")).exclude(state=SeedState.DISCARDED)
    rows = rows.exclude(Q(state=SeedState.PUBLISHED) & Q(open_version_id__isnull=True))
    return _cards(rows.order_by("-id")[:PAGE], working=True)


def paper_file(seed_id: int, paper_id: str, *, reach: Reach) -> int:
    """The stored file of a seed's paper: of published versions, within the reach also of open ones; or NotFound."""
    rows = SeedVersion.objects.filter(Q(published_at__isnull=False) | reach.over("seed__unit"), seed_id=seed_id)
    for row in rows.order_by("-number"):
        for paper in anatomy_from_json(row.anatomy).papers:
            if paper.id == paper_id and paper.file_id is not None:
                return paper.file_id
    raise NotFound(NOT_FOUND)


def versions(seed_id: int) -> tuple[VersionCard, ...]:
    """Every version of a seed, newest first."""
    rows = SeedVersion.objects.filter(seed_id=seed_id).order_by("-number")
    return tuple(VersionCard(v.id, v.number, v.change_note, v.written_at, v.published_at) for v in rows)


__all__ = ["PAGE", "BudgetSketch", "SeedCard", "Sketch", "TargetSketch", "TaskSketch", "VersionCard"]
