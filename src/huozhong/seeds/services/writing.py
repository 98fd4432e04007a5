"""Writing a seed: its first draft, its versions, its moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

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
from huozhong.seeds.queries.anatomy import Anatomy, Credit, Licence, anatomy_to_json
from huozhong.seeds.queries.contents import Body, CaseCard, body_of
from huozhong.seeds.queries.sketches import Sketch, new_id, to_json, with_ids
from huozhong.seeds.rules import SeedFacts
from huozhong.seeds.workflow import SeedState
from huozhong.unions import queries as unions

TITLE_LIMIT = 120


@transaction.atomic
def start_blank(*, title: str, theme: str, unit: Place, actor: Actor, at: datetime) -> int:
    """A new draft seed, to be written from nothing."""
    access.require(actor, Permission.SEED_DRAFT, at=unit)
    return plant(title=title, theme=theme, unit=unit, origin=Seed.Origin.BLANK, body=Body(), actor=actor, at=at).id


def plant(
    *,
    title: str,
    theme: str,
    unit: Place,
    origin: str,
    body: Body,
    actor: Actor,
    at: datetime,
    number: int = 1,
    lineage_id: UUID | None = None,
    project_id: int | None = None,
    project_label: str = "",
    parent_adoption_id: int | None = None,
) -> Seed:
    """A draft seed with its first open version, and its record. The caller has asked the permission."""
    seed = Seed.objects.create(
        city_id=unit.city_id,
        lineage_id=lineage_id or uuid4(),
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
    new_version(seed, number, _begun(body, unit), at=at)
    records.note("seeds.seed", seed.id, "drafted", actor=actor, at=at, place=unit, label=seed.title)
    return seed


def _fit_title(title: str) -> str:
    cleaned = " ".join(title.split())
    if not cleaned:
        raise Refused(say("请填写种子的名称。"))
    if len(cleaned) > TITLE_LIMIT:
        raise Refused(say("名称最多 %(limit)s 字。", limit=TITLE_LIMIT))
    return cleaned


def _begun(body: Body, unit: Place) -> Body:
    """A new seed has a licence and somebody to thank; both may be changed."""
    if body.anatomy.licence:
        return body
    writer = Credit(unions.unit(unit.unit_id).name, str(say("起草")), new_id())
    return replace(body, anatomy=replace(body.anatomy, licence=str(Licence.UNIONS), credits=(writer,)))


def new_version(seed: Seed, number: int, body: Body, *, at: datetime) -> SeedVersion:
    """The next open version of a seed. The caller has asked the permission."""
    return SeedVersion.objects.create(city_id=seed.city_id, seed=seed, number=number, written_at=at, **_columns(body))


def _columns(body: Body) -> dict[str, object]:
    """A body as the row of a version keeps it. No personal number stands in a seed: it travels."""
    columns: dict[str, object] = {
        **{name: getattr(body.card, name) for name in CaseCard.__dataclass_fields__},
        "sketch": to_json(with_ids(body.sketch)),
        "anatomy": anatomy_to_json(body.anatomy),
    }
    if rules.names_a_number(columns):
        raise Refused(say("种子会传到别处，请不要写个人的证件号码或手机号；联系方式请写单位的办公电话。"))
    return columns


def put(version: SeedVersion, body: Body, *, at: datetime) -> None:
    """Write a body into an open version."""
    for name, value in _columns(body).items():
        setattr(version, name, value)
    version.written_at = at
    version.save()


def locked(seed_id: int, *, actor: Actor) -> Seed:
    seed = Seed.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=seed_id).first()
    if seed is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.SEED_DRAFT, at=seed.place, seen=Permission.SEED_READ)
    return seed


@transaction.atomic
def write_version(
    seed_id: int,
    *,
    title: str,
    theme: str,
    card: CaseCard,
    sketch: Sketch,
    anatomy: Anatomy | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Write into the open version; without an `anatomy` its stays. Refused when every version is published: then
    start the next one."""
    seed = locked(seed_id, actor=actor)
    version = open_version(seed)
    if version is None:
        raise Refused(say("这一版已经发布。要改，请先起草新的一版。"))
    if len(card.quotation) > rules.QUOTATION_LIMIT:
        raise Refused(
            say("引文最多 %(limit)s 字，现在 %(count)s 字。", limit=rules.QUOTATION_LIMIT, count=len(card.quotation))
        )
    seed.title, seed.theme = _fit_title(title), theme
    seed.save(update_fields=["title", "theme"])
    put(version, Body(card, sketch, anatomy if anatomy is not None else body_of(version).anatomy), at=at)
    records.note("seeds.seed", seed.id, "written", actor=actor, at=at, place=seed.place, label=seed.title)


def open_version(seed: Seed) -> SeedVersion | None:
    """The version that is being written, if there is one."""
    return seed.versions.filter(published_at__isnull=True).first()


@transaction.atomic
def start_version(seed_id: int, *, actor: Actor, at: datetime) -> int:
    """Open the next version, beginning as a copy of the last. Answers its number."""
    return next_version(locked(seed_id, actor=actor), actor=actor, at=at).number


def next_version(seed: Seed, *, actor: Actor, at: datetime) -> SeedVersion:
    """The next open version of a seed that the caller has locked."""
    last = seed.versions.order_by("-number").first()
    if last is None or last.published_at is None:
        raise Refused(say("还有一版没有发布，请接着写那一版。"))
    if seed.state != SeedState.PUBLISHED:
        raise Refused(say("撤回的种子不能出新版，请先恢复发布。"))
    body = body_of(last)
    opened = new_version(seed, last.number + 1, replace(body, card=replace(body.card, change_note="")), at=at)
    details = {"version": opened.number}
    records.note(
        "seeds.seed", seed.id, "version_started", actor=actor, at=at, place=seed.place, label=seed.title,
        details=details,
    )  # fmt: skip
    return opened


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
