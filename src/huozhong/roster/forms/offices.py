"""Appoint somebody, end an appointment."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.access.services import Seat
from huozhong.kernel.places import Line
from huozhong.kernel.roles import Role
from huozhong.look import services as look
from huozhong.roster.forms.basis import why_field
from huozhong.roster.queries.offices import RoleChoice


class AppointForm(forms.Form):
    role = forms.ChoiceField(label=_("职务"), widget=forms.RadioSelect)
    line = forms.ChoiceField(
        label=_("管到哪里"),
        choices=[(Line.LOCALITY.value, _("本级和地方线下级")), (Line.INDUSTRY.value, _("本级和产业线下级"))],
        initial=Line.LOCALITY.value,
    )
    seat = forms.ChoiceField(label=_("席位"), choices=Seat.choices, required=False)
    from_date = forms.DateField(label=_("任职起始日期"))
    until_date = forms.DateField(
        label=_("任职结束日期"), required=False, help_text=_("从这一天起不再担任；届期未定的不填。")
    )
    document_number = forms.CharField(label=_("任职文号"), required=False, max_length=60)
    why = why_field()

    def __init__(self, *args: Any, roles: tuple[RoleChoice, ...], today: date, has_line: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.role.value, f"{look.told(one.name)}：{look.told(one.says)}") for one in roles]
        self.fields["from_date"].initial = today
        if not has_line:
            self.fields["line"].widget = forms.HiddenInput()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean_line(self) -> Line:
        return Line(self.cleaned_data["line"])


class EndOfficeForm(forms.Form):
    until_date = forms.DateField(label=_("免职日期"), help_text=_("从这一天起不再担任。"))
    why = why_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_date"].initial = today
