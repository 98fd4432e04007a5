"""A form as somebody fills it in: drawn from its definition, judged by the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.questions import engine
from huozhong.questions.engine import Definition, Kind, Question
from huozhong.questions.queries.telling import condition_words

SPARE = 2  # empty rows at the end of a table
FindUnit = Callable[[str], dict[str, Any]]


class TableWidget(forms.Widget):
    """Rows of short fields, some of them still empty."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0_0"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        rows = []
        for number in range(self.question.longest + SPARE):
            row = {column.key: data.get(f"{name}-{number}-{column.key}") or "" for column in self.question.columns}
            if any(words.strip() for words in row.values()):
                rows.append(row)
        return rows

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = [row for row in value or [] if isinstance(row, Mapping)]
        asked = min(len(rows) + SPARE, self.question.longest)
        whole = (attrs or {}).get("id", name)
        return format_html_join(
            "",
            '<fieldset class="rowset"><legend class="sr-only">{}</legend>{}</fieldset>',
            (
                (
                    _("%(label)s，第 %(n)s 行") % {"label": self.question.label, "n": number + 1},
                    self._row(name, whole, number, rows[number] if number < len(rows) else {}),
                )
                for number in range(max(asked, len(rows)))
            ),
        )

    def _row(self, name: str, whole: str, number: int, row: Mapping[str, Any]) -> SafeString:
        kinds = {Kind.DAY: mark_safe('type="date"'), Kind.SHORT: mark_safe('type="text"')}
        number_kind = mark_safe('type="text" inputmode="decimal"')
        return format_html_join(
            "",
            '<div class="field"><label for="{0}_{1}_{2}">{3}</label>'
            '<input {4} name="{5}-{1}-{6}" id="{0}_{1}_{2}" value="{7}" maxlength="300"></div>',
            (
                (whole, number, place, column.label, kinds.get(column.kind, number_kind), name, column.key,
                 row.get(column.key, ""))
                for place, column in enumerate(self.question.columns)
            ),
        )  # fmt: skip


class Asked(forms.Field):
    """A question as a field; what was typed is judged by the engine, not here."""

    is_due_later: bool
    max_length: int | None = None

    def __init__(self, question: Question) -> None:
        super().__init__(label=question.label, help_text=question.help, required=False, widget=_widget(question))
        self.question = question
        self.is_due_later = question.is_required
        if question.kind is Kind.LONG:
            self.max_length = question.longest

    def clean(self, value: Any) -> Any:
        return value


def _widget(question: Question) -> forms.Widget:
    choices: list[tuple[str, Any]] = [(choice.key, choice.words) for choice in question.choices]
    match question.kind:
        case Kind.LONG:
            return forms.Textarea(attrs={"rows": 4})
        case Kind.WHOLE:
            return forms.TextInput(attrs={"inputmode": "numeric"})
        case Kind.DECIMAL | Kind.MONEY:
            return forms.TextInput(attrs={"inputmode": "decimal"})
        case Kind.DAY:
            return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        case Kind.ONE:
            if len(choices) > 8:
                return forms.Select(choices=[("", _("请选择")), *choices])
            return forms.RadioSelect(choices=choices)
        case Kind.MANY:
            return forms.CheckboxSelectMultiple(choices=choices)
        case Kind.YES:
            return forms.RadioSelect(choices=[("yes", _("是")), ("no", _("否"))])
        case Kind.FILE:
            return forms.FileInput()
        case Kind.TABLE:
            return TableWidget(question)
    return forms.TextInput(attrs={"maxlength": question.longest if question.kind is Kind.SHORT else 120})


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the page: its field, the file it holds, and when it is shown."""

    field: Any
    unit: str
    file_name: str
    drop: Any
    shown_if: str  # JSON for the page's script; "" for always
    when: str  # the same in words, for who has no script


class AnswerForm(forms.Form):
    """The questions of one version. `checked` holds what the engine found once the form is valid."""

    checked: engine.Checked

    def __init__(
        self,
        typed: Any = None,
        files: Any = None,
        *,
        definition: Definition,
        answers: Mapping[str, Any],
        find_unit: FindUnit,
        is_final: bool = False,
    ) -> None:
        super().__init__(
            typed, files, prefix="a", initial={q.key: _as_typed(q, answers.get(q.key)) for q in definition}
        )
        self.definition, self.held, self.find_unit, self.is_final = definition, dict(answers), find_unit, is_final
        for question in definition:
            self.fields[question.key] = Asked(question)
            if question.kind is Kind.FILE and question.key in self.held:
                self.fields[f"{question.key}-drop"] = forms.BooleanField(label=_("去掉这个文件"), required=False)

    @property
    def sections(self) -> list[tuple[str, str, list[Line]]]:
        """What stands on the page."""
        return [
            (part.title, part.lead, [self._line(one) for one in part.questions]) for part in self.definition.sections
        ]

    def _line(self, question: Question) -> Line:
        drop = f"{question.key}-drop"
        rules = [{"name": f"a-{c.question}", "test": c.test.value, "value": c.value} for c in question.shown_if]
        return Line(
            field=self[question.key],
            unit=_("元") if question.kind is Kind.MONEY else "",
            file_name=str(self.held[question.key]["name"]) if drop in self.fields else "",
            drop=self[drop] if drop in self.fields else None,
            shown_if=json.dumps(rules) if rules else "",
            when=condition_words(self.definition, question),
        )

    def uploads(self) -> dict[str, Any]:
        """The files that came with the form, by question."""
        return {
            q.key: self.cleaned_data[q.key]
            for q in self.definition
            if q.kind is Kind.FILE and self.cleaned_data.get(q.key)
        }

    def raw(self) -> dict[str, Any]:
        """What was typed, with the files and units that are known already."""
        said: dict[str, Any] = {}
        for question in self.definition:
            value = self.cleaned_data.get(question.key)
            if question.kind is Kind.FILE:
                dropped = self.cleaned_data.get(f"{question.key}-drop") and not value
                value = None if dropped else self.held.get(question.key)
            elif question.kind is Kind.UNIT and value:
                held = self.held.get(question.key)
                value = held if held and held["name"] == value.strip() else self.find_unit(value)
            said[question.key] = value
        return said

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_data = cleaned
        raw: dict[str, Any] = {}
        try:
            raw = self.raw()
        except Refused as refused:
            self._blame_unit(refused)
        self.checked = engine.check(self.definition, raw)
        for key, reason in self.checked.faults.items():
            self.add_error(key, look.told(reason))
        if self.is_final:
            coming = self.uploads()
            for question in self.checked.missing:
                if question.key not in coming and question.key not in self.errors:
                    self.add_error(question.key, look.told(engine.NEEDED))
        return cleaned

    def _blame_unit(self, refused: Refused) -> None:
        for question in self.definition:
            words = self.cleaned_data.get(question.key)
            if question.kind is not Kind.UNIT or not words:
                continue
            try:
                self.find_unit(words)
            except Refused as own:
                self.add_error(question.key, look.told(own.reason))
        if not self.errors:
            self.add_error(None, look.told(refused.reason))

    def blame(self, by_key: Mapping[str, Any]) -> None:
        """Put a verb's sentences at their fields."""
        for key, reason in by_key.items():
            self.add_error(key if key in self.fields else None, look.told(reason))


def _as_typed(question: Question, value: Any) -> Any:
    match question.kind:
        case Kind.YES:
            return None if value is None else "yes" if value else "no"
        case Kind.UNIT:
            return value["name"] if value else ""
        case Kind.FILE:
            return None
    return value
