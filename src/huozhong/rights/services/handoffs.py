"""A hand-off from its consent to its sending. No clock stops, and nobody's duty moves before the receiver answers."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huozhong.clocks import queries as clock_reads
from huozhong.clocks import services as clocks
from huozhong.clocks.engine import Period
from huozhong.kernel.actors import CLOCK, Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.rulepacks import Answer, Unit
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.rights.engine import receipts
from huozhong.rights.engine.bags import RECEIPT, Packed, UnfitBag, pack
from huozhong.rights.models import Body, HandOff
from huozhong.rights.queries import handoffs_seeing as seen
from huozhong.rights.queries import seeing
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs_telling as telling
from huozhong.rights.services.handoffs_parcel import Parcel, gather
from huozhong.rights.services.handoffs_sealing import closed_words, give_key, put_away
from huozhong.rights.services.opening import row_locked
from huozhong.rulebook import queries as rulebook
from huozhong.seeds.services.signing import signing_key

HANDOFF_KIND = "rights.handoff"
TOO_MUCH = say("材料太多，一个移送包装不下。请分次移送，或者把大文件刻盘交。")


def item_key(row: HandOff) -> str:
    """Under which the hand-off's own clock stands among the dossier's."""
    return f"handoff:{row.pk}"


def locked(handoff_id: int) -> HandOff:
    """The row, locked; whoever calls has asked who may."""
    row = seen.rows().select_for_update(of=("self",)).filter(pk=handoff_id).first()
    if row is None:
        raise NotFound(say("没有找到这次移送。"))
    return row


def note_on(row: HandOff, action: str, *, actor: Actor, at: datetime, why: str = "", **details: object) -> None:
    """One row of the trail about a hand-off: its number, never a name."""
    records.note(
        HANDOFF_KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.label, why=why, details=details
    )


@transaction.atomic
def prepare(dossier_id: int, *, body_id: int, purpose: h.Purpose, actor: Actor, at: datetime) -> int:
    """Begin to hand a dossier to a body; nothing leaves the house yet. Answers the hand-off's id."""
    seeing.dossier_for(actor, dossier_id, Permission.DOSSIER_WORK)
    dossier = row_locked(dossier_id)
    if dossier.state in seeing.ENDS:
        raise Conflict(say("案件已经办结，不能再移送。"))
    if dossier.handler_id is None:
        raise Refused(say("先指定一位经办人：移送出去以后，期限还要有人盯着。"))
    body = Body.objects.select_related("unit").filter(pk=body_id, city_id=dossier.city_id, is_active=True).first()
    if body is None or not _in_one_line(dossier.unit.path, body.unit.path):
        raise Refused(say("请选一个接收单位；没有的，请维权负责人先登记。"))
    if purpose not in h.FITTING[h.BodyKind(body.kind)]:
        raise Refused(say("这个单位不办这件事，请换一个，或者改请求。"))
    same = HandOff.objects.filter(dossier=dossier, body=body, purpose=purpose.value)
    if same.filter(state__in=(*h.UNSETTLED, *h.LIVE)).exists():
        raise Conflict(say("已经向这个单位移送过同一件事，还没有办完，不用再移送一次。"))
    last = HandOff.objects.filter(dossier=dossier).aggregate(last=Max("number"))["last"] or 0
    row = HandOff.objects.create(
        city_id=dossier.city_id,
        dossier=dossier,
        unit_id=dossier.unit_id,
        body=body,
        number=last + 1,
        purpose=purpose.value,
        prepared_at=at,
        sender_id=dossier.handler_id,
        sender_name=dossier.handler_name,
    )
    note_on(row, "handoff_prepared", actor=actor, at=at, body=body.pk, purpose=purpose.value)
    telling.tell((dossier.worker_person_id,), telling.CONSENT, row, at=at, but=actor.person_id)
    return row.pk


def _in_one_line(path: str, other: str) -> bool:
    return path.startswith(other) or other.startswith(path)


