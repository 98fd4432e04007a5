"""Looking for viruses before a file is kept: a pluggable scanner, and a client of clamd.

Off by default. With `CLAMD` in the settings ("unix:/run/clamav/clamd.ctl" or "tcp:host:3310") every file is scanned,
and a scanner that does not answer means that no file is taken.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Callable
from typing import IO

from django.conf import settings

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

Scanner = Callable[[IO[bytes]], str | None]  # the name of what was found, or None

_CHUNK = 1 << 16
_scanner: list[Scanner] = []


class ScannerDownError(RuntimeError):
    """The scanner did not answer, or answered with an error."""


def register_scanner(scanner: Scanner | None) -> None:
    """Use this scanner for every file from now on; None goes back to what the settings say."""
    _scanner[:] = [scanner] if scanner else []


def scan(stream: IO[bytes]) -> bool:
    """Whether the file was scanned; Refused when something was found or the scanner is down."""
    asked = scanner()
    if asked is None:
        return False
    stream.seek(0)
    try:
        found = asked(stream)
    except (ScannerDownError, OSError) as error:
        raise Refused(say("病毒扫描服务没有回应，文件没有保存，请稍后再传。")) from error
    if found:
        raise Refused(say("文件里发现病毒（%(name)s），没有保存。", name=found))
    return True


def scanner() -> Scanner | None:
    """The scanner in use, for a room that keeps what a scanner cannot see just now; None when there is none.

    It takes a stream and answers the name of what was found, or None; ScannerDownError or OSError when it is down.
    """
    return _scanner[0] if _scanner else _from_settings()


def _from_settings() -> Scanner | None:
    address = str(getattr(settings, "CLAMD", "") or "")
    return clamd(address) if address else None


def clamd(address: str) -> Scanner:
    """A scanner that speaks clamd's INSTREAM."""

    def ask(stream: IO[bytes]) -> str | None:
        with contextlib.closing(_connect(address)) as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := stream.read(_CHUNK):
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            return _verdict(_answer(line))

    return ask


def _connect(address: str) -> socket.socket:
    kind, _, where = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(60)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=60)


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0"):
        part = line.recv(4096)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> str | None:
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDownError(answer or "no answer")
