"""Verbs that start a deadline, and start it again, extend it, let it stand still and run on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from huozhong.access import services as access
from huozhong.clocks.engine import Period, period_from_json
from huozhong.clocks.models import Deadline
from huozhong.clocks.queries import calendars, things
from huozhong.clocks.queries.finding import find_deadline
from huozhong.clocks.rules.guards import DeadlineFacts
from huozhong.clocks.rules.stored import stored
from huozhong.clocks.services.computing import columns
from huozhong.clocks.workflow import DEADLINE, OPEN
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.people import queries as people
from huozhong.records import services as records

DAY = timedelta(days=1)


@transaction.atomic
def open_deadline(
    kind: str,
    thing_id: int,
    *,
    rule_id: str,
    title: Sentence | str,
    period: Period,
    start_date: date,
    owner_id: int,
    place: Place,
    actor: Actor,
    at: datetime,
    title_en: str = "",
    item_key: str = "",
    rule_fingerprint: str = "",
    cite: str = "",
    effect: Sentence | str = "",
    effect_en: str = "",
    trigger: Sentence | str = "",
    is_statutory: bool = True,
    deputy_id: int | None = None,
    supervisor_id: int | None = None,
) -> int:
    """Start a deadline; the same one that runs gives its id. Texts name nobody. The caller has asked who may."""
    city_id, part = place.city_id, {"thing_kind": kind, "thing_id": thing_id, "item_key": item_key}
    same = Deadline.objects.filter(city_id=city_id, **part, rule_id=rule_id, start_date=start_date, state__in=OPEN)
    if found := same.first():
        return found.id
    people_of = {"owner_id": owner_id, "deputy_id": deputy_id, "supervisor_id": supervisor_id}
    _require_people(*people_of.values())
    row = Deadline(
        city_id=city_id,
        unit_id=place.unit_id,
        **part,
        **people_of,
        thing_label=things.thing_of(kind).title(thing_id)[:80],
        rule_id=rule_id,
        rule_fingerprint=rule_fingerprint,
        title=stored(title, en=title_en),
        cite=cite[:300],
        effect=stored(effect, en=effect_en) if effect else None,
        trigger=stored(trigger) if trigger else None,
        is_statutory=is_statutory,
        opened_at=at,
        **columns(period, start_date),
    )
    row.save(force_insert=True)
    _note_opened(row, actor=actor, at=at)
    return row.id


def _note_opened(row: Deadline, *, actor: Actor, at: datetime) -> None:
    details = {"legal": row.legal_date.isoformat(), "safe": row.safe_date.isoformat(), "owner": row.owner_id}
    records.note(
        DEADLINE.kind, row.pk, "deadline_opened", actor=actor, at=at, place=row.place, label=str(row), details=details
    )


@transaction.atomic
def restart_deadline(
    deadline_id: int, *, start_date: date, why: str, actor: Actor, at: datetime, trigger: Sentence | str = ""
) -> None:
    """Interrupted: the whole period runs anew from a day."""
    row = working(deadline_id, actor=actor)
    if start_date > day_of(at):
        raise Refused(say("重新起算的日子不能晚于今天。"))
    if start_date < row.start_date:
        raise Refused(say("重新起算的日子不能早于原来的起算日。"))
    changed = columns(period_from_json(row.period), start_date)
    if trigger:
        changed["trigger"] = stored(trigger)
    _move_dates(row, changed, "deadline_restarted", actor=actor, at=at, why=why)


@transaction.atomic
def extend_deadline(deadline_id: int, *, period: Period, why: str, actor: Actor, at: datetime, cite: str = "") -> None:
    """Another, longer period from the same first day, as the rule or the office in charge allows."""
    row = working(deadline_id, actor=actor)
    changed = columns(period, row.start_date)
    if changed["legal_date"] <= row.legal_date:
        raise Refused(say("延长以后的最后一天要晚于原来的%(day)s。", day=row.legal_date))
    if cite:
        changed["cite"] = cite[:300]
    _move_dates(row, changed, "deadline_extended", actor=actor, at=at, why=why)


@transaction.atomic
def pause(deadline_id: int, *, from_date: date, why: str, actor: Actor, at: datetime) -> None:
    """From a day on the period stands still; what was left of it is kept."""
    row = working(deadline_id, actor=actor)
    if not row.start_date < from_date <= day_of(at):
        raise Refused(say("中止的第一天要在起算日之后，不能晚于今天。"))
    if from_date > row.natural_last_day:
        raise Refused(say("期间到%(day)s已经走完，不能再中止。", day=row.natural_last_day))
    lifecycles.carry_out(
        row, "pause", actor=actor, at=at, why=why, facts=facts(actor, at), changes={"paused_date": from_date}
    )


@transaction.atomic
def resume(deadline_id: int, *, from_date: date, why: str, actor: Actor, at: datetime) -> None:
    """From a day on the rest of the period runs."""
    row = working(deadline_id, actor=actor)
    if row.state != "paused" or row.paused_date is None:
        raise Conflict(say("这个期限没有中止，不用恢复。"))
    if not row.paused_date < from_date <= day_of(at):
        raise Refused(say("恢复的第一天要在中止之后，不能晚于今天。"))
    left = _left_of(row)
    changed = columns(left, from_date - DAY)
    changed["trigger"] = stored(say("中止原因消除，剩下的期间从%(day)s起继续走。", day=from_date))
    lifecycles.carry_out(
        row, "resume", actor=actor, at=at, why=why, facts=facts(actor, at),
        changes={**changed, "paused_date": None}, details={"from": from_date.isoformat(), "left": left.length},
    )  # fmt: skip


def _left_of(row: Deadline) -> Period:
    """What was left of the period on the day on which it stopped, in days, or in working days where it counts them."""
    whole = period_from_json(row.period)
    stopped = row.paused_date or row.natural_last_day
    if whole.unit is Unit.WORKING_DAYS:
        left = calendars.calendar().workdays_between(stopped, row.natural_last_day + DAY)
        return replace(whole, length=left)
    return replace(whole, length=(row.natural_last_day - stopped).days + 1, unit=Unit.DAYS)


def working(deadline_id: int, *, actor: Actor) -> Deadline:
    """The locked row, for whoever works on it; NotFound for whoever may not even see it."""
    row = locked(deadline_id)
    if works_on(row, actor):
        return row
    if things.may_see(row.thing_kind, row.thing_id, actor) or actor.person_id == row.supervisor_id:
        raise Forbidden(say("只有承办人、协办人和有权办理这件事的人，才能动这个期限。"))
    raise NotFound(access.NOT_FOUND)


def locked(deadline_id: int) -> Deadline:
    """The row, locked until the verb's end."""
    row = Deadline.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=deadline_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def works_on(row: Deadline, actor: Actor) -> bool:
    """Owner, deputy, whoever works on the thing; the clock and the operator for the rooms that ask them to."""
    if actor.kind is not ActorKind.PERSON:
        return True
    is_named = actor.person_id is not None and actor.person_id in (row.owner_id, row.deputy_id)
    return is_named or things.may_work(row.thing_kind, row.thing_id, actor)


