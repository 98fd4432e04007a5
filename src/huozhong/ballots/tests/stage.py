"""A ballot at every point of its life, built by the verbs themselves, with real keys made beside the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from huozhong.ballots import queries, services
from huozhong.ballots.engine import ballots, credentials, tally, trustees
from huozhong.ballots.models import Election
from huozhong.ballots.services import BoxCount, NewQuestion
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from tests.cast import NOW, TODAY, Cast, actor

KIND = "test.topic"
TOPIC = NewQuestion("工资集体合同草案")
Vote = Sequence[Sequence[int]]


@dataclass
class Staged:
    """One ballot, whoever has a part in it, and the secrets that only their own devices know."""

    id: int
    chair: Actor
    clerk: Actor
    voters: list[Actor]
    trustees: list[Actor]
    scrutineers: list[Actor]
    keys: dict[int, trustees.TrusteeKey] = field(default_factory=dict)  # by person
    secrets: dict[int, str] = field(default_factory=dict)  # by person
    votes: dict[int, Vote] = field(default_factory=dict)

    @property
    def row(self) -> Election:
        return Election.objects.select_related("unit").get(pk=self.id)

    @property
    def uuid(self) -> str:
        return self.row.uuid

    def move(self, name: str, **said: Any) -> None:
        services.move_election(self.id, name, actor=self.chair, at=NOW, **said)

    def ballot(self, voter: Actor, vote: Vote) -> str:
        """A ballot as that voter's phone makes it."""
        secret = self.secrets[voter.person_id or 0]
        return ballots.make(queries.engine_election(self.row), vote, secret)

    def cast(self, voter: Actor, vote: Vote) -> services.Receipt:
        self.votes[voter.person_id or 0] = vote
        return services.cast(self.uuid, self.ballot(voter, vote), at=NOW)

    def share(self, one: Actor) -> None:
        """A trustee opens the sum on their own device."""
        row = self.row
        secret = self.keys[one.person_id or 0].secret
        made = tally.partial_decryption(queries.engine_election(row), queries.tally_of(row), secret)
        services.post_partial(self.id, made, actor=one, at=NOW)

    def count(self) -> None:
        """From the open ballot to the counted one, boxes aside."""
        self.move("close")
        self.move("count")
        for one in self.trustees:
            self.share(one)

    def sign(self) -> None:
        for one in self.scrutineers:
            services.sign_result(self.id, actor=one, at=NOW)


@cache
def spare_key(number: int) -> trustees.TrusteeKey:
    """A real key; made once for all tests, because making keys takes time."""
    return trustees.make_key()


def chair_of(cast: Cast) -> Actor:
    return actor("厂工会主席", "works-chair", (Role.CHAIR, cast.works))


def clerk_of(cast: Cast) -> Actor:
    return actor("沈素清", "clerk", (Role.BALLOT_CLERK, cast.works))


def members(place: Place, count: int, *, prefix: str = "member") -> list[Actor]:
    """So many members with accounts."""
    made = [actor(f"会员{n}", f"{prefix}{n}", (Role.MEMBER, place)) for n in range(count)]
    assert len(made) == count
    return made


def drafted(cast: Cast, *, voters: int = 3, **said: Any) -> Staged:
    """A draft with its voters, two trustees, two scrutineers and the method filed."""
    chair, clerk, everybody = chair_of(cast), clerk_of(cast), members(cast.works, voters)
    keepers = members(cast.works, 2, prefix="keeper")
    watchers = members(cast.works, 2, prefix="watcher")
    told: dict[str, Any] = {
        "kind": "itemised",
        "title": "工资集体合同表决",
        "unit": cast.works.unit_id,
        "thing": (KIND, 1),
        "questions": [TOPIC],
        "voters": [one.person_id for one in everybody],
        "base": voters,
    }
    election_id = services.draft_election(**(told | said), actor=chair, at=NOW)
    for one in watchers:
        services.add_scrutineer(
            election_id, person_id=one.person_id or 0, elected_how="预备会议推选", actor=chair, at=NOW
        )
    services.file_method(election_id, meeting="三届二次职代会", decided_date=TODAY, actor=chair, at=NOW)
    staged = Staged(election_id, chair, clerk, everybody, [], watchers)
    if staged.row.has_phone:
        for one in keepers:
            services.add_trustee(election_id, person_id=one.person_id or 0, words="工会委员会", actor=chair, at=NOW)
        staged.trustees = keepers
    return staged


def keyed(cast: Cast, **said: Any) -> Staged:
    """The trustees' keys are in: the ballot is ready."""
    staged = drafted(cast, **said)
    if not staged.row.has_phone:
        staged.move("plan_paper")
        return staged
    staged.move("ask_keys")
    for number, one in enumerate(staged.trustees):
        staged.keys[one.person_id or 0] = spare_key(number)
        services.post_key(staged.id, spare_key(number).public, actor=one, at=NOW)
    return staged


def register(staged: Staged, voter: Actor) -> str:
    """A voter's phone makes a credential and hands in its public half."""
    secret = credentials.new_secret()
    _, public = credentials.derive(staged.uuid, secret)
    services.register_credential(staged.id, public, actor=voter, at=NOW)
    staged.secrets[voter.person_id or 0] = secret
    return public


def opened(cast: Cast, *, without: Callable[[int], bool] = lambda n: False, **said: Any) -> Staged:
    """Votes are taken; every voter has a credential save those left out."""
    staged = keyed(cast, **said)
    if staged.row.has_phone:
        for number, voter in enumerate(staged.voters):
            if not without(number):
                register(staged, voter)
    staged.move("open")
    return staged


YES, NO, ABSTAIN = ([1, 0, 0],), ([0, 1, 0],), ([0, 0, 1],)


def counted(cast: Cast, *, votes: Sequence[Vote] = (YES, YES, NO), **said: Any) -> Staged:
    """A counted ballot: each voter's vote in turn."""
    staged = opened(cast, voters=len(votes), **said)
    for voter, vote in zip(staged.voters, votes, strict=True):
        staged.cast(voter, vote)
    staged.count()
    staged.move("finish")
    return staged


def box_count(
    *, issued: int, collected: int | None = None, invalid: int = 0, votes: Sequence[Sequence[int]], **said: Any
) -> BoxCount:
    got = issued if collected is None else collected
    return BoxCount(issued, got, got - invalid, invalid, tuple(tuple(one) for one in votes), **said)
