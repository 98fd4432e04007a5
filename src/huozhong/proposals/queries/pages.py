"""Everything on the page of one proposal, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles
from huozhong.lifecycles.queries import Step
from huozhong.look.services import Stage, TrailEntry, told
from huozhong.proposals.models import Answer, Attachment, Handler, Maker, Proposal, Rating, Tracking
from huozhong.proposals.queries.facts import author_ids, facts, seconder_ids, words_of, wrote
from huozhong.proposals.queries.finding import Standing, find_proposal, raiser_words
from huozhong.proposals.queries.lists import ProposalLine, TermLine, lines, term_line
from huozhong.proposals.rules import words as w
from huozhong.proposals.rules.reading import several_matters
from huozhong.proposals.workflow import PROPOSAL
from huozhong.records import queries as records

TRAIL_WORDS = {
    "proposal_drafted": say("起草提案"),
    "proposal_written": say("修改提案"),
    "makers_asked": say("请人联名或附议"),
    "seconding_confirmed": say("确认联名或附议"),
    "seconding_declined": say("没有参加联名或附议"),
    "proposal_file_added": say("添加附件"),
    "handlers_changed": say("改交别的部门"),
    "opinion_given": say("写协办意见"),
    "answer_rated": say("评价了答复"),
    "promise_followed": say("写明承诺的进展"),
    "promise_kept": say("承诺兑现了"),
    "proposal_adopted": say("采纳为项目"),
    "proposal_became_project": say("起草了项目"),
    "project_not_begun": say("项目没有起草成"),
}
ROAD = (
    ("draft", say("写提案")),
    ("filed", say("审查")),
    ("registered", say("交办")),
    ("handling", say("承办")),
    ("answered", say("核查")),
    ("rating", say("评价")),
    ("closed", say("办结")),
)
NO_VOTE = say("答复是您写的或者您参与办的，不能由您来评价。")
ENDED_AFTER = {"merged": 2, "turned": 2, "withdrawn": 1}  # how many steps of the road were gone


@dataclass(frozen=True, slots=True)
class MakerLine:
    """Somebody who was asked, and what they said."""

    name: str
    part_word: Sentence
    reply: w.Reply
    reply_word: Sentence
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandlerLine:
    """A department, and who handles the proposal for it."""

    department: str
    name: str
    is_lead: bool
    opinion: str
    opinion_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer. The committee also reads the ones that were returned."""

    round: int
    verdict: w.Verdict
    verdict_word: Sentence
    words: str
    promised_date: date | None
    name: str
    department: str
    at: datetime
    is_passed: bool | None
    checked_by_name: str
    check_why: str


@dataclass(frozen=True, slots=True)
class Voices:
    """The votes of a round, counted; nobody reads who said what."""

    round: int
    good: int
    fair: int
    bad: int
    words: tuple[str, ...]

    @property
    def count(self) -> int:
        return self.good + self.fair + self.bad


@dataclass(frozen=True, slots=True)
class TrackingLine:
    """How far a promise had come."""

    words: str
    is_kept: bool
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file beside the proposal or its answer."""

    file_id: int
    name: str
    size: int
    about: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal for one reader."""

    line: ProposalLine
    call_id: int
    congress_id: int
    why: str
    measures: str
    is_one_matter: bool
    hint: Sentence | None
    raised_by: Sentence | str
    is_raiser_named: bool
    raised_in_house: bool
    makers: tuple[MakerLine, ...]
    seconders: int
    least_seconders: int
    decided_why: str
    decided_by_name: str
    decided_at: datetime | None
    head: ProposalLine | None
    merged: tuple[ProposalLine, ...]
    handlers: tuple[HandlerLine, ...]
    answers: tuple[AnswerLine, ...]
    terms: tuple[TermLine, ...]
    voices: tuple[Voices, ...]
    trackings: tuple[TrackingLine, ...]
    files: tuple[FileLine, ...]
    promised_date: date | None
    promise_kept_date: date | None
    is_dissatisfied: bool
    round: int
    verdict: str
    adopted_at: datetime | None
    project_id: int | None
    project_name: str
    standing: Standing
    steps: tuple[Step, ...]
    may_reply: bool
    may_rate: bool
    may_rate_not: Sentence | None
    has_rated: bool
    may_help: bool
    may_track: bool
    may_adopt: bool
    stages: tuple[Stage, ...]
    trail: tuple[TrailEntry, ...]


