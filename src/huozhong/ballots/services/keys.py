"""What comes from the devices of trustees and voters: public halves and shares, never a secret."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huozhong.ballots.engine import credentials, tally, trustees
from huozhong.ballots.engine.writing import compact, hash_hex, read_json
from huozhong.ballots.models import Election, Trustee, Voter
from huozhong.ballots.queries.elections import engine_election, tally_of
from huozhong.ballots.queries.facts import facts_at
from huozhong.ballots.queries.finding import locked_election, trustee_of, voter_of
from huozhong.ballots.queries.links import closed_link
from huozhong.ballots.rules.board import BoardKind
from huozhong.ballots.services.boards import append
from huozhong.ballots.services.notes import note_election
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import carry_out

MOST_PUBLIC = 4_000  # characters of a public key with its proof
MOST_SHARE = 1_000_000


def _text(given: str | dict[str, Any], most: int) -> Any:
    """What a device sent, as an object; too long is refused before it is read."""
    text = given if isinstance(given, str) else json.dumps(given)
    if len(text) > most:
        raise Refused(say("收到的内容太长。"))
    return read_json(text)


@transaction.atomic
def post_key(election_id: int, public_json: str | dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """A trustee's public key, made on their own device; the last one makes the ballot ready."""
    mine = trustee_of(election_id, actor)
    row = locked_election(election_id)
    if row.state != "keys":
        raise Conflict(say("现在不收钥匙：投票还没有定稿，或者钥匙已经齐了。"))
    public = _text(public_json, MOST_PUBLIC)
    trustees.check_public(public)
    others = Trustee.objects.filter(election=row).exclude(pk=mine.pk).exclude(public_text="")
    if any(json.loads(one.public_text)["public_key"] == public["public_key"] for one in others):
        raise Refused(say("这把钥匙和另一位保管人的一样。每人要在自己的设备上各做一把。"))
    Trustee.objects.filter(pk=mine.pk).update(public_text=compact(public), key_at=at)
    note_election(row, "key_posted", actor=actor, at=at)
    if not Trustee.objects.filter(election=row, public_text="").exists():
        carry_out(row, "prepare", actor=CLOCK, at=at, facts=facts_at(at))


@transaction.atomic
def register_credential(election_id: int, public: str, *, actor: Actor, at: datetime) -> None:
    """The public half of the voter's own credential, before opening; a second one takes the place of the first.

    Only closed by the deployment's key does it stand beside the person. The trail says that somebody registered one.
    """
    row = locked_election(election_id)
    voter = voter_of(election_id, actor.person_id)
    if row.state not in ("keys", "ready") or not row.has_phone:
        raise Conflict(say("现在不能登记手机票：还没有定稿，或者投票已经开始。没有登记的可以投纸票。"))
    if voter.is_on_paper:
        raise Refused(say("您已经改投纸票。"))
    if len(public) > MOST_PUBLIC:
        raise Refused(say("收到的内容太长。"))
    credentials.check_public(public)
    _keep_link(voter, public)
    note_election(row, "credential_registered", actor=actor, at=at)


def _keep_link(voter: Voter, public: str) -> None:
    voter.link, voter.link_index = closed_link(voter.election_id, voter.person_id, public)
    try:
        with transaction.atomic():
            voter.save(update_fields=["link", "link_index"])
    except IntegrityError as error:
        if "voter_link_once" not in str(error):
            raise
        raise Refused(say("这张手机票已经有人登记了，请重新做一张。")) from None


@transaction.atomic
def post_partial(election_id: int, partial_json: str | dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """A trustee's share of the encrypted sum, checked: it opens the sum together with all others, never one ballot."""
    mine = trustee_of(election_id, actor)
    row = locked_election(election_id)
    if row.state != "counting":
        raise Conflict(say("现在不是开票的时候。"))
    if mine.share_text:
        raise Conflict(say("您的开票结果已经收到，不用再交。"))
    share = _text(partial_json, MOST_SHARE)
    tally.check_partial(engine_election(row), tally_of(row), json.loads(mine.public_text), share)
    Trustee.objects.filter(pk=mine.pk).update(share_text=tally.partial_as_text(share), share_at=at)
    told = {"trustee": _number_of(mine), "share": hash_hex(tally.partial_as_text(share))}
    append(row, BoardKind.SHARE, told, at=at)
    note_election(row, "share_posted", actor=actor, at=at)


def _number_of(trustee: Trustee) -> int:
    """Whose key is the how manieth, from 1."""
    return Trustee.objects.filter(election=trustee.election_id, pk__lte=trustee.pk).count()


def shares_of(election: Election) -> list[dict[str, Any]]:
    """The trustees' shares, in the order of their keys."""
    rows = Trustee.objects.filter(election=election).order_by("id").values_list("share_text", flat=True)
    return [json.loads(text) for text in rows if text]
