"""Whoever holds the server guesses votes no better than whoever read the totals; with the trustees' keys, all.

200 elections with real keys, of three or four voters each, votes and the order of everything drawn at random. The
attacker of `attacker.py` studies one half with the votes known and guesses in the other. Its right guesses are held
against the exact distribution of matches for somebody who knows the totals alone; the test fails when so many or more
would come by chance less often than once in ten thousand. The same attacker finds a planted leak of three votes in ten.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from huozhong.ballots import queries, services
from huozhong.ballots.engine import ballots, credentials, tally, trustees
from huozhong.ballots.engine.group import BELENIOS_2048
from huozhong.ballots.engine.writing import read_json
from huozhong.ballots.models import CastBallot, Credential
from huozhong.ballots.models import Voter as OnRoll
from huozhong.ballots.queries.links import opened_link
from huozhong.ballots.services import NewQuestion
from huozhong.ballots.tests import attacker, stage
from huozhong.ballots.tests.attacker import Voter, guess, judged, learn
from huozhong.ballots.tests.everything import dump, logs
from huozhong.kernel.actors import Actor
from tests.cast import NOW, TODAY, Cast

ELECTIONS = 200
QUESTION = NewQuestion("草案", ("赞成", "反对"))
CHANCE = 1e-4


class Held:
    """All elections, how each voter voted, and everything that the server then holds."""

    def __init__(self, cast: Cast, chance: random.Random) -> None:
        self.cast, self.chance = cast, chance
        _numbers_of_their_own("people_person", 8_000_000)
        _numbers_of_their_own("ballots_election", 9_000_000)
        self.chair, self.people = stage.chair_of(cast), stage.members(cast.works, 5)
        self.watchers = stage.members(cast.works, 2, prefix="watcher")
        self.votes: dict[tuple[int, int], int] = {}
        with logs() as lines:
            self.ids = [self._hold(number) for number in range(ELECTIONS)]
        self.kept = {table: text.splitlines() for table, text in dump().items()} | {"logs": lines}

    def _hold(self, number: int) -> int:
        """One election, everything in an order of its own, minutes passing between."""
        clock = NOW + timedelta(hours=number)
        everybody = self.chance.sample(self.people, self.chance.randint(3, 4))
        election_id = services.draft_election(
            kind="itemised", title="表决", unit=self.cast.works.unit_id, thing=(stage.KIND, number),
            questions=[QUESTION], voters=[one.person_id or 0 for one in everybody], base=len(everybody),
            actor=self.chair, at=clock,
        )  # fmt: skip
        for one in self.watchers:
            person_id = one.person_id or 0
            services.add_scrutineer(election_id, person_id=person_id, elected_how="推选", actor=self.chair, at=clock)
            services.add_trustee(election_id, person_id=person_id, words="代表", actor=self.chair, at=clock)
        services.file_method(election_id, meeting="大会", decided_date=TODAY, actor=self.chair, at=clock)
        self._move(election_id, "ask_keys", clock)
        for at, one in enumerate(self.watchers):
            services.post_key(election_id, stage.spare_key(at).public, actor=one, at=clock)
        secrets = {}
        uuid = queries.election_state(election_id).uuid
        for one in self._shuffled(everybody):
            clock += timedelta(seconds=self.chance.randint(1, 90))
            secrets[one.person_id or 0] = secret = credentials.new_secret()
            _, public = credentials.derive(uuid, secret)
            services.register_credential(election_id, public, actor=one, at=clock)
        self._move(election_id, "open", clock)
        election = queries.engine_election(queries.find_election(election_id, actor=self.chair))
        for one in self._shuffled(everybody):
            clock += timedelta(seconds=self.chance.randint(1, 90))
            vote = self.chance.randint(0, 1)
            self.votes[election_id, one.person_id or 0] = vote
            services.cast(uuid, ballots.make(election, ([vote, 1 - vote],), secrets[one.person_id or 0]), at=clock)
        self._count(election_id, clock)
        return election_id

    def _count(self, election_id: int, clock: datetime) -> None:
        self._move(election_id, "close", clock)
        self._move(election_id, "count", clock)
        row = queries.find_election(election_id, actor=self.chair)
        for at, one in enumerate(self.watchers):
            secret = stage.spare_key(at).secret
            share = tally.partial_decryption(queries.engine_election(row), queries.tally_of(row), secret)
            services.post_partial(election_id, share, actor=one, at=clock)
        self._move(election_id, "finish", clock)

    def _move(self, election_id: int, name: str, clock: datetime) -> None:
        services.move_election(election_id, name, actor=self.chair, at=clock)

    def _shuffled(self, everybody: Sequence[Actor]) -> list[Actor]:
        return self.chance.sample(list(everybody), len(everybody))

    def voters(self) -> list[Voter]:
        """Every voter with the registrar's link opened by the server's own key, and the ballot of that credential."""
        found = []
        for row in OnRoll.objects.select_related("election").order_by("id"):
            credential = Credential.objects.get(election=row.election, public=opened_link(row))
            ballot = CastBallot.objects.get(credential=credential)
            marks = (credential.public, ballot.tracker)
            vote = self.votes[row.election_id, row.person_id]
            found.append(Voter(row.election_id, str(row.person_id), marks, read_json(ballot.text), vote))
        return found


def _numbers_of_their_own(table: str, first: int) -> None:
    """Ids that are no other table's, so that the attacker need not guess what a number means."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first])


def halves(voters: Sequence[Voter]) -> tuple[list[Voter], list[Voter]]:
    """Elections to study and elections to guess."""
    ids = sorted({voter.election for voter in voters})
    studied = set(ids[: len(ids) // 2])
    return [v for v in voters if v.election in studied], [v for v in voters if v.election not in studied]


def attacked(held: Held, kept: Mapping[str, Sequence[str]]) -> attacker.Score:
    voters = held.voters()
    attacker.study(voters, kept)
    known, unknown = halves(voters)
    return judged(unknown, guess(unknown, learn(known)))


def opened(voter: Voter, keys: Sequence[trustees.TrusteeKey]) -> int:
    """A single ballot, opened with all trustees' keys: what nobody can do who lacks one of them."""
    answers: Any = voter.ballot["answers"]
    first = answers[0]["choices"][0]
    group = BELENIOS_2048
    shared = pow(int(first["alpha"]), sum(key.secret for key in keys) % group.q, group.p)
    mark = int(first["beta"]) * pow(shared, -1, group.p) % group.p
    return {1: 0, group.g: 1}.get(mark, -1)


def test_the_server_tells_no_more_than_the_totals_and_the_trustees_keys_tell_all(cast: Cast) -> None:
    held = Held(cast, random.Random(20261120))
    voters = held.voters()

    honest = attacked(held, held.kept)
    leaking = attacked(held, {**held.kept, "logs": [*held.kept["logs"], *_leak(voters, random.Random(7))]})
    keys = [stage.spare_key(at) for at in range(2)]

    assert len(held.ids) == ELECTIONS
    assert honest.chance > CHANCE, honest
    assert leaking.chance < CHANCE, leaking
    assert [opened(voter, keys) for voter in voters] == [voter.vote for voter in voters]
    assert {opened(voter, keys[:1]) for voter in voters} == {-1}


def _leak(voters: Sequence[Voter], chance: random.Random) -> list[str]:
    """A log that says a little too much of three votes for it in five: of three votes in ten."""
    return [f"ballot {voter.marks[1]} kept" for voter in voters if voter.vote and chance.random() < 0.6]
