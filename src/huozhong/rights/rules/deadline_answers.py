"""A question about a deadline as other systems send it, and the answer: the same for the command line and the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from huozhong.clocks.engine import Direction, Due, Period, due
from huozhong.kernel.jurisdictions import NATION
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar, Rolls, china
from huozhong.rights.rules.calculators.results import BadInput
from huozhong.rights.rules.clocks import RULES, ClockRule, Computed, NotComputed, cite_of, compute, compute_all
from huozhong.rights.rules.limitation import ClaimKind, Interruption, LimitationFacts, Suspension, limitation_of
from huozhong.rights.rules.parameters import chain_for

_LIMITED = {"LIM-01": ClaimKind.OTHER, "LIM-02": ClaimKind.WAGES}
CITE = "《民法典》第二百零一条至第二百零三条；《民事诉讼法》第八十五条"
UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        **dict.fromkeys(("calendar_day", "calendar_days", "natural_day", "day", "days", "自然日", "日"), Unit.DAYS),
        **dict.fromkeys(("workday", "workdays", "working_day", "working_days", "工作日"), Unit.WORKING_DAYS),
        **dict.fromkeys(("month", "months", "月"), Unit.MONTHS),
        **dict.fromkeys(("year", "years", "年"), Unit.YEARS),
    }
)
UNIT_NAMES: Mapping[Unit, str] = MappingProxyType(
    {Unit.DAYS: "calendar_day", Unit.WORKING_DAYS: "workday", Unit.MONTHS: "month", Unit.YEARS: "year"}
)
_BACK = ("back", "backward", "backwards", "before")
_FORTH = ("forth", "forward", "forwards", "after")
_ROLLS = {
    "next": Rolls.NEXT_WORKING_DAY,
    "previous": Rolls.PREVIOUS_WORKING_DAY,
    "keep": Rolls.KEEP,
    **{str(one): one for one in Rolls},
}
# A case's own label may travel with the question; nothing of it is read.
LABELS = ("id", "why", "due", "natural_last_day")
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_DAY_OR_NULL = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXT = {"type": "string", "maxLength": 60}
QUESTION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "unit": {"enum": list(UNITS), "description": "calendar_day 自然日、workday 工作日、month 月、year 年"},
        "base": {**_DAY, "description": "开始的那天，不计入；往前数时是开庭那样的固定日子"},
        "n": {"type": "integer", "description": "多少个单位，不能是负数"},
        "direction": {"enum": [*_FORTH, *_BACK], "description": "往后数（默认）还是往前数"},
        "roll": {"enum": list(_ROLLS), "description": "最后一天休息时：next 顺延（默认）、previous 提前、keep 不动"},
        "rule": {**_TEXT, "description": "期限规则的编号，如 SUE-01；全部编号见 --help"},
        "trigger": {**_DAY, "description": "引起期限的那天，如收到裁决书的日子"},
        "variant": {**_TEXT, "description": "一条规则有几种期间时选哪一种，如 judgment、ruling"},
        "extended": {"type": "boolean", "description": "已经书面批准延长"},
        "interrupted": {
            "type": "array",
            "items": _DAY,
            "maxItems": 50,
            "description": "有凭据的时效中断日（LIM-01、LIM-02）",
        },
        "suspended": {
            "type": "array",
            "maxItems": 50,
            "description": '时效中止的起止日（LIM-01、LIM-02），如 {"from": "2026-01-01", "to": "2026-01-31"}',
            "items": {
                "type": "object",
                "properties": {"from": _DAY, "to": _DAY},
                "required": ["from", "to"],
                "additionalProperties": False,
            },
        },
        "region": {**_TEXT, "description": "地方：名称或者区划代码"},
        **{key: {"description": "题目自带的说明，不参与计算"} for key in LABELS},
    },
    "oneOf": [{"required": ["unit", "base", "n"]}, {"required": ["rule", "trigger"]}],
    "additionalProperties": False,
}
_ONE: dict[str, Any] = {
    "natural_last_day": {**_DAY_OR_NULL, "description": "不顺延的最后一天；按工作日数的没有这一天"},
    "legal_date": {**_DAY_OR_NULL, "description": "法定的最后一天；法律没有写期间的为空"},
    "safe_date": {
        **_DAY_OR_NULL,
        "description": "稳妥日：各种读法里最早的，不指望顺延；机关的期限是最晚读法期满的那天",
    },
    "skipped": {"type": "array", "items": _DAY, "description": "跳过的休息日"},
    "provisional": {"type": "boolean", "description": "有关年份的放假安排尚未公布，是暂定的"},
    "cite": {"type": "string", "description": "依据"},
    "trace": {"type": "array", "items": {"type": "string"}, "description": "怎样数出来的"},
    "warnings": {"type": "array", "items": {"type": "string"}},
    "right_from": {**_DAY_OR_NULL, "description": "机关不作为，从这天起可以另走一步"},
    "variant": {"type": "string"},
    "readings": {"type": "array", "items": {"type": "object"}, "description": "单位的每一种读法"},
}
ANSWER: dict[str, Any] = {
    "type": "object",
    "properties": {
        **_ONE,
        "rule": {"type": "string"},
        "title": {"type": "string"},
        "state": {"enum": ["statutory", "local-practice", "proposed", "unclassified"]},
        "effect": {"type": "string", "description": "错过的后果"},
        "also": {"type": "array", "items": {"type": "object"}, "description": "这条规则的其他期间"},
        "calendar": {"type": "string", "description": "放假表的指纹"},
        "parameters": {"type": "array", "items": {"type": "object"}, "description": "用到的规定，各有版本和指纹"},
        "refused": {"type": "string", "description": "不计算的原因"},
    },
    "required": ["cite"],
    "oneOf": [
        {"required": ["natural_last_day", "legal_date", "safe_date", "skipped", "provisional", "trace"]},
        {"required": ["refused"]},
    ],
}


def answer_deadline(question: Mapping[str, Any], *, book: Book, calendar: Calendar | None = None) -> dict[str, Any]:
    """The answer to a question that fits QUESTION; BadInput names what is wrong inside."""
    table = calendar or china()
    if "rule" in question:
        return _by_rule(question, book, table)
    return _by_length(question, table)


def _by_length(question: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    for key in ("variant", "extended", "trigger", "interrupted", "suspended"):
        if key in question:
            raise BadInput(key, say("只有按规则（rule）计算时才能写这一项。"))
    length, unit = int(question["n"]), UNITS[question["unit"]]
    if length < 0:
        raise BadInput("n", say("不能是负数；往前数，请写 direction: back。"))
    is_back = question.get("direction") in _BACK
    rolls = _ROLLS[question.get("roll", "previous" if is_back else "next")]
    if is_back and rolls is Rolls.NEXT_WORKING_DAY:
        raise BadInput("roll", say("往前数的期间不能往后顺延。"))
    period = Period(
        length=length,
        unit=unit,
        direction=Direction.BACK if is_back else Direction.FORTH,
        rolls=rolls,
        readings=(Unit.DAYS,) if unit is Unit.WORKING_DAYS else (),
    )
    start = _day(question, "base")
    try:
        found = due(period, start, calendar=calendar)
    except ValueError:
        raise BadInput("n", say("太长了，算出来的日子超出了日历。")) from None
    return {**_days(found, unit), "cite": CITE, "warnings": [], "calendar": found.calendar}


def _by_rule(question: Mapping[str, Any], book: Book, calendar: Calendar) -> dict[str, Any]:
    for key in ("unit", "base", "n", "direction", "roll"):
        if key in question:
            raise BadInput(key, say("写了 rule，就按规则自己的期间算，不能再写这一项。"))
    rule = RULES.get(str(question["rule"]).strip().upper())
    if rule is None:
        raise BadInput("rule", say("没有这条规则；rights deadline --help 列出全部编号。"))
    variant = _variant(rule, str(question.get("variant", "")))
    chain = chain_for(question.get("region", NATION))
    if chain is None:
        raise BadInput("region", say("没有找到这个地方；写名称或者区划代码。"))
    start = _day(question, "trigger")
    if "interrupted" in question or "suspended" in question:
        return _limited(rule, question, start, book, chain, calendar)
    found = compute(
        rule.id,
        start,
        book=book,
        jurisdictions=chain,
        calendar=calendar,
        variant=variant,
        is_extended=bool(question.get("extended", False)),
    )
    if isinstance(found, NotComputed):
        return {"rule": rule.id, "state": str(rule.state), "refused": str(found.reason), "cite": found.cite}
    others = compute_all(rule.id, start, book=book, jurisdictions=chain, calendar=calendar)
    rest = [one for one in others if isinstance(one, Computed) and one.variant.key != found.variant.key]
    also = [] if variant else rest
    return _rule_answer(rule, found, also)


def _variant(rule: ClockRule, asked: str) -> str:
    """The key of one of a rule's periods, asked for by its key or by its name in either language."""
    word = asked.strip().lower()
    for one in rule.periods:
        if word and word in (one.key, one.name.chinese, one.name.english.lower()):
            return one.key
    if word:
        listed = "、".join(one.key for one in rule.periods) or "-"
        raise BadInput("variant", say("这条规则没有这一种；可以是：%(listed)s。", listed=listed))
    return ""


