"""What stands in the way of a local value: facts in, a sentence out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.kernel.places import Level
from huozhong.kernel.rulepacks import Mark, Rule
from huozhong.kernel.sentences import Sentence, say

CODE_LENGTHS = {Level.PROVINCE: 2, Level.CITY: 4, Level.DISTRICT: 6}


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """What the guards look at."""

    document_title: str
    document_number: str
    article: str
    has_scan: bool
    from_date: date
    until_date: date | None
    on: date
    submitted_by: int | None = None  # person
    acting: int | None = None  # person
    newest_start: date | None = None  # first day of the newest approved value of the same rule here
    ending: date | None = None  # the first day without the value, when it is being ended


def may_be_set_locally(rule: Rule) -> Sentence | None:
    """Law is not changed by a local entry; what asks for a local value or is only our proposal may be."""
    is_proposal = any(version.mark is Mark.PROPOSAL for version in rule.versions)
    if rule.asks_local is not None or is_proposal:
        return None
    return say("“%(rule)s”由国家规定，本地不能另定。发现有误，请联系规则包的维护人员。", rule=rule.title)


def keeps_rules(level: Level, jurisdiction: str) -> Sentence | None:
    """Only the federation of a province, a city or a district keeps the rules of its jurisdiction."""
    if CODE_LENGTHS.get(level) == len(jurisdiction):
        return None
    return say("本地规定由省、市、区县总工会录入，这个单位不能录入。")


def is_documented(facts: ValueFacts) -> Sentence | None:
    """A value rests on a document: title, number, article."""
    if facts.document_title and facts.document_number and facts.article:
        return None
    return say("请写全文件名称、文号和条款。")


def has_scan(facts: ValueFacts) -> Sentence | None:
    """The document itself lies with the value."""
    return None if facts.has_scan else say("请上传文件的扫描件，核准人要对照原文。")


def days_in_order(facts: ValueFacts) -> Sentence | None:
    """A value ends after it begins."""
    if facts.until_date is None or facts.until_date > facts.from_date:
        return None
    return say("失效日期必须晚于生效日期。")


def by_another_person(facts: ValueFacts) -> Sentence | None:
    """Four eyes: whoever handed the value in does not approve it."""
    if facts.acting is not None and facts.acting != facts.submitted_by:
        return None
    return say("录入人不能核准自己录入的规定，请另一位核准人办理。")


def begins_after_the_newest(facts: ValueFacts) -> Sentence | None:
    """A new value takes over from the one before; it does not slip in before it."""
    if facts.newest_start is None or facts.from_date > facts.newest_start:
        return None
    return say(
        "同一规定已有一条从%(day)s起生效的本地规定，新规定的生效日期必须在它之后。", day=facts.newest_start.isoformat()
    )


def ends_from_today_on(facts: ValueFacts) -> Sentence | None:
    """The past is not rewritten."""
    if facts.ending is None:
        return None
    if facts.ending < facts.on or facts.ending <= facts.from_date:
        return say("失效日期不能早于今天，也不能早于生效日期。")
    if facts.until_date is not None and facts.ending > facts.until_date:
        return say("只能提前失效；要延长，请录入新的规定。")
    return None


def has_begun(facts: ValueFacts) -> Sentence | None:
    """Its first day has come."""
    return None if facts.from_date <= facts.on else say("还没有到生效日期。")


def has_not_begun(facts: ValueFacts) -> Sentence | None:
    """Its first day lies ahead."""
    return None if facts.from_date > facts.on else say("已经生效，不能撤销，只能宣布失效。")


def has_ended(facts: ValueFacts) -> Sentence | None:
    """Its last day has passed."""
    return None if facts.until_date is not None and facts.until_date <= facts.on else say("还没有到失效日期。")
