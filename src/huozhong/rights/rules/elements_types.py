"""What an element of the court's list is: its question, its kind of answer, what it fills."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say

NOT_SURE = "not_sure"  # always an answer; a document leaves the place open to be filled by hand


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"  # ISO day
    MONEY = "money"  # decimal string, yuan
    NUMBER = "number"  # decimal string
    CHOICE = "choice"  # the value of one choice
    CHOICES = "choices"  # a list of values
    YES_NO = "yes_no"  # "yes" or "no"
    PHONE = "phone"
    PERSON_NUMBER = "person_number"
    CREDIT_CODE = "credit_code"


class Section(StrEnum):
    TROUBLE = "trouble"  # ours: what happened, how many, how urgent; leads the way
    WORKER = "worker"
    EMPLOYER = "employer"
    CLAIMS = "claims"
    CONTRACT = "contract"
    WORK = "work"
    ENDING = "ending"
    INJURY = "injury"
    EARLIER = "earlier"
    SERVICE = "service"
    MEDIATION = "mediation"


SECTIONS: dict[Section, Sentence] = {
    Section.TROUBLE: say("遇到的事"),
    Section.WORKER: say("您本人"),
    Section.EMPLOYER: say("用人单位"),
    Section.CLAIMS: say("要求"),
    Section.CONTRACT: say("合同"),
    Section.WORK: say("干活和工资"),
    Section.ENDING: say("离开的情况"),
    Section.INJURY: say("工伤"),
    Section.EARLIER: say("以前找过谁"),
    Section.SERVICE: say("文书送到哪里"),
    Section.MEDIATION: say("愿不愿意调解"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: Sentence


@dataclass(frozen=True, slots=True)
class Needs:
    """Asked only after one of these answers was given to another element."""

    key: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `fills` are the document fields it goes into, `form` its place in the court's form."""

    key: str
    section: Section
    label: Sentence  # short, for reviews and documents
    question: Sentence  # as asked on a phone
    kind: Kind
    form: str
    fills: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    help: Sentence | None = None
    needs: tuple[Needs, ...] = ()  # every one must hold
    is_later: bool = False  # wanted by documents, not by the first talk: asked on "my case"
    is_private: bool = False  # never in a list, a notice or the trail
    unit: Sentence | None = None
    most: int = 200  # signs of a text


def after(key: str, *values: str) -> Needs:
    """A condition: the element `key` was answered with one of `values`."""
    return Needs(key, frozenset(values))


def choice(value: str, words: Sentence) -> Choice:
    return Choice(value, words)


YES = say("是")
NO = say("不是")
YES_OR_NO = (Choice("yes", YES), Choice("no", NO))
HAVE_OR_NOT = (Choice("yes", say("有")), Choice("no", say("没有")))
