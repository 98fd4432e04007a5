"""News from below that moves a project."""

from __future__ import annotations

from datetime import datetime

from huozhong.kernel.refusals import NotFound
from huozhong.projects import services
from huozhong.records.services import hears
from huozhong.seeds.events import SeedPublished


@hears(SeedPublished, "projects.enter_catalogue")
def on_seed_published(event: SeedPublished, *, at: datetime) -> None:
    """The seed of an appraised project is out: the project is spreading."""
    try:
        services.enter_catalogue(event.seed_id, at=at)
    except NotFound:  # withdrawn again before we heard of it
        return
