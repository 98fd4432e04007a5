"""What stands in the way of a move of a deadline or of a calendar notice: None, or the sentence that people read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """What the guards of a deadline look at."""

    is_statutory: bool = True
    may_work: bool = False  # owner, deputy, or whoever works on the thing
    may_confirm: bool = False
    acting: int | None = None  # person
    asked_by: int | None = None  # person
    asked_outcome: str = ""
    legal_date: date = date.max
    on: date = date.min
    done_date: date | None = None


def works_on_it(facts: DeadlineFacts) -> Sentence | None:
    return None if facts.may_work else say("只有承办人、协办人和有权办理这件事的人，才能动这个期限。")


def is_statutory(facts: DeadlineFacts) -> Sentence | None:
    return None if facts.is_statutory else say("这不是法定期限，写明理由就能直接了结。")


def is_our_own(facts: DeadlineFacts) -> Sentence | None:
    return say("这是法定期限：写明理由后，要由另一个人确认才算了结。") if facts.is_statutory else None


def may_confirm(facts: DeadlineFacts) -> Sentence | None:
    return None if facts.may_confirm else say("了结法定期限，要由维权负责人确认。")


def by_another_person(facts: DeadlineFacts) -> Sentence | None:
    is_another = facts.acting is not None and facts.acting != facts.asked_by
    return None if is_another else say("自己申请的了结，要由另一个人确认。")


def asked_as_met(facts: DeadlineFacts) -> Sentence | None:
    return _asked(facts, "met")


def asked_as_waived(facts: DeadlineFacts) -> Sentence | None:
    return _asked(facts, "waived")


def asked_as_cancelled(facts: DeadlineFacts) -> Sentence | None:
    return _asked(facts, "cancelled")


def _asked(facts: DeadlineFacts, outcome: str) -> Sentence | None:
    return None if facts.asked_outcome == outcome else say("申请的不是这样了结，请看清申请再确认。")


def was_done_by_now(facts: DeadlineFacts) -> Sentence | None:
    is_future = facts.done_date is not None and facts.done_date > facts.on
    return say("办成的日期不能晚于今天。") if is_future else None


def has_passed(facts: DeadlineFacts) -> Sentence | None:
    return None if facts.on > facts.legal_date else say("法定最后一天还没有过。")


def has_not_passed(facts: DeadlineFacts) -> Sentence | None:
    return None if facts.on <= facts.legal_date else say("按新的日期，法定最后一天也已经过了。")


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the guards of a calendar notice look at."""

    acting: int | None = None  # person
    submitted_by: int | None = None  # person
    number: str = ""
    faults: tuple[Sentence, ...] = field(default=())


def is_documented(facts: NoticeFacts) -> Sentence | None:
    return None if facts.number.strip() else say("请填写通知的文号，核准人要对照原文。")


def is_sound(facts: NoticeFacts) -> Sentence | None:
    return facts.faults[0] if facts.faults else None


def approved_by_another(facts: NoticeFacts) -> Sentence | None:
    is_another = facts.acting is not None and facts.acting != facts.submitted_by
    return None if is_another else say("自己提交的放假安排，要由另一个人核准。")
