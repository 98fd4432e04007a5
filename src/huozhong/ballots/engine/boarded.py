"""What the public board says, held against the archive: the same ballots, in the same order, none after the closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from huozhong.ballots.engine import ballots
from huozhong.ballots.engine.archive import Archive
from huozhong.ballots.engine.exported import Exported
from huozhong.ballots.engine.recount import Cast
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election
from huozhong.ballots.engine.writing import hash_hex
from huozhong.ballots.rules.board import BoardKind, broken_at
from huozhong.kernel.sentences import say

_LATE = {BoardKind.BALLOT.value, BoardKind.REPLACED.value, BoardKind.STRUCK.value, BoardKind.BURNED.value}
_EARLY = {BoardKind.TALLY.value, BoardKind.SHARE.value, BoardKind.RESULT.value}


def said(told: Exported, kind: BoardKind) -> list[Mapping[str, Any]]:
    """What the board says of one kind, in its order."""
    return [event["payload"] for event in told.events if event["kind"] == kind.value]


def check_chain(told: Exported) -> None:
    """Each event follows from the one before; nothing is cast after the closing, nothing is counted before it."""
    place = broken_at(told.events)
    if place is not None or not told.events:
        raise BallotRefused(say("公示板的记录链在第 %(number)s 条断了。", number=place or 0))
    kinds = [event["kind"] for event in told.events]
    if kinds[0] != BoardKind.SETUP:
        raise BallotRefused(say("公示板的第一条不是选举文件的登记。"))
    if kinds.count(BoardKind.SETUP) != 1 or BoardKind.VOID in kinds:
        raise BallotRefused(say("这次投票已宣布无效，或者登记了两次。"))
    closed = [place for place, kind in enumerate(kinds) if kind == BoardKind.CLOSED]
    if len(closed) != 1 or _EARLY & set(kinds[: closed[0]]) or _LATE & set(kinds[closed[0] :]):
        raise BallotRefused(say("公示板上有截止以后的选票，或者截止以前的计票。"))


def check_setup(told: Exported, archive: Archive | None) -> None:
    """The board begins with the very election, keys and credentials of the archive."""
    setup = said(told, BoardKind.SETUP)[0]
    if setup.get("uuid") != told.uuid:
        raise BallotRefused(say("公示板是另一次投票的。"))
    if archive is None:
        if setup.get("election") or told.credentials or told.counted or said(told, BoardKind.BALLOT):
            raise BallotRefused(say("有手机票，却没有选举文件。"))
        return
    if any(setup.get(key) != hash_hex(text) for key, text in archive.setup.items()):
        raise BallotRefused(say("公示板是另一次投票的。"))


def check_ballots(told: Exported, election: Election | None, cast: Sequence[Cast]) -> None:
    """The archive holds exactly the ballots of the board, without those whose voter took paper."""
    struck = [ballots.tracker_of(text) for text in told.left_out]
    signers = dict(zip(struck, (_signer(election, text) for text in told.left_out), strict=True))
    posted = [str(payload.get("tracker")) for payload in said(told, BoardKind.BALLOT)]
    if len(set(posted)) < len(posted) or len(signers) < len(struck):
        raise BallotRefused(say("同一张选票出现了两次。"))
    if [tracker for tracker in posted if tracker not in signers] != [one.tracker for one in cast]:
        raise BallotRefused(say("选举文件里的选票与公示板不一致：有增加、减少、替换或者调换了次序。"))
    if not set(signers) <= set(posted):
        raise BallotRefused(say("划去的选票不在公示板上。"))
    known = set(told.credentials)
    if not all(one.credential in known for one in cast):
        raise BallotRefused(say("有一张选票的凭据不在名册上。"))
    _check_burned(told, signers, cast)
    if sum(one.counts for one in cast) != told.counted:
        raise BallotRefused(say("公布的手机票张数与选票不一致。"))
    replaced = {str(payload.get("tracker")) for payload in said(told, BoardKind.REPLACED)}
    if {one.tracker for one in cast if not one.counts} != replaced & {one.tracker for one in cast}:
        raise BallotRefused(say("改投的选票与公示板不一致。"))


def _check_burned(told: Exported, signers: Mapping[str, str], cast: Sequence[Cast]) -> None:
    """Whoever took a paper ballot has no ballot by phone in the count, and the board says so."""
    struck = {str(payload.get("tracker")) for payload in said(told, BoardKind.STRUCK)}
    if not struck <= set(signers):
        raise BallotRefused(say("公示板上划去的选票还在计票。"))
    burned = {str(payload.get("credential")) for payload in said(told, BoardKind.BURNED)}
    burned |= {signers[tracker] for tracker in struck}
    if burned != set(told.burned) or not set(signers.values()) <= burned:
        raise BallotRefused(say("作废的凭据与公示板不一致。"))
    if any(one.credential in burned for one in cast):
        raise BallotRefused(say("领了纸票的人的手机票还在计票。"))


def _signer(election: Election | None, text: str) -> str:
    if election is None:
        raise BallotRefused(say("有手机票，却没有选举文件。"))
    return ballots.check(election, text).credential


def check_result(told: Exported, archive: Archive | None) -> None:
    """The board ends with the very result of the archive; whoever signed, signed a head of this board."""
    results = said(told, BoardKind.RESULT)
    if len(results) != 1:
        raise BallotRefused(say("公示板上没有结果。"))
    if archive is not None and results[0].get("result") != hash_hex(str(archive.result)):
        raise BallotRefused(say("公示板上的结果与选举文件不一致。"))
    heads = {event["hash"] for event in told.events}
    if any(head not in heads for _, head in told.signatures):
        raise BallotRefused(say("监票人签字的不是这块公示板。"))
