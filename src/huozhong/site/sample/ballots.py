"""Secret ballots of the sample: one counted, signed and open to anybody's check; one that waits for trustees' keys.

The keys and votes are real ones, made here as devices make them, and thrown away: the sample keeps what a server keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huozhong.ballots import queries, services
from huozhong.ballots.engine import ballots, credentials, tally, trustees
from huozhong.ballots.services import NewQuestion
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.site.sample.stage import in_the_office

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]
CAST = ("bozg", "clerk", "delegate", "teller", "worker")
VOTERS = 24
HELD_AGO = 210  # days


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody of the cast who keeps a key, and on whose behalf."""

    name: str
    words: str


COUNTED_BY = (Keeper("bozg", "工会委员会"), Keeper("town", "上级工会"))
WAITED_FOR = (Keeper("bozg", "工会委员会"), Keeper("delegate", "职工代表"), Keeper("town", "上级工会"))


def tell(actors: Actors, places: Places, *, at: datetime) -> None:
    """Hold the one, set up the other."""
    shown = places["shown"]
    voters = _voters(shown, actors, at=at)
    _by_election(actors, shown, voters, now=at)
    _waiting(actors, shown, voters, at=in_the_office(at, days_ago=2))


def _voters(shown: Place, actors: Actors, *, at: datetime) -> list[Actor]:
    """Those of the cast who are members, and others of the union."""
    cast = [actors[name] for name in CAST]
    known = {actor.person_id for actor in actors.values()}
    members = people.members_on(shown.unit_id, on=day_of(at), limit=4 * VOTERS)
    others = [one.person_id for one in members if one.person_id not in known][: VOTERS - len(cast)]
    cards = people.persons(others)
    return cast + [Actor(ActorKind.PERSON, cards[one].name, person_id=one, city_id=shown.city_id) for one in others]


def _by_election(actors: Actors, shown: Place, voters: list[Actor], *, now: datetime) -> None:
    """An audit member is elected between two terms, two standing for one seat."""
    at, bozg = in_the_office(now, days_ago=HELD_AGO), actors["bozg"]
    standing = voters[-2:]
    question = NewQuestion(
        "补选经费审查委员会委员 1 名", tuple(one.name for one in standing), 0, 1,
        candidates=tuple(one.person_id or 0 for one in standing),
    )  # fmt: skip
    election_id = services.draft_election(
        kind="persons", title="补选经费审查委员会委员", unit=shown.unit_id, thing=("unions.unit", shown.unit_id),
        questions=[question], voters=[one.person_id or 0 for one in voters], base=len(voters), seats=1,
        has_paper=True, actor=bozg, at=at - timedelta(days=9),
    )  # fmt: skip
    _staff(election_id, actors, COUNTED_BY, at=at - timedelta(days=8))
    services.move_election(election_id, "ask_keys", actor=bozg, at=at - timedelta(days=7))
    keys = _keys(election_id, actors, at=at - timedelta(days=6))
    secrets = _register(election_id, voters, at=at - timedelta(days=3))
    on = day_of(at) - timedelta(days=5)
    services.file_consent(
        election_id,
        document_number="阳工复〔样本〕6号",
        decided_date=on,
        actor=actors["town"],
        at=at - timedelta(days=5),
    )
    services.move_election(election_id, "open", actor=bozg, at=at)
    _vote(election_id, voters, secrets, at=at + timedelta(minutes=20))
    services.print_heads(at=at + timedelta(hours=1))
    _count(election_id, actors, keys, at=at + timedelta(hours=2))


def _staff(election_id: int, actors: Actors, keepers: tuple[Keeper, ...], *, at: datetime) -> None:
    bozg = actors["bozg"]
    for one in keepers:
        person_id = actors[one.name].person_id or 0
        services.add_trustee(election_id, person_id=person_id, words=one.words, actor=bozg, at=at)
    for name in ("teller", "worker"):
        person_id = actors[name].person_id or 0
        how = "会员代表大会预备会议举手推选（样本）"
        services.add_scrutineer(election_id, person_id=person_id, elected_how=how, actor=bozg, at=at)
    meeting = "会员代表大会预备会议（样本）"
    services.file_method(election_id, meeting=meeting, decided_date=day_of(at), actor=bozg, at=at)


def _keys(election_id: int, actors: Actors, *, at: datetime) -> dict[str, trustees.TrusteeKey]:
    keys = {one.name: trustees.make_key() for one in COUNTED_BY}
    for name, key in keys.items():
        services.post_key(election_id, key.public, actor=actors[name], at=at)
    return keys


def _register(election_id: int, voters: list[Actor], *, at: datetime) -> dict[int, str]:
    uuid, secrets = queries.election_state(election_id).uuid, {}
    for one in voters:
        secret = credentials.new_secret()
        services.register_credential(election_id, credentials.derive(uuid, secret)[1], actor=one, at=at)
        secrets[one.person_id or 0] = secret
    return secrets


def _vote(election_id: int, voters: list[Actor], secrets: dict[int, str], *, at: datetime) -> None:
    """Thirteen for the one, nine for the other, one for neither; one stays away."""
    election = queries.engine_election(queries.election_by_uuid(queries.election_state(election_id).uuid))
    for number, one in enumerate(voters[:-1]):
        vote = [int(number < 13), int(13 <= number < 22)]
        services.cast(election.uuid, ballots.make(election, [vote], secrets[one.person_id or 0]), at=at)


def _count(election_id: int, actors: Actors, keys: dict[str, trustees.TrusteeKey], *, at: datetime) -> None:
    bozg = actors["bozg"]
    services.move_election(election_id, "close", actor=bozg, at=at)
    services.move_election(election_id, "count", actor=bozg, at=at)
    row = queries.election_by_uuid(queries.election_state(election_id).uuid)
    for name, key in keys.items():
        share = tally.partial_decryption(queries.engine_election(row), queries.tally_of(row), key.secret)
        services.post_partial(election_id, share, actor=actors[name], at=at)
    services.move_election(election_id, "finish", actor=bozg, at=at)
    for name in ("teller", "worker"):
        services.sign_result(election_id, actor=actors[name], at=at)
    services.move_election(election_id, "publish", actor=bozg, at=at)


def _waiting(actors: Actors, shown: Place, voters: list[Actor], *, at: datetime) -> None:
    """The union's own people are asked, and its trustees have not made their keys yet."""
    asked = ("食堂夜班窗口改造方案", "职工活动室开放时间方案")
    election_id = services.draft_election(
        kind="itemised", title="两项职工生活方案表决", unit=shown.unit_id, thing=("unions.unit", shown.unit_id),
        questions=[NewQuestion(one) for one in asked], voters=[one.person_id or 0 for one in voters],
        base=len(voters), actor=actors["bozg"], at=at,
    )  # fmt: skip
    _staff(election_id, actors, WAITED_FOR, at=at)
    services.move_election(election_id, "ask_keys", actor=actors["bozg"], at=at)
