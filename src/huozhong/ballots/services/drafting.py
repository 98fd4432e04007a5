"""Setting a ballot up: what is asked, who may vote, who keeps keys, who watches, which papers are filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huozhong.access import services as access
from huozhong.ballots.engine import shapes
from huozhong.ballots.models import Election, Filing, Scrutineer, Trustee, Voter
from huozhong.ballots.queries.finding import MayOpen, MaySee, Thing, asked_election, find_election, remember_thing
from huozhong.ballots.rules.persons import Body
from huozhong.ballots.rules.questions import Kind, NewQuestion, candidates_of, questions_refusal, read_questions
from huozhong.ballots.services.notes import note_election
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import ROLES
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.records.engine.personal import holds_personal_number
from huozhong.unions import queries as unions

BEFORE_OPENING = ("draft", "keys", "ready")


def register_thing(kind: str, *, may_open: MayOpen, may_see: MaySee) -> None:
    """Say when ballots for a kind of thing may open, and who may see them; called once, when the app above is ready."""
    remember_thing(kind, Thing(may_open, may_see))


@transaction.atomic
def draft_election(
    *,
    kind: str,
    title: str,
    unit: int,
    thing: tuple[str, int],
    questions: Sequence[NewQuestion],
    voters: Iterable[int],
    base: int,
    actor: Actor,
    at: datetime,
    has_phone: bool | None = None,
    has_paper: bool = True,
    may_vote_again: bool = False,
    needs_consent: bool | None = None,
    allows_other: bool = False,
    seats: int = 0,
    body: str = "",
    previous_id: int | None = None,
) -> int:
    """Set a ballot up at a union, as a draft. `voters` are ids of persons, `base` of whom a majority is reckoned.

    With another person allowed it runs on paper; an election of persons asks the upper union's consent unless told.
    """
    card = unions.unit(unit)
    access.require(actor, Permission.BALLOT_MANAGE, at=card.place)
    _check_words(title, questions)
    _check_other(allows_other=allows_other, has_phone=bool(has_phone))
    row = Election.objects.create(
        city_id=card.city_id,
        unit_id=card.id,
        kind=Kind(kind).value,
        thing_kind=thing[0],
        thing_id=thing[1],
        uuid=shapes.new_uuid(),
        title=title.strip(),
        questions=[one.as_json() for one in questions],
        base=base,
        has_phone=not allows_other if has_phone is None else has_phone,
        has_paper=has_paper,
        allows_other=allows_other,
        may_vote_again=may_vote_again,
        needs_consent=kind == Kind.PERSONS if needs_consent is None else needs_consent,
        created_at=at,
        **_seats(kind, seats, body),
        **_round(previous_id, actor),
    )
    details = {"kind": row.kind, "voters": _enrol(row, voters), "base": base}
    note_election(row, "election_drafted", actor=actor, at=at, details=details)
    return row.pk


def _round(previous_id: int | None, actor: Actor) -> dict[str, Any]:
    """The round after an earlier ballot, or the first."""
    previous = find_election(previous_id, actor=actor) if previous_id is not None else None
    return {"round": previous.round + 1 if previous else 1, "previous": previous}


def _seats(kind: str, seats: int, body: str) -> dict[str, Any]:
    """How many seats of what, where persons are elected."""
    return {"seats": seats, "body": Body(body).value if body and kind == Kind.PERSONS else ""}


def _check_words(title: str, questions: Sequence[NewQuestion]) -> None:
    if not title.strip() or len(title) > 160:
        raise Refused(say("请填写投票的名称，不超过 160 个字。"))
    reason = questions_refusal(questions)
    if reason is not None:
        raise Refused(reason)
    if any(holds_personal_number(text) for one in questions for text in (title, one.text, *one.answers)):
        raise Refused(say("文字里不要写证件号码或手机号码。"))


def _check_other(*, allows_other: bool, has_phone: bool) -> None:
    if allows_other and has_phone:
        raise Refused(say("允许“另选他人”的票只能用纸票：写上的名字在手机上保不了密。"))


def _enrol(election: Election, person_ids: Iterable[int]) -> int:
    """Put persons on the roll who are not there yet, in the order of their ids; gives how many came."""
    wanted = set(person_ids)
    known = people.persons(wanted)
    if wanted - set(known):
        raise Refused(say("选民名单里有查不到的人。"))
    there = set(Voter.objects.filter(election=election, person_id__in=wanted).values_list("person_id", flat=True))
    rows = [
        Voter(city_id=election.city_id, election=election, person_id=person_id) for person_id in sorted(wanted - there)
    ]
    Voter.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def being_set_up(election_id: int, *, actor: Actor, states: Sequence[str] = BEFORE_OPENING) -> Election:
    """A ballot of the actor's own union that is not open yet, locked."""
    row = asked_election(election_id, actor=actor, permission=Permission.BALLOT_MANAGE, is_locked=True)
    if row.state not in states:
        raise Conflict(say("投票已经定稿或开始，这里不能再改。"))
    return row