def _limited(
    rule: ClockRule, question: Mapping[str, Any], start: date, book: Book, chain: Sequence[str], calendar: Calendar
) -> dict[str, Any]:
    """A limitation after its interruptions and suspensions."""
    kind = _LIMITED.get(rule.id)
    if kind is None:
        raise BadInput(
            "interrupted" if "interrupted" in question else "suspended", say("只有 LIM-01 和 LIM-02 用得上。")
        )
    events = tuple(
        Interruption("event", _day({"interrupted": one}, "interrupted")) for one in question.get("interrupted", ())
    )
    facts = LimitationFacts(
        kind=kind,
        accrued_on=start if kind is ClaimKind.OTHER else None,
        employment_ended_on=start if kind is ClaimKind.WAGES else None,
        events=events,
        suspensions=tuple(_suspension(one) for one in question.get("suspended", ())),
    )
    on = max([start, *(event.on for event in events)])
    found = limitation_of(facts, on=on, book=book, jurisdictions=chain, calendar=calendar)
    natural, legal, safe = found.natural_last_day, found.legal_date, found.safe_date
    if natural is None or legal is None or safe is None:
        return {"rule": rule.id, "state": str(rule.state), "refused": str(found.trace[0]), "cite": found.cite}
    return {
        "rule": rule.id,
        "title": rule.title.chinese,
        "state": str(rule.state),
        "natural_last_day": natural.isoformat(),
        "legal_date": legal.isoformat(),
        "safe_date": safe.isoformat(),
        "skipped": [(natural + timedelta(days=n)).isoformat() for n in range((legal - natural).days)],
        "provisional": found.is_provisional,
        "trace": [str(words) for words in found.trace],
        "right_from": None,
        "cite": found.cite,
        "warnings": [str(say("每一次中断都要有凭据。"))],
        "effect": rule.effect.chinese,
        "calendar": calendar.fingerprint,
    }


