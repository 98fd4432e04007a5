"""How far the building of the sample has come, and how long it will still take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tqdm import tqdm

Tell = Callable[[str], None]
PARTS_SHARE = 0.3  # of the whole time goes into the indexes at the end; copying is the rest
MILE = 10  # where there is no terminal, a line for each ten percent


class Course:
    """One bar for copying members and making their indexes; where there is no terminal, miles are told."""

    def __init__(self, members: int, tell: Tell) -> None:
        self._members, self._tell = members, tell
        self._done = self._share = 0.0
        self._began, self._told = time.monotonic(), 0
        self._bar = tqdm(
            total=100,
            disable=None,  # only on a terminal
            file=sys.stderr,
            desc=f"登记 {members:,} 名会员",
            bar_format="{desc} {percentage:3.0f}%|{bar}| 已用 {elapsed}，约剩 {remaining}",
        )

    def copied(self, count: int) -> None:
        """So many members more are copied."""
        self._done += count / self._members * (1 - PARTS_SHARE)
        self._show("登记会员")

    def part_made(self, made: int, parts: int) -> None:
        """So many of the indexes and constraints are made."""
        self._done = 1 - PARTS_SHARE * (1 - made / parts)
        self._show(f"建立索引 {made}/{parts}")
        if made == parts:
            self._bar.close()

    def _show(self, doing: str) -> None:
        percent = min(100, self._done * 100)
        if not self._bar.disable:
            self._bar.set_description_str(f"{doing}（共 {self._members:,} 名）", refresh=False)
            self._bar.update(percent - self._bar.n)
        elif percent >= self._told + MILE or percent >= 100 > self._told:
            self._told = int(percent) // MILE * MILE
            passed = time.monotonic() - self._began
            left = passed / self._done * (1 - self._done)
            self._tell(f"{doing}：{percent:.0f}%，已用 {passed:.0f} 秒，约剩 {left:.0f} 秒")
