"""Last year's projects as the dry run of a workflow takes them: how each ended, and whom it would miss today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huozhong.access import queries as seats
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import china
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Project
from huozhong.projects.queries.own import KIND
from huozhong.projects.rules.own import APPROVAL, CLOSING
from huozhong.records import queries as records
from huozhong.workflows import queries as workflows
from huozhong.workflows.engine import Case, Result, Seat

MOST = 2000
Holders = Mapping[str, frozenset[int]]  # who may review today, by kind of reviewer

_ENDED = frozenset({"terminated"})
_ACCEPTED = frozenset({"accepted", "appraised", "spreading"})


def cases(place: Place, *, year: int, on: date) -> tuple[Case, ...]:
    """The declared projects of an office's calls of a year, one case for approval and one for acceptance each."""
    rows = Project.objects.select_related("programme").filter(
        city_id=place.city_id, programme__unit_id=place.unit_id, programme__year=year, declared_at__isnull=False
    )
    holders = _holders(place, on=on)
    found: list[Case] = []
    for row in rows.exclude(state="draft").order_by("id")[:MOST]:
        found.append(_approval(row, _missing(row, holders)))
        if row.approved_date is not None and (_closing := _acceptance(row, _missing(row, holders))) is not None:
            found.append(_closing)
    return tuple(found)


def _holders(place: Place, *, on: date) -> Holders:
    upper = workflows.upper_of(place)
    found = {}
    for one in workflows.ground_of(KIND).reviewers:
        where = place if one.seat is Seat.OFFICE else upper
        people = set(seats.holders(one.permission, at=where, on=on)) if where is not None else set()
        found[one.key] = frozenset(people)
    found["judges"] = frozenset(seats.holders(Permission.JURY_JUDGE, at=place, on=on))
    return found


def _missing(project: Project, holders: Holders) -> dict[str, Sentence]:
    """Why a stage would stand still for this project: nobody, or only whoever filed it, or nobody else."""
    found: dict[str, Sentence] = {}
    for one in workflows.ground_of(KIND).reviewers:
        able = holders[one.key] - {project.declared_by}
        if not holders[one.key]:
            found[one.key] = say("今天没有一个%(who)s。", who=one.name)
        elif not able:
            found[one.key] = say("只有一个%(who)s，而这个项目正是他申报的。", who=one.name)
        elif one.must_exist is not None and not holders["judges"]:
            found[one.key] = say("今天一个评委也没有。")
    if len(holders["office"] - {project.declared_by}) == 1:
        found["another"] = say("项目办只有一个人能办，前后两个环节换不了人。")
    return found


def _approval(project: Project, missing: dict[str, Sentence]) -> Case:
    """How the first stretch ended: approved, refused, or not decided."""
    declared = day_of(project.declared_at) if project.declared_at else None
    was_refused = project.state == "rejected"
    result = Result.PASSED if project.approved_date else Result.REFUSED if was_refused else Result.OPEN
    returns, refused_late = 0, False
    if was_refused or project.returned_why:
        for row in records.history(KIND, project.pk, city_id=project.city_id):
            returns += row.move_to == "returned"
            refused_late |= row.move_to == "rejected" and row.move_from != "declared"
    last = project.programme.approval_date
    return Case(
        thing_id=project.pk,
        name=project.name,
        letter=APPROVAL,
        result=result,
        was_refused_late=refused_late,
        corrections=returns,
        days=_between(declared, project.approved_date),
        days_allowed=_between(declared, last),
        blocks=missing,
    )


def _acceptance(project: Project, missing: dict[str, Sentence]) -> Case | None:
    """How the second stretch ended; None for a project that never handed in its report."""
    if project.state in _ACCEPTED:
        result = Result.PASSED
    elif project.state in _ENDED:
        result = Result.REFUSED
    else:
        result = Result.OPEN
    if result is Result.OPEN and project.state != "awaiting" and not project.refusals:
        return None
    return Case(
        thing_id=project.pk,
        name=project.name,
        letter=CLOSING,
        result=result,
        was_refused_late=True,
        corrections=project.refusals,
        blocks=missing,
    )


def _between(start: date | None, end: date | None) -> int | None:
    """Working days from a day to another, 0 when it is earlier."""
    return max(0, china().workdays_between(start, end)) if start and end else None
