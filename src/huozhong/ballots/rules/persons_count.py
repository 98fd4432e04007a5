"""From the votes of a ballot to the count of an election: the two shapes in which candidates stand on a ballot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huozhong.ballots.rules.persons import Count, Round, Votes
from huozhong.ballots.rules.questions import YES_NO
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say


def count_of(outcome: Mapping[str, Any], *, seats: int, base: int, round: Round = Round.FIRST) -> Count:  # noqa: A002
    """The count out of a ballot's outcome as `rules.outcome` makes it.

    More candidates than seats stand as answers of one question: who is not chosen has an abstention. As many as seats
    stand as a question each, with yes, no and abstain. A phone ballot is issued by being cast.
    """
    by_phone = outcome["collected"]["phone"]
    issued = by_phone + outcome["issued"]["paper"]
    valid = outcome["valid"]["total"]
    votes = [one for question in outcome["questions"] for one in _votes(question, valid)]
    written = [Votes(str(name), int(n), is_written_in=True) for name, n in outcome.get("written", ())]
    return Count(
        round=round,
        seats=seats,
        base=base,
        present=issued,
        issued=issued,
        collected=outcome["collected"]["total"],
        valid=valid,
        invalid=outcome["invalid"]["total"],
        votes=(*votes, *written),
    )


def is_slate(outcome: Mapping[str, Any]) -> bool:
    """Whether names were chosen from one list, not approved one by one."""
    return any(tuple(str(row["text"]) for row in one["rows"]) != YES_NO for one in outcome["questions"])


def _votes(question: Mapping[str, Any], valid: int) -> list[Votes]:
    totals = {str(row["text"]): int(row["total"]) for row in question["rows"]}
    if tuple(totals) == YES_NO:
        approve, disapprove, _ = totals.values()
        return [Votes(str(question["text"]), approve, disapprove, valid - approve - disapprove)]
    chosen = {name: n for name, n in totals.items() if name != "空白"}
    if any(n > valid for n in chosen.values()):
        raise Refused(say("有的选项得票比有效票还多。"))
    return [Votes(name, n, 0, valid - n) for name, n in chosen.items()]
