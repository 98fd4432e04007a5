"""Who is elected: seats, contested ratio, majority of all who should attend, ties, and what is voted on again.

Numbers come from the pack `cn_elections`, through the rule book; the arithmetic is exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from huozhong.ballots.rules.strokes import stroke_key
from huozhong.kernel.quorum import Proof, at_least, measure, more_than
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Answer
from huozhong.kernel.sentences import Sentence, say

FORMAT = "huozhong.election/1"


class Body(StrEnum):
    """What is elected; the law asks for a different contest in each."""

    COMMITTEE = "committee"
    STANDING = "standing"
    AUDIT = "audit"
    CHAIR = "chair"
    DELEGATES = "delegates"


BODIES: dict[Body, Sentence] = {
    Body.COMMITTEE: say("工会委员会委员"),
    Body.STANDING: say("工会常务委员会委员"),
    Body.AUDIT: say("经费审查委员会委员"),
    Body.CHAIR: say("主席、副主席"),
    Body.DELEGATES: say("代表"),
}


class Round(StrEnum):
    """Which vote it is."""

    FIRST = "first"
    SECOND = "second"  # for seats that nobody won: 不足的名额另行选举
    RUN_OFF = "run_off"  # among equals: 就票数相等的被选举人再次投票，得票多的当选


@dataclass(frozen=True, slots=True)
class Law:
    """The answers that decide an election."""

    turnout: Answer
    majority: Answer
    contest: Answer
    collected: Answer
    overfull: Answer
    scrutineers: Answer

    @property
    def answers(self) -> tuple[Answer, ...]:
        return (self.turnout, self.majority, self.contest, self.collected, self.overfull, self.scrutineers)


def law_for(body: Body, book: Book, *, jurisdictions: Sequence[str], on: date) -> Law:
    """What the rule book says here on that day; NoRule names what is missing."""

    return law_of(body, lambda rule: book.ask(rule, jurisdictions=jurisdictions, on=on))


def law_of(body: Body, ask: Callable[[str], Answer]) -> Law:
    """The same by whoever answers for the rule book, local values included."""
    return Law(
        ask("elections.turnout"),
        ask("elections.majority"),
        ask(f"elections.contest.{body}"),
        ask("elections.collected_within_issued"),
        ask("elections.overfull_invalid"),
        ask("elections.scrutineers_least"),
    )


def in_order(names: Sequence[str]) -> tuple[str, ...]:
    """Candidates as they stand on the ballot: 按姓氏笔画为序."""
    return tuple(sorted(names, key=stroke_key))


def candidates_needed(seats: int, law: Law) -> int:
    """The fewest candidates that make the contest large enough."""
    return math.ceil(seats * (1 + law.contest.share()))


def slate_refusal(candidates: Sequence[str], *, seats: int, scrutineers: Sequence[str], law: Law) -> Sentence | None:
    """Why this list may not be put to the vote; None when it may."""
    if seats < 1:
        return say("应选名额至少一名。")
    if len(set(candidates)) < len(candidates):
        return say("候选人名单里有重复的。")
    if standing := sorted(set(candidates) & set(scrutineers), key=stroke_key):
        return say("%(name)s 是候选人，不能当监票人。", name="、".join(standing))
    if len(scrutineers) < law.scrutineers.number():
        return say("至少要有 %(least)s 名监票人。", least=law.scrutineers.number())
    return contest_refusal(len(candidates), seats=seats, law=law)


def contest_refusal(candidates: int, *, seats: int, law: Law) -> Sentence | None:
    """Why so many candidates are too few for the seats; None when the contest is large enough."""
    needed = candidates_needed(seats, law)
    if candidates >= needed:
        return None
    return say(
        "应选 %(seats)s 名，差额率不低于 %(share)s，至少要有 %(needed)s 名候选人，现有 %(have)s 名。",
        seats=seats,
        share=_percent(law.contest.share()),
        needed=needed,
        have=candidates,
    )


def is_overfull(chosen: int, *, seats: int, law: Law) -> bool:
    """Whether a ballot chooses more persons, those written in included, than there are seats: it is invalid."""
    if chosen < 0:
        raise ValueError("a ballot chooses nobody or somebody")
    return law.overfull.flag() and chosen > seats


@dataclass(frozen=True, slots=True)
class Votes:
    """What one person got. Whoever is written in gets approvals only."""

    person: str
    approve: int
    disapprove: int = 0
    abstain: int = 0
    is_written_in: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """The numbers of one vote, phone and paper together: `base` all who should attend, `present` who took part."""

    round: Round
    seats: int
    base: int
    present: int
    issued: int
    collected: int
    valid: int
    invalid: int
    votes: tuple[Votes, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """What is voted on again: how many seats are left, and among whom."""

    round: Round
    seats: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is elected, who is not, what follows, and the sheet that proves it."""

    is_valid: bool
    reason: Sentence | None  # why the vote is void
    turnout: Proof
    needed: int  # approvals; in a run-off the most approvals decide
    elected: tuple[str, ...]  # most approvals first
    tied: tuple[str, ...]  # equals, of whom not all have a seat
    unfilled: int
    next: Next | None
    sheet: Mapping[str, Any]


