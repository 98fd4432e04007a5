"""What every change asks for: from which day, why, under which document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.actors import Actor
from huozhong.roster.rules import LONGEST_REASON
from huozhong.roster.services import Basis


def why_field(label: Any = None, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A reason that stays in the trail."""
    return forms.CharField(
        label=label or _("理由"),
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text or _("会一直留痕，请不要写证件号码和手机号码。"),
    )


class DayForm(forms.Form):
    """A day from which something holds, and the reason."""

    on = forms.DateField(label=_("生效日期"))
    why = why_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today


class BasisForm(DayForm):
    """A change of the tree: also the document that it rests on."""

    document_number = forms.CharField(
        label=_("文号"), required=False, max_length=60, help_text=_("例如：锡工发〔2026〕8号")
    )

    def basis(self, *, actor: Actor, at: datetime) -> Basis:
        """What the verbs want."""
        said = self.cleaned_data
        return Basis(said["on"], said["why"], actor, at, said["document_number"])

    def order(self, *first: str) -> None:
        """The form's own fields before day, reason and number."""
        self.order_fields([*first, "on", "why", "document_number"])
