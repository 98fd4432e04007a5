"""Papers, their numbers, seals and sealed copies, within the reach of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.papers.models import IssuingCode, Paper, SealedCopy, SealUse
from huozhong.papers.rules.layout import KIND_WORDS, PaperKind
from huozhong.papers.rules.numbers import DocumentNumber
from huozhong.papers.workflow import PAPER, PaperState

PAGE = 50


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper as pages show it."""

    id: int
    city_id: int
    unit_id: int
    unit_name: str
    place: Place
    kind: PaperKind
    state: str
    title: str
    addressee: str
    body: tuple[str, ...]
    appendices: tuple[str, ...]
    copy_to: str
    signer: str
    contact: str
    meeting: str
    decided_date: date | None
    wanted_number: str
    document_number: str
    issued_date: date | None
    thing_kind: str
    thing_id: int | None
    thing_label: str
    drafted_by_name: str
    drafted_at: datetime

    @property
    def kind_word(self) -> Sentence:
        return KIND_WORDS[self.kind]

    @property
    def state_word(self) -> Sentence:
        return PAPER.states[self.state]

    @property
    def is_missing(self) -> bool:
        """Whether the sealed copy is still out."""
        return self.state == PaperState.ISSUED

    @property
    def tone(self) -> str:
        return {"issued": "sun", "filed": "leaf"}.get(self.state, "")


_SAME = (
    *("id", "city_id", "unit_id", "state", "title", "addressee", "copy_to", "signer", "contact", "meeting"),
    *("decided_date", "wanted_number", "document_number", "issued_date", "thing_kind", "thing_id", "thing_label"),
    *("drafted_by_name", "drafted_at"),
)


def _card(row: Paper) -> PaperCard:
    return PaperCard(
        **{name: getattr(row, name) for name in _SAME},
        unit_name=row.unit.name,
        place=row.place,
        kind=PaperKind(row.kind),
        body=tuple(row.body),
        appendices=tuple(row.appendices),
    )


def _visible(reach: Reach) -> Q:
    """One's own units' papers; and what was sent to them, once it went out."""
    sent = Q(state__in=[PaperState.ISSUED, PaperState.FILED])
    return reach.over("unit") | reach.over("to_unit") & sent


def _rows(reach: Reach) -> QuerySet[Paper]:
    return Paper.objects.select_related("unit").filter(_visible(reach))


def paper(paper_id: int, *, reach: Reach) -> PaperCard:
    """One paper within the reach; NotFound otherwise."""
    row = _rows(reach).filter(pk=paper_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _card(row)


def papers(
    *, reach: Reach, state: str = "", kind: str = "", words: str = "", unit_id: int | None = None, page: int = 1
) -> tuple[PaperCard, ...]:
    """One page of papers, those whose sealed copy is out first, then the newest."""
    rows = _rows(reach)
    rows = rows.filter(state=state) if state else rows.exclude(state=PaperState.VOID)
    if kind:
        rows = rows.filter(kind=kind)
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(document_number__icontains=words))
    rows = rows.annotate(is_out=Q(state=PaperState.ISSUED)).order_by("-is_out", "-id")
    start = (max(page, 1) - 1) * PAGE
    return tuple(map(_card, rows[start : start + PAGE]))


def papers_of(thing_kind: str, thing_id: int) -> tuple[PaperCard, ...]:
    """Papers about one thing, newest first. The caller has asked whether the thing may be seen."""
    rows = Paper.objects.select_related("unit").filter(thing_kind=thing_kind, thing_id=thing_id)
    return tuple(map(_card, rows.exclude(state=PaperState.VOID).order_by("-id")))


def count_missing(*, reach: Reach) -> int:
    """How many sealed copies are out within the reach."""
    return Paper.objects.filter(reach.over("unit"), state=PaperState.ISSUED).count()


@dataclass(frozen=True, slots=True)
class SealedCard:
    """A sealed scan; the first of a paper's is the binding one."""

    id: int
    file_id: int
    sha256: str
    taken_by_name: str
    taken_at: datetime


def copies_of(paper_id: int) -> tuple[SealedCard, ...]:
    """Sealed copies of a paper, the binding one first."""
    rows = SealedCopy.objects.filter(paper_id=paper_id).order_by("-id")
    return tuple(SealedCard(r.id, r.file_id, r.sha256, r.taken_by_name, r.taken_at) for r in rows)


@dataclass(frozen=True, slots=True)
class SealCard:
    """One line of the seal register."""

    id: int
    unit_name: str
    paper_id: int | None
    subject: str
    asked_by_name: str
    approved_by_name: str
    copies: int
    note: str
    sealed_by_name: str
    sealed_at: datetime


def _seals(rows: Iterable[SealUse]) -> tuple[SealCard, ...]:
    return tuple(
        SealCard(
            id=row.id,
            unit_name=row.unit.name,
            paper_id=row.paper_id,
            subject=row.subject,
            asked_by_name=row.asked_by_name,
            approved_by_name=row.approved_by_name,
            copies=row.copies,
            note=row.note,
            sealed_by_name=row.sealed_by_name,
            sealed_at=row.sealed_at,
        )
        for row in rows
    )


def seals(*, reach: Reach, words: str = "", page: int = 1) -> tuple[SealCard, ...]:
    """One page of the seal register within the reach, newest first."""
    rows = SealUse.objects.select_related("unit").filter(reach.over("unit"))
    if words:
        rows = rows.filter(Q(subject__icontains=words) | Q(asked_by_name__icontains=words))
    start = (max(page, 1) - 1) * PAGE
    return _seals(rows.order_by("-sealed_at", "-id")[start : start + PAGE])


def seals_of(paper_id: int) -> tuple[SealCard, ...]:
    """When a paper was sealed, newest first."""
    return _seals(SealUse.objects.select_related("unit").filter(paper_id=paper_id).order_by("-sealed_at", "-id"))


@dataclass(frozen=True, slots=True)
class CodeCard:
    """An issuing code, and how far its book has come this year."""

    id: int
    unit_id: int
    unit_name: str
    code: str
    is_closed: bool
    year: int
    last: int

    @property
    def next_number(self) -> str:
        """The number that the next paper gets."""
        return str(DocumentNumber(self.code, self.year, self.last + 1))


def codes_of(unit_ids: Iterable[int], *, year: int) -> tuple[CodeCard, ...]:
    """Issuing codes of units, open ones first."""
    rows = IssuingCode.objects.filter(unit_id__in=list(unit_ids)).select_related("unit")
    counted = rows.annotate(last=Max("numbers__number", filter=Q(numbers__year=year)))
    return tuple(
        CodeCard(row.id, row.unit_id, row.unit.name, row.code, row.is_closed, year, row.last or 0)
        for row in counted.order_by("is_closed", "id")
    )
