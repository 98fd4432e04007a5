"""After a session: published to all staff, reported to the union above, carried out and looked at again."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO

from django.db import transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.congress.models import Duty, DutyCheck, Session, SessionReport, Topic
from huozhong.congress.queries import law
from huozhong.congress.services import clocks
from huozhong.congress.services.calling import carry
from huozhong.congress.services.finding import SESSION_KIND, TOPIC_KIND, locked_session, locked_topic, require_words
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.unions import queries as unions


@transaction.atomic
def publish_session(session_id: int, *, words: str, ways: str, actor: Actor, at: datetime) -> None:
    """Make the session known to all staff: what was decided, and on which boards it hangs."""
    row = locked_session(session_id, actor=actor)
    text = require_words(words, most=8000, ask="公布的内容")
    if holds_personal_number(text):
        raise Refused(say("公布的内容里有证件号码或者手机号码，请删掉再公布。"))
    row.published_words, row.published_ways = text, require_words(ways, most=200, ask="在哪里公布")
    row.save(update_fields=["published_words", "published_ways"])
    carry(row, "publish", actor=actor, at=at, published_at=at)


@transaction.atomic
def report_session(
    session_id: int,
    *,
    words: str,
    actor: Actor,
    at: datetime,
    content: bytes | IO[bytes] | None = None,
    file_name: str = "",
) -> int:
    """Send the session's report to the union directly above. Answers the report's id."""
    row = locked_session(session_id, actor=actor)
    upper = upper_of(row.place)
    if row.state not in ("published", "reported"):
        raise Refused(say("请先向全体职工公布，再报上级工会。"))
    if SessionReport.objects.filter(session=row).exclude(state="returned").exists():
        raise Refused(say("报告已经报上去了，等上级工会收下或者退回。"))
    last = row.reports.aggregate(number=Max("number"))["number"] or 0
    ref = records.store_file(content, name=file_name, city_id=row.city_id, actor=actor, at=at) if content else None
    span = law.span(law.REPORT, place=row.place, on=day_of(row.closed_at)) if row.closed_at else None
    report = SessionReport.objects.create(
        city_id=row.city_id,
        unit_id=upper.unit_id,
        session=row,
        number=last + 1,
        words=require_words(words, most=8000, ask="报告内容"),
        file_id=ref.id if ref else None,
        due_date=clocks.report_due(row, place=row.place),
        cite=span.cite[:200] if span else "",
        sent_by_name=actor.name[:100],
        sent_at=at,
    )
    if row.state == "published":
        carry(row, "report", actor=actor, at=at, reported_at=at)
    else:
        details = {"report_id": report.id, "number": report.number}
        records.note(
            SESSION_KIND, row.id, "reported_again", actor=actor, at=at, place=row.place, label=row.title,
            details=details,
        )  # fmt: skip
        clocks.renew(row.congress_id, at=at)
    return report.id


def upper_of(place: Place) -> Place:
    """Where the union directly above stands; Refused at the top."""
    line = unions.ancestors(place.unit_id)
    if len(line) < 2:
        raise Refused(say("没有上一级工会，不用报告。"))
    return line[-2].place


@transaction.atomic
def answer_report(report_id: int, *, move: str, why: str, actor: Actor, at: datetime) -> None:
    """The union above takes note of a report, or gives it back with what is missing."""
    report = (
        SessionReport.objects.select_for_update(of=("self",)).select_related("unit", "session__unit")
        .filter(pk=report_id).first()
    )  # fmt: skip
    if report is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.CONGRESS_WATCH, at=report.place, seen=Permission.CONGRESS_READ)
    changes = {"answered_by_name": actor.name[:100], "answered_at": at, "answer": why.strip()[:500]}
    lifecycles.carry_out(report, move, actor=actor, at=at, why=why, changes=changes)
    clocks.renew(report.session.congress_id, at=at)


@transaction.atomic
def archive_session(session_id: int, *, actor: Actor, at: datetime) -> None:
    """Close the file of a session: reported, acknowledged, and every resolution in somebody's hands."""
    row = locked_session(session_id, actor=actor)
    carry(row, "archive", actor=actor, at=at, archived_at=at)


