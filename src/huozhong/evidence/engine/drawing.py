"""Pages of a hostile PDF as pictures: drawn by pdfium in a process of its own, with little memory and little time.

Run as a program it reads a PDF from standard input and writes, for each page asked for, four bytes of length and a
JPEG. The caller trusts nothing but the pixels.
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
from collections.abc import Sequence

MOST_PAGES = 60
DOTS_PER_INCH = 150
_LONGEST_SIDE = 2600
_SECONDS = 90
_MEMORY = 1 << 30
COUNT_ONLY = -1


class BrokenPdfError(ValueError):
    """Not a PDF that can be drawn: broken, locked by a password, or too much."""


def pages_of(content: bytes, *, only: Sequence[int] = ()) -> tuple[bytes, ...]:
    """The pages (from 0; all when none are named) as JPEG; BrokenPdfError when it cannot be drawn."""
    out, found, at = _drawn(content, [str(page) for page in only]), [], 0
    while at < len(out):
        (size,) = struct.unpack_from(">I", out, at)
        found.append(out[at + 4 : at + 4 + size])
        at += 4 + size
    if not found:
        raise BrokenPdfError("no pages")
    return tuple(found)


def count_pages(content: bytes) -> int:
    """How many pages a PDF has; BrokenPdfError when it cannot be read."""
    (count,) = struct.unpack(">I", _drawn(content, [str(COUNT_ONLY)])[:4])
    return int(count)


def _drawn(content: bytes, words: list[str]) -> bytes:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ}
    command = [sys.executable, "-B", "-m", __name__, *words]
    try:
        told = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, env=kept, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise BrokenPdfError("it takes too long") from error
    if told.returncode or len(told.stdout) < 4:
        raise BrokenPdfError("it cannot be drawn")
    return told.stdout


def _main() -> None:
    import resource

    import pypdfium2  # type: ignore[import-untyped]

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file; standard output is a pipe
    asked = [int(word) for word in sys.argv[1:]]
    paper = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    out = sys.stdout.buffer
    if asked == [COUNT_ONLY]:
        out.write(struct.pack(">I", len(paper)))
        return
    if len(paper) > MOST_PAGES and not asked:
        raise SystemExit(1)
    for number in asked or range(len(paper)):
        page = paper[number]
        scale = min(DOTS_PER_INCH / 72, _LONGEST_SIDE / max(page.get_width(), page.get_height(), 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        kept = io.BytesIO()
        picture.save(kept, format="JPEG", quality=88)
        out.write(struct.pack(">I", kept.tell()) + kept.getvalue())


if __name__ == "__main__":
    _main()
