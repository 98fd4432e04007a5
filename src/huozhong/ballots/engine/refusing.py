"""How the engine says no."""

from __future__ import annotations

from huozhong.kernel.refusals import Refused


class BallotRefused(Refused):
    """A ballot, a key, a tally or a file is not what it says it is."""
