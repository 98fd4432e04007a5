"""What an office types about a unit's honour."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.projects.forms.fields import choices
from huozhong.projects.rules.honours import GRADES, HONOURS


class HonourForm(forms.Form):
    """One honour, from the document."""

    unit = forms.CharField(label=_("哪个工会"), max_length=120, help_text=_("写全称；本级以下的可以只写一部分。"))
    honour = forms.ChoiceField(label=_("什么荣誉"), choices=choices(HONOURS, empty=True))
    grade = forms.ChoiceField(label=_("哪一级表彰"), choices=choices(GRADES, empty=True))
    year = forms.IntegerField(label=_("表彰年度"), min_value=1950, max_value=2100)
    document_number = forms.CharField(label=_("表彰文件的文号"), max_length=60)

    def verb_words(self) -> dict[str, Any]:
        """What was typed, without the unit."""
        return {name: value for name, value in self.cleaned_data.items() if name != "unit"}
