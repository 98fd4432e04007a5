"""`huozhong restore`: a backup into an empty database and an empty data folder, checked before and after."""

from __future__ import annotations

import argparse
from pathlib import Path

from huozhong.site.cli.opening import open_house, say, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Restore a backup; refuses a changed one, one of a newer version, and a place that is not empty."""
    parser = argparse.ArgumentParser(prog="huozhong restore", description=main.__doc__)
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--sha256", default="", help="the sum printed when it was made; finds a forged backup too")
    wanted = parser.parse_args(arguments)
    open_house(as_owner=True)
    from django.conf import settings

    from huozhong.records import services as records
    from huozhong.site import archive, backing_up, keys, setting_up

    setting_up.make_database(say)
    try:
        contents = backing_up.restore(wanted.file, expected=wanted.sha256)
    except (archive.ArchiveError, backing_up.RestoreError) as refusal:
        say(str(refusal))
        return 1
    setting_up.migrate(say)
    say(f"Restored the backup of {contents.facts['made_at']}: {len(contents.sums)} files.")
    if not keys.personal_numbers_file(settings.DATA).exists():
        say(f"Put the old keys into {keys.folder(settings.DATA)} before `huozhong setup`, or numbers stay unreadable.")
    found = records.verify().findings
    say("The trail is whole." if not found else f"The trail has {len(found)} faults: run `huozhong records verify`.")
    return 1 if found else 0
