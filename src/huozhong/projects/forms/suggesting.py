"""What somebody types who suggests something, and what the office types about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.projects.forms.fields import choices, day_field, long_text, moment_field
from huozhong.projects.rules.suggesting import CHANNELS, FOUR_RULES
from huozhong.projects.services import Said


class SuggestForm(forms.Form):
    """One thing, in one's own words."""

    what = long_text(_("您希望工会办哪一件事"), most=200, rows=3, help_text=_("一次写一件，例如“夜班也有热饭吃”。"))
    why = long_text(_("为什么需要"), most=500, rows=3, required=False)
    whom = forms.CharField(label=_("能帮到哪些人"), max_length=120, required=False)
    teller_unit = forms.CharField(label=_("您在哪个单位"), max_length=120, required=False)
    teller = forms.CharField(
        label=_("怎么称呼您"), max_length=60, required=False, help_text=_("可以不写。请不要写手机号和证件号。")
    )

    def said(self) -> Said:
        """What was typed, as the verb takes it."""
        return Said(**{name: self.cleaned_data[name] for name in Said.__dataclass_fields__})


class EnterForm(SuggestForm):
    """What came on paper or by telephone."""

    channel = forms.ChoiceField(
        label=_("怎么来的"), choices=choices({k: CHANNELS[k] for k in ("paper", "call")}), widget=forms.RadioSelect
    )
    received_date = day_field(_("收到的日子"))


class WindowForm(forms.Form):
    """A call for suggestions."""

    title = forms.CharField(label=_("名称"), max_length=120)
    lead = long_text(_("写给职工的一句话"), most=500, rows=3, required=False)
    opens_at = moment_field(_("开始"))
    closes_at = moment_field(_("截止"), help_text=_("以系统时间为准，这一秒仍然有效。"))
    is_open_to_all = forms.BooleanField(label=_("不登录也可以提"), required=False, initial=True)


class DecideForm(forms.Form):
    """The four rules as a checklist, and what follows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (_value, label) in zip(FOUR_RULES, choices(FOUR_RULES), strict=True):
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.fields["unit"] = forms.CharField(
            label=_("选上的话，由哪个工会来办"), max_length=120, required=False, help_text=_("写工会的全称。")
        )
        self.fields["why"] = long_text(_("理由"), most=300, rows=2, required=False)

    def ticks(self) -> dict[str, bool]:
        """Which rules were ticked."""
        return {name: self.cleaned_data[name] for name in FOUR_RULES}


class ClosingForm(forms.Form):
    """Another closing second."""

    closes_at = moment_field(_("新的截止时间"))
    why = long_text(_("理由"), most=300, rows=2)


class StartForSuggestionForm(forms.Form):
    """Under which call the chosen suggestion is declared."""

    call = forms.ChoiceField(label=_("申报哪一次征集"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, calls: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["call"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = calls
