"""The facts that guards and lights look at: frozen, plain, gathered in one place, without rows or clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from huozhong.funds.engine import Finding
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A programme: who may declare what, and when."""

    title: str
    state: str
    year: int
    opens_at: datetime
    closes_at: datetime
    office: Place
    levels: frozenset[str]
    kinds: frozenset[str]
    classes: frozenset[str]
    subsidy_ceiling: Decimal | None = None
    honours: frozenset[str] = frozenset()  # one of them is asked of the declaring unit


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """One numeric target with its latest reading."""

    indicator: str
    baseline: Decimal | None
    target: Decimal | None
    due_date: date | None
    latest: Decimal | None = None
    read_date: date | None = None


@dataclass(frozen=True, slots=True)
class TaskFacts:
    title: str
    start_date: date | None
    due_date: date | None
    done_date: date | None = None


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """One budget line: its amount, the split by source, and what has been spent of it."""

    purpose: str
    money_class: str
    amount: Decimal
    sources: Mapping[str, Decimal]
    spent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class RectificationFacts:
    """What an inspection asked to be put right."""

    due_date: date
    answered_date: date | None = None
    confirmed_date: date | None = None


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """How far the jury of one stage has come."""

    asked: int
    given: int
    needed: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """Everything that decides whether a project may take a step."""

    state: str
    place: Place
    unit_kind: str
    at: datetime
    today: date
    call: CallFacts
    name: str = ""
    work_class: str = ""
    lead: str = ""
    contact: str = ""
    start_date: date | None = None
    finish_date: date | None = None
    basis_title: str = ""
    basis_number: str = ""
    need: str = ""
    target_group: str = ""
    headcount: int | None = None
    content: str = ""
    unit_honours: frozenset[str] = frozenset()
    answers_missing: tuple[str, ...] = ()  # required questions of the call's own form that are unanswered
    targets: tuple[TargetFacts, ...] = ()
    tasks: tuple[TaskFacts, ...] = ()
    budget: tuple[BudgetFacts, ...] = ()
    money_findings: tuple[Finding, ...] = ()  # what the rules of union money say about the budget
    rectifications: tuple[RectificationFacts, ...] = ()
    last_progress_date: date | None = None
    running_since: date | None = None
    correction_until: datetime | None = None
    declared_by: int | None = None  # the person who filed it
    actor_person: int | None = None
    office_permissions: frozenset[Permission] = frozenset()  # what the actor holds at the programme's own unit
    refusals: int = 0  # how often acceptance was refused
    refusals_allowed: int | None = None  # from the rule pack; None: no rule in force
    has_report: bool = False
    is_preview: bool = False  # a page asks whether a form may be opened; words still to be typed are not missed yet
    returned: Decimal | None = None  # what is given back on termination
    jurors_needed: int | None = None
    scores: int = 0
    tier: str = ""
    is_seed_published: bool = False
    rejected_year: int | None = None  # the last year in which this union's project of this name was rejected
    # in an office's own stage
    stage_due: date | None = None  # the last of its working days
    earlier_people: frozenset[int] = frozenset()  # who took earlier steps since the declaration
    upper_permissions: frozenset[Permission] = frozenset()  # what the actor holds at the union above the office
    panel: PanelFacts | None = None  # the stage's jury; None: none was called
    refile_after: int | None = None  # years after which it may be declared again, from the rule pack

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.budget), ZERO)

    @property
    def spent(self) -> Decimal:
        return sum((line.spent for line in self.budget), ZERO)

    def from_source(self, source: str) -> Decimal:
        """Money of the whole budget that comes from one source."""
        return sum((line.sources.get(source, ZERO) for line in self.budget), ZERO)
