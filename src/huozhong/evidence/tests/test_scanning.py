"""Scanned, not scanned, infected: each is said and each holds; what waited for the scanner is scanned later."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.db import Error, transaction

from huozhong.evidence import jobs, queries, services
from huozhong.evidence.models import Item
from huozhong.evidence.tests import stage
from huozhong.evidence.tests.stage import THING, add, said
from huozhong.evidence.workflow import ScanState
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.records import services as records
from tests.cast import NOW, Cast

BAD = b"this is our test virus"


def finds_the_bad_one(stream: IO[bytes]) -> str | None:
    return "Huozhong.Test" if stream.read() == BAD else None


def is_down(stream: IO[bytes]) -> str | None:
    raise records.ScannerDownError("nobody there")


@contextlib.contextmanager
def scanner(asked: records.Scanner) -> Iterator[None]:
    records.register_scanner(asked)
    try:
        yield
    finally:
        records.register_scanner(None)


def state(item_id: int) -> ScanState:
    return ScanState(Item.objects.get(pk=item_id).state)


def test_a_scanned_piece_is_clean_and_goes_out_without_a_word(cast: Cast) -> None:
    with scanner(finds_the_bad_one):
        kept = add(cast.sara)

    assert state(kept) is ScanState.CLEAN
    handed = services.hand_out(THING, actor=cast.mei, at=NOW, why="移送仲裁委")
    assert [one.is_scanned for one in handed] == [True]
    assert "accept_unscanned" not in queries.custody_of(THING)[-1].details


def test_an_infected_piece_is_kept_sealed_and_opens_for_nobody(cast: Cast) -> None:
    with scanner(finds_the_bad_one):
        bad, good = add(cast.sara, BAD, title="坏的"), add(cast.sara, title="好的")

    assert state(bad) is ScanState.INFECTED
    with pytest.raises(Forbidden, match=r"Huozhong\.Test"):
        services.open_item(bad, actor=cast.mei, at=NOW, why="看看")
    with pytest.raises(Forbidden):
        services.see_page(bad, 0, actor=cast.mei, at=NOW)
    with pytest.raises(Refused):
        services.redact_item(bad, [services.Box(0, 0, 0, 9, 9)], actor=cast.mei, at=NOW)
    with pytest.raises(Refused):
        services.attach_redacted(bad, b"x", name="a.txt", actor=cast.mei, at=NOW)
    assert [one.item_id for one in services.hand_out(THING, actor=cast.mei, at=NOW, why="移送")] == [good]
    assert [card.id for card in queries.outgoing(THING).held_back] == [bad]
    assert BAD not in stage.on_disk(bad)
    assert said(bad) == ["piece_added", "piece_scanned"]


def test_while_the_scanner_is_down_a_piece_is_kept_and_waits(cast: Cast) -> None:
    with scanner(is_down):
        kept = add(cast.sara)
        assert services.scan_waiting(at=NOW) == 0

    assert state(kept) is ScanState.QUARANTINED
    with pytest.raises(Refused, match="没有扫描过"):
        services.hand_out(THING, actor=cast.mei, at=NOW, why="移送")


@pytest.mark.parametrize("before", [is_down, None], ids=["down", "none"])
def test_what_nobody_scanned_is_scanned_later_by_the_clock(cast: Cast, before: records.Scanner | None) -> None:
    with scanner(before) if before else contextlib.nullcontext():
        bad, good = add(cast.sara, BAD), add(cast.sara)

    with scanner(finds_the_bad_one):
        jobs.scan_evidence(at=NOW)
        jobs.scan_evidence(at=NOW)

    assert (state(bad), state(good)) == (ScanState.INFECTED, ScanState.CLEAN)
    assert said(bad)[-1] == "piece_scanned"
    assert said().count("piece_scanned") == 2
    assert queries.verify(THING).holds


def test_a_file_that_is_gone_does_not_stop_the_others_from_being_scanned(cast: Cast) -> None:
    from huozhong.evidence.queries.shelf import path_of

    lost, good = add(cast.sara), add(cast.sara)
    path_of(Item.objects.get(pk=lost).stored).unlink()

    with scanner(finds_the_bad_one):
        assert services.scan_waiting(at=NOW) == 1
    assert (state(lost), state(good)) == (ScanState.UNSCANNED, ScanState.CLEAN)


def test_no_other_road_leads_to_clean(cast: Cast) -> None:
    kept = add(cast.sara)

    with pytest.raises(Error), transaction.atomic():
        Item.objects.filter(pk=kept).update(state="clean")


def test_a_redacted_copy_is_scanned_like_any_other(cast: Cast) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")
    with scanner(finds_the_bad_one):
        copy = services.redact_item(kept, [services.Box(0, 0, 0, 9, 9)], actor=cast.mei, at=NOW)

    assert (state(kept), state(copy)) == (ScanState.UNSCANNED, ScanState.CLEAN)


def test_a_copy_that_nobody_scanned_does_not_slip_out_beside_a_scanned_original(cast: Cast) -> None:
    with scanner(finds_the_bad_one):
        kept = add(cast.sara, stage.picture(), name="a.jpg")
    services.redact_item(kept, [services.Box(0, 0, 0, 9, 9)], actor=cast.mei, at=NOW)

    assert services.hand_out(THING, actor=cast.mei, at=NOW, why="移送仲裁委")
    with pytest.raises(Refused, match="没有扫描过"):
        services.hand_out(THING, actor=cast.mei, at=NOW, why="给用人单位", copies=services.Copies.FOR_OTHER_SIDE)


@pytest.fixture
def real_clamd(tmp_path: Path) -> Iterator[str]:
    """Debian's clamd with one signature of our own: no download, no real virus."""
    signatures, config = tmp_path / "signatures", tmp_path / "clamd.conf"
    signatures.mkdir(mode=0o755)
    (signatures / "test.hdb").write_text(f"{hashlib.md5(BAD).hexdigest()}:{len(BAD)}:Huozhong.Test\n")
    lines = [f"LocalSocket {tmp_path}/clamd.ctl", f"DatabaseDirectory {signatures}", "Foreground yes"]
    config.write_text("\n".join([*lines, "User root"] if os.geteuid() == 0 else lines) + "\n")
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    process = subprocess.Popen([program, f"--config-file={config}"], stdout=subprocess.DEVNULL)
    for _ in range(200):
        if (tmp_path / "clamd.ctl").exists():
            break
        time.sleep(0.1)
    yield f"unix:{tmp_path}/clamd.ctl"
    process.terminate()
    process.wait(20)


@pytest.mark.needs("clamav-daemon")
def test_the_real_clamd_finds_the_bad_one(cast: Cast, settings: Any, real_clamd: str) -> None:
    waited = add(cast.sara, BAD)
    settings.CLAMD = real_clamd

    good = add(cast.sara, stage.picture(), name="a.jpg")
    services.scan_waiting(at=NOW)

    assert (state(waited), state(good)) == (ScanState.INFECTED, ScanState.CLEAN)
    assert queries.item(waited, actor=cast.mei).scanner_found.startswith("Huozhong.Test")
