from __future__ import annotations

from collections.abc import Iterator

import pytest

from huozhong.clocks.tests import stage


@pytest.fixture
def files() -> Iterator[stage.Files]:
    with stage.files() as made:
        yield made
