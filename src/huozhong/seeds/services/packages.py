"""Seeds that leave in a package or come in one, the keys that are accepted, and outcomes that go back as counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.classes import WORK_CLASSES
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.seeds.engine import merge as merging
from huozhong.seeds.engine.merge import Content
from huozhong.seeds.engine.package import (
    BadPackage,
    OutcomeReport,
    Package,
    grouped,
    read_outcomes,
    read_package,
    write_outcomes,
    write_package,
)
from huozhong.seeds.models import Arrival, ForeignSeed, Publisher, ReturnedOutcome, Seed
from huozhong.seeds.queries.contents import body_from, body_of
from huozhong.seeds.queries.copies import newest_version
from huozhong.seeds.queries.packages import ancestors_of, federation_of, told_counts
from huozhong.seeds.services.copies import CHANGED
from huozhong.seeds.services.papers import PAPERS
from huozhong.seeds.services.signing import signing_key
from huozhong.seeds.services.writing import locked, next_version, open_version, plant, put
from huozhong.seeds.workflow import SeedState

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a package: a new draft seed, or an arrival that waits to be merged."""

    seed_id: int
    arrival_id: int | None = None


def _seed(seed_id: int, permission: Permission, *, actor: Actor) -> Seed:
    seed = Seed.objects.select_related("unit").filter(pk=seed_id).first()
    if seed is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=seed.place, seen=Permission.SEED_READ)
    return seed


def _note(seed: Seed, action: str, *, actor: Actor, at: datetime, **details: object) -> None:
    records.note("seeds.seed", seed.id, action, actor=actor, at=at, place=seed.place, label=seed.title, details=details)


def _without_howtos(content: Content) -> Content:
    """The content without ids of how-to cards: they belong to this federation and mean nothing elsewhere."""
    lists = dict(content["lists"])
    lists["steps"] = [{**row, "howto_ids": []} for row in lists.get("steps", [])]
    return {**content, "lists": lists}


@transaction.atomic
def export_package(seed_id: int, *, actor: Actor, at: datetime) -> bytes:
    """The newest published version as a signed package."""
    seed = _seed(seed_id, Permission.SEED_PUBLISH, actor=actor)
    version = newest_version(seed_id)
    if version is None or seed.state != SeedState.PUBLISHED:
        raise Refused(say("先发布，才能导出种子包。"))
    body = body_of(version)
    files = {sha256: records.read_file(file_id) for sha256, file_id in body.anatomy.files.items()}
    package = Package(
        title=seed.title,
        theme=seed.theme,
        lineage_id=seed.lineage_id,
        number=version.number,
        content=_without_howtos(body.content),
        publisher=federation_of(seed),
        made_date=day_of(at),
        change_note=version.change_note,
        ancestors=ancestors_of(seed),
        evidence=told_counts(seed_id),
        files=files,
    )
    try:
        made = write_package(package, signing_key())
    except BadPackage as no:
        raise Refused(no.reason) from None
    _note(seed, "package_made", actor=actor, at=at, version=version.number)
    return made


@transaction.atomic
def accept_publisher(unit: Place, *, name: str, fingerprint: str, compared_how: str, actor: Actor, at: datetime) -> int:
    """A person has compared a federation's fingerprint, and says how; from now on its packages are taken."""
    access.require(actor, Permission.SEED_PUBLISH, at=unit)
    bare = re.sub(r"[\s:-]", "", fingerprint).lower()
    if not FINGERPRINT.fullmatch(bare):
        raise Refused(say("指纹是 64 位的数字和字母（0-9、a-f），请照着对方念的完整填写。"))
    if not name.strip() or not compared_how.strip():
        raise Refused(say("请写明这是谁的指纹，是怎么核对的，例如：电话里逐段念过。"))
    row, is_new = Publisher.objects.get_or_create(
        city_id=unit.city_id,
        fingerprint=bare,
        defaults={
            "unit_id": unit.unit_id,
            "name": name.strip()[:120],
            "compared_how": compared_how.strip()[:200],
            "accepted_by_id": actor.person_id,
            "accepted_at": at,
        },
    )
    if not is_new and row.ended_at is None:
        raise Refused(say("这个指纹已经认可过了。"))
    if not is_new:
        row.ended_at, row.accepted_at, row.compared_how = None, at, compared_how.strip()[:200]
        row.save(update_fields=["ended_at", "accepted_at", "compared_how"])
    records.note(
        "seeds.publisher", row.id, "publisher_accepted", actor=actor, at=at, place=unit, label=row.name,
        details={"fingerprint": grouped(bare)},
    )  # fmt: skip
    return row.id


