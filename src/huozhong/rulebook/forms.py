"""Shapes of what a rule keeper and an approver type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.packfiles import read_value
from huozhong.kernel.rulepacks import Rule, Unit
from huozhong.look import services as look
from huozhong.rulebook.services import UNIT_HELP


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ValueForm(forms.Form):
    """A federation's own value and the document that it stands in."""

    unit = forms.TypedChoiceField(label=_("哪一级总工会的规定"), coerce=int, empty_value=None)
    value = forms.CharField(label=_("规定的值"), max_length=500)
    document_title = forms.CharField(label=_("文件名称"), max_length=200)
    document_number = forms.CharField(label=_("文号"), max_length=64, help_text=_("例如：锡工发〔2026〕8号"))
    article = forms.CharField(label=_("条款"), max_length=64, help_text=_("例如：第九条第二款"))
    quote = forms.CharField(
        label=_("原文"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=_("照抄这一条，方便核准人对照。"),
    )
    from_date = forms.DateField(label=_("生效日期"), widget=DayInput())
    until_date = forms.DateField(
        label=_("失效日期"), widget=DayInput(), required=False, help_text=_("从这一天起不再有效；没有写明就空着。")
    )
    scan = forms.FileField(label=_("文件扫描件"), required=False, help_text=_("PDF 或照片；提交核准前必须上传。"))
    note = forms.CharField(label=_("备注"), max_length=500, required=False)

    def __init__(self, *args: Any, rule: Rule, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        field, value = self.fields["unit"], self.fields["value"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = units
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0][0]
        value.help_text = look.told(UNIT_HELP[str(rule.unit)])
        if rule.unit is Unit.FLAG:
            self.fields["value"] = forms.ChoiceField(
                label=value.label, choices=[("yes", _("是")), ("no", _("否"))], widget=forms.RadioSelect
            )

    def clean_value(self) -> str:
        text = str(self.cleaned_data["value"])
        try:
            read_value(text, self.rule.unit)
        except ValueError:
            raise ValidationError(look.told(UNIT_HELP[str(self.rule.unit)])) from None
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from_date"), cleaned.get("until_date")
        if start and end and end <= start:
            self.add_error("until_date", _("失效日期必须晚于生效日期。"))
        return cleaned


class WhyForm(forms.Form):
    """The reason for a move."""

    why = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea)


class EndForm(WhyForm):
    """From which day a value is no longer in force."""

    until_date = forms.DateField(label=_("从哪一天起失效"), widget=DayInput())
    field_order = ["until_date", "why"]
