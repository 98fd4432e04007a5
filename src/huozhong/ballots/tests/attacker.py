"""An attacker who holds the server: looks at all that can be tied to a voter and learns whatever tells a vote.

For each voter it gathers every row of every table and every line of the logs that names the credential (through the
registrar's link, opened with the server's own key), the tracker, or the person together with the election: how many
there are, their places, ids, lengths, moments and numbers, and bits of the sealed ballot itself. Within an election
the values become ranks. Half of the elections it may study with the votes known, as an insider who knows how some
people voted; on the other half it guesses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

import gmpy2

from huozhong.ballots.engine.group import BELENIOS_2048

TOKEN = re.compile(r"[A-Za-z0-9+/]{7,}")
DIGITS = re.compile(r"\d+")
Row = tuple[str, int, str]  # table, place, text
PRIMES = (2, 3, 5, 7, 16, 17, 101)


@dataclass
class Voter:
    """One voter as the server knows them, and how they voted, which the attacker sees only while it studies."""

    election: int
    person: str
    marks: tuple[str, ...]  # credential and tracker, as they stand in rows
    ballot: Mapping[str, object]
    vote: int
    features: dict[str, float] = field(default_factory=dict)


def study(voters: Sequence[Voter], kept: Mapping[str, Sequence[str]]) -> None:
    """Fill in every feature of every voter."""
    by_mark: dict[str, list[Row]] = {}
    by_pair: dict[tuple[str, str], list[Row]] = {}
    marks = {mark for voter in voters for mark in voter.marks}
    people, elections = {voter.person for voter in voters}, {str(voter.election) for voter in voters}
    for table, rows in kept.items():
        for place, text in enumerate(rows):
            tokens = set(TOKEN.findall(text))
            for mark in tokens & marks:
                by_mark.setdefault(mark, []).append((table, place, text))
            for person in tokens & people:
                for election in tokens & elections:
                    by_pair.setdefault((person, election), []).append((table, place, text))
    for voter in voters:
        _rows_of(voter, "person", by_pair.get((voter.person, str(voter.election)), []))
        for number, mark in enumerate(voter.marks):
            _rows_of(voter, str(number), by_mark.get(mark, []))
        _ciphertext(voter)
    _rank(voters)


def _rows_of(voter: Voter, of: str, found: Sequence[Row]) -> None:
    for table in {table for table, _place, _row in found}:
        rows = [(place, row) for name, place, row in found if name == table]
        key = f"{of} {table}"
        voter.features[f"{key} count"] = len(rows)
        voter.features[f"{key} place"] = rows[0][0]
        voter.features[f"{key} length"] = sum(len(row) for _place, row in rows)
        for at, cell in enumerate(rows[-1][1].split("\t")[:24]):
            told = DIGITS.findall(cell[:60])
            if told:
                voter.features[f"{key} cell {at}"] = float("".join(told)[:15])


def _ciphertext(voter: Voter) -> None:
    answers = voter.ballot["answers"]
    assert isinstance(answers, list)
    for slot, choice in enumerate(answers[0]["choices"]):
        for name in ("alpha", "beta"):
            value = int(choice[name])
            voter.features[f"{slot} {name} length"] = value.bit_length()
            for prime in PRIMES:
                voter.features[f"{slot} {name} mod {prime}"] = value % prime
            voter.features[f"{slot} {name} square"] = float(gmpy2.jacobi(value, BELENIOS_2048.p))
    voter.features["length"] = len(json.dumps(voter.ballot))


def _rank(voters: Sequence[Voter]) -> None:
    """Values become places within the election, from 0 to 1: what differs between elections tells nothing."""
    names = {name for voter in voters for name in voter.features}
    by_election: dict[int, list[Voter]] = {}
    for voter in voters:
        by_election.setdefault(voter.election, []).append(voter)
    for group in by_election.values():
        for name in names:
            values = sorted(voter.features.get(name, -1.0) for voter in group)
            ranks = {
                value: (values.index(value) + (len(values) - values[::-1].index(value) - 1)) / 2 for value in values
            }
            for voter in group:
                voter.features[name] = ranks[voter.features.get(name, -1.0)] / max(1, len(group) - 1)


def learn(known: Sequence[Voter]) -> list[tuple[str, float]]:
    """The features that went with the vote where it was known, and how strongly: the strongest few."""
    shares = totals(known)
    found = []
    for name in known[0].features:
        weights = [(voter.vote - float(shares[voter.election]), voter.features[name] - 0.5) for voter in known]
        spread = sqrt(sum(a * a * b * b for a, b in weights)) or 1.0
        found.append((name, (sum(a * b for a, b in weights) / spread) ** 3))  # cubed: the strongest is heard most
    return sorted(found, key=lambda one: -abs(one[1]))[:5]


def totals(voters: Sequence[Voter]) -> dict[int, Fraction]:
    """The published result: in each election the share of voters whose vote is 1."""
    votes: dict[int, list[int]] = {}
    for voter in voters:
        votes.setdefault(voter.election, []).append(voter.vote)
    return {election: Fraction(sum(one), len(one)) for election, one in votes.items()}


def guess(voters: Sequence[Voter], weights: Sequence[tuple[str, float]]) -> list[int]:
    """A guess for each voter that agrees with the totals: the highest scores get the votes for 1."""
    shares = totals(voters)
    guesses = dict.fromkeys(range(len(voters)), 0)
    for election, share in shares.items():
        here = [at for at, voter in enumerate(voters) if voter.election == election]
        scored = sorted(here, key=lambda at: -sum(w * voters[at].features[name] for name, w in weights))
        for at in scored[: int(share * len(here))]:
            guesses[at] = 1
    return [guesses[at] for at in range(len(voters))]


@dataclass(frozen=True)
class Score:
    """How many guesses were right, how many a guesser with the totals alone has on average, and how odd that is."""

    right: int
    expected: float
    deviation: float

    @property
    def chance(self) -> float:
        """How probable so many right guesses are for somebody who knows the totals alone."""
        return 1 - NormalDist().cdf((self.right - 0.5 - self.expected) / self.deviation)


def judged(voters: Sequence[Voter], guesses: Sequence[int]) -> Score:
    """Right guesses against the exact mean and variance of matches when votes are dealt at random for these totals.

    With n voters, k ones dealt and g ones guessed, the matches are n - k - g + 2 H, H hypergeometric (n, k, g).
    """
    right, mean, variance = 0, 0.0, 0.0
    by_election: dict[int, list[tuple[int, int]]] = {}
    for voter, one in zip(voters, guesses, strict=True):
        by_election.setdefault(voter.election, []).append((voter.vote, one))
    for pairs in by_election.values():
        n, k, g = len(pairs), sum(vote for vote, _one in pairs), sum(one for _vote, one in pairs)
        right += sum(vote == one for vote, one in pairs)
        mean += n - k - g + 2 * g * k / n
        variance += 4 * g * (k / n) * (1 - k / n) * (n - g) / max(1, n - 1)
    return Score(right, mean, sqrt(variance))
