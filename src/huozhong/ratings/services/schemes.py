"""Verbs of schemes: begin one, write its gates, blocks, items and ladder, publish a version, retire it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.ratings.models import Approval, Scheme, SchemeVersion
from huozhong.ratings.queries import schemes as queries
from huozhong.ratings.queries.kinds import kind_of
from huozhong.ratings.rules.checking import stands_in_the_way
from huozhong.ratings.rules.computing import sha256_of
from huozhong.ratings.rules.scheme import Block, Design, Gate, Item, Rung, as_written, read
from huozhong.records import services as records
from huozhong.records.engine.filekinds import SCAN
from huozhong.records.engine.personal import holds_personal_number
from huozhong.unions import queries as unions

_OFFICES = frozenset({Level.NATION, Level.PROVINCE, Level.CITY, Level.DISTRICT})
MOST_PARTS = 40


@transaction.atomic
def start_scheme(unit_id: int, *, kind: str, title: str, model: str = "", actor: Actor, at: datetime) -> int:
    """Begin a scheme as a draft, from a model or empty. Answers its id."""
    unit = unions.unit(unit_id)
    access.require(actor, queries.MANAGES, at=unit.place, seen=Permission.RATING_READ)
    if unit.level not in _OFFICES:
        raise Refused(say("评星方案由省、市或区县总工会制定。"))
    design, cites = Design(valid_years=2), []
    subject = kind_of(kind)
    if model:
        chosen = next((one for one in subject.models if one.key == model), None)
        if chosen is None:
            raise Refused(say("请从列出的样板里选一个。"))
        design, found = chosen.design(unit.place, day_of(at))
        cites = [dict(one) for one in found]
    row = Scheme(city_id=unit.city_id, unit_id=unit_id, kind=kind, title=_words(title, 60), created_at=at)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_scheme_of_a_kind_at_a_unit" not in str(error):
            raise
        raise Refused(say("本单位已经有一个在用的同类方案，请在它上面另起一版。")) from None
    SchemeVersion.objects.create(
        city_id=unit.city_id, scheme=row, number=1, design=as_written(design), cites=cites, written_at=at
    )
    _note(row, "scheme_drafted", actor=actor, at=at, details={"model": model})
    return row.pk


def _words(text: str, most: int) -> str:
    words = " ".join(text.split())
    if not words or len(words) > most:
        raise Refused(say("请填写名称，最多 %(n)s 字。", n=most))
    if holds_personal_number(words):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    return words


def _free(letter: str, taken: set[str]) -> str:
    number = 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def _keys(*designs: Design) -> set[str]:
    """Every key that any version has used: a key means one thing for ever."""
    return {
        one.key for design in designs for part in (design.gates, design.blocks, tuple(design.items)) for one in part
    }


@transaction.atomic
def save_block(scheme_id: int, *, key: str = "", title: str, weight: Fraction, actor: Actor, at: datetime) -> str:
    """Write a block's name and weight, or begin one. Answers its key."""
    row, draft, design = _draft(scheme_id, actor=actor)
    old = design.block(key) if key else None
    if key and old is None:
        raise NotFound(access.NOT_FOUND)
    found = key or _free("b", _every_key(row))
    block = Block(found, _words(title, 40), weight, old.items if old else ())
    _write(row, draft, design.with_block(block), what=block.title, actor=actor, at=at)
    return found


