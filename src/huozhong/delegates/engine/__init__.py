"""A roster of delegates as a sheet: read with every cell judged, written plain. Pure: no Django, no rows, no clock."""

from huozhong.delegates.engine.rosters import (
    HEADS,
    ReadRoster,
    RosterRow,
    Wrong,
    read_roster,
    roster_sheet,
    sample_sheet,
)

__all__ = ["HEADS", "ReadRoster", "RosterRow", "Wrong", "read_roster", "roster_sheet", "sample_sheet"]
