"""The 66 rules of the law of clocks, read from their tables: what starts each, whose it is, what missing it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from huozhong.clocks.engine import Direction
from huozhong.kernel.packfiles import load_yaml
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say

_TABLES = (
    "clocks_mediation.yaml",
    "clocks_arbitration.yaml",
    "clocks_court.yaml",
    "clocks_work.yaml",
)
_WORDS = ("title", "trigger", "precondition", "extension", "restart", "effect", "doubt", "refuse")
_KEYS = frozenset({*_WORDS, "stage", "who", "state", "basis", "periods", "needs_local", "only_safe"})
_PERIOD_KEYS = frozenset({"key", "rule", "plus", "readings", "direction", "duty", "day", "name"})


class State(StrEnum):
    """How firmly a rule stands. The last two are shown and never compute."""

    STATUTORY = "statutory"
    LOCAL_PRACTICE = "local-practice"
    PROPOSED = "proposed"
    UNCLASSIFIED = "unclassified"

    @property
    def computes(self) -> bool:
        return self in (State.STATUTORY, State.LOCAL_PRACTICE)


class Who(StrEnum):
    """Whose clock it is."""

    WORKER = "worker"
    EMPLOYER = "employer"
    EITHER = "either"
    BOTH = "both"
    OTHER_SIDE = "other_side"
    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    MEDIATOR = "mediator"
    COMMISSION = "commission"
    TRIBUNAL = "tribunal"
    COURT = "court"
    AUTHORITY = "authority"
    AGENCY = "agency"


STATE_WORDS: Mapping[State, Sentence] = MappingProxyType(
    {
        State.STATUTORY: say("法定"),
        State.LOCAL_PRACTICE: say("地方做法"),
        State.PROPOSED: say("建议，未经律师确认，不计算"),
        State.UNCLASSIFIED: say("没有定论，不计算"),
    }
)
WHO_WORDS: Mapping[Who, Sentence] = MappingProxyType(
    {
        Who.WORKER: say("劳动者"),
        Who.EMPLOYER: say("用人单位"),
        Who.EITHER: say("任何一方"),
        Who.BOTH: say("双方共同"),
        Who.OTHER_SIDE: say("对方"),
        Who.APPLICANT: say("申请人（原告）"),
        Who.RESPONDENT: say("被申请人（被告）"),
        Who.MEDIATOR: say("调解组织"),
        Who.COMMISSION: say("仲裁委员会、鉴定委员会"),
        Who.TRIBUNAL: say("仲裁庭"),
        Who.COURT: say("法院"),
        Who.AUTHORITY: say("行政部门"),
        Who.AGENCY: say("法律援助机构"),
    }
)
STAGE_WORDS: Mapping[str, Sentence] = MappingProxyType(
    {
        "limitation": say("时效"),
        "negotiation": say("协商"),
        "mediation": say("调解"),
        "arbitration": say("仲裁"),
        "award": say("裁决之后"),
        "court": say("诉讼"),
        "payment_order": say("支付令"),
        "enforcement": say("执行"),
        "injury": say("工伤"),
        "inspection": say("劳动监察"),
        "aid": say("法律援助"),
        "employment": say("用工"),
        "all": say("各个阶段"),
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English."""

    chinese: str = ""
    english: str = ""

    def __bool__(self) -> bool:
        return bool(self.chinese)

    def __str__(self) -> str:
        return self.chinese


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """One of the periods of a clock: the pack's rule that gives its length, and how it is counted."""

    key: str
    rule: str  # the pack's id; nothing where the day itself is given
    plus: str = ""  # the pack's id of an extension that has to be granted
    readings: tuple[Unit, ...] = ()
    direction: Direction = Direction.FORTH
    is_authority_duty: bool = False
    name: Words = Words()


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One rule of the law of clocks. The dated lengths and quotations stand in the rule packs."""

    id: str
    stage: str
    who: Who
    state: State
    title: Words
    trigger: Words
    periods: tuple[PeriodRule, ...]
    basis: tuple[str, ...]
    precondition: Words = Words()
    extension: Words = Words()
    restart: Words = Words()
    effect: Words = Words()
    doubt: Words = Words()
    refusal: Words = Words()
    needs_local: str = ""  # the pack's id of a local policy without which only the safe day is given
    only_safe: bool = False  # no period in law: the length gives a safe day, never a legal one

    @property
    def computes(self) -> bool:
        return self.state.computes and bool(self.periods)

    @property
    def is_statutory(self) -> bool:
        return self.state is State.STATUTORY

    def period(self, key: str = "") -> PeriodRule:
        """The period of that key, or the first; KeyError when there is none."""
        if not key:
            return self.periods[0]
        found = next((one for one in self.periods if one.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


def rule_of(rule_id: str) -> ClockRule:
    """The rule of that id; KeyError when there is none."""
    return RULES[rule_id]


def _read_all() -> Mapping[str, ClockRule]:
    here = files("huozhong.rights.rules")
    found: dict[str, ClockRule] = {}
    for name in _TABLES:
        for rule_id, raw in load_yaml(here.joinpath(name).read_text("utf-8")).items():
            if rule_id in found:
                raise ValueError(f"{name}: {rule_id} stands twice")
            found[rule_id] = _read(rule_id, raw)
    return MappingProxyType(found)


def _read(rule_id: str, raw: Mapping[str, Any]) -> ClockRule:
    if unknown := set(raw) - _KEYS:
        raise ValueError(f"{rule_id}: no such key: {sorted(unknown)}")
    rule = ClockRule(
        id=rule_id,
        stage=raw["stage"],
        who=Who(raw["who"]),
        state=State(raw["state"]),
        title=_words(raw, "title"),
        trigger=_words(raw, "trigger"),
        periods=tuple(_periods(rule_id, raw.get("periods", ()))),
        basis=tuple(raw["basis"]),
        precondition=_words(raw, "precondition"),
        extension=_words(raw, "extension"),
        restart=_words(raw, "restart"),
        effect=_words(raw, "effect"),
        doubt=_words(raw, "doubt"),
        refusal=_words(raw, "refuse"),
        needs_local=raw.get("needs_local", ""),
        only_safe=raw.get("only_safe", False),
    )
    if rule.computes == bool(rule.refusal):
        raise ValueError(f"{rule_id}: either it computes or it says why not")
    return rule


def _periods(rule_id: str, listed: Sequence[Mapping[str, Any]]) -> Iterator[PeriodRule]:
    for raw in listed:
        if unknown := set(raw) - _PERIOD_KEYS:
            raise ValueError(f"{rule_id}: no such key: {sorted(unknown)}")
        if ("rule" in raw) == (raw.get("day") == "given"):
            raise ValueError(f"{rule_id}: a period has a length, or its day is given")
        yield PeriodRule(
            key=raw["key"],
            rule=raw.get("rule", ""),
            plus=raw.get("plus", ""),
            readings=tuple(Unit(unit) for unit in raw.get("readings", ())),
            direction=Direction(raw.get("direction", "forth")),
            is_authority_duty=raw.get("duty", False),
            name=_words(raw, "name"),
        )


def _words(raw: Mapping[str, Any], key: str) -> Words:
    if key not in raw:
        return Words()
    chinese, english = raw[key]
    return Words(str(chinese), str(english))


RULES: Mapping[str, ClockRule] = _read_all()
