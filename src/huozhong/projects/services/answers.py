"""Verbs of what a project answers beyond the fixed form; and words that came too late, kept beside the draft."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.ledgers import engine as ledgers
from huozhong.projects.models import KeptWords
from huozhong.projects.queries.answers import AnswerSheetPage, answer_lines, asked
from huozhong.projects.queries.facts import project_facts
from huozhong.projects.queries.finding import find_programme, find_project
from huozhong.projects.rules.window import filing_refusal
from huozhong.projects.services.moving import lock_project
from huozhong.questions import engine as questions
from huozhong.questions import services as answering
from huozhong.records import services as records

KIND = "projects.project"
EDITABLE = frozenset({"draft", "returned"})
MOST_KEPT = 500_000  # signs of late words that are kept for one step
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_KINDS = {
    questions.Kind.WHOLE: ledgers.FieldKind.NUMBER,
    questions.Kind.MONEY: ledgers.FieldKind.MONEY,
    questions.Kind.DAY: ledgers.FieldKind.DATE,
}


class TooLate(Refused):
    """The window, or the time given for correction, is over."""


@transaction.atomic
def save_answers(
    project_id: int,
    *,
    version_id: int,
    answers: Mapping[str, object],
    uploads: Mapping[str, IO[bytes]] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Save what was answered to the call's own form, under the version that was on the page."""
    project = lock_project(project_id, Permission.PROJECT_DECLARE, actor=actor, states=EDITABLE)
    late = filing_refusal(project_facts(project, actor=actor, at=at))
    if late is not None:
        raise TooLate(late)
    if asked(project) is None:
        raise Refused(say("这次征集没有补充问题。"))
    answering.save_answers(
        KIND,
        project.pk,
        version_id=version_id,
        answers=answers,
        uploads=uploads,
        city_id=project.city_id,
        actor=actor,
        at=at,
    )
    records.note(
        KIND,
        project.pk,
        "draft_saved",
        actor=actor,
        at=at,
        place=project.place,
        label=project.name,
        details={"parts": ["answers"]},
    )


@transaction.atomic
def take_new_form(project_id: int, *, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Go over to the newer version of the form that the call carries now; gives the labels of what no longer fits."""
    project = lock_project(project_id, Permission.PROJECT_DECLARE, actor=actor, states=EDITABLE)
    late = filing_refusal(project_facts(project, actor=actor, at=at))
    if late is not None:
        raise TooLate(late)
    found = asked(project)
    if found is None or found.newer is None:
        raise Refused(say("已经是最新的版本了。"))
    left = answering.take_version(KIND, project.pk, version_id=found.newer.id, actor=actor, at=at)
    records.note(
        KIND,
        project.pk,
        "form_renewed",
        actor=actor,
        at=at,
        place=project.place,
        label=project.name,
        details={"from": found.version.number, "to": found.newer.number},
    )
    return left


@transaction.atomic
def keep_words(
    project_id: int, step: str, *, words: Mapping[str, list[str]], why: Sentence, actor: Actor, at: datetime
) -> None:
    """Keep what somebody typed although it came too late: beside the draft, never in the declaration."""
    project = find_project(project_id, actor=actor)
    access.require(actor, Permission.PROJECT_DECLARE, at=project.place)
    if actor.person_id is None or sum(len(word) for listed in words.values() for word in listed) > MOST_KEPT:
        return
    KeptWords.objects.update_or_create(
        city_id=project.city_id,
        project=project,
        step=step[:12],
        person_id=actor.person_id,
        defaults={"words": dict(words), "refused_why": str(why)[:300], "at": at},
    )
    records.note(
        KIND, project.pk, "late_words_kept", actor=actor, at=at, place=project.place, label=project.name,
        details={"step": step},
    )  # fmt: skip


@transaction.atomic
def forget_words(project_id: int, step: str, *, actor: Actor, at: datetime) -> None:
    """The words are saved, or no longer wanted by who typed them."""
    project = find_project(project_id, actor=actor)
    gone, _ = KeptWords.objects.filter(project=project, step=step, person_id=actor.person_id or 0).delete()
    if gone:
        records.note(
            KIND, project.pk, "late_words_dropped", actor=actor, at=at, place=project.place, label=project.name,
            details={"step": step},
        )  # fmt: skip


@transaction.atomic
def export_answers(programme_id: int, *, form: str, actor: Actor, at: datetime) -> tuple[str, bytes]:
    """All answers to a call's form as a sheet ("xlsx" or "csv"): name and content."""
    programme = find_programme(programme_id, actor=actor)
    for permission in (Permission.PROGRAMME_MANAGE, Permission.LEDGER_EXPORT):
        access.require(actor, permission, at=programme.place)
    page = answer_lines(programme, actor=actor)
    fields = _fields(page)
    rows = _rows(page)
    title = f"{programme.title} 补充问题"
    content = ledgers.plain_sheet(title, fields=fields, rows=rows) if form == "xlsx" else _csv(fields, rows)
    records.note(
        "projects.programme", programme.pk, "answers_exported", actor=actor, at=at, place=programme.place,
        label=programme.title, details={"rows": len(rows), "form": form},
    )  # fmt: skip
    return f"{title}.{form}", content


def _fields(page: AnswerSheetPage) -> list[ledgers.Field]:
    fixed = [
        ledgers.Field("name", say("项目名称")),
        ledgers.Field("unit_name", say("申报单位")),
        ledgers.Field("number", say("表格版本"), ledgers.FieldKind.NUMBER),
    ]
    asked_columns = [
        ledgers.Field(f"a{place}", Sentence(column.label), _KINDS.get(column.kind, ledgers.FieldKind.TEXT))
        for place, column in enumerate(page.columns)
    ]
    return fixed + asked_columns


def _rows(page: AnswerSheetPage) -> list[dict[str, object]]:
    return [
        {
            "name": line.name,
            "unit_name": line.unit_name,
            "number": line.number,
            **{f"a{place}": _cell(page.columns[place].kind, value) for place, value in enumerate(line.cells)},
        }
        for line in page.lines
    ]


def _cell(kind: questions.Kind, value: str | int | Sentence | None) -> object:
    if value is None or value == "":
        return None
    if kind is questions.Kind.MONEY:
        return Decimal(str(value))
    if kind is questions.Kind.DAY:
        return date.fromisoformat(str(value))
    return value if isinstance(value, int) else str(value)


def _csv(fields: list[ledgers.Field], rows: list[dict[str, object]]) -> bytes:
    """For programs that read no sheets; a cell that looks like a formula is made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_as_text(str(field.title)) for field in fields])
    for row in rows:
        writer.writerow([_as_text("" if row.get(f.key) is None else str(row[f.key])) for f in fields])
    return out.getvalue().encode("utf-8-sig")


def _as_text(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA_STARTS) else words
