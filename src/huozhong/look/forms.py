"""What a form says when something is wrong: short and plain, in place of the framework's stiff sentences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

PICK = _("请从列出的选项里选。")
NUMBER = _("请填写数字。")

FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("请填写这一项。")},
    forms.IntegerField: {"invalid": _("请填写整数。")},
    forms.FloatField: {"invalid": NUMBER},
    forms.DecimalField: {"invalid": NUMBER},
    forms.DateField: {"invalid": _("请填写日期，例如 2026-05-01。")},
    forms.TimeField: {"invalid": _("请填写时间，例如 14:30。")},
    forms.DateTimeField: {"invalid": _("请填写日期和时间，例如 2026-05-01 14:30。")},
    forms.ChoiceField: {"invalid_choice": PICK},
    forms.MultipleChoiceField: {"invalid_choice": PICK, "invalid_list": PICK},
    forms.ModelChoiceField: {"invalid_choice": PICK},
    forms.ModelMultipleChoiceField: {"invalid_choice": PICK, "invalid_list": PICK, "invalid_pk_value": PICK},
    forms.MultiValueField: {"incomplete": _("请填写完整。")},
    forms.FileField: {
        "invalid": _("文件没有传上来，请再选一次。"),
        "missing": _("文件没有传上来，请再选一次。"),
        "empty": _("这个文件是空的，请换一个。"),
        "max_length": ngettext_lazy(
            "文件名太长：最多 %(max)d 个字，现在是 %(length)d 个。",
            "文件名太长：最多 %(max)d 个字，现在是 %(length)d 个。",
            "max",
        ),
    },
    forms.ImageField: {"invalid_image": _("这不是能打开的图片，请换一张。")},
}

VALIDATORS: dict[type[Any], Any] = {
    validators.MinValueValidator: _("不能小于 %(limit_value)s。"),
    validators.MaxValueValidator: _("不能大于 %(limit_value)s。"),
    validators.MinLengthValidator: ngettext_lazy(
        "最少 %(limit_value)d 个字，现在是 %(show_value)d 个。",
        "最少 %(limit_value)d 个字，现在是 %(show_value)d 个。",
        "limit_value",
    ),
    validators.MaxLengthValidator: ngettext_lazy(
        "最多 %(limit_value)d 个字，现在是 %(show_value)d 个。",
        "最多 %(limit_value)d 个字，现在是 %(show_value)d 个。",
        "limit_value",
    ),
    validators.EmailValidator: _("请填写电子邮箱，例如 name@example.com。"),
    validators.URLValidator: _("请填写网址，以 https:// 开头。"),
}

DECIMALS: dict[str, Any] = {
    "invalid": NUMBER,
    "max_digits": ngettext_lazy("数字最多 %(max)s 位。", "数字最多 %(max)s 位。", "max"),
    "max_decimal_places": ngettext_lazy("小数最多 %(max)s 位。", "小数最多 %(max)s 位。", "max"),
    "max_whole_digits": ngettext_lazy("小数点前最多 %(max)s 位。", "小数点前最多 %(max)s 位。", "max"),
}


def speak_plainly() -> None:
    """From now on every form field and validator without words of its own says ours."""
    for field, words in FIELDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **DECIMALS}
