"""Duties, how well somebody knows one, and what makes a how-to card fit to be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.classes import WORK_CLASSES
from huozhong.kernel.sentences import Sentence, say

MOST_MINUTES = 10  # a how-to card is read between two telephone calls
MOST_STEPS = 7
MOST_OPTIONS = 5

# the classes of union work, and the desk work that belongs to none of them
DUTIES: dict[str, Sentence] = {
    **{str(value): word for value, word in WORK_CLASSES.items()},
    "projects": say("项目申报和结项"),
    "papers": say("公文和台账"),
    "money": say("工会经费"),
}


class Skill(StrEnum):
    """How well somebody knows a duty. It is a map for finding help, never a mark."""

    NONE = "none"
    READ = "read"
    PRACTISED = "practised"
    CONFIRMED = "confirmed"
    TEACHES = "teaches"


SKILLS: dict[Skill, Sentence] = {
    Skill.NONE: say("还没学"),
    Skill.READ: say("学过"),
    Skill.PRACTISED: say("练过"),
    Skill.CONFIRMED: say("能独立办"),
    Skill.TEACHES: say("能带人"),
}


def skill_of(*, has_read: bool, has_practised: bool, is_confirmed: bool, teaches: bool) -> Skill:
    """The furthest that somebody has come; each step stands on its own evidence."""
    if teaches:
        return Skill.TEACHES
    if is_confirmed:
        return Skill.CONFIRMED
    if has_practised:
        return Skill.PRACTISED
    return Skill.READ if has_read else Skill.NONE


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a practice case, and why it is right or wrong."""

    words: str
    is_right: bool
    why: str


@dataclass(frozen=True, slots=True)
class HowToFacts:
    """What the guards of a how-to card look at."""

    title: str = ""
    steps: int = 0
    when: str = ""
    has_somebody_to_ask: bool = False


def says_when_and_how(facts: HowToFacts) -> Sentence | None:
    """A card is read by somebody who has the thing to do in front of them."""
    if not facts.title.strip() or not facts.when.strip():
        return say("请写明标题和“什么时候用得上”。")
    return None if facts.steps else say("请至少写一步怎么做。")


def names_somebody_to_ask(facts: HowToFacts) -> Sentence | None:
    return None if facts.has_somebody_to_ask else say("请写明看了还不会，可以问谁。")


def case_refusal(situation: str, options: Sequence[Option]) -> Sentence | None:
    """None when a practice case can be answered and explains itself."""
    if not situation.strip():
        return say("请写明案例的情形。")
    if not 2 <= len(options) <= MOST_OPTIONS:
        return say("请写 2 至 %(most)s 个选项。", most=MOST_OPTIONS)
    if len({option.words.strip() for option in options}) != len(options):
        return say("有两个选项一样，请改一个。")
    if sum(option.is_right for option in options) != 1:
        return say("请正好标明一个正确的选项。")
    if any(not option.why.strip() for option in options):
        return say("每个选项都要写明为什么对、为什么不对，做错的人靠它学会。")
    return None
