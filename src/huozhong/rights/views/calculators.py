"""Calculators for everybody: a few questions, a sum with its formula and its law; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.look import services as look
from huozhong.papers.engine import NoChineseFontError
from huozhong.records.services import FileKind
from huozhong.rights.engine.sheets import Part, Slip, slip_pdf
from huozhong.rights.forms.calculators import GROUPS, PAGES, POLICY_WORDS, CalculatorForm
from huozhong.rights.queries import calculating
from huozhong.rights.rules.calculators import CALCULATORS, BadInput, Calculator, Result

OPEN = "sums by the law's own numbers: no row is read, nothing that is typed is kept"
_HEADLINES = (
    "amount", "supported", "threshold", "fee", "avg_12m", "in_time", "last_day", "days", "months", "daily",
    "total_daily_wages", "year_workdays", "supported_months",
)  # fmt: skip
_MONEY_KEYS = frozenset({"daily", "hourly"})
_STATUS = {"mode", "status", "hours_system", "kind", "rule", "lines", "trace", "modes"}


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the answer, in words."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A result as the page and the printed sheet show it."""

    headline: Line | None
    lines: tuple[Line, ...]
    formula: tuple[str, ...]
    cite: tuple[str, ...]
    warnings: tuple[str, ...]
    parameters: tuple[tuple[str, str, str, bool], ...]
    readings: tuple[tuple[str, str, str], ...]
    chart: look.Chart | None
    refused: str = ""


@access.open_to_all(OPEN)
@require_safe
def calculators(request: Any) -> HttpResponse:
    """The list, by trouble."""
    groups = [(title, [CALCULATORS[name] for name in names]) for title, names in GROUPS]
    return _page(request, "rights/calculators.html", {"groups": groups})


@access.open_to_all(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: Any, name: str) -> HttpResponse:
    """One calculator: the form, and below it the answer."""
    asked = _calculator(name)
    if request.method != "POST":
        return _page(request, "rights/calculators_one.html", {"form": CalculatorForm(name), "asked": asked})
    form = CalculatorForm(name, request.POST)
    sheet = _sheet(form, request)
    answer = _page(request, "rights/calculators_one.html", {"form": form, "asked": asked, "sheet": sheet})
    answer["Cache-Control"] = "no-store"
    answer.status_code = 200 if sheet else 422
    return answer


@access.open_to_all(OPEN)
@require_POST
def calculator_sheet(request: Any, name: str) -> HttpResponse:
    """The same answer on paper."""
    asked = _calculator(name)
    form = CalculatorForm(name, request.POST)
    sheet = _sheet(form, request)
    if sheet is None or sheet.refused:
        raise Refused(say("有的内容没有填对，先回到上一页算出来，再打印。"))
    try:
        content = slip_pdf(_slip(asked, form, sheet, request.today))
    except NoChineseFontError:
        raise Refused(say("服务器上没有中文字体，印不出 PDF。可以用浏览器直接打印这一页。")) from None
    return look.handed_out(content, f"{look.told(asked.title)}.pdf", FileKind.PDF.value, inline=True)


def _calculator(name: str) -> Calculator:
    if name not in PAGES:
        raise NotFound(say("没有这个计算器。"))
    return CALCULATORS[name]


