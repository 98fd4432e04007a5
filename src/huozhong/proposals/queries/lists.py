"""Lists of proposals: a congress's ledger, what is late, what is alike, one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet

from huozhong.access.queries import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.models import Call, Handler, Maker, Proposal, Term
from huozhong.proposals.queries.finding import may_know
from huozhong.proposals.rules import clocks
from huozhong.proposals.rules import words as w
from huozhong.proposals.rules.alike import Known, alike
from huozhong.proposals.workflow import PROPOSAL

PAGE = 50
TONES = {"closed": "leaf", "registered": "leaf", "returned": "sun", "rating": "ember", "withdrawn": "", "draft": ""}


@dataclass(frozen=True, slots=True)
class TermLine:
    """A clock as pages show it."""

    what: w.Term
    word: Sentence
    start_date: date
    due_date: date
    stopped_date: date | None
    is_provisional: bool
    source: str
    is_verified: bool
    fingerprint: str
    days_late: int

    @property
    def is_running(self) -> bool:
        return self.stopped_date is None


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list. It names its author, never who first said so."""

    id: int
    number: int | None
    title: str
    theme: Sentence
    state: str
    state_word: Sentence
    tone: str
    unit_name: str
    session: str
    author_name: str
    departments: tuple[str, ...]
    filed_at: datetime | None
    term: TermLine | None

    @property
    def number_words(self) -> Sentence:
        return say("第 %(n)s 号", n=self.number) if self.number is not None else say("草稿")

    @property
    def is_late(self) -> bool:
        return self.term is not None and self.term.days_late > 0


def term_line(row: Term, *, on: date) -> TermLine:
    """The card of a clock."""
    cite = row.cite.get("cite", {})
    what = w.Term(row.what)
    return TermLine(
        what=what,
        word=w.TERMS[what],
        start_date=row.start_date,
        due_date=row.due_date,
        stopped_date=row.stopped_date,
        is_provisional=row.is_provisional,
        source=str(cite.get("law") or cite.get("source") or ""),
        is_verified=row.cite.get("status") == "verified",
        fingerprint=str(row.cite.get("fingerprint", ""))[:12],
        days_late=clocks.days_late(row.due_date, on) if row.stopped_date is None else 0,
    )


def lines(rows: Iterable[Proposal], *, on: date) -> tuple[ProposalLine, ...]:
    """Cards of rows with their call and unit, with the clock that runs."""
    found = list(rows)
    ids = [row.pk for row in found]
    running: dict[int, Term] = {}
    for term in Term.objects.filter(proposal_id__in=ids, stopped_date__isnull=True).order_by("-due_date"):
        running[term.proposal_id] = term
    departments: dict[int, list[str]] = {}
    for one in Handler.objects.filter(proposal_id__in=ids).order_by("-is_lead", "id"):
        held = departments.setdefault(one.proposal_id, [])
        if one.department not in held:
            held.append(one.department)
    return tuple(_line(row, running.get(row.pk), tuple(departments.get(row.pk, ())), on=on) for row in found)


def _line(row: Proposal, term: Term | None, departments: tuple[str, ...], *, on: date) -> ProposalLine:
    return ProposalLine(
        id=row.pk,
        number=row.number,
        title=row.title,
        theme=w.THEMES[w.Theme(row.theme)],
        state=row.state,
        state_word=PROPOSAL.states[row.state],
        tone=TONES.get(row.state, "open"),
        unit_name=row.unit.name,
        session=row.call.session_words,
        author_name=row.author_name,
        departments=departments,
        filed_at=row.filed_at,
        term=term_line(term, on=on) if term else None,
    )


def _filed() -> QuerySet[Proposal]:
    return Proposal.objects.filter(number__isnull=False).select_related("unit", "call")


def _asked(rows: QuerySet[Proposal], *, state: str, words: str, late: bool, on: date) -> QuerySet[Proposal]:
    if state:
        rows = rows.filter(state=state)
    for word in words.split()[:5]:  # what is written and who wrote it; never who first said so
        about = Q(title__icontains=word) | Q(why__icontains=word) | Q(measures__icontains=word)
        rows = rows.filter(about | Q(author_name__icontains=word))
    if late:
        over = Term.objects.filter(proposal=OuterRef("pk"), stopped_date__isnull=True, due_date__lt=on)
        rows = rows.filter(Exists(over))
    return rows.order_by("-call__session_date", "number", "id")


def proposals(
    *, reach: Reach, on: date, state: str = "", words: str = "", late: bool = False, page: int = 1
) -> tuple[ProposalLine, ...]:
    """One page of the filed proposals within reach."""
    rows = _asked(_filed().filter(reach.over("unit")), state=state, words=words, late=late, on=on)
    start = (page - 1) * PAGE
    return lines(rows[start : start + PAGE], on=on)


