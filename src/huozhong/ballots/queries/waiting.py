"""What waits for somebody: a key, a share, a signature, a ballot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from huozhong.ballots.models import Scrutineer, Trustee, Voter
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say

KEY = say("做一把开票钥匙")
SHARE = say("用钥匙开票")
SIGN = say("监票签字")
COUNT = say("清点票箱")
PREPARE = say("备好手机票")
VOTE = say("投票开放中，投过就不用再管")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits."""

    title: str
    url: str
    unit_name: str
    kind: Sentence
    due_date: date | None = None


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor in ballots."""
    return tuple(_all(actor)[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such things wait."""
    return len(_all(actor))


def _all(actor: Actor) -> list[Waiting]:
    if actor.person_id is None:
        return []
    return [*_of_trustee(actor.person_id), *_of_scrutineer(actor.person_id), *_of_voter(actor.person_id)]


def _of_trustee(person_id: int) -> list[Waiting]:
    rows = Trustee.objects.filter(person_id=person_id).select_related("election__unit").order_by("election_id")
    owed = [(row, KEY) for row in rows.filter(election__state="keys", public_text="")]
    owed += [(row, SHARE) for row in rows.filter(election__state="counting", share_text="")]
    return [
        Waiting(row.election.title, reverse("ballots:keeping", args=[row.election.uuid]), row.election.unit.name, kind)
        for row, kind in owed
    ]


def _of_scrutineer(person_id: int) -> list[Waiting]:
    rows = Scrutineer.objects.filter(person_id=person_id, signed_at__isnull=True, election__state="counted")
    return [
        Waiting(row.election.title, reverse("ballots:result", args=[row.election_id]), row.election.unit.name, SIGN)
        for row in rows.select_related("election__unit").order_by("election_id")
    ]


def _of_voter(person_id: int) -> list[Waiting]:
    rows = Voter.objects.filter(person_id=person_id, is_on_paper=False, election__has_phone=True)
    rows = rows.select_related("election__unit").order_by("election_id")
    owed = [(row, PREPARE) for row in rows.filter(election__state__in=["keys", "ready"], link__isnull=True)]
    owed += [(row, VOTE) for row in rows.filter(election__state="open", link__isnull=False)]
    return [
        Waiting(row.election.title, reverse("ballots:booth", args=[row.election.uuid]), row.election.unit.name, kind)
        for row, kind in owed
    ]
