"""One question of the triage graph as a form: its words, and for each answer where it leads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huozhong.look.services import told
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE
from huozhong.rights.rules.triage import END, LONGEST, MOST_WAYS, ROUTES, Graph, Question, Way

SPARE = 2  # empty rows for further answers


def _targets(graph: Graph, but: str) -> list[tuple[str, str]]:
    """Every question but this one, then the seven ends."""
    asked = [(one.key, _("接着问：%(text)s") % {"text": one.text}) for one in graph.questions if one.key != but]
    ends = [
        (END + route.value, _("到此为止：%(route)s") % {"route": told(words.title)}) for route, words in ROUTES.items()
    ]
    return [("", _("请选")), *ends, *asked]


def _elements() -> list[tuple[str, str]]:
    """Elements of the interview that can be answered by choosing."""
    return [("", _("不是，单独问"))] + [(one.key, told(one.question)) for one in ELEMENTS.values() if one.choices]


class QuestionFields(forms.Form):
    """The question itself."""

    text = forms.CharField(max_length=LONGEST)
    help = forms.CharField(max_length=LONGEST, required=False)
    element = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["help"].label = _("怎么问"), _("问题下面的提示")
        element = self.fields["element"]
        element.label = _("是不是访谈里的一题？")
        element.help_text = _("是的话，访谈里答过就不再问。")
        element.choices = _elements()  # type: ignore[attr-defined]


class WayFields(forms.Form):
    """One answer and where it leads; an empty row is no answer."""

    word = forms.CharField(max_length=LONGEST, required=False)
    target = forms.ChoiceField(required=False)
    values = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, graph: Graph, but: str, element: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].label, self.fields["target"].label = _("回答"), _("接下来")
        self.fields["values"].label = _("访谈里的哪些答案算这一种")
        self.fields["target"].choices = _targets(graph, but)  # type: ignore[attr-defined]
        known = ELEMENTS.get(element)
        if known is None:
            del self.fields["values"]
        else:
            choices = [(one.value, told(one.words)) for one in known.choices]
            self.fields["values"].choices = [*choices, (NOT_SURE, _("不清楚"))]  # type: ignore[attr-defined]

    def way(self) -> Way | None:
        said = self.cleaned_data
        if not said.get("word", "").strip():
            return None
        return Way(said["word"].strip(), said.get("target", ""), tuple(said.get("values", ())))


def way_rows(data: Any, *, graph: Graph, question: Question) -> list[WayFields]:
    """A form for each answer, and empty ones for more."""
    count = min(len(question.ways) + SPARE, MOST_WAYS)
    rows = []
    for number in range(count):
        way = question.ways[number] if number < len(question.ways) else None
        initial = {"word": way.word, "target": way.target, "values": list(way.values)} if way else {}
        rows.append(
            WayFields(
                data, prefix=f"way{number}", initial=initial, graph=graph, but=question.key, element=question.element
            )
        )
    return rows


class NoteForm(forms.Form):
    """What changed, in a sentence."""

    change_note = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_note"].label = _("这一版改了什么")
        self.fields["change_note"].required = not is_first
