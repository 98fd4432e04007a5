"""`huozhong migrate`: tables and rights only; for a deployment whose keys and static files are kept elsewhere."""

from __future__ import annotations

import argparse

from huozhong.site.cli.opening import open_house, say, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Bring the tables to this version of the code, and give the app's role its rights."""
    argparse.ArgumentParser(prog="huozhong migrate", description=main.__doc__).parse_args(arguments)
    from huozhong.site import setting_up

    open_house(as_owner=True)
    steps = setting_up.migrate(say)
    say(f"The tables are up to date ({steps} steps done).")
    return 0
