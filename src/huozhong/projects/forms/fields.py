"""Fields that many forms share: days, yuan, long texts, choices out of the closed sets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.sentences import Sentence
from huozhong.look import services as look

_told = lazy(look.told, str)
Choices = list[tuple[str, Any]]
MOST_PEOPLE = 100_000_000  # more are a slip of the finger, and the column would not hold them


def choices(words: Mapping[str, Sentence], *, empty: bool = False) -> Choices:
    """A closed set as choices, in the reader's language."""
    found: Choices = [(str(key), _told(word)) for key, word in words.items()]
    return [("", _("请选择")), *found] if empty else found


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, chosen from the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def moment_field(label: Any, *, help_text: Any = "") -> forms.DateTimeField:
    """A moment to the second, in Shanghai."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
    formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(label=label, input_formats=formats, help_text=help_text, widget=widget)


def yuan_field(label: Any, *, required: bool = True, lowest: Decimal | None = Decimal("0")) -> forms.DecimalField:
    """An amount of yuan, to the fen."""
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=14,
        decimal_places=2,
        min_value=lowest,
        error_messages={
            "max_decimal_places": _("金额最多两位小数。"),
            "min_value": _("金额不能是负数。"),
            "invalid": _("请填写金额，例如 1234.50。"),
        },
    )


def long_text(
    label: Any, *, most: int = 2000, rows: int = 4, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    """A text of several lines with a counter."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ManyPhotos(forms.ClearableFileInput):
    """Several photographs at once, from the camera or the album."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Zero or more uploads; what they really are is judged by their bytes, later."""

    widget = ManyPhotos

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in given]
