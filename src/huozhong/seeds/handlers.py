"""News from below that a seed hears."""

from __future__ import annotations

from datetime import datetime

from huozhong.papers.events import PaperIssued
from huozhong.records.services import hears
from huozhong.seeds import services
from huozhong.seeds.events import SeedPublished
from huozhong.seeds.services import search


@hears(PaperIssued, "seeds.rule_issued")
def on_paper_issued(event: PaperIssued, *, at: datetime) -> None:
    """The draft of a standing rule was issued: the seed is one from today."""
    services.mark_rule_issued(event.paper_id, at=at)


@hears(SeedPublished, "seeds.index")
def on_seed_published(event: SeedPublished, *, at: datetime) -> None:
    """A published seed is found by its words at once."""
    search.index_seed(event.seed_id, at=at)
