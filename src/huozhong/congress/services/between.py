"""Between sessions: joint meetings for what cannot wait, inspection tours and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.congress.models import JointDecision, Session, Topic, Tour, TourFinding
from huozhong.congress.rules import agenda
from huozhong.congress.services import clocks, topics
from huozhong.congress.services.finding import require_words
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records

JOINT_KIND = "congress.jointdecision"
TOUR_KIND = "congress.tour"


@dataclass(frozen=True, slots=True)
class JointForm:
    """What a union writes down of a joint meeting."""

    title: str
    matter: str
    held: date
    urgency: str
    attended: str
    employer_side: str
    decision: str


@transaction.atomic
def record_joint_meeting(
    congress_id: int, form: JointForm, *, unit: Place, actor: Actor, at: datetime,
    content: bytes | IO[bytes] | None = None, file_name: str = "",
) -> int:  # fmt: skip
    """Keep what a joint meeting settled; never a reserved matter. The next session has it on its agenda by itself."""
    access.require(actor, Permission.CONGRESS_MANAGE, at=unit)
    title = agenda.title_of(form.matter)
    if agenda.is_reserved(form.matter):
        raise Refused(say("“%(matter)s”只能由职代会决定，联席会议不能处理。请召开临时会议。", matter=title))
    if form.held > day_of(at):
        raise Refused(say("开会的日期不能在今天以后。"))
    ref = records.store_file(content, name=file_name, city_id=unit.city_id, actor=actor, at=at) if content else None
    row = JointDecision.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        congress_id=congress_id,
        title=require_words(form.title, most=120, ask="处理的事"),
        matter=form.matter,
        held_date=form.held,
        urgency=require_words(form.urgency, most=500, ask="为什么等不到下次会议"),
        attended=require_words(form.attended, most=500, ask="到会的人"),
        employer_side=require_words(form.employer_side, most=200, ask="单位方到会的人"),
        decision=require_words(form.decision, most=1000, ask="处理决定"),
        file_id=ref.id if ref else None,
        recorded_by_name=actor.name[:100],
        recorded_at=at,
    )
    details = {"congress_id": congress_id, "matter": form.matter, "on": form.held}
    records.note(JOINT_KIND, row.id, "recorded", actor=actor, at=at, place=unit, label=row.title, details=details)
    ahead = Session.objects.filter(congress_id=congress_id, state="preparing").select_related("unit").first()
    if ahead is not None:
        put_owed(ahead)
    return row.id


def put_owed(row: Session) -> int:
    """Put on the agenda what nobody has to ask for: joint decisions that wait, and what became of the last session."""
    there = set(row.topics.filter(origin=Topic.Origin.JOINT).values_list("origin_id", flat=True))
    added = 0
    for found in JointDecision.objects.filter(pk__in=_waiting(row.congress_id)).order_by("id"):
        if found.id in there:
            continue
        topics.put(
            row, title=f"确认联席会议的处理：{found.title}"[:120], matter="ratify", method="", words=found.decision,
            origin=Topic.Origin.JOINT, origin_id=found.id,
        )  # fmt: skip
        added += 1
    matters = set(row.topics.values_list("matter", flat=True))
    if row.number > 1 and row.kind == Session.Kind.REGULAR:
        for matter in ("resolutions_report", "proposals_report"):
            if matter not in matters:
                title = str(agenda.title_of(matter))
                topics.put(
                    row, title=f"听取{title}的报告", matter=matter, method="", words="", origin=Topic.Origin.STANDING
                )  # fmt: skip
                added += 1
    return added


def _waiting(congress_id: int) -> set[int]:
    """Joint decisions that no session has confirmed or turned down yet."""
    settled = Topic.objects.filter(
        session__congress_id=congress_id, origin=Topic.Origin.JOINT, outcome__in=["passed", "failed"]
    ).values_list("origin_id", flat=True)
    rows = JointDecision.objects.filter(congress_id=congress_id).exclude(pk__in=[one for one in settled if one])
    return set(rows.values_list("id", flat=True))


@transaction.atomic
def record_tour(
    congress_id: int, *, theme: str, toured: date, members: str, places: str, summary: str,
    findings: Sequence[tuple[str, str, date]], unit: Place, actor: Actor, at: datetime,
) -> int:  # fmt: skip
    """Keep an inspection tour with its findings: (what was found, who is to answer, by when). Answers the tour's id."""
    access.require(actor, Permission.CONGRESS_MANAGE, at=unit)
    if toured > day_of(at):
        raise Refused(say("巡视的日期不能在今天以后。"))
    row = Tour.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        congress_id=congress_id,
        theme=require_words(theme, most=120, ask="巡视检查的内容"),
        toured_date=toured,
        members=require_words(members, most=300, ask="参加的代表"),
        places=require_words(places, most=200, ask="去了哪里"),
        summary=summary.strip()[:1000],
        recorded_by_name=actor.name[:100],
        recorded_at=at,
    )
    for words, asked_of, due in findings:
        _find(row, words=words, asked_of=asked_of, due=due)
    clocks.renew(congress_id, at=at)
    details = {"congress_id": congress_id, "findings": len(findings)}
    records.note(TOUR_KIND, row.id, "recorded", actor=actor, at=at, place=unit, label=row.theme, details=details)
    return row.id


