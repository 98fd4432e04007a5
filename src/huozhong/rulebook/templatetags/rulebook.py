"""Values of rules in the reader's words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huozhong.kernel.rulepacks import MARK_WORDS, Answer, MonthDay, Unit, written
from huozhong.kernel.sentences import say
from huozhong.look import services as look

register = template.Library()
CODES = {  # what a rule's text names by a code, and people by a word
    "organisation": say("组织管理"),
    "novelty": say("创新程度"),
    "effect": say("工作成效"),
    "replicability": say("可复制性"),
}


@register.filter
def rule_value(answer: Answer | Any) -> str:
    """The value of an answer, a version with its rule's unit, or nothing: "35%", "10 个工作日", "3月31日"."""
    return value_words(answer.value, answer.unit) if answer is not None else _("没有规定")


@register.filter
def in_unit(value: Any, unit: Unit) -> str:
    """A bare value in its unit's words."""
    return value_words(value, unit)


def value_words(value: Any, unit: Unit) -> str:
    """A value as people read it."""
    if unit is Unit.SHARE:
        return look.share_words(value)
    if unit is Unit.MONEY:
        return look.money_words(value)
    if unit is Unit.FLAG:
        return _("是") if value else _("否")
    if isinstance(value, MonthDay):
        return _("%(month)s月%(day)s日") % {"month": value.month, "day": value.day}
    lengths = {
        Unit.DAYS: lambda n: ngettext("%(n)s 天", "%(n)s 天", n),
        Unit.WORKING_DAYS: lambda n: ngettext("%(n)s 个工作日", "%(n)s 个工作日", n),
        Unit.MONTHS: lambda n: ngettext("%(n)s 个月", "%(n)s 个月", n),
        Unit.YEARS: lambda n: ngettext("%(n)s 年", "%(n)s 年", n),
    }
    if unit in lengths:
        return lengths[unit](value) % {"n": value}
    text = written(value)
    parts = [part.strip() for part in text.split(",")]
    return "、".join(look.told(CODES[part]) for part in parts) if set(parts) <= set(CODES) else text


@register.filter
def doubt(answer: Answer | Any) -> str:
    """Why a value is in doubt, in words; nothing when it is verified."""
    if answer is None or answer.status == "verified":
        return ""
    words = [look.told(MARK_WORDS[answer.mark])] if answer.mark else []
    return "；".join([*words, *([answer.note] if answer.note else [])])
