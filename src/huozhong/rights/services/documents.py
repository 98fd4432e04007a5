"""Making documents out of a dossier: what is written while preparing, the document, an office's own templates."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.evidence import queries as evidence
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.records.engine.filekinds import FileKind, FileLimit
from huozhong.rights.engine import words as engine
from huozhong.rights.models import ClaimItem, Document, DocumentTemplate, DocumentWords, Dossier, Worker
from huozhong.rights.queries import documents, seeing
from huozhong.rights.queries.cards import elements, purpose, worker_card
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import filing_context as rule
from huozhong.rights.rules import filings
from huozhong.rights.rules.filings import FIELDS, Field, FilingKind, Shape
from huozhong.rights.rules.kinds import SHORT_DISPUTES, ClaimKind, Dispute
from huozhong.rights.services.opening import clear_numbers, note_on, row_locked
from huozhong.unions import queries as unions

LONGEST_TEXT = 8000
LONGEST_LINE = 400
MOST_ROWS = 60
TEMPLATE = FileLimit(engine.MOST_BYTES, frozenset({FileKind.DOCX}))
SAMPLE = "样本，不作法律文书使用"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that could be made now."""

    kind: FilingKind
    words: Mapping[str, Any]  # what will stand in the gaps
    typed: tuple[Field, ...]  # gaps that may be written here
    elsewhere: tuple[Field, ...]  # blank gaps that the interview and the dossier's own pages fill
    blanks: tuple[Field, ...]
    in_the_way: tuple[Field, ...]  # blank gaps for which the receiver would send it back
    written: Mapping[str, Any]  # what was written here before
    version: int


def prepare_document(dossier_id: int, kind: FilingKind, *, actor: Actor, at: datetime) -> Prepared:
    """What the document would say, what may still be written, and what stays blank."""
    row = _worked_on(dossier_id, actor=actor)
    content, _ = _template(row, kind)
    used = engine.used_in(content).names
    known = _known(row)
    filled = rule.context(known, on=day_of(at))
    written, version = documents.document_words(dossier_id)
    return Prepared(
        kind=kind,
        words=filled,
        typed=rule.typed_here(used, known),
        elsewhere=rule.asked_elsewhere(used, filled),
        blanks=filings.missing(used, filled),
        in_the_way=filings.in_the_way(kind, filled),
        written=written,
        version=version,
    )


