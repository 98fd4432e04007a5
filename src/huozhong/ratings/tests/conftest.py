from __future__ import annotations

import pytest

from huozhong.ratings.queries import kinds
from huozhong.ratings.queries.kinds import remember
from huozhong.ratings.tests.planted import Planted, bargaining_kind, planted_kind
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def planted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """Two things that may carry stars, whose measurements the test sets; what the house itself rates stands aside."""
    monkeypatch.setattr(kinds, "_KINDS", {})
    plants = Planted(cast)
    remember(planted_kind(plants))
    remember(bargaining_kind(plants))
    return plants
