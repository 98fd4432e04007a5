"""Shapes of what a cadre types about a page, and to begin a seed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.look import services as look
from huozhong.seeds.engine import LIMIT_BYTES, too_large
from huozhong.seeds.forms.words import THEMES
from huozhong.seeds.services.writing import TITLE_LIMIT


class UnitForm(forms.Form):
    """A form that says for which of one's units it is filled in."""

    unit = forms.TypedChoiceField(label=_("为哪个工会"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = units
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0][0]


class PageForm(UnitForm):
    """Paste a page, or choose a saved file."""

    pasted = forms.CharField(
        label=_("粘贴网页或报纸的文字"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("整页一起粘贴也可以，菜单、广告和无关的链接会自动去掉。"),
    )
    saved = forms.FileField(
        label=_("或者上传保存的网页"),
        required=False,
        help_text=_("支持 .html、.htm、.txt，最大 5 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".html,.htm,.txt,text/html,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pasted, saved = (cleaned.get("pasted") or "").strip(), cleaned.get("saved")
        if bool(pasted) == bool(saved):
            raise forms.ValidationError(_("请粘贴文字，或者上传一个文件，二选一。"))
        if saved and saved.size > LIMIT_BYTES:
            raise forms.ValidationError(look.told(too_large()))
        return cleaned

    def content(self) -> bytes:
        """The bytes to read."""
        saved = self.cleaned_data["saved"]
        return bytes(saved.read()) if saved else str(self.cleaned_data["pasted"]).encode("utf-8")


class PracticeForm(forms.Form):
    """Confirm one practice under a name that others will understand."""

    name = forms.CharField(label=_("种子名称"), max_length=TITLE_LIMIT)
    theme = forms.ChoiceField(label=_("类别"), choices=THEMES, required=False)


class BlankForm(UnitForm):
    """Begin a seed from nothing."""

    title = forms.CharField(label=_("种子名称"), max_length=TITLE_LIMIT)
    theme = forms.ChoiceField(label=_("类别"), choices=THEMES, required=False)
