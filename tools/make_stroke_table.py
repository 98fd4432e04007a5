"""Make the table of strokes: `tools/make_stroke_table.py LEVELS COUNTS` writes src/huozhong/ballots/rules/strokes.txt.

LEVELS is a folder with level-1.txt, level-2.txt and level-3.txt: the three lists of the 通用规范汉字表 (国发〔2013〕23
号), each in its official order, by number of strokes and then by their kinds. The lists give no numbers. COUNTS is a
JSON object of character to number of strokes from any dictionary; it may lack characters. The numbers are fitted so
that they never fall along a list and disagree with the dictionary least: for the table here with 0 of 3,500
characters, 1 of 2,866 and 0 of 405 that the dictionary (npm cnchar 3.2.6, MIT) has.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src/huozhong/ballots/rules/strokes.txt"
MOST = 40


def fitted(known: Sequence[int | None]) -> list[int]:
    """Numbers that never fall and differ from the known ones least."""
    cost, came = [0] * (MOST + 1), []
    for number in known:
        best, source = 1, [0] * (MOST + 1)
        fresh = [len(known) + 1] * (MOST + 1)
        for strokes in range(1, MOST + 1):
            best = min(best, strokes, key=lambda one: cost[one])
            source[strokes] = best
            fresh[strokes] = cost[best] + (number is not None and number != strokes)
        cost = fresh
        came.append(source)
    strokes = min(range(1, MOST + 1), key=lambda one: cost[one])
    found = []
    for source in reversed(came):
        found.append(strokes)
        strokes = source[strokes]
    return found[::-1]


def main(levels: Path, counts: Path) -> None:
    known = json.loads(counts.read_text())
    rows: dict[int, list[str]] = {}
    for level in range(3):
        characters = "".join((levels / f"level-{level + 1}.txt").read_text().split())
        numbers = fitted([known.get(one) for one in characters])
        wrong = sum(known.get(one, n) != n for one, n in zip(characters, numbers, strict=True))
        print(f"level {level + 1}: {len(characters)} characters, {wrong} disagree with the dictionary")
        for one, n in zip(characters, numbers, strict=True):
            rows.setdefault(n, ["", "", ""])[level] += one
    lines = ["\t".join([str(n), *rows[n]]) for n in sorted(rows)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
