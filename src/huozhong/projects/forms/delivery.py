"""What is typed around the plan: which comes after which, a seed for the draw, changes on a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.projects.forms.fields import day_field, long_text
from huozhong.projects.queries.delivery import Card


class AfterForm(forms.Form):
    """After which milestone of the project this one begins."""

    after = forms.TypedChoiceField(label=_("排在哪一项之后"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("不用等别的任务")), *((card.id, card.title) for card in cards)]


class DrawForm(forms.Form):
    """A number drawn before witnesses, where the office wants that."""

    seed = forms.CharField(
        label=_("抽签种子"),
        max_length=64,
        required=False,
        help_text=_("可以填当众抽出的号码；不填就由系统随机生成。凭它和名单，谁都能重新算出同样的结果。"),
    )


class LeadForm(forms.Form):
    """Another person answers for the project."""

    lead = forms.CharField(label=_("新的负责人"), max_length=60)
    contact = forms.CharField(label=_("联系人"), max_length=60, required=False, help_text=_("不填就不改。"))
    document_number = forms.CharField(label=_("发文字号"), max_length=60)
    why = long_text(_("理由"), most=500, rows=3)


class TargetForm(forms.Form):
    """Another number or day for an indicator."""

    target = forms.DecimalField(label=_("新的目标"), max_digits=14, decimal_places=2)
    due_date = day_field(_("新的期限"), required=False, help_text=_("不填就不改。"))
    document_number = forms.CharField(label=_("发文字号"), max_length=60)
    why = long_text(_("理由"), most=500, rows=3)
