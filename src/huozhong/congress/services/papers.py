"""Papers of topics: kept as files, sent to delegates, opened on their phones."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.congress.events import PapersSent
from huozhong.congress.models import PaperReading, Session, Topic, TopicPaper
from huozhong.congress.queries import roll
from huozhong.congress.services.finding import (
    SESSION_KIND,
    TOPIC_KIND,
    locked_session,
    locked_topic,
    require_ahead,
    require_words,
)
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records

MOST = 20


@transaction.atomic
def add_paper(
    topic_id: int, *, content: bytes | IO[bytes], file_name: str, name: str, actor: Actor, at: datetime
) -> int:
    """Lay a file with a topic; delegates see it when the papers are sent. Answers its id."""
    topic = locked_topic(topic_id, actor=actor)
    require_ahead(topic.session)
    if topic.papers.filter(replaced_by__isnull=True).count() >= MOST:
        raise Refused(say("一项议题最多 %(n)s 份材料。", n=MOST))
    paper = _kept(topic, content, file_name=file_name, name=name, actor=actor, at=at)
    records.note(
        TOPIC_KIND, topic.id, "paper_added", actor=actor, at=at, place=topic.place, label=topic.title,
        details={"paper_id": paper.id, "sha256": paper.sha256},
    )  # fmt: skip
    return paper.id


@transaction.atomic
def replace_paper(
    paper_id: int, *, content: bytes | IO[bytes], file_name: str, why: str, actor: Actor, at: datetime
) -> int:
    """A changed file in the place of an older one, with the reason; both stay, the new one must be sent."""
    found = TopicPaper.objects.filter(pk=paper_id, replaced_by__isnull=True).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    topic = locked_topic(found.topic_id, actor=actor)
    require_ahead(topic.session)
    words = require_words(why, most=200, ask="为什么换")
    paper = _kept(topic, content, file_name=file_name, name=found.name, actor=actor, at=at)
    found.replaced_by, found.replaced_why = paper, words
    found.save(update_fields=["replaced_by", "replaced_why"])
    records.note(
        TOPIC_KIND, topic.id, "paper_replaced", actor=actor, at=at, place=topic.place, label=topic.title, why=words,
        details={"paper_id": paper.id, "before": found.id, "sha256": paper.sha256},
    )  # fmt: skip
    return paper.id


def _kept(
    topic: Topic, content: bytes | IO[bytes], *, file_name: str, name: str, actor: Actor, at: datetime
) -> TopicPaper:
    ref = records.store_file(content, name=file_name, city_id=topic.city_id, actor=actor, at=at)
    return TopicPaper.objects.create(
        city_id=topic.city_id,
        topic=topic,
        name=require_words(name or ref.name, most=120, ask="材料名称"),
        file_id=ref.id,
        sha256=ref.sha256,
        added_by_name=actor.name[:100],
        added_at=at,
    )


@transaction.atomic
def send_papers(session_id: int, *, actor: Actor, at: datetime) -> int:
    """Give delegates every paper that is not out yet; the moment is the server's. Answers how many went out."""
    row = locked_session(session_id, actor=actor)
    require_ahead(row)
    waiting = TopicPaper.objects.filter(
        topic__session=row, topic__is_kept=True, sent_at__isnull=True, replaced_by__isnull=True
    )
    topic_ids = set(waiting.values_list("topic_id", flat=True))
    if not topic_ids:
        raise Refused(say("没有新的材料要发。请先给议题放上材料。"))
    sent = waiting.update(sent_at=at)
    for topic in Topic.objects.select_for_update(of=("self",)).filter(pk__in=topic_ids):
        if topic.sent_at is None:
            topic.sent_at = at
        else:
            topic.resent_at = at
        topic.save(update_fields=["sent_at", "resent_at"])
    records.note(
        SESSION_KIND, row.id, "papers_sent", actor=actor, at=at, place=row.place, label=row.title,
        details={"papers": sent, "topics": sorted(topic_ids)},
    )  # fmt: skip
    records.announce(PapersSent(row.id, row.place.path, at.isoformat()), city_id=row.city_id)
    return sent


@transaction.atomic
def open_paper(paper_id: int, *, actor: Actor, at: datetime) -> int:
    """Answer the file of a paper for a delegate who opens it (counted once), or for whoever prepares the session."""
    paper = TopicPaper.objects.select_related("topic__session__unit").filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(access.NOT_FOUND)
    row: Session = paper.topic.session
    is_delegate = roll.is_delegate(actor.person_id, congress_id=row.congress_id, on=day_of(at))
    if is_delegate and paper.sent_at is not None and actor.person_id is not None:
        PaperReading.objects.get_or_create(
            city_id=paper.city_id, paper=paper, person_id=actor.person_id, defaults={"read_at": at}
        )
        return paper.file_id
    access.require(actor, Permission.CONGRESS_MANAGE, at=row.place)
    return paper.file_id
