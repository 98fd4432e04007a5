"""Coming and going: each is one line of a log that only grows; the quorum follows from it at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.ballots import queries as ballots
from huozhong.congress.models import Meeting, PresenceMark, QuorumMark, Seat, SecretBallot, Speaking, Tap, Vote
from huozhong.congress.queries.meetings import find_meeting, seat_of
from huozhong.congress.rules import codes
from huozhong.congress.rules.presence import How
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import carry_out
from huozhong.records import services as records

KIND = "congress.meeting"
NO_SEAT = say("您不在这次会议的代表名单里。请到签到台核对。")
WRONG_CODE = say("这个码不对，或者已经过期。请看大屏上现在的码，再试一次。")


def _locked(meeting_id: int) -> Meeting:
    row = Meeting.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=meeting_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def may_keep_the_door(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor works at the check-in desk: whoever runs the congress, or the clerk of ballots."""
    wanted = (Permission.CONGRESS_MANAGE, Permission.CONGRESS_CHAIR, Permission.BALLOT_REGISTER)
    return any(access.can(actor, one, at=meeting.place) for one in wanted)


def _door(meeting_id: int, *, actor: Actor) -> Meeting:
    find_meeting(meeting_id, actor=actor)
    row = _locked(meeting_id)
    if not may_keep_the_door(actor, row):
        raise Forbidden(access.NOT_ALLOWED)
    return row


@transaction.atomic
def mark_by_code(meeting_id: int, *, typed: str, is_in: bool, actor: Actor, at: datetime) -> Seat:
    """The desk reads a code: eight digits from a delegate's phone, or a delegate's card. Answers the seat."""
    row = _door(meeting_id, actor=actor)
    code = codes.typed(typed)
    seats = Seat.objects.filter(meeting=row)
    how = How.OWN_CODE
    if len(code) == codes.DIGITS and code.isdecimal():
        number = codes.seat_of_code(code, row.hall_secret, seats.values_list("pk", flat=True), at=at)
        seat = seats.filter(pk=number or 0).first()
    else:
        card = delegates.read_card_code(code, at=at)
        seat = seats.filter(person_id=card.delegate.person_id).first() if card else None
        how = How.CARD if card and card.is_from_paper else How.OWN_CODE
    if seat is None:
        raise Refused(say("没有这个码对应的代表。手机上的码半分钟换一次，请重新出示，或者按姓名签到。"))
    _mark(row, seat, is_in=is_in, how=how, actor=actor, at=at)
    return seat


@transaction.atomic
def mark_by_hand(meeting_id: int, *, seat_id: int, is_in: bool, actor: Actor, at: datetime, why: str = "") -> Seat:
    """The desk finds the name on the roll and marks that the delegate came or went."""
    row = _door(meeting_id, actor=actor)
    seat = Seat.objects.filter(pk=seat_id, meeting=row).first()
    if seat is None:
        raise NotFound(access.NOT_FOUND)
    _mark(row, seat, is_in=is_in, how=How.HAND, actor=actor, at=at, why=why.strip()[:200])
    return seat


@transaction.atomic
def come_in(meeting_id: int, *, code: str, actor: Actor, at: datetime) -> None:
    """A delegate's own phone gives the code that stands on the projector just now."""
    find_meeting(meeting_id, actor=actor)
    row = _locked(meeting_id)
    seat = _own(row, actor)
    if not codes.is_code_for(codes.typed(code), row.hall_secret, codes.HALL, at=at):
        raise Refused(WRONG_CODE)
    _mark(row, seat, is_in=True, how=How.HALL_CODE, actor=actor, at=at)


