"""News of stars. A lost star is told to the unit alone; nothing here is for the public."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class RatingNews(Event):
    """Something happened to a rating."""

    rating_id: int
    unit_path: str


@dataclass(frozen=True)
class RatingSubmitted(RatingNews):
    """A union handed its self-check in."""


@dataclass(frozen=True)
class RatingSentBack(RatingNews):
    """The office returned a self-check, with the reason."""


@dataclass(frozen=True)
class CheckClosed(RatingNews):
    """Two assessors signed what they found; objections may be raised for some days."""


@dataclass(frozen=True)
class StarGranted(RatingNews):
    """The last level confirmed the star."""


@dataclass(frozen=True)
class StarRefused(RatingNews):
    """There is no star this time, with the reason."""


@dataclass(frozen=True)
class HearingOpened(RatingNews):
    """A breach was recorded: the union is heard before anything is decided."""


@dataclass(frozen=True)
class HearingClosed(RatingNews):
    """What came of a hearing: the star stays, is lowered, or is lost."""


@dataclass(frozen=True)
class StarRestored(RatingNews):
    """A lost star is held again."""
