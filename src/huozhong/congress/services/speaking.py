"""Asking to speak, motions of order, and the chair who calls the next speaker."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.congress.models import Meeting, Speaking
from huozhong.congress.queries.meetings import find_meeting, seat_of
from huozhong.congress.rules.speaking import MINUTES, MOST_MINUTES
from huozhong.congress.services.meetings import locked_meeting, note_meeting, require_running, turn
from huozhong.congress.services.presence import NO_SEAT
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.personal import holds_personal_number

MOST_WORDS = 200


@transaction.atomic
def ask_to_speak(meeting_id: int, *, actor: Actor, at: datetime, is_motion: bool = False, words: str = "") -> int:
    """A delegate in the hall wants to speak on the item at hand, or moves a motion of order. Answers the request."""
    find_meeting(meeting_id, actor=actor)
    row = Meeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=meeting_id)
    require_running(row)
    seat = seat_of(row, actor)
    if seat is None:
        raise Forbidden(NO_SEAT)
    if not seat.is_in:
        raise Refused(say("您还没有签到，签到后再申请发言。"))
    cleaned = words.strip()[:MOST_WORDS]
    if is_motion and not cleaned:
        raise Refused(say("请写一句您要求什么，比如“请先表决第三项”。"))
    if holds_personal_number(cleaned):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    try:
        with transaction.atomic():
            asked = Speaking.objects.create(
                city_id=row.city_id, meeting=row, item_id=row.item_id, seat=seat, is_motion=is_motion,
                words=cleaned, asked_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        if "one_request_to_speak" not in str(error):
            raise
        raise Refused(say("您已经在发言名单里了。")) from None
    turn(row)
    details = {"speaking_id": asked.pk, "is_motion": is_motion, "words": cleaned}
    note_meeting(row, "asked_to_speak", actor=actor, at=at, details=details)
    return asked.pk


@transaction.atomic
def withdraw_request(speaking_id: int, *, actor: Actor, at: datetime) -> None:
    """A delegate takes the own request back."""
    asked = Speaking.objects.select_related("seat").filter(pk=speaking_id).first()
    if asked is None or asked.seat.person_id != actor.person_id:
        raise NotFound(access.NOT_FOUND)
    row = Meeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=asked.meeting_id)
    waiting = Speaking.objects.filter(pk=speaking_id, called_at__isnull=True, ended_at__isnull=True)
    if waiting.update(ended_at=at):
        turn(row)
        note_meeting(row, "request_withdrawn", actor=actor, at=at, details={"speaking_id": speaking_id})


@transaction.atomic
def call_speaker(speaking_id: int, *, actor: Actor, at: datetime, minutes: int = MINUTES) -> None:
    """The chair gives the floor for so many minutes; whoever spoke before has finished."""
    asked, row = _asked(speaking_id, actor=actor)
    require_running(row)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(say("发言时间在 1 到 %(most)s 分钟之间。", most=MOST_MINUTES))
    if asked.ended_at is not None or asked.called_at is not None:
        raise Refused(say("这位代表已经发过言，或者收回了申请。"))
    _end(row, at=at)
    asked.called_at, asked.minutes, asked.is_heard = at, minutes, True
    asked.save(update_fields=["called_at", "minutes", "is_heard"])
    row.speaker_id = asked.pk
    turn(row, "speaker_id")
    details = {"speaking_id": asked.pk, "name": asked.seat.name, "minutes": minutes}
    note_meeting(row, "speaker_called", actor=actor, at=at, details=details)


@transaction.atomic
def end_speaking(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """The speaker at hand has finished."""
    row = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    if row.speaker_id is None:
        return
    ended = row.speaker_id
    _end(row, at=at)
    row.speaker_id = None
    turn(row, "speaker_id")
    note_meeting(row, "speaker_ended", actor=actor, at=at, details={"speaking_id": ended})


@transaction.atomic
def pass_over(speaking_id: int, *, actor: Actor, at: datetime) -> None:
    """The chair settles a request without giving the floor: a motion that was answered, a delegate who gave way."""
    asked, row = _asked(speaking_id, actor=actor)
    if asked.ended_at is not None or asked.called_at is not None:
        return
    asked.ended_at = at
    asked.save(update_fields=["ended_at"])
    turn(row)
    note_meeting(row, "request_passed_over", actor=actor, at=at, details={"speaking_id": asked.pk})


def _asked(speaking_id: int, *, actor: Actor) -> tuple[Speaking, Meeting]:
    found = Speaking.objects.filter(pk=speaking_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    row = locked_meeting(found, actor=actor, permission=Permission.CONGRESS_CHAIR)
    return Speaking.objects.select_related("seat").get(pk=speaking_id), row


def _end(row: Meeting, *, at: datetime) -> None:
    Speaking.objects.filter(pk=row.speaker_id or 0, ended_at__isnull=True).update(ended_at=at)