def proposal_page(proposal_id: int, *, actor: Actor, on: date, may_handle: bool) -> ProposalPage:
    """The page of a proposal that the actor may see; NotFound otherwise."""
    row, known = find_proposal(proposal_id, actor=actor, on=on)
    return ProposalPage(
        **_told(row, actor, known, on=on),
        **_handled(row, known, on=on),
        **_allowed(row, actor, known, on=on, may_handle=may_handle),
        line=lines([row], on=on)[0],
        standing=known,
        stages=_stages(row),
        trail=lifecycles.story(Proposal, row.pk, words=TRAIL_WORDS) if known.sees_all else (),
    )


def _told(row: Proposal, actor: Actor, known: Standing, *, on: date) -> dict[str, Any]:
    """What was said, by whom, and what the committee made of it."""
    makers = tuple(_maker(one) for one in Maker.objects.filter(proposal=row).order_by("part", "id"))
    merged = Proposal.objects.filter(head=row).select_related("unit", "call").order_by("id")
    return {
        "call_id": row.call_id,
        "congress_id": row.congress_id,
        "why": row.why,
        "measures": row.measures,
        "is_one_matter": row.is_one_matter,
        "hint": several_matters(words_of(row)) if row.state in ("draft", "returned") else None,
        "raised_by": raiser_words(row, person_id=actor.person_id),
        "is_raiser_named": row.is_raiser_named,
        "raised_in_house": row.raiser_id is not None,
        "makers": makers,
        "seconders": len(seconder_ids(row)),
        "least_seconders": row.call.least_seconders,
        "decided_why": row.decided_why,
        "decided_by_name": row.decided_by_name,
        "decided_at": row.decided_at,
        "head": lines([_with(row.head_id)], on=on)[0] if row.head_id is not None else None,
        "merged": lines(merged, on=on),
        "files": _files(row),
    }


def _handled(row: Proposal, known: Standing, *, on: date) -> dict[str, Any]:
    """Who handles it, what was answered, how it was rated, and what became of a promise."""
    handlers = Handler.objects.filter(proposal=row, round=row.round).order_by("-is_lead", "id")
    answers = Answer.objects.filter(proposal=row).order_by("-id")
    if not (known.reads or known.is_handler):
        answers = answers.exclude(is_passed=False)
    tracked = Tracking.objects.filter(proposal=row).order_by("id")
    return {
        "handlers": tuple(
            HandlerLine(one.department, one.name, one.is_lead, one.opinion, one.opinion_at) for one in handlers
        ),
        "answers": tuple(_answer(one) for one in answers),
        "terms": tuple(term_line(one, on=on) for one in row.term_set.order_by("id")),
        "voices": _voices(row, known),
        "trackings": tuple(TrackingLine(one.words, one.is_kept, one.name, one.at) for one in tracked),
        "promised_date": row.promised_date,
        "promise_kept_date": row.promise_kept_date,
        "is_dissatisfied": row.is_dissatisfied,
        "round": row.round,
        "verdict": row.verdict,
        "adopted_at": row.adopted_at,
        "project_id": row.project_id,
        "project_name": row.project_name,
    }


def _allowed(row: Proposal, actor: Actor, known: Standing, *, on: date, may_handle: bool) -> dict[str, Any]:
    """What this reader may do now."""
    person = actor.person_id
    rated = Rating.objects.filter(proposal=row, person_id=person or 0, round=row.round).exists()
    makes, helped = person in (author_ids(row) | seconder_ids(row)), person in wrote(row)
    return {
        "steps": _steps(row, actor, known, on=on, may_handle=may_handle),
        "may_reply": known.reply is w.Reply.ASKED and row.state in ("draft", "returned", "filed"),
        "may_rate": makes and not helped and not rated and row.state == "rating",
        "may_rate_not": NO_VOTE if makes and helped else None,
        "has_rated": rated,
        "may_help": known.is_handler and not known.is_lead and row.state == "handling",
        "may_track": _runs_on(row) and (known.is_handler or may_handle),
        "may_adopt": may_handle and row.project_id is None and _is_adoptable(row),
    }


def _with(proposal_id: int) -> Proposal:
    return Proposal.objects.select_related("unit", "call").get(pk=proposal_id)


def _runs_on(row: Proposal) -> bool:
    return row.state == "closed" and row.promised_date is not None and row.promise_kept_date is None


