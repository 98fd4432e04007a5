"""News of ballots."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class BallotNews(Event):
    """What happened to the ballot of a thing."""

    thing_kind: str
    thing_id: int
    election_id: int


@dataclass(frozen=True)
class BallotOpened(BallotNews):
    """Votes are taken from now on."""


@dataclass(frozen=True)
class BallotClosed(BallotNews):
    """No more votes are taken."""


@dataclass(frozen=True)
class BallotCounted(BallotNews):
    """The result stands."""


@dataclass(frozen=True)
class BallotVoided(BallotNews):
    """The ballot counts for nothing; the reason is on its page."""
