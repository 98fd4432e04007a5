"""Planning a meeting, its roll, its agenda and its officers; opening, adjourning and closing it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.congress.models import AgendaItem, Meeting, Officer, Seat, Session, Topic, Vote
from huozhong.congress.queries import meetings as reading
from huozhong.congress.rules.deciding import quorum_of
from huozhong.congress.rules.matters import MATTERS
from huozhong.congress.services import calling, presence
from huozhong.congress.services import topics as listing
from huozhong.congress.services.finding import require_words
from huozhong.congress.workflow import MeetingFacts
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles.services import carry_out
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

KIND = "congress.meeting"
MOST_ITEMS = 120
# what the preparatory meeting settles; the rest waits for the formal one
PREPARATORY = ("elect_presidium", "elect_scrutineers", "election_method")


def locked_meeting(meeting_id: int, *, actor: Actor, permission: Permission = Permission.CONGRESS_MANAGE) -> Meeting:
    """The row, locked; NotFound outside the actor's reach, Forbidden without the permission."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("unit", "session")
    row = rows.filter(pk=meeting_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=row.place, seen=Permission.CONGRESS_READ)
    return row


def note_meeting(
    row: Meeting, action: str, *, actor: Actor, at: datetime, why: str = "", details: object = None
) -> None:
    """One row of the trail about a meeting."""
    more = details if isinstance(details, dict) else {}
    records.note(KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.title, why=why, details=more)


def turn(row: Meeting, *changed: str) -> None:
    """Keep what changed, and let every screen know that something did."""
    row.turn += 1
    row.save(update_fields=["turn", *changed])


