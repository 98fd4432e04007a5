"""Documents of a dossier as pages read them. Whoever calls has asked whether the dossier may be seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.people import queries as people
from huozhong.records import queries as records
from huozhong.rights.models import Document, DocumentTemplate, DocumentWords, OriginalPage
from huozhong.rights.queries import seeing
from huozhong.rights.queries.cards import purpose
from huozhong.rights.rules.filing_guards import HANDS, DocumentFacts, Hand
from huozhong.rights.rules.filings import FIELDS, FILINGS, SIGNER_WORDS, Field, Filing, FilingKind, Signer
from huozhong.rights.workflow import DOCUMENT

KIND = "rights.document"
TONES = {"made": "", "delivered": "leaf", "checking": "sun", "in_force": "leaf", "void": ""}


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One document: what it is, how far it came, what stayed blank."""

    id: int
    dossier_id: int
    number: int
    name: str  # 维权2026-0001 文书第 3 号
    kind: FilingKind
    state: str
    made_by_name: str
    made_at: datetime
    content_sha256: str
    template_version: str
    is_own_template: bool
    blanks: tuple[Field, ...]
    delivered_date: date | None
    delivered_how: str
    effective_date: date | None
    hands: Mapping[Signer, Hand]
    handed_in_by_id: int | None
    handed_in_by_name: str
    checked_by_name: str
    provider: str
    confirmed_by: tuple[tuple[str, datetime], ...]
    attempt: int

    @property
    def filing(self) -> Filing:
        return FILINGS[self.kind]

    @property
    def title(self) -> Sentence:
        return FILINGS[self.kind].title

    @property
    def state_word(self) -> Sentence:
        return DOCUMENT.states[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def told_hands(self) -> tuple[tuple[Sentence, Sentence], ...]:
        """What stands on the paper original, by whom."""
        return tuple((SIGNER_WORDS[who], HANDS[self.hands[who]]) for who in self.filing.signers if who in self.hands)


@dataclass(frozen=True, slots=True)
class PageCard:
    """One scanned page of a paper original."""

    id: int
    number: int
    media_type: str
    size: int
    sha256: str
    brought_by_name: str
    brought_at: datetime

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


def documents_of(dossier_id: int) -> tuple[DocumentCard, ...]:
    """Every document of a dossier, newest first."""
    rows = Document.objects.filter(dossier_id=dossier_id).select_related("dossier__unit")
    return tuple(document_card(row) for row in rows.prefetch_related("confirmations").order_by("-number"))


def document_for(
    actor: Actor, document_id: int, permission: Permission = Permission.DOSSIER_READ
) -> tuple[DocumentCard, Document]:
    """A document of a dossier at which the actor may do this; the worker reads those of their own."""
    row = Document.objects.select_related("dossier__unit").filter(pk=document_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if permission is not Permission.DOSSIER_READ or not seeing.is_own(actor, row.dossier_id):
        seeing.dossier_for(actor, row.dossier_id, permission)
    return document_card(row), row


def original_pages(row: Document) -> tuple[PageCard, ...]:
    """The scanned pages of the attempt that stands."""
    found = row.pages.filter(attempt=row.attempt).defer("content_cipher").order_by("number")
    return tuple(_page(one) for one in found)


def _page(row: OriginalPage) -> PageCard:
    return PageCard(
        id=row.pk,
        number=row.number,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        brought_by_name=row.brought_by_name,
        brought_at=row.brought_at,
    )


def document_words(dossier_id: int) -> tuple[dict[str, Any], int]:
    """What was written while documents were prepared, and its version (0: nothing yet)."""
    row = DocumentWords.objects.filter(dossier_id=dossier_id).first()
    if row is None:
        return {}, 0
    ring = people.key_ring()
    return json.loads(ring.decrypt(bytes(row.words_cipher), purpose=purpose("words", dossier_id))), row.version


def document_context(row: Document) -> dict[str, Any]:
    """The exact words with which a document was made."""
    told = people.key_ring().decrypt(
        bytes(row.context_cipher), purpose=purpose("document-words", row.dossier_id, row.number)
    )
    opened: dict[str, Any] = json.loads(told)
    return opened


def facts_of(row: Document, *, actor: Actor, on: date) -> DocumentFacts:
    """What the guards of a document look at."""
    return DocumentFacts(
        kind=FilingKind(row.kind),
        pages=row.pages.filter(attempt=row.attempt).count(),
        hands=_hands(row),
        effective_date=row.effective_date,
        delivered_date=row.delivered_date,
        delivered_how=row.delivered_how,
        acting=actor.person_id,
        handed_in_by=row.handed_in_by_id,
        has_report=row.report_cipher is not None,
        on=on,
    )


def _hands(row: Document) -> dict[Signer, Hand]:
    return {Signer(who): Hand(what) for who, what in row.hands.items()}


def document_card(row: Document) -> DocumentCard:
    """The card of a row that is already in hand."""
    return DocumentCard(
        id=row.pk,
        dossier_id=row.dossier_id,
        number=row.number,
        name=str(row),
        kind=FilingKind(row.kind),
        state=row.state,
        made_by_name=row.made_by_name,
        made_at=row.made_at,
        content_sha256=row.content_sha256,
        template_version=row.template_version,
        is_own_template=row.template_id is not None,
        blanks=tuple(FIELDS[key] for key in row.blanks if key in FIELDS),
        delivered_date=row.delivered_date,
        delivered_how=row.delivered_how,
        effective_date=row.effective_date,
        hands=_hands(row),
        handed_in_by_id=row.handed_in_by_id,
        handed_in_by_name=row.handed_in_by_name,
        checked_by_name=row.checked_by_name,
        provider=row.provider,
        confirmed_by=tuple((one.name, one.confirmed_at) for one in row.confirmations.all()),
        attempt=row.attempt,
    )


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A Word template that an office brought."""

    id: int
    unit_id: int
    unit_name: str
    kind: FilingKind
    title: Sentence
    file_id: int
    sha256: str
    brought_by_name: str
    brought_at: datetime


def templates_in(unit_ids: tuple[int, ...]) -> tuple[TemplateCard, ...]:
    """The templates in use at these units, by kind."""
    rows = DocumentTemplate.objects.filter(unit_id__in=unit_ids, is_in_use=True).select_related("unit")
    return tuple(_template(row) for row in rows.order_by("kind", "unit__path"))


def template_in_use(unit_id: int, kind: FilingKind) -> DocumentTemplate | None:
    """The template nearest above a unit: its own, else that of a union over it; None: the house's."""
    from huozhong.unions import queries as unions

    above = {card.id: depth for depth, card in enumerate(unions.ancestors(unit_id))}
    rows = DocumentTemplate.objects.filter(unit_id__in=above, kind=kind.value, is_in_use=True)
    return max(rows, key=lambda row: above[row.unit_id], default=None)


def _template(row: DocumentTemplate) -> TemplateCard:
    return TemplateCard(
        id=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        kind=FilingKind(row.kind),
        title=FILINGS[FilingKind(row.kind)].title,
        file_id=row.file_id,
        sha256=row.sha256,
        brought_by_name=row.brought_by_name,
        brought_at=row.brought_at,
    )


def document_story(document_id: int) -> tuple[records.TrailRow, ...]:
    """What happened to a document, newest first."""
    return tuple(records.history(KIND, document_id))


@dataclass(frozen=True, slots=True)
class OriginalToCheck:
    """A paper original that waits for a second person, as the first page shows it: by number, never by a name."""

    title: Sentence | str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


TO_CHECK = say("核对签好的原件")


def originals_to_check(actor: Actor, *, on: date, limit: int = 20) -> tuple[OriginalToCheck, ...]:
    """Paper originals that wait for a second person, at the dossiers on which the actor works."""
    rows = _to_check(actor).select_related("dossier__unit").order_by("id")[:limit]
    return tuple(
        OriginalToCheck(
            say("%(number)s：%(what)s", number=row.dossier.number, what=FILINGS[FilingKind(row.kind)].title),
            reverse("rights:document", args=[row.pk]),
            None,
            row.dossier.unit.name,
            TO_CHECK,
        )
        for row in rows
    )


def originals_to_check_count(actor: Actor, *, on: date) -> int:
    """How many: one statement; none for whoever mediates nowhere."""
    rows = _to_check(actor)
    return 0 if rows.query.is_empty() else rows.count()


def _to_check(actor: Actor) -> QuerySet[Document]:
    if access.reach(actor, Permission.DOSSIER_WORK).is_empty:
        return Document.objects.none()
    seen = seeing.visible(actor, Permission.DOSSIER_WORK).values("pk")
    return Document.objects.filter(state="checking", dossier__in=seen).exclude(handed_in_by_id=actor.person_id)
