"""The voter's phone: the list of one's own ballots, the booth, and the slot into which a sealed ballot is put."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from huozhong.access import services as access
from huozhong.ballots import services
from huozhong.ballots.models import Election, Voter
from huozhong.ballots.queries.finding import election_by_uuid, voter_of
from huozhong.ballots.views.sent import in_json, sent_object, sent_text, unlogged, unreadable
from huozhong.ballots.views.trusteeing import keys_of

OWN = "a voter's own ballot"
STAGES = {"keys": "before", "ready": "before", "open": "open", "void": "void"}  # every other state: over


@access.signed_in(OWN)
@require_safe
def mine(request: Any) -> HttpResponse:
    """Everything on which the asker may vote, and the keys that they keep."""
    rolls = Voter.objects.filter(person_id=request.actor.person_id or 0).exclude(election__state="draft")
    voters = rolls.select_related("election__unit").order_by("-election_id")[:60]
    cards = [{"row": one.election, "stage": stage_of(one.election), "voter": one} for one in voters]
    open_now = [card for card in cards if card["stage"] in ("open", "before")]
    past = [card for card in cards if card not in open_now]
    return render(
        request, "ballots/booth_list.html", {"now": open_now, "past": past, "keeping": keys_of(request.actor)}
    )


def stage_of(election: Election) -> str:
    """Where a voter stands: before, open, void or over."""
    return STAGES.get(election.state, "over")


def mark_of(voter: Voter) -> str:
    """By this a phone sees whether what it registered is still what counts; it tells nothing of the credential."""
    return hashlib.sha256(bytes(voter.link_index)).hexdigest()[:16] if voter.link_index is not None else ""


@access.signed_in(OWN)
@unlogged
@require_safe
def booth(request: Any, uuid: str) -> HttpResponse:
    """The booth itself; what happens in it happens on the phone."""
    row = election_by_uuid(uuid)
    voter = voter_of(row.pk, request.actor.person_id)
    template = "ballots/booth.html" if row.has_phone and not voter.is_on_paper else "ballots/booth_paper.html"
    context = {
        "row": row,
        "stage": stage_of(row),
        "person_id": voter.person_id,
        "mark": mark_of(voter),
        "is_registered": voter.link is not None,
        "is_on_paper": voter.is_on_paper,
    }
    return render(request, template, context)


@access.signed_in(OWN)
@unlogged
@require_POST
@in_json
def register(request: Any, uuid: str) -> HttpResponse:
    """The public half of the asker's own credential."""
    sent = sent_object(request)
    if sent is None or not isinstance(sent.get("credential"), str):
        return unreadable()
    row = election_by_uuid(uuid)
    services.register_credential(row.pk, sent["credential"], actor=request.actor, at=request.at)
    return JsonResponse({"mark": mark_of(voter_of(row.pk, request.actor.person_id))})


@csrf_exempt  # nobody is signed in here: no cookie is read, the ballot's own signature is the ticket
@access.open_to_all("the signature of a registered credential is the ticket; who sends it is nobody's business")
@unlogged
@require_POST
@in_json
def cast(request: Any, uuid: str) -> HttpResponse:
    """Take a sealed ballot; the same ballot again gets the same receipt."""
    text = sent_text(request)
    if text is None:
        return unreadable()
    receipt = services.cast(uuid, text, at=request.at)
    return JsonResponse({"tracker": receipt.tracker, "board_head": receipt.board_head})
