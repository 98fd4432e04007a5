"""师傅带徒: begin, confirm, end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.access import queries as offices
from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.learning.models import Mentoring
from huozhong.learning.rules import DUTIES
from huozhong.people import queries as people
from huozhong.records import services as records

KIND = "learning.mentoring"


@transaction.atomic
def start_mentoring(
    *,
    unit: Place,
    mentor_id: int,
    pupil_id: int,
    duty: str,
    goal: str,
    from_date: date,
    until_date: date,
    actor: Actor,
    at: datetime,
) -> int:
    """Put a pupil under a mentor for one duty. Both hold an office; a pupil has one mentor for a duty at a time."""
    access.require(actor, Permission.TEAM_MANAGE, at=unit)
    goal = " ".join(goal.split())[:200]
    if duty not in DUTIES:
        raise Refused(say("没有这一类工作，请重新选择。"))
    if mentor_id == pupil_id:
        raise Refused(say("师傅和徒弟不能是同一个人。"))
    if not goal:
        raise Refused(say("请写明带到什么程度算带会。"))
    if until_date < from_date:
        raise Refused(say("结束日期早于开始日期。"))
    mentor, pupil = people.person(mentor_id), people.person(pupil_id)
    for one in (mentor, pupil):
        if one.city_id != unit.city_id or not offices.appointments_of(one.id):
            raise Refused(say("%(name)s没有在本市工会任职，不能结对。", name=one.name))
    try:
        with transaction.atomic():
            row = Mentoring.objects.create(
                city_id=unit.city_id,
                unit_id=unit.unit_id,
                duty=duty,
                mentor_id=mentor.id,
                mentor_name=mentor.name[:100],
                pupil_id=pupil.id,
                pupil_name=pupil.name[:100],
                goal=goal,
                from_date=from_date,
                until_date=until_date,
            )
    except IntegrityError as error:
        if "one_mentor_for_a_duty" not in str(error):
            raise
        raise Refused(say("%(name)s在这一类工作上已经有师傅在带。", name=pupil.name)) from None
    records.note(KIND, row.pk, "mentoring_started", actor=actor, at=at, place=unit, label=str(row))
    return row.pk


@transaction.atomic
def confirm_pupil(mentoring_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """The mentor, and nobody else, says that the pupil works alone now, and from what they saw it."""
    row = _open(mentoring_id)
    if actor.person_id != row.mentor_id:
        raise Forbidden(say("只有师傅本人能确认徒弟带会了。"))
    if not why.strip():
        raise Refused(say("请写一句：从哪件事看出徒弟能独立办了。"))
    row.confirmed_date, row.confirmed_why = day_of(at), " ".join(why.split())[:200]
    row.save(update_fields=["confirmed_date", "confirmed_why"])
    records.note(KIND, row.pk, "pupil_confirmed", actor=actor, at=at, place=row.place, label=str(row), why=why)


@transaction.atomic
def end_mentoring(mentoring_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """End a pair early: by mentor, pupil, or whoever manages the team."""
    row = _open(mentoring_id)
    if actor.person_id not in (row.mentor_id, row.pupil_id):
        access.require(actor, Permission.TEAM_MANAGE, at=row.place)
    if not why.strip():
        raise Refused(say("请写明为什么提前结束。"))
    row.ended_date, row.ended_why = day_of(at), " ".join(why.split())[:200]
    row.save(update_fields=["ended_date", "ended_why"])
    records.note(KIND, row.pk, "mentoring_ended", actor=actor, at=at, place=row.place, label=str(row), why=why)


def _open(mentoring_id: int) -> Mentoring:
    rows = Mentoring.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=mentoring_id, confirmed_date__isnull=True, ended_date__isnull=True).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row
