"""Shapes of what is typed about the three letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from huozhong.look import services as look
from huozhong.rights.rules.filing_guards import LETTERS
from huozhong.rights.services.letters import LetterWords


def _text(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=6000, required=required, widget=widget, help_text=help_text)


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class LetterForm(forms.Form):
    """What stands on a letter."""

    employer_name = forms.CharField(label=lazy("哪家单位"), max_length=120, help_text=lazy("写营业执照上的全称。"))
    addressee = forms.CharField(
        label=lazy("发给谁"), max_length=120, help_text=lazy("提示函、意见书发给单位；建议书发给人社等部门。")
    )
    matters = _text(lazy("发现了什么"), help_text=lazy("写事实：哪天、什么事、涉及多少人；不写职工的姓名。"))
    laws = _text(lazy("依据"), rows=2, required=False, help_text=lazy("哪部法律、哪一条。"))
    asks = _text(lazy("要求怎么改"), rows=3, required=False)
    signer = forms.CharField(
        label=lazy("签署人"), max_length=60, required=False, help_text=lazy("意见书、建议书由主席或者副主席签署。")
    )
    supervisors = forms.CharField(
        label=lazy("监督员"), max_length=200, required=False, help_text=lazy("去调查的人，两名以上，用顿号隔开。")
    )

    def words(self) -> LetterWords:
        """The words, as the verb takes them."""
        cleaned = self.cleaned_data
        named = [one for part in cleaned["supervisors"].split("、") if (one := part.strip(" ,，"))]
        plain = ("employer_name", "addressee", "matters", "laws", "asks", "signer")
        return LetterWords(**{name: cleaned[name] for name in plain}, supervisors=named)


class NewLetterForm(LetterForm):
    """A new letter of one of the three kinds, in the name of a union."""

    unit = forms.TypedChoiceField(label=lazy("哪个工会发"), coerce=int)
    kind = forms.ChoiceField(label=lazy("哪一种"), widget=forms.RadioSelect)
    field_order = ("unit", "kind")

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, look.told(word)) for kind, word in LETTERS.items()]
        for name, choices in (("unit", units), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class SendForm(forms.Form):
    """When the other side had it."""

    received = _day(lazy("对方哪天收到"), help_text=lazy("送达回证、快递签收单上的日期。"))
    how = forms.CharField(label=lazy("怎么送达的"), max_length=200, required=False)
    asked_until = _day(
        lazy("希望哪天以前答复"), required=False, help_text=lazy("本地有答复期限规定的不用填，系统按规定算。")
    )


class AnswerForm(forms.Form):
    """What the other side answered."""

    on = _day(lazy("哪天答复的"))
    words = _text(lazy("怎么答复的"))


class RaiseForm(forms.Form):
    """Why the next letter is written, and to whom."""

    addressee = forms.CharField(label=lazy("下一份发给谁"), max_length=120)
    why = _text(lazy("为什么升级"), rows=3, help_text=lazy("拒收、逾期不答复，或者没有正当理由不改正。"))


class WhyForm(forms.Form):
    """Why."""

    why = _text(lazy("理由"), rows=3)
