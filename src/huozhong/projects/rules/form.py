"""Whether a declaration form is whole: targets in numbers, days in order, money that adds up."""

from __future__ import annotations

from decimal import Decimal

from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.rules.facts import ZERO, BudgetFacts, ProjectFacts, TargetFacts, TaskFacts
from huozhong.projects.rules.words import MONEY_CLASSES, WORK_CLASSES, Source

FEN = Decimal("0.01")

_NEEDED = (
    ("name", say("请填写项目名称。")),
    ("lead", say("请填写项目负责人。")),
    ("contact", say("请填写联系方式。")),
    ("basis_title", say("请填写立项依据的文件名称。")),
    ("basis_number", say("请填写立项依据的文号。")),
    ("need", say("请写明职工需求的依据。")),
    ("target_group", say("请填写服务对象。")),
    ("content", say("请填写项目内容：做什么，怎么做。")),
)


def words_refusal(facts: ProjectFacts) -> Sentence | None:
    """Each field that the form cannot do without is filled."""
    for name, sentence in _NEEDED:
        if not str(getattr(facts, name)).strip():
            return sentence
    if facts.work_class not in WORK_CLASSES:
        return say("请选择项目类别。")
    if facts.headcount is None or facts.headcount < 1:
        return say("请填写预计受益人数，至少 1 人。")
    return answers_refusal(facts)


def answers_refusal(facts: ProjectFacts) -> Sentence | None:
    """The required questions of the call's own form are answered."""
    if not facts.answers_missing:
        return None
    shown = "”“".join(facts.answers_missing[:5])
    return say("“补充问题”里还有 %(n)s 项必填的没填：“%(labels)s”。", n=len(facts.answers_missing), labels=shown)


def days_refusal(facts: ProjectFacts) -> Sentence | None:
    """Start before finish, tasks and targets within the project."""
    start, finish = facts.start_date, facts.finish_date
    if start is None or finish is None:
        return say("请填写开始日期和完成日期。")
    if finish < start:
        return say("完成日期早于开始日期。")
    for task in facts.tasks:
        if (reason := task_refusal(task)) is not None:
            return reason
        if task.start_date is not None and task.start_date < start:
            return say("任务“%(task)s”的开始日期早于项目开始日期。", task=task.title)
        if task.due_date is not None and task.due_date > finish:
            return say("任务“%(task)s”的完成期限晚于项目完成日期。", task=task.title)
    for target in facts.targets:
        if target.due_date is not None and not start <= target.due_date <= finish:
            return say("指标“%(indicator)s”的期限不在项目起止日期之内。", indicator=target.indicator)
    return None


def task_refusal(task: TaskFacts) -> Sentence | None:
    """A task has a title, a day to be done by, and a start that is not later."""
    if not task.title.strip():
        return say("请填写任务名称。")
    if task.due_date is None:
        return say("请填写任务“%(task)s”的完成期限。", task=task.title)
    if task.start_date is not None and task.due_date < task.start_date:
        return say("任务“%(task)s”的完成期限早于开始日期。", task=task.title)
    return None


def is_numeric(target: TargetFacts) -> bool:
    """A number to reach that differs from where one stands, and a day."""
    return (
        bool(target.indicator.strip())
        and target.target is not None
        and target.baseline is not None
        and target.target != target.baseline
        and target.due_date is not None
    )


def targets_refusal(facts: ProjectFacts) -> Sentence | None:
    """No target in numbers, no approval."""
    if not facts.targets:
        return say("没有量化指标，不能立项。请至少填写一项有基数、目标值和期限的指标。")
    for target in facts.targets:
        if not is_numeric(target):
            return say("指标“%(indicator)s”不完整：要有不同于基数的目标值和期限。", indicator=target.indicator or "—")
    return None


def tasks_refusal(facts: ProjectFacts) -> Sentence | None:
    return None if facts.tasks else say("请至少列出一项任务，写明完成期限。")


def line_refusal(line: BudgetFacts) -> Sentence | None:
    """One budget line: a purpose, a class, a positive amount of whole fen, sources that add up exactly."""
    if not line.purpose.strip():
        return say("请填写预算用途。")
    if line.money_class not in MONEY_CLASSES:
        return say("请为“%(purpose)s”选择支出科目。", purpose=line.purpose)
    if line.amount <= 0:
        return say("“%(purpose)s”的预算金额必须大于零。", purpose=line.purpose)
    if line.amount != line.amount.quantize(FEN):
        return say("“%(purpose)s”的预算金额最多两位小数。", purpose=line.purpose)
    if any(value < 0 for value in line.sources.values()):
        return say("“%(purpose)s”的资金来源不能是负数。", purpose=line.purpose)
    split = sum(line.sources.values(), ZERO)
    if split != line.amount:
        return say(
            "“%(purpose)s”的资金来源合计 %(split)s 元，与预算 %(amount)s 元不一致。",
            purpose=line.purpose,
            split=f"{split:.2f}",
            amount=f"{line.amount:.2f}",
        )
    return None


def budget_refusal(facts: ProjectFacts) -> Sentence | None:
    """A budget of sound lines within the caps, with no more upper subsidy than the programme's ceiling."""
    if not facts.budget:
        return say("请至少填写一行经费预算。")
    for line in facts.budget:
        if (reason := line_refusal(line)) is not None:
            return reason
    for finding in facts.money_findings:
        if finding.refuses:
            return finding.says
    ceiling, asked = facts.call.subsidy_ceiling, facts.from_source(Source.UPPER)
    if ceiling is not None and asked > ceiling:
        return say(
            "申请上级补助 %(asked)s 元，超过本次征集每个项目 %(ceiling)s 元的上限。",
            asked=f"{asked:.2f}",
            ceiling=f"{ceiling:.2f}",
        )
    return None


def form_faults(facts: ProjectFacts) -> tuple[Sentence, ...]:
    """Everything that still stands between a draft and its declaration, one sentence per part of the form."""
    parts = (words_refusal, days_refusal, targets_refusal, tasks_refusal, budget_refusal)
    found = [reason for part in (*parts, answers_refusal) if (reason := part(facts)) is not None]
    return tuple(dict.fromkeys(found))
