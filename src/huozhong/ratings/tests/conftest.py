from __future__ import annotations

from collections.abc import Iterator

import pytest

from huozhong.ratings.queries.kinds import forget, remember
from huozhong.ratings.tests.planted import Planted, bargaining_kind, planted_kind
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def planted(cast: Cast) -> Iterator[Planted]:
    """Two things that may carry stars, whose measurements the test sets."""
    plants = Planted(cast)
    remember(planted_kind(plants))
    remember(bargaining_kind(plants))
    yield plants
    forget("planted")
    forget("bargaining")
