"""The proof sheet of a decision: numbers, base, rule, article, who was present at that instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huozhong.congress.models import Meeting, Vote
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries import presence
from huozhong.congress.rules.counting import Counts, worst_case
from huozhong.congress.rules.deciding import Voted, decide, matter_of
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.unions import queries as unions

CAREFUL = say("没有找到人数不足时已开始的表决如何处理的规定，按从严办：人数不足时投的票不算数。")


@dataclass(frozen=True, slots=True)
class Proof:
    """What came out, whether it stands, and the sheet."""

    is_passed: bool
    counts: bool
    sheet: dict[str, Any]


def prove(
    vote: Vote, meeting: Meeting, counts: Counts, *, present: int, doubts: int, invalid: int, at: datetime,
    more: dict[str, Any] | None = None, had_quorum: bool = True,
) -> Proof:  # fmt: skip
    """Hold the counts against the law of the day, all delegates being the base.

    Doubtful ballots cannot be told from the others: the outcome stands only where it is the same whether they were
    all a yes that is taken away, or all count; and never where the quorum was gone when the vote was closed.
    """
    matter, on = matter_of(vote.matter), day_of(at)
    chain = unions.jurisdictions(meeting.unit_id)
    law = reading.law_of(vote.matter, place=meeting.place, on=on)
    jurisdiction = chain[0] if chain else "CN"

    def held(one: Counts) -> Any:
        voted = Voted(meeting.delegates, present, one.yes, one.no, one.abstain)
        return decide(matter, voted, law, jurisdiction=jurisdiction, on=on)

    decision = held(counts)
    least = held(worst_case(counts, doubts=doubts)) if doubts else decision
    stands = had_quorum and decision.quorum and decision.passed == least.passed
    instant = vote.closed_at or at
    seats = presence.present_seats(meeting.pk, at=instant)
    sheet = {
        "decision": decision.sheet,
        "sentence": str(decision.sentence),
        "cite": decision.cite,
        "ask": _ask(vote, meeting, counts, present=present, jurisdiction=jurisdiction, on=on.isoformat()),
        "vote": {
            "number": vote.number, "title": vote.title, "method": vote.method, "unit": meeting.unit.name,
            "meeting": meeting.title, "opened_at": _moment(vote.opened_at), "counted_at": _moment(at),
            "invalid": invalid, "doubts": doubts, "stands": stands, "had_quorum": had_quorum,
            "passed_for_sure": least.passed,
        },
        "present": {
            "at": _moment(instant), "count": len(seats),
            "names": [[name, delegation] for _person, name, delegation in presence.names_of(seats)],
        },
        "quorum_log": [
            [_moment(line.at), line.has_quorum, line.present] for line in presence.quorum_log(meeting.pk)
        ],
        "careful": str(CAREFUL) if doubts else "",
        **(more or {}),
    }  # fmt: skip
    return Proof(decision.passed and least.passed, stands, sheet)


def _ask(vote: Vote, meeting: Meeting, counts: Counts, *, present: int, jurisdiction: str, on: str) -> dict[str, Any]:
    """The very question that `huozhong congress decide` takes."""
    return {
        "rule": vote.matter, "jurisdiction": jurisdiction, "on": on, "delegates": meeting.delegates,
        "present": present, "yes": counts.yes, "no": counts.no, "abstain": counts.abstain,
    }  # fmt: skip


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


__all__ = ["CAREFUL", "Proof", "prove"]
