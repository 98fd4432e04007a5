"""Verbs of a call for projects: draft, change, open, close, file away; and its jury."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles.services import carry_out
from huozhong.projects.models import Programme
from huozhong.projects.queries import rules
from huozhong.projects.queries.facts import programme_facts
from huozhong.projects.queries.finding import find_programme
from huozhong.projects.rules.call import CALL_KINDS, CallKind, weights_from
from huozhong.projects.rules.honours import HONOURS
from huozhong.projects.services.moving import refuse_personal_numbers
from huozhong.questions import queries as questions
from huozhong.records import services as records
from huozhong.unions import queries as unions

KIND = "projects.programme"
_CALLERS = frozenset({Level.PROVINCE, Level.CITY, Level.DISTRICT})


@dataclass(frozen=True, slots=True)
class CallForm:
    """What an office fills in for a call."""

    title: str
    year: int
    opens_at: datetime
    closes_at: datetime
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    classes: tuple[str, ...]
    theme: str = ""
    description: str = ""
    subsidy_ceiling: Decimal | None = None
    approval_date: date | None = None
    midyear_date: date | None = None
    report_date: date | None = None
    showcase_date: date | None = None
    is_jury_named: bool = True
    call_kind: str = CallKind.PROJECTS
    honours: tuple[str, ...] = ()
    form_version_id: int | None = None


@transaction.atomic
def draft_programme(unit_id: int, *, form: CallForm, actor: Actor, at: datetime) -> int:
    """Draft a call at a federation. The weights of the rubric are those in force there on the day."""
    unit = unions.unit(unit_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=unit.place, seen=Permission.UNIT_READ)
    if unit.level not in _CALLERS:
        raise Refused(say("项目征集由省、市或区县总工会发起。"))
    _check(form)
    _check_form(form.form_version_id, None, actor=actor)
    answers = rules.weights(unit_id=unit_id, on=day_of(at))
    row = Programme.objects.create(
        city_id=unit.city_id,
        unit_id=unit_id,
        weights=weights_from({name: answer.share() for name, answer in answers.items()}),
        cites=rules.as_cites(list(answers.values())),
        created_at=at,
        **_columns(form),
    )
    records.note(
        KIND,
        row.id,
        "drafted",
        actor=actor,
        at=at,
        place=unit.place,
        label=row.title,
        details={"weights": row.weights},
        cites=row.cites,
    )
    return row.id


@transaction.atomic
def change_programme(programme_id: int, *, form: CallForm, actor: Actor, at: datetime, why: str = "") -> None:
    """Change a call: freely while it is a draft; once it is out only the later days and texts, with a reason."""
    find_programme(programme_id, actor=actor)
    row = Programme.objects.select_for_update(of=("self",)).select_related("unit").get(pk=programme_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=row.place)
    _check(form)
    _check_form(form.form_version_id, row, actor=actor)
    refuse_personal_numbers(why)
    before = {name: getattr(row, name) for name in _columns(form)}
    changed = {name: value for name, value in _columns(form).items() if value != before[name]}
    if row.state != "draft":
        _refuse_late_changes(row, changed, why=why, at=at)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    told = {name: [_plain(before[name]), _plain(value)] for name, value in changed.items() if name != "description"}
    records.note(KIND, row.id, "changed", actor=actor, at=at, place=row.place, label=row.title, why=why, details=told)


_MAY_CHANGE_LATE = frozenset(
    {"description", "closes_at", "approval_date", "midyear_date", "report_date", "showcase_date", "form_version_id"}
)


def _refuse_late_changes(row: Programme, changed: dict[str, object], *, why: str, at: datetime) -> None:
    if row.state != "open":
        raise Refused(say("征集已经截止，不能再修改。"))
    if set(changed) - _MAY_CHANGE_LATE:
        raise Refused(say("征集已经发布，只能修改说明、截止时间、工作日程和补充表的版本。"))
    if not why.strip():
        raise Refused(say("征集已经发布，修改要写明理由。"))
    closes_at = changed.get("closes_at")
    if isinstance(closes_at, datetime) and closes_at < max(row.closes_at, at):
        raise Refused(say("截止时间只能延后，不能提前；要提前请用“提前截止”。"))


def _check_form(version_id: int | None, row: Programme | None, *, actor: Actor) -> None:
    """A published form of one's own office; once the call is out only another version of the same form."""
    before = row.form_version_id if row is not None else None
    if version_id == before:
        return
    is_out = row is not None and row.state != "draft"
    if version_id is None:
        if is_out:
            raise Refused(say("征集已经发布，补充表不能撤下，只能换成同一张表的新版本。"))
        return
    card = next((card for card in questions.usable_versions(actor) if card.id == version_id), None)
    if card is None:
        raise Refused(say("请选择一张已经发布的表格。"))
    if is_out and before is not None and questions.version(before).form_id != card.form_id:
        raise Refused(say("征集已经发布，只能换成同一张表的新版本。"))


def _check(form: CallForm) -> None:
    refuse_personal_numbers(form.title)
    if not form.title.strip():
        raise Refused(say("请填写征集的名称。"))
    if form.call_kind not in CALL_KINDS or not set(form.honours) <= set(HONOURS):
        raise Refused(say("请从列出的征集类型和荣誉里选。"))
    if form.closes_at <= form.opens_at:
        raise Refused(say("截止时间要晚于开始时间。"))
    if form.subsidy_ceiling is not None and form.subsidy_ceiling <= 0:
        raise Refused(say("补助上限必须大于零。"))


def _columns(form: CallForm) -> dict[str, object]:
    columns = asdict(form)
    return columns | {name: list(columns[name]) for name in ("levels", "kinds", "classes", "honours")}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def move_programme(programme_id: int, move: str, *, actor: Actor, at: datetime, why: str = "") -> Programme:
    """Open, close or file away a call."""
    refuse_personal_numbers(why)
    programme = find_programme(programme_id, actor=actor)
    return carry_out(programme, move, actor=actor, at=at, why=why, facts=lambda row: programme_facts(row, at=at))


def close_what_has_lapsed(*, at: datetime) -> int:
    """The clock closes every call whose closing second is over; gives how many."""
    rows = Programme.objects.filter(state="open", closes_at__lt=at.replace(microsecond=0)).order_by("id")
    for programme in rows:
        move_programme(programme.id, "lapse", actor=CLOCK, at=at)
    return len(rows)
