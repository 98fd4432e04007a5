"""Who belongs to the unit of a congress."""

from __future__ import annotations

from huozhong.kernel.places import Place


def stands_below(place: Place, top: Place) -> bool:
    """Whether a place is the top or stands under it, in either line."""
    below = place.path.startswith(top.path)
    return below or bool(top.industry_path and place.industry_path.startswith(top.industry_path))
