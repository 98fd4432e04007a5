"""Files that come in and lists that go out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.people.services import Column
from huozhong.roster.forms.basis import why_field

OWN_COLUMNS = (Column.NAME, Column.NUMBER, Column.PHONE, Column.UNIT_NAME, Column.FROM_DATE)


class UploadForm(forms.Form):
    """A roster file, and the cadre's own choice of columns where the guess is wrong."""

    sheet = forms.FileField(
        label=_("名册文件"),
        allow_empty_file=True,
        help_text=_("CSV 或 Excel / WPS 表格，第一张工作表，要有“姓名”和“证件号码”两列；证件号码列请设为文本。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.xls,.txt,text/csv"}),
    )
    header_name = forms.CharField(label=_("姓名列的表头"), required=False, max_length=40)
    header_number = forms.CharField(label=_("证件号码列的表头"), required=False, max_length=40)
    header_phone = forms.CharField(label=_("手机号码列的表头"), required=False, max_length=40)
    header_unit_name = forms.CharField(label=_("工会名称列的表头"), required=False, max_length=40)
    header_from_date = forms.CharField(label=_("入会日期列的表头"), required=False, max_length=40)

    @property
    def columns(self) -> list[Any]:
        """The optional fields by which columns are named."""
        return [self[f"header_{column.value}"] for column in OWN_COLUMNS]

    def headers(self) -> dict[str, str]:
        """header -> column, only where something was typed."""
        said = {column.value: self.cleaned_data[f"header_{column.value}"].strip() for column in OWN_COLUMNS}
        return {header: column for column, header in said.items() if header}


class ConfirmForm(forms.Form):
    why = why_field(_("导入依据"), help_text=_("例如：2026 年度会员普查。会一直留痕。"))


class ExportForm(forms.Form):
    """A list that leaves the house."""

    with_numbers = forms.BooleanField(label=_("包含完整证件号码"), required=False)
    why = why_field(
        _("用途"), required=False, help_text=_("要完整证件号码的必须写明用途；每个人的号码被读取都会留痕。")
    )

    def __init__(self, *args: Any, may_have_numbers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_have_numbers:
            del self.fields["with_numbers"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("with_numbers") and not (cleaned.get("why") or "").strip():
            self.add_error("why", _("导出完整证件号码须写明用途。"))
        return cleaned