@transaction.atomic
def remove_block(scheme_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Take a block out of the draft, with its items."""
    row, draft, design = _draft(scheme_id, actor=actor)
    gone = design.block(key)
    if gone is None:
        raise NotFound(access.NOT_FOUND)
    left = replace(design, blocks=tuple(one for one in design.blocks if one.key != key))
    _write(row, draft, left, what=gone.title, actor=actor, at=at)


@transaction.atomic
def save_item(scheme_id: int, block_key: str, item: Item, *, actor: Actor, at: datetime) -> str:
    """Write an item into a block; without a key it is a new one. What is wrong the check says, not this verb."""
    row, draft, design = _draft(scheme_id, actor=actor)
    block = design.block(block_key)
    if block is None or (item.key and all(one.key != item.key for one in block.items)):
        raise NotFound(access.NOT_FOUND)
    if not item.key and sum(1 for _ in design.items) >= MOST_PARTS:
        raise Refused(say("条目太多了，最多 %(n)s 条。", n=MOST_PARTS))
    kept = replace(item, key=item.key or _free("i", _every_key(row)), title=_words(item.title, 60))
    _refuse_numbers(kept.says, *kept.evidence, *(grade.words for grade in kept.grades))
    items = tuple(kept if one.key == kept.key else one for one in block.items)
    items = items if item.key else (*items, kept)
    _write(row, draft, design.with_block(replace(block, items=items)), what=kept.title, actor=actor, at=at)
    return kept.key


@transaction.atomic
def remove_item(scheme_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Take an item out of the draft."""
    row, draft, design = _draft(scheme_id, actor=actor)
    gone = design.item(key)
    if gone is None:
        raise NotFound(access.NOT_FOUND)
    blocks = tuple(replace(one, items=tuple(item for item in one.items if item.key != key)) for one in design.blocks)
    _write(row, draft, replace(design, blocks=blocks), what=gone.title, actor=actor, at=at)


@transaction.atomic
def save_gate(scheme_id: int, gate: Gate, *, actor: Actor, at: datetime) -> str:
    """Write a gate; without a key it is a new one."""
    row, draft, design = _draft(scheme_id, actor=actor)
    if gate.key and design.gate(gate.key) is None:
        raise NotFound(access.NOT_FOUND)
    kept = replace(gate, key=gate.key or _free("g", _every_key(row)), title=_words(gate.title, 60))
    _refuse_numbers(kept.source)
    gates = tuple(kept if one.key == kept.key else one for one in design.gates)
    gates = gates if gate.key else (*gates, kept)
    _write(row, draft, replace(design, gates=gates), what=kept.title, actor=actor, at=at)
    return kept.key


@transaction.atomic
def remove_gate(scheme_id: int, *, key: str, actor: Actor, at: datetime) -> None:
    """Take a gate out of the draft."""
    row, draft, design = _draft(scheme_id, actor=actor)
    gone = design.gate(key)
    if gone is None:
        raise NotFound(access.NOT_FOUND)
    left = tuple(one for one in design.gates if one.key != key)
    _write(row, draft, replace(design, gates=left), what=gone.title, actor=actor, at=at)


@transaction.atomic
def save_ladder(
    scheme_id: int, *, ladder: tuple[Rung, ...], valid_years: int, origin: str, actor: Actor, at: datetime
) -> None:
    """Write which star takes how many points, who confirms it, and how long it lasts."""
    row, draft, design = _draft(scheme_id, actor=actor)
    _refuse_numbers(origin)
    kept = tuple(sorted(ladder, key=lambda rung: (rung.star, rung.from_date or date.min)))
    changed = replace(design, ladder=kept, valid_years=valid_years, origin=origin.strip()[:300])
    _write(row, draft, changed, what="", actor=actor, at=at)


def _refuse_numbers(*texts: str) -> None:
    if any(holds_personal_number(text) for text in texts):
        raise Refused(say("文字里不要写证件号码或手机号码。"))


@transaction.atomic
def publish(scheme_id: int, *, change_note: str = "", actor: Actor, at: datetime) -> int:
    """Publish the draft: from now on nobody changes it. Answers the version's id; refuses with the first finding."""
    row, draft, _design = _draft(scheme_id, actor=actor)
    note = change_note.strip()[:300]
    _refuse_numbers(note)
    if draft.number > 1 and not note:
        raise Refused(say("请用一句话写明这一版改了什么。"))
    found = stands_in_the_way(queries.findings(queries.version_card(draft)))
    if found:
        raise Refused(found[0].says)
    draft.sha256, draft.change_note = sha256_of(draft.design), note
    draft.published_at, draft.published_by_id, draft.published_by_name = at, actor.person_id, actor.name[:100]
    draft.save(update_fields=["sha256", "change_note", "published_at", "published_by_id", "published_by_name"])
    details = {"number": draft.number, "version": draft.pk, "sha256": draft.sha256}
    _note(row, "scheme_published", actor=actor, at=at, why=note, details=details)
    return draft.pk


@transaction.atomic
def start_version(scheme_id: int, *, actor: Actor, at: datetime) -> None:
    """Begin the next version as a draft, from the one in force."""
    row = _locked(scheme_id, actor=actor)
    newest = row.versions.order_by("-number").first()
    if newest is None or newest.published_at is None:
        raise Conflict(say("已经有一个草稿，请在上面修改。"))
    SchemeVersion.objects.create(
        city_id=row.city_id, scheme=row, number=newest.number + 1, design=newest.design, cites=newest.cites,
        written_at=at,
    )  # fmt: skip
    _note(row, "scheme_version_started", actor=actor, at=at, details={"number": newest.number + 1})


@transaction.atomic
def drop_draft(scheme_id: int, *, actor: Actor, at: datetime) -> bool:
    """Give the draft up. A scheme that was never published goes with it; answers whether it is still there."""
    row, draft, _design = _draft(scheme_id, actor=actor)
    _note(row, "scheme_draft_dropped", actor=actor, at=at, details={"number": draft.number})
    draft.delete()
    if row.versions.exists() or row.approvals.exists():
        return True
    row.delete()
    return False


@transaction.atomic
def retire(scheme_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """No new self-check takes it; what runs on it runs on, and stars stay."""
    row = _locked(scheme_id, actor=actor)
    _refuse_numbers(why)
    if not why.strip():
        raise Refused(say("请写明为什么停用。"))
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    _note(row, "scheme_retired", actor=actor, at=at, why=why.strip())


@transaction.atomic
def record_approval(
    scheme_id: int, *, number: str, organ: str, decided: date, until: date | None, content: Any, name: str,
    actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """Record the document that lets the scheme be announced to the public (评比达标表彰)."""
    row = _locked(scheme_id, actor=actor)
    if decided > day_of(at):
        raise Refused(say("批准日期不能在今天以后。"))
    if until is not None and until < decided:
        raise Refused(say("批准的截止日期早于批准日期。"))
    kept_number = _words(number, 80)
    if row.approvals.filter(number=kept_number).exists():
        raise Refused(say("这个文号已经登记过了。"))
    kept = records.store_file(content, name=name, city_id=row.city_id, actor=actor, at=at, limit=SCAN)
    Approval.objects.create(
        city_id=row.city_id, scheme=row, number=kept_number, organ=_words(organ, 120), decided_date=decided,
        until_date=until, file_id=kept.id, recorded_by_name=actor.name[:100], recorded_at=at,
    )  # fmt: skip
    _note(row, "approval_recorded", actor=actor, at=at, details={"number": kept_number, "sha256": kept.sha256})


def _locked(scheme_id: int, *, actor: Actor) -> Scheme:
    """The scheme, locked, within reach and one's own to manage."""
    reach = access.reach(actor, queries.MANAGES)
    rows = Scheme.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(reach.over("unit"), pk=scheme_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if row.retired_at is not None:
        raise Conflict(say("这个方案已经停用，不能再改。"))
    return row


def _draft(scheme_id: int, *, actor: Actor) -> tuple[Scheme, SchemeVersion, Design]:
    row = _locked(scheme_id, actor=actor)
    draft = row.versions.filter(published_at__isnull=True).first()
    if draft is None:
        raise Conflict(say("已经发布的版本不能改，请先另起一版。"))
    return row, draft, read(draft.design)


def _every_key(row: Scheme) -> set[str]:
    return _keys(*(read(one) for one in row.versions.values_list("design", flat=True)))


def _write(row: Scheme, draft: SchemeVersion, design: Design, *, what: str, actor: Actor, at: datetime) -> None:
    draft.design, draft.written_at = as_written(design), at
    draft.save(update_fields=["design", "written_at"])
    _note(row, "scheme_written", actor=actor, at=at, details={"number": draft.number, "what": what})


def _note(
    row: Scheme, action: str, *, actor: Actor, at: datetime, why: str = "", details: dict[str, Any] | None = None
) -> None:
    records.note(
        queries.SCHEME, row.pk, action, actor=actor, at=at, place=row.place, label=row.title, why=why,
        details=details or {},
    )  # fmt: skip
