"""A trustee's device: the public half of a key comes in before, a share of the counting after; the secret never."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from huozhong.access import services as access
from huozhong.ballots import services
from huozhong.ballots.models import Election, Trustee
from huozhong.ballots.queries.finding import election_by_uuid, trustee_of
from huozhong.ballots.views.sent import in_json, sent_object, unreadable
from huozhong.kernel.actors import Actor

OWN = "a trustee's own key"


@dataclass(frozen=True, slots=True)
class Kept:
    """One key that somebody keeps, and what is asked of them now: "key", "share" or nothing."""

    election: Election
    words: str
    asked: str


def keys_of(actor: Actor) -> list[Kept]:
    """Every key that the actor keeps or owes, newest first."""
    mine = Trustee.objects.filter(person_id=actor.person_id or 0).exclude(election__state="draft")
    rows = mine.select_related("election__unit").order_by("-election_id")[:60]
    return [Kept(one.election, one.words, _asked(one)) for one in rows]


def _asked(trustee: Trustee) -> str:
    if trustee.election.state == "keys" and not trustee.public_text:
        return "key"
    return "share" if trustee.election.state == "counting" and not trustee.share_text else ""


@access.signed_in(OWN)
@ensure_csrf_cookie
@require_safe
def keeping(request: Any, uuid: str) -> HttpResponse:
    """The page of one trustee for one ballot."""
    row = election_by_uuid(uuid)
    own = trustee_of(row.pk, request.actor)
    others = Trustee.objects.filter(election=row).order_by("id")
    context = {
        "row": row,
        "own": own,
        "others": [{"row": one, "is_own": one.pk == own.pk} for one in others],
        "public": json.loads(own.public_text)["public_key"] if own.public_text else "",
        "stage": "keys" if row.state == "keys" else "share" if row.state == "counting" else "",
        "is_counted": row.state in ("counted", "published"),
    }
    return render(request, "ballots/trustee.html", context)


@access.signed_in(OWN)
@require_POST
@in_json
def post_key(request: Any, uuid: str) -> HttpResponse:
    """The public half with its proof; anything beside these two is refused unread."""
    sent = sent_object(request)
    if sent is None or set(sent) != {"pok", "public_key"}:
        return unreadable()
    services.post_key(election_by_uuid(uuid).pk, sent, actor=request.actor, at=request.at)
    return JsonResponse({"is_posted": True})


@access.signed_in(OWN)
@require_POST
@in_json
def post_share(request: Any, uuid: str) -> HttpResponse:
    """The trustee's share of the sum with its proofs."""
    sent = sent_object(request)
    if sent is None or set(sent) != {"decryption_factors", "decryption_proofs"}:
        return unreadable()
    services.post_partial(election_by_uuid(uuid).pk, sent, actor=request.actor, at=request.at)
    return JsonResponse({"is_posted": True})