def _is_adoptable(row: Proposal) -> bool:
    return row.state in ("rating", "closed") and row.verdict in (w.Verdict.NOW, w.Verdict.PLANNED)


def _maker(one: Maker) -> MakerLine:
    reply = w.Reply(one.reply)
    return MakerLine(one.name, w.PARTS[w.Part(one.part)], reply, w.REPLIES[reply], one.replied_at)


def _answer(one: Answer) -> AnswerLine:
    verdict = w.Verdict(one.verdict)
    return AnswerLine(
        one.round, verdict, w.VERDICTS[verdict], one.words, one.promised_date, one.name, one.department, one.at,
        one.is_passed, one.checked_by_name, one.check_why,
    )  # fmt: skip


def _voices(row: Proposal, known: Standing) -> tuple[Voices, ...]:
    """Rounds that are over; while one runs nobody is shown how it stands."""
    shown = []
    for number in range(row.round + 1):
        votes = list(Rating.objects.filter(proposal=row, round=number).order_by("voice", "id"))
        if not votes or (number == row.round and row.state == "rating"):
            continue
        counts = {voice: sum(one.voice == voice for one in votes) for voice in w.Voice}
        words = tuple(sorted(one.words for one in votes if one.words))
        shown.append(Voices(number, counts[w.Voice.GOOD], counts[w.Voice.FAIR], counts[w.Voice.BAD], words))
    return tuple(shown)


def _files(row: Proposal) -> tuple[FileLine, ...]:
    kept = list(Attachment.objects.filter(proposal=row).order_by("id"))
    refs = records.files([one.file_id for one in kept])
    return tuple(
        FileLine(one.file_id, refs[one.file_id].name, refs[one.file_id].size, one.get_about_display())
        for one in kept
        if one.file_id in refs
    )


def holds_file(proposal_id: int, file_id: int) -> bool:
    """Whether the file lies beside the proposal: asked before it is served."""
    return Attachment.objects.filter(proposal_id=proposal_id, file_id=file_id).exists()


def _steps(row: Proposal, actor: Actor, known: Standing, *, on: date, may_handle: bool) -> tuple[Step, ...]:
    """Moves that are this reader's: the author's, the lead's, the committee's."""
    own = {"file": known.is_author, "withdraw": known.is_author, "answer": known.is_lead}
    found = lifecycles.what_next(row, actor, facts=facts(row, actor, on=on))
    # which proposal it is merged into, who handles it and what is answered is asked on the next page
    return tuple(step for step in found if own.get(step.name, may_handle and row.number is not None))


def _stages(row: Proposal) -> tuple[Stage, ...]:
    """The road, or as much of it as was gone before the proposal took another way."""
    if row.state in ENDED_AFTER:
        gone = tuple(Stage(told(word), "past") for _, word in ROAD[: ENDED_AFTER[row.state]])
        return (*gone, Stage(told(PROPOSAL.states[row.state]), "now"))
    names = [name for name, _ in ROAD]
    here = names.index("filed" if row.state == "returned" else row.state)
    over = row.state == "closed"
    return tuple(
        Stage(told(word), "past" if number < here or over else "now" if number == here else "possible")
        for number, (_, word) in enumerate(ROAD)
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a project came from, as everybody may read it: the worker's name only with leave."""

    proposal_id: int
    number: int
    congress_id: int
    unit_id: int
    session: str
    title: str
    why: str
    measures: str
    author_name: str
    raised_by: Sentence | str
    project_id: int | None


def origin(proposal_id: int) -> Origin:
    """What the chain tells a project of the proposal that it grew from."""
    return _origin(Proposal.objects.select_related("call").get(pk=proposal_id))


def origin_of_project(project_id: int) -> Origin | None:
    """The proposal that a project grew from. The caller has asked whether the project may be seen."""
    row = Proposal.objects.select_related("call").filter(project_id=project_id).order_by("id").first()
    return _origin(row) if row else None


def _origin(row: Proposal) -> Origin:
    return Origin(
        proposal_id=row.pk,
        number=row.number or 0,
        congress_id=row.congress_id,
        unit_id=row.unit_id,
        session=row.call.session_words,
        title=row.title,
        why=row.why,
        measures=row.measures,
        author_name=row.author_name,
        raised_by=raiser_words(row, person_id=None),
        project_id=row.project_id,
    )
