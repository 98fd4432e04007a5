"""Answers to a call's own form: of one project, and of all its projects for a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence
from huozhong.projects.models import KeptWords, Programme, Project
from huozhong.projects.queries.finding import visible_projects
from huozhong.questions import engine
from huozhong.questions import queries as questions
from huozhong.questions.queries import SheetCard, Told, VersionCard

KIND = "projects.project"
OPEN = frozenset({"draft", "returned"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a project is asked beyond the fixed form: the version it stays with, and its answers so far."""

    version: VersionCard
    sheet: SheetCard | None
    newer: VersionCard | None  # the call's version, when the answers were begun under an older one of the same form

    @property
    def answers(self) -> dict[str, Any]:
        return self.sheet.answers if self.sheet else {}


def asked(project: Project) -> Asked | None:
    """The call's own form as it is put to this project; None when there is none."""
    wanted = project.programme.form_version_id
    if wanted is None:
        return None
    sheet = questions.sheet_of(KIND, project.pk)
    if sheet is None:
        return Asked(questions.version(wanted), None, None) if project.state in OPEN else None
    if sheet.version.id == wanted or project.state not in OPEN:
        return Asked(sheet.version, sheet, None)
    newer = questions.version(wanted)
    is_newer = newer.form_id == sheet.version.form_id and newer.number > sheet.version.number
    return Asked(sheet.version, sheet, newer if is_newer else None)


def missing_answers(project: Project) -> tuple[str, ...]:
    """Labels of the required questions that are shown and unanswered, under the project's own version."""
    found = asked(project)
    if found is None:
        return ()
    return tuple(question.label for question in engine.check(found.version.definition, found.answers).missing)


@dataclass(frozen=True, slots=True)
class AnswersShown:
    """The answers on a project's page, in the words of their own version."""

    number: int
    title: str
    told: list[tuple[str, list[Told]]]
    left_over: dict[str, Any]


def answers_shown(project: Project) -> AnswersShown | None:
    """What was answered, or None when nothing was."""
    found = asked(project)
    if found is None or found.sheet is None:
        return None
    told = questions.told_answers(found.version.definition, found.answers)
    return AnswersShown(found.version.number, found.version.title, told, found.sheet.left_over)


def answers_file(project: Project, file_id: int) -> bool:
    """Whether a file belongs to this project's answers: asked before it is served."""
    sheet = questions.sheet_of(KIND, project.pk)
    if sheet is None:
        return False
    files = (one.key for one in sheet.version.definition if one.kind is engine.Kind.FILE)
    return any(sheet.answers.get(key, {}).get("id") == file_id for key in files)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One project's row: who answered under which version, and the cells."""

    project_id: int
    name: str
    unit_name: str
    number: int
    cells: tuple[str | int | Sentence | None, ...]


@dataclass(frozen=True, slots=True)
class AnswerSheetPage:
    """All answers to a call's form in one table, whichever version each was given to."""

    columns: Sequence[engine.SheetColumn]
    lines: tuple[AnswerLine, ...]
    numbers: tuple[int, ...]  # the versions that occur


def answer_lines(programme: Programme, *, actor: Actor, limit: int = 5000) -> AnswerSheetPage:
    """The answers of the declared projects of a call that the actor may see, oldest first; drafts stay private."""
    rows = list(
        Project.objects.select_related("unit")
        .filter(visible_projects(actor), programme=programme)
        .exclude(state="draft")
        .order_by("id")[:limit]
    )
    sheets = questions.sheets_of(KIND, [row.pk for row in rows])
    versions = {sheet.version.id: sheet.version for sheet in sheets.values()}
    ordered = sorted(versions.values(), key=lambda card: (card.form_id, card.number))
    columns = engine.sheet_columns([card.definition for card in ordered])
    lines = tuple(
        AnswerLine(
            row.pk,
            row.name,
            row.unit.name,
            sheet.version.number,
            engine.sheet_row(sheet.version.definition, sheet.answers, columns),
        )
        for row in rows
        if (sheet := sheets.get(row.pk)) is not None
    )
    return AnswerSheetPage(columns, lines, tuple(sorted({line.number for line in lines})))


def kept_words(project: Project, step: str, *, actor: Actor) -> KeptWords | None:
    """What this person typed into the step after it was too late, or None."""
    return KeptWords.objects.filter(project=project, step=step, person_id=actor.person_id or 0).first()


def kept_steps(project: Project, *, actor: Actor) -> frozenset[str]:
    """The steps for which such words are kept."""
    rows = KeptWords.objects.filter(project=project, person_id=actor.person_id or 0)
    return frozenset(rows.values_list("step", flat=True))
