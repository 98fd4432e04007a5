"""`huozhong messages [MODULE …]`: put new sentences into the English catalogues; `--check` only lists."""

from __future__ import annotations

import shutil
import sys


def main(arguments: list[str]) -> int:
    """Renew or check; ends 1 when English is missing anywhere."""
    from huozhong.site import messages

    if shutil.which("xgettext") is None:
        sys.stderr.write("xgettext is missing: apt-get install gettext\n")
        return 2
    only_check = "--check" in arguments
    asked = [word for word in arguments if not word.startswith("-")] or list(messages.modules())
    if unknown := sorted(set(asked) - set(messages.modules())):
        sys.stderr.write(f"no such module: {', '.join(unknown)}\n")
        return 2
    _configure()
    missing = 0
    for module in asked:
        if not only_check:
            messages.renew(module)
        for lack in messages.lacks(module):
            missing += 1
            sys.stdout.write(f"{lack}\n")
    for line in messages.disagreements():
        sys.stdout.write(f"note: modules differ: {line}\n")
    sys.stdout.write(f"{missing} sentences need English\n")
    return 1 if missing else 0


def _configure() -> None:
    """The template reader asks Django for one setting; no database is needed."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
