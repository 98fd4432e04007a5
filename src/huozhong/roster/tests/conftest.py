from __future__ import annotations

import pytest

from huozhong.roster.tests.stage import Stage, assembled
from tests.cast import Cast


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return assembled(cast)
