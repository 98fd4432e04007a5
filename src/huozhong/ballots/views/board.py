"""The public board: what anybody may see, copy and check, without signing in."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.ballots import queries, services
from huozhong.ballots.models import CastBallot, Credential, Election, Trustee
from huozhong.ballots.queries.finding import election_by_uuid
from huozhong.ballots.rules.board import BoardKind
from huozhong.ballots.views.receipts import PUBLIC
from huozhong.ballots.views.sent import public_text, unlogged
from huozhong.ballots.workflow import ELECTION
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say

A_PAGE = 60
HEADS: dict[str, Sentence] = {
    BoardKind.SETUP: say("开始投票"),
    BoardKind.HEAD: say("每小时"),
    BoardKind.CLOSED: say("截止"),
    BoardKind.TALLY: say("密封总数"),
    BoardKind.RESULT: say("结果"),
    BoardKind.VOID: say("宣布无效"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """A head as it was printed, with its hour."""

    at: datetime | None
    word: Sentence
    number: int
    hash: str


def _heads(row: Election) -> list[Head]:
    events = queries.printed_heads(row)
    moments = [datetime.fromisoformat(one.at) if one.at else None for one in events]
    return [Head(at, HEADS[one.kind], one.number, one.hash) for at, one in zip(moments, events, strict=True)]


@access.open_to_all(PUBLIC)
@require_safe
def board(request: Any, uuid: str) -> HttpResponse:
    """The board of one ballot: numbers, heads with their times, trackers, files for checkers, what is not protected."""
    row = election_by_uuid(uuid)
    ballots = CastBallot.objects.filter(city_id=row.city_id, election=row)
    trackers = Paginator(ballots.order_by("number").values("number", "tracker", "standing"), A_PAGE)
    is_published = row.state == "published"
    context = {
        "row": row,
        "state": ELECTION.states[row.state],
        "credentials": Credential.objects.filter(election=row).count(),
        "burned": Credential.objects.filter(election=row, is_burned=True).count(),
        "counting": ballots.filter(standing="counts").count(),
        "head": queries.head_of(row),
        "heads": _heads(row),
        "trustees": Trustee.objects.filter(election=row).order_by("id"),
        "trackers": trackers.get_page(request.GET.get("page")),
        "result": queries.result(row.pk) if is_published else None,
        "has_result": is_published,
        "has_bundle": is_published and queries.parts_are_shown(row),
    }
    return render(request, "ballots/board.html", context)


@access.open_to_all(PUBLIC)
@unlogged
@require_safe
def election_text(request: Any, uuid: str) -> HttpResponse:
    """The election, byte for byte as it is hashed."""
    row = election_by_uuid(uuid)
    if not row.election_text:
        raise NotFound(access.NOT_FOUND)
    return public_text(row.election_text, is_final=True)


@access.open_to_all(PUBLIC)
@require_safe
def credentials(request: Any, uuid: str) -> HttpResponse:
    """The published, sorted list of credentials."""
    return public_text(json.dumps(queries.credentials_of(election_by_uuid(uuid))))


@access.open_to_all(PUBLIC)
@require_safe
def bundle(request: Any, uuid: str) -> Any:
    """Everything that an outside checker needs, in one file; once published, and only where it tells nobody's vote."""
    row = election_by_uuid(uuid)
    if row.state != "published" or not row.has_phone or not queries.parts_are_shown(row):
        raise NotFound(access.NOT_FOUND)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer
    with tempfile.TemporaryDirectory() as made, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(made) / row.uuid
        services.export_election(row.pk, folder)
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{row.uuid}/{file.name}")
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"{row.uuid}.zip", content_type="application/zip")
