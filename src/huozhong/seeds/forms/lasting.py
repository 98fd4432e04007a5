"""The short form of a look back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.seeds.forms.words import long_text


class LookBackForm(forms.Form):
    """Does it still run, where is the number, who pays."""

    is_running = forms.ChoiceField(label=_("还在做吗"), choices=[("yes", _("还在做")), ("no", _("停了"))],
        widget=forms.RadioSelect)  # fmt: skip
    is_subsidised = forms.ChoiceField(
        label=_("现在还靠补贴吗"), choices=[("no", _("不靠补贴了")), ("yes", _("还领补贴"))], widget=forms.RadioSelect,
        required=False, help_text=_("还在做的，请选一个。"),
    )  # fmt: skip
    value = forms.DecimalField(label=_("指标现在是多少"), required=False, max_digits=14, decimal_places=2)
    words = long_text(_("说一两句"), _("停下来的，写写为什么；还在做的，写写有什么变化。"), limit=500, rows=3)
    photo = forms.ImageField(
        label=_("现场照片"), required=False, help_text=_("一张就够。拍摄地点等隐藏信息会自动去掉。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_running") == "yes" and not cleaned.get("is_subsidised"):
            self.add_error("is_subsidised", _("请选一个。"))
        return cleaned
