"""The rights room for other systems: sums and deadlines, nothing kept, nobody asked who they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from huozhong.access import services as access
from huozhong.kernel.json_items import BadItem, JsonObject, check, read_json
from huozhong.rights.queries import calculating
from huozhong.rights.rules import deadline_answers
from huozhong.rights.rules.answering import ANSWER, QUESTION, as_json
from huozhong.rights.rules.calculators import CALCULATORS, BadInput
from huozhong.rights.rules.clocks import RULES, ClockRule, cite_of
from huozhong.rights.rules.parameters import POLICIES

PUBLIC = "the law's own numbers and sums: they hold for everybody, and what is asked is not kept"
LIMIT_BYTES = 64 * 1024
router = Router(tags=["rights"])
COMPLAINT: dict[str, Any] = {
    "type": "object",
    "properties": {"key": {"type": "string"}, "sentence": {"type": "string"}},
    "required": ["key", "sentence"],
    "additionalProperties": False,
}


def _json(value: object, status: int = 200) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    response = HttpResponse(text.encode("utf-8", errors="replace"), content_type="application/json", status=status)
    response["Cache-Control"] = "no-store"
    return response


def _complaint(key: str, sentence: str, status: int = 422) -> HttpResponse:
    return _json({"key": key, "sentence": sentence}, status)


def _asked(
    request: HttpRequest, schema: Mapping[str, Any], answer: Callable[[JsonObject], dict[str, Any]]
) -> HttpResponse:
    """Read the question as strictly as the command line does, and answer it; nothing of it is kept."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LIMIT_BYTES:
        return _complaint("*", f"请求超过 {LIMIT_BYTES // 1024} KB，不读。", 413)
    try:
        item = read_json(request.body)
        check(item, schema)
        return _json(answer(item))
    except BadItem as bad:
        return _complaint(bad.key, bad.sentence)
    except BadInput as bad:
        return _complaint(bad.key, str(bad.sentence))


def _described(question: Mapping[str, Any], answer: Mapping[str, Any], example: Mapping[str, Any]) -> dict[str, Any]:
    """The operation's part of the OpenAPI document, with the schemas that are really checked."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": question, "examples": {"one": {"value": example}}}},
        },
        "responses": {
            200: {"description": "答案", "content": {"application/json": {"schema": answer}}},
            413: {"description": "请求太大", "content": {"application/json": {"schema": COMPLAINT}}},
            422: {"description": "哪一项不对，为什么", "content": {"application/json": {"schema": COMPLAINT}}},
        },
    }


_SUM = {"calculator": "severance_N", "inputs": {"start": "2010-04-01", "last_day": "2016-08-01", "avg_12m": "5000.00"}}
_PERIOD = {"unit": "calendar_day", "base": "2026-09-18", "n": 15}


@router.post(
    "/calculate",
    summary="算一笔钱",
    description="和命令 huozhong rights calculate 同一个函数：输入见 /api/rights/calculators。",
    openapi_extra=_described(QUESTION, ANSWER, _SUM),
)
@access.open_to_all(PUBLIC)
def calculate(request: HttpRequest) -> HttpResponse:
    """A claim's sum with its formula, citation, versions and range."""
    return _asked(request, QUESTION, lambda item: calculating.claim_answer(item, on=request.today))  # type: ignore[attr-defined]


@router.post(
    "/deadline",
    summary="算一个期限",
    description="和命令 huozhong rights deadline 同一个函数：写 unit、base、n，或者写 rule、trigger。",
    openapi_extra=_described(deadline_answers.QUESTION, deadline_answers.ANSWER, _PERIOD),
)
@access.open_to_all(PUBLIC)
def deadline(request: HttpRequest) -> HttpResponse:
    """The legal last day, the safe day, and how they were counted."""
    return _asked(request, deadline_answers.QUESTION, calculating.deadline_answer)


def _listing(item: Mapping[str, Any], key: str) -> dict[str, Any]:
    listed = {"type": "object", "properties": {key: {"type": "array", "items": item}}, "required": [key]}
    return {"responses": {200: {"description": "全部", "content": {"application/json": {"schema": listed}}}}}


_NAMED = {"type": "object", "required": ["name", "title", "inputs", "outputs", "policies"]}
_RULE = {"type": "object", "required": ["id", "title", "trigger", "state", "cite", "computes"]}


@router.get(
    "/calculators",
    summary="有哪些计算器",
    description="每个计算器的输入、输出和可选的口径。",
    openapi_extra=_listing(_NAMED, "calculators"),
)
@access.open_to_all(PUBLIC)
def calculators(request: HttpRequest) -> HttpResponse:
    """Every calculator with its inputs, answers and open policies."""
    policies = [{"key": key, "readings": list(readings)} for key, readings in POLICIES.items()]
    return _json({"calculators": [as_json(one) for one in CALCULATORS.values()], "policies": policies})


@router.get(
    "/rules",
    summary="有哪些期限规则",
    description="全部期限规则，包括只显示、不计算的。",
    openapi_extra=_listing(_RULE, "rules"),
)
@access.open_to_all(PUBLIC)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule of the law of clocks, also those that are only shown."""
    return _json({"rules": [_rule(rule) for rule in RULES.values()]})


def _rule(rule: ClockRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title.chinese,
        "who": str(rule.who),
        "trigger": rule.trigger.chinese,
        "state": str(rule.state),
        "computes": rule.computes,
        "variants": [one.key for one in rule.periods],
        "cite": cite_of(rule),
    }
