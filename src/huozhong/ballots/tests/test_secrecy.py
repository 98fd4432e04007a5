"""After a real election nothing that the server keeps holds a trustee's secret, a voter's secret or a vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from huozhong.ballots import queries, services
from huozhong.ballots.engine import credentials, trustees
from huozhong.ballots.services import NewQuestion
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.everything import dump, files, logs
from huozhong.ballots.tests.stage import Staged
from tests.cast import NOW, Cast

WORDS = ("同意〔甲〕", "不同意〔乙〕", "弃权〔丙〕")
VOTES = ([1, 0, 0],), ([0, 1, 0],), ([1, 0, 0],), ([0, 0, 1],)


def spellings(secret: str) -> set[str]:
    """A secret as it might stand in a dump: plain, in hexadecimal, as the bytes of a column."""
    found = {secret, secret.encode().hex()}
    if secret.isdecimal():
        number = int(secret)
        found |= {f"{number:x}", f"{number:X}", number.to_bytes(-(-number.bit_length() // 8), "big").hex()}
    return found


def secrets_of(staged: Staged) -> set[str]:
    """What only the devices of trustees and voters know."""
    found = {str(key.secret) for key in staged.keys.values()}
    for secret in staged.secrets.values():
        exponent, _public = credentials.derive(staged.uuid, secret)
        found |= {secret, str(exponent)}
    return found


def places(needles: Iterable[str], kept: Mapping[str, str]) -> list[str]:
    """Where any of these stands."""
    wanted = {one for needle in needles for one in spellings(needle)}
    return sorted(place for place, text in kept.items() if any(one in text for one in wanted))


def held_through_the_doors(cast: Cast, client: Client, folder: Path) -> tuple[Staged, list[str]]:
    """A whole election by the verbs; ballots come through the door that phones use, one of them is struck."""
    with logs() as lines:
        staged = stage.keyed(cast, voters=4, questions=[NewQuestion("草案", WORDS)])
        staged.keys = {one.person_id or 0: stage.spare_key(n) for n, one in enumerate(staged.trustees)}
        for voter in staged.voters:
            stage.register(staged, voter)
        staged.move("open")
        for voter, vote in zip(staged.voters, VOTES, strict=True):
            text = staged.ballot(voter, vote)
            sent: dict[str, Any] = {"data": text, "content_type": "application/json"}
            assert client.post(reverse("ballots:cast", args=[staged.uuid]), **sent).status_code == 200
            assert client.post(reverse("ballots:cast", args=[staged.uuid]), **sent).status_code == 200
            broken = sent | {"data": text[:-9]}
            assert client.post(reverse("ballots:cast", args=[staged.uuid]), **broken).status_code == 422
        services.print_heads(at=NOW)
        services.read_credential(staged.id, staged.voters[1].person_id or 0, why="核对", actor=staged.clerk, at=NOW)
        staged.count()
        staged.move("finish")
        staged.sign()
        staged.move("publish")
        services.export_election(staged.id, folder / "export")
    return staged, lines


def test_dump_files_and_logs_hold_no_secret_and_no_vote(
    cast: Cast, client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    staged, lines = held_through_the_doors(cast, client, tmp_path)
    kept = {**dump(), **files(tmp_path), "logs": "\n".join(lines)}
    found = queries.result(staged.id)

    assert found is not None
    assert [one.total for one in found.questions[0].answers] == [2, 1, 1]
    assert places(secrets_of(staged), kept) == []
    assert [p for p, text in kept.items() for vote in VOTES if any(w in text for w in written(vote))] == []


def written(vote: Any) -> tuple[str, ...]:
    """A vote as anybody might write it down."""
    marks = vote[0]
    return (f"[[{marks[0]},{marks[1]},{marks[2]}]]", f"[{marks[0]}, {marks[1]}, {marks[2]}]")


def test_no_row_and_no_line_that_speaks_of_a_voter_speaks_of_an_answer(
    cast: Cast, client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    staged, lines = held_through_the_doors(cast, client, tmp_path)
    told = {table: text.splitlines() for table, text in dump().items()} | {"logs": lines}
    marks = [one.payload["tracker"] for one in queries.board_events(staged.row, kinds=("ballot",))]
    marks += queries.credentials_of(staged.row)

    together = [
        table
        for table, rows in told.items()
        for row in rows
        if any(mark in row for mark in marks) and any(word in row for word in WORDS)
    ]
    assert len(marks) == 8
    assert together == []


def test_no_log_says_whose_a_ballot_or_a_credential_is(
    cast: Cast, client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    staged, lines = held_through_the_doors(cast, client, tmp_path)
    said = "\n".join(line for line in lines if "ballots_" not in line)  # the database's own echo of its statements
    marks = [one.payload["tracker"] for one in queries.board_events(staged.row, kinds=("ballot",))]

    assert [mark for mark in [*marks, *queries.credentials_of(staged.row)] if mark in said] == []


def test_the_search_finds_a_secret_wherever_it_is_planted(cast: Cast, client: Client, tmp_path: Path) -> None:
    staged = stage.keyed(cast)
    stage.register(staged, staged.voters[0])
    secret, key = staged.secrets[staged.voters[0].person_id or 0], trustees.make_key()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00" + secret.encode() + b"\xff")
    row = staged.row
    row.questions = [NewQuestion(str(key.secret)).as_json()]
    row.save(update_fields=["questions"])
    kept = {**dump(), **files(tmp_path), "logs": f"... {int(str(key.secret)):x} ..."}

    assert places([secret, str(key.secret)], kept) == sorted(
        ["ballots_election", str(tmp_path / "deep" / "file"), "logs"]
    )