def _suspension(asked: Mapping[str, str]) -> Suspension:
    try:
        return Suspension(_day(asked, "from"), _day(asked, "to"))
    except BadInput as bad:
        raise BadInput("suspended", bad.sentence) from None
    except ValueError:
        raise BadInput("suspended", say("结束的日子不能在开始之前。")) from None


def _rule_answer(rule: ClockRule, found: Computed, also: Sequence[Computed]) -> dict[str, Any]:
    warnings = [str(words) for words in found.warnings]
    if also:
        listed = "、".join(f"{one.variant.key}（{one.variant.name.chinese}）" for one in (found, *also))
        warnings.insert(0, str(say("这条规则有几种期间：%(listed)s；先按第一种，其余见 also。", listed=listed)))
    return {
        "rule": rule.id,
        "title": rule.title.chinese,
        "state": str(rule.state),
        **_computed(found),
        "cite": cite_of(rule, found.answers),
        "warnings": warnings,
        "effect": rule.effect.chinese,
        "also": [_computed(one) for one in also],
        "calendar": found.due.calendar,
        "parameters": [answer.as_json() for answer in found.answers],
    }


def _computed(found: Computed) -> dict[str, Any]:
    opening = say("%(trigger)s：%(day)s。", trigger=found.rule.trigger.chinese, day=found.due.start.isoformat())
    days = _days(found.due, found.period.unit, opening)
    if not found.has_legal_date:
        days |= {"natural_last_day": None, "legal_date": None, "skipped": []}
    readings = [
        {
            "unit": UNIT_NAMES[one.unit],
            "natural_last_day": one.natural_last_day.isoformat(),
            "legal_date": one.legal_date.isoformat(),
        }
        for one in found.readings
    ]
    return {**days, "variant": found.variant.key, "readings": readings if len(readings) > 1 else []}


def _days(found: Due, unit: Unit, *opening: Sentence) -> dict[str, Any]:
    return {
        "natural_last_day": None if unit is Unit.WORKING_DAYS else found.natural_last_day.isoformat(),
        "legal_date": found.legal_date.isoformat(),
        "safe_date": found.safe_date.isoformat(),
        "skipped": [day.isoformat() for day in found.skipped],
        "provisional": found.is_provisional,
        "trace": [str(words) for words in (*opening, *found.trace)],
        "right_from": found.right_from.isoformat() if found.right_from else None,
    }


def _day(question: Mapping[str, Any], key: str) -> date:
    try:
        return date.fromisoformat(question[key])
    except ValueError:
        raise BadInput(key, say("没有这一天；写成 2026-09-18 这样。")) from None
