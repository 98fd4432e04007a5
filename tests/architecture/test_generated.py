"""The documents that the code writes about itself are those in the folder."""

from __future__ import annotations

import pytest

from huozhong.site.generated import PAGES
from tests.architecture.floors import ROOT


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_committed_document_is_current(name: str) -> None:
    committed = (ROOT / "docs" / "generated" / name).read_text(encoding="utf-8")

    assert committed == PAGES[name](), "run: python3 run.py docs"
