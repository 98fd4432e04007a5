"""What is public and what is on its way, as pages show it. The veil is asked every time, and fails closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from huozhong.access.queries import Reach
from huozhong.access.services import NOT_FOUND
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.publishing.models import Edition, Submission
from huozhong.publishing.queries.kinds import known
from huozhong.publishing.rules import texts
from huozhong.publishing.rules.screen import Flag, Found
from huozhong.publishing.rules.texts import Snapshot
from huozhong.publishing.workflow import REVIEWING, STAGES, SUBMISSION, SubmissionState
from huozhong.records import queries as records

PAGE = 20
TONES = {"first": "open", "second": "open", "third": "open", "returned": "sun", "public": "leaf"}


@dataclass(frozen=True, slots=True)
class PublicItem:
    """One thing as the public reads it now: the frozen text, without what was taken back."""

    id: int
    kind: str
    kind_word: Sentence
    text: Snapshot
    unit_name: str
    public_date: datetime
    from_date: date | None
    last_date: date | None
    cites: tuple[dict[str, Any], ...]
    is_for_search: bool
    tag: str  # changes whenever what is shown changes

    @property
    def lead(self) -> str:
        """The first words of the text, for a list."""
        first = next(iter(self.text.paragraphs), "")
        return first if len(first) <= 70 else first[:69] + "…"


@dataclass(frozen=True, slots=True)
class PublicState:
    """Where a thing stands on its way to the public, for the page of the thing itself."""

    submission_id: int
    state: str
    state_word: Sentence
    is_public: bool
    tone: str
    returned_why: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One review or one proofreading, by name."""

    number: int
    person_name: str
    at: datetime
    words: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    is_of_this_text: bool = True


@dataclass(frozen=True, slots=True)
class SubmissionCard:
    """A submission as editors see it."""

    id: int
    kind: str
    kind_word: Sentence
    thing_id: int
    title: str
    state: str
    state_word: Sentence
    tone: str
    place: Place
    unit_name: str
    submitted_by_name: str
    submitted_at: datetime
    edition_number: int
    stage: int
    public_at: datetime | None
    last_date: date | None


def gone(row: Submission) -> Sentence:
    """What the public reads in the place of something that is not there any more."""
    if row.state == SubmissionState.REPLACED:
        return say("这一篇有了更正后的新版。")
    if row.last_date is not None and row.state in (SubmissionState.ENDED, SubmissionState.PUBLIC):
        return say("这份公示的期限已满，已经自动下线。")
    return say("这一篇已经撤下了。谢谢您来看。")


def _shown_on(on: date) -> Q:
    """Public by state and by day: what has seen its last day is not shown, whether the clock came by or not."""
    return (
        Q(state=SubmissionState.PUBLIC)
        & (Q(from_date__isnull=True) | Q(from_date__lte=on))
        & (Q(last_date__isnull=True) | Q(last_date__gte=on))
    )


def _texts(rows: Sequence[Submission]) -> dict[int, Edition]:
    found = Edition.objects.filter(submission_id__in=[row.id for row in rows])
    wanted = {row.id: row.edition_number for row in rows}
    return {one.submission_id: one for one in found if wanted[one.submission_id] == one.number}


def _item(row: Submission, edition: Edition) -> PublicItem | None:
    kind = known(row.kind)
    if kind is None or row.public_at is None:
        return None
    veil = kind.veil(row.thing_id)
    if veil.is_gone:
        return None
    shown = texts.veiled(texts.from_json(edition.text), veil)
    return PublicItem(
        id=row.id,
        kind=row.kind,
        kind_word=kind.title,
        text=shown,
        unit_name=veil.unit_name or row.unit.name,
        public_date=row.public_at,
        from_date=row.from_date,
        last_date=row.last_date,
        cites=tuple(row.cites),
        is_for_search=kind.is_for_search,
        tag=f"{texts.fingerprint(shown)[:24]}{veil.unit_name}",
    )


