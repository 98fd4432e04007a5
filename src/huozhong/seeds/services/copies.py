"""An adopter's own copy: written, brought up to a newer version, offered back; and what the authors answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.seeds.engine import merge as merging
from huozhong.seeds.engine.merge import Content, Merged
from huozhong.seeds.models import Adoption, LocalCopy, Offer, SeedVersion
from huozhong.seeds.queries.anatomy import Credit
from huozhong.seeds.queries.contents import Body, body_from, body_of
from huozhong.seeds.queries.copies import held, newest_version, threeway
from huozhong.seeds.queries.sketches import new_id, with_ids
from huozhong.seeds.rules import names_a_number
from huozhong.seeds.services.writing import locked, next_version, open_version, put

CHANGED = say("内容刚刚有了变化，请刷新后再选。")


def _own(adoption_id: int, *, actor: Actor) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("unit", "version__seed__unit")
    row = rows.filter(pk=adoption_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.SEED_ADOPT, at=row.unit.place, seen=Permission.SEED_ADOPT)
    return row


def _keep(
    adoption: Adoption, base: SeedVersion, content: Content, files: Mapping[str, int], *, actor: Actor, at: datetime
) -> LocalCopy:
    if names_a_number(content):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    row, _ = LocalCopy.objects.update_or_create(
        city_id=adoption.city_id,
        adoption=adoption,
        defaults={
            "base": base,
            "content": content,
            "files": dict(files),
            "written_by_id": actor.person_id,
            "written_at": at,
        },
    )
    return row


def _note(adoption: Adoption, action: str, *, actor: Actor, at: datetime, details: dict[str, object]) -> None:
    seed = adoption.version.seed
    records.note(
        "seeds.seed", seed.id, action, actor=actor, at=at, place=adoption.unit.place, label=seed.title,
        details={"adoption_id": adoption.id} | details,
    )  # fmt: skip


@transaction.atomic
def write_copy(adoption_id: int, *, body: Body, actor: Actor, at: datetime) -> None:
    """Write the union's own text of a seed that it adopted. The seed itself stays as it is."""
    adoption = _own(adoption_id, actor=actor)
    base, _, files = held(adoption)
    content = replace(body, sketch=with_ids(body.sketch)).content
    _keep(adoption, base, content, files | body.anatomy.files, actor=actor, at=at)
    _note(adoption, "copy_written", actor=actor, at=at, details={"version": base.number})


@transaction.atomic
def take_update(adoption_id: int, *, number: int, choices: Mapping[str, str], actor: Actor, at: datetime) -> None:
    """Bring the union's copy up to the version `number`, every conflict settled by a choice; own edits stay."""
    adoption = _own(adoption_id, actor=actor)
    newest = newest_version(adoption.version.seed_id)
    if newest is None or newest.number != number:
        raise Conflict(say("又有了更新的一版，请刷新后再合并。"))
    three = threeway(adoption, newest)
    merged = _settled(three.base, three.mine, three.theirs, choices)
    copy = _keep(adoption, newest, merged.content, three.files, actor=actor, at=at)
    if copy.skipped:
        copy.skipped = 0
        copy.save(update_fields=["skipped"])
    details: dict[str, object] = {"version": number, "settled": len(choices)}
    _note(adoption, "update_taken", actor=actor, at=at, details=details)


def _settled(base: Content, mine: Content, theirs: Content, choices: Mapping[str, str]) -> Merged:
    try:
        merged = merging.settle(base, mine, theirs, choices=choices)
    except merging.UnknownConflict:
        raise Conflict(CHANGED) from None
    if merged.conflicts:
        raise Refused(say("还有 %(n)s 处要您选：用自己的，还是用新版的。", n=len(merged.conflicts)))
    return merged


@transaction.atomic
def skip_update(adoption_id: int, *, number: int, actor: Actor, at: datetime) -> None:
    """Leave a version out: it is not offered again, the next one is."""
    adoption = _own(adoption_id, actor=actor)
    base, content, files = held(adoption)
    copy = _keep(adoption, base, content, files, actor=actor, at=at)
    copy.skipped = number
    copy.save(update_fields=["skipped"])
    _note(adoption, "update_skipped", actor=actor, at=at, details={"version": number})


@transaction.atomic
def offer_back(adoption_id: int, *, words: str, actor: Actor, at: datetime) -> int:
    """Offer the union's own changes to the seed's authors. Answers the offer's id."""
    adoption = _own(adoption_id, actor=actor)
    base, content, files = held(adoption)
    if not merging.changes(body_of(base).content, content):
        raise Refused(say("您的文本和原来的一样，没有可以送回的改动。"))
    if not words.strip():
        raise Refused(say("请用一两句话告诉作者：为什么这样改更好。"))
    if names_a_number(words):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                city_id=adoption.city_id,
                seed=adoption.version.seed,
                adoption=adoption,
                base=base,
                content=content,
                files=files,
                words=words.strip(),
                offered_by_id=actor.person_id,
                offered_at=at,
            )
    except IntegrityError:
        raise Refused(say("上一次送回的改动，作者还没有看。等有了答复再送。")) from None
    _note(adoption, "offered_back", actor=actor, at=at, details={"offer_id": offer.id})
    return offer.id


def _offer(offer_id: int, *, actor: Actor) -> Offer:
    rows = Offer.objects.select_related("seed__unit", "adoption__unit", "base")
    row = rows.filter(pk=offer_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.SEED_DRAFT, at=row.seed.place, seen=Permission.SEED_DRAFT)
    return row


@transaction.atomic
def take_offer(offer_id: int, *, keys: Sequence[str], choices: Mapping[str, str], actor: Actor, at: datetime) -> int:
    """Take these changes of an offer into the open version (a new one where none is open) and credit the union.
    Answers the version's number; publishing it stays a step of its own."""
    offer = _offer(offer_id, actor=actor)
    if not keys:
        raise Refused(say("请至少选一处改动；都不要，就按“不采纳”并说明理由。"))
    seed = locked(offer.seed_id, actor=actor)
    version = open_version(seed) or next_version(seed, actor=actor, at=at)
    base, mine = body_of(offer.base).content, body_of(version)
    try:
        theirs = merging.part_of(base, offer.content, keys)
    except merging.UnknownConflict:
        raise Conflict(CHANGED) from None
    merged = _settled(base, mine.content, theirs, choices)
    files = mine.anatomy.files | offer.files
    better = body_from(merged.content, files=files, change_note=mine.card.change_note)
    put(version, _credited(better, offer.adoption.unit.name), at=at)
    lifecycles.carry_out(offer, "take", actor=actor, at=at, changes={"taken": list(keys), "answered_at": at})
    return version.number


def _credited(body: Body, name: str) -> Body:
    """The union that bettered a seed is named in it, once."""
    if any(credit.name == name for credit in body.anatomy.credits):
        return body
    credit = Credit(name, str(say("改进")), new_id())
    return replace(body, anatomy=replace(body.anatomy, credits=(*body.anatomy.credits, credit)))


@transaction.atomic
def decline_offer(offer_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """The authors do not take it, and say why; the adopter's copy stays the adopter's."""
    offer = _offer(offer_id, actor=actor)
    lifecycles.carry_out(offer, "decline", actor=actor, at=at, why=why, changes={"answered_at": at})
