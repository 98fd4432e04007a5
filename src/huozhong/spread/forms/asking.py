"""What an office asks of the planner, and what a cadre writes of a visit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.spread.models import Visit


class PlanForm(forms.Form):
    """Which seed, where, how many demonstrations, what one may cost."""

    seed = forms.TypedChoiceField(label=_("推广哪颗种子"), coerce=int)
    unit = forms.TypedChoiceField(label=_("在哪个范围里选"), coerce=int)
    k = forms.IntegerField(label=_("示范单位几家"), min_value=1, max_value=50, initial=5)
    budget = forms.DecimalField(
        label=_("每家示范经费"),
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        initial=Decimal(0),
        required=False,
    )

    def __init__(self, *given: Any, units: list[tuple[int, str]], seeds: list[tuple[int, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["seed"].choices = seeds  # type: ignore[attr-defined]

    def clean_budget(self) -> Decimal:
        return self.cleaned_data["budget"] or Decimal(0)


class VisitForm(forms.Form):
    """A visit received or paid."""

    side = forms.ChoiceField(
        label=_("是哪一种"), choices=Visit.Side.choices, initial=Visit.Side.RECEIVED, widget=forms.RadioSelect
    )
    unit = forms.TypedChoiceField(label=_("我们是"), coerce=int)
    other = forms.CharField(label=_("对方工会"), max_length=120, help_text=_("写全名，或写名称里连着的几个字。"))
    visit_date = forms.DateField(label=_("哪一天"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    people = forms.IntegerField(label=_("来（去）了几人"), min_value=1, max_value=2000, initial=1)
    seed = forms.TypedChoiceField(label=_("看的是哪颗种子"), coerce=int, empty_value=None, required=False)
    about = forms.CharField(label=_("看了什么"), max_length=200, required=False)

    def __init__(self, *given: Any, units: list[tuple[int, str]], seeds: list[tuple[int, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["seed"].choices = [("", _("不只一颗，或说不清")), *seeds]  # type: ignore[attr-defined]
