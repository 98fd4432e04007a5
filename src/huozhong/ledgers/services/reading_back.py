"""A filled sheet comes back: a dry run first, then the list's own verb for all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.ledgers import engine, queries
from huozhong.ledgers.engine import Comparison, Difference, Verdict
from huozhong.ledgers.engine.opening import MOST_BYTES
from huozhong.ledgers.models import ReadBack, Template
from huozhong.ledgers.services.lists import Acting, Asked, ListKind, list_kind, require_export, within
from huozhong.ledgers.services.templates import fields_by_column, kept_sentence
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.records.services import FileKind, FileLimit
from huozhong.unions import queries as unions

KIND = "ledgers.readback"
FILLED = FileLimit(MOST_BYTES, frozenset({FileKind.XLSX, FileKind.CSV}))
MOST_KEPT = 1_000
_ORDER = {Verdict.WRONG: 0, Verdict.NEW: 1, Verdict.CHANGED: 2}


@transaction.atomic
def read_back(
    list_name: str,
    *,
    unit_id: int,
    content: bytes | IO[bytes],
    name: str,
    template_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> ReadBack:
    """Hold a filled sheet against the register. Writes down the dry run, and changes nothing else."""
    kind, unit = list_kind(list_name), unions.unit(unit_id)
    require_export(actor, kind, at=unit.place)
    template = queries.template(template_id, reach=within(actor, kind)) if template_id is not None else None
    if template is not None and (template.list_name != kind.name or not template.is_ready):
        raise NotFound(queries.NOT_HERE)
    stored = records.store_file(content, name=name, city_id=unit.city_id, actor=actor, at=at, limit=FILLED)
    row = ReadBack(
        city_id=unit.city_id,
        unit_id=unit.id,
        list_name=kind.name,
        template=template,
        file_id=stored.id,
        file_name=stored.name,
        read_by_id=actor.person_id,
        read_by_name=actor.name[:100],
        read_at=at,
    )
    found = _dry_run(row, kind, asked=Asked(unit, within(actor, kind), day_of(at)), at=at)
    row.new_count, row.changed_count = found.count(Verdict.NEW), found.count(Verdict.CHANGED)
    row.unchanged_count, row.wrong_count = found.count(Verdict.UNCHANGED), found.count(Verdict.WRONG)
    row.absent_count, row.fingerprint = found.absent, _fingerprint(found)
    row.differences = _kept(found.differences)
    row.save()
    _note(row, "read", actor=actor, at=at)
    return row


def _dry_run(row: ReadBack, kind: ListKind, *, asked: Asked, at: datetime) -> Comparison:
    grid = engine.read_grid(
        records.read_file(row.file_id), name=row.file_name, sheet=row.template.sheet if row.template else ""
    )
    wanted, levels = _wanted(row.template, kind)
    head, found = engine.find_known_head(grid, wanted, levels=levels)
    by_key = {field.key: field for field in kind.fields}
    parsed = engine.parse_rows(grid, head, {column: by_key[key] for column, key in found.items()})
    if not parsed:
        raise Refused(say("表头下面没有一行数据。"))
    on = day_of(at)
    compared = engine.compare(
        parsed,
        kind.rows(asked),
        fields=kind.fields,
        keys=kind.keys,
        label=kind.label,
        check=lambda values: kind.check(values, on) if kind.check else {},
    )
    if kind.examine is None:
        return compared
    return Comparison(kind.examine(compared.differences, asked, at), compared.absent)


def _wanted(template: Template | None, kind: ListKind) -> tuple[dict[str, str], int]:
    """(words over a column -> field, rows of the head) of a template, or of our own plain sheet."""
    if template is None:
        return {str(field.title): field.key for field in kind.fields}, 1
    head = engine.Head.from_json(template.head)
    fields = fields_by_column(template)
    wanted = {column.words: fields[column.number].key for column in head.named if column.number in fields}
    return wanted, head.bottom - head.top + 1


def _fingerprint(found: Comparison) -> str:
    facts = [(one.number, one.verdict.value, one.thing_id, list(one.changes)) for one in found.differences]
    return hashlib.sha256(json.dumps([facts, found.absent], ensure_ascii=False).encode()).hexdigest()


def _kept(differences: Sequence[Difference]) -> list[dict[str, object]]:
    """The rows that somebody must look at, wrong ones first; never a full number."""
    telling = [one for one in differences if one.verdict in _ORDER]
    telling.sort(key=lambda one: (_ORDER[one.verdict], one.number))
    return [
        {
            "row": one.number,
            "verdict": one.verdict.value,
            "label": one.label,
            "changes": [list(change) for change in one.changes],
            "reasons": [[key, kept_sentence(reason)] for key, reason in one.reasons],
        }
        for one in telling[:MOST_KEPT]
    ]


@transaction.atomic
def apply_read_back(read_back_id: int, *, why: str, actor: Actor, at: datetime) -> int:
    """Carry the whole sheet out through the list's verb, or nothing of it; gives how many rows it touched."""
    row, kind = _waiting(read_back_id)
    require_export(actor, kind, at=row.place)
    if kind.apply is None or kind.apply_permission is None:
        raise Refused(say("这种台账只能导出，不能读回登记。"))
    access.require(actor, kind.apply_permission, at=row.place)
    reason = " ".join(why.split())[:300]
    if len(reason) < 2 or holds_personal_number(reason):
        raise Refused(say("请写明依据，例如“10 月入会申请表”；不要写号码。"))
    if row.wrong_count:
        raise Refused(say("还有 %(n)s 行有问题，一行也不会写入。改好后重新上传。", n=row.wrong_count))
    reach = within(actor, kind, also=(kind.apply_permission,))
    asked = Asked(unions.unit(row.unit_id), reach, day_of(at))
    found = _dry_run(row, kind, asked=asked, at=at)
    if _fingerprint(found) != row.fingerprint:
        raise Conflict(say("试算之后登记有了变化，请重新上传这张表再看一遍。"))
    if not row.new_count and not row.changed_count:
        raise Refused(say("这张表和登记完全一样，没有要写入的。"))
    done = kind.apply(found.differences, asked, Acting(actor, at, reason))
    row.applied_at, row.applied_by_name = at, actor.name[:100]
    row.save(update_fields=["applied_at", "applied_by_name"])
    _note(row, "applied", actor=actor, at=at, why=reason)
    return done


