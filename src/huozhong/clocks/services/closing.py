"""Verbs that close a deadline: with a reason, and a statutory one by a second person."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huozhong.clocks.models import Deadline
from huozhong.clocks.services.opening import facts, locked, working
from huozhong.clocks.services.telling import tell_to_confirm
from huozhong.clocks.workflow import ENDED, OPEN
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles


@transaction.atomic
def ask_close(
    deadline_id: int,
    *,
    outcome: str,
    why: str,
    actor: Actor,
    at: datetime,
    done_date: date | None = None,
) -> str:
    """Say that a deadline is met, waived or was opened by mistake (cancelled), and why; answers its new state.

    A statutory one waits for a second person; any other is closed at once.
    """
    if outcome not in ENDED:
        raise Refused(say("请选办成了、放弃，还是撤销。"))
    row = working(deadline_id, actor=actor)
    done = done_date or (day_of(at) if outcome == "met" else None)
    words = {
        "asked_outcome": outcome,
        "asked_reason": why.strip()[:500],
        "asked_at": at,
        "asked_by_id": actor.person_id,
        "asked_by_name": actor.name[:100],
        "done_date": done,
    }
    gathered = facts(actor, at, done_date=done)
    if row.is_statutory:
        moved = lifecycles.carry_out(row, "ask_close", actor=actor, at=at, why=why, facts=gathered, changes=words)
        tell_to_confirm(moved, at=at)
        return moved.state
    settled = lifecycles.carry_out(
        row, f"settle_{outcome}", actor=actor, at=at, why=why, facts=gathered,
        changes={**words, "closed_at": at, "paused_date": None},
    )  # fmt: skip
    return settled.state


@transaction.atomic
def confirm_close(deadline_id: int, *, actor: Actor, at: datetime, why: str = "") -> str:
    """A second person confirms what was asked; answers the new state."""
    row = locked(deadline_id)
    if row.state != "closing":
        raise Conflict(say("没有人申请了结这个期限，或者别人刚刚确认过，请刷新再看。"))
    moved = lifecycles.carry_out(
        row, f"confirm_{row.asked_outcome}", actor=actor, at=at, why=why, facts=facts(actor, at),
        changes={
            "confirmed_by_id": actor.person_id, "confirmed_by_name": actor.name[:100], "closed_at": at,
            "paused_date": None,
        },
    )  # fmt: skip
    return moved.state


@transaction.atomic
def send_back(deadline_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """A second person does not agree: the deadline runs on."""
    row = locked(deadline_id)
    cleared = {
        "asked_outcome": "", "asked_reason": "", "asked_at": None, "asked_by_id": None, "asked_by_name": "",
        "done_date": None, "paused_date": None,
    }  # fmt: skip
    lifecycles.carry_out(row, "send_back", actor=actor, at=at, why=why, facts=facts(actor, at), changes=cleared)


def cancel(
    kind: str, thing_id: int, *, why: str, actor: Actor, at: datetime, item_key: str | None = None
) -> tuple[int, int]:
    """Strike out every open deadline of a thing or a part of it: (closed at once, waiting for another person)."""
    with transaction.atomic():
        rows = Deadline.objects.filter(thing_kind=kind, thing_id=thing_id, state__in=OPEN).exclude(state="closing")
        if item_key is not None:
            rows = rows.filter(item_key=item_key)
        states = [
            ask_close(one, outcome="cancelled", why=why, actor=actor, at=at)
            for one in rows.order_by("id").values_list("id", flat=True)
        ]
    return states.count("cancelled"), states.count("closing")
