"""The scene of every test here."""

from __future__ import annotations

import pytest

from huozhong.rights.tests.stage import Scene, gather
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return gather(cast)
