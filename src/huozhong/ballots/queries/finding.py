"""One ballot, for those who may see it; for everybody else it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from huozhong.access import services as access
from huozhong.ballots.models import Election, Scrutineer, Trustee, Voter
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence

MayOpen = Callable[[int, datetime], Sentence | None]
MaySee = Callable[[Actor, int], bool]


@dataclass(frozen=True, slots=True)
class Thing:
    """What a room says of the things that it holds ballots for."""

    may_open: MayOpen
    may_see: MaySee


_things: dict[str, Thing] = {}


def remember_thing(kind: str, thing: Thing) -> None:
    _things[kind] = thing


def held_up(election: Election, *, at: datetime) -> Sentence | None:
    """What the room above says against opening; None when nothing, or when nobody knows the kind of thing."""
    thing = _things.get(election.thing_kind)
    return thing.may_open(election.thing_id, at) if thing else None


def visible_elections(actor: Actor) -> Q:
    """A ballot is seen by its union and those above; once it is more than a draft also by whoever has a part in it."""
    if actor.kind is not ActorKind.PERSON:
        return Q()
    seen = access.reach(actor, Permission.BALLOT_READ).over("unit")
    manages = access.reach(actor, Permission.BALLOT_MANAGE).over("unit")
    found = seen & (~Q(state="draft") | manages)
    if actor.person_id is not None:
        found |= ~Q(state="draft") & _with_part(actor.person_id)
    return found


def _with_part(person_id: int) -> Q:
    """On its roll, among its trustees or its scrutineers."""
    parts: tuple[QuerySet[Any], ...] = (Voter.objects.all(), Trustee.objects.all(), Scrutineer.objects.all())
    found = Q()
    for rows in parts:
        found |= Q(pk__in=rows.filter(person_id=person_id).values("election_id"))
    return found


def find_election(election_id: int, *, actor: Actor) -> Election:
    """A ballot that the actor may see; NotFound otherwise."""
    row = Election.objects.select_related("unit").filter(pk=election_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if Election.objects.filter(visible_elections(actor), pk=election_id).exists():
        return row
    thing = _things.get(row.thing_kind)
    if thing is not None and row.state != "draft" and thing.may_see(actor, row.thing_id):
        return row
    raise NotFound(access.NOT_FOUND)


def asked_election(election_id: int, *, actor: Actor, permission: Permission, is_locked: bool = False) -> Election:
    """A ballot where the actor holds the permission; locked when it is to be written."""
    found = find_election(election_id, actor=actor)
    access.require(actor, permission, at=found.place)
    return locked_election(found.pk) if is_locked else found


def locked_election(election_id: int) -> Election:
    """The row, locked: whoever writes to a ballot, its roll or its board holds it for that moment."""
    row = Election.objects.select_related("unit").select_for_update(of=("self",)).filter(pk=election_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def election_by_uuid(uuid: str) -> Election:
    """A ballot by its public name, once it is public; NotFound otherwise."""
    row = Election.objects.select_related("unit").filter(uuid=uuid).exclude(state="draft").first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def trustee_of(election_id: int, actor: Actor) -> Trustee:
    """The actor's own place among the trustees."""
    row = Trustee.objects.filter(election=election_id, person_id=actor.person_id or 0).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def scrutineer_of(election_id: int, actor: Actor) -> Scrutineer:
    """The actor's own place among the scrutineers."""
    row = Scrutineer.objects.filter(election=election_id, person_id=actor.person_id or 0).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def voter_of(election_id: int, person_id: int | None) -> Voter:
    """A person's place on the roll."""
    row = Voter.objects.filter(election=election_id, person_id=person_id or 0).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row
