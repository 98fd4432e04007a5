"""The meetings of next week's session: the preparatory one held the day before yesterday, the formal one ready."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from huozhong.congress import queries
from huozhong.congress import services as congress
from huozhong.congress.queries.meetings import find_meeting
from huozhong.congress.queries.presence import SeatLine, roll_of
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.places import Place
from huozhong.site.sample.stage import in_the_office

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]
HELD_AGO, CAME = 2, 30  # days; delegates who came to the preparatory meeting


def tell(actors: Actors, places: Places, *, at: datetime) -> None:
    """Hold the preparatory meeting with a quorum that went and came back; make the formal one ready."""
    bozg, shown = actors["bozg"], places["shown"]
    card = delegates.sitting_congress(shown.unit_id)
    assert card is not None
    session = queries.sessions_of(card.id)[0]
    began = in_the_office(at, days_ago=HELD_AGO)
    meeting = congress.plan_meeting(session.id, kind="preparatory", actor=bozg, at=began - timedelta(days=1))
    seats = roll_of(find_meeting(meeting, actor=bozg))
    came = [_delegate(one, shown) for one in seats[:CAME]]
    for number, seat in enumerate(seats[:CAME]):
        at_door = began - timedelta(minutes=20) + timedelta(seconds=30 * number)
        congress.mark_by_hand(meeting, seat_id=seat.id, is_in=True, actor=bozg, at=at_door)
    _name_officers(meeting, seats, actors, at=began - timedelta(minutes=1))
    congress.open_meeting(meeting, actor=bozg, at=began)
    _vote(meeting, session.id, "election_method", "hands", came, bozg, at=began + timedelta(minutes=10))
    for seat in seats[CAME - 4 : CAME]:
        congress.mark_by_hand(meeting, seat_id=seat.id, is_in=False, actor=bozg, at=began + timedelta(minutes=20))
    for seat in seats[CAME - 4 : CAME]:
        congress.mark_by_hand(meeting, seat_id=seat.id, is_in=True, actor=bozg, at=began + timedelta(minutes=26))
    _vote(meeting, session.id, "elect_presidium", "named", came, bozg, at=began + timedelta(minutes=30))
    _vote(meeting, session.id, "elect_scrutineers", "hands", came, bozg, at=began + timedelta(minutes=36))
    ended = began + timedelta(minutes=45)
    congress.close_meeting(meeting, actor=bozg, at=ended)
    congress.write_minutes(meeting, actor=bozg, at=ended + timedelta(hours=1))
    _make_ready(session.id, bozg, at=ended + timedelta(hours=2))


def _delegate(seat: SeatLine, place: Place) -> Actor:
    return Actor(ActorKind.PERSON, seat.name, person_id=seat.person_id, city_id=place.city_id)


def _name_officers(meeting: int, seats: tuple[SeatLine, ...], actors: Actors, *, at: datetime) -> None:
    """Five from the front line on the presidium, two of the cast to watch, keys with the union here and above."""
    bozg = actors["bozg"]
    front = [one.person_id for one in seats if "front_line" in one.groups][:5]
    watchers = [actors["teller"].person_id or 0, actors["worker"].person_id or 0]
    keepers = [bozg.person_id or 0, actors["town"].person_id or 0]
    for duty, chosen in (("presidium", front), ("scrutineer", watchers), ("trustee", keepers)):
        congress.name_officers(meeting, duty=duty, person_ids=chosen, actor=bozg, at=at)


def _vote(
    meeting: int, session: int, matter: str, method: str, came: list[Actor], bozg: Actor, *, at: datetime
) -> None:
    """All for it but two: one against, one abstains."""
    topic = next(one for one in queries.topics_of(session) if one.matter == matter)
    vote = congress.start_vote(meeting, topic_id=topic.id, method=method, actor=bozg, at=at)
    for number, one in enumerate(came):
        choice = {3: "no", 7: "abstain"}.get(number, "yes")
        congress.tap(vote, choice=choice, actor=one, at=at + timedelta(seconds=20 + number))
    congress.count_vote(vote, actor=bozg, at=at + timedelta(minutes=2))


def _make_ready(session: int, bozg: Actor, *, at: datetime) -> None:
    """The formal meeting waits for its day; what is voted in secret stands on one ballot, which waits for two keys."""
    meeting = congress.plan_meeting(session, kind="formal", actor=bozg, at=at)
    secret = [one.id for one in queries.topics_of(session) if one.method == "secret" and one.is_kept and not one.block]
    if secret:
        congress.draft_secret(meeting, topic_ids=secret, actor=bozg, at=at + timedelta(minutes=5))
