"""Shapes of a merge: which side at each conflict, which changes of an offer, and a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.seeds.forms.words import long_text
from huozhong.seeds.queries.showing import ChangeCard, ConflictCard

PREFIX = "at-"


class MergeForm(forms.Form):
    """One choice for each conflict; nothing is chosen beforehand."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conflicts: Sequence[ConflictCard], mine: Any, theirs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._conflicts = conflicts
        for place, _one in enumerate(conflicts):
            self.fields[f"{PREFIX}{place}"] = forms.ChoiceField(
                label=_("用哪一边的"),
                choices=[("mine", mine), ("theirs", theirs), ("base", _("用原来的"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("这一处还没有选。")},
            )

    @property
    def rows(self) -> list[tuple[ConflictCard, Any]]:
        """Each conflict with its choice."""
        return [(one, self[f"{PREFIX}{place}"]) for place, one in enumerate(self._conflicts)]

    def choices(self) -> dict[str, str]:
        """What was chosen, by the conflict's key."""
        return {one.key: self.cleaned_data[f"{PREFIX}{place}"] for place, one in enumerate(self._conflicts)}


class OfferForm(forms.Form):
    """Why the authors should take it."""

    words = long_text(
        _("为什么这样改更好"), _("作者会看到这几句话，也会看到您改了哪里。"), limit=500, rows=3, required=True
    )


class TakeForm(forms.Form):
    """Which changes of an offer are taken."""

    keys = forms.MultipleChoiceField(
        label=_("采纳哪几处"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一处改动；都不要，就选“不采纳”。")},
    )

    def __init__(self, *args: Any, changes: Sequence[ChangeCard], told: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keys"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.key, told(one.where)) for one in changes]
