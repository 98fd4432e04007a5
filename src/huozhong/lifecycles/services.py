"""The only writer of any state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import pgtrigger
from django.db import connection, models, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.lifecycle import Lifecycle, Move
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import engine
from huozhong.lifecycles.queries import MOVE_WORD, Own, Step, hindrance, lifecycle_of, remember, what_next
from huozhong.records import services as records

T = TypeVar("T", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Decision:
    """What an official move rests on: the deciding meeting and the number of the document."""

    meeting: str = ""  # 会议纪要
    document_number: str = ""  # 发文字号
    decided_date: date | None = None


def register(model: type[models.Model], lifecycle: Lifecycle, *, own: Own | None = None) -> None:
    """Say which table a kind of thing runs on, and how a row finds its own one; called once, when the app is ready."""
    remember(model, lifecycle, own)


def state_triggers(lifecycle: Lifecycle) -> list[pgtrigger.Trigger]:
    """The triggers that a table with this lifecycle must carry in its Meta."""
    return [
        pgtrigger.Trigger(
            name="state_only_by_carry_out",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
            func=engine.REFUSE_OTHER_ROADS,
        ),
        pgtrigger.Trigger(
            name="state_starts_at_start",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=engine.start_only(lifecycle.start),
        ),
    ]


Facts = Callable[[Any], Any]


@transaction.atomic
def carry_out(
    thing: T,
    move_name: str,
    *,
    actor: Actor,
    at: datetime,
    facts: Any | Facts = None,
    why: str = "",
    decision: Decision | None = None,
    details: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> T:
    """Lock, permit, guard, write, record, announce: all of it or none.

    `facts` is what the guards look at, or a function of the locked row that gathers it. `changes` are columns written
    in the same statement. Answers the moved row. Raises Conflict when the state has moved on, Forbidden without the
    permission, Refused with the first guard's sentence.
    """
    row: Any = type(thing)._default_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    lifecycle = lifecycle_of(row)  # of the locked row: it says on which version it runs
    move = _move_of(lifecycle, move_name, fixed=lifecycle_of(type(thing)))
    if row.state not in move.sources:
        state, label = lifecycle.states[row.state], move.label
        raise Conflict(
            say("现在是“%(state)s”，不能“%(move)s”。可能有人刚刚办过，请刷新再看。", state=state, move=label)
        )
    _require_words(move, why=why, decision=decision)
    gathered = facts(row) if callable(facts) else facts
    reason = hindrance(move, actor=actor, place=row.place, facts=gathered)
    if reason is not None:
        raise Forbidden(reason) if reason is access.NOT_ALLOWED else Refused(reason)
    source = row.state
    _write(row, move.target, changes or {})
    _record(lifecycle, move, row, source, actor=actor, at=at, why=why, decision=decision, details=details)
    if move.announces is not None:
        # every announced event of a lifecycle is built from the thing's id and unit path alone
        records.announce(move.announces(row.id, row.place.path), city_id=row.city_id)  # type: ignore[call-arg]
    return row  # type: ignore[no-any-return]


def _move_of(lifecycle: Lifecycle, name: str, *, fixed: Lifecycle) -> Move:
    """The move; one of the fixed table that the row's own table does without is refused. KeyError when unknown."""
    if not lifecycle.has(name) and fixed.has(name):
        raise Conflict(say("这件事走的流程里没有“%(move)s”这一步，请刷新再看。", move=fixed.move(name).label))
    return lifecycle.move(name)


def _require_words(move: Move, *, why: str, decision: Decision | None) -> None:
    if move.needs_reason and not why.strip():
        raise Refused(say("请写明“%(move)s”的理由。", move=move.label))
    if move.official and not (decision and decision.meeting.strip() and decision.document_number.strip()):
        raise Refused(say("“%(move)s”是正式决定，请填写会议纪要和发文字号。", move=move.label))


def _write(row: Any, target: str, changes: Mapping[str, Any]) -> None:
    table = row._meta.db_table
    with connection.cursor() as cursor:
        key = engine.key_of(table, row.pk, row.state, target)
        cursor.execute("SELECT set_config(%s, %s, true)", [engine.SETTING, key])
        row.state = target
        for column, value in changes.items():
            setattr(row, column, value)
        row.save(update_fields=["state", *changes])
        cursor.execute("SELECT set_config(%s, '', true)", [engine.SETTING])


def _record(
    lifecycle: Lifecycle,
    move: Move,
    row: Any,
    source: str,
    *,
    actor: Actor,
    at: datetime,
    why: str,
    decision: Decision | None,
    details: Mapping[str, Any] | None,
) -> None:
    written = dict(details or {})
    if not lifecycle_of(type(row)).has(move.name):
        written[MOVE_WORD] = str(move.label)
    if decision is not None:
        written["meeting"] = decision.meeting
        written["document_number"] = decision.document_number
        if decision.decided_date is not None:
            written["decided_date"] = decision.decided_date.isoformat()
    records.note(
        lifecycle.kind,
        row.pk,
        move.name,
        actor=actor,
        at=at,
        place=row.place,
        label=str(row),
        why=why,
        moved=(source, move.target),
        details=written,
    )


@contextmanager
def loading(model: type[models.Model]) -> Iterator[None]:
    """A bulk loader's road: rows may be inserted in any state; the loader leaves its own record in the trail."""
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [engine.SETTING, f"{table}:load"])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [engine.SETTING])


__all__ = ["Decision", "Step", "carry_out", "loading", "register", "state_triggers", "what_next"]
