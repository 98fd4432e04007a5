"""How a document leaves the house and how it comes into force: by its paper original, seen by two, or by a provider.

A click is a confirmation and is called so. No provider of electronic signatures is shipped: a house that has a
contract with a licensed one registers it with `register_signer`.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.records.engine.filekinds import FileKind, clean_name, kind_of
from huozhong.records.engine.pictures import made_anew
from huozhong.rights.models import Confirmation, Document, OriginalPage
from huozhong.rights.queries import documents, seeing
from huozhong.rights.queries.cards import purpose
from huozhong.rights.rules.filing_guards import FITTING, Hand
from huozhong.rights.rules.filings import FILINGS, FilingKind, Signer
from huozhong.rights.rules.stages import Event
from huozhong.rights.services import moving, staging
from huozhong.rights.services.documents import file_of_document
from huozhong.rights.services.opening import note_on

PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
MOST_PAGE_BYTES = 10 * 1024 * 1024
MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What a licensed provider says about a signed document: its report as a file, and on which day all had signed."""

    content: bytes
    signed_date: date
    signers: int


SignerDoor = Callable[[bytes, str, FilingKind], SignatureReport | None]  # file, reference, kind -> report when whole
_signers: dict[str, SignerDoor] = {}


def register_signer(name: str, door: SignerDoor) -> None:
    """Let a licensed provider of electronic signatures answer under this name; called once, when the app is ready."""
    _signers[name] = door


def signers() -> tuple[str, ...]:
    """The providers that this house has; none is shipped."""
    return tuple(sorted(_signers))


def _worked_on(document_id: int, *, actor: Actor) -> Document:
    _, row = documents.document_for(actor, document_id, Permission.DOSSIER_WORK)
    return row


def _facts(actor: Actor, at: datetime) -> Callable[[Document], object]:
    return lambda row: documents.facts_of(row, actor=actor, on=day_of(at))


def document_moves(document_id: int, *, actor: Actor, at: datetime) -> tuple[lifecycles.Step, ...]:
    """What may be done with the document now: allowed, or greyed with the sentence that says why."""
    _, row = documents.document_for(actor, document_id)
    return lifecycles.what_next(row, actor, facts=documents.facts_of(row, actor=actor, on=day_of(at)))


@transaction.atomic
def deliver_document(document_id: int, *, on: date, how: str, actor: Actor, at: datetime) -> None:
    """It was handed over or posted, on this day and in this way: the slip's number is the proof."""
    row = _worked_on(document_id, actor=actor)
    told = " ".join(how.split())[:200]
    row.delivered_date, row.delivered_how = on, told
    gathered = documents.facts_of(row, actor=actor, on=day_of(at))
    lifecycles.carry_out(
        row, "deliver", actor=actor, at=at, facts=gathered, changes={"delivered_date": on, "delivered_how": told}
    )
    if row.kind == FilingKind.DEMAND:  # the claim was put to the other side: limitation runs anew from here
        staging.keep_event(
            row.dossier,
            Event.NEGOTIATION_ASKED.value,
            on=on,
            actor=actor,
            at=at,
            why=f"催告函，{told}",
            document=row.pk,
        )


@transaction.atomic
def bring_page(document_id: int, *, content: bytes, name: str, actor: Actor, at: datetime) -> int:
    """Keep one scanned page (or one PDF) of the signed paper original, closed with a key."""
    row = _locked(_worked_on(document_id, actor=actor))
    if row.state != "made":
        raise Conflict(say("原件已经送核对，不能再加页；要加，请先退回。"))
    if not FILINGS[FilingKind(row.kind)].takes_force:
        raise Refused(say("这种文书交给受理单位就可以，没有“生效”这一步。"))
    last = row.pages.filter(attempt=row.attempt).count()
    if last >= MOST_PAGES:
        raise Refused(say("一份原件最多 %(n)s 页，多页请合成一个 PDF。", n=MOST_PAGES))
    kept, kind = _fit(content, name=name)
    sha256 = hashlib.sha256(kept).hexdigest()
    if row.pages.filter(attempt=row.attempt, sha256=sha256).exists():
        raise Conflict(say("这一页已经传过了。"))
    page = OriginalPage.objects.create(
        city_id=row.city_id,
        document=row,
        attempt=row.attempt,
        number=last + 1,
        media_type=kind.value,
        size=len(kept),
        sha256=sha256,
        content_cipher=people.key_ring().encrypt(
            base64.b64encode(kept).decode(), purpose=_page_purpose(row, row.attempt, last + 1)
        ),
        brought_by_name=actor.name[:100],
        brought_at=at,
    )
    note_on(row.dossier, "original_page_brought", actor=actor, at=at, document=row.pk, page=last + 1, sha256=sha256)
    return page.pk


