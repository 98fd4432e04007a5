"""How a seed spreads: adopted into a project, its result recorded, a new seed distilled from what worked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.seeds.events import SeedAdopted
from huozhong.seeds.models import Adoption, AdoptionReading, Seed, SeedVersion
from huozhong.seeds.queries.anatomy import Anatomy
from huozhong.seeds.queries.contents import Body, CaseCard
from huozhong.seeds.queries.sketches import Sketch
from huozhong.seeds.services.evidence import refresh_label
from huozhong.seeds.services.lasting import ResultReading
from huozhong.seeds.services.writing import plant
from huozhong.seeds.workflow import SeedState


@transaction.atomic
def record_adoption(
    seed_version_id: int,
    *,
    by_unit: Place,
    project_id: int,
    project_label: str,
    adaptation: str,
    actor: Actor,
    at: datetime,
) -> int:
    """A union takes a version into a project of its own. A draft may be tried only by the union that wrote it."""
    access.require(actor, Permission.SEED_ADOPT, at=by_unit)
    version = SeedVersion.objects.select_related("seed__unit").filter(pk=seed_version_id).first()
    if version is None:
        raise NotFound(access.NOT_FOUND)
    seed = version.seed
    _require_adoptable(seed, version, by_unit)
    try:
        with transaction.atomic():
            adoption = Adoption.objects.create(
                city_id=by_unit.city_id,
                version=version,
                unit_id=by_unit.unit_id,
                project_id=project_id,
                project_label=project_label[:200],
                adaptation=adaptation,
                adopted_at=at,
            )
    except IntegrityError as error:
        if "a_project_adopts_one_seed" not in str(error):
            raise
        raise Refused(say("这个项目已经采用了一颗种子。")) from None
    details = {"project_id": project_id, "version": version.number, "adoption_id": adoption.id}
    records.note("seeds.seed", seed.id, "adopted", actor=actor, at=at, place=by_unit, label=seed.title, details=details)
    day = day_of(at)
    records.tally("seeds_adopted", path=by_unit.path, day=day, delta=1, city_id=by_unit.city_id)
    records.announce(SeedAdopted(seed.id, adoption.id, by_unit.path), city_id=by_unit.city_id)
    return adoption.id


def _require_adoptable(seed: Seed, version: SeedVersion, by_unit: Place) -> None:
    if seed.state == SeedState.PUBLISHED and version.published_at is not None:
        return
    if seed.state == SeedState.DRAFT and seed.unit_id == by_unit.unit_id:
        return
    raise Refused(say("这颗种子还没有发布，或者已经撤回，暂时不能采用。"))


@transaction.atomic
def record_result(
    project_id: int,
    *,
    city_id: int,
    share_reached: Fraction,
    readings: Sequence[ResultReading] = (),
    cost: Decimal | None = None,
    beneficiaries: int | None = None,
    at: datetime,
) -> bool:
    """An adopting project was accepted: keep what it reached, what it cost and whom it served, and compute the seed's
    label anew. Safe to repeat."""
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("version")
    adoption = rows.filter(city_id=city_id, project_id=project_id, result_at__isnull=True).first()
    if adoption is None:
        return False
    adoption.reached_numerator, adoption.reached_denominator = share_reached.numerator, share_reached.denominator
    adoption.cost, adoption.beneficiaries, adoption.result_at = cost, beneficiaries, at
    adoption.save()
    AdoptionReading.objects.bulk_create(
        AdoptionReading(
            city_id=city_id,
            adoption=adoption,
            position=position,
            indicator=one.indicator[:80],
            unit_word=one.unit_word[:16],
            baseline=one.baseline,
            target=one.target,
            actual=one.actual,
        )
        for position, one in enumerate(readings, start=1)
    )
    refresh_label(adoption.version.seed_id, at=at)
    return True


@transaction.atomic
def draft_from_project(
    *,
    project_id: int,
    project_label: str,
    unit: Place,
    title: str,
    theme: str,
    case: CaseCard,
    sketch: Sketch,
    parent_adoption_id: int | None,
    anatomy: Anatomy | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """A draft seed distilled from what a project did; asked again, the same seed is answered."""
    access.require(actor, Permission.SEED_DRAFT, at=unit)
    before = Seed.objects.filter(city_id=unit.city_id, project_id=project_id).exclude(state=SeedState.DISCARDED).first()
    if before is not None:
        return before.id
    parent = parent_adoption_id or (
        Adoption.objects.filter(city_id=unit.city_id, project_id=project_id).values_list("id", flat=True).first()
    )
    seed = plant(
        title=title,
        theme=theme,
        unit=unit,
        origin=Seed.Origin.PROJECT,
        body=Body(case, sketch, anatomy or Anatomy()),
        project_id=project_id,
        project_label=project_label[:200],
        parent_adoption_id=parent,
        actor=actor,
        at=at,
    )
    return seed.id
