"""What an office chooses: the workflow of a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.projects.forms.fields import long_text


class FlowForm(forms.Form):
    """The house's own workflow, or one of the office's published versions."""

    version = forms.TypedChoiceField(
        label=_("这次征集的项目走哪个流程"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, offered: list[tuple[int, str]], is_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("通用流程：初审、立项")), *offered]
        if is_out:
            self.fields["why"] = long_text(_("理由"), most=500, rows=2)
