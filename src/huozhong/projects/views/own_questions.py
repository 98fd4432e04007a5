"""The call's own questions: drawn, saved, told, exported; and words that came too late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look
from huozhong.look.services import handed_out
from huozhong.projects import queries, services
from huozhong.projects.models import Project
from huozhong.projects.views.answers import page
from huozhong.questions import queries as questions
from huozhong.questions import services as answering
from huozhong.records import services as records

UNKEPT = {"csrfmiddlewaretoken", "more"}
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


def as_typed(words: Mapping[str, list[str]]) -> QueryDict:
    """Kept words as if they had just been sent."""
    typed = QueryDict(mutable=True)
    for name, values in words.items():
        typed.setlist(name, values)
    return typed


def keeping(request: Any, project_id: int, step: str, save: Callable[[], None]) -> Callable[[], None]:
    """The save, and when it comes too late the keeping of what was typed; the refusal goes on to the page."""

    def saved() -> None:
        try:
            save()
        except services.TooLate as late:
            words = {name: request.POST.getlist(name) for name in request.POST if name not in UNKEPT}
            services.keep_words(project_id, step, words=words, why=late.reason, actor=request.actor, at=request.at)
            raise

    return saved


def answer_parts(request: Any, project: Project, typed: Any) -> tuple[answering.AnswerForm]:
    """The form of the call's own questions, in the version that the project stays with."""
    found = queries.asked(project)
    if found is None:
        raise NotFound(access.NOT_FOUND)

    def find(words: str) -> dict[str, Any]:
        return questions.unit_named(words, city_id=project.city_id, actor=request.actor)

    files = request.FILES if request.method == "POST" else None
    return (
        answering.AnswerForm(typed, files, definition=found.version.definition, answers=found.answers, find_unit=find),
    )


def save_answers(request: Any, project: Project, form: answering.AnswerForm) -> None:
    """Save them; a file that does not fit is blamed at its field."""
    found = queries.asked(project)
    assert found is not None
    try:
        services.save_answers(
            project.pk,
            version_id=found.version.id,
            answers=form.raw(),
            uploads=form.uploads(),
            actor=request.actor,
            at=request.at,
        )
    except answering.UnfitAnswers as unfit:
        form.blame(unfit.by_key)
        raise


@access.asks(Permission.PROJECT_READ)
@require_safe
def answer_file(request: Any, project_id: int, file_id: int) -> Any:
    """A file that was handed in with the answers."""
    project = queries.find_project(project_id, actor=request.actor)
    if not queries.answers_file(project, file_id):
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def answers(request: Any, programme_id: int) -> HttpResponse:
    """All answers to a call's own questions in one table, whichever version they were given to."""
    row = queries.find_programme(programme_id, actor=request.actor)
    access.require(request.actor, Permission.PROGRAMME_MANAGE, at=row.place)
    found = queries.answer_lines(row, actor=request.actor, limit=200)
    lines = [
        (line, [cell if cell is None or isinstance(cell, str | int) else look.told(cell) for cell in line.cells])
        for line in found.lines
    ]
    return page(request, "projects/answers.html", {"row": row, "found": found, "lines": lines})


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def answers_sheet(request: Any, programme_id: int, form: str) -> HttpResponse:
    """The same as a sheet."""
    if form not in TYPES:
        raise NotFound(access.NOT_FOUND)
    name, content = services.export_answers(programme_id, form=form, actor=request.actor, at=request.at)
    return handed_out(content, name, TYPES[form])
