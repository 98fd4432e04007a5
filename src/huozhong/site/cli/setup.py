"""`huozhong setup`: keys, database, tables, rights, static files. Safe to run again, and twice at once."""

from __future__ import annotations

import argparse

from huozhong.site.cli.opening import open_house, say, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Bring this deployment to this version of the code."""
    argparse.ArgumentParser(prog="huozhong setup", description=main.__doc__).parse_args(arguments)
    from huozhong.site import setting_up
    from huozhong.site.database import data_folder
    from huozhong.site.places import ROOT

    data = data_folder(ROOT)
    with setting_up.alone(data):
        setting_up.make_keys(data, say)
        open_house(as_owner=True)
        setting_up.migrate(say)
        setting_up.collect_static(say)
    say(f"Ready. Data: {data}")
    return 0
