"""The clerk's work: who votes on paper, and the one place where a credential is looked up for a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.ballots.models import CastBallot, Credential, Election, Voter
from huozhong.ballots.queries.finding import asked_election, voter_of
from huozhong.ballots.queries.links import opened_link
from huozhong.ballots.rules.board import BoardKind
from huozhong.ballots.services.boards import append
from huozhong.ballots.services.notes import note_election
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say


@transaction.atomic
def vote_on_paper(election_id: int, person_id: int, *, actor: Actor, at: datetime) -> None:
    """A voter takes a paper ballot: the phone credential is burned, a phone ballot already cast is struck in public."""
    row = asked_election(election_id, actor=actor, permission=Permission.BALLOT_REGISTER, is_locked=True)
    voter = voter_of(election_id, person_id)
    if row.state not in ("keys", "ready", "open") or not row.has_paper:
        raise Conflict(say("现在不能发纸票：这次不用纸票，或者投票已经截止。"))
    if voter.is_on_paper:
        raise Conflict(say("这位选民已经领过纸票。"))
    voter.is_on_paper = True
    voter.save(update_fields=["is_on_paper"])
    note_election(row, "paper_issued", actor=actor, at=at, details={"person_id": person_id})
    if row.state == "open" and voter.link is not None:
        _burn(row, opened_link(voter))


def _burn(election: Election, public: str) -> None:
    credential = Credential.objects.get(city_id=election.city_id, election=election, public=public)
    Credential.objects.filter(pk=credential.pk).update(is_burned=True)
    cast = CastBallot.objects.filter(election=election, credential=credential, standing="counts").first()
    if cast is None:
        append(election, BoardKind.BURNED, {"credential": public})
        return
    CastBallot.objects.filter(pk=cast.pk).update(standing="struck")
    append(election, BoardKind.STRUCK, {"tracker": cast.tracker, "credential": public})


@transaction.atomic
def take_paper_back(election_id: int, person_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """A paper ballot that was entered for the wrong person, before opening; later nothing brings a credential back."""
    row = asked_election(election_id, actor=actor, permission=Permission.BALLOT_REGISTER, is_locked=True)
    voter = voter_of(election_id, person_id)
    if not why.strip():
        raise Refused(say("请写明理由。"))
    if row.state not in ("keys", "ready") or not voter.is_on_paper:
        raise Conflict(say("投票开始以后，领了纸票就不能再退回。"))
    Voter.objects.filter(pk=voter.pk).update(is_on_paper=False)
    note_election(row, "paper_taken_back", actor=actor, at=at, why=why, details={"person_id": person_id})


@transaction.atomic
def read_credential(election_id: int, person_id: int, *, why: str, actor: Actor, at: datetime) -> str:
    """Which credential is somebody's, for a stated reason; who read whose, when and why stays in the trail."""
    row = asked_election(election_id, actor=actor, permission=Permission.BALLOT_REGISTER)
    if not why.strip():
        raise Refused(say("请写明理由。"))
    voter = voter_of(election_id, person_id)
    if voter.link is None:
        raise Refused(say("这位选民没有登记手机票。"))
    note_election(row, "credential_read", actor=actor, at=at, why=why, details={"person_id": person_id})
    return opened_link(voter)
