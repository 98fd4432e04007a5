"""Shapes of what is typed about how-to cards, practice and mentoring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.learning.rules import DUTIES, MOST_MINUTES, MOST_OPTIONS, Option
from huozhong.learning.services import CardForm
from huozhong.look.services import told


def duties() -> list[tuple[str, str]]:
    return [(value, told(word)) for value, word in DUTIES.items()]


class HowToForm(forms.Form):
    """What stands on a card, in the order in which it is read."""

    unit = forms.TypedChoiceField(label=_("哪个工会写的"), coerce=int, empty_value=None)
    title = forms.CharField(label=_("标题"), max_length=60, help_text=_("说清办成什么事，比如“把签到表变成电子台账”。"))
    duty = forms.ChoiceField(label=_("哪类工作"))
    minutes = forms.IntegerField(label=_("几分钟看完"), min_value=1, max_value=MOST_MINUTES, initial=5)
    when = forms.CharField(label=_("什么时候用得上"), max_length=200, required=False)
    steps = forms.CharField(
        label=_("怎么做"),
        required=False,
        max_length=2200,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("一步一行，最多七步，不用写序号。"),
    )
    pitfalls = forms.CharField(
        label=_("容易出错的地方"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    basis = forms.CharField(label=_("依据的文件"), required=False, max_length=200)
    ask = forms.TypedChoiceField(
        label=_("看了还不会，问谁"), coerce=int, empty_value=None, required=False, help_text=_("本单位任职的同志。")
    )

    def __init__(
        self, *args: Any, units: list[tuple[int, str]], colleagues: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit, duty, ask = self.fields["unit"], self.fields["duty"], self.fields["ask"]
        assert isinstance(unit, forms.TypedChoiceField)
        assert isinstance(duty, forms.ChoiceField)
        assert isinstance(ask, forms.TypedChoiceField)
        unit.choices, duty.choices = units, duties()
        ask.choices = [("", _("还没有定")), *colleagues]
        if len(units) == 1:
            unit.widget = forms.HiddenInput()
            unit.initial = units[0][0]

    def card(self) -> CardForm:
        """The words, as the verb takes them."""
        said = self.cleaned_data
        return CardForm(
            title=said["title"],
            duty=said["duty"],
            minutes=said["minutes"],
            when=said["when"],
            steps=tuple(said["steps"].splitlines()),
            pitfalls=said["pitfalls"],
            basis=said["basis"],
            ask_person_id=said["ask"],
        )


class TemplateFileForm(forms.Form):
    """The form or model text of a card."""

    file = forms.FileField(label=_("模板文件"), help_text=_("Word、Excel 或 PDF，10 MB 以内。"))


class CaseForm(forms.Form):
    """A practice case with up to five answers."""

    situation = forms.CharField(
        label=_("情形"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("编一个例子，不要写真实的人和单位。"),
    )
    right = forms.TypedChoiceField(
        label=_("哪一个正确"), coerce=int, empty_value=None, widget=forms.RadioSelect, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_OPTIONS + 1):
            needed = number <= 2
            self.fields[f"words{number}"] = forms.CharField(
                label=_("选项 %(n)s") % {"n": number}, required=needed, max_length=200
            )
            self.fields[f"why{number}"] = forms.CharField(
                label=_("选项 %(n)s 为什么对或不对") % {"n": number}, required=needed, max_length=300
            )
        right = self.fields["right"]
        assert isinstance(right, forms.TypedChoiceField)
        right.choices = [(n, str(_("选项 %(n)s") % {"n": n})) for n in range(1, MOST_OPTIONS + 1)]

    def options(self) -> tuple[Option, ...]:
        """The answers that were filled in."""
        said = self.cleaned_data
        return tuple(
            Option(said[f"words{n}"].strip(), said["right"] == n, said[f"why{n}"].strip())
            for n in range(1, MOST_OPTIONS + 1)
            if said[f"words{n}"].strip()
        )


class WhyForm(forms.Form):
    """The reason for a move that needs one."""

    why = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class PairForm(forms.Form):
    """Who takes whom along, in what, until when."""

    mentor = forms.TypedChoiceField(label=_("师傅"), coerce=int, empty_value=None)
    pupil = forms.TypedChoiceField(label=_("徒弟"), coerce=int, empty_value=None)
    duty = forms.ChoiceField(label=_("带哪类工作"))
    goal = forms.CharField(label=_("带到什么程度算带会"), max_length=200)
    from_date = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until_date = forms.DateField(label=_("到哪天止"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("mentor", "pupil"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", _("请选择")), *colleagues]
        duty = self.fields["duty"]
        assert isinstance(duty, forms.ChoiceField)
        duty.choices = duties()
