"""The guards of a project's moves: facts in, None or the sentence that stands in the way."""

from __future__ import annotations

from huozhong.kernel.lifecycle import Guard
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.rules.facts import ProjectFacts, RectificationFacts
from huozhong.projects.rules.words import Source


def office_holds(permission: Permission) -> Guard:
    """The step belongs to the office that called for projects, not to an office in between."""

    def guard(facts: ProjectFacts) -> Sentence | None:
        if permission in facts.office_permissions:
            return None
        return say("这一步由发起“%(call)s”的工会办理。", call=facts.call.title)

    return guard


def not_own_declaration(facts: ProjectFacts) -> Sentence | None:
    """Nobody decides about what they filed themselves."""
    if facts.declared_by is not None and facts.declared_by == facts.actor_person:
        return say("这个项目是您申报的，要由另一位经办人办理。")
    return None


def filed_by_a_person(facts: ProjectFacts) -> Sentence | None:
    """A declaration names the person who answers for it."""
    return None if facts.actor_person is not None else say("申报要由本人登录办理。")


def open_rectifications(facts: ProjectFacts) -> tuple[RectificationFacts, ...]:
    return tuple(asked for asked in facts.rectifications if asked.confirmed_date is None)


def nothing_to_rectify(facts: ProjectFacts) -> Sentence | None:
    """Every rectification was answered, and the office has looked at it."""
    waiting = open_rectifications(facts)
    if not waiting:
        return None
    due = min(asked.due_date for asked in waiting).isoformat()
    if any(asked.answered_date is None for asked in waiting):
        return say("还有督查整改没有完成（期限 %(due)s）。", due=due)
    return say("整改已经上报，等待督查人员确认（期限 %(due)s）。", due=due)


def overdue_rectification(facts: ProjectFacts) -> Sentence | None:
    """Only a rectification that nobody answered in time suspends a project; its last day still counts."""
    if any(is_overdue(asked, facts) for asked in facts.rectifications):
        return None
    return say("没有逾期未完成的整改。")


def is_overdue(asked: RectificationFacts, facts: ProjectFacts) -> bool:
    """Not answered, and the last day has passed."""
    return asked.answered_date is None and asked.confirmed_date is None and asked.due_date < facts.today


def report_is_filed(facts: ProjectFacts) -> Sentence | None:
    if facts.has_report or facts.is_preview:
        return None
    return say("请先填写结项报告。")


def targets_are_read(facts: ProjectFacts) -> Sentence | None:
    """A closing report stands on numbers: every target has a reading."""
    for target in facts.targets:
        if target.latest is None:
            return say("指标“%(indicator)s”还没有一次读数，不能结项。", indicator=target.indicator)
    return None


def spending_within_budget(facts: ProjectFacts) -> Sentence | None:
    for line in facts.budget:
        if line.spent > line.amount:
            return say("“%(purpose)s”的支出超过预算，要先办理预算调整。", purpose=line.purpose)
    return None


def may_refuse_again(facts: ProjectFacts) -> Sentence | None:
    """Acceptance may be refused as often as the rules allow; after that it is the last word."""
    allowed = facts.refusals_allowed
    if allowed is None:
        return say("没有生效的规定：验收可以退回几次。请由规则管理员录入。")
    if facts.refusals < allowed:
        return None
    return say("已经退回整改 %(times)s 次，再次验收不通过就要终止项目。", times=facts.refusals)


def must_end_now(facts: ProjectFacts) -> Sentence | None:
    """The twin of may_refuse_again: ending comes only after the allowed refusals are used up."""
    allowed = facts.refusals_allowed
    if allowed is None:
        return say("没有生效的规定：验收可以退回几次。请由规则管理员录入。")
    if facts.refusals >= allowed:
        return None
    return say("第一次验收不通过，应当退回继续实施。")


def says_what_is_returned(facts: ProjectFacts) -> Sentence | None:
    """A termination states how much upper subsidy goes back: between nothing and all of it."""
    if facts.returned is None:
        return None if facts.is_preview else say("请写明退回的上级补助金额；没有需要退回的，填 0。")
    subsidy = facts.from_source(Source.UPPER)
    if facts.returned < 0:
        return say("退回金额不能是负数。")
    if facts.returned > subsidy:
        return say("退回金额超过上级补助 %(subsidy)s 元。", subsidy=f"{subsidy:.2f}")
    return None


def jury_has_scored(facts: ProjectFacts) -> Sentence | None:
    """A project is appraised only when enough jurors have scored it."""
    if facts.jurors_needed is None:
        return say("没有生效的规定：展评至少要几位评委打分。请由规则管理员录入。")
    if facts.scores >= facts.jurors_needed:
        return None
    return say("已有 %(scores)s 位评委打分，至少需要 %(needed)s 位。", scores=facts.scores, needed=facts.jurors_needed)


def tier_is_given(facts: ProjectFacts) -> Sentence | None:
    return None if facts.tier or facts.is_preview else say("请确定展评等次。")


def seed_is_published(facts: ProjectFacts) -> Sentence | None:
    return None if facts.is_seed_published else say("从这个项目提炼的种子还没有发布。")
