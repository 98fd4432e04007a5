"""Lists of programmes and projects, always within a reach; newest first, a page of fifty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import path_end
from huozhong.kernel.sentences import Sentence
from huozhong.lifecycles.queries import state_word
from huozhong.projects.models import BudgetLine, Programme, Project
from huozhong.projects.queries.facts import call_facts
from huozhong.projects.queries.finding import visible_programmes, visible_projects
from huozhong.projects.queries.funnel import STEPS
from huozhong.projects.queries.honours import honours_by_unit
from huozhong.projects.queries.own import NAMED, in_stage_named, own_states
from huozhong.projects.rules.call import CALL_KINDS
from huozhong.projects.rules.honours import HONOURS
from huozhong.projects.rules.own import anchor_of
from huozhong.projects.rules.window import eligibility, window_refusal
from huozhong.projects.rules.words import WORK_CLASSES
from huozhong.projects.workflow import PROGRAMME, PROJECT

PAGE = 50
TONES = {
    "approved": "leaf",
    "running": "leaf",
    "accepted": "leaf",
    "appraised": "leaf",
    "spreading": "leaf",
    "open": "open",
    "declared": "ember",
    "shortlisted": "ember",
    "awaiting": "ember",
    "returned": "sun",
    "suspended": "alarm",
    "terminated": "",
}


def told_from(stored: Mapping[str, Any] | None) -> Sentence | None:
    """A stored sentence, to be translated where it is shown."""
    return Sentence(stored["text"], stored["values"]) if stored else None


def stored(sentence: Sentence) -> dict[str, Any]:
    """A sentence as JSON; its gaps hold plain texts."""
    return {"text": sentence.text, "values": {name: str(value) for name, value in sentence.values.items()}}


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project as a list shows it."""

    id: int
    name: str
    unit_id: int
    unit_name: str
    programme_id: int
    programme: str
    year: int
    state: str
    state_word: Sentence
    tone: str
    work_class: Sentence | None
    lead: str
    light: str
    reason: Sentence | None
    due_date: date | None
    due_what: Sentence | None
    declared_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What a reader asked to see of the projects within reach."""

    search: str = ""
    state: str = ""
    light: str = ""
    work_class: str = ""
    year: int | None = None
    programme_id: int | None = None
    below: str = ""  # path of a unit: it and everything below
    reached: str = ""  # a step of the office's funnel that it came to
    money_class: str = ""  # its plan asks for money of this class
    late_on: date | None = None  # something is owed since before this day


def line_of(row: Project) -> ProjectLine:
    """A project that is already in hand, as lists show it."""
    return ProjectLine(
        id=row.id,
        name=row.name,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        programme_id=row.programme_id,
        programme=row.programme.title,
        year=row.programme.year,
        state=row.state,
        state_word=state_word(row),
        tone=TONES.get(anchor_of(row.state), ""),
        work_class=WORK_CLASSES.get(row.work_class),
        lead=row.lead,
        light=row.light or "none",
        reason=told_from(row.light_reasons[0]) if row.light_reasons else None,
        due_date=row.due_date,
        due_what=told_from(row.due_what),
        declared_at=row.declared_at,
    )


def _chosen(asked: ProjectFilter) -> Q:
    chosen = Q()
    if asked.search:
        chosen &= Q(name__icontains=asked.search) | Q(unit__name__icontains=asked.search) | Q(lead=asked.search)
    if asked.state.startswith(NAMED):
        chosen &= in_stage_named(asked.state.removeprefix(NAMED))
        asked = replace(asked, state="")
    for name in ("state", "light", "work_class"):
        if value := getattr(asked, name):
            chosen &= Q(**{name: value})
    if asked.year is not None:
        chosen &= Q(programme__year=asked.year)
    if asked.programme_id is not None:
        chosen &= Q(programme_id=asked.programme_id)
    if asked.reached:
        chosen &= STEPS[asked.reached][1]
    if asked.money_class:
        chosen &= Q(pk__in=BudgetLine.objects.filter(money_class=asked.money_class).values("project_id"))
    if asked.late_on is not None:
        chosen &= Q(due_date__lt=asked.late_on)
    if asked.below:
        chosen &= Q(unit__path__gte=asked.below, unit__path__lt=path_end(asked.below))
    return chosen


def project_lines(
    actor: Actor, *, asked: ProjectFilter | None = None, before: int | None = None, limit: int = PAGE
) -> tuple[ProjectLine, ...]:
    """One page of the projects that the actor may see, newest first; go on with `before` of the last one."""
    rows = Project.objects.select_related("unit", "programme").filter(visible_projects(actor))
    rows = rows.filter(_chosen(asked or ProjectFilter()))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return tuple(line_of(row) for row in rows.order_by("-id")[:limit])


def years(actor: Actor) -> tuple[int, ...]:
    """The years of the programmes that the actor may see, newest first."""
    rows = Programme.objects.filter(visible_programmes(actor)).values_list("year", flat=True)
    return tuple(rows.distinct().order_by("-year"))


def own_stage_names(actor: Actor) -> tuple[tuple[str, Sentence], ...]:
    """Own stages in which projects that the actor may see stand now, as the list's filter names them."""
    return tuple((key, word) for key, word, _count in own_states(visible_projects(actor)))


