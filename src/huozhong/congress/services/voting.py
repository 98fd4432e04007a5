"""Votes by hand and by name: opened with the quorum alone, tapped on phones, counted against all delegates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.congress.models import AgendaItem, Meeting, Seat, Tap, Topic, Vote
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries.sessions import vote_block
from huozhong.congress.rules.counting import Choice, Counts, Method, count, method_refusal
from huozhong.congress.rules.deciding import matter_of
from huozhong.congress.rules.matters import MATTERS, PROCEDURE, owes_secret
from huozhong.congress.services import proving
from huozhong.congress.services.meetings import locked_meeting, note_meeting, turn
from huozhong.congress.services.presence import NO_SEAT
from huozhong.congress.workflow import VOTE, VoteFacts
from huozhong.kernel.actors import Actor
from huozhong.kernel.lifecycle import first_refusal
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles.services import carry_out

RUNNING = ("open", "suspended", "counting")


def topic_facts(topic: Topic, meeting: Meeting, method: Method, *, at: datetime, vote_id: int = 0) -> VoteFacts:
    """What stands in the way of a vote on the topic, at this moment, by this method."""
    law = reading.law_of(topic.matter, place=meeting.place, on=day_of(at))
    is_secret_owed = owes_secret(matter_of(topic.matter), law.secret_for.text())
    owed = Method(topic.method) if topic.method in set(Method) else None
    return VoteFacts(
        is_running=meeting.state == "open",
        quorum=reading.quorum_refusal(meeting.present, of=meeting.delegates, law=law),
        method=_method_words(method_refusal(method, owed=owed, is_secret_owed=is_secret_owed), law),
        papers=_papers(topic),
        before=_before(topic, meeting, vote_id=vote_id),
    )


def _method_words(refusal: Sentence | None, law: Any) -> Sentence | None:
    if refusal is None:
        return None
    return say("%(why)s（%(cite)s）", why=refusal, cite=law.secret_for.cite)


def _papers(topic: Topic) -> Sentence | None:
    """A late paper bars the vote; what the meeting settles for its own order needs none."""
    if topic.matter in PROCEDURE:
        return None
    block = vote_block(topic.pk)
    return None if block is None else say("%(why)s（%(cite)s）", why=block[0], cite=block[1])


def _before(topic: Topic, meeting: Meeting, *, vote_id: int) -> Sentence | None:
    if topic.outcome:
        return say("这一项已经有结果，不再表决。")
    if not topic.is_kept:
        return say("这一项已经从议程撤下。")
    if topic.agreement == Topic.Agreement.WAITING:
        return say("这一项还没有同单位商定，不能表决。")
    if not MATTERS[topic.matter].is_voted:
        return say("这一项是听取报告，不需要表决。")
    if meeting.vote_id not in (None, vote_id):
        return say("另一项正在表决，请先计票或者作废。")
    if topic.matter == "elect_presidium":
        return reading.presidium_of(meeting, at=meeting.planned_at).refusal
    return None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to vote on a topic now: its button, and the sentence that greys it."""

    method: Method
    words: Sentence
    kind: str
    why_not: Sentence | None


WAYS = ((Method.HANDS, say("开始举手表决")), (Method.NAMED, say("开始记名表决")))


def ways_to_vote(meeting: Meeting, topic_id: int, *, at: datetime) -> tuple[Way, ...]:
    """The open ways to vote on a topic; a secret one goes by its ballot. Where one is owed, the others are greyed."""
    topic = find_topic(topic_id, meeting)
    owed = Method.NAMED if topic.method == Method.NAMED else Method.HANDS
    found = []
    for method, words in WAYS:
        facts = topic_facts(topic, meeting, method, at=at)
        why_not = first_refusal(VOTE.move("open").guards, facts)
        found.append(Way(method, words, "main" if method is owed else "quiet", why_not))
    return tuple(found)


