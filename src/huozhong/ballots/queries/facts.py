"""What the guards of a ballot look at, gathered from its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from huozhong.ballots.models import Box, BoxEntry, Election, Filing, Scrutineer, Trustee, Voter
from huozhong.ballots.queries.finding import held_up
from huozhong.ballots.rules import persons
from huozhong.ballots.rules.boxes import BoxCount, differences
from huozhong.ballots.rules.persons import Body
from huozhong.ballots.rules.questions import NewQuestion, candidates_of, names_asked, read_questions
from huozhong.ballots.workflow import ElectionFacts
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.zone import day_of
from huozhong.rulebook import queries as rulebook


def facts_at(at: datetime) -> Callable[[Election], ElectionFacts]:
    """The gathering, as of a moment."""
    return lambda election: election_facts(election, at=at)


def election_facts(election: Election, *, at: datetime) -> ElectionFacts:
    """What decides how a ballot may go on."""
    questions = read_questions(election.questions)
    voters = Voter.objects.filter(election=election)
    trustees = list(Trustee.objects.filter(election=election).order_by("id"))
    scrutineers = list(Scrutineer.objects.filter(election=election).order_by("id"))
    filed = set(Filing.objects.filter(election=election).values_list("what", flat=True))
    standing = candidates_of(questions)
    watchers = [(one.person_id, one.name) for one in trustees] + [(one.person_id, one.name) for one in scrutineers]
    boxes = box_states(election)
    return ElectionFacts(
        questions=questions,
        voters=voters.count(),
        base=election.base,
        contest=_contest(election, questions, on=day_of(at)),
        has_phone=election.has_phone,
        has_paper=election.has_paper,
        allows_other=election.allows_other,
        trustees=len(trustees),
        keyless=tuple(one.name for one in trustees if not one.public_text),
        credentials=voters.filter(link__isnull=False, is_on_paper=False).count(),
        has_method="method" in filed,
        needs_consent=election.needs_consent,
        has_consent="consent" in filed,
        scrutineers=len(scrutineers),
        standing=tuple(sorted({name for person_id, name in watchers if person_id in standing})),
        held_up=held_up(election, at=at),
        owing=tuple(one.name for one in trustees if not one.share_text) if election.has_phone else (),
        boxes=len(boxes),
        unsettled=tuple(one.name for one in boxes if not one.is_settled),
        on_paper=voters.filter(is_on_paper=True).count(),
        issued=sum(one.agreed.issued for one in boxes if one.agreed),
        unsigned=tuple(one.name for one in scrutineers if one.signed_at is None),
    )


def _contest(election: Election, questions: Sequence[NewQuestion], *, on: date) -> Sentence | None:
    """Whether enough stand for the seats; asked in the first round, where a rule is known for these seats."""
    if not election.body or election.round > 1 or not election.seats:
        return None
    law = persons.law_of(Body(election.body), lambda rule: rulebook.ask(rule, on=on, place=election.place))
    return persons.contest_refusal(len(names_asked(questions)), seats=election.seats, law=law)


class BoxState:
    """One box: who entered what, where the two differ, and what both signed."""

    def __init__(self, box: Box, entries: list[BoxEntry]) -> None:
        self.id, self.number, self.name = box.pk, box.number, box.name
        self.entries = tuple(entries)
        counts = [BoxCount.from_json(one.count) for one in entries]
        self.is_compared = len(counts) == 2
        self.differs = differences(*counts) if self.is_compared else ()
        self.agreed = counts[0] if self.is_compared and not self.differs else None
        self.is_settled = self.agreed is not None and all(one.signed_at for one in entries)


def box_states(election: Election) -> tuple[BoxState, ...]:
    """Every box of a ballot."""
    entries = BoxEntry.objects.filter(box__election=election).select_related("scrutineer").order_by("id")
    by_box: dict[int, list[BoxEntry]] = {}
    for one in entries:
        by_box.setdefault(one.box_id, []).append(one)
    rows = Box.objects.filter(election=election).order_by("number")
    return tuple(BoxState(box, by_box.get(box.pk, [])) for box in rows)
