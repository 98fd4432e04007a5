"""The scene of every test here."""

from __future__ import annotations

import pytest

from huozhong.proposals.tests.stage import Scene, convene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return convene(cast)