@transaction.atomic
def write_words(dossier_id: int, words: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    """Keep what was written while a document was prepared; a field that is not given stays as it was."""
    row = _worked_on(dossier_id, actor=actor)
    row_locked(row.pk)
    kept, version = documents.document_words(row.pk)
    kept |= {key: _checked(key, value) for key, value in words.items()}
    closed = people.key_ring().encrypt(
        json.dumps({key: value for key, value in kept.items() if value}, ensure_ascii=False),
        purpose=purpose("words", row.pk),
    )
    DocumentWords.objects.update_or_create(
        city_id=row.city_id,
        dossier=row,
        defaults={
            "words_cipher": closed,
            "version": version + 1,
            "written_by_name": actor.name[:100],
            "written_at": at,
        },
    )
    note_on(row, "document_words_written", actor=actor, at=at, keys=sorted(words))


def _checked(key: str, value: Any) -> Any:
    known = FIELDS.get(key)
    if known is None:
        raise NotFound(access.NOT_FOUND)
    if known.shape is Shape.ROWS:
        rows = [
            {column: engine.clean(str(one.get(column) or "")).strip()[:LONGEST_LINE] for column in known.columns}
            for one in value or ()
        ]
        if len(rows) > MOST_ROWS:
            raise Refused(say("最多 %(n)s 行。", n=MOST_ROWS))
        return [one for one in rows if any(one.values())]
    text = engine.clean(str(value or "")).strip()
    if known.shape is Shape.DAY and text:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refused(say("“%(what)s”不是日期。", what=known.label)) from None
    most = LONGEST_TEXT if known.shape is Shape.TEXT else LONGEST_LINE
    if len(text) > most:
        raise Refused(say("“%(what)s”最多 %(n)s 字。", what=known.label, n=most))
    return text


@transaction.atomic
def make_document(dossier_id: int, kind: FilingKind, *, actor: Actor, at: datetime) -> int:
    """Make the Word document from what the dossier knows; its words, template and hash are kept as they were."""
    row = row_locked(_worked_on(dossier_id, actor=actor).pk)
    content, own = _template(row, kind)
    number = (Document.objects.filter(dossier=row).aggregate(last=Max("number"))["last"] or 0) + 1
    filled = rule.context(_known(row), on=day_of(at)) | {
        "document_number": f"文书第{number}号",
        "sample_mark": SAMPLE if row.is_sample else "",
        "respondent_copies": "2",  # one respondent and one for the receiver: 办案规则 29
    }
    if filings.FILINGS[kind].rests_on_agreement and not row.agreement_date:
        raise Refused(say("这种文书要等调解协议生效以后才能做：先把签好字、盖好章的协议原件送核对。"))
    made = engine.filled(content, filled)
    ring = people.key_ring()
    used = engine.used_in(content).names
    document = Document.objects.create(
        city_id=row.city_id,
        dossier=row,
        number=number,
        kind=kind.value,
        template=own,
        template_version=engine.version_of(content),
        context_cipher=ring.encrypt(
            json.dumps(filled, ensure_ascii=False, sort_keys=True),
            purpose=purpose("document-words", row.pk, number),
        ),
        content_cipher=ring.encrypt(base64.b64encode(made).decode(), purpose=purpose("document-file", row.pk, number)),
        content_sha256=engine.version_of(made),
        blanks=[one.key for one in filings.missing(used, filled)],
        made_by_id=actor.person_id,
        made_by_name=actor.name[:100],
        made_at=at,
    )
    note_on(
        row, "document_made", actor=actor, at=at, kind=kind.value, document=document.pk, sha256=document.content_sha256
    )
    return document.pk


@transaction.atomic
def open_document(document_id: int, *, actor: Actor, at: datetime) -> tuple[bytes, str]:
    """The Word file as it was made, and its name; who opened it stays in the trail."""
    card, row = documents.document_for(actor, document_id)
    note_on(row.dossier, "document_opened", actor=actor, at=at, document=row.pk, kind=row.kind)
    return file_of_document(row), f"{row.dossier.number} {card.title}.docx"


def file_of_document(row: Document) -> bytes:
    """The Word file as it was made; whoever calls has asked and notes it."""
    told = people.key_ring().decrypt(
        bytes(row.content_cipher), purpose=purpose("document-file", row.dossier_id, row.number)
    )
    return base64.b64decode(told)


def _worked_on(dossier_id: int, *, actor: Actor) -> Dossier:
    """The dossier, for the office that works on it or its lawyer; nobody writes into one that is over."""
    if not seeing.may_work(actor, dossier_id):
        if seeing.may_see(actor, dossier_id):
            raise Forbidden(access.NOT_ALLOWED)
        raise NotFound(access.NOT_FOUND)
    row = Dossier.objects.select_related("unit").get(pk=dossier_id)
    if row.state in seeing.ENDS:
        raise Conflict(say("案件已经办结，不能再做文书。"))
    return row


def _template(row: Dossier, kind: FilingKind) -> tuple[bytes, DocumentTemplate | None]:
    own = documents.template_in_use(row.unit_id, kind)
    return (records.read_file(own.file_id), own) if own else (engine.shipped(kind), None)


def _known(row: Dossier) -> rule.Known:
    """Everything that the dossier's rows say, as it goes onto paper."""
    worker = Worker.objects.filter(dossier=row).order_by("number").first()
    house = {
        "employer_name": row.employer_name,
        "employer_uscc": row.employer_code,
        "union_name": row.unit.name,
        "mediation_body": f"{row.unit.name}劳动争议调解组织",
        "mediator_name": row.handler_name,
        "case_number": row.number,
        "received_date": rule.written_day(day_of(row.opened_at)),
        "dispute_kind": str(SHORT_DISPUTES[Dispute(row.kind)]),
        "head_count": str(row.head_count),
        "effective_date": rule.written_day(row.agreement_date) if row.agreement_date else "",
        "title_date": rule.written_day(row.title_date) if row.title_date else "",
    }
    if worker is not None:
        phone, document = clear_numbers(worker)
        house |= {
            "worker_name": worker_card(worker).name,
            "worker_phone": phone,
            "worker_id_number": document,
            "worker_id_kind": "居民身份证" if len(document) == 18 else "",
        }
    written, _ = documents.document_words(row.pk)
    return rule.Known(
        house={key: value for key, value in house.items() if value and not written.get(key)},
        answers=elements(row.pk),
        claims=_claims(row),
        proofs=proofs_of(row),
        words=written,
    )


def _claims(row: Dossier) -> tuple[rule.ClaimLine, ...]:
    rows = ClaimItem.objects.filter(dossier=row, is_withdrawn=False).order_by("number")
    return tuple(
        rule.ClaimLine(ClaimKind(one.kind), one.title, one.amount, one.formula, "；".join(map(str, one.cites)))
        for one in rows
    )


def proofs_of(row: Dossier) -> tuple[rule.ProofLine, ...]:
    """The evidence of a dossier as it is printed, in the order of the list."""
    return tuple(
        rule.ProofLine(
            number=one.number,
            name=one.title,
            kind=str(one.kind_word),
            is_original=one.is_original,
            proves=one.proves,
            pages=one.pages,
            source=one.source,
            sha256=one.sha256,
            stamp=str(len(one.stamps)) if one.stamps else "",
        )
        for one in evidence.items_of((KIND, row.pk))
        if one.is_listed
    )


@transaction.atomic
def bring_template(unit_id: int, kind: FilingKind, *, content: bytes, name: str, actor: Actor, at: datetime) -> int:
    """An office's own Word template takes the place of the house's; one that cannot be filled is refused."""
    place = unions.place_of(unit_id)
    access.require(actor, Permission.DOSSIER_SUPERVISE, at=place)
    if wrong := engine.looked_through(content):
        raise Refused(wrong[0])
    kept = records.store_file(content, name=name, city_id=place.city_id, actor=actor, at=at, limit=TEMPLATE)
    DocumentTemplate.objects.filter(city_id=place.city_id, unit_id=unit_id, kind=kind.value).update(is_in_use=False)
    row = DocumentTemplate.objects.create(
        city_id=place.city_id,
        unit_id=unit_id,
        kind=kind.value,
        file_id=kept.id,
        sha256=kept.sha256,
        brought_by_name=actor.name[:100],
        brought_at=at,
    )
    records.note(
        "rights.documenttemplate", row.pk, "template_brought", actor=actor, at=at, place=place,
        label=str(filings.FILINGS[kind].title), details={"kind": kind.value, "sha256": kept.sha256},
    )  # fmt: skip
    return row.pk


@transaction.atomic
def withdraw_template(template_id: int, *, actor: Actor, at: datetime) -> None:
    """Back to the house's own template; documents that were made keep theirs."""
    row = DocumentTemplate.objects.select_related("unit").filter(pk=template_id, is_in_use=True).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.DOSSIER_SUPERVISE, at=row.place, seen=Permission.DOSSIER_READ)
    row.is_in_use = False
    row.save(update_fields=["is_in_use"])
    records.note(
        "rights.documenttemplate", row.pk, "template_withdrawn", actor=actor, at=at, place=row.place,
        label=str(filings.FILINGS[FilingKind(row.kind)].title),
    )  # fmt: skip
