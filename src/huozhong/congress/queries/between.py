"""What comes between sessions, as pages and other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from huozhong.access.services import NOT_FOUND
from huozhong.ballots import queries as ballots
from huozhong.congress.models import Appraisal, Asking, Breach, DirectorReport, JointDecision, Topic, Tour, TourFinding
from huozhong.congress.queries import law, roll
from huozhong.congress.rules import agenda
from huozhong.kernel.places import Place
from huozhong.kernel.quorum import Proof, at_least, measure
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.zone import day_of


@dataclass(frozen=True, slots=True)
class JointCard:
    """A joint meeting's decision, and whether the congress confirmed it."""

    id: int
    title: str
    matter: Sentence
    held_date: date
    urgency: str
    attended: str
    employer_side: str
    decision: str
    file_id: int | None
    session_id: int | None
    session: str
    outcome: str  # passed, failed, "" while it waits


def joint_decisions(congress_id: int) -> tuple[JointCard, ...]:
    """Every one of a congress, the newest first. The caller has asked whether it may be seen."""
    rows = JointDecision.objects.filter(congress_id=congress_id).order_by("-held_date", "-id")
    topics: dict[int, Topic] = {}
    for topic in Topic.objects.filter(session__congress_id=congress_id, origin="joint").select_related("session"):
        if topic.origin_id is not None and topic.session.state != "cancelled":
            topics[topic.origin_id] = topic
    return tuple(_joint(row, topics.get(row.pk)) for row in rows)