def ledger_of(
    congress_id: int, *, on: date, state: str = "", words: str = "", late: bool = False, limit: int = 500
) -> tuple[ProposalLine, ...]:
    """The filed proposals of a congress, in order. The caller has asked who may read them (`may_know`)."""
    rows = _asked(_filed().filter(congress_id=congress_id), state=state, words=words, late=late, on=on)
    return lines(rows[:limit], on=on)


def overdue_of(congress_id: int, *, on: date) -> tuple[ProposalLine, ...]:
    """What is late in a congress, the longest first: every delegate may read it."""
    found = ledger_of(congress_id, on=on, late=True)
    return tuple(sorted(found, key=lambda one: (one.term.due_date if one.term else on, one.id)))


def alike_to(
    title: str, why: str, *, congress_id: int, actor: Actor, on: date, but: int | None = None
) -> tuple[tuple[ProposalLine, Fraction], ...]:
    """Filed proposals of the congress that say nearly the same, the likest first; drafts are nobody else's."""
    if len(title.strip()) < 2 or not may_know(congress_id, actor=actor, on=on):
        return ()
    rows = _filed().filter(congress_id=congress_id).exclude(pk=but or 0).exclude(state="withdrawn")
    kept = {row.pk: row for row in rows.order_by("-id")[:1000]}
    found = alike(title, why, among=(Known(row.pk, row.title, row.why) for row in kept.values()))
    shown = {line.id: line for line in lines([kept[one.id] for one, _ in found], on=on)}
    return tuple((shown[one.id], near) for one, near in found)


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call as pages show it."""

    id: int
    congress_id: int
    unit_id: int
    unit_name: str
    session_words: str
    session_date: date
    opens_date: date
    closes_date: date
    lead: str
    most_authors: int
    least_seconders: int
    filed: int
    refusal: Sentence | None
    cites: tuple[Mapping[str, object], ...]

    @property
    def is_open(self) -> bool:
        return self.refusal is None


def call_line(row: Call, *, on: date) -> CallLine:
    """The card of a call."""
    return CallLine(
        id=row.pk,
        congress_id=row.congress_id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        session_words=row.session_words,
        session_date=row.session_date,
        opens_date=row.opens_date,
        closes_date=row.closes_date,
        lead=row.lead,
        most_authors=row.most_authors,
        least_seconders=row.least_seconders,
        filed=row.last_number,
        refusal=clocks.filing_refusal(row.opens_date, row.closes_date, on),
        cites=tuple(row.cites),
    )


def calls(*, reach: Reach, on: date, page: int = 1) -> tuple[CallLine, ...]:
    """One page of the calls within reach, the latest session first."""
    rows = Call.objects.filter(reach.over("unit")).select_related("unit").order_by("-session_date", "-id")
    start = (page - 1) * PAGE
    return tuple(call_line(row, on=on) for row in rows[start : start + PAGE])


def calls_of(congress_ids: Sequence[int], *, on: date) -> tuple[CallLine, ...]:
    """Calls of some congresses whose session is still to come, the soonest first."""
    rows = Call.objects.filter(congress_id__in=congress_ids, session_date__gt=on).select_related("unit")
    return tuple(call_line(row, on=on) for row in rows.order_by("session_date", "id")[:20])


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything of proposals that is somebody's own, for one phone page."""

    written: tuple[ProposalLine, ...]
    asked: tuple[ProposalLine, ...]  # to put with the author, or to second
    joined: tuple[ProposalLine, ...]
    handled: tuple[ProposalLine, ...]
    raised: tuple[ProposalLine, ...]  # what the person told a delegate, and the delegate filed


def mine(actor: Actor, *, on: date) -> Mine:
    """What the actor wrote, was asked about, joined, handles, or first said."""
    person = actor.person_id or 0
    whole = Proposal.objects.filter(city_id=actor.city_id).select_related("unit", "call").order_by("-id")
    asked = Maker.objects.filter(proposal=OuterRef("pk"), person_id=person)
    handles = Handler.objects.filter(proposal=OuterRef("pk"), person_id=person)
    return Mine(
        written=lines(whole.filter(author_id=person)[:PAGE], on=on),
        asked=lines(
            whole.filter(Exists(asked.filter(reply="asked")), state__in=["draft", "returned", "filed"])[:PAGE], on=on
        ),
        joined=lines(whole.filter(Exists(asked.filter(reply="yes")))[:PAGE], on=on),
        handled=lines(whole.filter(Exists(handles))[:PAGE], on=on),
        raised=lines(whole.filter(raiser_id=person, number__isnull=False).exclude(author_id=person)[:PAGE], on=on),
    )
