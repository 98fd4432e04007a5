"""How proposals were handled, as it is reported to the next congress: nothing in it names a worker without leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huozhong.delegates import queries as delegates
from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.models import Answer, Handler, Maker, Proposal, Rating, Term
from huozhong.proposals.queries.figures import Figures, figures, filed_between
from huozhong.proposals.queries.finding import raiser_words
from huozhong.proposals.rules import words as w
from huozhong.proposals.workflow import PROPOSAL


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One proposal in the report."""

    id: int
    number: int
    session: str
    title: str
    theme: Sentence
    authors: tuple[str, ...]
    seconders: int
    raised_by: Sentence | str
    departments: tuple[str, ...]
    state_word: Sentence
    decided_why: str
    verdict: Sentence | None
    answer: str
    due_date: date | None
    answered_date: date | None
    is_in_time: bool | None
    good: int
    fair: int
    bad: int
    is_rehandled: bool
    is_dissatisfied: bool
    promised_date: date | None
    promise_kept_date: date | None
    project_name: str

    @property
    def number_words(self) -> Sentence:
        return say("第 %(n)s 号", n=self.number)


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a time."""

    congress_id: int
    unit_name: str
    title: Sentence
    since: date
    until: date  # not included
    figures: Figures
    rows: tuple[ReportRow, ...]
    still_open: tuple[ReportRow, ...]  # filed earlier, and not over yet when the time began


def report_for(congress_id: int, since: date, until: date, *, on: date | None = None) -> Report:
    """What was filed between two days (the last not included), and what was open before. The caller asks who reads."""
    day = on or until
    card = delegates.congress(congress_id)
    filed = filed_between(since, until).filter(congress_id=congress_id)
    before = filed_between(date(2000, 1, 1), since).filter(congress_id=congress_id)
    open_states = [state for state in PROPOSAL.states if state not in PROPOSAL.ends and state != "draft"]
    return Report(
        congress_id=congress_id,
        unit_name=card.unit_name,
        title=card.title,
        since=since,
        until=until,
        figures=figures(congress_id, since, until, on=day),
        rows=_rows(list(filed.select_related("call").order_by("call__session_date", "number"))),
        still_open=_rows(list(before.filter(state__in=open_states).select_related("call").order_by("id"))),
    )


def _rows(rows: Sequence[Proposal]) -> tuple[ReportRow, ...]:
    ids = [row.pk for row in rows]
    makers = list(Maker.objects.filter(proposal_id__in=ids, reply="yes").order_by("id"))
    handlers = list(Handler.objects.filter(proposal_id__in=ids).order_by("-is_lead", "id"))
    answers = {
        one.proposal_id: one for one in Answer.objects.filter(proposal_id__in=ids, is_passed=True).order_by("id")
    }
    given = {one.proposal_id: one for one in Term.objects.filter(proposal_id__in=ids, what="answer", round=0)}
    voices: dict[tuple[int, int, str], int] = {}
    for proposal_id, number, voice in Rating.objects.filter(proposal_id__in=ids).values_list(
        "proposal_id", "round", "voice"
    ):
        voices[proposal_id, number, voice] = voices.get((proposal_id, number, voice), 0) + 1
    return tuple(
        _row(
            row,
            [one for one in makers if one.proposal_id == row.pk],
            tuple(dict.fromkeys(one.department for one in handlers if one.proposal_id == row.pk)),
            answers.get(row.pk),
            given.get(row.pk),
            {voice: voices.get((row.pk, row.round, voice), 0) for voice in w.Voice},
        )
        for row in rows
    )


def _row(
    row: Proposal,
    makers: Sequence[Maker],
    departments: tuple[str, ...],
    answer: Answer | None,
    given: Term | None,
    voices: dict[w.Voice, int],
) -> ReportRow:
    return ReportRow(
        id=row.pk,
        number=row.number or 0,
        session=row.call.session_words,
        title=row.title,
        theme=w.THEMES[w.Theme(row.theme)],
        authors=(row.author_name, *(one.name for one in makers if one.part == w.Part.AUTHOR)),
        seconders=sum(one.part == w.Part.SECONDER for one in makers),
        raised_by=raiser_words(row, person_id=None),
        departments=departments,
        state_word=PROPOSAL.states[row.state],
        decided_why=row.decided_why,
        verdict=w.VERDICTS[w.Verdict(answer.verdict)] if answer else None,
        answer=answer.words if answer else "",
        due_date=given.due_date if given else None,
        answered_date=given.stopped_date if given else None,
        is_in_time=given.stopped_date <= given.due_date if given and given.stopped_date else None,
        good=voices[w.Voice.GOOD],
        fair=voices[w.Voice.FAIR],
        bad=voices[w.Voice.BAD],
        is_rehandled=row.round == 1,
        is_dissatisfied=row.is_dissatisfied,
        promised_date=row.promised_date,
        promise_kept_date=row.promise_kept_date,
        project_name=row.project_name,
    )