@transaction.atomic
def forget_read_back(read_back_id: int, *, actor: Actor, at: datetime) -> None:
    """Lay a sheet aside: nothing of it is written, and what the dry run said is wiped."""
    row, kind = _waiting(read_back_id)
    require_export(actor, kind, at=row.place)
    row.forgotten_at, row.differences = at, []
    row.save(update_fields=["forgotten_at", "differences"])
    _note(row, "forgotten", actor=actor, at=at)


def _waiting(read_back_id: int) -> tuple[ReadBack, ListKind]:
    rows = ReadBack.objects.select_for_update(of=("self",)).select_related("unit", "template")
    row = rows.filter(pk=read_back_id).first()
    if row is None:
        raise NotFound(queries.NOT_HERE)
    if not row.is_waiting:
        raise Conflict(say("这张表已经处理过了。"))
    return row, list_kind(row.list_name)


def _note(row: ReadBack, action: str, *, actor: Actor, at: datetime, why: str = "") -> None:
    details = {
        "list": row.list_name,
        "file_id": row.file_id,
        "new": row.new_count,
        "changed": row.changed_count,
        "unchanged": row.unchanged_count,
        "wrong": row.wrong_count,
    }
    label = str(list_kind(row.list_name).title)
    place = unions.place_of(row.unit_id)
    records.note(KIND, row.pk, action, actor=actor, at=at, place=place, label=label, why=why, details=details)