def decide(count: Count, law: Law) -> Outcome:
    """Hold the counts against the law. A void vote elects nobody and is held again."""
    check(count)
    turnout = measure(count.present, of=count.base, bar=at_least(law.turnout.share()))
    needed = more_than(law.majority.share()).needed(count.base)
    reason = _void(count, turnout, law)
    if reason is not None:
        again = Next(count.round, count.seats, in_order([one.person for one in count.votes if not one.is_written_in]))
        sheet = _sheet(count, law, turnout, needed, elected=(), tied=(), reason=reason)
        return Outcome(False, reason, turnout, needed, (), (), count.seats, again, sheet)
    elected, tied = _elected(count, needed)
    unfilled = count.seats - len(elected)
    sheet = _sheet(count, law, turnout, needed, elected=elected, tied=tied, reason=None)
    return Outcome(True, None, turnout, needed, elected, tied, unfilled, _next(count, elected, tied, unfilled), sheet)


def check(count: Count) -> None:
    """Refuse counts that cannot be."""
    numbers = (count.present, count.issued, count.collected, count.valid, count.invalid)
    votes = [n for one in count.votes for n in (one.approve, one.disapprove, one.abstain)]
    if min(*numbers, *votes, 0) < 0 or count.base < 1 or count.seats < 1:
        raise Refused(say("人数和票数不能是负数，应到人数和应选名额不能是零。"))
    if count.present > count.base or count.issued > count.base:
        raise Refused(say("参加选举的人和发出的票，都不能多于应到的人。"))
    if count.valid + count.invalid != count.collected:
        raise Refused(say("有效票加无效票应当等于收回的票。"))
    names = [one.person for one in count.votes]
    if len(set(names)) < len(names):
        raise Refused(say("同一个人的票要合在一处；同名的人请注明区别。"))
    for one in count.votes:
        cast = one.approve + one.disapprove + one.abstain
        if cast > count.valid or (not one.is_written_in and cast != count.valid):
            raise Refused(say("%(name)s 的赞成、反对、弃权相加，应当等于有效票。", name=one.person))
    if sum(one.approve for one in count.votes) > count.valid * count.seats:
        raise Refused(say("赞成票总数超过了有效票能选的人数：多选的票应当算无效票。"))


def _void(count: Count, turnout: Proof, law: Law) -> Sentence | None:
    if not turnout.is_met:
        return say(
            "参加选举 %(present)s 人，应到 %(base)s 人，要 %(needed)s 人才能选举：这次选举无效。",
            present=count.present,
            base=count.base,
            needed=turnout.needed,
        )
    if law.collected.flag() and count.collected > count.issued:
        return say(
            "收回 %(collected)s 张，比发出的 %(issued)s 张还多：这次选举无效，应当重新选举。",
            collected=count.collected,
            issued=count.issued,
        )
    return None


def _elected(count: Count, needed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those with enough approvals, most first, as far as seats go; equals at the last seat are not told apart here."""
    least = 1 if count.round is Round.RUN_OFF else needed
    passed = sorted(
        (one for one in count.votes if one.approve >= least), key=lambda one: (-one.approve, stroke_key(one.person))
    )
    if len(passed) <= count.seats:
        return tuple(one.person for one in passed), ()
    last, first_out = passed[count.seats - 1].approve, passed[count.seats].approve
    if last != first_out:
        return tuple(one.person for one in passed[: count.seats]), ()
    return (
        tuple(one.person for one in passed if one.approve > last),
        tuple(one.person for one in passed if one.approve == last),
    )


def _next(count: Count, elected: Sequence[str], tied: Sequence[str], unfilled: int) -> Next | None:
    if not unfilled:
        return None
    if tied:
        return Next(Round.RUN_OFF, unfilled, in_order(tied))
    left = [one.person for one in count.votes if one.person not in elected and not one.is_written_in]
    return Next(Round.SECOND, unfilled, in_order(left))


def _percent(share: Fraction) -> str:
    whole = share * 100
    return f"{whole.numerator}%" if whole.denominator == 1 else str(share)


def _sheet(
    count: Count,
    law: Law,
    turnout: Proof,
    needed: int,
    *,
    elected: Sequence[str],
    tied: Sequence[str],
    reason: Sentence | None,
) -> dict[str, Any]:
    """All numbers and rules, so that anybody can compute the outcome again."""
    numbers = ("seats", "base", "present", "issued", "collected", "valid", "invalid")
    return {
        "format": FORMAT,
        "round": str(count.round),
        **{name: getattr(count, name) for name in numbers},
        "needed_present": turnout.needed,
        "needed_approvals": needed,
        "votes": [
            {
                "person": one.person,
                "approve": one.approve,
                "disapprove": one.disapprove,
                "abstain": one.abstain,
                "is_written_in": one.is_written_in,
            }
            for one in count.votes
        ],
        "elected": list(elected),
        "tied": list(tied),
        "void": str(reason) if reason is not None else "",
        "rules": [answer.as_json() for answer in law.answers],
    }


def recount(sheet: Mapping[str, Any], law: Law) -> Outcome:
    """Compute a sheet again from its own numbers."""
    votes = tuple(Votes(**one) for one in sheet["votes"])
    numbers = {name: sheet[name] for name in ("seats", "base", "present", "issued", "collected", "valid", "invalid")}
    return decide(Count(round=Round(sheet["round"]), votes=votes, **numbers), law)