@transaction.atomic
def change_election(
    election_id: int,
    *,
    title: str,
    questions: Sequence[NewQuestion],
    base: int,
    actor: Actor,
    at: datetime,
    has_phone: bool = True,
    has_paper: bool = True,
    may_vote_again: bool = False,
    needs_consent: bool = False,
    allows_other: bool = False,
    seats: int = 0,
    body: str = "",
) -> None:
    """Change what is asked and how, while it is a draft."""
    row = being_set_up(election_id, actor=actor, states=("draft",))
    _check_words(title, questions)
    _check_other(allows_other=allows_other, has_phone=has_phone)
    columns: dict[str, Any] = {
        "title": title.strip(),
        "questions": [one.as_json() for one in questions],
        "base": base,
        "has_phone": has_phone,
        "has_paper": has_paper,
        "may_vote_again": may_vote_again,
        "needs_consent": needs_consent,
        "allows_other": allows_other,
        **_seats(row.kind, seats, body),
    }
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, columns[name])
    row.save(update_fields=changed)
    note_election(row, "election_changed", actor=actor, at=at, details={"changed": changed})


@transaction.atomic
def change_roll(
    election_id: int, *, add: Iterable[int] = (), remove: Iterable[int] = (), actor: Actor, at: datetime
) -> None:
    """Put persons on the roll or take them off, before opening; a reckoning base that is too small grows with it."""
    row = being_set_up(election_id, actor=actor)
    added = _enrol(row, add)
    removed, _ = Voter.objects.filter(election=row, person_id__in=set(remove)).delete()
    note_election(row, "roll_changed", actor=actor, at=at, details={"added": added, "removed": removed})


@transaction.atomic
def add_trustee(election_id: int, *, person_id: int, words: str, actor: Actor, at: datetime) -> int:
    """Name somebody who keeps a key on a device of their own, and on whose behalf."""
    row = being_set_up(election_id, actor=actor, states=("draft",))
    name = _watcher(row, person_id)
    if not words.strip():
        raise Refused(say("请写明保管人代表谁，例如“工会委员会”“监票人”“上级工会”。"))
    if Trustee.objects.filter(election=row, person_id=person_id).exists():
        raise Refused(say("%(name)s 已经是保管人。", name=name))
    made = Trustee.objects.create(
        city_id=row.city_id, election=row, person_id=person_id, name=name, words=words.strip()[:100]
    )
    note_election(row, "trustee_named", actor=actor, at=at, details={"person_id": person_id, "words": made.words})
    return made.pk