@transaction.atomic
def end_publisher(publisher_id: int, *, actor: Actor, at: datetime) -> None:
    """Packages of this key are no longer taken; what came before stays."""
    row = Publisher.objects.select_related("unit").filter(pk=publisher_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.SEED_PUBLISH, at=row.unit.place, seen=Permission.SEED_PUBLISH)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    place = row.unit.place
    records.note("seeds.publisher", row.id, "publisher_ended", actor=actor, at=at, place=place, label=row.name)


def _publisher(fingerprint: str, *, named: str, city_id: int) -> Publisher:
    row = Publisher.objects.filter(city_id=city_id, fingerprint=fingerprint, ended_at__isnull=True).first()
    if row is None:
        raise Refused(
            say(
                "这个文件由“%(name)s”签发，指纹 %(fingerprint)s 还没有认可。请先和对方核对，再登记到“认可的签发方”。",
                name=named,
                fingerprint=grouped(fingerprint),
            )
        )
    return row


@transaction.atomic
def take_package(content: bytes, *, unit: Place, actor: Actor, at: datetime) -> Taken:
    """Check a package and take it: a new draft seed, or, of a seed that is here, an arrival to be merged."""
    access.require(actor, Permission.SEED_DRAFT, at=unit)
    try:
        package = read_package(content)
    except BadPackage as no:
        raise Refused(no.reason) from None
    publisher = _publisher(package.fingerprint, named=package.publisher, city_id=unit.city_id)
    known = Seed.objects.select_for_update(of=("self",)).select_related("unit")
    seed = known.filter(city_id=unit.city_id, lineage_id=package.lineage_id).first()
    if seed is None:
        return _planted(package, publisher, unit=unit, actor=actor, at=at)
    foreign = ForeignSeed.objects.select_related("publisher").filter(seed=seed).first()
    if foreign is None:
        raise Refused(say("这是您们自己的种子“%(title)s”，不用再导入。", title=seed.title))
    if foreign.publisher_id != publisher.id:
        raise Refused(say("这颗种子原来由“%(name)s”签发，换了签发方的包不能收。", name=foreign.publisher.name))
    access.require(actor, Permission.SEED_DRAFT, at=seed.place, seen=Permission.SEED_READ)
    return _arrived(package, foreign, seed, actor=actor, at=at)


def _stored(package: Package, *, city_id: int, actor: Actor, at: datetime) -> dict[str, int]:
    """The attachments through the same door as an upload: kind, size and scanner."""
    names = {row["sha256"]: row["name"] for row in package.content["lists"].get("papers", [])}
    return {
        sha256: records.store_file(body, name=names[sha256], city_id=city_id, actor=actor, at=at, limit=PAPERS).id
        for sha256, body in package.files.items()
    }


def _planted(package: Package, publisher: Publisher, *, unit: Place, actor: Actor, at: datetime) -> Taken:
    files = _stored(package, city_id=unit.city_id, actor=actor, at=at)
    seed = plant(
        title=package.title,
        theme=package.theme if package.theme in WORK_CLASSES else "",
        unit=unit,
        origin=Seed.Origin.FOREIGN,
        body=body_from(package.content, files=files, change_note=package.change_note),
        lineage_id=package.lineage_id,
        actor=actor,
        at=at,
    )
    ForeignSeed.objects.create(
        city_id=seed.city_id,
        seed=seed,
        publisher=publisher,
        number=package.number,
        content=package.content,
        evidence=dict(package.evidence),
        ancestors=[str(one) for one in package.ancestors],
        taken_at=at,
    )
    _note(seed, "package_taken", actor=actor, at=at, version=package.number, publisher=publisher.name)
    return Taken(seed.id)


