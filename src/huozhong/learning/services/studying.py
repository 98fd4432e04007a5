"""What somebody learns stays their own: no verb here writes into the trail whether an answer was right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.learning.models import HowTo, Learnt, PracticeCase
from huozhong.learning.rules import Option
from huozhong.learning.workflow import HowToState

SOLVED_MINUTES = 5  # our own estimate of the time that a practice case takes; shown as such
MOST_COURSE_MINUTES = 40 * 60
ONLY_PEOPLE = say("只有登录的本人才能记录自己的学习。")


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Forbidden(ONLY_PEOPLE)
    return actor.person_id


@transaction.atomic
def mark_read(howto_id: int, *, actor: Actor, at: datetime) -> bool:
    """Somebody has read a card to its end; asked again, nothing is counted twice."""
    row = HowTo.objects.filter(pk=howto_id, state=HowToState.PUBLISHED, city_id=actor.city_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    _, is_new = Learnt.objects.get_or_create(
        city_id=row.city_id,
        person_id=_person(actor),
        howto=row,
        what=Learnt.What.READ,
        defaults={"title": row.title, "minutes": row.minutes, "day": day_of(at)},
    )
    return is_new


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer: right or not, why, and the right one."""

    is_right: bool
    chosen: Option
    right: Option


@transaction.atomic
def answer_case(case_id: int, *, choice: int, actor: Actor, at: datetime) -> Answered:
    """Try a practice case. Only a right answer is kept, with how many tries it took; a wrong one teaches."""
    rows = PracticeCase.objects.filter(howto__state=HowToState.PUBLISHED, withdrawn_at__isnull=True)
    case = rows.select_related("howto").filter(pk=case_id, city_id=actor.city_id).first()
    if case is None:
        raise NotFound(access.NOT_FOUND)
    options = [Option(**option) for option in case.options]
    if not 0 <= choice < len(options):
        raise Refused(say("请选一个答案。"))
    chosen, right = options[choice], next(option for option in options if option.is_right)
    person_id = _person(actor)
    if chosen.is_right:
        row, is_new = Learnt.objects.get_or_create(
            city_id=case.city_id,
            person_id=person_id,
            case=case,
            what=Learnt.What.SOLVED,
            defaults={
                "howto": case.howto,
                "title": case.howto.title,
                "minutes": SOLVED_MINUTES,
                "day": day_of(at),
            },
        )
        if not is_new:
            Learnt.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    return Answered(chosen.is_right, chosen, right)


@transaction.atomic
def record_course(*, title: str, minutes: int, day: date, actor: Actor, at: datetime) -> int:
    """A course or meeting that somebody attended, written down by themselves."""
    person_id = _person(actor)
    title = " ".join(title.split())[:120]
    if not title:
        raise Refused(say("请写明学了什么。"))
    if not 1 <= minutes <= MOST_COURSE_MINUTES:
        raise Refused(say("学习时间要在 1 分钟到 %(most)s 小时之间。", most=MOST_COURSE_MINUTES // 60))
    if day > day_of(at):
        raise Refused(say("日期不能晚于今天。"))
    row = Learnt.objects.create(
        city_id=actor.city_id, person_id=person_id, what=Learnt.What.COURSE, title=title, minutes=minutes, day=day
    )
    return row.pk


@transaction.atomic
def strike_course(learnt_id: int, *, actor: Actor, at: datetime) -> None:
    """Take one's own mistaken entry out; somebody else's is not found."""
    rows = Learnt.objects.filter(pk=learnt_id, person_id=_person(actor), what=Learnt.What.COURSE)
    if not rows.filter(struck_at__isnull=True).update(struck_at=at):
        raise NotFound(access.NOT_FOUND)
