"""What the congress room computes: a square code read from a photograph; a session's file packed. Pure."""

from huozhong.congress.engine.bundle import Part, broken, packed
from huozhong.congress.engine.squares import MOST_BYTES, square_in

__all__ = ["MOST_BYTES", "Part", "broken", "packed", "square_in"]
