"""Filters of every page: sentences, money, days, shares; and what components ask about form fields."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from huozhong.kernel.sentences import Sentence
from huozhong.look import services as look

register = template.Library()


@register.filter
def say(sentence: Sentence | str | None) -> str:
    """The sentence in the reader's language."""
    return look.told(sentence) if sentence else ""


@register.filter
def money(amount: Decimal | int | None) -> str:
    return look.money_words(amount)


@register.filter
def wan(amount: Decimal | int | None) -> str:
    return look.wan_words(amount)


@register.filter
def number(value: int | Decimal | Fraction | None, places: int | None = None) -> str:
    return look.number_words(value, places=places)


@register.filter
def share(value: Fraction | Decimal | None, places: int = 1) -> str:
    return look.share_words(value, places=places)


@register.filter
def percent(value: Fraction | Decimal | None) -> str:
    """A share as a bare CSS width between 0 and 100."""
    if value is None:
        return "0"
    return str(round(min(max(float(value), 0.0), 1.0) * 100, 2))


@register.filter
def day(value: date | datetime | None) -> str:
    return look.day_words(value)


@register.filter
def short_day(value: date | None) -> str:
    return look.short_day_words(value)


@register.filter
def moment(value: datetime | None) -> str:
    return look.moment_words(value)


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the datetime attribute of a time element."""
    return value.isoformat() if value else ""


@register.filter
def days_left(due: date | None, today: date) -> str:
    """还剩 3 天, 今天到期, 已逾期 2 天."""
    return look.clock_for(due, today=today).words if due else ""


@register.simple_tag
def clock(due: date, today: date, is_done: bool = False) -> look.Clock:
    return look.clock_for(due, today=today, is_done=bool(is_done))


@register.simple_tag
def lineage_drawing(root: look.Lineage) -> look.Drawing:
    return look.draw(root)


@register.filter
def first_sign(name: str) -> str:
    """The sign that stands for a person: the family name's first character."""
    return name.strip()[:1] or "·"


@register.filter
def file_kind(name: str) -> str:
    """The icon of a file by its name's end."""
    end = name.rsplit(".", 1)[-1].lower()
    kinds = {"xlsx": "file-spreadsheet", "xls": "file-spreadsheet", "et": "file-spreadsheet", "csv": "file-spreadsheet"}
    return kinds.get(end) or ("image" if end in {"jpg", "jpeg", "png", "webp", "heic"} else "file-text")


@register.filter
def field_kind(field: BoundField) -> str:
    """How the field component draws a form field."""
    widget = field.field.widget
    match widget:
        case forms.HiddenInput() | forms.MultipleHiddenInput():
            return "hidden"
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "picks"
        case forms.CheckboxInput():
            return "tick"
        case forms.FileInput():
            return "file"
        case forms.Textarea():
            return "long"
    return "plain"


@register.simple_tag
def drawn_field(field: BoundField, capture: str = "", counts: str = "") -> SafeString:
    """The widget with its aria, its input kind for phones, and the counter's hook."""
    attrs: dict[str, Any] = {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    widget = field.field.widget
    if isinstance(field.field, forms.DateField) and isinstance(widget, forms.DateInput) and widget.input_type == "text":
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if isinstance(widget, forms.NumberInput):
        attrs["inputmode"] = "decimal" if isinstance(field.field, forms.DecimalField) else "numeric"
    if isinstance(widget, forms.FileInput):
        attrs["data-previews"] = field.auto_id
        if capture:
            attrs["capture"] = capture
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":  # Django's own default: too tall
        attrs["rows"] = "4"
    if counts:
        attrs["data-counts"] = counts
    return field.as_widget(attrs=attrs)
