"""A ballot from state to state: opened, closed, added up, opened by the trustees together, published, or void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from huozhong.ballots.engine import tally, trustees
from huozhong.ballots.engine.writing import compact, hash_hex
from huozhong.ballots.events import BallotClosed, BallotCounted, BallotNews, BallotOpened, BallotVoided
from huozhong.ballots.models import CastBallot, Credential, Election, Voter
from huozhong.ballots.queries.elections import composed, counting_ballots, engine_election, publics_of, tally_of
from huozhong.ballots.queries.facts import box_states, election_facts, facts_at
from huozhong.ballots.queries.finding import asked_election
from huozhong.ballots.queries.links import opened_link
from huozhong.ballots.rules.board import BoardKind
from huozhong.ballots.rules.boxes import round_refusal
from huozhong.ballots.rules.outcome import outcome_of
from huozhong.ballots.rules.questions import read_questions
from huozhong.ballots.services.boards import append
from huozhong.ballots.services.keys import shares_of
from huozhong.ballots.workflow import ELECTION
from huozhong.kernel.actors import Actor
from huozhong.kernel.lifecycle import first_refusal
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import carry_out
from huozhong.records import services as records


@transaction.atomic
def move_election(election_id: int, name: str, *, actor: Actor, at: datetime, why: str = "") -> None:
    """Carry one move out, with all that belongs to it."""
    row = asked_election(election_id, actor=actor, permission=Permission.BALLOT_MANAGE, is_locked=True)
    if name not in _MOVES or not ELECTION.has(name):
        raise NotFound(say("没有这一步。"))
    if name == "finish" and (reason := _spoiled(row, at=at)):
        name, why = "void", reason
    moved = carry_out(row, name, actor=actor, at=at, facts=facts_at(at), why=why)
    work, news = _MOVES[name]
    if work is not None:
        work(moved, at)
    if news is not None:
        event = news(moved.thing_kind, moved.thing_id, moved.pk)
        records.announce(event, city_id=moved.city_id)


def _open(election: Election, at: datetime) -> None:
    """Fix what every proof rests on: the texts, the sorted credentials, the first head."""
    setup: dict[str, Any] = {"uuid": election.uuid, "base": election.base}
    fields: dict[str, Any] = {"opened_at": at}
    if election.has_phone:
        publics = _fix_credentials(election)
        fields["election_text"] = composed(election).as_json()
        setup |= {
            "election": hash_hex(fields["election_text"]),
            "trustees": hash_hex(trustees.as_text(publics_of(election))),
            "credentials": hash_hex(compact(publics)),
        }
    _set(election, fields)
    append(election, BoardKind.SETUP, setup, at=at)


def _fix_credentials(election: Election) -> list[str]:
    """The published list: sorted, so that neither order nor ids tell whose is whose."""
    voters = Voter.objects.filter(election=election, link__isnull=False, is_on_paper=False)
    publics = sorted(opened_link(voter) for voter in voters)
    rows = [
        Credential(city_id=election.city_id, election=election, number=number, public=public)
        for number, public in enumerate(publics, start=1)
    ]
    Credential.objects.bulk_create(rows, batch_size=2000)
    return publics


def _close(election: Election, at: datetime) -> None:
    _set(election, {"closed_at": at})
    ballots = CastBallot.objects.filter(election=election)
    told = {
        "cast": ballots.count(),
        "struck": ballots.filter(standing="struck").count(),
        "counting": ballots.filter(standing="counts").count(),
    }
    append(election, BoardKind.CLOSED, told, at=at)


def _count(election: Election, at: datetime) -> None:
    if election.has_phone:
        encrypted = tally.encrypted_tally(engine_election(election), counting_ballots(election))
        _set(election, {"tally_text": encrypted.as_json()})
        told = {"tally": hash_hex(election.tally_text), "ballots": encrypted.count}
        append(election, BoardKind.TALLY, told, at=at)


def _spoiled(election: Election, *, at: datetime) -> str:
    """More paper ballots came back than went out: the round is void, once two counts agree on it."""
    if election.state != "counting" or first_refusal(ELECTION.move("finish").guards, election_facts(election, at=at)):
        return ""
    agreed = [one.agreed for one in box_states(election) if one.agreed]
    reason = round_refusal(issued=sum(b.issued for b in agreed), collected=sum(b.collected for b in agreed))
    return str(reason) if reason is not None else ""


def _finish(election: Election, at: datetime) -> None:
    phone, fields = None, dict[str, Any](counted_at=at)
    if election.has_phone:
        phone = tally.result(engine_election(election), tally_of(election), publics_of(election), shares_of(election))
        fields["result_text"] = compact({"result": phone})
    ballots = CastBallot.objects.filter(election=election)
    fields["outcome"] = outcome_of(
        read_questions(election.questions),
        phone=phone,
        phone_issued=Credential.objects.filter(election=election, is_burned=False).count(),
        phone_cast=ballots.filter(standing="counts").count(),
        struck=ballots.filter(standing="struck").count(),
        boxes=[one.agreed for one in box_states(election) if one.agreed],
    )
    _set(election, fields)
    told = {"result": hash_hex(election.result_text)} if election.has_phone else {}
    append(election, BoardKind.RESULT, told, at=at)


def _void(election: Election, at: datetime) -> None:
    if election.opened_at is not None:
        append(election, BoardKind.VOID, {}, at=at)


def _set(election: Election, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(election, name, value)
    election.save(update_fields=list(fields))


_MOVES: dict[str, tuple[Callable[[Election, datetime], None] | None, type[BallotNews] | None]] = {
    "ask_keys": (None, None),
    "plan_paper": (None, None),
    "redraft": (None, None),
    "open": (_open, BallotOpened),
    "close": (_close, BallotClosed),
    "count": (_count, None),
    "finish": (_finish, BallotCounted),
    "publish": (None, None),
    "void": (_void, BallotVoided),
}


def finish(election_id: int, *, actor: Actor, at: datetime) -> None:
    """Open the encrypted sum with all shares and add the paper: the result stands, or the round is void."""
    move_election(election_id, "finish", actor=actor, at=at)
