"""Shapes of what a cadre types about a page or a seed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.classes import MONEY_CLASSES, WORK_CLASSES
from huozhong.look import services as look
from huozhong.seeds.engine import LIMIT_BYTES, too_large
from huozhong.seeds.queries.sketches import BudgetSketch, Sketch, TargetSketch, TaskSketch
from huozhong.seeds.rules import QUOTATION_LIMIT
from huozhong.seeds.services.writing import TITLE_LIMIT, CaseCard

THEMES = [("", _("请选择")), *((value, gettext_lazy(word.text)) for value, word in WORK_CLASSES.items())]
MONEY = [("", _("请选择")), *((value, gettext_lazy(word.text)) for value, word in MONEY_CLASSES.items())]


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


def _long(label: Any, help_text: Any = "", *, limit: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=limit, widget=forms.Textarea(attrs={"rows": 4})
    )


class SeedForm(forms.Form):
    """What a seed says, in the order of a case library."""

    title = forms.CharField(label=_("种子名称"), max_length=TITLE_LIMIT)
    theme = forms.ChoiceField(label=_("类别"), choices=THEMES, required=False)
    reason = _long(_("推荐理由"), _("一两句话：为什么值得别的工会学。"), limit=500)
    problem = _long(_("针对的问题"), _("职工或基层原来难在哪里？"), limit=1000)
    practice = _long(_("主要做法"), _("分三四条写，别的工会要能照着做。请用自己的话。"), limit=3000)
    effect = _long(_("成效"), _("用数字说。"), limit=1000)
    conditions = _long(_("复制条件"), _("什么样的工会适合采用，需要哪些人、钱和配合。"), limit=1000)
    quotation = forms.CharField(
        label=_("短引文"), required=False, max_length=QUOTATION_LIMIT, help_text=_("只在必要时引用一句，最多 80 字。")
    )
    source_line = forms.CharField(label=_("出处"), required=False, max_length=300)
    beneficiaries = forms.CharField(label=_("受益人群"), required=False, max_length=120)
    headcount = forms.IntegerField(label=_("预计受益人数"), required=False, min_value=1, max_value=10_000_000)
    change_note = forms.CharField(
        label=_("这一版改了什么"), required=False, max_length=300, help_text=_("采用过旧版的工会会看到这句话。")
    )

    def card(self) -> CaseCard:
        """The words, as the verb takes them."""
        return CaseCard(**{field: self.cleaned_data[field] for field in CaseCard.__dataclass_fields__})


class TargetForm(forms.Form):
    indicator = forms.CharField(label=_("指标"), max_length=80)
    unit = forms.CharField(label=_("单位"), max_length=16)
    baseline = forms.DecimalField(label=_("现状"), required=False, max_digits=14, decimal_places=2)
    target = forms.DecimalField(label=_("目标"), max_digits=14, decimal_places=2)


class TaskForm(forms.Form):
    title = forms.CharField(label=_("任务"), max_length=120)
    start_day = forms.IntegerField(label=_("启动几天后开始"), min_value=0, max_value=1095)
    days = forms.IntegerField(label=_("用几天"), min_value=1, max_value=1095)


class BudgetForm(forms.Form):
    purpose = forms.CharField(label=_("用途"), max_length=120)
    money_class = forms.ChoiceField(label=_("支出类别"), choices=MONEY)
    amount = forms.DecimalField(label=_("金额（元）"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)


def _rows(form: type[forms.Form]) -> Any:
    return forms.formset_factory(form, extra=1, can_delete=True, max_num=30, validate_max=True)


TargetRows, TaskRows, BudgetRows = _rows(TargetForm), _rows(TaskForm), _rows(BudgetForm)


class SketchRows:
    """The three small tables of a sketch, filled from a seed or from what was typed."""

    def __init__(self, sketch: Sketch, typed: Any = None) -> None:
        self.targets = TargetRows(typed, prefix="targets", initial=[_plain(row) for row in sketch.targets])
        self.tasks = TaskRows(typed, prefix="tasks", initial=[_plain(row) for row in sketch.tasks])
        self.budget = BudgetRows(typed, prefix="budget", initial=[_plain(row) for row in sketch.budget])

    def is_valid(self) -> bool:
        return all([self.targets.is_valid(), self.tasks.is_valid(), self.budget.is_valid()])

    @property
    def are_wrong(self) -> bool:
        """Whether something that was typed in one of the tables has to be changed."""
        return self.targets.is_bound and not self.is_valid()

    def sketch(self, form: SeedForm) -> Sketch:
        """What was typed, empty and struck-out rows left out."""
        return Sketch(
            targets=tuple(TargetSketch(**row) for row in _kept(self.targets)),
            tasks=tuple(TaskSketch(**row) for row in _kept(self.tasks)),
            budget=tuple(BudgetSketch(**row) for row in _kept(self.budget)),
            beneficiaries=form.cleaned_data["beneficiaries"],
            headcount=form.cleaned_data["headcount"],
        )


def _plain(row: Any) -> dict[str, Any]:
    return {field: getattr(row, field) for field in row.__dataclass_fields__}


def _kept(rows: Any) -> list[dict[str, Any]]:
    filled = [form.cleaned_data for form in rows.forms if form.has_changed() or form.initial]
    return [
        {key: value for key, value in row.items() if key != "DELETE"} for row in filled if row and not row.get("DELETE")
    ]


class WhyForm(forms.Form):
    """The reason for a move that needs one."""

    why = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
