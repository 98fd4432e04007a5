"""Shapes of what a cadre chooses: a template, its columns, an export, a filled sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from openpyxl.utils import get_column_letter

from huozhong.ledgers.engine import Head
from huozhong.ledgers.services import SHORTEST_REASON, ListKind
from huozhong.look.services import told

Choices = Sequence[tuple[int, str]]
SHEETS = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _UnitForm(forms.Form):
    """Which unit's list."""

    unit = forms.TypedChoiceField(label=lazy("哪个单位"), coerce=int)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["unit"], units)


class TemplateForm(_UnitForm):
    """A unit's own sheet, empty."""

    content = forms.FileField(
        label=lazy("空白模板"),
        help_text=lazy("平时用的 .xlsx 空表，标题、表头、落款都保留。WPS 的 .et 和旧版 .xls 请先另存为 .xlsx。"),
        widget=forms.ClearableFileInput(attrs={"accept": SHEETS}),
    )
    title = forms.CharField(
        label=lazy("模板名称"), max_length=80, required=False, help_text=lazy("不填就用文件名；同名的算新版本。")
    )
    field_order = ["unit", "content", "title"]


class MappingForm(forms.Form):
    """Which field each column of the sheet holds; one select for a column."""

    def __init__(self, *args: Any, head: Head, kind: ListKind, mapping: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("留空，手工填写")), *((field.key, told(field.title)) for field in kind.fields)]
        self.columns = head.named
        for column in head.named:
            self.fields[_name(column.number)] = forms.ChoiceField(
                choices=choices, required=False, label=column.words, initial=mapping.get(str(column.number), "")
            )

    def lines(self) -> list[dict[str, Any]]:
        """(letter, words, field) of each column, for the page."""
        return [
            {"letter": get_column_letter(one.number), "words": one.words, "field": self[_name(one.number)]}
            for one in self.columns
        ]

    def mapping(self) -> dict[int, str]:
        """What was chosen."""
        return {one.number: str(self.cleaned_data.get(_name(one.number)) or "") for one in self.columns}


def _name(column: int) -> str:
    return f"column_{column}"


class ExportForm(_UnitForm):
    """Which unit, on which template, and whether with full numbers."""

    template = forms.TypedChoiceField(label=lazy("用哪个模板"), coerce=int, empty_value=None, required=False)
    with_numbers = forms.BooleanField(
        label=lazy("导出完整的证件号码和手机号码"),
        required=False,
        help_text=lazy("不勾选时号码打码，例如 3202**********1234。"),
    )
    why = forms.CharField(
        label=lazy("用途"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("导出完整号码必填，至少 10 个字，写明报给谁、依据哪份文件。每个号码的查看都会留痕。"),
    )

    def __init__(self, *args: Any, templates: Choices, may_have_numbers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["template"], [("", _("系统自带的表样")), *templates])
        if not may_have_numbers:
            del self.fields["with_numbers"], self.fields["why"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("with_numbers") and len((cleaned.get("why") or "").strip()) < SHORTEST_REASON:
            self.add_error("why", _("导出完整号码要写明用途，至少 %(n)s 个字。") % {"n": SHORTEST_REASON})
        return cleaned


class ReadBackForm(_UnitForm):
    """A filled sheet."""

    template = forms.TypedChoiceField(label=lazy("是哪个模板的表"), coerce=int, empty_value=None, required=False)
    content = forms.FileField(
        label=lazy("填好的表"),
        help_text=lazy(".xlsx 或 .csv（UTF-8、GBK 都可以）。先试算，不会马上写入。"),
        widget=forms.ClearableFileInput(attrs={"accept": f"{SHEETS},.csv,text/csv"}),
    )
    field_order = ["unit", "template", "content"]

    def __init__(self, *args: Any, templates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["template"], [("", _("系统自带的表样")), *templates])


class ApplyForm(forms.Form):
    """On what grounds the sheet is written into the register."""

    why = forms.CharField(
        label=lazy("依据"), max_length=300, min_length=2, help_text=lazy("例如：10 月入会申请表。会写进留痕。")
    )


def _choose(field: forms.Field, choices: Any) -> None:
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = choices
