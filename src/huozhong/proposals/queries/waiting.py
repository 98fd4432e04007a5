"""What waits for somebody: for the committee of a unit, for whoever handles, was asked, may rate, or was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from huozhong.access import queries as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.models import Handler, Maker, Proposal, Rating, Term, Tip

MOST = 200
SOON = timedelta(days=7)
KINDS: dict[str, Sentence] = {
    "filed": say("审查提案"),
    "registered": say("交办提案"),
    "answered": say("核查答复"),
    "handle": say("答复提案"),
    "promise": say("兑现提案承诺"),
    "asked": say("联名或附议"),
    "rate": say("评价提案答复"),
    "returned": say("改好提案再交"),
    "tip": say("听听职工说的"),
}
TOLD = say("有职工向您反映了一件事")
COMMITTEE = ("filed", "registered", "answered")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: Sentence | str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _own(actor: Actor, *, on: date) -> QuerySet[Proposal, dict[str, object]]:
    """Everything that waits for the actor among proposals, in one statement: (id, kind)."""
    person = actor.person_id or 0
    city = Proposal.objects.filter(city_id=actor.city_id)
    units = [one.place.unit_id for one in access.acting_units(actor, Permission.PROPOSAL_HANDLE)]
    handles = Handler.objects.filter(proposal=OuterRef("pk"), person_id=person)
    current = handles.filter(round=OuterRef("round"))
    asked = Maker.objects.filter(proposal=OuterRef("pk"), person_id=person)
    of_merged = Maker.objects.filter(proposal__head=OuterRef("pk"), person_id=person, reply="yes")
    author_of_merged = Proposal.objects.filter(head=OuterRef("pk"), author_id=person)
    rated = Rating.objects.filter(proposal=OuterRef("pk"), person_id=person, round=OuterRef("round"))
    made = Q(author_id=person) | Exists(asked.filter(reply="yes")) | Exists(of_merged) | Exists(author_of_merged)
    soon = Term.objects.filter(
        proposal=OuterRef("pk"), what="promise", stopped_date__isnull=True, due_date__lte=on + SOON
    )
    parts = [
        city.filter(state="handling").filter(
            Exists(current.filter(Q(is_lead=True) | Q(opinion="")))
        ).annotate(kind=Value("handle")),
        city.filter(state="closed").filter(Exists(soon), Exists(handles)).annotate(kind=Value("promise")),
        city.filter(state__in=["draft", "returned", "filed"])
        .filter(Exists(asked.filter(reply="asked")))
        .annotate(kind=Value("asked")),
        city.filter(made, state="rating").exclude(Exists(rated)).exclude(Exists(handles)).annotate(kind=Value("rate")),
        city.filter(state="returned", author_id=person).annotate(kind=Value("returned")),
    ]  # fmt: skip
    if units:
        parts.append(city.filter(unit_id__in=units, state__in=COMMITTEE).annotate(kind=F("state")))
    first, *rest = [part.order_by().values("id", "kind") for part in parts]
    return first.union(*rest, all=True)


def _tips(actor: Actor) -> QuerySet[Tip]:
    return Tip.objects.filter(city_id=actor.city_id, delegate_id=actor.person_id or 0, outcome="told").order_by("id")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor, the soonest first; what has no day comes last."""
    if actor.person_id is None:
        return ()
    kinds = {int(str(row["id"])): str(row["kind"]) for row in _own(actor, on=on)[:MOST]}
    due = Term.objects.filter(proposal=OuterRef("pk"), stopped_date__isnull=True).order_by("due_date")
    rows = Proposal.objects.filter(pk__in=kinds).select_related("unit").annotate(due=due.values("due_date")[:1])
    found = [
        Waiting(row.title, reverse("proposals:proposal", args=[row.pk]), row.due, row.unit.name, KINDS[kinds[row.pk]])
        for row in rows.order_by(Coalesce("due", Value(date.max)), "id")[:limit]
    ]
    found += [
        Waiting(TOLD, reverse("proposals:tip", args=[row.pk]), None, row.unit.name, KINDS["tip"])
        for row in _tips(actor).select_related("unit")[:limit]
    ]
    return tuple(found[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many things wait, up to two hundred: one statement, and one for what workers told."""
    if actor.person_id is None:
        return 0
    return len({row["id"] for row in _own(actor, on=on)[:MOST]}) + _tips(actor).values("id")[:MOST].count()
