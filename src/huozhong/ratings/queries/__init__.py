"""Reads of stars: what may carry one, who holds one, by which scheme, and what waits."""

from huozhong.ratings.queries.finding import (
    Overview,
    RatingLine,
    RatingOutcome,
    TownLine,
    find_rating,
    history_of,
    overview,
    rating_lines,
    rating_outcome,
    reviews_due,
    under_way,
)
from huozhong.ratings.queries.kinds import (
    Evidence,
    Indicator,
    Measured,
    Model,
    Subject,
    SubjectKind,
    kind_of,
    subject_kinds,
)
from huozhong.ratings.queries.schemes import (
    SchemeCard,
    VersionCard,
    find_scheme,
    findings,
    published_version,
    scheme_cards,
    scheme_for,
)
from huozhong.ratings.queries.showing import Reading, reading
from huozhong.ratings.queries.standing import level_place
from huozhong.ratings.queries.trying import Trial, dry_run
from huozhong.ratings.queries.waiting import Waiting, waiting_count, waiting_for

__all__ = [
    "Evidence",
    "Indicator",
    "Measured",
    "Model",
    "Overview",
    "RatingLine",
    "RatingOutcome",
    "Reading",
    "SchemeCard",
    "Subject",
    "SubjectKind",
    "TownLine",
    "Trial",
    "VersionCard",
    "Waiting",
    "dry_run",
    "find_rating",
    "find_scheme",
    "findings",
    "history_of",
    "kind_of",
    "level_place",
    "overview",
    "published_version",
    "rating_lines",
    "rating_outcome",
    "reading",
    "reviews_due",
    "scheme_cards",
    "scheme_for",
    "subject_kinds",
    "under_way",
    "waiting_count",
    "waiting_for",
]
