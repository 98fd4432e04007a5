"""Collecting topics and agreeing on them with the employer; revising what delegations were split about."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huozhong.congress.models import Session, Topic
from huozhong.congress.queries import law
from huozhong.congress.rules import agenda
from huozhong.congress.services.finding import (
    SESSION_KIND,
    TOPIC_KIND,
    locked_session,
    locked_topic,
    require_ahead,
    require_words,
)
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records

# what the law or the congress itself puts on the agenda is not the employer's to refuse
OWED = frozenset({Topic.Origin.JOINT, Topic.Origin.STANDING})


@transaction.atomic
def add_topic(
    session_id: int,
    *,
    title: str,
    matter: str,
    actor: Actor,
    at: datetime,
    method: str = "",
    words: str = "",
    origin: str = Topic.Origin.UNION,
    origin_id: int | None = None,
) -> int:
    """Put a topic on the list; it is decided as its matter owes unless a stricter way is chosen. Answers its id."""
    row = locked_session(session_id, actor=actor)
    require_ahead(row)
    _require_open_list(row)
    topic = put(row, title=title, matter=matter, method=method, words=words, origin=origin, origin_id=origin_id)
    details = {"topic_id": topic.id, "matter": matter, "origin": origin}
    records.note(TOPIC_KIND, topic.id, "added", actor=actor, at=at, place=row.place, label=topic.title, details=details)
    return topic.id


def put(
    row: Session, *, title: str, matter: str, method: str, words: str, origin: str, origin_id: int | None = None
) -> Topic:
    """The row of a topic behind the others; the caller has locked the session and leaves the record."""
    last = row.topics.aggregate(number=Max("number"))["number"] or 0
    if last >= 200:
        raise Refused(say("议题太多了，请分几次会议。"))
    return Topic.objects.create(
        city_id=row.city_id,
        session=row,
        number=last + 1,
        title=require_words(title, most=120, ask="议题名称"),
        matter=matter,
        method=method_for(row, matter, method),
        words=words.strip()[:4000],
        origin=Topic.Origin(origin),
        origin_id=origin_id,
        agreement=Topic.Agreement.NOT_NEEDED if origin in OWED else Topic.Agreement.WAITING,
    )


def method_for(row: Session, matter: str, wanted: str) -> str:
    """How the topic is decided: as chosen, never more openly than its matter owes at the place of the session."""
    on = day_of(row.meets_at or row.planned_at)
    found = law.answer(law.SECRET, place=row.place, on=on)
    method = agenda.method_of(matter, wanted=wanted, secret_for=found.text() if found else "")
    return Topic.Method(method)


def _require_open_list(row: Session) -> None:
    if row.state != "preparing":
        raise Refused(say("会议通知已经发出，议题不再变动。要改，请先收回通知。"))


@transaction.atomic
def agree_topic(topic_id: int, *, with_whom: str, on: date, actor: Actor, at: datetime) -> None:
    """Write down that the employer agreed to put the topic on the agenda: who spoke for them, and when."""
    topic = _answerable(topic_id, on=on, actor=actor, at=at)
    topic.agreement, topic.agreed_with, topic.agreed_date = Topic.Agreement.AGREED, _whom(with_whom), on
    topic.refused_why, topic.is_kept = "", True
    topic.save(update_fields=["agreement", "agreed_with", "agreed_date", "refused_why", "is_kept"])
    _noted(topic, "agreed", actor=actor, at=at, details={"on": on})


@transaction.atomic
def refuse_topic(topic_id: int, *, with_whom: str, why: str, on: date, actor: Actor, at: datetime) -> None:
    """Write down that the employer did not agree, and why; the topic leaves the agenda and stays to be seen."""
    topic = _answerable(topic_id, on=on, actor=actor, at=at)
    topic.agreement, topic.agreed_with, topic.agreed_date = Topic.Agreement.REFUSED, _whom(with_whom), on
    topic.refused_why, topic.is_kept = require_words(why, most=500, ask="不同意的理由"), False
    topic.save(update_fields=["agreement", "agreed_with", "agreed_date", "refused_why", "is_kept"])
    _noted(topic, "refused_by_employer", actor=actor, at=at, why=topic.refused_why, details={"on": on})


@transaction.atomic
def drop_topic(topic_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take a topic off the list, with a reason. What the congress itself is owed stays on."""
    topic = locked_topic(topic_id, actor=actor)
    _require_open_list(topic.session)
    if topic.origin in OWED:
        raise Refused(say("联席会议的决定和上次会议的情况必须报告本次会议，不能撤下。"))
    words = require_words(why, most=300, ask="撤下的理由")
    topic.is_kept = False
    topic.save(update_fields=["is_kept"])
    _noted(topic, "dropped", actor=actor, at=at, why=words)


@transaction.atomic
def revise_topic(topic_id: int, *, what: str, words: str, actor: Actor, at: datetime) -> None:
    """Delegations were widely split: union and employer change the proposal, and its paper goes out again."""
    topic = locked_topic(topic_id, actor=actor)
    require_ahead(topic.session)
    if not topic.opinions.filter(is_before_change=False).exists():
        raise Refused(say("还没有代表团的讨论意见。请先把各代表团的意见写下来，再修改方案。"))
    changed = require_words(what, most=1000, ask="改了什么")
    topic.opinions.update(is_before_change=True)
    topic.is_split, topic.words = True, words.strip()[:4000] or topic.words
    topic.save(update_fields=["is_split", "words"])
    _noted(topic, "revised", actor=actor, at=at, why=changed)


def _answerable(topic_id: int, *, on: date, actor: Actor, at: datetime) -> Topic:
    topic = locked_topic(topic_id, actor=actor)
    _require_open_list(topic.session)
    if topic.agreement == Topic.Agreement.NOT_NEEDED:
        raise Refused(say("这一项依规定列入，不需要同单位商定。"))
    if on > day_of(at):
        raise Refused(say("商定的日期不能在今天以后。"))
    return topic


def _whom(name: str) -> str:
    return require_words(name, most=100, ask="单位由谁商定")


def _noted(topic: Topic, action: str, *, actor: Actor, at: datetime, why: str = "", details: object = None) -> None:
    more = details if isinstance(details, dict) else {}
    records.note(
        TOPIC_KIND, topic.id, action, actor=actor, at=at, place=topic.place, label=topic.title, why=why,
        details={"session_id": topic.session_id, **more},
    )  # fmt: skip


__all__ = [
    "SESSION_KIND",
    "add_topic",
    "agree_topic",
    "drop_topic",
    "method_for",
    "put",
    "refuse_topic",
    "revise_topic",
]
