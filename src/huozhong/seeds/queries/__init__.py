"""Reads of seeds."""

from huozhong.seeds.queries.cards import (
    PAGE,
    BudgetSketch,
    SeedCard,
    Sketch,
    TargetSketch,
    TaskSketch,
    VersionCard,
    drafts,
    published,
    seed,
    versions,
)
from huozhong.seeds.queries.lineage import Lineage, Node, lineage
from huozhong.seeds.queries.pages import PageCard, PracticeCard, page, pages
from huozhong.seeds.queries.waiting import Waiting, waiting_count, waiting_for

__all__ = [
    "PAGE",
    "BudgetSketch",
    "Lineage",
    "Node",
    "PageCard",
    "PracticeCard",
    "SeedCard",
    "Sketch",
    "TargetSketch",
    "TaskSketch",
    "VersionCard",
    "Waiting",
    "drafts",
    "lineage",
    "page",
    "pages",
    "published",
    "seed",
    "versions",
    "waiting_count",
    "waiting_for",
]
