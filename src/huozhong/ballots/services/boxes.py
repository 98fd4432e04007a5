"""Paper boxes: two scrutineers count each one apart; only what both found and signed is counted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.ballots.models import Box, BoxEntry, Election
from huozhong.ballots.queries.boards import head_of
from huozhong.ballots.queries.facts import BoxState, box_states
from huozhong.ballots.queries.finding import asked_election, locked_election, scrutineer_of
from huozhong.ballots.rules.boxes import BoxCount, count_refusal
from huozhong.ballots.rules.questions import read_questions
from huozhong.ballots.services.notes import note_election
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.personal import holds_personal_number

COUNTED_IN = ("closed", "counting")


@transaction.atomic
def add_box(election_id: int, *, name: str, actor: Actor, at: datetime) -> int:
    """A paper box, before its ballots are counted."""
    row = asked_election(election_id, actor=actor, permission=Permission.BALLOT_MANAGE, is_locked=True)
    if not row.has_paper or row.state in ("counted", "published", "void"):
        raise Conflict(say("这次不用纸票，或者已经计完票。"))
    if not name.strip():
        raise Refused(say("请写明票箱的名字，例如“一号票箱（总装车间）”。"))
    last = Box.objects.filter(election=row).order_by("-number").values_list("number", flat=True).first()
    made = Box.objects.create(city_id=row.city_id, election=row, number=(last or 0) + 1, name=name.strip()[:80])
    note_election(row, "box_added", actor=actor, at=at, details={"box": made.number})
    return made.pk


@transaction.atomic
def remove_box(box_id: int, *, actor: Actor, at: datetime) -> None:
    """A box that was entered by mistake; not once somebody has counted it."""
    box = _box(box_id)
    row = asked_election(box.election_id, actor=actor, permission=Permission.BALLOT_MANAGE, is_locked=True)
    if BoxEntry.objects.filter(box=box).exists():
        raise Conflict(say("这个票箱已经有人清点，不能去掉。"))
    box.delete()
    note_election(row, "box_removed", actor=actor, at=at, details={"box": box.number})


def _box(box_id: int) -> Box:
    box = Box.objects.filter(pk=box_id).first()
    if box is None:
        raise NotFound(access.NOT_FOUND)
    return box


@transaction.atomic
def enter_box(box_id: int, count: BoxCount, *, actor: Actor, at: datetime) -> None:
    """What one scrutineer counted. Counting again takes the place of the own count and of both signatures."""
    box = _box(box_id)
    mine = scrutineer_of(box.election_id, actor)
    row = locked_election(box.election_id)
    if row.state not in COUNTED_IN:
        raise Conflict(say("投票截止以后、计票以前才能登记票箱。"))
    reason = count_refusal(count, read_questions(row.questions), allows_other=row.allows_other)
    if reason is None and any(holds_personal_number(name) for name, _ in count.written):
        reason = say("文字里不要写证件号码或手机号码。")
    if reason is not None:
        raise Refused(reason)
    others = BoxEntry.objects.filter(box=box).exclude(scrutineer=mine)
    if others.count() >= 2:
        raise Refused(say("这个票箱已经由另外两位监票人清点。"))
    BoxEntry.objects.update_or_create(
        city_id=row.city_id,
        box=box,
        scrutineer=mine,
        defaults={"count": count.as_json(), "entered_at": at, "signed_at": None},
    )
    others.update(signed_at=None)
    note_election(row, "box_entered", actor=actor, at=at, details={"box": box.number})


@transaction.atomic
def sign_box(box_id: int, *, actor: Actor, at: datetime) -> None:
    """A scrutineer signs a box on which both counts agree."""
    box = _box(box_id)
    mine = scrutineer_of(box.election_id, actor)
    row = locked_election(box.election_id)
    state = _state(row, box.pk)
    if row.state not in COUNTED_IN:
        raise Conflict(say("投票截止以后、计票以前才能登记票箱。"))
    if not state.is_compared:
        raise Refused(say("要两位监票人分别清点以后才能签字。"))
    if state.differs:
        raise Refused(say("两份清点有 %(n)s 处不一致，请一起重新数过再签字。", n=len(state.differs)))
    if not BoxEntry.objects.filter(box=box, scrutineer=mine).update(signed_at=at):
        raise Refused(say("这个票箱不是您清点的。"))
    note_election(row, "box_signed", actor=actor, at=at, details={"box": box.number})


def _state(election: Election, box_id: int) -> BoxState:
    return next(one for one in box_states(election) if one.id == box_id)


@transaction.atomic
def sign_result(election_id: int, *, actor: Actor, at: datetime) -> None:
    """A scrutineer signs the result, with the head of the board that they saw."""
    mine = scrutineer_of(election_id, actor)
    row = locked_election(election_id)
    if row.state != "counted":
        raise Conflict(say("计完票才能签字。"))
    if mine.signed_at is not None:
        raise Conflict(say("您已经签过字了。"))
    mine.signed_at, mine.signed_head = at, head_of(row)
    mine.save(update_fields=["signed_at", "signed_head"])
    note_election(row, "result_signed", actor=actor, at=at)