@transaction.atomic
def record_consent(handoff_id: int, *, way: h.ConsentWay, on: date, note: str = "", actor: Actor, at: datetime) -> None:
    """The worker's own yes to this hand-off: on paper or spoken, kept by the handler; or on the worker's phone."""
    if way is h.ConsentWay.OWN_PHONE:
        row = seen.of_own(actor).filter(pk=handoff_id).first()
        if row is None or not seeing.speaks_for(actor, row.dossier):
            raise NotFound(say("没有找到这次移送。"))
    else:
        row = seen.handoff_for_sender(actor, handoff_id)
        if way is h.ConsentWay.SPOKEN and len(note.strip()) < 4:
            raise Refused(say("请写明职工在什么时候、怎么说的同意。"))
    if not day_of(row.prepared_at) <= on <= day_of(at):
        raise Refused(say("同意的日期要在准备移送那天和今天之间。"))
    row = locked(handoff_id)
    if row.state != "prepared":
        raise Conflict(say("已经送出的移送，不能再改职工的同意。"))
    row.consent_way, row.consent_date, row.consent_note = way.value, on, note.strip()[:200]
    row.save(update_fields=["consent_way", "consent_date", "consent_note"])
    note_on(row, "handoff_consented", actor=actor, at=at, way=way.value, on=on.isoformat())


