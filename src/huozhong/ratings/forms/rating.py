"""What a union states, what assessors find, what the levels above decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from huozhong.lifecycles.services import Decision
from huozhong.look import services as look
from huozhong.ratings.rules.scheme import Gate, How, Item, Test
from huozhong.ratings.rules.values import BadSheet, Written, exact, write_value

PAPERS = {"accept": "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx"}
SCAN = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
YES_NO = (("yes", _("有，做到了")), ("no", _("没有")))


class ValueForm(forms.Form):
    """A value in the way that its item or gate takes it: yes or no, a part of a whole, a level, a number."""

    def __init__(self, *args: Any, asked: Item | Gate, written: Written = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how = asked.how if isinstance(asked, Item) else (How.YES if asked.test is Test.IS else How.BANDS)
        fields = self._fields_for(asked, written)
        self.fields = {**fields, **self.fields}

    def _fields_for(self, asked: Item | Gate, written: Written) -> dict[str, forms.Field]:
        if self.how is How.YES:
            initial = {True: "yes", False: "no"}.get(written) if isinstance(written, bool) else None
            field = forms.ChoiceField(label=_("有没有做到"), choices=YES_NO, widget=forms.RadioSelect, initial=initial)
            return {"value": field}
        if self.how is How.LEVELS and isinstance(asked, Item):
            choices = [(str(number), grade.words) for number, grade in enumerate(asked.grades)]
            return {
                "value": forms.ChoiceField(
                    label=_("到了哪一级"), choices=choices, widget=forms.RadioSelect, initial=written
                )
            }
        if self.how is How.SHARE:
            parts = written.split("/") if isinstance(written, str) and "/" in written else ["", ""]
            return {
                "count": forms.IntegerField(
                    label=_("其中有多少（人、件）"), min_value=0, max_value=10**8, initial=parts[0]
                ),
                "whole": forms.IntegerField(
                    label=_("一共多少（人、件）"), min_value=1, max_value=10**8, initial=parts[1]
                ),
            }
        help_text = _("写 12、80% 或 2/3 都可以。")
        initial = written if isinstance(written, str) else ""
        return {"value": forms.CharField(label=_("数值"), max_length=20, help_text=help_text, initial=initial)}

    def clean(self) -> dict[str, Any]:
        """The value as it stands in a sheet, under "written"."""
        said = super().clean() or {}
        if self.how is How.SHARE and said.get("whole"):
            if said.get("count", 0) > said["whole"]:
                raise ValidationError(now("前一个数不能大于后一个数。"))
            said["written"] = f"{said.get('count', 0)}/{said['whole']}"
        elif "value" in said:
            said["written"] = self._written(said["value"])
        return said

    def _written(self, typed: str) -> Written:
        if self.how is How.YES:
            return typed == "yes"
        try:
            return write_value(exact(typed))
        except BadSheet as bad:
            raise ValidationError(look.told(bad.reason)) from None

    @property
    def written(self) -> Written:
        found: Written = self.cleaned_data["written"]
        return found


class StateForm(ValueForm):
    """What the union states of one item."""

    words = forms.CharField(
        label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一两句话：怎么做的，数从哪里来。"),
    )  # fmt: skip
    paper = forms.FileField(
        label=_("材料"), required=False, widget=forms.ClearableFileInput(attrs=PAPERS),
        help_text=_("照片、扫描件或表格；交自评以前每条至少一份。"),
    )  # fmt: skip


class FindForm(ValueForm):
    """What was found on the spot."""

    reason = forms.CharField(
        label=_("为什么和自评不一样"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("看了什么、问了谁、数到多少。"),
    )  # fmt: skip
    paper = forms.FileField(label=_("现场照片或材料"), required=False, widget=forms.ClearableFileInput(attrs=PAPERS))


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class NothingForm(forms.Form):
    """A move that asks nothing."""


class DecisionForm(forms.Form):
    """The meeting and the number on which an official move rests."""

    meeting = forms.CharField(label=_("会议（纪要）名称"), max_length=120)
    document_number = forms.CharField(label=_("发文字号"), max_length=80)
    decided_date = forms.DateField(
        label=_("决定日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def decision(self) -> Decision:
        said = self.cleaned_data
        return Decision(said["meeting"], said["document_number"], said["decided_date"])


class BreachForm(forms.Form):
    """A breach with its evidence."""

    happened = forms.DateField(label=_("哪一天发生"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    words = forms.CharField(label=_("什么问题"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    paper = forms.FileField(label=_("证据"), widget=forms.ClearableFileInput(attrs=SCAN))


class WordsForm(forms.Form):
    """An objection, an answer."""

    words = forms.CharField(label=_("情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))


class ReviewForm(forms.Form):
    """What the yearly look saw."""

    is_well = forms.ChoiceField(
        label=_("看下来怎么样"), widget=forms.RadioSelect,
        choices=(("yes", _("保持得住")), ("no", _("有问题，要跟单位谈"))),
    )  # fmt: skip
    words = forms.CharField(label=_("情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AssessorForm(forms.Form):
    """Who looks on the spot."""

    person = forms.TypedChoiceField(label=_("核查员"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = people
