"""Coverage-guided fuzzing of the page reader: `python bench/fuzz_page_reader.py [seconds] [folder of pages]`.

The reader may refuse with its own `Unreadable`; any other exception, or an answer that breaks a promise, is a find.
Needs atheris. Ends with 0 and one line that says how many inputs were tried.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["huozhong.seeds.engine"]):
    from huozhong.seeds import engine

KEYS = {"title", "date", "source_keywords", "text", "practices", "removed"}
QUOTES = '“”‘’「」『』"'
START = [
    "标题\n发布时间：2016-12-21\n日前，无锡市总工会召开会议，推出“双建制”，让更多的职工受益。".encode("gb18030"),
    "<p>福建總工會(huì)“調(diào)裁訴”無縫對接，讓職工得到了實惠。</p><a href=x>某某</a>|<a>某某</a>".encode(),
    "首页 > 新闻\n来源：工人日报\n在北京，一张“京卡”连起了职工和工会的心。\n上一篇：没有了".encode(),
]
tried = 0
deadline = 0.0


def promises(content: bytes) -> None:
    """Read one input and check what the reader promises of every answer."""
    global tried
    tried += 1
    if time.monotonic() > deadline:
        print(f"fuzz_page_reader: {tried} inputs, nothing found", flush=True)
        os._exit(0)
    try:
        page = engine.read(content)
    except engine.Unreadable as no:
        assert str(no.reason)  # noqa: PT017
        return
    assert set(page.as_json()) == KEYS
    assert page.text.strip()
    assert all(word in page.text for word in page.source_keywords)
    assert all(one.sentence in page.text and one.name in strip(one.sentence) for one in page.practices)
    assert not any(mark in one.name for one in page.practices for mark in QUOTES)


def strip(text: str) -> str:
    """The text without quotation marks, as names are."""
    return "".join(char for char in text if char not in QUOTES)


def main() -> None:
    """Fuzz for so many seconds, from the start inputs and the pages in the folder."""
    global deadline
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    pages = [path.read_bytes() for folder in sys.argv[2:] for path in sorted(Path(folder).glob("*.txt"))]
    deadline = time.monotonic() + seconds + 600
    for content in [*START, *pages]:
        promises(content)
    deadline = time.monotonic() + seconds
    atheris.Setup([sys.argv[0], "-max_len=4096", "-timeout=20", "-verbosity=0", "-print_final_stats=0"], promises)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
