"""Debian's belenios-tool, run unmodified and apart: it accepts what we make, and we accept what it makes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from huozhong.ballots.engine import archive, ballots, tally, trustees
from huozhong.ballots.engine.exported import Paper
from huozhong.ballots.engine.shapes import Question
from huozhong.ballots.engine.verify import verify
from huozhong.ballots.tests.a_vote import (
    ABSTAIN,
    AT,
    COMMITTEE,
    ITEM,
    KEYS,
    NO,
    PUBLICS,
    YES,
    Vote,
    a_vote,
    tool_says,
)

pytestmark = pytest.mark.needs("belenios-tool")

ZERO_OR_MORE = Question("希望先办哪些实事？", ("食堂", "班车", "“凉快”\n的车间", "a\\b/c<d>&'é𠮷"), 0, 4)
ALL = Question("全部要选", ("一", "二"), 2, 2)
LONELY = Question("只有一项", ("同意",), 0, 1, is_blank_allowed=True)
GRADES = tuple(Question(f"评议：{name}", ("优秀", "称职", "基本称职", "不称职"), 1, 1) for name in ("甲", "乙"))


def tool(folder: Path, *words: str, given: str | None = None) -> str:
    """Run the tool; gives what it says."""
    return subprocess.run(
        ["belenios-tool", *words],
        cwd=folder,
        input=given,
        env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    ).stdout


def many_kinds() -> Vote:
    """Every kind of question, blank and not, voted on by seven, one of them twice."""
    held = a_vote(ITEM, COMMITTEE, ZERO_OR_MORE, ALL, LONELY, *GRADES, voters=8)
    rows = [
        (YES, (0, 1, 1, 0, 0, 0), (0, 0, 0, 0), (1, 1), (0, 1), (1, 0, 0, 0), (0, 0, 0, 1)),
        (NO, (0, 1, 1, 1, 0, 0), (1, 1, 1, 1), (1, 1), (0, 0), (0, 1, 0, 0), (0, 0, 1, 0)),
        (ABSTAIN, (1, 0, 0, 0, 0, 0), (1, 0, 0, 1), (1, 1), (1, 0), (1, 0, 0, 0), (1, 0, 0, 0)),
        (YES, (0, 0, 0, 0, 1, 1), (0, 1, 0, 0), (1, 1), (0, 1), (1, 0, 0, 0), (0, 1, 0, 0)),
    ]
    for voter, row in enumerate([*rows, *rows[:3]]):
        held.votes(voter, *row)
    held.votes(0, *rows[2])
    return held


def test_every_kind_of_question_passes_both_checks(tmp_path: Path) -> None:
    folder = many_kinds().export(tmp_path / "kinds")

    report = verify(folder)

    assert report.is_well, report.refusals
    assert tool_says(folder)


def test_thirty_voters_pass_both_checks_with_paper_beside(tmp_path: Path) -> None:
    held = a_vote(ITEM, voters=30)
    for voter in range(20):
        held.votes(voter, (YES, NO, ABSTAIN)[voter % 3])
    for voter in (0, 25):
        held.takes_paper(voter)
    held.boxes = (Paper(2, 2, 2, 0, ((2, 0, 0),), name="主会场"),)

    folder = held.export(tmp_path / "thirty")

    assert verify(folder).is_well
    assert verify(folder).result[0].total == (6 + 2, 7, 6)
    assert tool_says(folder)


def test_an_election_that_nobody_voted_in_passes_both_checks(tmp_path: Path) -> None:
    folder = a_vote(ITEM, COMMITTEE).export(tmp_path / "empty")

    assert verify(folder).is_well
    assert tool_says(folder)


def test_the_record_passes_the_tool_before_the_count_too(tmp_path: Path) -> None:
    held = a_vote(ITEM)
    held.votes(0, YES)
    archive.write(tmp_path, held.election, publics=PUBLICS, credentials=held.publics, ballots=held.cast, timestamp=AT)

    assert tool_says(tmp_path)


def test_the_tool_adds_up_opens_and_counts_as_we_do(tmp_path: Path) -> None:
    held = a_vote(ITEM, COMMITTEE)
    held.votes(0, YES, (0, 1, 1, 0, 0, 0))
    held.votes(1, NO, (1, 0, 0, 0, 0, 0))
    held.votes(0, NO, (0, 1, 0, 1, 1, 0))
    summed, _, result = held.counted()
    archive.write(tmp_path, held.election, publics=PUBLICS, credentials=held.publics, ballots=held.cast, timestamp=AT)
    tool(tmp_path, "archive", "add-event", "--type=EndBallots", given="")
    theirs = tool(tmp_path, "election", "compute-encrypted-tally")
    tool(tmp_path, "archive", "add-event", "--type=EncryptedTally", given=theirs)
    for number, key in enumerate(KEYS, start=1):
        (tmp_path / "key").write_text(json.dumps(str(key.secret)))
        share = tool(tmp_path, "election", "decrypt", "--privkey", "key", "--trustee-id", str(number))
        assert tally.check_partial(held.election, summed, PUBLICS[number - 1], json.loads(share.splitlines()[0]))
        tool(tmp_path, "archive", "add-event", "--type=PartialDecryption", given=share)

    counted = tool(tmp_path, "election", "compute-result")

    assert theirs.splitlines()[0] == summed.as_json()
    assert json.loads(counted)["result"] == result
    found = archive.read(next(tmp_path.glob("*.bel")))
    assert found.tally == summed.as_json()
    assert len(found.partials) == len(KEYS)


def test_ballots_made_by_the_tool_are_good_here_and_counted_with_ours(tmp_path: Path) -> None:
    held = a_vote(ITEM, COMMITTEE, voters=2)
    (tmp_path / "voters").write_text("a\nb\n")
    wanted = ["--uuid", held.election.uuid, "--group", "BELENIOS-2048", "--file", "voters"]
    tool(tmp_path, "setup", "generate-credentials", *wanted)
    publics = [one.partition(",")[0] for one in json.loads(next(tmp_path.glob("*.pubcreds")).read_text())]
    secrets = [line.split()[1] for line in next(tmp_path.glob("*.privcreds")).read_text().splitlines()]
    archive.write(
        tmp_path,
        held.election,
        publics=PUBLICS,
        credentials=[*publics, *held.publics],
        ballots=held.cast,
        timestamp=AT,
    )
    theirs = []
    for secret, choice in zip(secrets, [[YES, [1, 0, 0, 0, 0, 0]], [NO, [0, 1, 1, 1, 0, 0]]], strict=True):
        (tmp_path / "secret").write_text(secret)
        (tmp_path / "choice").write_text(json.dumps(choice))
        made = tool(tmp_path, "election", "generate-ballot", "--privcred", "secret", "--ballot", "choice")
        theirs.append(made.strip())

    signers = {ballots.check(held.election, ballot).credential for ballot in theirs}
    held.cast = [*theirs, ballots.make(held.election, [YES, (0, 1, 0, 0, 0, 1)], held.secrets[0])]

    assert signers == set(publics)
    assert held.counted()[2] == [[2, 1, 0], [1, 2, 1, 1, 0, 1]]


def test_the_tracker_of_a_ballot_is_the_one_that_the_tool_computes(tmp_path: Path) -> None:
    held = a_vote(ITEM, voters=1)
    ballot = held.votes(0, YES)

    assert tool(tmp_path, "sha256-b64", given=ballot).strip() == ballots.tracker_of(ballot)


def test_keys_made_by_the_tool_are_accepted(tmp_path: Path) -> None:
    tool(tmp_path, "setup", "generate-trustee-key", "--group", "BELENIOS-2048")
    public = json.loads(next(tmp_path.glob("*.pubkey")).read_text())
    secret = int(json.loads(next(tmp_path.glob("*.privkey")).read_text()))

    assert trustees.check_public(public) == int(trustees.key_of(secret).public["public_key"])
