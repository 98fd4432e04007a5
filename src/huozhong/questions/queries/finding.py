"""Forms, versions and answers. A form being written is seen by who may write there; a version and its answers are
given to whoever holds their id: the room that hangs them on a thing asks who may see that thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.questions import engine
from huozhong.questions.models import AnswerSheet, Form, FormVersion
from huozhong.unions import queries as unions


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version of a form, with what it asks."""

    id: int
    form_id: int
    title: str
    number: int
    definition: engine.Definition
    published_at: datetime | None
    published_by: str
    note: str
    saves: int = 0


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form as a list shows it."""

    id: int
    title: str
    unit_name: str
    published: int  # number of the newest published version; 0: none yet
    is_open: bool  # a version is being written
    is_retired: bool
    sheets: int


@dataclass(frozen=True, slots=True)
class SheetCard:
    """What was answered for one thing, with the version under which it was."""

    id: int
    thing_id: int
    version: VersionCard
    answers: dict[str, Any]
    left_over: dict[str, Any]
    filled_by: str
    saved_at: datetime


def _card(row: FormVersion) -> VersionCard:
    return VersionCard(
        id=row.pk,
        form_id=row.form_id,
        title=row.form.title,
        number=row.number,
        definition=engine.read_definition(row.definition),
        published_at=row.published_at,
        published_by=row.published_by_name,
        note=row.note,
        saves=row.saves,
    )


def find_form(form_id: int, *, actor: Actor) -> Form:
    """A form within reach; NotFound otherwise."""
    reach = access.reach(actor, Permission.FORM_MANAGE)
    row = Form.objects.select_related("unit").filter(reach.over("unit"), pk=form_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def form_lines(actor: Actor, *, limit: int = 200) -> tuple[FormLine, ...]:
    """Forms that the actor may write, the newest first."""
    reach = access.reach(actor, Permission.FORM_MANAGE)
    rows = Form.objects.select_related("unit").filter(reach.over("unit")).annotate(sheets=Count("versions__sheets"))
    found = list(rows.order_by("-id")[:limit])
    numbers: dict[int, list[FormVersion]] = {}
    for version in FormVersion.objects.filter(form__in=found).defer("definition"):
        numbers.setdefault(version.form_id, []).append(version)
    return tuple(
        FormLine(
            row.pk,
            row.title,
            row.unit.name,
            max((one.number for one in numbers.get(row.pk, ()) if one.published_at), default=0),
            any(one.published_at is None for one in numbers.get(row.pk, ())),
            row.retired_at is not None,
            row.sheets,
        )
        for row in found
    )


def versions(form: Form) -> tuple[VersionCard, ...]:
    """Every version of a form, the oldest first."""
    return tuple(_card(row) for row in FormVersion.objects.select_related("form").filter(form=form).order_by("number"))


def version(version_id: int) -> VersionCard:
    """One version."""
    row = FormVersion.objects.select_related("form").filter(pk=version_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return _card(row)


def usable_versions(actor: Actor, *, also: int | None = None) -> tuple[VersionCard, ...]:
    """The newest published version of every form in use that the actor may write, and one that is used already."""
    reach = access.reach(actor, Permission.FORM_MANAGE)
    rows = FormVersion.objects.select_related("form").filter(
        reach.over("form__unit"), form__retired_at__isnull=True, published_at__isnull=False
    )
    newest: dict[int, FormVersion] = {}
    for row in rows.order_by("form_id", "number"):
        newest[row.form_id] = row
    found = {row.pk: row for row in newest.values()}
    if also is not None and also not in found:
        found.update({row.pk: row for row in FormVersion.objects.select_related("form").filter(pk=also)})
    return tuple(_card(row) for row in sorted(found.values(), key=lambda row: (-row.form_id, -row.number)))


def sheet_of(thing_kind: str, thing_id: int) -> SheetCard | None:
    """The answers that hang on a thing, or None."""
    return sheets_of(thing_kind, [thing_id]).get(thing_id)


def sheets_of(thing_kind: str, thing_ids: Iterable[int]) -> dict[int, SheetCard]:
    """The answers of several things, by thing."""
    rows = AnswerSheet.objects.select_related("version__form").filter(thing_kind=thing_kind, thing_id__in=thing_ids)
    cards: dict[int, VersionCard] = {}
    found = {}
    for row in rows:
        card = cards.setdefault(row.version_id, _card(row.version))
        found[row.thing_id] = SheetCard(
            row.pk, row.thing_id, card, row.answers, row.left_over, row.filled_by_name, row.saved_at
        )
    return found


def unit_named(words: str, *, city_id: int, actor: Actor) -> dict[str, Any]:
    """The unit of a whole name anywhere in the city, or of part of a name within reach; Refused when unclear."""
    asked = " ".join(words.split())[:120]
    exact = unions.units_named(city_id, [asked]).get(asked, [])
    if len(exact) == 1:
        return {"id": exact[0], "name": asked}
    near = unions.find_units(asked, reach=access.reach(actor, Permission.UNIT_READ), limit=6)
    if len(near) == 1:
        return {"id": near[0].id, "name": near[0].name}
    if near:
        raise Refused(say("叫这个名字的有几个，请写全称：%(names)s。", names="、".join(card.name for card in near)))
    raise Refused(say("没有找到“%(name)s”，请写工会的全称。", name=asked))
