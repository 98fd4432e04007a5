"""Which indicators a workers' congress is rated by, and whose congresses there are: read from its own records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from huozhong.access.queries import Reach
from huozhong.delegates import queries as delegates
from huozhong.delegates.queries import CongressCard
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings import services as ratings
from huozhong.ratings.services import Indicator, Measured, Subject, SubjectKind
from huozhong.ratings.services import IndicatorForm as Form
from huozhong.site import stars_default
from huozhong.site import stars_facts as facts
from huozhong.site.stars_facts import CONTRACTS, CongressFacts

KIND = "congress"


def _indicator(
    key: str, title: Sentence, says: Sentence, form: Form, measure: Callable[[CongressFacts], Measured]
) -> Indicator:
    return Indicator(key, title, says, form, measure)


_PAPERS_WORDS = "最晚的材料提前 {0.papers_days} 天，应提前 {0.papers_owed} 天"
INDICATORS: tuple[Indicator, ...] = (
    _indicator("held", say("当年开过会"), say("这一年开过职代会。"), Form.YES, facts.was_held),
    _indicator(
        "quorum", say("到会人数够"), say("每次会议实到人数够法定比例，按全体代表算。"), Form.YES, facts.had_quorum
    ),
    _indicator(
        "reserved", say("该由职代会定的都经过职代会"), say("没有越过职代会的决定，或者都改正了。"), Form.YES,
        facts.reserved,
    ),
    _indicator(
        "managers_within", say("管理人员不超比例"), say("代表里的管理人员不超过规定比例。"), Form.YES,
        facts.group_fits("managers"),
    ),
    Indicator(
        "managers_share", say("管理人员比例"), say("管理人员占全体代表的比例。"), Form.SHARE,
        facts.of_term(facts.managers_share), is_less_better=True,
    ),
    _indicator(
        "rules_filed", say("有实施办法"), say("登记了本单位职代会实施办法。"),
        Form.YES, facts.of_term(facts.rules_filed),
    ),
    _indicator(
        "term", say("届期合规、没有超期"), say("届期年数合规定，还没到期。"), Form.YES, facts.of_term(facts.term)
    ),
    _indicator(
        "delegates_enough", say("代表人数够"), say("代表人数不少于规定。"),
        Form.YES, facts.of_term(facts.enough),
    ),
    _indicator(
        "women", say("女职工代表比例"), say("和女职工占比相称。"),
        Form.YES, facts.group_fits("women"),
    ),
    _indicator(
        "front_line", say("一线职工代表比例"), say("不低于规定比例或一线占比。"), Form.YES,
        facts.group_fits("front_line"),
    ),
    _indicator(
        "turnout", say("选区选举到会够数"), say("到会够数的选区选举占多少。"),
        Form.SHARE, facts.of_term(facts.turnout),
    ),
    _indicator(
        "papers", say("材料按时发到代表"), say("付表决的议题，材料都提前规定的天数发出。"), Form.YES,
        facts.of_session(facts.papers, _PAPERS_WORDS.format, "congress.papers_days"),
    ),
    _indicator(
        "opinions", say("代表团组讨论有汇总"), say("有代表团组的意见汇总。"), Form.YES,
        facts.of_session(lambda one: one.opinions > 0, lambda one: f"意见汇总 {one.opinions} 份"),
    ),
    _indicator(
        "secret", say("无记名逐项表决"), say("只能由职代会决定的议题里，无记名逐项表决的占多少。"),
        Form.SHARE, facts.secret,
    ),
    _indicator(
        "minutes", say("有会议记录"), say("留存了会议记录。"), Form.YES,
        facts.of_session(lambda one: one.has_minutes, lambda one: one.title),
    ),
    _indicator(
        "published", say("结果向职工公布"), say("会后把结果公布给全体职工。"), Form.YES,
        facts.of_session(lambda one: one.published_on is not None, facts.published),
    ),
    _indicator(
        "reported", say("按时报上级工会"), say("在规定的工作日里报上级工会。"), Form.YES,
        facts.of_session(lambda one: one.is_report_in_time, lambda one: one.title, "congress.report_days"),
    ),
    _indicator("heard", say("听取工作报告"), say("这一年听取了工作报告。"), Form.YES, facts.matter("report")),
    _indicator(
        "rules", say("审议规章制度"), say("这一年审议了涉及职工切身利益的制度。"),
        Form.YES, facts.matter("rules", "pay_system"),
    ),
    _indicator(
        "contract", say("通过集体合同"), say("这一年通过了集体合同或专项合同。"),
        Form.YES, facts.matter(*sorted(CONTRACTS)),
    ),
    _indicator(
        "elected", say("民主选举"), say("这一年选举了职工董事、监事、协商代表或专门小组。"),
        Form.YES, facts.elected,
    ),
    _indicator(
        "filed", say("提案件数"), say("这一年的提案件数和代表人数之比，最多算一。"), Form.SHARE,
        facts.of_figures(facts.filed_share, lambda one: f"提案 {one.filed} 件"),
    ),
    _indicator(
        "answered", say("提案按时答复"), say("答复了的提案里按时的占多少。"), Form.SHARE,
        facts.of_figures(lambda one, _: one.in_time_share, lambda one: f"答复 {one.answered}，按时 {one.in_time}"),
    ),
    _indicator(
        "content", say("提案人满意"), say("办结的提案里满意的占多少。"), Form.SHARE,
        facts.of_figures(lambda one, _: one.satisfied_share, lambda one: f"办结 {one.closed}，满意 {one.satisfied}"),
    ),
    _indicator(
        "appraised", say("民主评议"), say("这一年用无记名投票评议了管理人员。"), Form.YES,
        facts.between(lambda one: one.appraisals_counted > 0, lambda one: f"评议 {one.appraisals_counted} 次"),
    ),
    _indicator(
        "tours", say("代表巡视"), say("这一年组织了几次代表巡视。"), Form.COUNT,
        facts.between(lambda one: one.tours, lambda one: f"巡视 {one.tours} 次，发现 {one.tour_findings} 处"),
    ),
    _indicator(
        "carried_out", say("决议落实有检查"), say("会上定下的事里，检查过落实情况的占多少。"), Form.SHARE,
        facts.of_session(facts.duties, lambda one: f"定下 {one.duties} 件，检查过 {one.duties_checked} 件"),
    ),
)  # fmt: skip


def subjects(reach: Reach, on: date, limit: int) -> Sequence[Subject]:
    """The congresses that sit within reach, each union once."""
    lines = delegates.congresses(reach, on=on, which="sitting", limit=limit)
    found = {one.card.unit_id: _subject(one.card) for one in lines}
    return tuple(sorted(found.values(), key=lambda one: one.place.path))


def subject(unit_id: int) -> Subject:
    """The congress of a union; NotFound when none sits there."""
    card = delegates.sitting_congress(unit_id)
    if card is None:
        raise NotFound(facts.NO_TERM)
    return _subject(card)


def _subject(card: CongressCard) -> Subject:
    name = card.unit_name.removesuffix("工会").removesuffix("工会委员会")
    return Subject(card.unit_id, f"{name}职代会", card.place, facts.term_page(card))


def register() -> None:
    """Workers' congresses may carry stars; called once, when the house is ready."""
    ratings.register_subject(
        SubjectKind(
            kind=KIND,
            title=say("职工代表大会"),
            indicators={one.key: one for one in INDICATORS},
            subjects=subjects,
            subject=subject,
            gather=facts.gather,
            models=(stars_default.MODEL,),
        )
    )
