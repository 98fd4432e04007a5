"""Phone and paper in one total. Integers only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huozhong.ballots.rules.boxes import BoxCount
from huozhong.ballots.rules.questions import NewQuestion


def outcome_of(
    questions: Sequence[NewQuestion],
    *,
    phone: Sequence[Sequence[int]] | None,
    phone_issued: int,
    phone_cast: int,
    struck: int,
    boxes: Sequence[BoxCount],
) -> dict[str, Any]:
    """What came out: for each question and counted row the votes by phone, on paper and together.

    A phone ballot cannot be invalid: its proofs say so. Issued by phone are the credentials that were not burned.
    """
    rows = []
    for number, question in enumerate(questions):
        by_phone = list(phone[number]) if phone is not None else [0] * len(question.rows)
        on_paper = [sum(box.votes[number][row] for box in boxes) for row in range(len(question.rows))]
        told = [
            {"text": text, "phone": a, "paper": b, "total": a + b}
            for text, a, b in zip(question.rows, by_phone, on_paper, strict=True)
        ]
        rows.append({"text": question.text, "rows": told, "candidates": list(question.candidates)})
    written: dict[str, int] = {}
    for box in boxes:
        for name, n in box.written:
            written[name] = written.get(name, 0) + n
    paper = {name: sum(getattr(box, name) for box in boxes) for name in ("issued", "collected", "valid", "invalid")}
    return {
        "questions": rows,
        "issued": _both(phone_issued, paper["issued"]),
        "collected": _both(phone_cast, paper["collected"]),
        "valid": _both(phone_cast, paper["valid"]),
        "invalid": _both(0, paper["invalid"]),
        "written": sorted(([name, n] for name, n in written.items()), key=lambda one: (-one[1], one[0])),
        "struck": struck,
    }


def _both(phone: int, paper: int) -> dict[str, int]:
    return {"phone": phone, "paper": paper, "total": phone + paper}
