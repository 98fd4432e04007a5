from __future__ import annotations

import pytest

from huozhong.evidence.tests.stage import plant
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    made = assemble()
    plant(made)
    return made
