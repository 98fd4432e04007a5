"""Builds the sample as the tables' owner; tells as JSON how long each part took: `python bench/building.py SCALE`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from huozhong.site.cli.opening import open_house, say


def main(scale: str) -> None:
    """One line of JSON on stdout: rows, seconds, memory."""
    open_house(as_owner=True)
    from huozhong.people import services as people
    from huozhong.records import services as records
    from huozhong.site import sample
    from huozhong.site.sample import build, story, wuxi
    from huozhong.unions import services as unions

    took: dict[str, float] = {}
    for name, room, verb in (
        ("units", unions, "copy_units"),
        ("employers", unions, "copy_employers"),
        ("members_copied", people, "copy_people"),
        ("members", build, "_members"),
        ("figures", records, "fold"),
        ("story", story, "play"),
        ("sweep", build, "_tidy"),
    ):
        setattr(room, verb, _timed(getattr(room, verb), name, took))
    began, worked = time.monotonic(), time.process_time()
    sample.build_sample(scale, say)
    plan = wuxi.PLANS[scale]
    upper = sum(1 for _ in wuxi.upper_rows())
    answer = {
        "rows": {
            "units": upper + plan.industry_unions + plan.grassroots,
            "employers": plan.employers,
            "members": plan.members,
        },
        "seconds": took,
        "all": time.monotonic() - began,
        "processor": time.process_time() - worked,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(answer))


def _timed(verb: Callable[..., Any], name: str, took: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        began = time.monotonic()
        try:
            return verb(*given, **named)
        finally:
            took[name] = took.get(name, 0.0) + time.monotonic() - began

    return timed


if __name__ == "__main__":
    main(sys.argv[1])
