"""A list goes into a sheet: at once when it is short, as a job when it is long; with full numbers only for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.ledgers import engine, queries
from huozhong.ledgers.models import Export, Template
from huozhong.ledgers.services.lists import Acting, Asked, ListKind, Row, list_kind, require_export, within
from huozhong.ledgers.services.templates import fields_by_column, kept_sentence
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.unions import queries as unions

KIND = "ledgers.export"
AT_ONCE = 5_000
MOST = 50_000
SHORTEST_REASON = 10


@transaction.atomic
def ask_export(
    list_name: str,
    *,
    unit_id: int,
    template_id: int | None = None,
    with_numbers: bool = False,
    why: str = "",
    actor: Actor,
    at: datetime,
) -> Export:
    """Fill a unit's template (None: our own plain sheet) with a list. A long list is filled by a job.

    Full numbers need the permission, and a reason of ten characters; each number read is noted with its person.
    """
    kind, unit = list_kind(list_name), unions.unit(unit_id)
    require_export(actor, kind, at=unit.place, with_numbers=with_numbers)
    reason = _reason(why) if with_numbers else why.strip()[:300]
    if actor.person_id is None:
        raise Refused(say("导出台账要由登记在册的人来办。"))
    template = _usable(template_id, kind, actor)
    row = Export.objects.create(
        city_id=unit.city_id,
        unit_id=unit.id,
        list_name=kind.name,
        template=template,
        as_of_date=day_of(at),
        has_numbers=with_numbers,
        why=reason,
        asked_by_id=actor.person_id,
        asked_by_account_id=actor.account_id,
        asked_by_name=actor.name[:100],
        asked_at=at,
    )
    first = list(islice(kind.rows(_asked(row, kind, actor)), AT_ONCE + 1))
    if len(first) > AT_ONCE:
        _note(row, "asked", actor=actor, at=at)
        make_long_export.later(export_id=row.pk)
    else:
        _make(row, kind, actor=actor, at=at, rows=first)
    return row


def _reason(why: str) -> str:
    reason = " ".join(why.split())
    if len(reason) < SHORTEST_REASON:
        raise Refused(say("导出完整号码要写明用途，至少 %(n)s 个字；这次导出会留痕。", n=SHORTEST_REASON))
    if len(reason) > 300:
        raise Refused(say("用途最多 300 字。"))
    if holds_personal_number(reason):
        raise Refused(say("用途里不要写证件号码或手机号码。"))
    return reason


def _usable(template_id: int | None, kind: ListKind, actor: Actor) -> Template | None:
    if template_id is None:
        return None
    row = queries.template(template_id, reach=within(actor, kind))
    if row.list_name != kind.name:
        raise NotFound(queries.NOT_HERE)
    if not row.is_ready:
        raise Refused(say("这个模板还没有核对各列，请先核对并保存。"))
    return row


def _asked(row: Export, kind: ListKind, actor: Actor) -> Asked:
    reach = within(actor, kind, with_numbers=row.has_numbers)
    return Asked(unions.unit(row.unit_id), reach, row.as_of_date)


@records.job("ledgers.make_long_export")
def make_long_export(*, at: datetime, export_id: int) -> None:
    """Fill a long list's sheet for the person who asked, with the rights they hold now."""
    row = Export.objects.select_related("unit", "template").filter(pk=export_id, done_at=None).first()
    if row is None:
        return
    kind = list_kind(row.list_name)
    actor = access.actor_of_person(row.asked_by_id, account_id=row.asked_by_account_id, on=day_of(at))
    try:
        require_export(actor, kind, at=row.place, with_numbers=row.has_numbers)
        with transaction.atomic():
            _make(row, kind, actor=actor, at=at, rows=_counted(row, kind, actor))
    except Refused as refused:
        Export.objects.filter(pk=row.pk).update(done_at=at, failure=kept_sentence(refused.reason))


def _counted(row: Export, kind: ListKind, actor: Actor) -> list[Row]:
    rows: list[Row] = []
    for one in kind.rows(_asked(row, kind, actor)):
        rows.append(one)
        if len(rows) > MOST:
            raise Refused(say("超过 %(n)s 行，一张表放不下。请按区县、街道分开导出。", n=MOST))
    return rows


def _make(row: Export, kind: ListKind, *, actor: Actor, at: datetime, rows: list[Row]) -> None:
    acting = Acting(actor, at, row.why)
    filled = list(_told(kind, rows, acting)) if row.has_numbers else rows
    unit_name = unions.unit(row.unit_id).name
    title = f"{unit_name}{kind.title}"
    if row.template is None:
        content = engine.plain_sheet(title, fields=kind.fields, rows=filled)
    else:
        content = engine.fill(
            records.read_file(row.template.file_id),
            sheet=row.template.sheet,
            head=engine.Head.from_json(row.template.head),
            fields_by_column=fields_by_column(row.template),
            rows=filled,
        )
    name = f"{row.template.title if row.template else title} {row.as_of_date.isoformat()}.xlsx"
    stored = records.store_file(content, name=name, city_id=row.city_id, actor=actor, at=at)
    row.file_id, row.file_name, row.row_count, row.done_at = stored.id, stored.name, len(filled), at
    row.save(update_fields=["file_id", "file_name", "row_count", "done_at"])
    _note(row, "made", actor=actor, at=at)


def _told(kind: ListKind, rows: list[Row], acting: Acting) -> Iterator[Row]:
    """The rows with full numbers, each read through the verb that leaves a trail."""
    if kind.clear is None:
        raise Refused(say("这种台账没有需要打码的号码。"))
    for row in rows:
        yield kind.clear(row, acting)


def require_download(row: Export, *, actor: Actor) -> None:
    """Refuse who may not have this file: what an export took to make, it takes to fetch."""
    require_export(actor, list_kind(row.list_name), at=row.place, with_numbers=row.has_numbers)


@transaction.atomic
def note_download(row: Export, *, actor: Actor, at: datetime) -> int:
    """Write that somebody fetched the file, and give its id."""
    require_download(row, actor=actor)
    if row.file_id is None:
        raise NotFound(say("这张表还没有做好。"))
    _note(row, "downloaded", actor=actor, at=at)
    return row.file_id


def _note(row: Export, action: str, *, actor: Actor, at: datetime) -> None:
    details = {
        "list": row.list_name,
        "rows": row.row_count,
        "full_numbers": row.has_numbers,
        "template": row.template.pk if row.template else None,
    }
    label = f"{list_kind(row.list_name).title}"
    place = unions.place_of(row.unit_id)
    records.note(KIND, row.pk, action, actor=actor, at=at, place=place, label=label, why=row.why, details=details)
