"""Who has a dossier in hand: handler, deputy, lawyer; and who is kept out of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.clocks import queries as watched
from huozhong.clocks import services as clocks
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.rights.models import Assignment, Dossier, Recusal
from huozhong.rights.queries import seeing
from huozhong.rights.queries.things import KIND
from huozhong.rights.services import staging, telling
from huozhong.rights.services.opening import locked, note_on

OVER = say("案件已经办结，不用再换人。")


@transaction.atomic
def assign(
    dossier_id: int,
    *,
    handler_id: int,
    deputy_id: int | None = None,
    why: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Give the dossier to a handler by name, and a deputy; every open deadline goes with it.

    Whoever works here may take a dossier that nobody has; giving it to somebody else, or taking it from somebody, is
    the lead's.
    """
    takes = actor.person_id == handler_id
    row = locked(dossier_id, actor=actor)
    if row.state in seeing.ENDS:
        raise Conflict(OVER)
    if not (takes and row.handler_id in (None, handler_id)):
        seeing.dossier_for(actor, dossier_id, Permission.DOSSIER_SUPERVISE)
        if row.handler_id not in (None, handler_id) and not why.strip():
            raise Refused(say("请写明为什么换经办人。"))
    if deputy_id == handler_id:
        raise Refused(say("协办人要另外一个人，经办人不在的时候由他盯着期限。"))
    on = day_of(at)
    _require_fit(row, handler_id, deputy_id, at=at)
    names = {one: card.name for one, card in people.persons({i for i in (handler_id, deputy_id) if i}).items()}
    lead = _lead_of(row, but=handler_id, at=at)
    if row.handler_id != handler_id:
        _put(row, "handler", handler_id, names[handler_id], why=why, at=at)
    if row.deputy_id != deputy_id:
        _put(row, "deputy", deputy_id, names.get(deputy_id or 0, ""), why=why, at=at)
    row.handler_id, row.handler_name = handler_id, names[handler_id][:100]
    row.deputy_id, row.deputy_name = deputy_id, names.get(deputy_id or 0, "")[:100]
    row.supervisor_id = lead
    row.save(update_fields=["handler_id", "handler_name", "deputy_id", "deputy_name", "supervisor_id"])
    told = why.strip() or str(say("指定经办人"))
    clocks.hand_over(KIND, row.pk, to_person_id=handler_id, why=told, actor=actor, at=at)
    clocks.staff(KIND, row.pk, deputy_id=deputy_id, supervisor_id=lead, actor=actor, at=at)
    note_on(row, "handler_named", actor=actor, at=at, why=why, handler=handler_id, deputy=deputy_id)
    staging.keep_event(row, "handler_named", on=on, actor=actor, at=at, why=why)
    staging.watch_limitation(row, actor=actor, at=at)
    telling.tell((handler_id, deputy_id), telling.ASSIGNED, row, at=at, but=actor.person_id)


def _require_fit(row: Dossier, *persons: int | None, at: datetime) -> None:
    """Handlers mediate here, hold nothing at the employer's own union, and are not recused."""
    for person_id in persons:
        if person_id is None:
            continue
        one = access.actor_of_person(person_id, on=day_of(at))
        if not seeing.visible(one, Permission.DOSSIER_WORK).filter(pk=row.pk).exists():
            raise Refused(
                say("%(name)s不能办这件案件：不是这里的调解员，或者与用人单位有关、应当回避。", name=one.name)
            )


def _lead_of(row: Dossier, *, but: int, at: datetime) -> int | None:
    """Who watches over the handler: the nearest lead of rights work who may see the dossier."""
    on = day_of(at)
    found = [one for one in seats.holders(Permission.DOSSIER_SUPERVISE, at=row.place, on=on) if one != but]
    near = {one.person_id for one in seats.appointments_at(row.unit_id, on=on)}
    for person_id in sorted(found, key=lambda one: (one not in near, one)):
        actor = access.actor_of_person(person_id, on=on)
        if seeing.visible(actor, Permission.DOSSIER_SUPERVISE).filter(pk=row.pk).exists():
            return person_id
    return None


def _is_under_way(row: Dossier) -> bool:
    return row.state != "intake" and row.state not in seeing.ENDS


def _put(row: Dossier, part: str, person_id: int | None, name: str, *, why: str, at: datetime) -> None:
    Assignment.objects.filter(dossier=row, part=part, until_at__isnull=True).update(until_at=at)
    if person_id is not None:
        Assignment.objects.create(
            city_id=row.city_id, dossier=row, person_id=person_id, name=name[:100], part=part, from_at=at,
            why=why.strip()[:200],
        )  # fmt: skip