def _page(request: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page in the reader's own frame; without an account in the phone's."""
    own = {} if request.user.is_authenticated else {"layout": "look/phone.html"}
    return render(request, template, context | own)


def _sheet(form: CalculatorForm, request: Any) -> Sheet | None:
    """The answer, or None with the fault laid beside its field."""
    if not form.is_valid():
        return None
    inputs, policy = form.question()
    try:
        found = calculating.computed(form.calculator.name, inputs, policy, on=request.today)
    except BadInput as bad:
        key = bad.key if bad.key in form.fields else bad.key.replace("policy.", "policy_")
        form.add_error(key if key in form.fields else None, look.told(bad.sentence))
        return None
    return told_sheet(form.calculator, found)


def told_sheet(asked: Calculator, found: Result) -> Sheet:
    """A result in the reader's words."""
    if found.refused is not None:
        return Sheet(None, (), (), (found.cite,), (), (), (), None, refused=look.told(found.refused))
    labels = {**asked.answers, "months": asked.answers.get("months", say("月数"))}
    shown = [
        Line(key, look.told(labels[key]), _text(key, value))
        for key, value in found.values.items()
        if key in labels and key not in _STATUS and value not in (None, (), [])
    ]
    headline = next((line for key in _HEADLINES for line in shown if line.key == key), None)
    rest = tuple(line for line in shown if line is not headline and not _is_needless(line.key, found))
    if headline is not None and found.is_open:
        span = {"low": look.money_words(found.low), "high": look.money_words(found.high)}
        headline = Line(headline.key, headline.label, _("%(low)s 到 %(high)s") % span)
    return Sheet(
        headline=headline,
        lines=rest,
        formula=tuple(found.formula.split(" ; ")),
        cite=tuple(found.cite.split("；")),
        warnings=tuple(look.told(warning) for warning in found.warnings),
        parameters=tuple(
            (answer.title, str(answer.value), f"{answer.cite}", answer.is_verified) for answer in found.parameters
        ),
        readings=_readings(found.values.get("modes")),
        chart=_chart(found),
    )


def _is_needless(key: str, found: Result) -> bool:
    """What was paid, and the sum before it, say nothing where nothing was paid."""
    return (key == "gross" and found.values[key] == found.amount) or (key == "paid" and not found.values[key])


def _text(key: str, value: object) -> str:
    """A value in words: money with its sign, days written out, lists with commas."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return look.money_words(value)
    if isinstance(value, date):
        return look.day_words(value)
    if isinstance(value, list | tuple):
        told = [_one(one) for one in value]
        if key in ("window", "supported_window"):
            return _("%(first)s 至 %(last)s") % {"first": told[0], "last": told[-1]}
        return "、".join(told)
    return str(value)


def _one(value: object) -> str:
    if isinstance(value, Mapping):
        word = _("终局") if value.get("is_final") else _("不是终局")
        return f"{look.money_words(value['amount'])} {word}" if "amount" in value else ""
    return _text("", value)


def _readings(modes: object) -> tuple[tuple[str, str, str], ...]:
    """Each reading that tribunals use: its words, what it leaves, its last day."""
    if not isinstance(modes, Mapping) or len(modes) < 2:
        return ()
    words: dict[str, Sentence] = {**POLICY_WORDS["limitation_mode"][1], **POLICY_WORDS["leave_clock"][1]}
    found = []
    for mode, one in modes.items():
        left = one.get("supported_months")
        kept = (
            _("%(n)s 个月") % {"n": left} if left is not None else (_("在时效内") if one["in_time"] else _("可能过了"))
        )
        found.append((look.told(words[mode]), kept, look.day_words(one["last_day"]) or "—"))
    return tuple(found)


def _chart(found: Result) -> look.Chart | None:
    """The range while a reading is open; nothing where all read alike."""
    if not found.is_open or found.low is None or found.high is None:
        return None
    bars = [(_("最少"), found.low), (_("按现在的算法"), found.amount or found.low), (_("最多"), found.high)]
    return look.Chart(
        title=_("各地做法不同，会差多少"),
        labels=tuple(label for label, _sum in bars),
        series=(look.Series(_("金额"), tuple(one for _label, one in bars)),),
        kind="rows",
        unit=_("元"),
        label_name=_("算法"),
    )


def _slip(asked: Calculator, form: CalculatorForm, sheet: Sheet, on: date) -> Slip:
    """The answer as it is printed: what was told, what came out, and on what it rests."""
    told = tuple(
        (str(field.label), _written(form, field.name))
        for field in (*form.first_fields, *form.more_fields)
        if field.data
    )
    came_out = tuple(
        (line.label, line.text) for line in ((sheet.headline, *sheet.lines) if sheet.headline else sheet.lines)
    )
    parts = [Part(_("您填的"), (_("项目"), _("内容")), (66, 100), told)] if told else []
    parts += [
        Part(_("结果"), (_("项目"), _("内容")), (66, 100), came_out),
        Part(_("计算方式"), lines=sheet.formula),
        Part(_("依据"), lines=sheet.cite),
    ]
    if sheet.warnings:
        parts.append(Part(_("请注意"), lines=sheet.warnings))
    if sheet.parameters:
        used = tuple(f"{title}：{value}（{cite}）" for title, value, cite, _verified in sheet.parameters)
        parts.append(Part(_("用到的数"), lines=used))
    lead = _("自己填、自己算的参考数，不是法律意见。")
    return Slip(title=look.told(asked.title), unit="火种", number="", on=on, lead=lead, parts=tuple(parts))


def _written(form: CalculatorForm, name: str) -> str:
    value = form.cleaned_data.get(name)
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value))
