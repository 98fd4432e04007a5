"""Employers come under a union, change, and go under another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.unions.engine import pieces, pinyin_key
from huozhong.unions.events import EmployerMoved
from huozhong.unions.models import Employer, EmployerTenure, Unit
from huozhong.unions.queries.employers import EmployerCard
from huozhong.unions.queries.employers import employer as employer_card
from huozhong.unions.rules import codes
from huozhong.unions.rules.standing import Kind
from huozhong.unions.services import tree

KIND = "unions.employer"
_ONE_EMPLOYER = frozenset({Kind.ENTERPRISE, Kind.INSTITUTION})


@transaction.atomic
def register_employer(
    name: str,
    *,
    unit_id: int,
    on: date,
    actor: Actor,
    at: datetime,
    credit_code: str = "",
    industry: str = "",
    employees: int = 0,
    is_sample: bool = False,
    why: str = "",
) -> EmployerCard:
    """Write down an employer that a union covers from a day on: one for an enterprise's union, many for a joint one."""
    tree.not_in_the_future(on, at=at)
    unit = _locked(unit_id)
    _refuse_cover(unit, on=on)
    clean = _clean_name(name)
    key = pinyin_key(clean)
    employer = Employer(
        city_id=unit.city_id,
        unit=unit,
        name=clean,
        name_key=key,
        pieces=pieces(clean, key),
        credit_code=codes.credit_code(credit_code) if credit_code else "",
        industry=_industry(industry),
        employees=_employees(employees),
        is_sample=is_sample,
    )
    _save(employer)
    EmployerTenure.objects.create(city_id=unit.city_id, employer=employer, unit=unit, from_date=on)
    _count(unit, delta=1, on=on)
    records.note(KIND, employer.pk, "registered", actor=actor, at=at, place=unit.place, label=clean, why=why)
    return employer_card(employer.pk)


def _locked(unit_id: int) -> Unit:
    """The unit, locked so that two employers cannot slip into one enterprise's union."""
    tree.row(unit_id)
    return Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def _clean_name(name: str) -> str:
    clean = " ".join(name.split())
    if not 2 <= len(clean) <= 120 or not clean.isprintable():
        raise Refused(say("单位名称应为 2 至 120 个字。"))
    return clean


def _industry(code: str) -> str:
    if code and not (code[0].isascii() and code[0].isupper() and (code[1:].isdecimal() or code[1:] == "")):
        raise Refused(say("行业代码应为一个大写字母加至多 4 位数字，例如 C3071。"))
    if len(code) > 5:
        raise Refused(say("行业代码应为一个大写字母加至多 4 位数字，例如 C3071。"))
    return code


def _employees(count: int) -> int:
    if not 0 <= count <= 2_000_000:
        raise Refused(say("职工人数应在 0 至 200 万之间。"))
    return count


def _save(employer: Employer) -> None:
    try:
        with transaction.atomic():
            employer.save()
    except IntegrityError as error:
        if "employer_credit_code_once" not in str(error):
            raise
        other = Employer.objects.filter(city_id=employer.city_id, credit_code=employer.credit_code).first()
        raise Refused(say("这个统一社会信用代码已登记为%(name)s。", name=other.name if other else "")) from None


def _refuse_cover(unit: Unit, *, on: date) -> None:
    kind = Kind(unit.kind)
    if kind in (Kind.FEDERATION, Kind.INDUSTRY):
        raise Refused(say("单位应登记在基层工会名下，不能直接登记在%(name)s。", name=unit.name))
    if kind in _ONE_EMPLOYER and Employer.objects.filter(unit=unit).exists():
        raise Refused(say("%(name)s只覆盖一个单位；几个单位合建的请用联合工会。", name=unit.name))
    tree.not_before_founding(unit, on)


def _row(employer_id: int) -> Employer:
    found = Employer.objects.select_for_update().filter(pk=employer_id).first()
    if found is None:
        raise NotFound(say("没有这个单位。"))
    return found


