"""Every file passes the scanner when there is one; a scanner that fails means no file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.records import services
from huozhong.records.models import StoredFile
from huozhong.records.tests.conftest import NOON

pytestmark = pytest.mark.django_db


def store(content: bytes, name: str, mei: Actor) -> services.FileRef:
    return services.store_file(content, name=name, city_id=320200, actor=mei, at=NOON)


@contextlib.contextmanager
def fake_clamd(answer: bytes, folder: Path) -> Iterator[tuple[str, list[bytes]]]:
    """A socket that speaks clamd's INSTREAM, and what it was sent."""
    address, got = folder / "clamd.sock", []
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(address))
    server.listen(1)

    def serve() -> None:
        line, _ = server.accept()
        with line, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack(">I", stream.read(4))[0]:
                content += stream.read(size)
            got.append(content)
            line.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"unix:{address}", got
    thread.join(5)
    server.close()


def test_a_scanned_file_was_seen_whole_by_the_scanner(mei: Actor, settings: Any, tmp_path: Path) -> None:
    content = b"x" * 300_000
    with fake_clamd(b"stream: OK\0", tmp_path) as (settings.CLAMD, got):
        ref = store(content, "a.txt", mei)

    assert got == [content]
    assert StoredFile.objects.get(id=ref.id).was_scanned


def test_what_the_scanner_finds_is_refused(mei: Actor, settings: Any, tmp_path: Path) -> None:
    with (
        fake_clamd(b"stream: Eicar-Test-Signature FOUND\0", tmp_path) as (settings.CLAMD, _),
        pytest.raises(Refused, match="Eicar-Test-Signature"),
    ):
        store(b"harmless", "a.txt", mei)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_scanner_that_fails_means_no_file(answer: bytes, mei: Actor, settings: Any, tmp_path: Path) -> None:
    with fake_clamd(answer, tmp_path) as (settings.CLAMD, _), pytest.raises(Refused, match="没有回应"):
        store(b"harmless", "a.txt", mei)


def test_a_scanner_that_is_not_there_means_no_file(mei: Actor, settings: Any, tmp_path: Path) -> None:
    settings.CLAMD = f"unix:{tmp_path / 'nobody'}"
    with pytest.raises(Refused, match="没有回应"):
        store(b"harmless", "a.txt", mei)


@pytest.fixture
def real_clamd(tmp_path: Path) -> Iterator[str]:
    """Debian's clamd with one signature of our own: no download, no real virus."""
    signatures = tmp_path / "signatures"
    signatures.mkdir(mode=0o755)
    bad = b"this is our test virus"
    (signatures / "test.hdb").write_text(f"{hashlib.md5(bad).hexdigest()}:{len(bad)}:Huozhong.Test\n")
    config = tmp_path / "clamd.conf"
    config.write_text(
        f"LocalSocket {tmp_path}/clamd.ctl\nDatabaseDirectory {signatures}\nForeground yes\nUser root\n"
        if os.geteuid() == 0
        else f"LocalSocket {tmp_path}/clamd.ctl\nDatabaseDirectory {signatures}\nForeground yes\n"
    )
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
def test_the_real_clamd_lets_through_and_refuses(mei: Actor, settings: Any, real_clamd: str) -> None:
    settings.CLAMD = real_clamd

    assert store(b"harmless", "a.txt", mei).size == 8
    with pytest.raises(Refused, match=r"Huozhong\.Test"):
        store(b"this is our test virus", "a.txt", mei)