@transaction.atomic
def give_duty(topic_id: int, *, what: str, who: str, due: date, actor: Actor, at: datetime) -> int:
    """Say who carries out a resolution and by when. Answers the duty's id."""
    topic = locked_topic(topic_id, actor=actor)
    if topic.outcome != Topic.Outcome.PASSED:
        raise Refused(say("只有通过的议题才有决议要落实。"))
    if due < day_of(at):
        raise Refused(say("办好的日期不能在今天以前。"))
    row = Duty.objects.create(
        city_id=topic.city_id,
        topic=topic,
        what=require_words(what, most=300, ask="要办的事"),
        who=require_words(who, most=100, ask="谁去办"),
        due_date=due,
        recorded_at=at,
    )
    _noted(topic, "duty_given", row.id, actor=actor, at=at, more={"due": due})
    return row.id


@transaction.atomic
def finish_duty(
    duty_id: int, *, result: str, done: date, actor: Actor, at: datetime,
    content: bytes | IO[bytes] | None = None, file_name: str = "",
) -> None:  # fmt: skip
    """What came of a duty, with a photograph or a file."""
    row = _locked_duty(duty_id, actor=actor)
    if row.done_date is not None:
        raise Refused(say("这件事已经记为办好。"))
    if done > day_of(at):
        raise Refused(say("办好的日期不能在今天以后。"))
    row.result, row.done_date = require_words(result, most=1000, ask="办得怎么样"), done
    row.file_id = _file(content, file_name, row.city_id, actor=actor, at=at)
    row.save(update_fields=["result", "done_date", "file_id"])
    _noted(row.topic, "duty_finished", row.id, actor=actor, at=at, more={"done": done})


@transaction.atomic
def check_duty(
    duty_id: int, *, verdict: str, words: str, by: str, on: date, actor: Actor, at: datetime,
    content: bytes | IO[bytes] | None = None, file_name: str = "",
) -> int:  # fmt: skip
    """Delegates looked how far a resolution is carried out. What is not done well is open again."""
    row = _locked_duty(duty_id, actor=actor)
    if on > day_of(at):
        raise Refused(say("检查的日期不能在今天以后。"))
    check = DutyCheck.objects.create(
        city_id=row.city_id,
        duty=row,
        checked_date=on,
        checked_by=require_words(by, most=200, ask="谁去检查的"),
        verdict=DutyCheck.Verdict(verdict),
        words=require_words(words, most=500, ask="检查情况"),
        file_id=_file(content, file_name, row.city_id, actor=actor, at=at),
        recorded_at=at,
    )
    if verdict == DutyCheck.Verdict.POOR and row.done_date is not None:
        row.done_date, row.result, row.file_id = None, "", None  # what it said stays in the trail
        row.save(update_fields=["done_date", "result", "file_id"])
    _noted(row.topic, "duty_checked", row.id, actor=actor, at=at, more={"verdict": verdict, "on": on})
    return check.id


def _locked_duty(duty_id: int, *, actor: Actor) -> Duty:
    row = (
        Duty.objects.select_for_update(of=("self",)).select_related("topic__session__unit").filter(pk=duty_id).first()
    )  # fmt: skip
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.CONGRESS_MANAGE, at=row.topic.place, seen=Permission.CONGRESS_READ)
    return row


def _file(content: bytes | IO[bytes] | None, name: str, city_id: int, *, actor: Actor, at: datetime) -> int | None:
    if content is None:
        return None
    return records.store_file(content, name=name, city_id=city_id, actor=actor, at=at).id


def _noted(topic: Topic, action: str, duty_id: int, *, actor: Actor, at: datetime, more: dict[str, object]) -> None:
    session: Session = topic.session
    clocks.renew(session.congress_id, at=at)
    details = {"session_id": session.id, "duty_id": duty_id, **more}
    records.note(
        TOPIC_KIND, topic.id, action, actor=actor, at=at, place=topic.place, label=topic.title, details=details
    )
