"""`huozhong backup`: root log, database and files in one checked file; keys only when asked for."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from huozhong.site.cli.opening import open_house, say, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Write a backup while the house goes on working; prints its path and its SHA-256."""
    parser = argparse.ArgumentParser(prog="huozhong backup", description=main.__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="where to write (backups/ in the data folder)")
    parser.add_argument("--with-keys", action="store_true", help="put the keys in too: guard such a file like the keys")
    wanted = parser.parse_args(arguments)
    open_house(as_owner=True)
    from django.conf import settings

    from huozhong.site import backing_up

    at = dt.datetime.now(dt.UTC)
    target = wanted.file or Path(settings.DATA) / "backups" / f"huozhong-{at:%Y%m%d-%H%M%S}.tar"
    if target.exists():
        say(f"{target} exists already: name another file.")
        return 1
    try:
        digest = backing_up.make(target.absolute(), at=at, with_keys=wanted.with_keys)
    except backing_up.RestoreError as refusal:
        say(str(refusal))
        return 1
    print(f"{target}\nSHA-256 {digest}")
    if not wanted.with_keys:
        say("The keys are not in it: keep a copy of the keys folder elsewhere, or personal numbers are lost for good.")
    return 0
