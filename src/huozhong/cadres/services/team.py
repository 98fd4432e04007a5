"""Social workers of the union: engaged, assigned to unions, renewed, gone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.cadres.models import Service, Worker
from huozhong.cadres.rules import CONTRACTS, contract_refusal
from huozhong.cadres.workflow import WORKER, WorkerState
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import services as lifecycles
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.unions import queries as unions


@transaction.atomic
def engage_worker(
    *,
    unit: Place,
    person_id: int,
    post: str,
    contract: str,
    from_date: date,
    until_date: date | None,
    actor: Actor,
    at: datetime,
) -> int:
    """Enter a social worker at the union that employs them; nobody serves two employers at once."""
    access.require(actor, Permission.TEAM_MANAGE, at=unit)
    post = " ".join(post.split())[:60]
    if not post:
        raise Refused(say("请写明岗位。"))
    if contract not in CONTRACTS:
        raise Refused(say("没有这种用工方式，请重新选择。"))
    reason = contract_refusal(from_date=from_date, until_date=until_date)
    if reason is not None:
        raise Refused(reason)
    card = people.person(person_id)
    if card.city_id != unit.city_id:
        raise NotFound(access.NOT_FOUND)
    try:
        with transaction.atomic():
            row = Worker.objects.create(
                city_id=unit.city_id,
                unit_id=unit.unit_id,
                person_id=person_id,
                name=card.name[:100],
                post=post,
                contract=contract,
                from_date=from_date,
                until_date=until_date,
                engaged_at=at,
            )
    except IntegrityError as error:
        if "a_worker_serves_one_employer" not in str(error):
            raise
        raise Refused(say("%(name)s已经登记在岗，先办离职再登记。", name=card.name)) from None
    records.note(WORKER.kind, row.pk, "worker_engaged", actor=actor, at=at, place=unit, label=row.name)
    return row.pk


@transaction.atomic
def assign_worker(worker_id: int, *, unit_id: int, from_date: date, actor: Actor, at: datetime) -> None:
    """From a day on the worker serves this union, at or below the one that employs them."""
    row = _locked(worker_id, actor)
    served = unions.unit(unit_id)
    if not served.place.path.startswith(row.place.path):
        raise Refused(say("只能安排服务%(name)s和它下面的工会。", name=row.unit.name))
    if from_date < row.from_date:
        raise Refused(say("不能早于入职日期。"))
    try:
        with transaction.atomic():
            Service.objects.create(city_id=row.city_id, worker=row, unit_id=unit_id, from_date=from_date)
    except IntegrityError as error:
        if "served_once_at_a_time" not in str(error):
            raise
        raise Refused(say("已经在服务这个工会。")) from None
    details = {"unit_id": unit_id, "unit": served.name}
    records.note(
        WORKER.kind, row.pk, "worker_assigned", actor=actor, at=at, place=row.place, label=row.name, details=details
    )


@transaction.atomic
def release_worker(service_id: int, *, until_date: date, actor: Actor, at: datetime) -> None:
    """The worker no longer serves a union after a day."""
    service = Service.objects.select_for_update(of=("self",)).filter(pk=service_id, until_date__isnull=True).first()
    if service is None:
        raise NotFound(access.NOT_FOUND)
    row = _locked(service.worker_id, actor)
    if until_date < service.from_date:
        raise Refused(say("结束日期早于开始日期。"))
    service.until_date = until_date
    service.save(update_fields=["until_date"])
    details = {"unit_id": service.unit_id}
    records.note(
        WORKER.kind, row.pk, "worker_released", actor=actor, at=at, place=row.place, label=row.name, details=details
    )


@transaction.atomic
def renew_contract(worker_id: int, *, until_date: date | None, actor: Actor, at: datetime) -> None:
    """The contract runs until another day; None: without an end."""
    row = _locked(worker_id, actor)
    reason = contract_refusal(from_date=row.from_date, until_date=until_date)
    if reason is not None:
        raise Refused(reason)
    before, row.until_date = row.until_date, until_date
    row.save(update_fields=["until_date"])
    details = {
        "before": before.isoformat() if before else None,
        "after": until_date.isoformat() if until_date else None,
    }
    records.note(
        WORKER.kind, row.pk, "worker_renewed", actor=actor, at=at, place=row.place, label=row.name, details=details
    )


@transaction.atomic
def worker_leaves(worker_id: int, *, left_date: date, why: str, actor: Actor, at: datetime) -> None:
    """A worker leaves; every service ends on that day too."""
    row = _locked(worker_id, actor)
    if left_date < row.from_date:
        raise Refused(say("离职日期早于入职日期。"))
    late = row.services.filter(until_date__isnull=True, from_date__gt=left_date)
    if late.exists():
        raise Refused(say("有一项服务安排在离职日期之后才开始，请先结束它。"))
    lifecycles.carry_out(row, "leave", actor=actor, at=at, why=why, changes={"left_date": left_date})
    row.services.filter(until_date__isnull=True).update(until_date=left_date)


def _locked(worker_id: int, actor: Actor) -> Worker:
    rows = Worker.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=worker_id, state=WorkerState.SERVING).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.TEAM_MANAGE, at=row.place, seen=Permission.TEAM_READ)
    return row