@transaction.atomic
def add_finding(
    tour_id: int, *, words: str, asked_of: str, due: date, actor: Actor, at: datetime,
    content: bytes | IO[bytes] | None = None, file_name: str = "",
) -> int:  # fmt: skip
    """One more thing that the delegates found, with a photograph. Answers its id."""
    tour = _locked_tour(tour_id, actor=actor)
    row = _find(tour, words=words, asked_of=asked_of, due=due)
    if content is not None:
        row.file_id = records.store_file(content, name=file_name, city_id=tour.city_id, actor=actor, at=at).id
        row.save(update_fields=["file_id"])
    clocks.renew(tour.congress_id, at=at)
    records.note(
        TOUR_KIND, tour.id, "finding_added", actor=actor, at=at, place=tour.place, label=tour.theme,
        details={"finding_id": row.id, "due": due},
    )  # fmt: skip
    return row.id


def _find(tour: Tour, *, words: str, asked_of: str, due: date) -> TourFinding:
    if due < tour.toured_date:
        raise Refused(say("答复的日期不能在巡视以前。"))
    return TourFinding.objects.create(
        city_id=tour.city_id,
        tour=tour,
        words=require_words(words, most=500, ask="发现的问题"),
        asked_of=require_words(asked_of, most=100, ask="请谁答复"),
        due_date=due,
    )


@transaction.atomic
def answer_finding(finding_id: int, *, answer: str, by: str, actor: Actor, at: datetime) -> None:
    """What was answered to a finding, and by whom; once."""
    found = TourFinding.objects.select_for_update(of=("self",)).filter(pk=finding_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    tour = _locked_tour(found.tour_id, actor=actor)
    if found.answered_at is not None:
        raise Refused(say("这个问题已经答复过了。"))
    found.answer, found.answered_at = require_words(answer, most=1000, ask="答复"), at
    found.answered_by_name = require_words(by, most=100, ask="谁答复的")
    found.save(update_fields=["answer", "answered_at", "answered_by_name"])
    clocks.renew(tour.congress_id, at=at)
    records.note(
        TOUR_KIND, tour.id, "finding_answered", actor=actor, at=at, place=tour.place, label=tour.theme,
        details={"finding_id": found.id},
    )  # fmt: skip


def _locked_tour(tour_id: int, *, actor: Actor) -> Tour:
    row = Tour.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=tour_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.CONGRESS_MANAGE, at=row.place, seen=Permission.CONGRESS_READ)
    return row
