"""Shapes of what is typed about a deadline, and of a notice of rest days."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huozhong.clocks.rules.calendars import NoticeDay
from huozhong.clocks.rules.notice_text import Pasted, read_notice
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import DayKind
from huozhong.look import services as look


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _why(help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea, help_text=help_text)


class CloseForm(forms.Form):
    """How a deadline ends, on which day, and why."""

    outcome = forms.ChoiceField(
        label=_("怎么了结"),
        choices=[("met", _("办成了")), ("waived", _("当事人放弃，不办了")), ("cancelled", _("录错了，撤销"))],
        widget=forms.RadioSelect,
    )
    done_date = forms.DateField(
        label=_("办成的日期"), widget=DayInput(), required=False, help_text=_("邮寄的填寄出的那一天。没有办成就空着。")
    )
    why = _why(_("写清凭什么说办成了，例如：立案回执编号、邮寄单号。不要写姓名和证件号。"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == "met" and not cleaned.get("done_date") and not self.errors.get("done_date"):
            self.add_error("done_date", _("办成了，请填是哪一天。"))
        return cleaned


class ConfirmForm(forms.Form):
    """The second person agrees."""

    why = forms.CharField(label=_("核对了什么"), max_length=500, widget=forms.Textarea, required=False)


class WhyForm(forms.Form):
    """A reason."""

    why = _why()


class FromForm(forms.Form):
    """A day from which something holds, and why."""

    from_date = forms.DateField(label=_("从哪一天起"), widget=DayInput())
    why = _why()


class ExtendForm(forms.Form):
    """Another length of the same period."""

    length = forms.IntegerField(label=_("延长以后一共多长"), min_value=1, max_value=3650)
    unit = forms.ChoiceField(
        label=_("单位"),
        choices=[
            (Unit.DAYS, _("日")), (Unit.WORKING_DAYS, _("工作日")), (Unit.MONTHS, _("个月")), (Unit.YEARS, _("年")),
        ],
    )  # fmt: skip
    cite = forms.CharField(label=_("凭哪一条、哪份文书"), max_length=300, required=False)
    why = _why()


class YearForm(forms.Form):
    """The notice as pasted; the next step shows what was read."""

    year = forms.IntegerField(label=_("哪一年"), min_value=2004, max_value=2059)
    number = forms.CharField(label=_("文号"), max_length=64, help_text=_("例如：国办发明电〔2025〕7号"))
    url = forms.URLField(label=_("原文网址"), max_length=300, required=False, assume_scheme="https")
    text = forms.CharField(
        label=_("通知原文"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        help_text=_("把通知里“一、元旦……七、国庆节……”这几段原样贴进来，系统会读出日子，下一步再核对。"),
    )
    more = forms.CharField(
        label=_("另外补充的日子"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("一行一天，例如：2027-02-06 休 春节 法定；2027-02-14 班 春节。和原文读出的同一天，以这里为准。"),
    )

    statutory: frozenset[date] = frozenset()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        year = cleaned.get("year")
        if year is None:
            return cleaned
        read = read_notice(str(cleaned.get("text") or ""), year=year, statutory=self.statutory)
        for fault in read.faults:
            self.add_error("text", look.told(fault))
        for line in read.unread:
            self.add_error("text", _("这一句没有看懂，请删掉，或者写到补充里：%(line)s") % {"line": line})
        typed = self._typed(str(cleaned.get("more") or ""))
        cleaned["days"] = self._joined(read, typed)
        if not cleaned["days"] and not self.errors:
            self.add_error("text", _("没有读出放假的日子。"))
        return cleaned

    def _typed(self, text: str) -> list[NoticeDay]:
        found = []
        for line in filter(None, (line.strip() for line in re.split(r"[\n;；]", text))):
            try:
                found.append(_read_line(line))
            except ValueError:
                raise ValidationError({"more": _("这一行没有看懂：%(line)s") % {"line": line[:80]}}) from None
        return found

    @staticmethod
    def _joined(read: Pasted, typed: list[NoticeDay]) -> tuple[NoticeDay, ...]:
        days = {one.day: one for one in (*read.days, *typed)}
        return tuple(days[day] for day in sorted(days))


_LINE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*(休|班)\s*(\S{0,20})\s*(法定)?", re.ASCII)


def _read_line(line: str) -> NoticeDay:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(line)
    year, month, day = (int(part) for part in match[1].split("-"))
    kind = DayKind.REST if match[2] == "休" else DayKind.WORK
    label, is_statutory = (match[3] or ""), bool(match[4])
    if label == "法定":
        label, is_statutory = "", True
    return NoticeDay(date(year, month, day), kind, label or "放假", is_statutory)
