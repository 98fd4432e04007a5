"""What people type about evidence: files, what they are, where the black boxes lie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from huozhong.evidence.engine import Box
from huozhong.evidence.rules.kinds import KIND_PLAIN, EvidenceKind
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look

_told = lazy(look.told, str)
KIND_CHOICES = [(kind.value, _told(word)) for kind, word in KIND_PLAIN.items()]
ACCEPTED = "image/*,audio/*,video/*,application/pdf,.pdf,.docx,.xlsx,.ods,.txt,.csv"
MOST_AT_ONCE = 20


class ManyFiles(forms.ClearableFileInput):
    """Several files at once, from the camera, the album or a folder."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more uploads; what they really are is judged by their bytes, later."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_AT_ONCE:
            raise forms.ValidationError(_text("一次最多传 %(n)s 个文件，分几次传。") % {"n": MOST_AT_ONCE})
        return [super(FilesField, self).clean(one, initial) for one in given] or [super().clean(None, initial)]


class DescribeForm(forms.Form):
    """What a piece is and what it proves."""

    title = forms.CharField(label=_("叫什么"), max_length=120, help_text=_("例如“9 月工资条”“和组长的聊天记录”。"))
    kind = forms.TypedChoiceField(
        label=_("这是什么证据"), coerce=EvidenceKind, choices=KIND_CHOICES, widget=forms.RadioSelect
    )
    proves = forms.CharField(
        label=_("能证明什么"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一句话就行，例如“每月工资 6500 元”。不清楚可以不填。"),
    )  # fmt: skip
    is_original = forms.BooleanField(label=_("原件在手里（纸的原件，或者原来的手机）"), required=False)
    source = forms.CharField(
        label=_("从哪里来的"), max_length=200, required=False, help_text=_("例如“公司财务发的”“自己手机里的”。")
    )
    obtained_how = forms.CharField(
        label=_("怎么取得的"), max_length=200, required=False, help_text=_("例如“手机截屏”“仓库门口拍的”。")
    )
    obtained_date = forms.DateField(
        label=_("哪天取得的"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    pages = forms.IntegerField(label=_("几页"), min_value=0, max_value=9999, required=False)

    def words(self) -> dict[str, Any]:
        """As the verbs take them."""
        said = dict(self.cleaned_data)
        said.pop("uploads", None)
        said.pop("beside", None)
        return {**said, "pages": said.get("pages")}


class AddForm(DescribeForm):
    """Files and what they are; several photographs of one thing share a number."""

    uploads = FilesField(
        label=_("照片、截图、录音或文件"),
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
        help_text=_("可以一次选几张：同一份东西拍了几页，就一起选，会编成一个号。每个文件最多 60 MB。"),
    )
    beside = forms.TypedChoiceField(
        label=_("和哪一份证明同一件事"), coerce=int, required=False, empty_value=None,
        help_text=_("放在一起编号，看的人更明白。不是就不用选。"),
    )  # fmt: skip
    field_order = ("uploads", "title", "kind", "proves", "is_original", "beside", "source", "obtained_how",
                   "obtained_date", "pages")  # fmt: skip

    def __init__(self, *args: Any, pieces: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = self.fields["beside"]
        assert isinstance(beside, forms.ChoiceField)
        beside.choices = [("", _("单独一项")), *pieces]
        if not pieces:
            del self.fields["beside"]


class WithdrawForm(forms.Form):
    """Why a piece leaves the list."""

    why = forms.CharField(
        label=_("为什么撤回"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("文件和记录都会留着，只是不再列进清单。"),
    )  # fmt: skip


class RedactForm(forms.Form):
    """Where the black boxes lie, as the page drew them, and why."""

    boxes = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)
    why = forms.CharField(
        label=_("遮了什么、为什么"), max_length=300, required=False, help_text=_("例如“遮住同事的姓名和电话”。")
    )

    def clean_boxes(self) -> tuple[Box, ...]:
        """The boxes; refused when they are not numbers, or lie outside."""
        try:
            given = json.loads(self.cleaned_data["boxes"] or "[]")
            return tuple(_box(one) for one in given)
        except (ValueError, TypeError) as error:
            raise forms.ValidationError(_text("遮挡框没有传完整，请重新画。")) from error
        except Refused as refusal:
            raise forms.ValidationError(look.told(refusal.reason)) from refusal


def _box(given: Any) -> Box:
    if not isinstance(given, list) or len(given) != 5 or any(type(one) is not int for one in given):
        raise TypeError("five whole numbers")
    return Box(*given)


class RedactedFileForm(forms.Form):
    """A copy that somebody redacted with their own tools."""

    file = forms.FileField(
        label=_("遮好的那份"), widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"})
    )
    why = forms.CharField(label=_("遮了什么、为什么"), max_length=300, required=False)
