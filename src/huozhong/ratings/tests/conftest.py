from __future__ import annotations

import pytest

from huozhong.ratings.tests.planted import Planted, plant
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def planted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """Two things that may carry stars, whose measurements the test sets."""
    return plant(cast, monkeypatch)
