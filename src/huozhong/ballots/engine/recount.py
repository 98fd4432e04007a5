"""Checking many ballots at once, on every core, and adding up those that count."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from huozhong.ballots.engine import ballots, credentials, tally
from huozhong.ballots.engine.archive import Archive, ballot_texts
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election
from huozhong.ballots.engine.tally import EncryptedTally
from huozhong.ballots.engine.writing import read_json
from huozhong.kernel.sentences import Sentence, say

_CHUNK = 50
_ALONE = 200  # below so many ballots, new processes cost more than they save


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot in the file: where it lies, its tracker, who signed, whether a later one replaces it."""

    place: int
    length: int
    tracker: str
    credential: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What one process is given: some ballots of one archive."""

    path: Path
    election: str
    cast: tuple[Cast, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The sum of the ballots that count, or the first refusal."""

    tally: EncryptedTally
    refusal: Sentence | None = None


def cast_in(archive: Archive) -> list[Cast]:
    """What lies in the archive, in its order; the ballots themselves are not checked yet."""
    trackers, signers = [], []
    for text in archive.ballot_texts():
        ballot = read_json(text)
        if not isinstance(ballot, dict) or not isinstance(ballot.get("credential"), str):
            raise BallotRefused(say("选票的写法不规范，哈希值对不上。"))
        trackers.append(ballots.tracker_of(text))
        signers.append(ballot["credential"])
    counting = set(tally.last_of_each(signers))
    return [
        Cast(place, length, tracker, signer, number in counting)
        for number, ((place, length), tracker, signer) in enumerate(
            zip(archive.ballots, trackers, signers, strict=True)
        )
    ]


def count_again(archive: Archive, election: Election, cast: Sequence[Cast], *, workers: int = 0) -> EncryptedTally:
    """Check every ballot and add up those that count; refuse the whole when one ballot is wrong."""
    work = [Work(archive.path, election.text, tuple(part)) for part in _chunks(cast)]
    parts = []
    for done in _spread(work, len(cast), workers):
        if done.refusal is not None:
            raise BallotRefused(done.refusal)
        parts.append(done.tally)
    return tally.join(election, parts)


def check_credentials(election: Election, publics: Sequence[str]) -> None:
    """Every credential of the roll is an element of the group, in its one spelling."""
    for public in publics:
        credentials.check_public(public, election.parameters)


def _chunks(cast: Sequence[Cast]) -> Iterator[Sequence[Cast]]:
    for start in range(0, len(cast), _CHUNK):
        yield cast[start : start + _CHUNK]


def _spread(work: Sequence[Work], count: int, workers: int) -> Iterable[Done]:
    cores = workers or os.cpu_count() or 1
    if count < _ALONE or cores == 1:
        yield from map(_do, work)
        return
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_do, work)


@lru_cache(maxsize=2)
def _election(text: str) -> Election:
    return Election.from_json(text)


def _do(work: Work) -> Done:
    election = _election(work.election)
    opened = []
    for one, text in zip(
        work.cast, ballot_texts(work.path, [(one.place, one.length) for one in work.cast]), strict=True
    ):
        try:
            checked, ciphertexts = ballots.open_up(election, text)
        except BallotRefused as refused:
            return Done(
                EncryptedTally(0, ()),
                say("选票 %(tracker)s：%(reason)s", tracker=one.tracker, reason=str(refused.reason)),
            )
        if (checked.tracker, checked.credential) != (one.tracker, one.credential):
            return Done(EncryptedTally(0, ()), say("选举文件在查验时被改动了。"))
        if one.counts:
            opened.append(ciphertexts)
    return Done(tally.add_up(election, opened))
