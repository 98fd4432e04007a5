"""Answers and conditions in words, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huozhong.look import services as look
from huozhong.questions import engine
from huozhong.questions.engine import Definition, Kind, Question


def condition_words(definition: Definition, question: Question) -> str:
    """When a question is shown, as a sentence; "" for always."""
    found = []
    for condition in question.shown_if:
        asked = definition.question(condition.question)
        if asked is None:
            continue
        words = {"yes": _("是"), "no": _("否")}.get(condition.value, "")
        words = next((c.words for c in asked.choices if c.key == condition.value), words)
        value = f"“{words}”" if words else condition.value
        found.append(f"“{asked.label}”{look.told(engine.TESTS[condition.test])}{value}")
    return str(_("，并且")).join(found)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as a page shows it."""

    label: str
    words: str
    file_id: int | None = None
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def told_answers(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[str, list[Told]]]:
    """Answers by section, in the words of their own version; what is hidden is not shown."""
    shown = {question.key for question in engine.visible(definition, answers)}
    found = []
    for part in definition.sections:
        lines = [_told(one, answers.get(one.key)) for one in part.questions if one.key in shown]
        if lines:
            found.append((part.title, lines))
    return found


def _told(question: Question, value: Any) -> Told:
    if question.kind is Kind.TABLE and value:
        return Told(
            question.label,
            "",
            heads=tuple(column.label for column in question.columns),
            rows=tuple(tuple(str(row.get(column.key, "")) for column in question.columns) for row in value),
        )
    words = engine.told(question, value)
    file_id = value["id"] if question.kind is Kind.FILE and value else None
    return Told(question.label, words if isinstance(words, str) else look.told(words), file_id)