@transaction.atomic
def remove_trustee(trustee_id: int, *, actor: Actor, at: datetime) -> None:
    """Somebody is no longer a trustee; their key goes with them."""
    found = Trustee.objects.filter(pk=trustee_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    row = being_set_up(found.election_id, actor=actor, states=("draft",))
    found.delete()
    note_election(row, "trustee_removed", actor=actor, at=at, details={"person_id": found.person_id})


@transaction.atomic
def add_scrutineer(election_id: int, *, person_id: int, elected_how: str, actor: Actor, at: datetime) -> int:
    """Name somebody whom the meeting elected to watch; never a candidate."""
    row = being_set_up(election_id, actor=actor)
    name = _watcher(row, person_id)
    if not elected_how.strip():
        raise Refused(say("请写明监票人是哪次会议、怎样推选的。"))
    if Scrutineer.objects.filter(election=row, person_id=person_id).exists():
        raise Refused(say("%(name)s 已经是监票人。", name=name))
    made = Scrutineer.objects.create(
        city_id=row.city_id, election=row, person_id=person_id, name=name, elected_how=elected_how.strip()[:160]
    )
    note_election(row, "scrutineer_named", actor=actor, at=at, details={"person_id": person_id})
    return made.pk


@transaction.atomic
def remove_scrutineer(scrutineer_id: int, *, actor: Actor, at: datetime) -> None:
    """Somebody no longer watches."""
    found = Scrutineer.objects.filter(pk=scrutineer_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    row = being_set_up(found.election_id, actor=actor)
    found.delete()
    note_election(row, "scrutineer_removed", actor=actor, at=at, details={"person_id": found.person_id})


def _watcher(election: Election, person_id: int) -> str:
    card = people.person(person_id)
    if person_id in candidates_of(read_questions(election.questions)):
        raise Refused(say("%(name)s 是候选人，不能当监票人或保管人。", name=card.name))
    return card.name


@transaction.atomic
def file_method(
    election_id: int, *, meeting: str, decided_date: date, actor: Actor, at: datetime, document_number: str = ""
) -> None:
    """File the election (voting) method that the meeting adopted."""
    row = being_set_up(election_id, actor=actor)
    if not meeting.strip():
        raise Refused(say("请写明是哪次大会通过的选举（表决）办法。"))
    _file(row, Filing.What.METHOD, row.unit_id, meeting, document_number, decided_date, actor=actor, at=at)
    note_election(row, "method_filed", actor=actor, at=at, details={"meeting": meeting.strip()})


@transaction.atomic
def file_consent(election_id: int, *, document_number: str, decided_date: date, actor: Actor, at: datetime) -> None:
    """The upper union agrees: given by somebody who may consent there, never from the union's own seat."""
    row = find_election(election_id, actor=actor)
    unit_id = _upper_seat(row, actor)
    if row.state not in BEFORE_OPENING:
        raise Conflict(say("投票已经定稿或开始，这里不能再改。"))
    if not document_number.strip():
        raise Refused(say("请填写同意这次选举的批复文号。"))
    _file(row, Filing.What.CONSENT, unit_id, "", document_number, decided_date, actor=actor, at=at)
    note_election(row, "consent_filed", actor=actor, at=at, details={"document_number": document_number.strip()})


def _upper_seat(election: Election, actor: Actor) -> int:
    """The union above from which the actor consents; the nearest one."""
    place = election.place
    seats = [
        held
        for held in actor.appointments
        if Permission.BALLOT_CONSENT in ROLES[held.role].permissions
        and held.unit_id != place.unit_id
        and any(path and path != held.path and path.startswith(held.path) for path in (place.path, place.industry_path))
    ]
    if not seats or actor.kind is not ActorKind.PERSON:
        raise Forbidden(say("同意要由上级工会来给，本级工会不能自己同意自己。"))
    return max(seats, key=lambda held: len(held.path)).unit_id


def _file(
    election: Election,
    what: Filing.What,
    unit_id: int,
    meeting: str,
    document_number: str,
    decided_date: date,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    told = {
        "meeting": meeting.strip()[:160],
        "document_number": document_number.strip()[:80],
        "decided_date": decided_date,
        "unit_id": unit_id,
        "unit_name": unions.unit(unit_id).name,
        "person_id": actor.person_id,
        "person_name": actor.name,
        "filed_at": at,
    }
    Filing.objects.update_or_create(city_id=election.city_id, election=election, what=what, defaults=told)
