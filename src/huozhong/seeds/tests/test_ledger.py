"""种子台账: the published seeds of a unit in its own sheet."""

from __future__ import annotations

from huozhong.ledgers import services as ledgers
from huozhong.seeds.tests.test_services import draft, published
from tests.cast import NOW, Cast


def test_a_published_seed_stands_in_the_ledger_and_a_draft_does_not(cast: Cast) -> None:
    draft(cast)
    published(cast)

    row = ledgers.ask_export("seeds", unit_id=cast.city.unit_id, actor=cast.office, at=NOW)
    elsewhere = ledgers.ask_export("seeds", unit_id=cast.away.unit_id, actor=cast.sara, at=NOW)

    assert (row.row_count, elsewhere.row_count) == (1, 0)
