"""A form is changed one step at a time; every step gives a new form. Unknown keys and places change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from huozhong.questions.engine.definition import Choice, Column, Definition, Kind, Question, Section


def next_key(definition: Definition) -> str:
    """The key of the next question; a key that was used once never comes back."""
    return f"q{definition.numbered + 1}"


def add_section(definition: Definition, *, title: str, lead: str = "") -> Definition:
    return replace(definition, sections=(*definition.sections, Section(title, lead)))


def rename_section(definition: Definition, number: int, *, title: str, lead: str = "") -> Definition:
    return _with(definition, number, lambda part: replace(part, title=title, lead=lead))


def drop_section(definition: Definition, number: int) -> Definition:
    """Take an empty section away; one that still has questions stays."""
    if not 0 <= number < len(definition.sections) or definition.sections[number].questions:
        return definition
    left = definition.sections[:number] + definition.sections[number + 1 :]
    return replace(definition, sections=left)


def move_section(definition: Definition, number: int, *, by: int) -> Definition:
    to = number + by
    if not (0 <= number < len(definition.sections) and 0 <= to < len(definition.sections)):
        return definition
    parts = list(definition.sections)
    parts.insert(to, parts.pop(number))
    return replace(definition, sections=tuple(parts))


def add_question(definition: Definition, number: int, question: Question) -> Definition:
    """Put a question at the end of a section, under the next free key."""
    named = replace(question, key=next_key(definition))
    added = _with(definition, number, lambda part: replace(part, questions=(*part.questions, named)))
    return definition if added == definition else replace(added, numbered=definition.numbered + 1)


def change_question(definition: Definition, question: Question) -> Definition:
    """The question of this key, written anew."""
    return replace(
        definition,
        sections=tuple(
            replace(part, questions=tuple(question if one.key == question.key else one for one in part.questions))
            for part in definition.sections
        ),
    )


def drop_question(definition: Definition, key: str) -> Definition:
    return replace(
        definition,
        sections=tuple(
            replace(part, questions=tuple(one for one in part.questions if one.key != key))
            for part in definition.sections
        ),
    )


def move_question(definition: Definition, key: str, *, by: int) -> Definition:
    """One place up (-1) or down (1); over the edge of a section it goes to the next one."""
    at = next((n for n, part in enumerate(definition.sections) if any(q.key == key for q in part.questions)), None)
    if at is None:
        return definition
    order = list(definition.sections[at].questions)
    place = next(n for n, question in enumerate(order) if question.key == key)
    question = order.pop(place)
    if 0 <= place + by <= len(order):
        order.insert(place + by, question)
        return _with(definition, at, lambda part: replace(part, questions=tuple(order)))
    if not 0 <= at + by < len(definition.sections):
        return definition
    freed = _with(definition, at, lambda part: replace(part, questions=tuple(order)))
    if by < 0:
        return _with(freed, at + by, lambda part: replace(part, questions=(*part.questions, question)))
    return _with(freed, at + by, lambda part: replace(part, questions=(question, *part.questions)))


def worded(
    definition: Definition, old: Sequence[Choice], words: Sequence[str]
) -> tuple[Definition, tuple[Choice, ...]]:
    """Choices with these words. The same words keep their key; where as many stand as before, a changed line is the old
    choice in new words; a key is never given twice in the life of a form."""
    by_words = {choice.words: choice.key for choice in old}
    taken = {by_words[word] for word in words if word in by_words}
    made, numbered = [], definition.numbered
    for place, word in enumerate(words):
        key = by_words.get(word)
        if key is None and len(old) == len(words) and old[place].key not in taken:
            key = old[place].key
        if key is None:
            numbered += 1
            key = f"c{numbered}"
        made.append(Choice(key, word))
    return replace(definition, numbered=numbered), tuple(made)


def headed(
    definition: Definition, old: Sequence[Column], heads: Sequence[tuple[str, Kind]]
) -> tuple[Definition, tuple[Column, ...]]:
    """Columns with these heads; a column of the same head and kind keeps its key."""
    known = {(column.label, column.kind): column.key for column in old}
    made, numbered = [], definition.numbered
    for label, kind in heads:
        key = known.pop((label, kind), None)
        if key is None:
            numbered += 1
            key = f"t{numbered}"
        made.append(Column(key, label, kind))
    return replace(definition, numbered=numbered), tuple(made)


def _with(definition: Definition, number: int, change: Callable[[Section], Section]) -> Definition:
    if not 0 <= number < len(definition.sections):
        return definition
    parts = list(definition.sections)
    parts[number] = change(parts[number])
    return replace(definition, sections=tuple(parts))
