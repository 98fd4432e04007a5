"""When and by whom a project may be declared under a programme."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from huozhong.kernel.places import Place
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import ZONE
from huozhong.projects.rules.facts import CallFacts, ProjectFacts
from huozhong.projects.rules.honours import honours_refusal
from huozhong.projects.rules.words import WORK_CLASSES


def moment(at: datetime) -> str:
    """A moment as people here read it, to the second."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def window_refusal(call: CallFacts, at: datetime) -> Sentence | None:
    """None while the window is open; the closing second itself still counts."""
    if call.state == "draft" or at < call.opens_at:
        return say("项目征集还没有开始，%(opens)s 起受理。", opens=moment(call.opens_at))
    if at.replace(microsecond=0) > call.closes_at:
        return say("项目征集已于 %(closes)s 截止，以系统时间为准。草稿仍然保留。", closes=moment(call.closes_at))
    if call.state != "open":
        return say("项目征集已经关闭，不再受理。草稿仍然保留。")
    return None


def filing_refusal(facts: ProjectFacts) -> Sentence | None:
    """The window, or after a return for correction the time given for it."""
    if facts.state == "returned" and facts.correction_until is not None:
        if facts.at.replace(microsecond=0) <= facts.correction_until:
            return None
        return say("补正期限已于 %(until)s 届满。草稿仍然保留。", until=moment(facts.correction_until))
    return window_refusal(facts.call, facts.at)


def eligibility_refusal(facts: ProjectFacts) -> Sentence | None:
    """The declaring union and the project's class are among those that the programme takes."""
    return eligibility(
        facts.call, facts.place, unit_kind=facts.unit_kind, work_class=facts.work_class, honours=facts.unit_honours
    )


def eligibility(
    call: CallFacts, place: Place, *, unit_kind: str, work_class: str = "", honours: Collection[str] = ()
) -> Sentence | None:
    """Below the office that calls, of a level, a kind and a class that the programme takes, with an honour it asks."""
    below = place.path.startswith(call.office.path)
    on_line = bool(call.office.industry_path) and place.industry_path.startswith(call.office.industry_path)
    if not (below or on_line):
        return say("本单位不在“%(call)s”的征集范围内。", call=call.title)
    if place.level.value not in call.levels:
        return say("“%(call)s”不面向本单位这一级工会。", call=call.title)
    if unit_kind not in call.kinds:
        return say("“%(call)s”不面向本单位这一类工会。", call=call.title)
    if work_class and work_class not in call.classes:
        return say("“%(call)s”不征集“%(type)s”类项目。", call=call.title, type=WORK_CLASSES[work_class])
    return honours_refusal(call.honours, honours, call=call.title)


def refiling_refusal(facts: ProjectFacts) -> Sentence | None:
    """A rejected project may be declared again, but not in the same filing year."""
    if facts.rejected_year is None:
        return None
    if facts.refile_after is None:
        return say("没有生效的规定：未立项的项目多久可以再次申报。请由规则管理员录入。")
    free = facts.rejected_year + facts.refile_after
    if facts.call.year >= free:
        return None
    return say("同名项目 %(year)s 年未获立项，%(free)s 年起可以再次申报。", year=facts.rejected_year, free=free)