def _arrived(package: Package, foreign: ForeignSeed, seed: Seed, *, actor: Actor, at: datetime) -> Taken:
    waiting = Arrival.objects.filter(foreign=foreign, taken_at__isnull=True).first()
    if package.number <= max(foreign.number, waiting.number if waiting else 0):
        raise Refused(say("这里已经有第 %(n)s 版，这个包不比它新。", n=foreign.number))
    said = {
        "number": package.number,
        "content": package.content,
        "files": _stored(package, city_id=seed.city_id, actor=actor, at=at),
        "evidence": dict(package.evidence),
        "arrived_by_id": actor.person_id,
        "arrived_at": at,
    }
    if waiting is None:
        waiting = Arrival(city_id=seed.city_id, foreign=foreign)
    for name, value in said.items():
        setattr(waiting, name, value)
    waiting.save()
    _note(seed, "package_arrived", actor=actor, at=at, version=package.number)
    return Taken(seed.id, waiting.id)


@transaction.atomic
def take_arrival(arrival_id: int, *, choices: Mapping[str, str], actor: Actor, at: datetime) -> int:
    """Merge a newer package into the seed's open version, every conflict settled. Answers the version's number."""
    rows = Arrival.objects.select_for_update(of=("self",)).select_related("foreign")
    arrival = rows.filter(pk=arrival_id).first()
    if arrival is None:
        raise NotFound(access.NOT_FOUND)
    foreign = arrival.foreign
    seed = locked(foreign.seed_id, actor=actor)
    if arrival.taken_at is not None:
        raise Conflict(say("这个包已经合并过了。"))
    version = open_version(seed) or next_version(seed, actor=actor, at=at)
    mine = body_of(version)
    try:
        merged = merging.settle(foreign.content, mine.content, arrival.content, choices=choices)
    except merging.UnknownConflict:
        raise Conflict(CHANGED) from None
    if merged.conflicts:
        raise Refused(say("还有 %(n)s 处要您选：用自己的，还是用新版的。", n=len(merged.conflicts)))
    note = mine.card.change_note or str(say("合并了外地第 %(n)s 版", n=arrival.number))
    put(version, body_from(merged.content, files=mine.anatomy.files | arrival.files, change_note=note), at=at)
    foreign.number, foreign.content, foreign.evidence = arrival.number, arrival.content, arrival.evidence
    foreign.taken_at = arrival.taken_at = at
    foreign.save(update_fields=["number", "content", "evidence", "taken_at"])
    arrival.save(update_fields=["taken_at"])
    _note(seed, "package_taken", actor=actor, at=at, version=arrival.number, settled=len(choices))
    return version.number


@transaction.atomic
def export_outcomes(seed_id: int, *, actor: Actor, at: datetime) -> bytes:
    """What our adopters of a foreign seed reached, for its authors: counts only, signed, small groups hidden."""
    seed = _seed(seed_id, Permission.SEED_PUBLISH, actor=actor)
    if not ForeignSeed.objects.filter(seed=seed).exists():
        raise Refused(say("只有外地来的种子才需要报回成效。"))
    counts: dict[str, Any] = told_counts(seed_id)
    report = OutcomeReport(seed.lineage_id, federation_of(seed), day_of(at), counts)
    try:
        made = write_outcomes(report, signing_key())
    except BadPackage as no:
        raise Refused(no.reason) from None
    _note(seed, "outcomes_made", actor=actor, at=at)
    return made


@transaction.atomic
def take_outcomes(content: bytes, *, city_id: int, actor: Actor, at: datetime) -> int:
    """Take the counts that a federation elsewhere reports of our seed; the newest report stands. Answers the seed."""
    try:
        report = read_outcomes(content)
    except BadPackage as no:
        raise Refused(no.reason) from None
    publisher = _publisher(report.fingerprint, named=report.publisher, city_id=city_id)
    found = Seed.objects.filter(city_id=city_id, lineage_id=report.lineage_id).first()
    if found is None or ForeignSeed.objects.filter(seed=found).exists():
        raise Refused(say("这份汇总说的不是您们的种子。"))
    seed = _seed(found.id, Permission.SEED_DRAFT, actor=actor)
    before = ReturnedOutcome.objects.filter(city_id=city_id, seed=seed, publisher=publisher).first()
    if before is not None and before.as_of_date > report.as_of_date:
        raise Refused(say("已经有一份更新的汇总。"))
    ReturnedOutcome.objects.update_or_create(
        city_id=city_id,
        seed=seed,
        publisher=publisher,
        defaults={"as_of_date": report.as_of_date, "counts": dict(report.counts), "taken_at": at},
    )
    _note(seed, "outcomes_taken", actor=actor, at=at, publisher=publisher.name)
    return seed.id