def _fit(content: bytes, *, name: str) -> tuple[bytes, FileKind]:
    """The page as it is kept: a picture is made anew without what hides in it; refused when unfit or infected."""
    if not content:
        raise Refused(say("文件是空的。"))
    if len(content) > MOST_PAGE_BYTES:
        raise Refused(say("文件太大：最多 %(n)s MB。", n=MOST_PAGE_BYTES // 1024 // 1024))
    stream = io.BytesIO(content)
    kind = kind_of(stream, name=clean_name_or(name))
    if kind not in PICTURES and kind is not FileKind.PDF:
        raise Refused(say("原件请传照片或者 PDF。"))
    if (scan := records.scanner()) is not None:
        stream.seek(0)
        try:
            found = scan(stream)
        except (records.ScannerDownError, OSError) as error:
            raise Refused(say("病毒扫描服务没有回应，文件没有保存，请稍后再传。")) from error
        if found:
            raise Refused(say("文件里发现病毒（%(name)s），没有保存。", name=found))
    if kind is FileKind.PDF:
        return content, kind
    return made_anew(io.BytesIO(content), kind=kind).content, FileKind.JPEG


def clean_name_or(name: str) -> str:
    """A name that may be asked for its kind; an empty one is nobody's."""
    return clean_name(name, kind=FileKind.PDF) if name.strip() else "page"


def _page_purpose(row: Document, attempt: int, page: int) -> str:
    return purpose(f"original-{attempt}-{page}", row.dossier_id, row.number)


@transaction.atomic
def open_page(page_id: int, *, actor: Actor, at: datetime) -> tuple[bytes, str, str]:
    """One scanned page: content, name, media type; who opened it stays in the trail."""
    page = OriginalPage.objects.select_related("document__dossier__unit").filter(pk=page_id).first()
    if page is None:
        raise NotFound(access.NOT_FOUND)
    row = page.document
    documents.document_for(actor, row.pk)
    note_on(row.dossier, "original_page_opened", actor=actor, at=at, document=row.pk, page=page.number)
    told = people.key_ring().decrypt(bytes(page.content_cipher), purpose=_page_purpose(row, page.attempt, page.number))
    ending = "pdf" if page.media_type == FileKind.PDF.value else "jpg"
    return base64.b64decode(told), f"{row} 原件第{page.number}页.{ending}", page.media_type


@transaction.atomic
def hand_in_original(
    document_id: int, *, hands: Mapping[Signer, Hand], effective_date: date, actor: Actor, at: datetime
) -> None:
    """Every hand and seal is on the paper, the scan is here: a second person looks."""
    row = _worked_on(document_id, actor=actor)
    asked = FILINGS[FilingKind(row.kind)].signers
    told = {who: what for who, what in hands.items() if who in asked and what in FITTING[who]}
    row.hands = {who.value: what.value for who, what in told.items()}
    row.effective_date = effective_date
    lifecycles.carry_out(
        row,
        "hand_in",
        actor=actor,
        at=at,
        facts=documents.facts_of(row, actor=actor, on=day_of(at)),
        changes={
            "hands": row.hands,
            "effective_date": effective_date,
            "handed_in_by_id": actor.person_id,
            "handed_in_by_name": actor.name[:100],
        },
        details={"hands": row.hands, "effective": effective_date.isoformat()},
    )


@transaction.atomic
def send_back_original(document_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Something is missing on the paper; the pages that were brought stay with their attempt."""
    row = _worked_on(document_id, actor=actor)
    lifecycles.carry_out(
        row, "send_back", actor=actor, at=at, facts=_facts(actor, at), why=why, changes={"attempt": row.attempt + 1}
    )


@transaction.atomic
def bring_in_force(document_id: int, *, actor: Actor, at: datetime) -> None:
    """The second person saw the original: it is in force from its day, and an agreement starts its clocks."""
    row = _worked_on(document_id, actor=actor)
    lifecycles.carry_out(
        row,
        "bring_in_force",
        actor=actor,
        at=at,
        facts=_facts(actor, at),
        changes={"checked_by_id": actor.person_id, "checked_by_name": actor.name[:100]},
    )
    _tell_the_dossier(row, actor=actor, at=at)


@transaction.atomic
def take_signature_report(document_id: int, *, provider: str, reference: str, actor: Actor, at: datetime) -> None:
    """Ask the provider for its report; only a whole one brings the document into force, and it is kept."""
    row = _locked(_worked_on(document_id, actor=actor))
    door = _signers.get(provider)
    if door is None:
        raise Refused(say("本单位没有接入有资质的电子签名服务，请用纸质原件。"))
    report = door(file_of_document(row), reference, FilingKind(row.kind))
    people_who_sign = [one for one in FILINGS[FilingKind(row.kind)].signers if one is not Signer.RECORDER]
    if report is None or report.signers < len(people_who_sign):
        raise Refused(say("电子签名服务说还没有签齐，请等各方都签完再来。"))
    changes = {
        "provider": provider[:60],
        "effective_date": report.signed_date,
        "report_sha256": hashlib.sha256(report.content).hexdigest(),
        "report_cipher": people.key_ring().encrypt(
            base64.b64encode(report.content).decode(), purpose=purpose("signature-report", row.dossier_id, row.number)
        ),
    }
    for column, value in changes.items():
        setattr(row, column, value)
    gathered = documents.facts_of(row, actor=actor, on=day_of(at))
    details = {"provider": provider[:60], "sha256": changes["report_sha256"]}
    lifecycles.carry_out(row, "sign_by_provider", actor=actor, at=at, facts=gathered, changes=changes, details=details)
    _tell_the_dossier(row, actor=actor, at=at)


@transaction.atomic
def void_document(document_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """It no longer holds; its number is not given again."""
    lifecycles.carry_out(
        _worked_on(document_id, actor=actor), "void", actor=actor, at=at, facts=_facts(actor, at), why=why
    )


@transaction.atomic
def confirm_document(document_id: int, *, actor: Actor, at: datetime) -> None:
    """The worker has read it and says that the words are right: confirmed, which is not a signature."""
    _, row = documents.document_for(actor, document_id)
    if not seeing.is_own(actor, row.dossier_id) or actor.person_id is None:
        raise Forbidden(say("只有职工本人可以确认内容无误。"))
    if row.state == "void":
        raise Conflict(say("这份文书已经作废。"))
    Confirmation.objects.get_or_create(
        city_id=row.city_id,
        document=row,
        person_id=actor.person_id,
        defaults={"name": actor.name[:100], "content_sha256": row.content_sha256, "confirmed_at": at},
    )
    note_on(row.dossier, "document_confirmed", actor=actor, at=at, document=row.pk, sha256=row.content_sha256)


def _locked(row: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("dossier__unit").get(pk=row.pk)


def _tell_the_dossier(row: Document, *, actor: Actor, at: datetime) -> None:
    """An agreement that came into force starts the days for arbitration review and judicial confirmation."""
    known = row.dossier.agreement_date  # may have been written down before its paper was here
    if row.kind == FilingKind.MEDIATION_AGREEMENT and row.effective_date and known != row.effective_date:
        moving.agreement_in_force(row.dossier_id, row.effective_date, actor=actor, at=at)
