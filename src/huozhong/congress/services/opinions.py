"""What delegations said of a topic before the session."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.congress.models import Opinion
from huozhong.congress.services.finding import TOPIC_KIND, locked_topic, require_ahead, require_words
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records


@transaction.atomic
def sum_up(
    topic_id: int,
    *,
    delegation: str,
    met: date,
    came: int,
    agree: int,
    disagree: int,
    summary: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Keep what a delegation said of a topic: how many came, how many were for and against, and why. Answers its id."""
    topic = locked_topic(topic_id, actor=actor)
    require_ahead(topic.session)
    if min(came, agree, disagree) < 0 or agree + disagree > came:
        raise Refused(say("同意和不同意的人数加起来，不能比到会的人多。"))
    if met > day_of(at):
        raise Refused(say("讨论的日期不能在今天以后。"))
    row = Opinion.objects.create(
        city_id=topic.city_id,
        topic=topic,
        delegation=require_words(delegation, most=60, ask="代表团（组）"),
        met_date=met,
        came=came,
        agree=agree,
        disagree=disagree,
        summary=require_words(summary, most=1000, ask="讨论意见"),
        written_by_name=actor.name[:100],
        written_at=at,
    )
    details = {"session_id": topic.session_id, "opinion_id": row.id, "agree": agree, "disagree": disagree}
    records.note(
        TOPIC_KIND, topic.id, "opinion_added", actor=actor, at=at, place=topic.place, label=topic.title, details=details
    )
    return row.id


@transaction.atomic
def answer_opinion(opinion_id: int, *, answer: str, actor: Actor, at: datetime) -> None:
    """What the union and the employer made of an opinion: taken up, or why not."""
    found = Opinion.objects.filter(pk=opinion_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    topic = locked_topic(found.topic_id, actor=actor)
    found.answer = require_words(answer, most=1000, ask="怎么处理的")
    found.save(update_fields=["answer"])
    details = {"session_id": topic.session_id, "opinion_id": found.id}
    records.note(
        TOPIC_KIND, topic.id, "opinion_answered", actor=actor, at=at, place=topic.place, label=topic.title,
        details=details,
    )  # fmt: skip
