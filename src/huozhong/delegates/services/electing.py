"""A constituency elects: called, nominated, counted, published; the elected are seated when the result is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.delegates.models import Candidate, Congress, Constituency, DelegateElection
from huozhong.delegates.queries import law
from huozhong.delegates.rules.electing import Count, Outcome, count_refusal, outcome
from huozhong.delegates.rules.words import How, Labour
from huozhong.delegates.services.locking import in_force
from huozhong.delegates.services.taking import persons_of, seat_candidates
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records

MOST_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Nomination:
    """Who stands, by whom they were named, and what the composition check needs to know."""

    person_id: int
    nominated_by: str
    job: str = ""
    labour: Labour = Labour.UNKNOWN
    is_front_line: bool = False
    is_manager: bool = False
    is_disabled: bool = False


@transaction.atomic
def call_election(
    constituency_id: int, *, how: How, meets_at: datetime, place_words: str, actor: Actor, at: datetime
) -> int:
    """Call a constituency to elect those whom it lacks. Answers the election's id."""
    place = Constituency.objects.filter(pk=constituency_id).first()
    if place is None:
        raise NotFound(access.NOT_FOUND)
    row = in_force(place.congress_id, actor)
    lacking = place.seats - place.delegates.filter(until_date__isnull=True).count()
    if lacking <= 0:
        raise Refused(say("%(name)s的名额已经满了，不用再选。", name=place.name))
    number = (place.elections.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            made = DelegateElection.objects.create(
                city_id=row.city_id, constituency=place, number=number, how=how.value, seats=lacking,
                meets_at=meets_at, place_words=" ".join(place_words.split())[:100], called_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        if "one_election_is_open_in_a_constituency" not in str(error):
            raise
        raise Refused(say("%(name)s有一次选举还没有结果，先登记结果。", name=place.name)) from None
    details = {"election_id": made.pk, "constituency": place.name, "seats": lacking}
    _note(row, "election_called", place.name, details, actor=actor, at=at)
    return made.pk


@transaction.atomic
def nominate(election_id: int, *, who: Nomination, actor: Actor, at: datetime) -> int:
    """Name a candidate. Answers the candidate's id."""
    election, row = _open(election_id, actor)
    if not who.nominated_by.strip():
        raise Refused(say("请写明由谁提名，比如“三组全体职工”。"))
    if election.candidates.count() >= MOST_CANDIDATES:
        raise Refused(say("一次选举最多 %(most)s 名候选人。", most=MOST_CANDIDATES))
    person = persons_of(row, [who.person_id])[who.person_id]
    if row.delegates.filter(person_id=person.id, until_date__isnull=True).exists():
        raise Refused(say("%(name)s已经是这一届的代表。", name=person.name))
    words = {
        "name": person.name[:60],
        "job": " ".join(who.job.split())[:60],
        "nominated_by": " ".join(who.nominated_by.split())[:60],
        "is_front_line": who.is_front_line,
        "is_manager": who.is_manager,
        "is_disabled": who.is_disabled,
        "labour": who.labour.value,
        "withdrawn_at": None,
    }
    made, is_new = Candidate.objects.get_or_create(
        city_id=row.city_id, election=election, person_id=person.id, defaults=words
    )
    if not is_new and made.withdrawn_at is None:
        raise Refused(say("%(name)s已经在候选人名单里。", name=person.name))
    if not is_new:
        Candidate.objects.filter(pk=made.pk).update(**words)
    details = {"election_id": election.pk, "person_id": person.id}
    _note(row, "candidate_named", person.name, details, actor=actor, at=at)
    return made.pk


@transaction.atomic
def withdraw_candidate(candidate_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a candidate off the list before the count."""
    one = Candidate.objects.filter(pk=candidate_id, withdrawn_at__isnull=True).first()
    if one is None:
        raise NotFound(access.NOT_FOUND)
    _election, row = _open(one.election_id, actor)
    one.withdrawn_at = at
    one.save(update_fields=["withdrawn_at"])
    _note(row, "candidate_withdrawn", one.name, {"election_id": one.election_id}, actor=actor, at=at)


@transaction.atomic
def record_election(
    election_id: int, *, count: Count, votes: Mapping[int, int], tellers: str, actor: Actor, at: datetime
) -> Outcome:
    """Write down what the tellers counted, by candidate's id; the house says who is elected, and why."""
    election, row = _open(election_id, actor)
    if election.meets_at > at:
        raise Refused(say("选举还没有到时间，不能登记结果。"))
    standing = {one.pk: one for one in election.candidates.filter(withdrawn_at__isnull=True)}
    if not standing:
        raise Refused(say("还没有候选人。"))
    if set(votes) != set(standing):
        raise Refused(say("请给每一名候选人填写得票数。"))
    if not tellers.strip():
        raise Refused(say("请写明计票人和监票人。"))
    if election.how == How.BALLOT and not count.issued:
        raise Refused(say("无记名投票要填写发出和收回的票数。"))
    if (reason := count_refusal(count, votes)) is not None:
        raise Refused(reason)
    rules = law.election_rules(row.jurisdiction, on=day_of(at))
    found = outcome(count, votes, seats=election.seats, turnout=rules.turnout, majority=rules.majority)
    for key, one in standing.items():
        one.votes, one.is_elected = votes[key], key in found.elected
        one.save(update_fields=["votes", "is_elected"])
    election.voters, election.present, election.issued = count.voters, count.present, count.issued
    election.collected, election.invalid, election.tellers = count.collected, count.invalid, tellers.strip()[:100]
    election.is_valid, election.cites, election.recorded_at = found.void is None, law.kept(*rules.answers), at
    election.save()
    details = {
        "election_id": election.pk,
        "voters": count.voters,
        "present": count.present,
        "elected": [standing[key].name for key in found.elected],
        "is_valid": found.void is None,
    }
    _note(row, "election_recorded", election.constituency.name, details, actor=actor, at=at)
    return found


@transaction.atomic
def publish_result(election_id: int, *, actor: Actor, at: datetime) -> tuple[int, ...]:
    """Show the result to the constituency and seat the elected. Answers the ids of the new seats."""
    election, row = _election(election_id, actor)
    if election.recorded_at is None:
        raise Refused(say("先登记计票结果。"))
    if election.published_at is not None:
        raise Conflict(say("结果已经公布过了。"))
    election.published_at = at
    election.save(update_fields=["published_at"])
    on = max(day_of(at), row.from_date) if row.state == CongressState.SITTING else row.from_date
    chosen = election.candidates.filter(is_elected=True).select_related("election").order_by("-votes", "id")
    seats = seat_candidates(row, chosen, on=on, actor=actor, at=at)
    details = {"election_id": election.pk, "seated": len(seats)}
    _note(row, "election_published", election.constituency.name, details, actor=actor, at=at)
    return seats


@transaction.atomic
def drop_election(election_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Call off a round that was not counted."""
    election, row = _open(election_id, actor)
    if not why.strip():
        raise Refused(say("请写明为什么取消这次选举。"))
    election.dropped_at, election.dropped_why = at, " ".join(why.split())[:200]
    election.save(update_fields=["dropped_at", "dropped_why"])
    details = {"election_id": election.pk, "why": election.dropped_why}
    _note(row, "election_dropped", election.constituency.name, details, actor=actor, at=at)


def _election(election_id: int, actor: Actor) -> tuple[DelegateElection, Congress]:
    known = DelegateElection.objects.filter(pk=election_id).values_list("constituency__congress_id", flat=True).first()
    if known is None:
        raise NotFound(access.NOT_FOUND)
    row = in_force(known, actor)
    rows = DelegateElection.objects.select_for_update(of=("self",)).select_related("constituency")
    return rows.get(pk=election_id), row


def _open(election_id: int, actor: Actor) -> tuple[DelegateElection, Congress]:
    election, row = _election(election_id, actor)
    if election.recorded_at is not None or election.dropped_at is not None:
        raise Conflict(say("这次选举已经有结果，不能再改。"))
    return election, row


def _note(row: Congress, action: str, label: str, details: Mapping[str, object], *, actor: Actor, at: datetime) -> None:
    records.note(CONGRESS.kind, row.pk, action, actor=actor, at=at, place=row.place, label=label, details=dict(details))