@transaction.atomic
def send(
    handoff_id: int,
    *,
    unscanned_why: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Pack the bag, sign the receipt, send: every clock runs on, and its owner stays its owner."""
    seen.handoff_for_sender(actor, handoff_id)
    row, on = locked(handoff_id), day_of(at)
    if row.state != "prepared":
        raise Conflict(say("这次移送已经送出或者撤回了，请刷新再看。"))
    facts = replace(facts_of(row, actor=actor, at=at), is_packed=True)
    if reason := h.worker_consents(facts) or h.somebody_watches(facts):
        raise Refused(reason)
    row.unscanned_why = unscanned_why.strip()[:200]
    give_key(row)
    answer = rulebook.ask(h.ACKNOWLEDGE_RULE, on=on, place=row.place)
    due = _open_own_clock(row, answer, actor=actor, at=at)
    parcel = gather(row, actor=actor, at=at, on=on)
    packed, receipt, content = _packed(row, parcel, at=at)
    changes = {
        "unscanned_why": row.unscanned_why,
        "wrapped_key": row.wrapped_key,
        "told": closed_words(row, parcel.told),
        "bag_stored": put_away(row, content),
        "bag_sha256": packed.sha256,
        "bag_files": len(packed.entries),
        "bag_size": packed.size,
        "set_stored": put_away(row, parcel.set_pdf),
        "set_pages": parcel.set_pages,
        "sent_at": at,
        "sent_receipt": receipt.decode(),
        "answer_date": due,
    }
    lifecycles.carry_out(
        row, "send", actor=actor, at=at, facts=facts, changes=changes,
        details={"bag": packed.sha256, "files": len(packed.entries)},
    )  # fmt: skip
    telling.tell(telling.contacts_of(row), telling.CAME, row, at=at)


def _packed(row: HandOff, parcel: Parcel, *, at: datetime) -> tuple[Packed, bytes, bytes]:
    signed: list[bytes] = []

    def beside(packed: Packed) -> dict[str, bytes]:
        says = says_of(row) | {
            "bag_sha256": packed.sha256,
            "info_sha256": packed.info_sha256,
            "files": str(len(packed.entries)),
            "bytes": str(packed.size),
            "sent_at": at.isoformat(),
        }
        signed.append(receipts.sign(receipts.Kind.SENT, says, signing_key()))
        return {RECEIPT: signed[0]}

    info = {
        "Source-Organization": row.unit.name,
        "External-Identifier": row.label,
        "External-Description": f"{row.unit.name}移送{row.body.name}",
    }
    with tempfile.TemporaryFile() as target:
        try:
            packed = pack(
                parcel.payload, target, folder=row.label, info=info, bagged=day_of(at), beside=beside
            )  # fmt: skip
        except UnfitBag:
            raise Refused(TOO_MUCH) from None
        target.seek(0)
        return packed, signed[0], target.read()


def says_of(row: HandOff) -> dict[str, str]:
    """What every receipt says of the hand-off: no worker's name in it."""
    return {
        "number": row.label,
        "sender": row.unit.name,
        "handler": row.sender_name,
        "receiver": row.body.name,
        "purpose": str(h.PURPOSES[h.Purpose(row.purpose)]),
    }


def _open_own_clock(row: HandOff, answer: Answer, *, actor: Actor, at: datetime) -> date:
    """Our own clock for the answer; it names nobody, and its owner is who sends. Gives its last day."""
    period = Period(answer.number(), Unit(answer.unit))
    handler = row.dossier.handler_id or row.sender_id
    opened = clocks.open_deadline(
        KIND,
        row.dossier_id,
        rule_id=h.ACKNOWLEDGE_RULE,
        title=say("等接收单位签收移送"),
        period=period,
        start_date=day_of(at),
        owner_id=handler,
        place=row.place,
        actor=actor,
        at=at,
        title_en="Acknowledgement of the hand-off",
        item_key=item_key(row),
        rule_fingerprint=answer.fingerprint,
        cite=row.body.bound_by or str(answer.cite),
        trigger=say("移送材料送出"),
        is_statutory=False,
        deputy_id=row.dossier.deputy_id if row.dossier.deputy_id != handler else None,
        supervisor_id=row.dossier.supervisor_id,
    )
    found = clock_reads.deadlines_of(KIND, row.dossier_id, on=day_of(at))
    return next(one.legal_date for one in found if one.id == opened)


def facts_of(row: HandOff, *, actor: Actor, at: datetime) -> h.HandOffFacts:
    return h.HandOffFacts(
        sends=seen.sends(actor, row),
        receives=seen.receives(actor, row),
        has_consent=bool(row.consent_way),
        open_owned=row.dossier.handler_id is not None,
        sent_date=day_of(row.sent_at) if row.sent_at else None,
        on=day_of(at),
    )


def settle_own_clock(row: HandOff, *, outcome: str, why: str, actor: Actor, at: datetime) -> None:
    """The answer came, or is not waited for any more: our own clock ends."""
    for one in clock_reads.deadlines_of(KIND, row.dossier_id, on=day_of(at)):
        if one.item_key == item_key(row) and one.is_open:
            clocks.ask_close(one.id, outcome=outcome, why=why, actor=_keeper(actor), at=at)


def _keeper(actor: Actor) -> Actor:
    """The receiver's answer ends a clock that is not theirs to work on: the house writes it down."""
    return Actor(ActorKind.OPERATOR, actor.name, city_id=actor.city_id)


@transaction.atomic
def cancel(handoff_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take a hand-off back that nobody has answered; links to it are dead at once."""
    row = seen.handoff_for_sender(actor, handoff_id)
    was_sent = row.sent_at is not None
    lifecycles.carry_out(
        row, "cancel", actor=actor, at=at, why=why, facts=lambda one: facts_of(one, actor=actor, at=at),
        changes={"ended_at": at},
    )  # fmt: skip
    if was_sent:
        settle_own_clock(row, outcome="cancelled", why=str(say("移送撤回了")), actor=actor, at=at)
    end_links(row, at=at)


@transaction.atomic
def mark_silent(*, at: datetime) -> int:
    """Hand-offs whose last day has gone by without an answer: the sender and the worker are told; gives how many."""
    late = HandOff.objects.filter(state="sent", answer_date__lt=day_of(at)).order_by("pk")
    ids = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True))
    for one in ids:
        row = lifecycles.carry_out(locked(one), "fall_silent", actor=CLOCK, at=at)
        telling.tell(telling.our_side(row), telling.SILENT, row, at=at)
    return len(ids)


def end_links(row: HandOff, *, at: datetime) -> None:
    row.handofflink_set.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
