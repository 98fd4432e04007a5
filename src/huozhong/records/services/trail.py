"""Adding to the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from django.utils import timezone

from huozhong.kernel.actors import Actor, Appointed
from huozhong.kernel.places import Line, Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.records.engine.personal import first_personal_number
from huozhong.records.models import Seal, SealedRow, Trail


class UnfitForTheTrailError(ValueError):
    """A programming mistake: the trail was given a float, a naive moment or something that is not JSON."""


class NumberInWordsError(Refused, UnfitForTheTrailError):
    """Somebody typed a personal number into a reason, a name or another text; the sentence asks them to take it out."""

    def __init__(self, reason: Sentence, *, where: str) -> None:
        super().__init__(reason)
        self.where = where  # "details.task": a part of the row, never what stands in it


def note(
    kind: str,
    thing_id: int,
    action: str,
    *,
    actor: Actor,
    at: dt.datetime,
    place: Place | None = None,
    city_id: int | None = None,
    label: str = "",
    why: str = "",
    moved: tuple[str, str] | None = None,
    details: Mapping[str, Any] | None = None,
    cites: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Append one row to the trail in the caller's transaction and give its id."""
    row = _row(
        kind,
        thing_id,
        action,
        actor=actor,
        at=at,
        place=place,
        city_id=city_id,
        label=label,
        why=why,
        moved=moved,
        details=details or {},
        cites=cites,
    )
    row.save(force_insert=True)
    return int(row.pk)


def note_many(
    kind: str,
    thing_ids: Iterable[int],
    action: str,
    *,
    actor: Actor,
    at: dt.datetime,
    place: Place | None = None,
    city_id: int | None = None,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> int:
    """Append one row for each thing that a bulk verb touched; gives how many."""
    first = _row(
        kind, 0, action, actor=actor, at=at, place=place, city_id=city_id, label="", why=why, moved=None,
        details=details or {}, cites=(),
    )  # fmt: skip
    shared = {f.attname: getattr(first, f.attname) for f in Trail._meta.fields if f.attname not in _PER_ROW}
    rows = [Trail(thing_id=thing_id, **shared) for thing_id in thing_ids]
    Trail.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


_PER_ROW = {"id", "thing_id", "recorded_at"}


def _row(
    kind: str,
    thing_id: int,
    action: str,
    *,
    actor: Actor,
    at: dt.datetime,
    place: Place | None,
    city_id: int | None,
    label: str,
    why: str,
    moved: tuple[str, str] | None,
    details: Mapping[str, Any],
    cites: Sequence[Mapping[str, Any]],
) -> Trail:
    if timezone.is_naive(at):
        raise UnfitForTheTrailError("the trail takes aware moments only")
    held = appointed_at(actor, place)
    facts = _as_json(dict(details), where="details")
    cited = _as_json(list(cites), where="cites")
    _refuse_personal_numbers(label=label, why=why, details=facts, cites=cited)
    return Trail(
        city_id=city_id if city_id is not None else (place.city_id if place else actor.city_id),
        kind=kind,
        thing_id=thing_id,
        label=label[:200],
        action=action,
        move_from=moved[0] if moved else "",
        move_to=moved[1] if moved else "",
        actor_kind=actor.kind.value,
        actor_name=actor.name[:100],
        account_id=actor.account_id,
        person_id=actor.person_id,
        role=held.role.value if held else "",
        unit_id=place.unit_id if place else None,
        unit_path=place.path if place else "",
        industry_path=place.industry_path if place else "",
        at=at,
        why=why,
        details=facts,
        cites=cited,
    )


def appointed_at(actor: Actor, place: Place | None) -> Appointed | None:
    """The appointment nearest above the place, in which the actor acts there."""
    if place is None:
        return actor.appointments[0] if len(actor.appointments) == 1 else None
    over = [
        held
        for held in actor.appointments
        if (place.path if held.line is Line.LOCALITY else place.industry_path).startswith(held.path)
    ]
    return max(over, key=lambda held: len(held.path), default=None)


def _as_json(value: Any, *, where: str) -> Any:
    """Plain JSON values: days, moments, amounts and enums become text; floats are refused, for they do not seal."""
    if isinstance(value, Enum):
        return _as_json(value.value, where=where)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal | Fraction | dt.date | dt.time):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    if isinstance(value, Mapping):
        return {str(key): _as_json(inner, where=f"{where}.{key}") for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [_as_json(inner, where=where) for inner in items]
    raise UnfitForTheTrailError(f"{where} holds a {type(value).__name__}, which the trail does not take")


def _refuse_personal_numbers(**parts: Any) -> None:
    """Words may come from whoever typed them, so they are refused with a sentence; where it stands is for the log."""
    for name, value in parts.items():
        if where := first_personal_number(value, where=name):
            raise NumberInWordsError(
                say("名称、标题、说明和理由里不要写证件号码或手机号码：操作记录会一直保存，不能留下这些号码。"),
                where=where,
            )


def append_only_tables() -> tuple[str, ...]:
    """Tables on which the app's role gets no UPDATE, DELETE or TRUNCATE."""
    return tuple(model._meta.db_table for model in (Trail, Seal, SealedRow))