def vote_facts(vote: Vote, *, at: datetime) -> VoteFacts:
    """What stands in the way of opening or going on with a vote."""
    meeting = Meeting.objects.select_related("unit").get(pk=vote.meeting_id)
    return topic_facts(vote.topic, meeting, Method(vote.method), at=at, vote_id=vote.pk)


def find_topic(topic_id: int, meeting: Meeting) -> Topic:
    """A topic of the meeting's session; NotFound otherwise."""
    row = Topic.objects.select_related("session__unit").filter(pk=topic_id, session_id=meeting.session_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def new_vote(meeting: Meeting, topic: Topic, method: Method, *, at: datetime, **columns: Any) -> Vote:
    """The row of a vote, ready to be opened; the caller has locked the meeting."""
    last = Vote.objects.filter(meeting=meeting).aggregate(number=Max("number"))["number"] or 0
    return Vote.objects.create(
        city_id=meeting.city_id, meeting=meeting, topic=topic, number=last + 1, title=topic.title,
        matter=topic.matter, method=method, drafted_at=at, **columns,
    )  # fmt: skip


@transaction.atomic
def start_vote(meeting_id: int, *, topic_id: int, method: str, actor: Actor, at: datetime) -> int:
    """Open a vote by hand or by name: delegates' phones show it at once. Answers its id."""
    meeting = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    wanted = Method(method)
    if wanted is Method.SECRET:
        raise Refused(say("无记名投票请先备好选票，再开箱。"))
    vote = new_vote(meeting, find_topic(topic_id, meeting), wanted, at=at)
    carry_out(
        vote, "open", actor=actor, at=at, facts=lambda row: vote_facts(row, at=at),
        changes={"opened_at": at}, details={"method": wanted.value, "present": meeting.present},
    )  # fmt: skip
    meeting.vote_id = vote.pk
    _turn_to_item(meeting, topic_id, at=at)
    turn(meeting, "vote_id", "item_id")
    return vote.pk


def _turn_to_item(meeting: Meeting, topic_id: int, *, at: datetime) -> None:
    item = AgendaItem.objects.filter(meeting=meeting, topic_id=topic_id).order_by("number").first()
    if item is not None and meeting.item_id != item.pk:
        AgendaItem.objects.filter(pk=meeting.item_id or 0, ended_at__isnull=True).update(ended_at=at)
        AgendaItem.objects.filter(pk=item.pk, begun_at__isnull=True).update(begun_at=at)
        meeting.item_id = item.pk


@transaction.atomic
def tap(vote_id: int, *, choice: str, actor: Actor, at: datetime) -> None:
    """A delegate in the hall votes; until the count another tap replaces the first."""
    given = Choice(choice)
    vote = Vote.objects.select_related("meeting__unit").filter(pk=vote_id).first()
    if vote is None:
        raise NotFound(access.NOT_FOUND)
    # locks are taken in one order everywhere: meeting, seat, vote
    seat = Seat.objects.select_for_update().filter(meeting=vote.meeting, person_id=actor.person_id or 0).first()
    if seat is None:
        can_see = access.can(actor, Permission.CONGRESS_READ, at=vote.place)
        raise Forbidden(NO_SEAT) if can_see else NotFound(access.NOT_FOUND)
    if not seat.is_in:
        raise Refused(say("您还没有签到，不能表决。请扫大屏上的会场码，或者到签到台。"))
    if vote.method == Method.SECRET:
        raise Refused(say("这一项是无记名投票，请进入“我的票”。"))
    _hold(vote)
    if vote.state != "open":
        raise Conflict(say("这一项现在不能投：%(state)s。", state=VOTE.states[vote.state]))
    Tap.objects.update_or_create(city_id=vote.city_id, vote=vote, seat=seat, defaults={"choice": given, "at": at})


def _hold(vote: Vote) -> None:
    """Hold the vote as it is until this tap is written; whoever counts waits, and then sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM congress_vote WHERE id = %s FOR SHARE", [vote.pk])
        vote.state = cursor.fetchone()[0]


def _locked_vote(vote_id: int, *, actor: Actor) -> tuple[Vote, Meeting]:
    found = Vote.objects.filter(pk=vote_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    meeting = locked_meeting(found, actor=actor, permission=Permission.CONGRESS_CHAIR)
    vote = Vote.objects.select_for_update(of=("self",)).select_related("topic__session__unit").get(pk=vote_id)
    vote.meeting = meeting
    return vote, meeting


@transaction.atomic
def resume_vote(vote_id: int, *, actor: Actor, at: datetime) -> None:
    """The quorum is back: the vote goes on where it stopped; what was given by those still here stands."""
    vote, meeting = _locked_vote(vote_id, actor=actor)
    if vote.method == Method.SECRET:
        raise Refused(say("无记名投票请在选票上继续。"))
    carry_out(vote, "resume", actor=actor, at=at, facts=lambda row: vote_facts(row, at=at))
    turn(meeting)


@transaction.atomic
def count_vote(vote_id: int, *, actor: Actor, at: datetime) -> None:
    """Close a vote by hand or by name and count it against all delegates; its proof sheet is kept."""
    vote, meeting = _locked_vote(vote_id, actor=actor)
    if vote.method == Method.SECRET:
        raise Refused(say("无记名投票由选票计票。"))
    taps = Tap.objects.filter(vote=vote)
    counts = count(taps.values_list("choice", flat=True))
    finish(vote, meeting, counts, present=meeting.present, actor=actor, at=at)
    if vote.method == Method.HANDS:
        # a show of hands is a number: who raised a hand for what is wiped with the count
        taps.update(choice="")


def finish(
    vote: Vote, meeting: Meeting, counts: Counts, *, present: int, actor: Actor, at: datetime,
    doubts: int = 0, invalid: int = 0, had_quorum: bool = True, more: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write the outcome: decided against all delegates, with its proof sheet; the topic gets it too."""
    proof = proving.prove(
        vote, meeting, counts, present=present, doubts=doubts, invalid=invalid, at=at, more=more, had_quorum=had_quorum
    )
    changes = {
        "closed_at": vote.closed_at or at, "delegates": meeting.delegates, "present": present, "yes": counts.yes,
        "no": counts.no, "abstain": counts.abstain, "invalid": invalid, "doubts": doubts,
        "is_passed": proof.is_passed, "counts": proof.counts, "sheet": proof.sheet,
    }  # fmt: skip
    numbers = {name: changes[name] for name in ("delegates", "present", "yes", "no", "abstain", "invalid", "doubts")}
    details = {**numbers, "is_passed": proof.is_passed, "counts": proof.counts}
    carry_out(vote, "count", actor=actor, at=at, changes=changes, details=details)
    if proof.counts:
        Topic.objects.filter(pk=vote.topic_id).update(
            outcome=Topic.Outcome.PASSED if proof.is_passed else Topic.Outcome.FAILED, decided_at=at,
            delegates=meeting.delegates, present=present, yes=counts.yes, no=counts.no, abstain=counts.abstain,
            sheet=proof.sheet,
        )  # fmt: skip
    _leave(meeting, vote)


def _leave(meeting: Meeting, vote: Vote) -> None:
    if meeting.vote_id == vote.pk:
        meeting.vote_id = None
    turn(meeting, "vote_id")


@transaction.atomic
def void_vote(vote_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """A vote counts for nothing: why is written down; the topic can be voted on again."""
    vote, meeting = _locked_vote(vote_id, actor=actor)
    carry_out(vote, "void", actor=actor, at=at, why=why, changes={"closed_at": at})
    if vote.method == Method.HANDS:
        Tap.objects.filter(vote=vote).update(choice="")
    _leave(meeting, vote)
    note_meeting(meeting, "vote_voided", actor=actor, at=at, why=why, details={"vote_id": vote.pk})
