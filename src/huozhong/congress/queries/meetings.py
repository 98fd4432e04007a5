"""Meetings, their roll, their officers and their agenda; and what the law says of their quorum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.congress.models import AgendaItem, Meeting, Officer, Seat, Session, Vote
from huozhong.congress.rules import deciding
from huozhong.congress.rules.deciding import Law
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.quorum import Proof, at_least, measure
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions

PRESIDIUM_RULE = "congress.presidium.front_line_least"
FRONT_LINE = "front_line"
SHOWN = frozenset({FRONT_LINE, "women", "managers"})  # groups that everybody on the roll may know of


def find_meeting(meeting_id: int, *, actor: Actor) -> Meeting:
    """The meeting, for whoever may read it or sits in it; NotFound otherwise."""
    row = Meeting.objects.select_related("unit", "session").filter(pk=meeting_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if not access.can(actor, Permission.CONGRESS_READ, at=row.place) and seat_of(row, actor) is None:
        raise NotFound(access.NOT_FOUND)
    return row


def seat_of(meeting: Meeting, actor: Actor) -> Seat | None:
    """The actor's own seat on the roll, or None."""
    if actor.person_id is None:
        return None
    return Seat.objects.filter(meeting=meeting, person_id=actor.person_id).first()


def law_of(matter: str, *, place: Place, on: date) -> Law:
    """What decides a matter here on that day; NoRule says what is missing."""
    chain = unions.jurisdictions(place.unit_id)
    book = rulebook.book_for(chain)
    return deciding.law_for(deciding.matter_of(matter), book, jurisdictions=chain, on=on)


def quorum_refusal(present: int, *, of: int, law: Law) -> Sentence | None:
    """Why there is no quorum, with the share and its article; None when there is one."""
    if of == 0:
        return say("代表名单是空的，请先核对代表名单。")
    proof = deciding.quorum_of(present, delegates=of, law=law)
    if proof.is_met:
        return None
    return say(
        "在场 %(present)s 人，全体代表 %(all)s 人，要 %(needed)s 人在场，还差 %(short)s 人。（%(cite)s）",
        present=present, all=of, needed=proof.needed, short=proof.short_by, cite=law.quorum.cite,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RollLine:
    """One delegate as the room of delegates knows them."""

    person_id: int
    name: str
    delegation: str
    groups: tuple[str, ...]


def roll_now(session: Session, *, on: date) -> tuple[RollLine, ...]:
    """All delegates of the congress on the day."""
    cards = delegates.delegates(session.congress_id, on)
    return tuple(
        RollLine(card.person_id, card.name, card.constituency, tuple(sorted(SHOWN.intersection(map(str, card.groups)))))
        for card in cards
    )


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """Somebody with a duty at the meeting."""

    id: int
    duty: str
    duty_word: str
    person_id: int
    name: str
    is_front_line: bool


def officers_of(meeting: Meeting) -> tuple[OfficerLine, ...]:
    """Who has which duty, duty by duty; those of the preparatory meeting serve the formal one too."""
    rows = Officer.objects.filter(meeting__session_id=meeting.session_id, ended_at__isnull=True)
    order = {duty: place for place, duty in enumerate(Officer.Duty.values)}
    return tuple(
        OfficerLine(row.pk, row.duty, row.get_duty_display(), row.person_id, row.name, row.is_front_line)
        for row in sorted(rows, key=lambda one: (order[one.duty], one.pk))
    )


@dataclass(frozen=True, slots=True)
class Presidium:
    """Who is proposed for the presidium, whether its mix is lawful, and whether it was elected."""

    members: tuple[OfficerLine, ...]
    mix: Proof | None  # None: nobody yet
    cite: str
    refusal: Sentence | None
    elected_vote_id: int | None


def presidium_of(meeting: Meeting, *, at: datetime) -> Presidium:
    """The presidium of a session: workers, technicians and managers of the front line make up the share or more."""
    members = tuple(one for one in officers_of(meeting) if one.duty == Officer.Duty.PRESIDIUM)
    rule = rulebook.ask(PRESIDIUM_RULE, on=day_of(at), place=meeting.place)
    voted = Vote.objects.filter(
        meeting__session_id=meeting.session_id, matter="elect_presidium", state="counted", is_passed=True, counts=True
    )
    elected = voted.values_list("pk", flat=True).first()
    if not members:
        return Presidium((), None, str(rule.cite), say("还没有主席团人选。"), elected)
    front = sum(one.is_front_line for one in members)
    mix = measure(front, of=len(members), bar=at_least(rule.share()))
    refusal = None
    if not mix.is_met:
        refusal = say(
            "主席团 %(all)s 人，一线职工 %(front)s 人，至少要 %(needed)s 人。（%(cite)s）",
            all=len(members), front=front, needed=mix.needed, cite=rule.cite,
        )  # fmt: skip
    return Presidium(members, mix, str(rule.cite), refusal, elected)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the agenda."""

    id: int
    number: int
    kind: str
    kind_word: str
    title: str
    reporter: str
    topic_id: int | None
    begun_at: datetime | None
    ended_at: datetime | None
    is_here: bool


def agenda_of(meeting: Meeting) -> tuple[ItemLine, ...]:
    """The items in their order."""
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("number")
    return tuple(
        ItemLine(
            row.pk, row.number, row.kind, row.get_kind_display(), row.title, row.reporter, row.topic_id,
            row.begun_at, row.ended_at, row.pk == meeting.item_id,
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in a list."""

    id: int
    session_id: int
    kind: str
    kind_word: str
    title: str
    unit_name: str
    state: str
    present: int
    delegates: int
    has_quorum: bool
    meets_at: datetime | None


def meetings_of(session_id: int) -> tuple[MeetingLine, ...]:
    """The meetings of a session, the preparatory one first. The caller has asked whether it may be seen."""
    return tuple(_line(row) for row in _rows().filter(session_id=session_id).order_by("id"))


def meetings_in_reach(reach: Reach, *, limit: int = 60) -> tuple[MeetingLine, ...]:
    """Meetings within reach that are planned or going on first, then the latest."""
    rows = _rows().filter(reach.over("unit")).order_by("-id")[:limit]
    order = {"open": 0, "adjourned": 1, "planned": 2}
    return tuple(sorted((_line(row) for row in rows), key=lambda one: (order.get(one.state, 3), -one.id)))


def meetings_for(person_id: int) -> tuple[MeetingLine, ...]:
    """Meetings on whose roll the person stands and that are not over."""
    ids = Seat.objects.filter(person_id=person_id).values_list("meeting_id", flat=True)
    rows = _rows().filter(pk__in=list(ids), state__in=["planned", "open", "adjourned"])
    return tuple(_line(row) for row in rows.order_by("-id"))


def _rows() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("unit", "session")


def _line(row: Meeting) -> MeetingLine:
    return MeetingLine(
        row.pk, row.session_id, row.kind, row.get_kind_display(), row.title, row.unit.name, row.state,
        row.present, row.delegates, row.has_quorum, row.session.meets_at,
    )  # fmt: skip
