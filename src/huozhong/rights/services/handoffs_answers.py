"""What the receiver says: taken, not taken, under way, given back. Only here does a deadline's duty change hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from huozhong.clocks import services as clocks
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.look import services as look
from huozhong.records.engine.personal import holds_personal_number
from huozhong.rights.engine import receipts
from huozhong.rights.models import HandOff, Milestone
from huozhong.rights.queries import handoffs_seeing as seen
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs_telling as telling
from huozhong.rights.services.handoffs import end_links, facts_of, locked, note_on, says_of, settle_own_clock
from huozhong.rights.services.handoffs_sealing import put_away
from huozhong.seeds.services.signing import signing_key

PHOTO_TYPES: Mapping[str, bytes] = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG", "application/pdf": b"%PDF"}
MOST_PHOTO = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What proves that the receiver has it."""

    way: h.AckWay
    on: date
    outside_number: str = ""  # the receiver's own case number
    post_number: str = ""  # of the EMS slip
    name: str = ""  # who took it, where they have no account
    photo: bytes = b""  # of the stamped receipt


@transaction.atomic
def acknowledge(handoff_id: int, told: Acknowledgement, *, actor: Actor, at: datetime, by_link: bool = False) -> None:
    """The receiver has it. Open deadlines go to the officer who took it, if they have an account; else they stay."""
    row = _answered_row(handoff_id, told.way, actor=actor, by_link=by_link)
    number = " ".join((told.outside_number or told.post_number).split())[:60]
    facts = replace(
        facts_of(row, actor=actor, at=at), ack_way=told.way, outside_number=number, has_proof=bool(told.photo),
        ack_date=told.on,
    )  # fmt: skip
    if by_link:
        facts = replace(facts, receives=True)
    officer = actor.person_id if told.way is h.AckWay.ACCOUNT else None
    taker = (actor.name if told.way in (h.AckWay.ACCOUNT, h.AckWay.LINK) else told.name).strip()[:100]
    changes: dict[str, object] = {
        "ack_way": told.way.value,
        "ack_at": at,
        "ack_date": told.on,
        "ack_number": " ".join(told.post_number.split())[:60],
        "outside_number": " ".join(told.outside_number.split())[:60],
        "to_person_id": officer,
        "to_name": taker,
    }
    if told.photo:
        changes |= {"ack_media": _photo_type(told.photo), "ack_stored": put_away(row, told.photo)}
    says = says_of(row) | {
        "bag_sha256": row.bag_sha256,
        "acknowledged_on": told.on.isoformat(),
        "way": str(h.ACK_WAYS[told.way]),
        "taken_by": taker,
        "outside_number": str(changes["outside_number"]),
    }
    changes["ack_receipt"] = receipts.sign(receipts.Kind.ACKNOWLEDGED, says, signing_key()).decode()
    moved = lifecycles.carry_out(
        row, "acknowledge", actor=actor, at=at, facts=facts, changes=changes, details={"way": told.way.value}
    )
    settle_own_clock(moved, outcome="met", why=str(look.told(h.ACK_WAYS[told.way])), actor=actor, at=at)
    if officer is not None:
        _hand_over(moved, to=officer, why=str(say("%(handoff)s 已签收", handoff=moved.label)), actor=actor, at=at)
    if told.way is not h.AckWay.LINK:
        end_links(moved, at=at)
    telling.tell(telling.worker_and_us(moved), telling.TAKEN, moved, at=at, but=actor.person_id)


def _answered_row(handoff_id: int, way: h.AckWay, *, actor: Actor, by_link: bool) -> HandOff:
    """The locked row, for a contact of the body, the sender who brings proof back, or whoever holds the link."""
    if by_link:
        if way is not h.AckWay.LINK:
            raise Refused(say("用链接只能在线签收。"))
        return locked(handoff_id)
    if way is h.AckWay.ACCOUNT:
        seen.handoff_for_receiver(actor, handoff_id)
    elif way in h.BY_SENDER:
        seen.handoff_for_sender(actor, handoff_id)
    else:
        raise NotFound(say("没有找到这次移送。"))
    return locked(handoff_id)


