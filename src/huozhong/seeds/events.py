"""News of seeds."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class SeedPublished(Event):
    """A seed, or a new version of it, may be adopted by others."""

    seed_id: int
    unit_path: str


@dataclass(frozen=True)
class SeedAdopted(Event):
    """A union took a seed into a project."""

    seed_id: int
    adoption_id: int
    unit_path: str
