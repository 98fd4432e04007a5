"""Shapes of files that come from elsewhere, and of a fingerprint that somebody compared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.look import services as look
from huozhong.seeds.engine.package import MOST_BYTES, TOO_LARGE
from huozhong.seeds.forms.reading import UnitForm


class PackageForm(UnitForm):
    """A package, or an outcome file: which of both, the file itself says."""

    file = forms.FileField(
        label=_("对方给的文件"),
        help_text=_("种子包（.seed.zip）或成效汇总（.outcomes.json）。打开以前先查签名，改动过的不收。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.json"}),
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(look.told(TOO_LARGE))
        return given


class PublisherForm(UnitForm):
    """Whose fingerprint, and how it was compared."""

    name = forms.CharField(label=_("对方是哪个工会"), max_length=120)
    fingerprint = forms.CharField(
        label=_("对方的指纹"),
        max_length=120,
        help_text=_("64 位数字和字母。请打电话让对方念，或看对方盖章的函，不要照抄随文件一起来的。"),
    )
    compared_how = forms.CharField(
        label=_("怎么核对的"), max_length=200, help_text=_("例如：11 月 3 日电话里逐段念过。")
    )