def _photo_type(photo: bytes) -> str:
    if len(photo) > MOST_PHOTO:
        raise Refused(say("照片太大：最多 %(n)s MB。", n=MOST_PHOTO // (1024 * 1024)))
    kind = next((media for media, head in PHOTO_TYPES.items() if photo.startswith(head)), None)
    if kind is None:
        raise Refused(say("回执请传照片（JPG、PNG）或者 PDF。"))
    return kind


def _hand_over(row: HandOff, *, to: int, why: str, actor: Actor, at: datetime) -> None:
    """Every open deadline to one person; who sent it stays as deputy and goes on hearing of each."""
    sender = row.dossier.handler_id or row.sender_id
    clocks.hand_over(KIND, row.dossier_id, to_person_id=to, why=why, actor=actor, at=at)
    deputy = sender if to != sender else row.dossier.deputy_id
    clocks.staff(
        KIND, row.dossier_id, deputy_id=deputy, supervisor_id=row.dossier.supervisor_id, actor=actor, at=at
    )  # fmt: skip


@transaction.atomic
def refuse(handoff_id: int, *, why: str, actor: Actor, at: datetime, by_link: bool = False) -> None:
    """The receiver does not take it, and says why: the duty stays where it was, and worker and sender are told."""
    row = _either(handoff_id, actor=actor, by_link=by_link)
    _require_plain(why)
    facts = replace(facts_of(row, actor=actor, at=at), receives=by_link or seen.receives(actor, row))
    moved = lifecycles.carry_out(
        row, "refuse", actor=actor, at=at, why=why, facts=facts,
        changes={"answered_why": why.strip()[:500], "ended_at": at, "to_name": actor.name[:100] if by_link else ""},
    )  # fmt: skip
    settle_own_clock(moved, outcome="met", why=str(say("对方答复不收")), actor=actor, at=at)
    if not by_link:
        end_links(moved, at=at)
    telling.tell(telling.worker_and_us(moved), telling.REFUSED, moved, at=at, but=actor.person_id)


@transaction.atomic
def give_back(handoff_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """The receiver gives it back: the open deadlines return to the dossier's handler in the same moment."""
    row = _either(handoff_id, actor=actor)
    _require_plain(why)
    moved = lifecycles.carry_out(
        row, "give_back", actor=actor, at=at, why=why, facts=facts_of(row, actor=actor, at=at),
        changes={"answered_why": why.strip()[:500], "ended_at": at},
    )  # fmt: skip
    handler = moved.dossier.handler_id or moved.sender_id
    if moved.to_person_id is not None:
        told = str(say("%(handoff)s 退了回来", handoff=moved.label))
        clocks.hand_over(KIND, moved.dossier_id, to_person_id=handler, why=told, actor=actor, at=at)
        clocks.staff(
            KIND, moved.dossier_id, deputy_id=moved.dossier.deputy_id, supervisor_id=moved.dossier.supervisor_id,
            actor=actor, at=at,
        )  # fmt: skip
    telling.tell(telling.worker_and_us(moved), telling.BACK, moved, at=at, but=actor.person_id)


@transaction.atomic
def note_milestone(
    handoff_id: int,
    kind: h.MilestoneKind,
    *,
    on: date,
    words: str = "",
    outside_number: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """What became of it flows back: accepted, a hearing's day, a paper served, a result; with it the work begins."""
    row = _either(handoff_id, actor=actor)
    if row.state not in h.LIVE:
        raise Conflict(say("对方签收以后，才能登记进展。"))
    if kind is not h.MilestoneKind.HEARING and on > day_of(at):
        raise Refused(say("进展的日期不能在今天以后。"))
    if kind in (h.MilestoneKind.SUPPLEMENT, h.MilestoneKind.NOTE) and len(words.strip()) < 4:
        raise Refused(say("请写明要补什么，或者进展是什么。"))
    _require_plain(words, may_be_empty=True)
    is_theirs = seen.receives(actor, row)
    number = " ".join(outside_number.split())[:60]
    changes = {"outside_number": number} if number else {}
    if row.state == "acknowledged":
        row = lifecycles.carry_out(
            row, "take_up", actor=actor, at=at, facts=facts_of(row, actor=actor, at=at), changes=changes
        )
    elif changes:
        row.outside_number = number
        row.save(update_fields=["outside_number"])
    Milestone.objects.create(
        city_id=row.city_id,
        handoff=row,
        kind=kind.value,
        on_date=on,
        words=words.strip()[:300],
        noted_at=at,
        by_person_id=actor.person_id,
        by_name=actor.name[:100],
        is_from_receiver=is_theirs,
    )
    note_on(row, "handoff_milestone", actor=actor, at=at, kind=kind.value, on=on.isoformat())
    telling.tell(telling.worker_and_us(row), telling.NEWS, row, at=at, but=actor.person_id)


def _either(handoff_id: int, *, actor: Actor, by_link: bool = False) -> HandOff:
    """The locked row, for a contact of the body or for the office that sends."""
    if by_link or seen.received_by(actor).filter(pk=handoff_id).exists():
        return locked(handoff_id)
    seen.handoff_for_sender(actor, handoff_id)
    return locked(handoff_id)


def _require_plain(words: str, *, may_be_empty: bool = False) -> None:
    if not may_be_empty and len(words.strip()) < 4:
        raise Refused(say("请写明理由，至少四个字。"))
    if holds_personal_number(words):
        raise Refused(say("这里不要写证件号码或手机号码。"))
