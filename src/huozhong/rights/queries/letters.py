"""一函两书: the letters that an actor may see, within the reach of the office and never at the employer's own union."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.rights.models import Letter
from huozhong.rights.queries.seeing import _conflict
from huozhong.rights.rules.filing_guards import LETTERS, NEXT_LETTER, LetterFacts, LetterKind
from huozhong.rights.workflow import LETTER

KIND = "rights.letter"
OPEN = ("draft", "sent", "answered", "refused", "silent")
TONES = {"sent": "sun", "silent": "alarm", "refused": "alarm", "answered": "leaf", "settled": "leaf"}


@dataclass(frozen=True, slots=True)
class LetterCard:
    """One letter as pages show it."""

    id: int
    number: str
    kind: LetterKind
    state: str
    unit_name: str
    place: Place
    employer_name: str
    addressee: str
    matters: str
    laws: str
    asks: str
    signer: str
    supervisors: tuple[str, ...]
    received_date: date | None
    received_how: str
    answer_until: date | None
    answer_safe_date: date | None
    answer_basis: str
    answered_date: date | None
    answer_words: str
    before_id: int | None
    followed_by: int | None
    dossier_id: int | None
    owner_name: str
    drafted_at: datetime
    is_late: bool
    is_sample: bool

    @property
    def title(self) -> Sentence:
        return LETTERS[self.kind]

    @property
    def state_word(self) -> Sentence:
        return LETTER.states["silent"] if self.is_late and self.state == "sent" else LETTER.states[self.state]

    @property
    def tone(self) -> str:
        return "alarm" if self.is_late and self.state == "sent" else TONES.get(self.state, "")

    @property
    def next_title(self) -> Sentence | None:
        following = NEXT_LETTER[self.kind]
        return LETTERS[following] if following else None


def visible_letters(actor: Actor, permission: Permission = Permission.DOSSIER_READ) -> QuerySet[Letter]:
    """The letters of the actor's offices, less those to an employer at whose union the actor holds anything."""
    rows = Letter.objects.select_related("unit", "employer_unit")
    if actor.kind is not ActorKind.PERSON:
        return rows
    if actor.person_id is None:
        return rows.none()
    seen = access.reach(actor, permission).over("unit") & ~_conflict(actor)
    return rows.filter(seen, city_id=actor.city_id) if actor.city_id else rows.filter(seen)


def letter_for(actor: Actor, letter_id: int, permission: Permission = Permission.DOSSIER_READ) -> Letter:
    """The letter; NotFound when the actor may not even see it, Forbidden when they may see but not do this."""
    row = visible_letters(actor, permission).filter(pk=letter_id).first()
    if row is not None:
        return row
    if visible_letters(actor).filter(pk=letter_id).exists():
        raise Forbidden(access.NOT_ALLOWED)
    raise NotFound(access.NOT_FOUND)


def letters(actor: Actor, *, on: date, kind: str = "", state: str = "", limit: int = 100) -> tuple[LetterCard, ...]:
    """Letters within reach: open ones first, soonest answer first."""
    rows = visible_letters(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    rows = rows.prefetch_related("followed_by").annotate(is_open=Q(state__in=OPEN))
    return tuple(letter_card(row, on=on) for row in rows.order_by("-is_open", "answer_until", "-id")[:limit])


def letter_card(row: Letter, *, on: date) -> LetterCard:
    """The card of a row that is already in hand."""
    following = next(iter(row.followed_by.all()), None)
    return LetterCard(
        id=row.pk,
        number=str(row),
        kind=LetterKind(row.kind),
        state=row.state,
        unit_name=row.unit.name,
        place=row.place,
        employer_name=row.employer_name,
        addressee=row.addressee,
        matters=row.matters,
        laws=row.laws,
        asks=row.asks,
        signer=row.signer,
        supervisors=tuple(row.supervisors),
        received_date=row.received_date,
        received_how=row.received_how,
        answer_until=row.answer_until,
        answer_safe_date=row.answer_safe_date,
        answer_basis=row.answer_basis,
        answered_date=row.answered_date,
        answer_words=row.answer_words,
        before_id=row.before_id,
        followed_by=following.pk if following else None,
        dossier_id=row.dossier_id,
        owner_name=row.owner_name,
        drafted_at=row.drafted_at,
        is_late=is_late(row, on=on),
        is_sample=row.is_sample,
    )


def is_late(row: Letter, *, on: date) -> bool:
    """Whether the day for the answer is past and none came."""
    return row.state in ("sent", "silent") and row.answer_until is not None and on > row.answer_until


def letter_facts(row: Letter, *, on: date) -> LetterFacts:
    """What the guards of a letter look at."""
    return LetterFacts(
        kind=LetterKind(row.kind),
        has_matters=bool(row.matters.strip()),
        has_laws=bool(row.laws.strip()),
        addressee=row.addressee,
        signer=row.signer,
        supervisors=len(row.supervisors),
        received_date=row.received_date,
        answer_until=row.answer_until,
        is_late=is_late(row, on=on),
        on=on,
    )


def late_letters_count(actor: Actor, *, on: date) -> int:
    """How many letters of the actor's own are past their day for an answer."""
    rows = visible_letters(actor, Permission.DOSSIER_WORK).filter(owner_id=actor.person_id or 0)
    return rows.filter(state__in=("sent", "silent"), answer_until__lt=on).count()


def url(letter_id: int) -> str:
    """Where the letter's page is."""
    return reverse("rights:letter", args=[letter_id])


def title(letter_id: int) -> str:
    """What its deadline is called: its number, never the employer."""
    return str(Letter.objects.get(pk=letter_id))


def may_see(actor: Actor, letter_id: int) -> bool:
    """Whether the actor may see it at all."""
    return visible_letters(actor).filter(pk=letter_id).exists()


def may_work(actor: Actor, letter_id: int) -> bool:
    """Whether the actor may work on it."""
    return visible_letters(actor, Permission.DOSSIER_WORK).filter(pk=letter_id).exists()


def may_supervise(actor: Actor, letter_id: int) -> bool:
    """Whether the actor may be the second person."""
    return visible_letters(actor, Permission.DOSSIER_SUPERVISE).filter(pk=letter_id).exists()


def told(letter_id: int) -> tuple[int, ...]:
    """Whom a moved day concerns beside the owner: nobody."""
    return ()
