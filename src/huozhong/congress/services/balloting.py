"""Secret votes: one itemised ballot for one or more topics; the ballots room keeps the secret, the chair opens it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.ballots import queries as ballot_facts
from huozhong.ballots import services as ballots
from huozhong.congress.models import Meeting, Officer, Seat, SecretBallot, Vote
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries import presence
from huozhong.congress.rules.counting import Counts, Method, doubtful
from huozhong.congress.services.meetings import locked_meeting, note_meeting, turn
from huozhong.congress.services.voting import find_topic, finish, new_vote, topic_facts, vote_facts
from huozhong.congress.workflow import VoteFacts
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import queries as lifecycles
from huozhong.lifecycles.services import carry_out

THING = "congress.secretballot"
MOST_TOPICS = 30


@transaction.atomic
def draft_secret(meeting_id: int, *, topic_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Draft one itemised ballot from the chosen topics, with the trustees and scrutineers who were named. Its id."""
    meeting = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    wanted = list(dict.fromkeys(topic_ids))
    if not wanted:
        raise Refused(say("请先选要表决的议题。"))
    if len(wanted) > MOST_TOPICS:
        raise Refused(say("一张选票最多 %(most)s 项，请分几次。", most=MOST_TOPICS))
    topics = [find_topic(topic_id, meeting) for topic_id in wanted]
    for topic in topics:
        facts = topic_facts(topic, meeting, Method.SECRET, at=at)
        reason = facts.papers or facts.before
        if reason is not None:
            raise Refused(say("“%(title)s”：%(why)s", title=topic.title, why=reason))
        if Vote.objects.filter(topic=topic, state__in=["ready", "open", "suspended", "counting"]).exists():
            raise Refused(say("“%(title)s”已经在一张选票上。", title=topic.title))
    title = say("%(meeting)s无记名投票", meeting=meeting.title)
    row = SecretBallot.objects.create(
        # the ballots room wants to know for what it holds a ballot, and we its number: first ours, then theirs
        city_id=meeting.city_id, meeting=meeting, election_id=-meeting.pk, title=str(title)[:140], drafted_at=at,
    )  # fmt: skip
    row.election_id = ballots.draft_election(
        kind="itemised", title=row.title, unit=meeting.unit_id, thing=(THING, row.pk),
        questions=[ballots.NewQuestion(topic.title) for topic in topics],
        voters=list(Seat.objects.filter(meeting=meeting).values_list("person_id", flat=True)),
        base=meeting.delegates, actor=actor, at=at,
    )  # fmt: skip
    row.save(update_fields=["election_id"])
    for number, topic in enumerate(topics):
        new_vote(meeting, topic, Method.SECRET, at=at, ballot=row, question=number)
    _name_watchers(meeting, row, actor=actor, at=at)
    _file_method(meeting, row, actor=actor, at=at)
    turn(meeting)
    details = {"election_id": row.election_id, "topics": wanted}
    note_meeting(meeting, "ballot_drafted", actor=actor, at=at, details=details)
    return row.pk


def _name_watchers(meeting: Meeting, row: SecretBallot, *, actor: Actor, at: datetime) -> None:
    """Trustees and scrutineers whom the meeting named serve this ballot; with enough trustees keys are asked for."""
    officers = reading.officers_of(meeting)
    how = str(say("%(meeting)s推选", meeting=meeting.title))
    for one in officers:
        if one.duty == Officer.Duty.SCRUTINEER:
            ballots.add_scrutineer(row.election_id, person_id=one.person_id, elected_how=how, actor=actor, at=at)
    trustees = [one for one in officers if one.duty == Officer.Duty.TRUSTEE]
    for one in trustees:
        ballots.add_trustee(row.election_id, person_id=one.person_id, words=how, actor=actor, at=at)
    if len(trustees) > 1:
        ballots.move_election(row.election_id, "ask_keys", actor=actor, at=at)


def _file_method(meeting: Meeting, row: SecretBallot, *, actor: Actor, at: datetime) -> None:
    """The way of voting that this session adopted is filed with the ballot."""
    adopted = Vote.objects.filter(
        meeting__session_id=meeting.session_id, matter="election_method", state="counted", is_passed=True, counts=True
    ).first()
    if adopted is None or adopted.closed_at is None:
        return
    words = str(say("%(meeting)s通过的“%(title)s”", meeting=meeting.title, title=adopted.title))[:160]
    on = day_of(adopted.closed_at)
    ballots.file_method(row.election_id, meeting=words, decided_date=on, actor=actor, at=at)


