"""A term of a congress: founded, changed while it is prepared, opened, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.delegates.events import CongressFounded
from huozhong.delegates.models import Congress
from huozhong.delegates.queries import law
from huozhong.delegates.queries.opening import opening_facts
from huozhong.delegates.rules.terms import end_of_term
from huozhong.delegates.rules.words import CongressKind, Ending, Form
from huozhong.delegates.services.locking import locked
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.records.services import FileKind, FileLimit
from huozhong.unions import queries as unions

RULES_FILES = FileLimit(20 * 1024 * 1024, frozenset({FileKind.PDF, FileKind.DOCX}))
MOST_YEARS = 10
MOST_EMPLOYEES = 10_000_000
AGAIN = "换届"


@dataclass(frozen=True, slots=True)
class CongressForm:
    """What is written down about a term before its delegates are elected."""

    kind: CongressKind
    term_number: int
    term_years: int
    from_date: date
    seats: int
    counted_date: date
    employees: int
    women: int = 0
    front_line: int = 0
    dispatched: int = 0
    disabled: int = 0
    managers_mean: str = "中层以上管理人员"
    working_body: str = "工会委员会"
    form: Form = Form.CONGRESS


@transaction.atomic
def found_congress(unit: Place, *, form: CongressForm, actor: Actor, at: datetime) -> int:
    """Begin to prepare a term of a unit's congress. Answers its id."""
    access.require(actor, Permission.CONGRESS_MANAGE, at=unit, seen=Permission.CONGRESS_READ)
    if unit.level is not Level.GRASSROOTS and form.kind not in (CongressKind.AREA, CongressKind.INDUSTRY):
        raise Refused(say("上级工会只能组织区域性、行业性职代会；企业和事业单位的职代会由基层工会办理。"))
    jurisdiction = next(iter(unions.jurisdictions(unit.unit_id)), "")
    words = _checked(form, jurisdiction=jurisdiction, at=at)
    try:
        with transaction.atomic():
            row = Congress.objects.create(
                city_id=unit.city_id, unit_id=unit.unit_id, jurisdiction=jurisdiction, founded_at=at, **words
            )
    except IntegrityError as error:
        raise _once(error, form) from None
    details = {"term": form.term_number, "form": form.form.value}
    records.note(CONGRESS.kind, row.pk, "founded", actor=actor, at=at, place=unit, label=str(row), details=details)
    records.announce(CongressFounded(row.pk, unit.path), city_id=row.city_id)
    return row.pk


@transaction.atomic
def change_congress(congress_id: int, *, form: CongressForm, actor: Actor, at: datetime) -> None:
    """Correct what was written down, while the term is prepared."""
    row = locked(congress_id, actor)
    if row.state != CongressState.PREPARING:
        raise Refused(say("任期已经开始，基本情况不能再改；人数变化请用“更新职工人数”。"))
    for name, value in _checked(form, jurisdiction=row.jurisdiction, at=at).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _once(error, form) from None
    records.note(CONGRESS.kind, row.pk, "congress_changed", actor=actor, at=at, place=row.place, label=str(row))


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Employees by group as of a day."""

    on: date
    employees: int
    women: int = 0
    front_line: int = 0
    dispatched: int = 0
    disabled: int = 0


@transaction.atomic
def recount_employees(congress_id: int, *, counted: HeadCount, actor: Actor, at: datetime) -> None:
    """The workforce of another day; the composition check goes by it from now on."""
    row = locked(congress_id, actor)
    if counted.on > day_of(at):
        raise Refused(say("统计日期不能晚于今天。"))
    _refuse_parts(counted)
    before = {"counted_date": row.counted_date.isoformat(), "employees": row.employees}
    row.counted_date, row.employees, row.women = counted.on, counted.employees, counted.women
    row.front_line, row.dispatched, row.disabled = counted.front_line, counted.dispatched, counted.disabled
    row.save(update_fields=["counted_date", "employees", "women", "front_line", "dispatched", "disabled"])
    records.note(
        CONGRESS.kind, row.pk, "employees_recounted", actor=actor, at=at, place=row.place, label=str(row),
        details={"before": before, "employees": counted.employees, "on": counted.on.isoformat()},
    )  # fmt: skip


@transaction.atomic
def file_rules(
    congress_id: int,
    *,
    title: str,
    adopted: date,
    actor: Actor,
    at: datetime,
    content: bytes | IO[bytes] | None = None,
    name: str = "",
) -> None:
    """Register the congress's own rules (实施细则): title, day of adoption, and the document if there is one."""
    row = locked(congress_id, actor)
    words = " ".join(title.split())[:120]
    if not words:
        raise Refused(say("请写明实施细则的名称。"))
    if adopted > day_of(at):
        raise Refused(say("通过日期不能晚于今天。"))
    row.rules_title, row.rules_date = words, adopted
    if content is not None:
        kept = records.store_file(content, name=name, city_id=row.city_id, actor=actor, at=at, limit=RULES_FILES)
        row.rules_file_id, row.rules_file_name = kept.id, kept.name
    row.save(update_fields=["rules_title", "rules_date", "rules_file_id", "rules_file_name"])
    records.note(
        CONGRESS.kind, row.pk, "rules_filed", actor=actor, at=at, place=row.place, label=str(row),
        details={"title": words, "adopted": adopted.isoformat(), "file_id": row.rules_file_id},
    )  # fmt: skip


