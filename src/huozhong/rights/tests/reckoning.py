"""One way to ask a calculator in tests: the standing packs, no local values, a fixed day."""

from __future__ import annotations

from datetime import date
from typing import Any

from huozhong.kernel.packfiles import standing_book
from huozhong.rights.rules.calculators import calculate

ON = date(2026, 11, 23)


def reckon(name: str, inputs: dict[str, Any], policy: dict[str, Any] | None = None, *, on: date = ON) -> dict[str, Any]:
    """The answer as other systems get it."""
    return calculate(name, inputs, policy, book=standing_book(), jurisdictions=("CN",), on=on).as_json()
