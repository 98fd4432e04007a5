"""Writing a seed: its first draft, its versions, its moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.seeds import rules
from huozhong.seeds.models import Seed, SeedVersion
from huozhong.seeds.queries.sketches import Sketch, from_json, to_json
from huozhong.seeds.rules import SeedFacts
from huozhong.seeds.workflow import SeedState

TITLE_LIMIT = 120


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What a seed says, in the order in which a case library prints it."""

    reason: str = ""
    problem: str = ""
    practice: str = ""
    effect: str = ""
    conditions: str = ""
    quotation: str = ""
    source_line: str = ""
    change_note: str = ""


@transaction.atomic
def start_blank(*, title: str, theme: str, unit: Place, actor: Actor, at: datetime) -> int:
    """A new draft seed, to be written from nothing."""
    access.require(actor, Permission.SEED_DRAFT, at=unit)
    return _plant(title=title, theme=theme, unit=unit, origin=Seed.Origin.BLANK, card=CaseCard(), actor=actor, at=at).id


def _plant(
    *,
    title: str,
    theme: str,
    unit: Place,
    origin: str,
    card: CaseCard,
    actor: Actor,
    at: datetime,
    sketch: Sketch | None = None,
    project_id: int | None = None,
    project_label: str = "",
    parent_adoption_id: int | None = None,
) -> Seed:
    """A draft seed with its first open version, and its record. The caller has asked the permission."""
    seed = Seed.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        title=_fit_title(title),
        theme=theme,
        origin=origin,
        project_id=project_id,
        project_label=project_label,
        parent_adoption_id=parent_adoption_id,
        drafted_by_id=actor.person_id,
        drafted_at=at,
    )
    _new_version(seed, 1, card, sketch or Sketch(), at=at)
    records.note("seeds.seed", seed.id, "drafted", actor=actor, at=at, place=unit, label=seed.title)
    return seed


def _fit_title(title: str) -> str:
    cleaned = " ".join(title.split())
    if not cleaned:
        raise Refused(say("请填写种子的名称。"))
    if len(cleaned) > TITLE_LIMIT:
        raise Refused(say("名称最多 %(limit)s 字。", limit=TITLE_LIMIT))
    return cleaned


def _new_version(seed: Seed, number: int, card: CaseCard, sketch: Sketch, *, at: datetime) -> SeedVersion:
    return SeedVersion.objects.create(
        city_id=seed.city_id,
        seed=seed,
        number=number,
        reason=card.reason,
        problem=card.problem,
        practice=card.practice,
        effect=card.effect,
        conditions=card.conditions,
        quotation=card.quotation,
        source_line=card.source_line,
        change_note=card.change_note,
        sketch=to_json(sketch),
        written_at=at,
    )


def _locked(seed_id: int, *, actor: Actor) -> Seed:
    seed = Seed.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=seed_id).first()
    if seed is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.SEED_DRAFT, at=seed.place, seen=Permission.SEED_READ)
    return seed


@transaction.atomic
def write_version(
    seed_id: int, *, title: str, theme: str, card: CaseCard, sketch: Sketch, actor: Actor, at: datetime
) -> None:
    """Write into the open version. Refused when every version is published: then start the next one."""
    seed = _locked(seed_id, actor=actor)
    version = seed.versions.filter(published_at__isnull=True).first()
    if version is None:
        raise Refused(say("这一版已经发布。要改，请先起草新的一版。"))
    if len(card.quotation) > rules.QUOTATION_LIMIT:
        raise Refused(
            say("引文最多 %(limit)s 字，现在 %(count)s 字。", limit=rules.QUOTATION_LIMIT, count=len(card.quotation))
        )
    seed.title, seed.theme = _fit_title(title), theme
    seed.save(update_fields=["title", "theme"])
    for field in CaseCard.__dataclass_fields__:
        setattr(version, field, getattr(card, field))
    version.sketch = to_json(sketch)
    version.written_at = at
    version.save()
    records.note("seeds.seed", seed.id, "written", actor=actor, at=at, place=seed.place, label=seed.title)


@transaction.atomic
def start_version(seed_id: int, *, actor: Actor, at: datetime) -> int:
    """Open the next version, beginning as a copy of the last. Answers its number."""
    seed = _locked(seed_id, actor=actor)
    last = seed.versions.order_by("-number").first()
    if last is None or last.published_at is None:
        raise Refused(say("还有一版没有发布，请接着写那一版。"))
    if seed.state != SeedState.PUBLISHED:
        raise Refused(say("撤回的种子不能出新版，请先恢复发布。"))
    card = CaseCard(
        **{field: getattr(last, field) for field in CaseCard.__dataclass_fields__ if field != "change_note"}
    )
    opened = _new_version(seed, last.number + 1, card, from_json(last.sketch), at=at)
    records.note(
        "seeds.seed",
        seed.id,
        "version_started",
        actor=actor,
        at=at,
        place=seed.place,
        label=seed.title,
        details={"version": opened.number},
    )
    return opened.number


def facts_of(seed: Seed) -> SeedFacts:
    """What the guards look at, gathered from the rows as they are now."""
    version = seed.versions.order_by("-number").first()
    if version is None:
        return SeedFacts(title=seed.title, has_unpublished_version=False)
    practice = seed.practices_found.select_related("page").first()
    own_words = [version.reason, version.problem, version.practice, version.effect, version.conditions]
    copied = (
        max((rules.longest_copied_run(text, practice.page.text) for text in own_words), default=0) if practice else 0
    )
    return SeedFacts(
        title=seed.title,
        problem=version.problem,
        practice=version.practice,
        effect=version.effect,
        conditions=version.conditions,
        quotation=version.quotation,
        source_line=version.source_line,
        is_from_press=seed.origin == Seed.Origin.PRESS,
        longest_copied=copied,
        has_targets=bool(version.sketch.get("targets")),
        has_unpublished_version=version.published_at is None,
    )


def next_moves(seed_id: int, *, actor: Actor) -> tuple[lifecycles.Step, ...]:
    """What may be done with the seed now: allowed, or greyed with the sentence that says why."""
    seed = Seed.objects.select_related("unit").get(pk=seed_id)
    return lifecycles.what_next(seed, actor, facts=facts_of(seed))


@transaction.atomic
def move_seed(seed_id: int, move: str, *, actor: Actor, at: datetime, why: str = "") -> None:
    """Publish, publish a new version, withdraw, restore or discard."""
    seed = Seed.objects.select_related("unit").filter(pk=seed_id).first()
    if seed is None:
        raise NotFound(access.NOT_FOUND)
    moved = lifecycles.carry_out(seed, move, actor=actor, at=at, facts=facts_of, why=why)
    if move in ("publish", "republish"):
        moved.versions.filter(published_at__isnull=True).update(published_at=at, published_by_id=actor.person_id)
    change = {"publish": 1, "restore": 1, "withdraw": -1}.get(move, 0)
    if change:
        day = day_of(at)
        records.tally("seeds_published", path=moved.place.path, day=day, delta=change, city_id=moved.city_id)
