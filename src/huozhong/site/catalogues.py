"""Compiles message catalogues (.po to .mo) without gettext; they are never committed."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def outdated(package: Path = PACKAGE) -> list[Path]:
    """Catalogues that were never compiled or have changed since."""
    sources = sorted(package.glob("*/locale/*/LC_MESSAGES/*.po"))
    return [source for source in sources if _is_outdated(source)]


def compile_outdated(package: Path = PACKAGE) -> int:
    """Compile what has changed; gives how many. Two processes at once do no harm."""
    import polib

    changed = outdated(package)
    for source in changed:
        moment = source.stat().st_mtime_ns
        unfinished = source.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(source), check_for_duplicates=True).save_as_mofile(str(unfinished))
        os.utime(unfinished, ns=(moment, moment))  # the same moment means: made from this very text
        unfinished.replace(source.with_suffix(".mo"))
    return len(changed)


def _is_outdated(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns != source.stat().st_mtime_ns
