from __future__ import annotations

import pytest

from huozhong.congress.tests.stage import Hall, set_stage
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def hall(cast: Cast) -> Hall:
    return set_stage(cast)
