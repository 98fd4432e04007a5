"""Closed sets as choices, in the reader's language, and fields that several forms share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.classes import MONEY_CLASSES, WORK_CLASSES
from huozhong.kernel.sentences import Sentence
from huozhong.look import services as look
from huozhong.seeds.queries.anatomy import LICENCES, PAPER_USES
from huozhong.seeds.queries.showing import DIRECTIONS

_told = lazy(look.told, str)
Choices = list[tuple[str, Any]]


def choices(words: Mapping[str, Sentence], *, empty: bool = True) -> Choices:
    """A closed set as choices."""
    found: Choices = [(str(key), _told(word)) for key, word in words.items()]
    return [("", _("请选择")), *found] if empty else found


THEMES, MONEY = choices(WORK_CLASSES), choices(MONEY_CLASSES)
LICENCE_CHOICES, USE_CHOICES = choices(LICENCES, empty=False), choices(PAPER_USES, empty=False)
DIRECTION_CHOICES = [("", _("看目标比现状多还是少")), *choices(DIRECTIONS, empty=False)]


def long_text(label: Any, help_text: Any = "", *, limit: int = 2000, rows: int = 4, required: bool = False) -> Any:
    """A text of several lines with a counter."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=limit, widget=widget)