def facts(actor: Actor, at: datetime, *, done_date: date | None = None, legal_date: date | None = None) -> Any:
    """What the guards look at, gathered from the locked row."""

    def gather(row: Deadline) -> DeadlineFacts:
        confirms = actor.person_id is not None and actor.person_id == row.supervisor_id
        return DeadlineFacts(
            is_statutory=row.is_statutory,
            may_work=works_on(row, actor),
            may_confirm=confirms or things.may_confirm(row.thing_kind, row.thing_id, actor),
            acting=actor.person_id,
            asked_by=row.asked_by_id,
            asked_outcome=row.asked_outcome,
            legal_date=legal_date or row.legal_date,
            on=day_of(at),
            done_date=done_date,
        )

    return gather


def next_moves(deadline_id: int, *, actor: Actor, at: datetime) -> tuple[lifecycles.Step, ...]:
    """What may be done with a deadline now: allowed, or greyed with the sentence that says why."""
    row = find_deadline(deadline_id, actor=actor)
    return lifecycles.what_next(row, actor, facts=facts(actor, at)(row))


def _move_dates(row: Deadline, changed: dict[str, Any], action: str, *, actor: Actor, at: datetime, why: str) -> None:
    """Write new dates into a running, paused or missed deadline; a missed one whose last day is ahead runs again."""
    if not why.strip():
        raise Refused(say("请写明理由。"))
    if row.state in ("closing", "met", "waived", "cancelled"):
        raise Conflict(say("这个期限已经了结或者正在等确认，不能再改日期。"))
    before = {
        "legal": row.legal_date.isoformat(),
        "safe": row.safe_date.isoformat(),
        "from": row.start_date.isoformat(),
    }
    is_back = row.state == "missed" and changed["legal_date"] >= day_of(at)
    if is_back:
        gathered = facts(actor, at, legal_date=changed["legal_date"])
        lifecycles.carry_out(row, "reopen", actor=actor, at=at, why=why, facts=gathered, changes=changed)
    else:
        Deadline.objects.filter(pk=row.pk).update(**changed)
    details = {"before": before, "legal": changed["legal_date"].isoformat(), "safe": changed["safe_date"].isoformat()}
    records.note(
        DEADLINE.kind, row.pk, action, actor=actor, at=at, place=row.place, label=str(row), why=why, details=details
    )


def _require_people(*ids: int | None) -> None:
    wanted = {one for one in ids if one is not None}
    if missing := wanted - set(people.persons(wanted)):
        raise NotFound(say("没有找到承办人（%(n)s 人）。", n=len(missing)))
