"""One question as other systems send it, one answer as they get it: the same for the command line and the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huozhong.kernel.jurisdictions import NATION
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.sentences import say
from huozhong.kernel.workdays import Calendar
from huozhong.rights.rules.calculators import CALCULATORS, BadInput, Calculator, calculate
from huozhong.rights.rules.parameters import POLICIES

# A case's own label may travel with the question; nothing of it is read.
LABELS = ("id", "kind", "grade", "formula", "expected", "source_title", "source_url", "seen_as", "notes")
QUESTION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "calculator": {"type": "string", "enum": list(CALCULATORS), "description": "哪个计算器"},
        "inputs": {"type": "object", "description": "计算器的输入，键见 /api/rights/calculators"},
        "policy": {"type": ["object", "null"], "description": "有争议的口径按哪一种"},
        "region": {"type": ["string", "null"], "maxLength": 60, "description": "地方：名称或区划代码"},
        "on": {"type": ["string", "null"], "maxLength": 10, "description": "按哪一天的规定"},
        **{key: {"description": "题目自带的说明，不参与计算"} for key in LABELS},
    },
    "required": ["calculator", "inputs"],
    "additionalProperties": False,
}
ANSWER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "calculator": {"type": "string"},
        "formula": {"type": "string", "description": "算式，带数字"},
        "cite": {"type": "string", "description": "依据"},
        "warnings": {"type": "array", "items": {"type": "string"}},
        "low": {"type": ["string", "null"], "description": "有争议时最少"},
        "high": {"type": ["string", "null"], "description": "有争议时最多"},
        "parameters": {"type": "array", "items": {"type": "object"}, "description": "用到的规定，各有版本和指纹"},
        "refused": {"type": "string", "description": "算不出的原因"},
    },
    "required": ["calculator", "cite"],
    "oneOf": [{"required": ["formula", "warnings"]}, {"required": ["refused"]}],
}


def answer(question: Mapping[str, Any], *, book: Book, on: date, calendar: Calendar | None = None) -> dict[str, Any]:
    """The answer to a question that fits QUESTION; BadInput names what is wrong inside."""
    inputs = question["inputs"]
    asked = {key: question[key] for key in ("region", "on") if question.get(key) is not None}
    if doubled := [key for key in asked if key in inputs and inputs[key] != asked[key]]:
        raise BadInput(doubled[0], say("这一项写了两次，而且不一样。"))
    return calculate(
        question["calculator"],
        {**inputs, **asked},
        question.get("policy"),
        book=book,
        jurisdictions=(NATION,),
        on=on,
        calendar=calendar,
    ).as_json()


def as_json(calculator: Calculator) -> dict[str, Any]:
    """What a calculator asks and answers, for other systems."""
    return {
        "name": calculator.name,
        "title": str(calculator.title),
        "says": str(calculator.says),
        "inputs": [
            {"key": field.key, "kind": str(field.kind), "words": str(field.words), "also": list(field.also)}
            for field in calculator.inputs
        ],
        "outputs": [{"key": key, "words": str(words)} for key, words in calculator.answers.items()],
        "policies": [{"key": key, "readings": list(POLICIES[key])} for key in calculator.policies],
    }
