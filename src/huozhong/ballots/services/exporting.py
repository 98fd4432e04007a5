"""The folder that an election is handed out in: all that another program needs, nothing that tells a vote."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from huozhong.ballots.engine import archive, exported
from huozhong.ballots.models import CastBallot, Election, Voter
from huozhong.ballots.queries.boards import board_events, burned_of, credentials_of
from huozhong.ballots.queries.elections import engine_election, publics_of, tally_of
from huozhong.ballots.queries.facts import box_states
from huozhong.ballots.queries.results import proof_sheet, signatures_of
from huozhong.ballots.services.keys import shares_of
from huozhong.kernel.refusals import Conflict
from huozhong.kernel.sentences import say

HASHES = "files.json"
COUNTED = ("counted", "published")


def export_election(election_id: int, folder: Path) -> tuple[str, ...]:
    """Write an election that is counted into an empty folder; gives the files' names. The caller asked who may."""
    election = Election.objects.select_related("unit").get(pk=election_id)
    if election.state not in COUNTED:
        raise Conflict(say("计完票才能导出。"))
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Conflict(say("请给一个空的文件夹。"))
    if election.has_phone:
        _write_archive(election, folder)
    for name, content in _files(election).items():
        exported.write_file(folder, name, content)
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
    (folder / HASHES).write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
    return (*hashes, HASHES)


def _write_archive(election: Election, folder: Path) -> None:
    """The public record; a struck ballot does not stand in it, `burned.json` has it."""
    rows = CastBallot.objects.filter(election=election).exclude(credential__is_burned=True).order_by("number")
    assert election.opened_at is not None
    archive.write(
        folder,
        engine_election(election),
        publics=publics_of(election),
        credentials=credentials_of(election),
        ballots=rows.values_list("text", flat=True).iterator(chunk_size=200),
        timestamp=int(_hour(election.opened_at).timestamp()),
        tally=tally_of(election),
        partials=shares_of(election),
        result=json.loads(election.result_text)["result"],
    )


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _files(election: Election) -> dict[str, dict[str, Any]]:
    told = election.outcome
    assert told is not None
    struck = CastBallot.objects.filter(election=election, credential__is_burned=True).order_by("number")
    events = [event.as_json() for event in board_events(election, limit=None)]
    roll = {
        "base": election.base,
        "voters": Voter.objects.filter(election=election).count(),
        "credentials": credentials_of(election),
    }
    burned = {"credentials": burned_of(election), "ballots": list(struck.values_list("text", flat=True))}
    files = {
        "board.json": {"format": exported.BOARD, "events": events},
        "roll.json": {"format": exported.ROLL, **roll},
        "burned.json": {"format": exported.BURNED, **burned},
        "result.json": {"format": exported.RESULT, **_result(election, told)},
        "proof.json": {"format": "huozhong-ballot-proof/1", **proof_sheet(election)},
    }
    return {name: {**content, "uuid": election.uuid} for name, content in files.items()}


def _result(election: Election, told: dict[str, Any]) -> dict[str, Any]:
    questions = [
        {
            "text": one["text"],
            "rows": [row["text"] for row in one["rows"]],
            **{part: [row[part] for row in one["rows"]] for part in ("phone", "paper", "total")},
        }
        for one in told["questions"]
    ]
    boxes = [
        {
            "name": box.name,
            **{part: getattr(box.agreed, part) for part in exported.PAPER},
            "votes": [list(row) for row in box.agreed.votes],
        }
        for box in box_states(election)
        if box.agreed
    ]
    return {
        "title": election.title,
        "questions": questions,
        "phone": {"counted": told["collected"]["phone"]},
        "paper": {part: told[part]["paper"] for part in exported.PAPER},
        "boxes": boxes,
        "is_valid": told["collected"]["paper"] <= told["issued"]["paper"],
        "signatures": [{"name": name, "head": head} for name, head in signatures_of(election)],
    }
