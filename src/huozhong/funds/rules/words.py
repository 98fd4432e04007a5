"""Closed sets of union money, with the words that people read: heads, festivals, nodes, what an audit found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.classes import MONEY_CLASSES, SOURCES, MoneyClass, Source
from huozhong.kernel.sentences import Sentence, say

__all__ = ["MONEY_CLASSES", "SOURCES", "MoneyClass", "Source"]


class Span(StrEnum):
    """How a cap counts: all that one person gets in a year, or each occasion by itself."""

    YEAR = "year"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Cap:
    """A rule that limits what one person gets under a head; `only` names the festivals that it is about."""

    rule: str
    span: Span
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeadCard:
    """What a head is called, the class that it belongs to, and the caps that hold for it."""

    word: Sentence
    money_class: MoneyClass
    caps: tuple[Cap, ...] = ()

    @property
    def is_capped(self) -> bool:
        return bool(self.caps)


FESTIVALS: dict[str, Sentence] = {
    "new_year": say("元旦"),
    "spring": say("春节"),
    "qingming": say("清明节"),
    "labour": say("劳动节"),
    "dragon_boat": say("端午节"),
    "mid_autumn": say("中秋节"),
    "national": say("国庆节"),
    "minority": say("少数民族节日（经批准）"),
}
OTHER_FESTIVALS = frozenset(FESTIVALS) - {"spring"}
CONTEST, OUTING, FESTIVAL = "contest_prize", "outing", "festival"
_A, _R, _O = MoneyClass.ACTIVITIES, MoneyClass.RIGHTS, MoneyClass.OPERATIONS


def _year(rule: str) -> tuple[Cap, ...]:
    return (Cap(f"money.cap.{rule}", Span.YEAR),)


def _event(rule: str) -> tuple[Cap, ...]:
    return (Cap(f"money.cap.{rule}", Span.EVENT),)


HEADS: dict[str, HeadCard] = {
    "education": HeadCard(say("职工教育"), _A),
    "culture_sport": HeadCard(say("文体活动（不含奖品、服装、春秋游）"), _A),
    CONTEST: HeadCard(say("文体比赛奖品"), _A, _event("contest_prize")),
    "clothing_inside": HeadCard(say("本单位活动服装"), _A, _year("clothing_inside")),
    "clothing_outside": HeadCard(say("对外参赛服装"), _A, _year("clothing_outside")),
    OUTING: HeadCard(say("春秋游"), _A, _year("outing_year")),
    "publicity": HeadCard(say("宣传活动"), _A),
    FESTIVAL: HeadCard(
        say("逢年过节慰问"),
        _A,
        (
            *_year("festivals_year"),
            Cap("money.cap.festival_spring", Span.YEAR, frozenset({"spring"})),
            Cap("money.cap.festival_other", Span.YEAR, OTHER_FESTIVALS),
        ),
    ),
    "birthday": HeadCard(say("会员生日慰问"), _A, _year("birthday")),
    "marriage_birth": HeadCard(say("结婚、生育慰问"), _A, _event("marriage_birth")),
    "hospital": HeadCard(say("住院慰问"), _A, _event("hospital")),
    "death_member": HeadCard(say("会员去世慰问"), _A, _event("death_member")),
    "death_relative": HeadCard(say("会员直系亲属去世慰问"), _A, _event("death_relative")),
    "retirement": HeadCard(say("退休慰问"), _A, _event("retirement")),
    "activities_other": HeadCard(say("其他职工活动"), _A),
    "coordination": HeadCard(say("劳动关系协调"), _R),
    "protection": HeadCard(say("劳动保护"), _R),
    "legal_aid": HeadCard(say("法律援助"), _R),
    "hardship": HeadCard(say("困难职工帮扶"), _R),
    "warmth": HeadCard(say("送温暖"), _R),
    "rights_other": HeadCard(say("其他维权"), _R),
    "training": HeadCard(say("培训"), _O),
    "meetings": HeadCard(say("会议"), _O),
    "special": HeadCard(say("专项业务"), _O),
    "operations_other": HeadCard(say("其他业务"), _O),
    "buildings": HeadCard(say("房屋购建和维修"), MoneyClass.CAPITAL),
    "equipment": HeadCard(say("设备购置"), MoneyClass.CAPITAL),
    "network": HeadCard(say("网络和软件"), MoneyClass.CAPITAL),
    "institutions": HeadCard(say("补助所属事业单位"), MoneyClass.INSTITUTIONS),
    "other": HeadCard(say("其他支出"), MoneyClass.OTHER),
}
# words in a purpose that speak of a capped head: whoever chose another head is asked to look again
SPEAKS_OF: tuple[tuple[str, str], ...] = (
    ("生日", "birthday"),
    ("春游", OUTING),
    ("秋游", OUTING),
    ("奖品", CONTEST),
    ("服装", "clothing_inside"),
    ("节慰问", FESTIVAL),
    ("过节", FESTIVAL),
    ("住院", "hospital"),
    ("退休慰问", "retirement"),
)


class Node(StrEnum):
    """The three points of a project's life at which an instalment may be paid."""

    START = "start"
    MIDWAY = "midway"
    ACCEPTANCE = "acceptance"


NODES: dict[str, Sentence] = {
    Node.START: say("启动"),
    Node.MIDWAY: say("中期检查合格"),
    Node.ACCEPTANCE: say("验收通过"),
}


class Verdict(StrEnum):
    """What an audit found."""

    FINE = "fine"
    RECTIFY = "rectify"
    SERIOUS = "serious"


VERDICTS: dict[str, Sentence] = {
    Verdict.FINE: say("没有发现问题"),
    Verdict.RECTIFY: say("限期整改"),
    Verdict.SERIOUS: say("问题严重，限期整改并报告"),
}
