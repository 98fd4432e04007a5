"""The folder that an election is handed out in: all that another program needs, nothing that tells a vote."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from huozhong.ballots.engine import archive, exported
from huozhong.ballots.engine.exported import Asked, Exported, Paper
from huozhong.ballots.models import CastBallot, Election, Voter
from huozhong.ballots.queries.boards import board_events, burned_of, credentials_of
from huozhong.ballots.queries.elections import engine_election, publics_of, tally_of
from huozhong.ballots.queries.facts import box_states
from huozhong.ballots.queries.results import proof_sheet, signatures_of
from huozhong.ballots.rules.boxes import BoxCount
from huozhong.ballots.services.keys import shares_of
from huozhong.kernel.refusals import Conflict
from huozhong.kernel.sentences import say

HASHES, PROOF = "files.json", "proof.json"
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
    exported.write_folder(folder, _told(election))
    sheet = json.dumps(proof_sheet(election), ensure_ascii=False, indent=1)
    (folder / PROOF).write_text(sheet + "\n", encoding="utf-8")
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


def _told(election: Election) -> Exported:
    """What stands beside the archive."""
    outcome = election.outcome
    assert outcome is not None
    struck = CastBallot.objects.filter(election=election, credential__is_burned=True).order_by("number")
    boxes = tuple(_paper(box.agreed, box.name) for box in box_states(election) if box.agreed)
    issued, collected, valid, invalid = (outcome[part]["paper"] for part in exported.PAPER)
    questions = tuple(_asked(one) for one in outcome["questions"])
    written = tuple((str(name), int(n)) for name, n in outcome["written"])
    return Exported(
        uuid=election.uuid,
        archive=None,
        events=tuple(event.as_json() for event in board_events(election, limit=None)),
        base=election.base,
        voters=Voter.objects.filter(election=election).count(),
        credentials=tuple(credentials_of(election)),
        burned=tuple(burned_of(election)),
        left_out=tuple(struck.values_list("text", flat=True)),
        title=election.title,
        questions=questions,
        counted=outcome["collected"]["phone"],
        paper=Paper(issued, collected, valid, invalid, tuple(one.paper for one in questions), written),
        boxes=boxes,
        is_valid=outcome["collected"]["paper"] <= outcome["issued"]["paper"],
        signatures=tuple(signatures_of(election)),
    )


def _asked(one: dict[str, Any]) -> Asked:
    parts = (tuple(row[part] for row in one["rows"]) for part in ("phone", "paper", "total"))
    return Asked(one["text"], tuple(row["text"] for row in one["rows"]), *parts)


def _paper(count: BoxCount, name: str) -> Paper:
    return Paper(count.issued, count.collected, count.valid, count.invalid, count.votes, count.written, name)
