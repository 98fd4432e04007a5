"""What differs between two versions of a form; answers carried over; one sheet for answers to several versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.questions.engine.definition import Definition, Kind, Question
from huozhong.questions.engine.reading import Plain, read, told
from huozhong.questions.engine.showing import Answers, visible


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


CHANGES: dict[Change, Sentence] = {
    Change.ADDED: say("新增"),
    Change.REMOVED: say("删去"),
    Change.CHANGED: say("改动"),
    Change.MOVED: say("换了位置"),
}
_ASPECTS: tuple[tuple[str, Sentence], ...] = (
    ("label", say("问法")),
    ("kind", say("回答方式")),
    ("help", say("说明")),
    ("is_required", say("是否必填")),
    ("least", say("下限")),
    ("most", say("上限")),
    ("choices", say("选项")),
    ("columns", say("列")),
    ("shown_if", say("出现条件")),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that differs, and in what."""

    change: Change
    key: str
    label: str
    aspects: tuple[Sentence, ...] = ()


def differences(old: Definition, new: Definition) -> tuple[Difference, ...]:
    """What a reader of the old version must know of the new one; nothing when both ask the same in the same order."""
    before, after = {q.key: q for q in old}, {q.key: q for q in new}
    found = [Difference(Change.REMOVED, key, q.label) for key, q in before.items() if key not in after]
    common = [key for key in before if key in after]
    order = {key: number for number, key in enumerate(key for key in after if key in before)}
    stays = _longest_rising([order[key] for key in common])
    for key, question in after.items():
        if key not in before:
            found.append(Difference(Change.ADDED, key, question.label))
        elif aspects := _aspects(before[key], question):
            found.append(Difference(Change.CHANGED, key, question.label, aspects))
        elif order[key] not in stays:
            found.append(Difference(Change.MOVED, key, question.label))
    return tuple(found)


def _aspects(old: Question, new: Question) -> tuple[Sentence, ...]:
    return tuple(word for name, word in _ASPECTS if getattr(old, name) != getattr(new, name))


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The longest run of numbers that kept their order: the fewest questions are then called moved."""
    best: list[list[int]] = []
    for number in numbers:
        longest: list[int] = []
        for run in best:
            if run[-1] < number and len(run) > len(longest):
                longest = run
        best.append([*longest, number])
    return set(sorted(best, key=len)[-1]) if best else set()


def carried(new: Definition, answers: Answers) -> tuple[dict[str, Plain], dict[str, Plain]]:
    """Answers to an older version as answers to the new one, and those that no longer fit anywhere; none is lost."""
    kept: dict[str, Plain] = {}
    left: dict[str, Plain] = {}
    for key, value in answers.items():
        question = new.question(key)
        try:
            fits = question is not None and read(question, value) == value
        except Refused:
            fits = False
        (kept if fits else left)[key] = value
    return kept, left


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of an export that holds answers to one question through the versions of a form."""

    key: str
    kind: Kind
    label: str


def sheet_columns(versions: Sequence[Definition]) -> tuple[SheetColumn, ...]:
    """A column for each question of any version, the newest version's first; one that changed its kind has two."""
    columns: dict[tuple[str, Kind], SheetColumn] = {}
    for definition in reversed(versions):
        for question in definition:
            columns.setdefault((question.key, question.kind), SheetColumn(question.key, question.kind, question.label))
    return tuple(columns.values())


def sheet_row(
    definition: Definition, answers: Answers, columns: Sequence[SheetColumn]
) -> tuple[str | int | Sentence | None, ...]:
    """One sheet's answers under the columns: words as its own version has them; hidden answers are not told."""
    shown: Mapping[tuple[str, Kind], Question] = {(q.key, q.kind): q for q in visible(definition, answers)}
    row: list[str | int | Sentence | None] = []
    for column in columns:
        question = shown.get((column.key, column.kind))
        value = None if question is None else answers.get(column.key)
        if question is None or value is None:
            row.append(None)
        else:
            row.append(value if column.kind is Kind.WHOLE else told(question, value))
    return tuple(row)
