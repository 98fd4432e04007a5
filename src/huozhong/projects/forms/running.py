"""What a cadre types while a project runs, mostly on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.projects.forms.fields import MOST_PEOPLE, PhotosField, choices, day_field, long_text, yuan_field
from huozhong.projects.queries.pages import TargetRow
from huozhong.projects.rules.words import SOURCES


class ProgressForm(forms.Form):
    """What was done today, with photographs, and where the numbers stand now."""

    day = day_field(_("日期"))
    text = long_text(_("做了什么"), most=1000, rows=3)
    people = forms.IntegerField(label=_("服务了多少人"), min_value=0, max_value=MOST_PEOPLE, required=False)
    photos = PhotosField(
        label=_("现场照片"), required=False, help_text=_("最多 9 张，每张不超过 15 MB。拍摄地点等隐藏信息会自动去掉。")
    )
    keep = forms.BooleanField(label=_("这次要保留照片的拍摄时间和大致地点"), required=False)
    keep_for = forms.CharField(
        label=_("作什么用"),
        max_length=60,
        required=False,
        help_text=_("要保留才填，例如：证明活动在厂里办。地点只记到一公里左右，照片文件里仍然去掉。"),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("keep") and not (said.get("keep_for") or "").strip():
            self.add_error("keep_for", _("要保留时间和地点，请写明作什么用。"))
        return said

    def __init__(self, *args: Any, targets: Sequence[TargetRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["accept"] = "image/*"
        for target in targets:
            field = forms.DecimalField(
                label=_("%(indicator)s：现在是多少") % {"indicator": target.indicator},
                max_digits=14,
                decimal_places=2,
                required=False,
            )
            field.help_text = _("目标 %(target)s %(unit)s；没有新数字就不填。") % {
                "target": f"{target.target.normalize():f}" if target.target is not None else "—",
                "unit": target.unit_word,
            }
            self.fields[f"target_{target.id}"] = field

    def readings(self) -> list[tuple[int, Decimal]]:
        """(target, value) for each number that was given."""
        return [
            (int(name.removeprefix("target_")), value)
            for name, value in self.cleaned_data.items()
            if name.startswith("target_") and value is not None
        ]

    @property
    def target_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("target_")]


class BudgetChangeForm(forms.Form):
    """New amounts of an approved budget line, by source."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, word in choices(SOURCES):
            self.fields[name] = yuan_field(word)
        self.fields["document_number"] = forms.CharField(label=_("发文字号"), max_length=60)
        self.fields["why"] = long_text(_("理由"), most=500, rows=3)

    def sources(self) -> dict[str, Decimal]:
        return {str(name): self.cleaned_data[str(name)] for name in SOURCES}


class DoneForm(forms.Form):
    """The day on which a task was done."""

    day = day_field(_("完成日期"))


class TaskDayForm(forms.Form):
    """Another day for a task."""

    due_date = day_field(_("新的完成期限"))
    why = long_text(_("理由"), most=500, rows=3)


class ReportForm(forms.Form):
    """结项报告."""

    summary = long_text(_("工作总结：做了什么"), most=4000, rows=6)
    effect = long_text(_("工作成效：带来什么变化"), most=4000, rows=5, help_text=_("用数字说话。"))
    beneficiaries = forms.IntegerField(label=_("实际受益人数"), min_value=0, max_value=MOST_PEOPLE)
    shortfall = long_text(_("不足和原因"), required=False, rows=3)
    products = long_text(_("可复制的成果"), required=False, rows=3)


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("附件"))
