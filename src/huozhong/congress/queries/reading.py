"""Papers of a session as delegates read them, and who has opened which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from huozhong.congress.models import Opinion, PaperReading, Session, TopicPaper
from huozhong.congress.queries import law, roll
from huozhong.congress.queries.sessions import SessionCard, card_of, topics_of
from huozhong.congress.queries.sessions import TopicCard as Topic
from huozhong.congress.workflow import SessionState
from huozhong.delegates import queries as delegates
from huozhong.kernel.places import Place


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One paper, and how many delegates have opened it."""

    id: int
    topic_id: int
    name: str
    file_id: int
    sha256: str
    added_by_name: str
    added_at: datetime
    sent_at: datetime | None
    replaced_why: str
    is_current: bool
    readers: int
    is_read: bool  # by whoever asks


def papers_of(session_id: int, *, person_id: int | None = None) -> tuple[PaperCard, ...]:
    """Every paper of a session. The caller has asked whether the session may be seen."""
    rows = TopicPaper.objects.filter(topic__session_id=session_id).annotate(readers=Count("readings"))
    mine = set()
    if person_id is not None:
        read = PaperReading.objects.filter(paper__topic__session_id=session_id, person_id=person_id)
        mine = set(read.values_list("paper_id", flat=True))
    return tuple(
        PaperCard(
            id=row.pk, topic_id=row.topic_id, name=row.name, file_id=row.file_id, sha256=row.sha256,
            added_by_name=row.added_by_name, added_at=row.added_at, sent_at=row.sent_at,
            replaced_why=row.replaced_why, is_current=row.replaced_by_id is None, readers=row.readers,
            is_read=row.pk in mine,
        )
        for row in rows.order_by("topic__number", "id")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpinionCard:
    """What a delegation said."""

    id: int
    delegation: str
    met_date: date
    came: int
    agree: int
    disagree: int
    summary: str
    answer: str
    is_before_change: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """All delegations on one topic, and whether they are widely split."""

    opinions: tuple[OpinionCard, ...]
    agree: int
    disagree: int
    is_split: bool
    split_cite: str


def heard(topic_id: int, *, place: Place, on: date) -> Heard:
    """What delegations said of a topic as it stands; a split is measured by the rule of the place."""
    cards = opinions_of(topic_id)
    now = [one for one in cards if not one.is_before_change]
    agree, disagree = sum(one.agree for one in now), sum(one.disagree for one in now)
    found = law.share(law.SPLIT, place=place, on=on)
    spoke = agree + disagree
    is_split = found is not None and spoke > 0 and disagree >= found[0] * spoke
    return Heard(cards, agree, disagree, is_split, str(found[1].cite) if found else "")


def opinions_of(topic_id: int) -> tuple[OpinionCard, ...]:
    """Every opinion of a topic in its order. The caller has asked whether the session may be seen."""
    rows = Opinion.objects.filter(topic_id=topic_id).order_by("id")
    return tuple(
        OpinionCard(
            row.pk, row.delegation, row.met_date, row.came, row.agree, row.disagree, row.summary, row.answer,
            row.is_before_change,
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MySession:
    """A session as one of its delegates sees it on the phone."""

    session: SessionCard
    topics: tuple[Topic, ...]
    papers: tuple[PaperCard, ...]
    unread: int


def my_sessions(person_id: int, *, on: date) -> tuple[MySession, ...]:
    """Sessions that lie ahead or run, of every congress in which the person holds a seat."""
    seats = delegates.delegateships(person_id, on)
    states = [SessionState.PREPARING, SessionState.CALLED, SessionState.MEETING]
    rows = Session.objects.select_related("unit").filter(
        congress_id__in=[seat.congress_id for seat in seats], state__in=states
    )
    found = []
    for row in rows.order_by("meets_at", "id"):
        papers = tuple(
            one for one in papers_of(row.pk, person_id=person_id) if one.sent_at is not None and one.is_current
        )
        if row.state == SessionState.PREPARING and not papers:
            continue
        topics = tuple(topic for topic in topics_of(row.pk) if topic.is_kept)
        found.append(MySession(card_of(row), topics, papers, sum(not one.is_read for one in papers)))
    return tuple(found)


def readers_owed(session_id: int, *, congress_id: int, on: date) -> int:
    """How many delegates have opened none of the papers that went out."""
    persons = set(roll.person_ids(congress_id, on=on))
    read = PaperReading.objects.filter(paper__topic__session_id=session_id).values_list("person_id", flat=True)
    return len(persons - set(read))
