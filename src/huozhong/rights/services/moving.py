"""The moves of a dossier: each is one step of the table, one line of the story, and the clocks that the law opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from huozhong.clocks import services as clocks
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.rights.models import Dossier, ReceivedPaper, StageEvent
from huozhong.rights.queries.facts import facts
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules.guards import DossierFacts
from huozhong.rights.rules.kinds import Path
from huozhong.rights.rules.stages import Event, noted_in
from huozhong.rights.services import staging, telling
from huozhong.rights.services.opening import locked, note_on

# moves that need nothing beyond a day and perhaps a reason, with the event that they write down
PLAIN: Mapping[str, Event] = {
    "consult": Event.CONSULTED,
    "take_up": Event.TAKEN_UP,
    "negotiate": Event.NEGOTIATION_ASKED,
    "mediate": Event.MEDIATION_APPLIED,
    "complain": Event.COMPLAINT_LODGED,
    "ask_aid": Event.AID_APPLIED,
    "arbitrate": Event.ARBITRATION_APPLIED,
    "sue": Event.SUED,
    "enforce": Event.ENFORCEMENT_APPLIED,
}
# an agreement is reviewed by the commission or confirmed by the court, never both
NEEDS_PATH: Mapping[Event, Path] = {
    Event.REVIEW_APPLIED: Path.REVIEW,
    Event.CONFIRMATION_APPLIED: Path.CONFIRMATION,
}


def past_day(on: date | None, *, at: datetime, row: Dossier | None = None) -> date:
    """The day on which something happened: today unless it is told; never ahead."""
    today = day_of(at)
    day = on or today
    if day > today:
        raise Refused(say("发生的日期不能在今天以后。"))
    if row is not None and (today - day).days > 20 * 366:
        raise Refused(say("这个日期太早了，请再看一眼。"))
    return day


def _told(known: Any, told: Mapping[str, Any]) -> DossierFacts:
    changed: DossierFacts = replace(known, **told)
    return changed


def carried(
    row: Dossier,
    name: str,
    *,
    event: Event,
    on: date,
    actor: Actor,
    at: datetime,
    why: str = "",
    told: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    paper: ReceivedPaper | None = None,
) -> Dossier:
    """Carry a move out, keep its event, open its clocks, tell the worker."""
    moved = lifecycles.carry_out(
        row,
        name,
        actor=actor,
        at=at,
        why=why,
        facts=lambda one: _told(facts(one, actor, on=day_of(at)), told or {}),
        changes=changes,
        details={"on": on.isoformat()},
    )
    staging.stage(moved, event, on=on, actor=actor, at=at, why=why, paper=paper)
    telling.tell((moved.worker_person_id,), telling.MOVED, moved, at=at, but=actor.person_id)
    return moved


@transaction.atomic
def move(
    dossier_id: int,
    name: str,
    *,
    on: date | None = None,
    why: str = "",
    agrees: bool = False,
    actor: Actor,
    at: datetime,
) -> None:
    """One of the plain moves. `on` is the day on which it happened outside; `agrees`: the worker said yes to mediation.

    Suing after the last day needs the reason in `why`: the court decides whether it holds.
    """
    if name not in PLAIN:
        raise Conflict(say("这一步要在它自己的页面上办。"))
    row = locked(dossier_id, actor=actor)
    day = past_day(on, at=at, row=row)
    told: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    if name == "mediate" and agrees:
        told["worker_agrees"] = True
        changes["says_yes_to_mediation"] = True
    if name == "sue" and why.strip() and facts(row, actor, on=day).may_sue is False:
        told["may_sue"] = True
    if name in ("consult",):
        changes["closed_at"] = at
    if name == "take_up":
        changes["closed_at"] = None
    carried(row, name, event=PLAIN[name], on=day, actor=actor, at=at, why=why, told=told, changes=changes)


@transaction.atomic
def note_event(dossier_id: int, event: Event, *, on: date, why: str = "", actor: Actor, at: datetime) -> None:
    """Write down what happened between two moves; the clocks that it opens run from its day."""
    row = locked(dossier_id, actor=actor)
    known = {one.event: one for one in noted_in(row.state)}
    if event not in known:
        raise Conflict(say("现在这个阶段不登记这件事，请刷新再看。"))
    if row.handler_id is None:
        raise Refused(say("先指定一位经办人：每一个期限都要有一个人盯着。"))
    day = on if known[event].is_ahead else past_day(on, at=at, row=row)
    wanted = NEEDS_PATH.get(event)
    if wanted is not None and row.agreement_path != wanted.value:
        raise Refused(say("选的不是这条路：仲裁审查和司法确认只能选一个。要改，先写明理由改选。"))
    if event is Event.AGREEMENT_BROKEN:
        row.is_agreement_broken = True
        row.save(update_fields=["is_agreement_broken"])
    staging.stage(row, event, on=day, actor=actor, at=at, why=why)
    note_on(row, "dossier_event", actor=actor, at=at, event=event.value, on=day.isoformat())
    telling.tell((row.worker_person_id,), telling.MOVED, row, at=at, but=actor.person_id)


@transaction.atomic
def set_urgent(dossier_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Mark it urgent, with the reason; an empty reason takes the mark away."""
    row = locked(dossier_id, actor=actor)
    row.is_urgent, row.urgent_why = bool(why.strip()), why.strip()[:200]
    row.save(update_fields=["is_urgent", "urgent_why"])
    note_on(row, "urgency_set", actor=actor, at=at, why=why, is_urgent=row.is_urgent)


