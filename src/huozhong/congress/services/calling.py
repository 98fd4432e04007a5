"""Calling a session, opening and closing it: the moves that stand before and around the meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from huozhong.congress.events import SessionOff
from huozhong.congress.models import Session, SessionReport, Topic
from huozhong.congress.queries import law, roll
from huozhong.congress.queries import sessions as reading
from huozhong.congress.rules import agenda, deadlines, deciding
from huozhong.congress.rules.deciding import Voted
from huozhong.congress.rules.matters import PROCEDURE
from huozhong.congress.services import clocks
from huozhong.congress.services.finding import SESSION_KIND, TOPIC_KIND, locked_session, locked_topic
from huozhong.congress.workflow import SessionFacts
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records


def facts_of(row: Session, *, at: datetime) -> SessionFacts:
    """What the guards of every move of this session look at, as of the moment."""
    on = day_of(at)
    topics = tuple(row.topics.filter(is_kept=True))
    matters = [topic.matter for topic in topics]
    is_yearly = row.kind == Session.Kind.REGULAR
    return SessionFacts(
        has_time=row.meets_at is not None and bool(row.venue),
        topics=len(topics),
        not_agreed=tuple(one.title for one in topics if one.agreement == Topic.Agreement.WAITING),
        left_out=_words_of(agenda.left_out(matters, explained=row.left_out)) if is_yearly else (),
        overdue_term=roll.term_hindrance(row.congress_id, on=on),
        credentials=roll.credentials_hindrance(row.congress_id, on=on),
        undecided=tuple(one.title for one in topics if not one.outcome),
        is_published=bool(row.published_words),
        is_reported=SessionReport.objects.filter(session=row).exclude(state="returned").exists(),
        is_acknowledged=SessionReport.objects.filter(session=row, state="acknowledged").exists(),
        unplanned=tuple(
            one.title
            for one in topics
            if one.outcome == Topic.Outcome.PASSED and one.matter not in PROCEDURE and not one.duties.exists()
        ),
    )  # fmt: skip


def _words_of(matters: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(agenda.title_of(matter)) for matter in matters)


def next_moves(session_id: int, *, actor: Actor, at: datetime) -> tuple[lifecycles.Step, ...]:
    """What may be done with the session now: allowed, or greyed with the sentence that says why."""
    row = Session.objects.select_related("unit").get(pk=session_id)
    facts = replace(facts_of(row, at=at), is_published=True, is_reported=True)  # the pages of these moves ask for them
    return lifecycles.what_next(row, actor=actor, facts=facts)


def carry(row: Session, name: str, *, actor: Actor, at: datetime, why: str = "", **changes: Any) -> Session:
    """Carry out one move of a session with its facts of the moment, and renew the congress's clock."""
    moved = lifecycles.carry_out(
        row, name, actor=actor, at=at, why=why, facts=lambda locked: facts_of(locked, at=at), changes=changes
    )
    clocks.renew(row.congress_id, at=at)
    return moved


@transaction.atomic
def call_session(session_id: int, *, actor: Actor, at: datetime) -> tuple[Sentence, ...]:
    """Send the notice to every delegate. Answers warnings that do not forbid it, such as too short a notice."""
    row = locked_session(session_id, actor=actor)
    if row.meets_at is not None and row.meets_at <= at:
        raise Refused(say("开会时间已经过去了，请改时间再发通知。"))
    moved = carry(row, "call", actor=actor, at=at, called_at=at)
    return warnings_of(moved, at=at)


def warnings_of(row: Session, *, at: datetime) -> tuple[Sentence, ...]:
    """What is not forbidden but should be known before the notice goes out."""
    if row.meets_at is None:
        return ()
    meets_on = day_of(row.meets_at)
    span = law.span(law.PAPERS, place=row.place, on=meets_on)
    found = deadlines.notice_warning(day_of(row.called_at or at), meets_on=meets_on, span=span)
    return () if found is None else (found,)


