"""民主评议: managers report, delegates appraise them secretly; directors and supervisors report every year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.ballots import services as ballots
from huozhong.congress.models import Appraisal, Appraised, DirectorReport
from huozhong.congress.queries import roll
from huozhong.congress.services.finding import require_words
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records

KIND = "congress.appraisal"
REPORT_KIND = "congress.directorreport"
MOST = 60


@transaction.atomic
def plan_appraisal(
    congress_id: int,
    *,
    title: str,
    year: int,
    managers: Sequence[tuple[str, str]],
    unit: Place,
    actor: Actor,
    at: datetime,
    session_id: int | None = None,
) -> int:
    """Say who is appraised for a year: (name, post). Answers the appraisal's id."""
    access.require(actor, Permission.CONGRESS_MANAGE, at=unit)
    if not 1 <= len(managers) <= MOST:
        raise Refused(say("被评议的人写 1 到 %(most)s 名。", most=MOST))
    row = Appraisal.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        congress_id=congress_id,
        title=require_words(title, most=120, ask="评议名称"),
        year=year,
        session_id=session_id,
        recorded_by_name=actor.name[:100],
        recorded_at=at,
    )
    Appraised.objects.bulk_create(
        Appraised(
            city_id=unit.city_id, appraisal=row, number=number, name=require_words(name, most=60, ask="姓名"),
            post=require_words(post, most=100, ask="职务"),
        )
        for number, (name, post) in enumerate(managers, 1)
    )  # fmt: skip
    details = {"congress_id": congress_id, "managers": len(managers)}
    records.note(KIND, row.id, "planned", actor=actor, at=at, place=unit, label=row.title, details=details)
    return row.id


@transaction.atomic
def hear_manager(
    appraised_id: int, *, actor: Actor, at: datetime, content: bytes | IO[bytes] | None = None, file_name: str = ""
) -> None:
    """The manager gave the report on duties; its text may be laid with it."""
    found = Appraised.objects.select_for_update().filter(pk=appraised_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    row = _locked(found.appraisal_id, actor=actor)
    found.has_reported = True
    if content is not None:
        ref = records.store_file(content, name=file_name, city_id=row.city_id, actor=actor, at=at)
        found.report_file_id = ref.id
    found.save(update_fields=["has_reported", "report_file_id"])
    details = {"appraised_id": found.id}
    records.note(KIND, row.id, "report_heard", actor=actor, at=at, place=row.place, label=row.title, details=details)


@transaction.atomic
def draft_ballot(appraisal_id: int, *, actor: Actor, at: datetime) -> int:
    """Set the secret ballot up: one question a manager, four grades, every delegate on the roll. Answers its id."""
    row = _locked(appraisal_id, actor=actor)
    if row.election_id is not None:
        raise Refused(say("这次评议的无记名投票已经建好了。"))
    persons = roll.person_ids(row.congress_id, on=day_of(at))
    if not persons:
        raise Refused(say("还没有选出代表，不能评议。"))
    questions = [
        ballots.NewQuestion(text=f"{one.name}（{one.post}）", answers=ballots.GRADES, is_blank_allowed=True)
        for one in row.managers.order_by("number")
    ]
    election_id = ballots.draft_election(
        kind=ballots.Kind.APPRAISAL, title=row.title, unit=row.unit_id, thing=(KIND, row.id), questions=questions,
        voters=persons, base=len(persons), actor=actor, at=at,
    )  # fmt: skip
    row.election_id = election_id
    row.save(update_fields=["election_id"])
    details = {"election_id": election_id}
    records.note(KIND, row.id, "ballot_drafted", actor=actor, at=at, place=row.place, label=row.title, details=details)
    return election_id


@transaction.atomic
def file_result(appraisal_id: int, *, with_whom: str, on: date, actor: Actor, at: datetime) -> None:
    """The result went to whoever appoints and pays the managers."""
    row = _locked(appraisal_id, actor=actor)
    if on > day_of(at):
        raise Refused(say("报送的日期不能在今天以后。"))
    row.filed_with, row.filed_date = require_words(with_whom, most=100, ask="报送给谁"), on
    row.save(update_fields=["filed_with", "filed_date"])
    records.note(KIND, row.id, "result_filed", actor=actor, at=at, place=row.place, label=row.title)


def may_open(appraisal_id: int, at: datetime) -> Sentence | None:
    """A ballot on managers opens after every one of them has reported."""
    waiting = Appraised.objects.filter(appraisal_id=appraisal_id, has_reported=False).order_by("number")
    names = tuple(waiting.values_list("name", flat=True))
    return None if not names else say("%(names)s 还没有述职，述职以后才能评议。", names="、".join(names[:5]))


def may_see(actor: Actor, appraisal_id: int) -> bool:
    """Whoever reads the congress there."""
    row = Appraisal.objects.select_related("unit").filter(pk=appraisal_id).first()
    return row is not None and access.can(actor, Permission.CONGRESS_READ, at=row.place)


@transaction.atomic
def record_director_report(
    congress_id: int, *, seat: str, name: str, year: int, words: str, unit: Place, actor: Actor, at: datetime,
    topic_id: int | None = None, content: bytes | IO[bytes] | None = None, file_name: str = "",
) -> int:  # fmt: skip
    """Keep what an employee director or supervisor reported to the congress about a year; once. Answers its id."""
    access.require(actor, Permission.CONGRESS_MANAGE, at=unit)
    who = require_words(name, most=60, ask="姓名")
    if DirectorReport.objects.filter(congress_id=congress_id, seat=seat, name=who, year=year).exists():
        raise Refused(say("%(name)s %(year)s 年的述职已经记过了。", name=who, year=year))
    ref = records.store_file(content, name=file_name, city_id=unit.city_id, actor=actor, at=at) if content else None
    row = DirectorReport.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        congress_id=congress_id,
        seat=DirectorReport.Seat(seat),
        name=who,
        year=year,
        topic_id=topic_id,
        words=require_words(words, most=1000, ask="述职要点"),
        file_id=ref.id if ref else None,
        recorded_by_name=actor.name[:100],
        recorded_at=at,
    )
    details = {"congress_id": congress_id, "year": year, "seat": seat}
    records.note(REPORT_KIND, row.id, "recorded", actor=actor, at=at, place=unit, label=who, details=details)
    return row.id


def _locked(appraisal_id: int, *, actor: Actor) -> Appraisal:
    row = Appraisal.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=appraisal_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.CONGRESS_MANAGE, at=row.place, seen=Permission.CONGRESS_READ)
    return row