@transaction.atomic
def agree(
    dossier_id: int,
    *,
    path: Path | None,
    on: date | None = None,
    amount: Decimal | None = None,
    pay_date: date | None = None,
    why: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """The two sides agreed. The way that makes it hold is chosen now: exactly one."""
    row = locked(dossier_id, actor=actor)
    day = past_day(on, at=at, row=row)
    if amount is not None and amount < 0:
        raise Refused(say("约定的钱数不能是负数。"))
    changes = {
        "agreement_path": path.value if path else "",
        "agreement_amount": amount,
        "agreement_pay_date": pay_date,
        "agreement_date": None,
        "is_agreement_broken": False,
    }
    carried(row, "agree", event=Event.AGREED, on=day, actor=actor, at=at, why=why, told={"path": path}, changes=changes)


@transaction.atomic
def choose_path(dossier_id: int, path: Path, *, why: str, actor: Actor, at: datetime) -> None:
    """Another way than the one chosen first; the clock of the one that is given up is struck out with the reason."""
    row = locked(dossier_id, actor=actor)
    if row.state != "agreement":
        raise Conflict(say("达成协议以后才选这条路。"))
    if not why.strip():
        raise Refused(say("请写明为什么改选。"))
    if row.agreement_path == path.value:
        return
    applied = StageEvent.objects.filter(dossier=row, event__in=[one.value for one in NEEDS_PATH]).exists()
    if applied and path in (Path.REVIEW, Path.CONFIRMATION):
        raise Refused(
            say("已经申请过仲裁审查或者司法确认，不能再申请另一个。"),
            cite="企业劳动争议协商调解规定；人民调解法 第三十三条",
        )
    clocks.cancel(KIND, row.pk, why=why, actor=actor, at=at, item_key="agreement")
    row.agreement_path = path.value
    row.save(update_fields=["agreement_path"])
    staging.stage(row, Event.PATH_CHOSEN, on=day_of(at), actor=actor, at=at, why=why)
    if row.agreement_date is not None:
        staging.open_clocks(row, Event.AGREEMENT_IN_FORCE, on=row.agreement_date, actor=actor, at=at)
    note_on(row, "path_chosen", actor=actor, at=at, why=why, path=path.value)


@transaction.atomic
def agreement_in_force(dossier_id: int, on: date, *, actor: Actor, at: datetime) -> None:
    """The agreement holds since a day: signed and sealed on paper, or by a licensed provider. Its clocks run."""
    row = locked(dossier_id, actor=actor)
    if row.state != "agreement":
        raise Conflict(say("先登记双方达成协议，再登记生效。"))
    day = past_day(on, at=at, row=row)
    if row.agreement_date is not None:
        raise Conflict(say("这份协议已经登记了生效日期。"))
    row.agreement_date = day
    row.save(update_fields=["agreement_date"])
    staging.stage(row, Event.AGREEMENT_IN_FORCE, on=day, actor=actor, at=at)
    note_on(row, "agreement_in_force", actor=actor, at=at, on=day.isoformat())
    telling.tell((row.worker_person_id,), telling.MOVED, row, at=at, but=actor.person_id)


@transaction.atomic
def close(
    dossier_id: int,
    *,
    money: Decimal | None,
    money_date: date | None,
    why: str,
    actor: Actor,
    at: datetime,
) -> None:
    """End it: what the worker actually received and on which day; nothing received is said with 0 and the reason."""
    row = locked(dossier_id, actor=actor)
    staging.settle_the_other_sides(row, why=why, actor=actor, at=at)
    on = day_of(at)
    received = money_date if money else None
    told = {"money": money, "money_date": received}
    carried(
        row, "close", event=Event.CLOSED, on=on, actor=actor, at=at, why=why, told=told,
        changes={"money_received": money, "money_date": received, "closed_at": at},
    )  # fmt: skip
    staging.end_assignments(row, at=at)