@transaction.atomic
def recall_session(session_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take the notice back, so that topics, day or place may change; every delegate is told."""
    row = locked_session(session_id, actor=actor)
    carry(row, "recall", actor=actor, at=at, why=why, called_at=None)
    _announce_off(row, at=at)


@transaction.atomic
def cancel_session(session_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """The session is not held; delegates who were called are told."""
    row = locked_session(session_id, actor=actor)
    was_called = row.called_at is not None
    carry(row, "cancel", actor=actor, at=at, why=why)
    if was_called:
        _announce_off(row, at=at)


def _announce_off(row: Session, *, at: datetime) -> None:
    records.announce(SessionOff(row.id, row.place.path, at.isoformat()), city_id=row.city_id)


@transaction.atomic
def begin_session(session_id: int, *, present: int, delegates: int, actor: Actor, at: datetime) -> None:
    """Open the session with so many of all delegates present; refused below the quorum of the place."""
    row = locked_session(session_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    proof = law.quorum(present, delegates=delegates, place=row.place, on=day_of(at))
    facts = facts_of(row, at=at)
    hindrance = None if proof.is_met else proof.sentence
    lifecycles.carry_out(
        row, "begin", actor=actor, at=at, facts=replace(facts, quorum=hindrance),
        details={"present": present, "delegates": delegates},
        changes={"begun_at": at, "present": present, "delegates": delegates},
    )  # fmt: skip


@transaction.atomic
def record_vote(
    topic_id: int, *, present: int, yes: int, no: int, abstain: int, actor: Actor, at: datetime
) -> deciding.Decision:
    """Write down a vote that was counted by hand in the hall; whether it is carried is computed, not typed."""
    topic = _undecided(topic_id, actor=actor)
    if topic.method == Topic.Method.HEAR:
        raise Refused(say("这一项只听取，不表决。"))
    row, on = topic.session, day_of(at)
    if (block := reading.vote_block(topic.id)) is not None:
        raise Refused(block[0], cite=block[1])
    decision = law.decide(
        topic.matter, Voted(row.delegates or 0, present, yes, no, abstain), place=topic.place, on=on
    )  # fmt: skip
    topic.outcome = Topic.Outcome.PASSED if decision.passed else Topic.Outcome.FAILED
    topic.delegates, topic.present, topic.yes, topic.no, topic.abstain = row.delegates, present, yes, no, abstain
    topic.sheet, topic.decided_at = decision.sheet, at
    topic.save(update_fields=["outcome", "decided_at", "delegates", "present", "yes", "no", "abstain", "sheet"])
    details = {"session_id": row.id, "outcome": topic.outcome, "yes": yes, "no": no, "abstain": abstain}
    records.note(
        TOPIC_KIND, topic.id, "decided", actor=actor, at=at, place=topic.place, label=topic.title, details=details
    )
    return decision


@transaction.atomic
def record_heard(topic_id: int, *, actor: Actor, at: datetime) -> None:
    """Write down that a report was heard."""
    topic = _undecided(topic_id, actor=actor)
    if topic.method != Topic.Method.HEAR:
        raise Refused(say("这项议题要表决，不能只记为听取。"))
    topic.outcome, topic.decided_at = Topic.Outcome.HEARD, at
    topic.save(update_fields=["outcome", "decided_at"])
    records.note(TOPIC_KIND, topic.id, "heard", actor=actor, at=at, place=topic.place, label=topic.title)


def _undecided(topic_id: int, *, actor: Actor) -> Topic:
    topic = locked_topic(topic_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    if topic.session.state != "meeting":
        raise Refused(say("只有开会的时候才能形成结果。"))
    if topic.outcome:
        raise Refused(say("这项议题已经有结果了。"))
    return topic


@transaction.atomic
def close_session(session_id: int, *, actor: Actor, at: datetime, minutes_file_id: int | None = None) -> None:
    """End the session once every topic has its outcome."""
    row = locked_session(session_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    changes: dict[str, Any] = {"closed_at": at}
    if minutes_file_id is not None:
        changes["minutes_file_id"] = minutes_file_id
    carry(row, "close", actor=actor, at=at, **changes)


@transaction.atomic
def file_minutes(session_id: int, file_id: int, *, actor: Actor, at: datetime) -> None:
    """Lay the signed minutes with the session."""
    row = locked_session(session_id, actor=actor)
    row.minutes_file_id = file_id
    row.save(update_fields=["minutes_file_id"])
    records.note(SESSION_KIND, row.id, "minutes_filed", actor=actor, at=at, place=row.place, label=row.title)
