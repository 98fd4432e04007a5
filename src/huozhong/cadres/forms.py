"""Shapes of what is typed on the cadre's page and about the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.cadres.rules import CONTRACTS
from huozhong.look.services import told


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class GoalForm(forms.Form):
    """What one sets oneself for the year."""

    words = forms.CharField(label=_("要办成什么"), max_length=120)
    target = forms.DecimalField(
        label=_("目标数"),
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text=_("能用数字说的就写数字；说不了的可以留空。"),
    )
    unit_word = forms.CharField(label=_("单位"), required=False, max_length=12, help_text=_("比如“家”“人次”。"))
    due_date = _day(_("哪天前办成"))


class DeedForm(forms.Form):
    """One thing that was done."""

    day = _day(_("哪一天"))
    words = forms.CharField(label=_("做了什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    people = forms.IntegerField(label=_("服务了多少人"), min_value=0, max_value=1_000_000, initial=0)
    goal = forms.TypedChoiceField(label=_("为哪个目标"), required=False, coerce=int, empty_value=None)
    amount = forms.DecimalField(
        label=_("给这个目标加多少"), required=False, min_value=0, max_digits=12, decimal_places=2
    )

    def __init__(self, *args: Any, goals: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goal"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("不为哪个目标")), *goals]


class ThanksForm(forms.Form):
    """A sentence of thanks."""

    words = forms.CharField(label=_("它帮了您什么"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class CourseForm(forms.Form):
    """A course or meeting that one attended."""

    title = forms.CharField(label=_("学了什么"), max_length=120)
    minutes = forms.IntegerField(label=_("多少分钟"), min_value=1, max_value=2400)
    day = _day(_("哪一天"))


class EngageForm(forms.Form):
    """A social worker's post and contract."""

    unit = forms.TypedChoiceField(label=_("哪个工会聘用"), coerce=int, empty_value=None)
    post = forms.CharField(label=_("岗位"), max_length=60, help_text=_("比如“集体协商指导员”“园区工会联络员”。"))
    contract = forms.ChoiceField(label=_("用工方式"), widget=forms.RadioSelect)
    from_date = _day(_("入职日期"))
    until_date = _day(_("合同到期日"), required=False, help_text=_("没有期限的合同就留空。"))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, contract = self.fields["unit"], self.fields["contract"]
        assert isinstance(unit, forms.TypedChoiceField)
        assert isinstance(contract, forms.ChoiceField)
        unit.choices = units
        contract.choices = [(value, told(word)) for value, word in CONTRACTS.items()]
        if len(units) == 1:
            unit.widget = forms.HiddenInput()
            unit.initial = units[0][0]


class DayForm(forms.Form):
    """From which day."""

    day = _day(_("从哪天起"))


class RenewForm(forms.Form):
    """Until when the contract now runs."""

    until_date = _day(_("新的到期日"), required=False, help_text=_("没有期限的合同就留空。"))


class LeaveForm(forms.Form):
    """When and why a worker leaves."""

    left_date = _day(_("离职日期"))
    why = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