@dataclass(frozen=True, slots=True)
class Overview:
    """An office's first screen: lights, states, what is overdue, what comes next."""

    lights: Mapping[str, int]
    states: tuple[tuple[str, Sentence, int], ...]
    overdue: tuple[ProjectLine, ...]
    red: tuple[ProjectLine, ...]
    soon: tuple[ProjectLine, ...]
    total: int


def overview(*, reach: Reach, on: date, limit: int = 20) -> Overview:
    """What stands where within reach, and what is late, the longest first."""
    rows = Project.objects.filter(reach.over("unit")).exclude(state="draft")
    by_state = dict(rows.values_list("state").annotate(count=Count("id")).order_by("state"))
    by_light = dict(rows.exclude(light="").values_list("light").annotate(count=Count("id")).order_by("light"))
    full = rows.select_related("unit", "programme")
    late = full.filter(due_date__lt=on).order_by("due_date", "id")[:limit]
    soon = full.filter(due_date__gte=on).order_by("due_date", "id")[:10]
    red = full.filter(light="red").exclude(due_date__lt=on).order_by("-id")[:limit]
    return Overview(
        lights={name: by_light.get(name, 0) for name in ("red", "amber", "green")},
        states=(
            *((name, word, by_state[name]) for name, word in PROJECT.states.items() if name in by_state),
            *own_states(reach.over("unit")),
        ),
        overdue=tuple(line_of(row) for row in late),
        red=tuple(line_of(row) for row in red),
        soon=tuple(line_of(row) for row in soon),
        total=sum(by_state.values()),
    )


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A call as pages show it."""

    id: int
    title: str
    theme: str
    description: str
    unit_id: int
    unit_name: str
    year: int
    state: str
    state_word: Sentence
    tone: str
    opens_at: datetime
    closes_at: datetime
    is_taking: bool
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    classes: tuple[Sentence, ...]
    weights: Mapping[str, int]
    cites: tuple[Mapping[str, Any], ...]
    subsidy_ceiling: Decimal | None
    approval_date: date | None
    midyear_date: date | None
    report_date: date | None
    showcase_date: date | None
    call_kind: Sentence
    honours: tuple[Sentence, ...]
    form_version_id: int | None


def programme_card(row: Programme, *, at: datetime) -> ProgrammeCard:
    """The card of a row that is already in hand."""
    is_taking = window_refusal(call_facts(row), at) is None
    names = ("id", "title", "theme", "description", "unit_id", "year", "state", "opens_at", "closes_at", "weights")
    days = ("subsidy_ceiling", "approval_date", "midyear_date", "report_date", "showcase_date")
    return ProgrammeCard(
        **{name: getattr(row, name) for name in (*names, *days)},
        unit_name=row.unit.name,
        state_word=PROGRAMME.states[row.state],
        tone=TONES.get(row.state, "") if is_taking or row.state != "open" else "sun",
        is_taking=is_taking,
        levels=tuple(row.levels),
        kinds=tuple(row.kinds),
        classes=tuple(WORK_CLASSES[name] for name in row.classes if name in WORK_CLASSES),
        cites=tuple(row.cites),
        call_kind=CALL_KINDS[row.call_kind],
        honours=tuple(HONOURS[name] for name in row.honours if name in HONOURS),
        form_version_id=row.form_version_id,
    )


def programme_cards(actor: Actor, *, at: datetime) -> tuple[ProgrammeCard, ...]:
    """Calls that the actor may see: those that take declarations first, then the newest."""
    rows = Programme.objects.select_related("unit").filter(visible_programmes(actor)).order_by("-id")[:PAGE]
    cards = [programme_card(row, at=at) for row in rows]
    return tuple(sorted(cards, key=lambda card: not card.is_taking))


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call and one of the actor's unions that may answer it."""

    programme_id: int
    title: str
    closes_at: datetime
    unit_id: int
    unit_name: str


def open_calls(actor: Actor, *, at: datetime, units: tuple[tuple[Any, str, str], ...]) -> tuple[OpenCall, ...]:
    """Every (call, union) that may declare now; `units` are (place, name, kind) of the unions the actor works for."""
    found = Programme.objects.select_related("unit").filter(visible_programmes(actor), state="open")
    rows = list(found.order_by("closes_at", "id"))
    asks_honours = any(row.honours for row in rows)
    held = honours_by_unit(place.unit_id for place, _name, _kind in units) if asks_honours else {}
    return tuple(
        OpenCall(row.id, row.title, row.closes_at, place.unit_id, name)
        for row in rows
        if window_refusal(call_facts(row), at) is None
        for place, name, kind in units
        if access.can(actor, Permission.PROJECT_DECLARE, at=place)
        and eligibility(call_facts(row), place, unit_kind=kind, honours=held.get(place.unit_id, ())) is None
    )
