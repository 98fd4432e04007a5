"""Sessions and their topics, within the reach of whoever asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from huozhong.access.queries import Reach
from huozhong.access.services import NOT_FOUND
from huozhong.congress.models import Session, Topic, TopicPaper
from huozhong.congress.queries import law
from huozhong.congress.rules import agenda, deadlines
from huozhong.congress.rules.deadlines import Papers, Span
from huozhong.congress.workflow import SESSION, SessionState
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.zone import day_of

PAGE = 50
TONES = {"meeting": "open", "called": "sun", "archived": "leaf", "reported": "leaf", "published": "leaf"}


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session as pages and other rooms see it."""

    id: int
    city_id: int
    congress_id: int
    place: Place
    unit_name: str
    number: int
    kind: str
    kind_word: str
    state: str
    title: str
    meets_at: datetime | None
    venue: str
    note: str
    left_out: tuple[tuple[str, str], ...]
    planned_at: datetime
    called_at: datetime | None
    begun_at: datetime | None
    closed_at: datetime | None
    delegates: int | None
    present: int | None
    minutes_file_id: int | None
    published_at: datetime | None
    published_words: str
    published_ways: str
    reported_at: datetime | None
    archived_at: datetime | None

    @property
    def state_word(self) -> Sentence:
        return SESSION.states[self.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def meets_on(self) -> date | None:
        return day_of(self.meets_at) if self.meets_at else None

    @property
    def is_ahead(self) -> bool:
        return self.state in (SessionState.PREPARING, SessionState.CALLED)


@dataclass(frozen=True, slots=True)
class TopicCard:
    """One topic, the state of its papers, and why it may not be voted on (None: it may)."""

    id: int
    session_id: int
    number: int
    title: str
    matter: str
    method: str
    method_word: str
    words: str
    origin: str
    origin_word: str
    origin_id: int | None
    agreement: str
    agreement_word: str
    agreed_with: str
    agreed_date: date | None
    refused_why: str
    is_kept: bool
    papers: int
    sent_at: datetime | None
    resent_at: datetime | None
    is_split: bool
    papers_due: date | None
    papers_cite: str
    block: Sentence | None
    outcome: str
    outcome_word: str
    decided_at: datetime | None
    delegates: int | None
    present: int | None
    yes: int | None
    no: int | None
    abstain: int | None
    sheet: dict[str, object]
    put_off_why: str

    @property
    def is_voted_on(self) -> bool:
        return self.method != Topic.Method.HEAR

    @property
    def is_open(self) -> bool:
        return not self.outcome


_SESSION_SAME = (
    *("id", "city_id", "congress_id", "number", "kind", "state", "title", "meets_at", "venue", "note", "planned_at"),
    *("called_at", "begun_at", "closed_at", "delegates", "present", "minutes_file_id", "published_at"),
    *("published_words", "published_ways", "reported_at", "archived_at"),
)
_TOPIC_SAME = (
    *("id", "session_id", "number", "title", "matter", "method", "words", "origin", "origin_id", "agreement"),
    *("agreed_with", "agreed_date", "refused_why", "is_kept", "sent_at", "resent_at", "is_split", "outcome"),
    *("decided_at", "delegates", "present", "yes", "no", "abstain", "sheet", "put_off_why"),
)


def card_of(row: Session) -> SessionCard:
    """The card of a row that is already in hand, with its unit."""
    return SessionCard(
        **{name: getattr(row, name) for name in _SESSION_SAME},
        place=row.place,
        unit_name=row.unit.name,
        kind_word=row.get_kind_display(),
        left_out=tuple(sorted(row.left_out.items())),
    )


def _rows() -> QuerySet[Session]:
    return Session.objects.select_related("unit")


def session(session_id: int, *, reach: Reach) -> SessionCard:
    """One session within reach; NotFound otherwise."""
    row = _rows().filter(reach.over("unit"), pk=session_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return card_of(row)


def session_facts(session_id: int) -> SessionCard:
    """One session for a verb or another room. The caller has asked whether it may be seen."""
    row = _rows().filter(pk=session_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return card_of(row)


def sessions_of(congress_id: int) -> tuple[SessionCard, ...]:
    """Every session of a congress, the newest first. The caller has asked whether the congress may be seen."""
    return tuple(card_of(row) for row in _rows().filter(congress_id=congress_id).order_by("-number"))


def sessions_in_reach(*, reach: Reach, states: Iterable[str] = (), page: int = 1) -> tuple[SessionCard, ...]:
    """One page of the sessions within reach, those that meet last first."""
    rows = _rows().filter(reach.over("unit"))
    wanted = list(states)
    rows = rows.filter(state__in=wanted) if wanted else rows
    start = (max(page, 1) - 1) * PAGE
    return tuple(card_of(row) for row in rows.order_by("-meets_at", "-id")[start : start + PAGE])


def topics_of(session_id: int) -> tuple[TopicCard, ...]:
    """Topics of a session in their order, refused ones last. The caller has asked whether the session may be seen."""
    rows = Topic.objects.select_related("session__unit").filter(session_id=session_id).order_by("-is_kept", "number")
    found = tuple(rows)
    counts = papers_of_topics(row.id for row in found)
    spans: dict[int, Span | None] = {}
    return tuple(_topic_card(row, counts[row.id], spans) for row in found)


def topic(topic_id: int) -> TopicCard:
    """One topic. The caller has asked whether its session may be seen."""
    row = Topic.objects.select_related("session__unit").filter(pk=topic_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _topic_card(row, papers_of_topics([row.id])[row.id], {})


def papers_of_topics(topic_ids: Iterable[int]) -> Counter[int]:
    """How many papers each topic has now."""
    rows = TopicPaper.objects.filter(topic_id__in=list(topic_ids), replaced_by__isnull=True)
    return Counter(rows.values_list("topic_id", flat=True))


def _topic_card(row: Topic, papers: int, spans: dict[int, Span | None]) -> TopicCard:
    session_row = row.session
    meets_at = session_row.begun_at or session_row.meets_at
    if session_row.id not in spans:
        on = day_of(meets_at or session_row.planned_at)
        spans[session_row.id] = law.span(law.PAPERS, place=row.place, on=on)
    span = spans[session_row.id]
    facts = Papers(papers, row.sent_at, row.resent_at, row.is_split)
    is_judged = meets_at is not None and row.method != Topic.Method.HEAR
    return TopicCard(
        **{name: getattr(row, name) for name in _TOPIC_SAME},
        method_word=row.get_method_display(),
        origin_word=row.get_origin_display(),
        agreement_word=row.get_agreement_display(),
        outcome_word=row.get_outcome_display(),
        papers=papers,
        papers_due=deadlines.latest_day(day_of(meets_at), span) if meets_at and span else None,
        papers_cite=span.cite if span else "",
        block=deadlines.papers_block(facts, meets_at=meets_at, span=span) if is_judged and meets_at else None,
    )


def vote_block(topic_id: int) -> tuple[Sentence, str] | None:
    """Why the topic may not be voted on because of its papers, with the rule; computed from moments, never typed."""
    found = topic(topic_id)
    return None if found.block is None else (found.block, found.papers_cite)


def missing_matters(session_id: int) -> tuple[str, ...]:
    """Matters of the congress that a yearly session neither has on its agenda nor explains yet."""
    row = Session.objects.filter(pk=session_id).first()
    if row is None or row.kind != Session.Kind.REGULAR:
        return ()
    there = row.topics.filter(is_kept=True).values_list("matter", flat=True)
    return agenda.left_out(there, explained=row.left_out)
