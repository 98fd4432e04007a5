"""What came out: the result, the proof sheet on paper and as JSON, the scrutineers' signatures."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huozhong.access import services as access
from huozhong.ballots import queries, services
from huozhong.ballots.models import Election
from huozhong.ballots.queries.elected import elected
from huozhong.ballots.views.answers import page
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import handed_out

PART = "whoever has a part in a ballot, or may see it by office; the query decides"


def _may_see_counted(request: Any, row: Election) -> bool:
    """Before it is published, only those who hold the ballot, keep its keys or watch it see a result."""
    if row.state == "published" or access.can(request.actor, Permission.BALLOT_MANAGE, at=row.place):
        return True
    watching = {one.person_id for one in queries.scrutineers(row.pk)} | {
        one.person_id for one in queries.trustees(row.pk)
    }
    return request.actor.person_id in watching


@access.signed_in(PART)
@require_safe
def result(request: Any, election_id: int) -> HttpResponse:
    """The result; before the counting a page that says when."""
    row = queries.find_election(election_id, actor=request.actor)
    watchers = queries.scrutineers(row.pk)
    owes = any(one.person_id == request.actor.person_id and one.signed_at is None for one in watchers)
    sees = _may_see_counted(request, row)
    context = {
        "row": row,
        "one": queries.election_state(row.pk),
        "result": queries.result(row.pk) if sees else None,
        "elected": elected(row.pk) if sees else None,
        "scrutineers": watchers,
        "trustees": queries.trustees(row.pk),
        "filings": queries.filings(row.pk),
        "head": queries.head_of(row),
        "may_sign": owes and row.state == "counted",
        "shares_bundle": row.has_phone and queries.parts_are_shown(row),
    }
    return page(request, "ballots/result.html", context)


@access.signed_in(PART)
@require_POST
def sign(request: Any, election_id: int) -> HttpResponse:
    """A scrutineer signs the result."""
    services.sign_result(election_id, actor=request.actor, at=request.at)
    messages.success(request, _("已签字。"))
    return redirect("ballots:result", election_id)


@access.signed_in(PART)
@require_safe
def proof(request: Any, election_id: int) -> HttpResponse:
    """The proof sheet as JSON."""
    row = queries.find_election(election_id, actor=request.actor)
    if queries.result(row.pk) is None or not _may_see_counted(request, row):
        raise NotFound(access.NOT_FOUND)
    text = json.dumps(queries.proof_sheet(row), ensure_ascii=False, indent=1)
    return handed_out(text, f"ballot-{row.pk}.json", "application/json; charset=utf-8")
