"""Red, amber, green: from days, targets and money, with every reason in words. Exact shares, no floats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.rules.facts import ProjectFacts, TargetFacts, TaskFacts
from huozhong.projects.rules.guards import is_overdue, open_rectifications
from huozhong.projects.rules.words import Light

ORDER = (Light.GREEN, Light.AMBER, Light.RED)
RECTIFY_DUE = say("督查整改")
LIT_STATES = frozenset({"approved", "running", "suspended", "awaiting"})


WorkingDays = Callable[[date, date], int]  # working days after the first day up to and including the second


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a light changes; each value is asked of the rule packs ("projects.health.")."""

    target_from: Fraction  # targets are judged once this share of their time has passed
    target_amber: Fraction  # done so far, as a share of what is due by now: below this amber
    target_red: Fraction  # below this red
    late_red: int  # late is amber; more working days late than this is red
    money_amber: Fraction  # spent, as a share of the budget: from this on amber; beyond the budget red
    silent_amber: int  # no progress logged for more than this many days: amber


@dataclass(frozen=True, slots=True)
class Reason:
    light: Light
    says: Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """The worst of all reasons, and all of them, worst first."""

    light: Light
    reasons: tuple[Reason, ...]


def judge(facts: ProjectFacts, thresholds: Thresholds, *, working_days: WorkingDays) -> Verdict | None:
    """The light of a project that is under way; None where nothing is due from anybody."""
    if facts.state not in LIT_STATES:
        return None
    reasons = [
        *_days(facts, thresholds, working_days),
        *_rectifications(facts),
        *_targets(facts, thresholds),
        *_money(facts, thresholds),
        *_silence(facts, thresholds),
    ]
    reasons.sort(key=lambda reason: -ORDER.index(reason.light))
    return Verdict(reasons[0].light if reasons else Light.GREEN, tuple(reasons))


def elapsed(start: date | None, finish: date | None, on: date) -> Fraction:
    """Share of a span of days that has passed by the end of the day, between 0 and 1; 0 without days."""
    if start is None or finish is None or on < start:
        return Fraction(0)
    if on >= finish:
        return Fraction(1)
    return Fraction((on - start).days + 1, (finish - start).days + 1)


def reached(target: TargetFacts) -> Fraction:
    """Share of the way from baseline to target; may exceed 1, never below 0; falling targets work alike."""
    if target.target is None or target.baseline is None or target.latest is None or target.target == target.baseline:
        return Fraction(0)
    way = Fraction(target.target) - Fraction(target.baseline)
    return max(Fraction(0), (Fraction(target.latest) - Fraction(target.baseline)) / way)


def share_reached(targets: tuple[TargetFacts, ...]) -> Fraction:
    """The mean share of the way over all targets, none counted for more than the whole way."""
    if not targets:
        return Fraction(0)
    return sum((min(Fraction(1), reached(target)) for target in targets), Fraction(0)) / len(targets)


def percent(share: Fraction) -> str:
    """A share in whole percent for a sentence, rounded half up, without floats."""
    return f"{(share.numerator * 200 + share.denominator) // (share.denominator * 2)}%"


def next_due(facts: ProjectFacts) -> tuple[date, Sentence] | None:
    """The nearest day on which the project owes something, and what."""
    waiting: list[tuple[date, Sentence]] = [
        (task.due_date, say("任务“%(task)s”", task=task.title))
        for task in facts.tasks
        if task.done_date is None and task.due_date is not None
    ]
    waiting += [(asked.due_date, RECTIFY_DUE) for asked in open_rectifications(facts) if not asked.answered_date]
    if facts.finish_date is not None and facts.state in {"approved", "running", "suspended"}:
        waiting.append((facts.finish_date, say("结项")))
    return min(waiting, key=lambda due: due[0]) if waiting else None


def _days(facts: ProjectFacts, thresholds: Thresholds, working_days: WorkingDays) -> list[Reason]:
    late: list[tuple[date | None, Sentence]] = [
        (task.due_date, say("任务“%(task)s”逾期 %(days)s 天", task=task.title, days=days))
        for task in facts.tasks
        if (days := days_late(task, facts.today)) > 0
    ]
    if facts.finish_date is not None and facts.state != "awaiting" and facts.today > facts.finish_date:
        days = (facts.today - facts.finish_date).days
        late.append((facts.finish_date, say("完成日期已过 %(days)s 天，还没有结项", days=days)))
    if facts.state == "approved" and facts.start_date is not None and facts.today > facts.start_date:
        days = (facts.today - facts.start_date).days
        late.append((facts.start_date, say("开始日期已过 %(days)s 天，还没有启动", days=days)))
    found = []
    for due, words in late:
        is_red = due is not None and working_days(due, facts.today) > thresholds.late_red
        found.append(Reason(Light.RED if is_red else Light.AMBER, words))
    return found


def days_late(task: TaskFacts, on: date) -> int:
    """Whole days past the due day; 0 when done or not yet due. The due day itself is in time."""
    if task.done_date is not None or task.due_date is None:
        return 0
    return max(0, (on - task.due_date).days)


def _rectifications(facts: ProjectFacts) -> list[Reason]:
    found = []
    for asked in open_rectifications(facts):
        due = asked.due_date.isoformat()
        if is_overdue(asked, facts):
            found.append(Reason(Light.RED, say("督查整改逾期（期限 %(due)s）", due=due)))
        elif asked.answered_date is None:
            found.append(Reason(Light.AMBER, say("督查整改进行中（期限 %(due)s）", due=due)))
    if facts.state == "suspended":
        found.append(Reason(Light.RED, say("项目已中止")))
    return found


def _targets(facts: ProjectFacts, thresholds: Thresholds) -> list[Reason]:
    if facts.state not in {"running", "suspended"}:
        return []
    found = []
    for target in facts.targets:
        have, due = reached(target), elapsed(facts.start_date, target.due_date or facts.finish_date, facts.today)
        if due < thresholds.target_from or have >= due * thresholds.target_amber:
            continue
        light = Light.RED if have < due * thresholds.target_red else Light.AMBER
        found.append(
            Reason(
                light,
                say(
                    "指标“%(indicator)s”完成 %(have)s，时间已过 %(due)s",
                    indicator=target.indicator,
                    have=percent(have),
                    due=percent(due),
                ),
            )
        )
    return found


def _money(facts: ProjectFacts, thresholds: Thresholds) -> list[Reason]:
    found = []
    for line in facts.budget:
        purpose, spent, amount = line.purpose, Fraction(line.spent), Fraction(line.amount)
        if spent > amount:
            words = say("“%(purpose)s”支出超预算 %(over)s 元", purpose=purpose, over=_yuan(line.spent - line.amount))
            found.append(Reason(Light.RED, words))
        elif amount > 0 and amount * thresholds.money_amber <= spent < amount:
            words = say("“%(purpose)s”已用去预算的 %(spent)s", purpose=purpose, spent=percent(spent / amount))
            found.append(Reason(Light.AMBER, words))
    return found


def _silence(facts: ProjectFacts, thresholds: Thresholds) -> list[Reason]:
    if facts.state != "running":
        return []
    since = facts.last_progress_date or facts.running_since
    days = (facts.today - since).days if since else 0
    if days <= thresholds.silent_amber:
        return []
    return [Reason(Light.AMBER, say("已有 %(days)s 天没有记录进展", days=days))]


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}"