def may_open(ballot_id: int, at: datetime) -> Sentence | None:
    """What the meeting says against opening a ballot: below quorum, a late paper, a topic that was decided."""
    row = SecretBallot.objects.filter(pk=ballot_id).first()
    if row is None:
        return say("这张选票已经不在了。")
    for vote in _votes(row):
        facts = vote_facts(vote, at=at)
        for reason in (_running(facts), facts.quorum, facts.method, facts.papers, facts.before):
            if reason is not None:
                return reason
    return None


def _running(facts: VoteFacts) -> Sentence | None:
    return None if facts.is_running else say("会议没有在进行，不能表决。")


def may_see(actor: Actor, ballot_id: int) -> bool:
    """Whoever sits in the meeting, or may read it, sees its ballots."""
    row = SecretBallot.objects.select_related("meeting__unit").filter(pk=ballot_id).first()
    if row is None:
        return False
    can = access.can(actor, Permission.CONGRESS_READ, at=row.meeting.place)
    return can or reading.seat_of(row.meeting, actor) is not None


def _votes(row: SecretBallot) -> list[Vote]:
    return list(
        Vote.objects.select_related("topic__session__unit", "meeting__unit").filter(ballot=row).order_by("question")
    )


def _locked(ballot_id: int, *, actor: Actor) -> tuple[SecretBallot, Meeting]:
    found = SecretBallot.objects.filter(pk=ballot_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    meeting = locked_meeting(found, actor=actor, permission=Permission.CONGRESS_CHAIR)
    return SecretBallot.objects.select_for_update(of=("self",)).get(pk=ballot_id), meeting


@transaction.atomic
def open_secret(ballot_id: int, *, actor: Actor, at: datetime) -> None:
    """Open the ballot: the guards of the meeting and of the ballots room are asked; phones follow."""
    row, meeting = _locked(ballot_id, actor=actor)
    reason = may_open(ballot_id, at)
    if reason is not None:
        raise Refused(reason)
    ballots.move_election(row.election_id, "open", actor=actor, at=at)
    _opened(row, meeting, actor=actor, at=at)


def _opened(row: SecretBallot, meeting: Meeting, *, actor: Actor, at: datetime) -> None:
    for vote in _votes(row):
        if vote.state == "ready":
            carry_out(vote, "open", actor=actor, at=at, facts=VoteFacts(is_running=True), changes={"opened_at": at})
            meeting.vote_id = vote.pk
    row.opened_at = row.opened_at or at
    row.save(update_fields=["opened_at"])
    turn(meeting, "vote_id")


@transaction.atomic
def resume_secret(ballot_id: int, *, actor: Actor, at: datetime) -> None:
    """The quorum is back: voting goes on. How many ballots came meanwhile was kept, and they may not count."""
    row, meeting = _locked(ballot_id, actor=actor)
    for vote in _votes(row):
        carry_out(vote, "resume", actor=actor, at=at, facts=lambda one: vote_facts(one, at=at))
    turn(meeting)


@transaction.atomic
def close_secret(ballot_id: int, *, actor: Actor, at: datetime) -> None:
    """No more votes; the encrypted sum is made, and the trustees are asked to open it."""
    row, meeting = _locked(ballot_id, actor=actor)
    ballots.move_election(row.election_id, "close", actor=actor, at=at)
    ballots.move_election(row.election_id, "count", actor=actor, at=at)
    _closed(row, meeting, actor=actor, at=at)


def _closed(row: SecretBallot, meeting: Meeting, *, actor: Actor, at: datetime) -> None:
    if row.closed_at is not None:
        return
    if row.collected_at_loss is not None:
        collected = ballot_facts.turnout(row.election_id).cast
        row.doubts += max(0, collected - row.collected_at_loss)
        row.collected_at_loss = None
    row.closed_at, row.present = at, meeting.present
    row.save(update_fields=["closed_at", "present", "doubts", "collected_at_loss"])
    for vote in _votes(row):
        carry_out(vote, "end", actor=actor, at=at, changes={"closed_at": at})
    meeting.vote_id = None
    turn(meeting, "vote_id")


@transaction.atomic
def announce_secret(ballot_id: int, *, actor: Actor, at: datetime) -> None:
    """The trustees have opened the sum: each topic gets its outcome, held against all delegates."""
    row, meeting = _locked(ballot_id, actor=actor)
    if ballot_facts.election_state(row.election_id).state == "counting":
        ballots.finish(row.election_id, actor=actor, at=at)
    result = ballot_facts.result(row.election_id)
    if result is None or row.closed_at is None or row.opened_at is None or row.present is None:
        raise Refused(say("还没有结果：请密钥保管人先开票。"))
    collected, invalid = result.collected.total, result.invalid.total
    seen = presence.seen_seats(meeting.pk, since=row.opened_at, until=row.closed_at)
    doubts = doubtful(collected=collected, given_without_quorum=row.doubts, seen=len(seen))
    # somebody may have voted and left before the end, and was at the vote all the same
    present = min(meeting.delegates, max(row.present, collected))
    had_quorum = row.present >= meeting.needed
    about = {
        "election_id": row.election_id, "issued": result.issued.total, "collected": collected, "invalid": invalid,
        "seen_in_hall": len(seen), "present_at_close": row.present,
    }  # fmt: skip
    for vote in _votes(row):
        counts = Counts(*(result.questions[vote.question].votes(answer) for answer in ballots.YES_NO))
        finish(
            vote, meeting, counts, present=present, actor=actor, at=at, doubts=min(doubts, counts.cast),
            invalid=invalid, had_quorum=had_quorum, more={"ballot": about},
        )  # fmt: skip
    row.counted_at = at
    row.save(update_fields=["counted_at"])
    note_meeting(meeting, "ballot_announced", actor=actor, at=at, details={**about, "doubts": doubts})


@transaction.atomic
def void_secret(ballot_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """The ballot counts for nothing, with a reason; its topics can be voted on again."""
    row, meeting = _locked(ballot_id, actor=actor)
    ballots.move_election(row.election_id, "void", actor=actor, at=at, why=why)
    _voided(row, meeting, actor=actor, at=at, why=why)


def _voided(row: SecretBallot, meeting: Meeting, *, actor: Actor, at: datetime, why: str) -> None:
    for vote in _votes(row):
        if vote.state not in ("counted", "void"):
            carry_out(vote, "void", actor=actor, at=at, why=why, changes={"closed_at": at})
            if meeting.vote_id == vote.pk:
                meeting.vote_id = None
    row.closed_at = row.closed_at or at
    row.save(update_fields=["closed_at"])
    turn(meeting, "vote_id")


@transaction.atomic
def follow_secret(ballot_id: int, *, at: datetime) -> None:
    """Bring the meeting's votes to where the ballot stands, when somebody moved it on its own page."""
    found = SecretBallot.objects.filter(pk=ballot_id).first()
    if found is None:
        return
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=found.meeting_id)
    row = SecretBallot.objects.select_for_update(of=("self",)).get(pk=ballot_id)
    state = ballot_facts.election_state(row.election_id).state
    if state == "void":
        _voided(row, meeting, actor=CLOCK, at=at, why=str(say("选票已宣布无效。")))
    elif state == "open" and row.opened_at is None:
        _opened(row, meeting, actor=CLOCK, at=at)
    elif state in ("closed", "counting", "counted", "published") and row.closed_at is None:
        _closed(row, meeting, actor=CLOCK, at=at)
    else:
        turn(meeting)


def opening_refusal(row: SecretBallot, *, actor: Actor, at: datetime) -> Sentence | None:
    """Why the ballot cannot be opened now: what the meeting says, then what the ballots room says."""
    reason = may_open(row.pk, at)
    if reason is not None:
        return reason
    election = ballot_facts.find_election(row.election_id, actor=actor)
    steps = lifecycles.what_next(election, actor, facts=ballot_facts.election_facts(election, at=at))
    step = next((one for one in steps if one.name == "open"), None)
    if step is None:
        return say("选票现在是“%(state)s”，还不能开。", state=ballot_facts.election_state(row.election_id).state_word)
    return step.reason


def ballot_hindrance(
    ballot_id: int, state: str, *, missing: Sequence[str], actor: Actor, at: datetime
) -> Sentence | None:
    """Why the next step of a ballot cannot be made now; None when it can."""
    if state in ("draft", "keys", "ready"):
        row = SecretBallot.objects.get(pk=ballot_id)
        return opening_refusal(row, actor=actor, at=at)
    if state in ("closed", "counting") and missing:
        return say("还等 %(names)s 用钥匙开票。", names="、".join(missing))
    return None


__all__ = [
    "THING",
    "announce_secret",
    "ballot_hindrance",
    "close_secret",
    "draft_secret",
    "follow_secret",
    "may_open",
    "may_see",
    "open_secret",
    "opening_refusal",
    "resume_secret",
    "void_secret",
]