@transaction.atomic
def assign_lawyer(dossier_id: int, person_id: int, *, why: str = "", actor: Actor, at: datetime) -> None:
    """Let one lawyer by name see this dossier while it runs."""
    row = locked(dossier_id, actor=actor)
    if row.state in seeing.ENDS:
        raise Conflict(OVER)
    lawyer = access.actor_of_person(person_id, on=day_of(at))
    if not access.can(lawyer, Permission.DOSSIER_ASSIGNED, at=row.place):
        raise Refused(say("%(name)s没有在这里担任法律援助律师。", name=lawyer.name))
    if Recusal.objects.filter(dossier=row, person_id=person_id, until_at__isnull=True).exists():
        raise Refused(say("%(name)s已经回避这件案件。", name=lawyer.name))
    if Assignment.objects.filter(dossier=row, part="lawyer", person_id=person_id, until_at__isnull=True).exists():
        return
    Assignment.objects.create(
        city_id=row.city_id, dossier=row, person_id=person_id, name=lawyer.name[:100], part="lawyer", from_at=at,
        why=why.strip()[:200],
    )  # fmt: skip
    note_on(row, "lawyer_assigned", actor=actor, at=at, why=why, lawyer=person_id)
    staging.keep_event(row, "lawyer_assigned", on=day_of(at), actor=actor, at=at, why=why)
    telling.tell((person_id,), telling.ASSIGNED, row, at=at, but=actor.person_id)


@transaction.atomic
def release_lawyer(dossier_id: int, person_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """From now on the lawyer no longer sees it."""
    if not why.strip():
        raise Refused(say("请写明理由。"))
    row = locked(dossier_id, actor=actor)
    held = Assignment.objects.filter(dossier=row, part="lawyer", person_id=person_id, until_at__isnull=True)
    if not held.update(until_at=at):
        raise NotFound(access.NOT_FOUND)
    note_on(row, "lawyer_released", actor=actor, at=at, why=why, lawyer=person_id)


@transaction.atomic
def recuse(dossier_id: int, person_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Keep a person out. Everybody may recuse themselves; the lead may recuse anybody."""
    if not why.strip():
        raise Refused(say("请写明为什么回避。"))
    itself = actor.person_id == person_id
    row = locked(
        dossier_id, actor=actor, permission=Permission.DOSSIER_WORK if itself else Permission.DOSSIER_SUPERVISE
    )
    if row.handler_id == person_id and (_is_under_way(row) or watched.open_count(KIND, row.pk)):
        raise Refused(say("经办人要回避的，先把案件交给另一位经办人：期限不能没有人盯着。"))
    card = people.person(person_id)
    Recusal.objects.get_or_create(
        city_id=row.city_id, dossier=row, person_id=person_id, until_at=None,
        defaults={"name": card.name[:100], "why": why.strip()[:200], "from_at": at},
    )  # fmt: skip
    freed = {name: None for name in ("handler_id", "deputy_id", "supervisor_id") if getattr(row, name) == person_id}
    for name in freed:
        setattr(row, name, None)
    if freed:
        row.handler_name = row.handler_name if row.handler_id else ""
        row.deputy_name = row.deputy_name if row.deputy_id else ""
        row.save(update_fields=[*freed, "handler_name", "deputy_name"])
        clocks.staff(KIND, row.pk, deputy_id=row.deputy_id, supervisor_id=row.supervisor_id, actor=actor, at=at)
    Assignment.objects.filter(dossier=row, person_id=person_id, until_at__isnull=True).update(until_at=at)
    note_on(row, "person_recused", actor=actor, at=at, why=why, person=person_id)


@transaction.atomic
def end_recusal(dossier_id: int, person_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """The tie is gone; only the lead says so."""
    if not why.strip():
        raise Refused(say("请写明理由。"))
    row = locked(dossier_id, actor=actor, permission=Permission.DOSSIER_SUPERVISE)
    if person_id == actor.person_id:
        raise Refused(say("自己的回避，要由别人来解除。"))
    if not Recusal.objects.filter(dossier=row, person_id=person_id, until_at__isnull=True).update(until_at=at):
        raise NotFound(access.NOT_FOUND)
    note_on(row, "recusal_ended", actor=actor, at=at, why=why, person=person_id)
