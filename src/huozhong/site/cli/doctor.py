"""`huozhong doctor`: looks at database, tables, role, jobs, trail, clock, keys, disk, settings; says what to do."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from huozhong.site.cli.opening import open_house, told_in_sentences

MARKS = {"well": "  ", "warning": "! ", "ill": "✗ "}


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Examine this deployment; ends 1 when something is ill, 0 when there are at most warnings."""
    parser = argparse.ArgumentParser(prog="huozhong doctor", description=main.__doc__)
    parser.add_argument("--json", action="store_true", help="the answers as JSON, for a monitor")
    wanted = parser.parse_args(arguments)
    open_house()
    from huozhong.site import health

    answers = health.ask_all()
    if wanted.json:
        print(json.dumps([asdict(answer) for answer in answers], ensure_ascii=False, indent=1))
    else:
        for answer in answers:
            print(f"{MARKS[answer.state]}{answer.about:<10} {answer.says}")
            if answer.to_do:
                print(f"{'':13}-> {answer.to_do}")
    return 1 if any(answer.state is health.State.ILL for answer in answers) else 0
