"""A unit's own template is uploaded, looked at, mapped, replaced by a newer version, taken out of use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.ledgers.engine import Field, Head, find_head, open_template, suggest
from huozhong.ledgers.engine.opening import MOST_BYTES, grid_of
from huozhong.ledgers.models import Template
from huozhong.ledgers.services.lists import ListKind, list_kind, require_export
from huozhong.records import services as records
from huozhong.records.services import FileKind, FileLimit
from huozhong.unions import queries as unions

KIND = "ledgers.template"
TEMPLATES = FileLimit(MOST_BYTES, frozenset({FileKind.XLSX}))


def kept_sentence(sentence: Sentence) -> dict[str, object]:
    """A sentence as a column keeps it."""
    return {"text": sentence.text, "values": {key: str(value) for key, value in sentence.values.items()}}


def read_sentence(kept: Mapping[str, object]) -> Sentence:
    """The sentence that a column kept."""
    values = kept.get("values")
    return say(str(kept["text"]), **(values if isinstance(values, dict) else {}))


@transaction.atomic
def upload_template(
    list_name: str, *, unit_id: int, content: bytes | IO[bytes], name: str, title: str = "", actor: Actor, at: datetime
) -> Template:
    """Keep a unit's sheet with the head that was found and a suggested mapping; it is used once somebody saves that."""
    kind, unit = list_kind(list_name), unions.unit(unit_id)
    require_export(actor, kind, at=unit.place)
    stored = records.store_file(content, name=name, city_id=unit.city_id, actor=actor, at=at, limit=TEMPLATES)
    _, page, notes = open_template(records.read_file(stored.id))
    head = find_head(grid_of(page), known=kind.known_words)
    mapping = suggest(head.named, kind.fields)
    words = (title.strip() or stored.name.rsplit(".", 1)[0])[:80]
    row = Template.objects.create(
        city_id=unit.city_id,
        unit_id=unit.id,
        list_name=kind.name,
        title=words,
        version=_next_version(unit.id, kind.name, words),
        file_id=stored.id,
        file_name=stored.name,
        sheet=page.title[:80],
        head=head.as_json(),
        mapping={str(column): key for column, key in mapping.items()},
        notes=[kept_sentence(note.says) for note in notes],
        made_by_id=actor.person_id,
        made_by_name=actor.name[:100],
        made_at=at,
    )
    _note(row, "uploaded", actor=actor, at=at, details={"file_id": stored.id, "sha256": stored.sha256})
    return row


def _next_version(unit_id: int, list_name: str, title: str) -> int:
    rows = Template.objects.filter(unit_id=unit_id, list_name=list_name, title=title)
    last = rows.order_by("-version").values_list("version", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def save_mapping(template_id: int, *, mapping: Mapping[int, str], actor: Actor, at: datetime) -> Template:
    """Say which column holds which field. What is in use already gets a new version; the older one stays as it was."""
    row = _locked(template_id)
    kind = list_kind(row.list_name)
    require_export(actor, kind, at=row.place)
    chosen = _checked(mapping, Head.from_json(row.head), kind)
    older = Template.objects.filter(unit_id=row.unit_id, list_name=row.list_name, title=row.title, is_current=True)
    if row.is_ready:
        row.pk = None
        row._state.adding = True
        row.version = _next_version(row.unit_id, row.list_name, row.title)
        row.made_by_id, row.made_by_name, row.made_at = actor.person_id, actor.name[:100], at
    older.update(is_current=False)
    row.mapping = {str(column): key for column, key in chosen.items()}
    row.is_ready = row.is_current = True
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(say("有人刚刚保存了同名模板的新版本，请刷新后再看。")) from None
    _note(row, "mapped", actor=actor, at=at, details={"version": row.version, "columns": len(chosen)})
    return row


def _checked(mapping: Mapping[int, str], head: Head, kind: ListKind) -> dict[int, str]:
    chosen = {column: key for column, key in sorted(mapping.items()) if key}
    columns = {column.number for column in head.named}
    if not chosen:
        raise Refused(say("至少要对上一列。"))
    for column, key in chosen.items():
        if column not in columns or kind.field(key) is None:
            raise Refused(say("模板里没有这一列，请刷新后再试。"))
    for key in chosen.values():
        field = kind.field(key)
        if field is not None and list(chosen.values()).count(key) > 1:
            raise Refused(say("“%(field)s”对上了两列，只能对一列。", field=field.title))
    return chosen


@transaction.atomic
def retire_template(template_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a template out of use; what was exported with it stays."""
    row = _locked(template_id)
    require_export(actor, list_kind(row.list_name), at=row.place)
    if row.is_ready and not row.is_current:
        raise Conflict(say("这个模板已经停用。"))
    row.is_current, row.is_ready = False, True
    row.save(update_fields=["is_current", "is_ready"])
    _note(row, "retired", actor=actor, at=at, details={"version": row.version})


def fields_by_column(row: Template) -> dict[int, Field]:
    """Which field each mapped column holds; fields that the list no longer has are left out."""
    kind = list_kind(row.list_name)
    found = ((int(column), kind.field(key)) for column, key in row.mapping.items())
    return {column: field for column, field in found if field is not None}


def _locked(template_id: int) -> Template:
    row = Template.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=template_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def _note(row: Template, action: str, *, actor: Actor, at: datetime, details: Mapping[str, object]) -> None:
    facts = {"list": row.list_name, **details}
    records.note(KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.title, details=facts)
