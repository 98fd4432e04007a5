"""Taking a ballot. Nobody signs in: the signature of a registered credential is the ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from huozhong.ballots.engine import ballots as engine
from huozhong.ballots.engine.writing import hash_hex, read_json
from huozhong.ballots.models import BoardEvent, CastBallot, Credential, Election
from huozhong.ballots.queries.elections import engine_election
from huozhong.ballots.queries.finding import election_by_uuid, locked_election
from huozhong.ballots.rules.board import BoardKind
from huozhong.ballots.services.boards import append
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say

MOST_BALLOT = 1_000_000  # characters
TRIES = 12  # of one credential in a minute
NOT_LISTED = say("这张手机票没有登记在这次投票里。")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter keeps: the tracker of the ballot and the board's head with it."""

    tracker: str
    board_head: str


def cast(uuid: str, ballot_json: str, *, at: datetime) -> Receipt:
    """Take a ballot: checked first, then put into the box and onto the board at once. The same again is fine.

    Neither the moment nor who sent it is kept.
    """
    if len(ballot_json) > MOST_BALLOT:
        raise Refused(say("选票太长，不像是这次投票的票。"))
    found = election_by_uuid(uuid)
    known = _known(found, engine.tracker_of(ballot_json))
    if known is not None:
        return known
    _require_open(found)
    _require_listed(found, ballot_json)
    checked = engine.check(engine_election(found), ballot_json)
    return _keep(found.pk, ballot_json, checked)


def _require_open(election: Election) -> None:
    if election.state != "open" or not election.has_phone:
        raise Conflict(say("现在不收票：投票还没有开始，或者已经截止。"))


def _require_listed(election: Election, ballot_json: str) -> None:
    """The cheap questions before the dear ones: a credential on the list, and not tried again and again.

    The counter stands in this process's memory for a minute, under a hash; nothing is written.
    """
    ballot = read_json(ballot_json)
    public = str(ballot.get("credential", "")) if isinstance(ballot, dict) else ""
    if not Credential.objects.filter(city_id=election.city_id, election=election, public=public).exists():
        raise Refused(NOT_LISTED)
    key = f"ballot-tries:{hash_hex(election.uuid + public)}"
    cache.add(key, 0, timeout=60)
    if cache.incr(key) > TRIES:
        raise Refused(say("这张手机票一分钟里试了太多次，请过一分钟再投。"))


def _known(election: Election, tracker: str) -> Receipt | None:
    """The receipt of a ballot that lies in the box already."""
    ballots = CastBallot.objects.filter(city_id=election.city_id, election=election, tracker=tracker)
    known = ballots.defer("text").first()
    return Receipt(known.tracker, _head_at(election, known.number)) if known else None


@transaction.atomic
def _keep(election_id: int, ballot_json: str, checked: engine.Checked) -> Receipt:
    election = locked_election(election_id)
    credential = Credential.objects.filter(
        city_id=election.city_id, election=election, public=checked.credential
    ).first()
    if credential is None:
        raise Refused(NOT_LISTED)
    known = _known(election, checked.tracker)
    if known is not None:
        return known
    ballots = CastBallot.objects.filter(city_id=election.city_id, election=election)
    _require_open(election)
    if credential.is_burned:
        raise Refused(say("这位选民已经改投纸票，手机票作废。"))
    before = ballots.filter(credential=credential, standing="counts").first()
    if before is not None:
        if not election.may_vote_again:
            raise Refused(say("这张手机票已经投过了，这次投票不能改投。"))
        ballots.filter(pk=before.pk).update(standing="replaced")
        append(election, BoardKind.REPLACED, {"tracker": before.tracker})
    event = append(election, BoardKind.BALLOT, {"tracker": checked.tracker, "credential": checked.credential})
    CastBallot.objects.create(
        city_id=election.city_id,
        election=election,
        credential=credential,
        number=event.number,
        text=ballot_json,
        tracker=checked.tracker,
    )
    return Receipt(checked.tracker, event.hash)


def _head_at(election: Election, number: int) -> str:
    """The head that came with a ballot when it was taken."""
    return BoardEvent.objects.get(city_id=election.city_id, election=election, number=number).hash
