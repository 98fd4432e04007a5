"""What goes into a hand-off: the dossier as it stands now, the evidence in the order of its list, papers, custody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from huozhong.clocks import queries as clocks
from huozhong.evidence import queries as evidence
from huozhong.evidence import services as pieces
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say
from huozhong.look import services as look
from huozhong.rights.engine import sheets
from huozhong.rights.engine.bags import fit_name
from huozhong.rights.engine.case_file import FORMAT, case_json, schema_json
from huozhong.rights.engine.handoff_papers import handoff_papers
from huozhong.rights.engine.pdf_set import Part, pdf_set
from huozhong.rights.models import ClaimItem, Document, HandOff, StageEvent, Worker
from huozhong.rights.queries import cards, documents
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import handoffs as h
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.filings import FilingKind
from huozhong.rights.rules.stages import EVENTS
from huozhong.rights.services import slips
from huozhong.rights.services.documents import open_document
from huozhong.rights.services.documents_force import open_page
from huozhong.rights.services.opening import clear_numbers, note_on

Open = Callable[[], bytes]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NUMBERS_WHY = "移送给接收单位，材料里要写职工的联系方式和证件号码"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that goes along: Word, a scanned paper original, a printed sheet."""

    title: str
    name: str
    media_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything of one hand-off, before it is packed."""

    told: dict[str, Any]
    payload: tuple[tuple[str, Open], ...]  # paths below data/
    set_pdf: bytes
    set_pages: int


def gather(row: HandOff, *, actor: Actor, at: datetime, on: date) -> Parcel:
    """The dossier and its evidence, taken out of their rooms; every piece leaves a line of custody."""
    why = str(look.told(h.PURPOSES[h.Purpose(row.purpose)]))
    handed = pieces.hand_out(
        (KIND, row.dossier_id), actor=actor, at=at, why=f"{row.label} → {row.body.name}（{why}）",
        accept_unscanned=row.unscanned_why or None,
    )  # fmt: skip
    told = told_of_dossier(row, actor=actor, at=at, on=on)
    places = {one.item_id: f"evidence/{one.number}-{fit_name(one.name)}" for one in handed}
    told["evidence"] = [_told_piece(one, places[one.item_id]) for one in handed]
    papers = papers_of(row, actor=actor, at=at, on=on)
    kept = [(paper, f"documents/{number:02d}-{fit_name(paper.name)}") for number, paper in enumerate(papers, start=1)]
    told["documents"] = [{"title": paper.title, "path": path, "sha256": paper.sha256} for paper, path in kept]
    printed = [Part(one.title, one.media_type, one.body, name=one.name, sha256=one.sha256) for one in papers]
    whole, pages = pdf_set(told, [_part(one) for one in handed], printed)
    custody = [entry.as_json() for entry in evidence.custody_of((KIND, row.dossier_id))]
    log = json.dumps(custody, ensure_ascii=False, indent=1, sort_keys=True).encode()
    letter = handoff_papers(told)
    files: list[tuple[str, Open]] = [
        ("case.json", lambda: case_json(told)),
        ("case.schema.json", schema_json),
        ("custody/custody.json", lambda: log),
        ("移送函和清单.pdf", lambda: letter),
        ("全套材料.pdf", lambda: whole),
        *((path, partial(bytes, paper.body)) for paper, path in kept),
        *((places[one.item_id], one.open) for one in handed),
    ]
    for one in handed:
        files += [
            (f"tokens/{one.number}-{n}.tsr", partial(bytes, token)) for n, token in enumerate(one.tokens, start=1)
        ]
    return Parcel(told, tuple(files), whole, pages)


def papers_of(row: HandOff, *, actor: Actor, at: datetime, on: date) -> tuple[Paper, ...]:
    """The newest of each kind of document with the scan of its signed original, and the sheet of sums."""
    found: list[Paper] = []
    seen: set[FilingKind] = set()
    for card in documents.documents_of(row.dossier_id):
        if card.state == "void" or card.kind in seen:
            continue
        seen.add(card.kind)
        title = look.told(card.title)
        word, name = open_document(card.id, actor=actor, at=at)
        found.append(Paper(title, name, WORD, word))
        for page in documents.original_pages(Document.objects.get(pk=card.id)):
            body, name, media_type = open_page(page.id, actor=actor, at=at)
            scan = say("%(title)s，签好的原件第 %(n)s 页", title=title, n=page.number)
            found.append(Paper(look.told(scan), name, media_type, body))
    if ClaimItem.objects.filter(dossier_id=row.dossier_id, is_withdrawn=False).exists():
        sums = sheets.slip_pdf(slips.calculation(row.dossier, on=on))
        found.append(Paper(look.told(say("请求金额计算单")), "计算单.pdf", "application/pdf", sums))
    return tuple(found)


def _part(one: pieces.Handed) -> Part:
    return Part(f"{one.number} {one.title}", one.media_type, one.open(), name=one.name, sha256=one.sha256)


def _told_piece(one: pieces.Handed, path: str) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "kind": str(evidence.KIND_WORDS[one.kind]),
        "proves": one.proves,
        "source": one.source,
        "pages": one.pages,
        "original": one.is_original,
        "scanned": one.is_scanned,
        "name": one.name,
        "path": path,
        "sha256": one.sha256,
        "size": one.size,
        "media_type": one.media_type,
        "tokens": len(one.tokens),
    }


def told_of_dossier(row: HandOff, *, actor: Actor, at: datetime, on: date) -> dict[str, Any]:
    """The dossier as the receiver is told of it, full numbers of the workers included; reading them is noted."""
    dossier = cards.card(row.dossier_id)
    named = {one.number: one for one in cards.workers(row.dossier_id)}
    note_on(row.dossier, "worker_number_read", actor=actor, at=at, why=NUMBERS_WHY, numbers=len(named))
    workers = []
    for worker in Worker.objects.filter(dossier_id=row.dossier_id).order_by("number"):
        phone, document = clear_numbers(worker)
        workers.append(
            {
                "number": worker.number,
                "name": named[worker.number].name,
                "phone": phone.removeprefix("+86"),
                "document": document,
                "is_representative": worker.is_representative,
            }
        )
    purpose, kind = h.Purpose(row.purpose), h.BodyKind(row.body.kind)
    return {
        "format": FORMAT,
        "number": row.label,
        "dossier": dossier.number,
        "made_on": on.isoformat(),
        "is_sample": dossier.is_sample,
        "purpose": {"key": purpose.value, "words": str(h.PURPOSES[purpose])},
        "sender": {"unit": dossier.unit_name, "handler": row.sender_name},
        "receiver": {
            "name": row.body.name, "kind": str(h.BODIES[kind]), "address": row.body.address, "site": row.body.site,
        },
        "dispute": {"key": dossier.kind.value, "words": str(dossier.kind_word)},
        "stage": str(dossier.state_word),
        "head_count": dossier.head_count,
        "workers": workers,
        "employer": {"name": dossier.employer_name, "code": dossier.employer_code},
        "consent": {
            "way": str(h.CONSENTS[h.ConsentWay(row.consent_way)]) if row.consent_way else "",
            "on": row.consent_date.isoformat() if row.consent_date else None,
        },
        "claims": [_claim(one) for one in _claims(row.dossier_id)],
        "elements": json.loads(json.dumps(dict(cards.elements(row.dossier_id)), default=str)),
        "timeline": _timeline(row.dossier_id),
        "deadlines": _deadlines(row.dossier_id, on=on),
        "evidence": [],
        "documents": [],
    }  # fmt: skip


def _claims(dossier_id: int) -> Sequence[ClaimItem]:
    return list(ClaimItem.objects.filter(dossier_id=dossier_id, is_withdrawn=False).order_by("number"))


def _claim(one: ClaimItem) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": str(k.CLAIMS[k.ClaimKind(one.kind)]),
        "title": one.title,
        "amount": _money(one.amount),
        "low": _money(one.low),
        "high": _money(one.high),
        "formula": one.formula,
        "limitation": str(k.LIMITATIONS[k.Limitation(one.limitation)]),
        "limitation_date": one.limitation_date.isoformat() if one.limitation_date else None,
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _timeline(dossier_id: int) -> list[dict[str, str]]:
    rows = StageEvent.objects.filter(dossier_id=dossier_id).order_by("happened_date", "id")
    return [
        {"on": one.happened_date.isoformat(), "event": one.event, "words": str(event_words(one.event))} for one in rows
    ]


def event_words(event: str) -> Sentence | str:
    """What an event is called; the event's own key where nobody gave it words."""
    return next((words for key, words in EVENTS.items() if key.value == event), event)


def _deadlines(dossier_id: int, *, on: date) -> list[dict[str, Any]]:
    found = clocks.deadlines_of(KIND, dossier_id, on=on)
    return [
        {
            "rule": one.rule_id,
            "title": one.title,
            "cite": one.cite,
            "owner": one.owner_name,
            "start_date": one.start_date.isoformat(),
            "legal_date": one.legal_date.isoformat(),
            "safe_date": one.safe_date.isoformat(),
            "provisional": one.is_provisional,
        }
        for one in found
        if one.is_open and one.rule_id != h.ACKNOWLEDGE_RULE  # our own clock for the answer is told beside
    ]


__all__ = ["Paper", "Parcel", "event_words", "gather", "told_of_dossier"]