@transaction.atomic
def change_employer(
    employer_id: int,
    *,
    actor: Actor,
    at: datetime,
    name: str | None = None,
    credit_code: str | None = None,
    industry: str | None = None,
    employees: int | None = None,
    why: str = "",
) -> EmployerCard:
    """Correct what is known of an employer; what is None stays."""
    employer = _row(employer_id)
    if name is not None:
        employer.name = _clean_name(name)
        employer.name_key = pinyin_key(employer.name)
        employer.pieces = pieces(employer.name, employer.name_key)
    if credit_code is not None:
        employer.credit_code = codes.credit_code(credit_code) if credit_code else ""
    if industry is not None:
        employer.industry = _industry(industry)
    if employees is not None:
        employer.employees = _employees(employees)
    _save(employer)
    place = employer.unit.place if employer.unit else None
    records.note(
        KIND,
        employer.pk,
        "changed",
        actor=actor,
        at=at,
        place=place,
        city_id=employer.city_id,
        label=employer.name,
        why=why,
    )
    return employer_card(employer.pk)


@transaction.atomic
def move_employer(employer_id: int, *, under: int, on: date, actor: Actor, at: datetime, why: str = "") -> EmployerCard:
    """Put an employer under another union of the same city from a day on."""
    tree.not_in_the_future(on, at=at)
    employer, unit = _row(employer_id), _locked(under)
    if employer.unit_id == unit.pk:
        raise Refused(say("%(name)s已经在%(parent)s下面。", name=employer.name, parent=unit.name))
    old_id = employer.unit_id or 0
    cover(employer, unit=unit, on=on)
    _tell(employer, old_id=old_id, unit=unit, action="moved", on=on, actor=actor, at=at, why=why)
    return employer_card(employer.pk)


def cover(employer: Employer, *, unit: Unit, on: date) -> None:
    """In a verb's transaction: close the employer's present tenure and open one at the unit."""
    if employer.city_id != unit.city_id:
        raise Refused(say("单位不能跨市移动，请在新的市重新登记。"))
    _refuse_cover(unit, on=on)
    if employer.unit is not None:
        _count(employer.unit, delta=-1, on=on)
    _count(unit, delta=1, on=on)
    if _close(employer, on=on):
        EmployerTenure.objects.create(city_id=employer.city_id, employer=employer, unit=unit, from_date=on)
    else:
        EmployerTenure.objects.filter(employer=employer, until_date=None).update(unit=unit)
    employer.unit = unit
    employer.save(update_fields=["unit"])


def _count(unit: Unit, *, delta: int, on: date) -> None:
    records.tally(
        "employers", path=unit.path, industry_path=unit.industry_path, day=on, delta=delta, city_id=unit.city_id
    )


def _close(employer: Employer, *, on: date) -> bool:
    """End the open tenure on the day; False when it began that very day and only its union is to change."""
    now = EmployerTenure.objects.filter(employer=employer, until_date=None).first()
    if now is None:
        return True
    if on < now.from_date:
        raise Refused(
            say("%(name)s在 %(last)s 刚变动过，生效日期不能早于这一天。", name=employer.name, last=now.from_date)
        )
    if on == now.from_date:
        return False
    EmployerTenure.objects.filter(pk=now.pk).update(until_date=on)
    return True


@transaction.atomic
def close_employer(employer_id: int, *, on: date, actor: Actor, at: datetime, why: str) -> EmployerCard:
    """Write that an employer is covered by no union from a day on: closed, or gone."""
    tree.not_in_the_future(on, at=at)
    employer = _row(employer_id)
    old_id = employer.unit_id or 0
    if not old_id:
        raise Refused(say("%(name)s现在不在任何工会覆盖之内。", name=employer.name))
    if not _close(employer, on=on):
        raise Refused(say("%(name)s在 %(day)s 当天才变动，最早次日才能再办这一项。", name=employer.name, day=on))
    unit = employer.unit
    if unit is not None:
        _count(unit, delta=-1, on=on)
    employer.unit = None
    employer.save(update_fields=["unit"])
    _tell(employer, old_id=old_id, unit=unit, action="closed", on=on, actor=actor, at=at, why=why)
    return employer_card(employer.pk)


def _tell(
    employer: Employer, *, old_id: int, unit: Unit | None, action: str, on: date, actor: Actor, at: datetime, why: str
) -> None:
    place = unit.place if unit else None
    details = {"old_unit": old_id, "unit": employer.unit_id, "on": on}
    records.note(
        KIND,
        employer.pk,
        action,
        actor=actor,
        at=at,
        place=place,
        city_id=employer.city_id,
        label=employer.name,
        why=why,
        details=details,
    )
    news = EmployerMoved(employer.pk, employer.city_id, old_id, employer.unit_id or 0, on.isoformat())
    records.announce(news, city_id=employer.city_id)
