"""The declaration form, in steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.funds.engine import FESTIVALS, HEADS
from huozhong.projects.forms.fields import MOST_PEOPLE, choices, day_field, long_text, yuan_field
from huozhong.projects.rules.words import MONEY_CLASSES, WORK_CLASSES
from huozhong.projects.services import BudgetDraft, DraftForm, TargetDraft, TaskDraft

STEPS = ("basics", "need", "plan", "money", "answers", "check")
SPARE = 2  # empty rows at the end of a list


# a draft may be kept without them, but not declared (the rules of `rules/form.py`)
BEFORE_DECLARING = frozenset(
    {"work_class", "lead", "contact", "start_date", "finish_date", "basis_title", "basis_number"}
    | {"need", "target_group", "headcount", "content"}
)


class DraftStep(forms.Form):
    """A step that may be left half filled; what the declaration will ask for is marked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BEFORE_DECLARING & set(self.fields):
            self.fields[name].is_due_later = True  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """Which call, for which union, under which name."""

    call = forms.ChoiceField(label=_("申报哪一次征集"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("项目名称"), max_length=80, help_text=_("一眼看得出做什么，例如“机电厂工间学堂”。"))

    def __init__(self, *args: Any, calls: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["call"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = calls
        if len(calls) == 1:
            field.initial = calls[0][0]

    def chosen(self) -> tuple[int, int]:
        """(programme, unit)."""
        programme, _colon, unit = self.cleaned_data["call"].partition(":")
        return int(programme), int(unit)


class AdoptForm(StartForm):
    """Take a seed into a project of one's own."""

    adaptation = long_text(
        _("本单位打算怎么改"), most=1000, help_text=_("原样照搬也可以，写“照搬”。以后的单位会看到这一段。")
    )


class BasicsForm(DraftStep):
    """Step 1: name, class, people, days, basis."""

    name = forms.CharField(label=_("项目名称"), max_length=80)
    work_class = forms.ChoiceField(label=_("项目类别"), choices=choices(WORK_CLASSES, empty=True), required=False)
    lead = forms.CharField(label=_("项目负责人"), max_length=60, required=False)
    contact = forms.CharField(
        label=_("联系方式"), max_length=60, required=False, help_text=_("办公电话或科室，审核时好找到您。")
    )
    start_date = day_field(_("开始日期"), required=False)
    finish_date = day_field(_("完成日期"), required=False)
    basis_title = forms.CharField(label=_("立项依据：文件名称"), max_length=120, required=False)
    basis_number = forms.CharField(label=_("立项依据：文号"), max_length=60, required=False)


class NeedForm(DraftStep):
    """Step 2: why, for whom, what and how."""

    surveyed = forms.IntegerField(label=_("调查了多少职工"), min_value=0, max_value=MOST_PEOPLE, required=False)
    need = long_text(_("职工需求的依据"), required=False, help_text=_("问卷、座谈或走访得到的前几项需求。"))
    target_group = forms.CharField(label=_("服务对象"), max_length=120, required=False)
    headcount = forms.IntegerField(label=_("预计受益人数"), min_value=1, max_value=MOST_PEOPLE, required=False)
    content = long_text(_("项目内容：做什么，怎么做"), most=4000, rows=6, required=False)
    innovation = long_text(_("创新之处"), required=False, rows=3)
    risk = long_text(_("风险和对策"), required=False, rows=3)
    partners = long_text(_("合作单位"), most=1000, required=False, rows=2)
    products = long_text(
        _("预期可复制的成果"),
        most=1000,
        required=False,
        rows=2,
        help_text=_("制度、表格、教案、数据……别的工会拿去就能用的东西。"),
    )
    adaptation = long_text(_("对原种子的改动"), most=1000, required=False, rows=2)


class TargetRow(forms.Form):
    indicator = forms.CharField(label=_("指标"), max_length=80)
    unit_word = forms.CharField(label=_("单位"), max_length=12, required=False)
    baseline = forms.DecimalField(label=_("基数"), max_digits=14, decimal_places=2, required=False)
    target = forms.DecimalField(label=_("目标值"), max_digits=14, decimal_places=2, required=False)
    due_date = day_field(_("期限"), required=False)


class TaskRow(forms.Form):
    title = forms.CharField(label=_("任务"), max_length=80)
    owner = forms.CharField(label=_("谁来做"), max_length=60, required=False)
    start_date = day_field(_("开始"), required=False)
    due_date = day_field(_("完成期限"), required=False)


def heads() -> list[Any]:
    """The heads of union money under their classes."""
    found: list[Any] = [("", _("请选择"))]
    for key, word in choices(MONEY_CLASSES):
        group = choices({name: card.word for name, card in HEADS.items() if card.money_class == key})
        found.append((word, group))
    return found


class BudgetRow(forms.Form):
    purpose = forms.CharField(label=_("用途"), max_length=80)
    head = forms.ChoiceField(
        label=_("具体项目"),
        choices=heads,
        required=False,
        help_text=_("慰问、奖品、服装、春秋游等有标准的，一定选对。"),
    )
    money_class = forms.ChoiceField(
        label=_("支出科目"),
        choices=choices(MONEY_CLASSES, empty=True),
        required=False,
        help_text=_("选了具体项目，可以不选。"),
    )
    amount = yuan_field(_("金额"), required=False)
    own = yuan_field(_("其中：本级工会经费"), required=False)
    upper = yuan_field(_("上级工会补助"), required=False)
    administration = yuan_field(_("行政补助"), required=False)
    social = yuan_field(_("社会资助"), required=False)
    people = forms.IntegerField(
        label=_("发给多少人"), min_value=1, max_value=MOST_PEOPLE, required=False, help_text=_("比赛奖品填获奖人数。")
    )
    whom = forms.CharField(
        label=_("发给谁"), max_length=60, required=False, help_text=_("发给全体会员的不填；只发一部分人的，写哪些人。")
    )
    occasion = forms.ChoiceField(label=_("哪个节日"), choices=choices(FESTIVALS, empty=True), required=False)
    participants = forms.IntegerField(label=_("参赛人数"), min_value=1, max_value=MOST_PEOPLE, required=False)
    fees = yuan_field(_("春秋游：本年会费收入"), required=False)

    @property
    def has_more(self) -> bool:
        """Whether something stands in the fields that only capped heads need."""
        names = ("people", "whom", "occasion", "participants", "fees")
        return any(self.initial.get(name) for name in names) or self.is_bound


def _rows(form: type[forms.Form]) -> Any:
    return forms.formset_factory(form, extra=SPARE, can_delete=True, max_num=60, absolute_max=60)


TargetRows, TaskRows, BudgetRows = _rows(TargetRow), _rows(TaskRow), _rows(BudgetRow)


def kept(rows: Any) -> list[dict[str, Any]]:
    """What was typed; empty and struck rows left out."""
    filled = (form.cleaned_data for form in rows.forms if form.has_changed() or form.initial)
    return [
        {name: value for name, value in row.items() if name != "DELETE"}
        for row in filled
        if row and not row.get("DELETE")
    ]


def basics_part(form: forms.Form) -> DraftForm:
    return DraftForm(fields=dict(form.cleaned_data))


def plan_part(targets: Any, tasks: Any) -> DraftForm:
    return DraftForm(
        targets=tuple(TargetDraft(**row) for row in kept(targets)), tasks=tuple(TaskDraft(**row) for row in kept(tasks))
    )


def money_part(budget: Any) -> DraftForm:
    lines = [{name: value for name, value in row.items() if value is not None} for row in kept(budget)]
    return DraftForm(budget=tuple(BudgetDraft(**line) for line in lines))


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one row of a list, and where to go to mend it."""

    anchor: str
    words: str


_ROWS = {"targets": _("指标 %(n)s"), "tasks": _("任务 %(n)s"), "budget": _("预算 %(n)s")}


def row_faults(parts: tuple[Any, ...]) -> list[RowFault]:
    """Everything that is wrong in the lists of a step, for the summary at its top."""
    found = []
    for rows in parts:
        if not isinstance(rows, forms.BaseFormSet) or not rows.is_bound:
            continue
        found += [RowFault("main", str(error)) for error in rows.non_form_errors()]
        for number, row in enumerate(rows.forms, start=1):
            where = str(_ROWS.get(str(rows.prefix), "%(n)s")) % {"n": number}
            for name, errors in row.errors.items():
                label = row.fields[name].label if name in row.fields else ""
                anchor = row[name].auto_id if name in row.fields else "main"
                found += [RowFault(anchor, f"{where} · {label}：{error}") for error in errors]
    return found


class Saved(forms.Form):
    """Carries the sentence of a refused save; has no fields of its own."""
