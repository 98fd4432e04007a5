"""Closing an entry: nothing can be scored any more, and its part of the proof sheet is kept."""

from __future__ import annotations

from datetime import datetime

from huozhong.juries.models import Entry
from huozhong.juries.queries.proof import entry_sheet


def close(entry: Entry, *, at: datetime) -> None:
    """Keep an entry's cards as they stand. The row is locked by the caller, so that no card slips in."""
    entry.closed_at = at
    entry.sheet = entry_sheet(entry)
    entry.save(update_fields=["closed_at", "sheet"])