def _joint(row: JointDecision, topic: Topic | None) -> JointCard:
    return JointCard(
        id=row.pk, title=row.title, matter=agenda.title_of(row.matter), held_date=row.held_date, urgency=row.urgency,
        attended=row.attended, employer_side=row.employer_side, decision=row.decision, file_id=row.file_id,
        session_id=topic.session_id if topic else None, session=topic.session.title if topic else "",
        outcome=topic.outcome if topic and topic.outcome != Topic.Outcome.PUT_OFF else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding of a tour."""

    id: int
    words: str
    asked_of: str
    due_date: date
    file_id: int | None
    answer: str
    answered_by_name: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class TourCard:
    """An inspection tour with what was found."""

    id: int
    congress_id: int
    theme: str
    toured_date: date
    members: str
    places: str
    summary: str
    findings: tuple[FindingCard, ...]

    @property
    def waiting(self) -> int:
        return sum(one.answered_at is None for one in self.findings)


def tours(congress_id: int) -> tuple[TourCard, ...]:
    """Every tour of a congress, the newest first. The caller has asked whether it may be seen."""
    rows = list(Tour.objects.filter(congress_id=congress_id).order_by("-toured_date", "-id"))
    found: dict[int, list[FindingCard]] = {row.pk: [] for row in rows}
    for one in TourFinding.objects.filter(tour_id__in=list(found)).order_by("id"):
        card = FindingCard(
            one.pk, one.words, one.asked_of, one.due_date, one.file_id, one.answer, one.answered_by_name,
            one.answered_at,
        )  # fmt: skip
        found[one.tour_id].append(card)
    return tuple(
        TourCard(
            row.pk, row.congress_id, row.theme, row.toured_date, row.members, row.places, row.summary,
            tuple(found[row.pk]),
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ManagerCard:
    """One manager who is appraised; grades only where enough ballots hide each of them."""

    id: int
    number: int
    name: str
    post: str
    has_reported: bool
    report_file_id: int | None
    grades: tuple[tuple[str, int, Fraction | None], ...] = ()


@dataclass(frozen=True, slots=True)
class AppraisalCard:
    """An appraisal of managers, its ballot, and what came out."""

    id: int
    place: Place
    congress_id: int
    title: str
    year: int
    session_id: int | None
    election_id: int | None
    ballot_state: Sentence | None
    valid: int | None
    least_shown: int
    is_shown: bool
    filed_with: str
    filed_date: date | None
    managers: tuple[ManagerCard, ...]

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.managers if not one.has_reported)


def appraisals(congress_id: int) -> tuple[AppraisalCard, ...]:
    """Every appraisal of a congress, the newest first. The caller has asked whether it may be seen."""
    rows = Appraisal.objects.filter(congress_id=congress_id).select_related("unit").order_by("-year", "-id")
    return tuple(_appraisal(row) for row in rows)


def appraisal(appraisal_id: int) -> AppraisalCard:
    """One appraisal. The caller asks whether its place may be seen."""
    row = Appraisal.objects.select_related("unit").filter(pk=appraisal_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _appraisal(row)


def _appraisal(row: Appraisal) -> AppraisalCard:
    answer = law.answer(law.LEAST_SHOWN, place=row.place, on=day_of(row.recorded_at))
    least = answer.number() if answer else 1
    state = ballots.election_state(row.election_id) if row.election_id else None
    counted = ballots.result(state.id) if state and state.is_counted else None
    is_shown = counted is not None and counted.valid.total >= least
    managers = []
    for one in row.managers.order_by("number"):
        grades: tuple[tuple[str, int, Fraction | None], ...] = ()
        if counted is not None and is_shown:
            asked = counted.questions[one.number - 1]
            grades = tuple(
                (line.text, line.total, Fraction(line.total, counted.valid.total) if counted.valid.total else None)
                for line in asked.answers
            )
        managers.append(
            ManagerCard(one.pk, one.number, one.name, one.post, one.has_reported, one.report_file_id, grades)
        )
    return AppraisalCard(
        id=row.pk, place=row.place, congress_id=row.congress_id, title=row.title, year=row.year,
        session_id=row.session_id, election_id=row.election_id, ballot_state=state.state_word if state else None,
        valid=counted.valid.total if counted else None, least_shown=least, is_shown=is_shown, filed_with=row.filed_with,
        filed_date=row.filed_date, managers=tuple(managers),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BreachCard:
    """A matter that was decided without the congress, and how far it is mended."""

    id: int
    place: Place
    congress_id: int
    matter: Sentence
    what: str
    decided_date: date
    effect: dict[str, Any]
    paper_id: int | None
    letter_date: date | None
    mend_by_date: date | None
    proposal_date: date | None
    order_by_date: date | None
    mended_date: date | None
    mended_how: str

    @property
    def due_date(self) -> date | None:
        return None if self.mended_date else self.order_by_date or self.mend_by_date

    @property
    def effect_cite(self) -> str:
        cite = self.effect.get("cite", {})
        return f"《{cite['law']}》{cite.get('article', '')}" if cite.get("law") else str(cite.get("source", ""))

    @property
    def is_effect_verified(self) -> bool:
        return bool(self.effect.get("status") == "verified")


_BREACH_SAME = (
    *("id", "congress_id", "what", "decided_date", "effect", "paper_id", "letter_date", "mend_by_date"),
    *("proposal_date", "order_by_date", "mended_date", "mended_how"),
)


def _breach(row: Breach) -> BreachCard:
    same = {name: getattr(row, name) for name in _BREACH_SAME}
    return BreachCard(**same, place=row.place, matter=agenda.title_of(row.matter))


def breaches(congress_id: int) -> tuple[BreachCard, ...]:
    """Breaches recorded for a congress, open ones first. The caller has asked whether it may be seen."""
    rows = Breach.objects.filter(congress_id=congress_id).select_related("unit")
    return tuple(sorted((_breach(row) for row in rows), key=lambda one: (one.mended_date is not None, -one.id)))


def breach(breach_id: int) -> BreachCard:
    """One breach. The caller asks whether its place may be seen."""
    row = Breach.objects.filter(pk=breach_id).select_related("unit").first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _breach(row)


@dataclass(frozen=True, slots=True)
class AskingCard:
    """Somebody asks for an extraordinary session: how far it has come."""

    id: int
    congress_id: int
    place: Place
    asker: str
    asker_word: str
    matter: str
    why: str
    asked_by_name: str
    asked_by_id: int | None
    asked_at: datetime
    reached_at: datetime | None
    session_id: int | None
    withdrawn_at: datetime | None
    signed: tuple[tuple[int, str, datetime], ...]
    proof: Proof | None  # None: no rule of the place says how many are enough
    cite: str

    @property
    def is_open(self) -> bool:
        return self.session_id is None and self.withdrawn_at is None

    def has_signed(self, person_id: int | None) -> bool:
        return any(one == person_id for one, _name, _at in self.signed)


def askings(congress_id: int, *, on: date) -> tuple[AskingCard, ...]:
    """Every asking of a congress, the newest first. The caller has asked whether it may be seen."""
    rows = Asking.objects.filter(congress_id=congress_id).select_related("unit").order_by("-id")
    return tuple(_asking(row, on=on) for row in rows)


def asking(asking_id: int, *, on: date) -> AskingCard:
    """One asking. The caller asks whether its congress may be seen."""
    row = Asking.objects.filter(pk=asking_id).select_related("unit").first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _asking(row, on=on)


def _asking(row: Asking, *, on: date) -> AskingCard:
    signed = tuple(row.signatures.order_by("id").values_list("person_id", "name", "signed_at"))
    found = law.share(law.ASKING, place=row.place, on=on)
    proof = None
    if row.asker == Asking.Asker.DELEGATES and found is not None:
        held = set(roll.person_ids(row.congress_id, on=on))
        proof = measure(sum(one[0] in held for one in signed), of=len(held), bar=at_least(found[0]))
    return AskingCard(
        id=row.pk, congress_id=row.congress_id, place=row.place, asker=row.asker, asker_word=row.get_asker_display(),
        matter=row.matter, why=row.why, asked_by_name=row.asked_by_name, asked_by_id=row.asked_by_id,
        asked_at=row.asked_at, reached_at=row.reached_at, session_id=row.session_id, withdrawn_at=row.withdrawn_at,
        signed=signed, proof=proof, cite=str(found[1].cite) if found else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DirectorReportCard:
    """What an employee director or supervisor reported about a year."""

    id: int
    seat_word: str
    name: str
    year: int
    words: str
    file_id: int | None
    recorded_at: datetime


def director_reports(congress_id: int) -> tuple[DirectorReportCard, ...]:
    """Yearly reports of a congress's directors and supervisors, the newest first."""
    rows = DirectorReport.objects.filter(congress_id=congress_id).order_by("-year", "-id")
    return tuple(
        DirectorReportCard(
            row.pk, row.get_seat_display(), row.name, row.year, row.words, row.file_id, row.recorded_at
        )
        for row in rows
    )  # fmt: skip