def public_items(
    *, on: date, kinds: Sequence[str] = (), before: int | None = None, limit: int = PAGE
) -> tuple[PublicItem, ...]:
    """What can be read without signing in on the day, newest first; go on with `before` of the last one."""
    rows = Submission.objects.filter(_shown_on(on)).select_related("unit")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if before is not None:
        rows = rows.filter(id__lt=before)
    listed = list(rows.order_by("-id")[:limit])
    found = _texts(listed)
    items = (_item(row, found[row.id]) for row in listed)
    return tuple(item for item in items if item is not None)


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that was public once and is not any more."""

    says: Sentence
    newer_id: int | None = None


def public_item(submission_id: int, *, on: date) -> PublicItem | Gone:
    """The thing at a public address, or why it is gone; NotFound for what never was public."""
    row = Submission.objects.select_related("unit").filter(pk=submission_id).first()
    if row is None or row.public_at is None or (row.from_date is not None and row.from_date > on):
        raise NotFound(NOT_FOUND)
    if row.state == SubmissionState.PUBLIC and (row.last_date is None or row.last_date >= on):
        item = _item(row, row.editions.get(number=row.edition_number))
        return item if item is not None else Gone(say("这一篇已经撤下了。谢谢您来看。"))
    return Gone(gone(row), _newer(row, on=on))


def _newer(row: Submission, *, on: date) -> int | None:
    if row.state != SubmissionState.REPLACED:
        return None
    rows = Submission.objects.filter(_shown_on(on), city_id=row.city_id, kind=row.kind, thing_id=row.thing_id)
    return rows.values_list("id", flat=True).first()


def _latest(kind: str, thing_id: int) -> Submission | None:
    return Submission.objects.filter(kind=kind, thing_id=thing_id).order_by("-id").first()


def is_public(kind: str, thing_id: int, *, on: date) -> bool:
    """Whether the thing can be read without signing in on the day."""
    rows = Submission.objects.filter(_shown_on(on), kind=kind, thing_id=thing_id).select_related("unit")
    return any(_item(row, row.editions.get(number=row.edition_number)) is not None for row in rows)


def public_state(kind: str, thing_id: int, *, on: date) -> PublicState | None:
    """Where the thing stands: its newest submission; None when it was never handed in."""
    row = _latest(kind, thing_id)
    if row is None:
        return None
    is_over = row.state == SubmissionState.PUBLIC and row.last_date is not None and row.last_date < on
    state = SubmissionState.ENDED if is_over else row.state
    return PublicState(
        row.id, state, SUBMISSION.states[state], is_public(kind, thing_id, on=on), TONES.get(state, ""), _why(row)
    )


def _why(row: Submission) -> str:
    if row.state != SubmissionState.RETURNED:
        return ""
    trail = records.history("publishing.submission", row.id)
    return next((entry.why for entry in trail if entry.action == "send_back"), "")


def card_of(row: Submission) -> SubmissionCard:
    """The card of a row that is already in hand, its unit with it."""
    kind = known(row.kind)
    return SubmissionCard(
        id=row.id,
        kind=row.kind,
        kind_word=kind.title if kind else Sentence(row.kind),
        thing_id=row.thing_id,
        title=row.title,
        state=row.state,
        state_word=SUBMISSION.states[row.state],
        tone=TONES.get(row.state, ""),
        place=row.place,
        unit_name=row.unit.name,
        submitted_by_name=row.submitted_by_name,
        submitted_at=row.submitted_at,
        edition_number=row.edition_number,
        stage=STAGES.get(row.state, 0),
        public_at=row.public_at,
        last_date=row.last_date,
    )


def submissions(*, reach: Reach, state: str = "", page: int = 1) -> tuple[SubmissionCard, ...]:
    """One page of the submissions within reach, newest first; `state` "reviewing" asks for all three reviews."""
    rows = _within(reach)
    if state == "reviewing":
        rows = rows.filter(state__in=REVIEWING)
    elif state:
        rows = rows.filter(state=state)
    start = (page - 1) * PAGE
    return tuple(card_of(row) for row in rows.order_by("-id")[start : start + PAGE])


def _within(reach: Reach) -> QuerySet[Submission]:
    return Submission.objects.select_related("unit").filter(reach.over("unit"))


def submission(submission_id: int, *, reach: Reach) -> SubmissionCard:
    """One submission within reach; NotFound otherwise."""
    row = _within(reach).filter(pk=submission_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return card_of(row)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything an editor needs beside the text: its fingerprint, what the screen found, who read it before."""

    text: Snapshot
    sha256: str
    flags: tuple[Flag, ...]
    reviews: tuple[Round, ...]
    proofreadings: tuple[Round, ...]
    rounds: int  # proofreadings of these words, the author's last


def dossier(submission_id: int) -> Dossier:
    """The frozen text as it stands, veiled, and its rounds. The caller has asked whether it may be seen."""
    row = Submission.objects.get(pk=submission_id)
    edition, kind = row.editions.get(number=row.edition_number), known(row.kind)
    veil = kind.veil(row.thing_id) if kind else texts.NO_VEIL
    reviews = row.reviews.select_related("edition").order_by("id")
    proofs = list(row.proofreadings.select_related("edition").order_by("id"))
    return Dossier(
        text=texts.veiled(texts.from_json(edition.text), veil),
        sha256=edition.sha256,
        flags=tuple(Flag(Found(found), excerpt) for found, excerpt in edition.flags),
        reviews=tuple(
            Round(one.stage, one.person_name, one.reviewed_at, one.opinion, (), one.edition_id == edition.id)
            for one in reviews
        ),
        proofreadings=tuple(
            Round(
                one.round,
                one.person_name,
                one.read_at,
                "",
                tuple((before, after) for before, after in one.corrections),
                one.series == row.series,
            )
            for one in proofs
        ),
        rounds=sum(one.series == row.series for one in proofs),
    )


def holds_file(submission_id: int, file_id: int, *, on: date | None = None) -> bool:
    """Whether the file is part of what is shown now; with a day: of what the public is shown on it."""
    if on is not None:
        found = public_item(submission_id, on=on)
        if isinstance(found, Gone):
            return False
        text = found.text
    else:
        text = dossier(submission_id).text
    return file_id in {photo.file_id for photo in text.photos} | set(text.sounds)
