"""The real web server of the house, on the database of a test."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection


def environment(**more: str) -> dict[str, str]:
    """The environment of another process on the same test database, as the role of web and jobs."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huozhong.site.settings",
        "HUOZHONG_CLUSTER": "test",
        "HUOZHONG_DB": connection.settings_dict["NAME"],
        "PYTHONIOENCODING": "utf-8",
        **more,
    }
    variables.pop("HUOZHONG_AS_OWNER", None)
    return variables


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@functools.cache
def gathered() -> str:
    """A folder with the static files as production serves them; made once for all tests of this process."""
    folder = tempfile.mkdtemp(prefix="huozhong-static-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"],
        env=environment(HUOZHONG_STATIC=folder),
        check=True,
    )
    return folder


def clock_at(moment: datetime) -> dict[str, str]:
    """What makes a process start at that moment and go on from there (Debian's libfaketime); waiting stays real."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    words = moment.astimezone().strftime("@%Y-%m-%d %H:%M:%S")
    return {"LD_PRELOAD": str(library), "FAKETIME": words, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@contextmanager
def served(log: Path, *, at: datetime | None = None) -> Iterator[str]:
    """`huozhong serve` in a process of its own, whose clock starts at `at`; gives the address."""
    port = free_port()
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "huozhong.site.cli.main", "serve", "--port", str(port)],
            env=environment(HUOZHONG_STATIC=gathered(), **(clock_at(at) if at else {})),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not answer: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