@transaction.atomic
def plan_meeting(session_id: int, *, kind: str, actor: Actor, at: datetime) -> int:
    """Set up the preparatory or the formal meeting of a session: roll, quorum and agenda are drawn up at once."""
    session = Session.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=session_id).first()
    if session is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.CONGRESS_MANAGE, at=session.place, seen=Permission.CONGRESS_READ)
    if session.state not in ("preparing", "called", "meeting"):
        raise Refused(say("这次会议已经开完或者取消，不能再安排。"))
    wanted = Meeting.Kind(kind)
    title = say("%(session)s预备会议", session=session.title) if wanted == Meeting.Kind.PREPARATORY else session.title
    try:
        with transaction.atomic():
            row = Meeting.objects.create(
                city_id=session.city_id, unit_id=session.unit_id, session=session, kind=wanted,
                title=str(title)[:140], hall_secret=secrets.token_hex(24), planned_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        if "meeting_of_a_kind_once" not in str(error):
            raise
        raise Refused(say("这次会议已经安排好了。")) from None
    _draw_roll(row, at=at)
    if wanted == Meeting.Kind.PREPARATORY:
        _add_procedure(session)
    _draw_agenda(row)
    note_meeting(row, "planned", actor=actor, at=at, details={"session_id": session.pk, "delegates": row.delegates})
    return row.pk


def _add_procedure(session: Session) -> None:
    """What a preparatory meeting settles for the order of the meeting itself, unless it is on the list already."""
    there = set(Topic.objects.filter(session=session, is_kept=True).values_list("matter", flat=True))
    for matter in PREPARATORY:
        if matter not in there:
            title = str(MATTERS[matter].title)
            method = Topic.Method.HANDS
            listing.put(session, title=title, matter=matter, method=method, words="", origin=Topic.Origin.STANDING)


@transaction.atomic
def redraw_roll(meeting_id: int, *, actor: Actor, at: datetime) -> int:
    """Take the delegates as they are today; only before the meeting opens. Answers how many there are."""
    row = locked_meeting(meeting_id, actor=actor)
    _require_planned(row)
    if row.present:
        raise Refused(say("已经有代表签到，不能重新生成名单。"))
    _draw_roll(row, at=at)
    turn(row)
    note_meeting(row, "roll_drawn", actor=actor, at=at, details={"delegates": row.delegates})
    return row.delegates


def _require_planned(row: Meeting) -> None:
    if row.state != "planned":
        raise Refused(say("会议已经开始或者结束，会前的安排不能再改。"))


def _draw_roll(row: Meeting, *, at: datetime) -> None:
    """Every delegate of today gets a seat; who is no delegate any more loses it."""
    lines = {one.person_id: one for one in reading.roll_now(row.session, on=day_of(at))}
    Seat.objects.filter(meeting=row).exclude(person_id__in=list(lines)).delete()
    seated = set(Seat.objects.filter(meeting=row).values_list("person_id", flat=True))
    Seat.objects.bulk_create(
        Seat(
            city_id=row.city_id, meeting=row, person_id=one.person_id, name=one.name[:100],
            delegation=one.delegation[:60], groups=list(one.groups),
        )
        for one in lines.values()
        if one.person_id not in seated
    )  # fmt: skip
    law = reading.law_of("resolution", place=row.place, on=day_of(at))
    row.delegates = len(lines)
    row.needed = quorum_of(0, delegates=row.delegates, law=law).needed
    row.quorum_cite = law.quorum.as_json()
    row.save(update_fields=["delegates", "needed", "quorum_cite"])


def _draw_agenda(row: Meeting) -> None:
    """The usual order: what is heard, then what is decided; the chair changes it as needed."""
    is_preparatory = row.kind == Meeting.Kind.PREPARATORY
    topics = Topic.objects.filter(session=row.session, is_kept=True).order_by("number")
    wanted = [one for one in topics if (one.matter in PREPARATORY) is is_preparatory]
    first = say("报告代表资格审查情况") if is_preparatory else say("宣布应到、实到人数，宣布开会")
    items: list[tuple[str, str, Topic | None]] = [(AgendaItem.Kind.OPENING, str(first), None)]
    heard = [one for one in wanted if one.method == Topic.Method.HEAR]
    items += [(AgendaItem.Kind.REPORT, one.title, one) for one in heard]
    items += [(AgendaItem.Kind.TOPIC, one.title, one) for one in wanted if one not in heard]
    if is_preparatory:
        items.append((AgendaItem.Kind.OTHER, str(say("通过正式会议议程")), None))
    AgendaItem.objects.bulk_create(
        AgendaItem(city_id=row.city_id, meeting=row, number=number, kind=kind, title=title, topic=topic)
        for number, (kind, title, topic) in enumerate(items, 1)
    )


@transaction.atomic
def add_item(
    meeting_id: int,
    *,
    kind: str,
    title: str,
    actor: Actor,
    at: datetime,
    reporter: str = "",
    topic_id: int | None = None,
) -> int:
    """One more item at the end of the agenda; answers its id."""
    row = locked_meeting(meeting_id, actor=actor)
    _require_alive(row)
    topic = None
    if topic_id is not None:
        topic = Topic.objects.filter(pk=topic_id, session_id=row.session_id, is_kept=True).first()
        if topic is None:
            raise NotFound(access.NOT_FOUND)
    last = AgendaItem.objects.filter(meeting=row).aggregate(number=Max("number"))["number"] or 0
    if last >= MOST_ITEMS:
        raise Refused(say("议程太长了。"))
    item = AgendaItem.objects.create(
        city_id=row.city_id, meeting=row, number=last + 1, kind=AgendaItem.Kind(kind),
        title=_words(title, most=160, ask="议程名称"), reporter=reporter.strip()[:100], topic=topic,
    )  # fmt: skip
    turn(row)
    note_meeting(row, "item_added", actor=actor, at=at, details={"number": item.number, "title": item.title})
    return item.pk


def _words(text: str, *, most: int, ask: str) -> str:
    cleaned = require_words(text, most=most, ask=ask)
    if holds_personal_number(cleaned):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    return cleaned


def _require_alive(row: Meeting) -> None:
    if row.state in ("closed", "cancelled"):
        raise Refused(say("会议已经结束。"))


def require_running(row: Meeting) -> None:
    """Only what happens while the meeting is open."""
    if row.state != "open":
        raise Refused(say("会议没有在进行。"))


@transaction.atomic
def call_item(meeting_id: int, *, item_id: int, actor: Actor, at: datetime) -> None:
    """Turn to an item: the one before is over; a report that was heard is kept as heard."""
    row = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    require_running(row)
    item = AgendaItem.objects.filter(pk=item_id, meeting=row).first()
    if item is None:
        raise NotFound(access.NOT_FOUND)
    if row.vote_id is not None:
        raise Refused(say("正在表决，请先计票或者作废，再进入下一项。"))
    _end_item(row, actor=actor, at=at)
    item.begun_at, item.ended_at = item.begun_at or at, None
    item.save(update_fields=["begun_at", "ended_at"])
    row.item_id = item.pk
    turn(row, "item_id")
    note_meeting(row, "item_called", actor=actor, at=at, details={"number": item.number, "title": item.title})


def _end_item(row: Meeting, *, actor: Actor, at: datetime) -> None:
    """The item at hand is over; what was only to be heard counts as heard now."""
    item = AgendaItem.objects.select_related("topic").filter(pk=row.item_id or 0).first()
    if item is None or item.ended_at is not None:
        return
    item.ended_at = at
    item.save(update_fields=["ended_at"])
    topic = item.topic
    if topic is None or topic.outcome or topic.method != Topic.Method.HEAR:
        return
    if Session.objects.filter(pk=row.session_id, state="meeting").exists():
        calling.record_heard(topic.pk, actor=actor, at=at)


@transaction.atomic
def name_officers(meeting_id: int, *, duty: str, person_ids: Iterable[int], actor: Actor, at: datetime) -> None:
    """Name delegates for a duty; the presidium is voted on afterwards, scrutineers must not be candidates."""
    row = locked_meeting(meeting_id, actor=actor)
    _require_alive(row)
    wanted = Officer.Duty(duty)
    for person_id in dict.fromkeys(person_ids):
        seat = Seat.objects.filter(meeting=row, person_id=person_id).first()
        if seat is None and wanted is not Officer.Duty.TRUSTEE:
            raise Refused(say("只能从代表里推选。"))
        name = seat.name if seat else people.person(person_id).name
        _named, is_new = Officer.objects.get_or_create(
            city_id=row.city_id, meeting=row, duty=wanted, person_id=person_id, ended_at=None,
            defaults={
                "name": name, "named_at": at,
                "is_front_line": seat is not None and reading.FRONT_LINE in seat.groups,
            },
        )  # fmt: skip
        if is_new:
            details = {"duty": wanted.value, "person_id": person_id}
            note_meeting(row, "officer_named", actor=actor, at=at, details=details)
    turn(row)


@transaction.atomic
def release_officer(officer_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a duty back."""
    found = Officer.objects.filter(pk=officer_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    row = locked_meeting(found.meeting_id, actor=actor)
    _require_alive(row)
    if Officer.objects.filter(pk=officer_id, ended_at__isnull=True).update(ended_at=at):
        turn(row)
        details = {"duty": found.duty, "person_id": found.person_id}
        note_meeting(row, "officer_released", actor=actor, at=at, details=details)


def meeting_facts(row: Meeting) -> MeetingFacts:
    """What decides whether a meeting may open, go on or end."""
    quorum = reading.quorum_refusal(
        row.present, of=row.delegates, law=reading.law_of("resolution", place=row.place, on=day_of(row.planned_at))
    )
    titles = Vote.objects.filter(meeting=row, state__in=["open", "suspended", "counting"]).values_list(
        "title", flat=True
    )
    has_agenda = AgendaItem.objects.filter(meeting=row).exists()
    return MeetingFacts(has_agenda=has_agenda, quorum=quorum, open_votes=tuple(titles))


@transaction.atomic
def open_meeting(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """Declare the meeting open: how many should be there and how many are; below quorum it is refused."""
    row = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    details = {"delegates": row.delegates, "present": row.present, "needed": row.needed}
    row = carry_out(
        row, "open", actor=actor, at=at, facts=meeting_facts, details=details,
        changes={"opened_at": at, "turn": row.turn + 1},
    )  # fmt: skip
    if row.kind == Meeting.Kind.FORMAL and row.session.state != "meeting":
        calling.begin_session(row.session_id, present=row.present, delegates=row.delegates, actor=actor, at=at)
    first = AgendaItem.objects.filter(meeting=row).order_by("number").first()
    if first is not None:
        call_item(row.pk, item_id=first.pk, actor=actor, at=at)


@transaction.atomic
def adjourn_meeting(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """A break: nobody can vote or speak until the meeting goes on."""
    row = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    carry_out(row, "adjourn", actor=actor, at=at, facts=meeting_facts, changes={"turn": row.turn + 1})


@transaction.atomic
def resume_meeting(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """The meeting goes on, if the quorum is there."""
    row = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    carry_out(row, "resume", actor=actor, at=at, facts=meeting_facts, changes={"turn": row.turn + 1})


@transaction.atomic
def close_meeting(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """Close the meeting; with the formal one the session ends, once every topic has an outcome."""
    row = locked_meeting(meeting_id, actor=actor, permission=Permission.CONGRESS_CHAIR)
    _end_item(row, actor=actor, at=at)
    row = carry_out(
        row, "close", actor=actor, at=at, facts=meeting_facts,
        changes={"closed_at": at, "turn": row.turn + 1, "item_id": None, "speaker_id": None},
    )  # fmt: skip
    presence.everybody_leaves(row, actor=actor, at=at)
    if row.kind == Meeting.Kind.FORMAL:
        calling.close_session(row.session_id, actor=actor, at=at)


@transaction.atomic
def cancel_meeting(meeting_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """This meeting will not be held; another one can be planned."""
    row = locked_meeting(meeting_id, actor=actor)
    carry_out(row, "cancel", actor=actor, at=at, why=why, facts=meeting_facts, changes={"turn": row.turn + 1})


@transaction.atomic
def put_off(topic_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """A topic is not decided at this session: why is written down, and it comes again."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("session__unit").filter(pk=topic_id).first()
    if topic is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.CONGRESS_CHAIR, at=topic.place, seen=Permission.CONGRESS_READ)
    if topic.outcome or topic.session.state != "meeting":
        raise Refused(say("这一项已经有结果，或者会议没有在进行。"))
    if Vote.objects.filter(topic=topic, state__in=["open", "suspended", "counting"]).exists():
        raise Refused(say("这一项正在表决，请先计票或者作废。"))
    topic.outcome, topic.decided_at, topic.put_off_why = "put_off", at, _words(why, most=500, ask="留到下次的理由")
    topic.save(update_fields=["outcome", "decided_at", "put_off_why"])
    records.note(
        "congress.topic", topic.pk, "put_off", actor=actor, at=at, place=topic.place, label=topic.title,
        why=topic.put_off_why,
    )  # fmt: skip


def opening_refusal(row: Meeting) -> Sentence | None:
    """Why the meeting cannot be opened now, or None."""
    return meeting_facts(row).quorum