@transaction.atomic
def open_congress(congress_id: int, *, from_date: date, actor: Actor, at: datetime) -> None:
    """Begin the term on a day; the term before it ends on that day. Every delegate holds their seat from then on."""
    row = locked(congress_id, actor)
    if from_date > day_of(at):
        raise Refused(say("任期从将来的日子开始，请到那一天再办理。"))
    before = Congress.objects.filter(unit_id=row.unit_id, state=CongressState.SITTING).first()
    if before is not None:
        if from_date < before.from_date:
            raise Refused(say("新一届不能早于上一届开始的日子。"))
        _end(before, on=from_date, why=AGAIN, actor=actor, at=at)
    until = end_of_term(from_date, row.term_years)
    changes = {"from_date": from_date, "until_date": until}
    lifecycles.carry_out(row, "open", actor=actor, at=at, facts=lambda one: opening_facts(one, on=from_date),
                         changes=changes)  # fmt: skip
    row.delegates.filter(until_date__isnull=True).update(from_date=from_date)


def _end(row: Congress, *, on: date, why: str, actor: Actor, at: datetime) -> None:
    lifecycles.carry_out(row, "end", actor=actor, at=at, why=why)
    row.delegates.filter(until_date__isnull=True, from_date__lte=on).update(until_date=on, ended_how=Ending.TERM.value)


@transaction.atomic
def end_congress(congress_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """End a term without a successor: the unit is gone, or was merged."""
    row = locked(congress_id, actor)
    _end(row, on=day_of(at), why=why, actor=actor, at=at)


@transaction.atomic
def cancel_congress(congress_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Call off a term that was being prepared."""
    row = locked(congress_id, actor)
    lifecycles.carry_out(row, "cancel", actor=actor, at=at, why=why)


def _checked(form: CongressForm, *, jurisdiction: str, at: datetime) -> dict[str, object]:
    counted = HeadCount(form.counted_date, form.employees, form.women, form.front_line, form.dispatched, form.disabled)
    _refuse_parts(counted)
    if not 1 <= form.term_number <= 200:
        raise Refused(say("请写明是第几届。"))
    if not 1 <= form.term_years <= MOST_YEARS:
        raise Refused(say("每届任期请填 1 到 %(most)s 年。", most=MOST_YEARS))
    if form.counted_date > day_of(at):
        raise Refused(say("统计日期不能晚于今天。"))
    is_all_hands = form.form is Form.ALL_HANDS
    if not is_all_hands and not 1 <= form.seats <= 3000:
        raise Refused(say("代表名额请填 1 到 3000。"))
    doubt, rule = law.term_doubt(jurisdiction, years=form.term_years, on=form.from_date)
    if doubt is not None and law.is_sure(rule):
        raise Refused(doubt, cite=str(rule.cite) if rule else "")
    if is_all_hands:
        doubt, rule = law.all_hands_doubt(jurisdiction, employees=form.employees, on=form.from_date)
        if doubt is not None and law.is_sure(rule):
            raise Refused(doubt, cite=str(rule.cite) if rule else "")
    return {
        "kind": form.kind.value,
        "form": form.form.value,
        "term_number": form.term_number,
        "term_years": form.term_years,
        "from_date": form.from_date,
        "until_date": end_of_term(form.from_date, form.term_years),
        "seats": form.employees if is_all_hands else form.seats,
        "counted_date": form.counted_date,
        "employees": form.employees,
        "women": form.women,
        "front_line": form.front_line,
        "dispatched": form.dispatched,
        "disabled": form.disabled,
        "managers_mean": " ".join(form.managers_mean.split())[:200],
        "working_body": " ".join(form.working_body.split())[:100],
    }


def _refuse_parts(counted: HeadCount) -> None:
    if not 1 <= counted.employees <= MOST_EMPLOYEES:
        raise Refused(say("请填写职工总人数。"))
    parts = (counted.women, counted.front_line, counted.dispatched, counted.disabled)
    if any(not 0 <= part <= counted.employees for part in parts):
        raise Refused(say("女职工、一线、派遣、残疾职工的人数都不能超过职工总人数。"))


def _once(error: IntegrityError, form: CongressForm) -> Exception:
    told = str(error)
    if "a_term_comes_once" in told:
        return Refused(say("第%(n)s届已经登记过了。", n=form.term_number))
    if "one_congress_is_prepared_at_a_time" in told:
        return Refused(say("这个单位已经有一届正在筹备。"))
    return error