@transaction.atomic
def go_out(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """A delegate says on the phone that they leave; coming back takes a code again."""
    find_meeting(meeting_id, actor=actor)
    row = _locked(meeting_id)
    _mark(row, _own(row, actor), is_in=False, how=How.PHONE, actor=actor, at=at)


def _own(row: Meeting, actor: Actor) -> Seat:
    seat = seat_of(row, actor)
    if seat is None:
        raise Forbidden(NO_SEAT)
    return seat


def _mark(row: Meeting, seat: Seat, *, is_in: bool, how: How, actor: Actor, at: datetime, why: str = "") -> None:
    """Write the line, unless it says nothing new; then see whether the quorum came or went."""
    if row.state in ("closed", "cancelled"):
        raise Refused(say("会议已经结束，不再签到。"))
    if seat.is_in == is_in:
        return
    last = PresenceMark.objects.filter(meeting=row).order_by("-id").values_list("at", flat=True).first()
    moment = max(at, last) if last else at  # two requests at once may come in the wrong order; the log never goes back
    PresenceMark.objects.create(
        city_id=row.city_id, meeting=row, seat=seat, is_in=is_in, at=moment, how=how,
        marked_by_id=actor.person_id, marked_by_name=actor.name[:100], why=why,
    )  # fmt: skip
    Seat.objects.filter(pk=seat.pk).update(is_in=is_in)
    seat.is_in = is_in
    row.present += 1 if is_in else -1
    action = "checked_in" if is_in else "left_hall"
    details = {"seat": seat.pk, "person_id": seat.person_id, "how": how.value, "present": row.present}
    records.note(KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.title, why=why, details=details)
    if not is_in:
        _takes_along(row, seat, at=moment)
    _judge(row, at=moment)
    row.save(update_fields=["present", "has_quorum", "turn"])


def _takes_along(row: Meeting, seat: Seat, *, at: datetime) -> None:
    """Who leaves lowers the hand: an uncounted vote by hand or by name is taken back; so is the wish to speak."""
    Tap.objects.filter(vote_id=row.vote_id or 0, vote__state__in=["open", "suspended"], seat=seat).delete()
    if Speaking.objects.filter(meeting=row, seat=seat, ended_at__isnull=True, called_at__isnull=True).update(
        ended_at=at
    ):
        row.turn += 1


def _judge(row: Meeting, *, at: datetime) -> None:
    """Record when the quorum comes or goes; an open vote stops with it."""
    has_quorum = row.delegates > 0 and row.present >= row.needed
    if has_quorum == row.has_quorum:
        return
    row.has_quorum = has_quorum
    row.turn += 1
    given = Tap.objects.filter(vote_id=row.vote_id or 0).count()
    ballot = _open_ballot(row)
    if ballot is not None:
        given = ballots.turnout(ballot.election_id).cast
    QuorumMark.objects.create(
        city_id=row.city_id, meeting=row, has_quorum=has_quorum, at=at, present=row.present,
        delegates=row.delegates, needed=row.needed, vote_id=row.vote_id, given=given,
    )  # fmt: skip
    action = "quorum_regained" if has_quorum else "quorum_lost"
    details = {"present": row.present, "delegates": row.delegates, "needed": row.needed}
    records.note(KIND, row.pk, action, actor=CLOCK, at=at, place=row.place, label=row.title, details=details)
    if ballot is not None:
        _ballot_follows(ballot, has_quorum=has_quorum, collected=given)
    if not has_quorum:
        for vote in Vote.objects.select_related("meeting__unit").filter(meeting=row, state="open"):
            carry_out(vote, "suspend", actor=CLOCK, at=at)


def _open_ballot(row: Meeting) -> SecretBallot | None:
    rows = SecretBallot.objects.select_for_update(of=("self",))
    return rows.filter(meeting=row, opened_at__isnull=False, closed_at__isnull=True).first()


def _ballot_follows(ballot: SecretBallot, *, has_quorum: bool, collected: int) -> None:
    """Ballots that come in while there is no quorum may not count: how many they are is kept, not which."""
    if has_quorum and ballot.collected_at_loss is not None:
        ballot.doubts += max(0, collected - ballot.collected_at_loss)
        ballot.collected_at_loss = None
    elif not has_quorum:
        ballot.collected_at_loss = collected
    ballot.save(update_fields=["doubts", "collected_at_loss"])


def everybody_leaves(row: Meeting, *, actor: Actor, at: datetime) -> None:
    """The meeting is over: whoever is still in the hall is written out at that moment."""
    inside = list(Seat.objects.filter(meeting=row, is_in=True).order_by("pk"))
    last = PresenceMark.objects.filter(meeting=row).order_by("-id").values_list("at", flat=True).first()
    moment = max(at, last) if last else at
    PresenceMark.objects.bulk_create(
        PresenceMark(
            city_id=row.city_id, meeting=row, seat=seat, is_in=False, at=moment, how=How.CLOSING,
            marked_by_id=actor.person_id, marked_by_name=actor.name[:100],
        )
        for seat in inside
    )  # fmt: skip
    Seat.objects.filter(meeting=row, is_in=True).update(is_in=False)
    Meeting.objects.filter(pk=row.pk).update(present=0, has_quorum=False)
