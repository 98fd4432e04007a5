"""One question as a form: the widget that suits a thumb; what it means is read by the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huozhong.look.services import told
from huozhong.rights.queries.interviews import HandlingOffice
from huozhong.rights.rules.elements import NOT_SURE, Element, Kind

_MODES = {Kind.MONEY: "decimal", Kind.NUMBER: "decimal", Kind.PHONE: "tel"}


def _widget(element: Element) -> forms.Widget:
    if element.kind is Kind.DAY:
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if element.kind is Kind.LONG_TEXT:
        return forms.Textarea(attrs={"rows": "6"})
    mode = _MODES.get(element.kind, "")
    return forms.TextInput(attrs={"autocomplete": "off"} | ({"inputmode": mode} if mode else {}))


class QuestionForm(forms.Form):
    """One element. The field takes any text: the rule reads it and says in words what is wrong."""

    def __init__(self, *args: Any, element: Element, given: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, hint = told(element.label), told(element.help) if element.help else ""
        first = None if given in (None, NOT_SURE) else given
        chosen = [(one.value, told(one.words)) for one in element.choices]
        field: forms.Field
        if element.kind is Kind.CHOICES:
            field = forms.MultipleChoiceField(choices=chosen, widget=forms.CheckboxSelectMultiple)
        elif element.choices:
            field = forms.ChoiceField(choices=chosen, widget=forms.RadioSelect)
        else:
            most = element.most if element.kind is Kind.LONG_TEXT else None
            field = forms.CharField(widget=_widget(element), max_length=most)
        field.label, field.help_text, field.initial = label, hint, first
        self.fields["answer"] = field

    def typed(self) -> list[str]:
        """What was sent, before it is read."""
        return list(self.data.getlist("answer")) if hasattr(self.data, "getlist") else []


class PlaceForm(forms.Form):
    """Where somebody without an account works."""

    unit = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offices: tuple[HandlingOffice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.label = _("您在哪里上班？")
        field.choices = [(one.id, one.name) for one in offices]  # type: ignore[attr-defined]


class WayForm(forms.Form):
    """One question of triage."""

    way = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, text: str, help_text: str, words: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        field.label, field.help_text = text, help_text
        field.choices = [(str(number), word) for number, word in enumerate(words)]  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    """The worker's consent, said whole before the tick."""

    consent = forms.BooleanField(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = _("我看过了，说的是实情，同意工会为办这件事使用这些材料")
        self.fields["consent"].error_messages["required"] = _("请先勾选同意。")
