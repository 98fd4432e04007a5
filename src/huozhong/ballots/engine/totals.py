"""Phone and paper in one total: the sums that anybody can do again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from huozhong.ballots.engine.exported import Exported, Paper
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election
from huozhong.kernel.sentences import say


def check_roll(told: Exported) -> None:
    """Nobody has two votes: credentials that still sign and paper ballots together are no more than the voters."""
    if told.voters > told.base:
        raise BallotRefused(say("选民比应到的人还多。"))
    if list(told.credentials) != sorted(set(told.credentials)):
        raise BallotRefused(say("凭据清单里有重复的，或者没有排序。"))
    if len(told.credentials) > told.voters:
        raise BallotRefused(say("凭据比选民还多。"))
    if not set(told.burned) <= set(told.credentials) or len(set(told.burned)) < len(told.burned):
        raise BallotRefused(say("作废的凭据不在名册上。"))
    if len(told.credentials) - len(told.burned) + told.paper.issued > told.voters:
        raise BallotRefused(say("能投手机票的加上领纸票的，比选民还多。"))


def check_totals(told: Exported, election: Election | None, counted: Sequence[Sequence[int]]) -> None:
    """The questions are those of the election, the phone's votes are those decrypted, the totals are the sums."""
    check_boxes(told)
    if election is not None:
        asked = [
            (one.text, ("空白", *one.answers) if one.is_blank_allowed else one.answers) for one in election.questions
        ]
        if told.title != election.name or asked != [(one.text, one.rows) for one in told.questions]:
            raise BallotRefused(say("公布的题目与选举文件不一致。"))
        if [list(one.phone) for one in told.questions] != [list(row) for row in counted]:
            raise BallotRefused(say("公布的手机票票数与选举文件不一致。"))
    elif any(any(one.phone) for one in told.questions):
        raise BallotRefused(say("有手机票，却没有选举文件。"))
    for one in told.questions:
        if list(one.total) != [a + b for a, b in zip(one.phone, one.paper, strict=True)]:
            raise BallotRefused(say("“%(question)s”的合计不等于手机票加纸票。", question=one.text))


def check_boxes(told: Exported) -> None:
    """The boxes add up to the paper votes; a round with more ballots collected than issued is void."""
    for one in (told.paper, *told.boxes):
        if one.valid + one.invalid != one.collected:
            raise BallotRefused(say("有效票加无效票应当等于收回的票。"))
        if any(votes > one.valid for row in one.votes for votes in row):
            raise BallotRefused(say("有的选项得的纸票比有效票还多。"))
    if _summed([box.numbers for box in told.boxes], 4) != told.paper.numbers:
        raise BallotRefused(say("各票箱相加与公布的纸票张数不一致。"))
    if _written(told.boxes) != _written([told.paper]):
        raise BallotRefused(say("各票箱里另选他人的票数相加，与公布的不一致。"))
    for at, question in enumerate(told.questions):
        if _summed([box.votes[at] for box in told.boxes], len(question.rows)) != question.paper:
            raise BallotRefused(say("各票箱相加与公布的纸票票数不一致。"))
    if told.is_valid != is_round_valid(told.paper):
        raise BallotRefused(say("收回的票多于发出的票，这一轮无效。"))


def is_round_valid(paper: Paper) -> bool:
    """收回的选票等于或少于发出的选票，选举有效；多于发出的选票，选举无效."""
    return paper.collected <= paper.issued


def _written(boxes: Sequence[Paper]) -> Counter[str]:
    found: Counter[str] = Counter()
    for box in boxes:
        found.update(dict(box.written))
    return found


def _summed(rows: Sequence[Sequence[int]], width: int) -> tuple[int, ...]:
    return tuple(sum(row[at] for row in rows) for at in range(width))
