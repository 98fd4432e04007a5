"""Stars of workers' congresses: the default scheme is sound, and every indicator reads the congress's own records."""

from __future__ import annotations

import pytest

from huozhong.ratings import queries, services
from huozhong.ratings.models import Rating, SchemeVersion
from huozhong.ratings.rules.checking import check
from huozhong.ratings.rules.scheme import WHOLE, read
from huozhong.site import stars, stars_default, stars_facts
from tests.cast import NOW, TODAY, Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def test_the_default_scheme_passes_its_own_check_and_says_that_it_is_ours(cast: Cast) -> None:
    design, cites = stars_default.design(cast.city, TODAY)
    kind = queries.kind_of(stars.KIND)

    assert check(design, kind.catalogue) == ()
    assert sum(block.weight for block in design.blocks) == WHOLE
    assert "自拟" in design.origin
    assert {(one["status"], one["mark"]) for one in cites} == {("unverified", "D")}
    assert [(rung.star, rung.points, rung.confirmed_by) for rung in design.ladder] == [
        (3, 70, "district"), (4, 80, "district"), (5, 90, "city"),
    ]  # fmt: skip
    assert set(design.indicators) <= {one.key for one in stars.INDICATORS}


def test_a_union_without_a_congress_has_nothing_measured_and_says_why(cast: Cast) -> None:
    facts = stars_facts.gather(cast.works.unit_id, TODAY)

    for indicator in stars.INDICATORS:
        found = indicator.of(facts)
        assert found.value is None, indicator.key
        assert found.note is not None, indicator.key


def test_the_office_begins_with_the_default_and_publishes_it(cast: Cast) -> None:
    scheme_id = services.start_scheme(
        cast.city.unit_id, kind=stars.KIND, title="星级职代会评定办法", model="ours", actor=cast.office, at=NOW
    )
    services.publish(scheme_id, actor=cast.office, at=NOW)

    version = SchemeVersion.objects.get(scheme_id=scheme_id)
    assert read(version.design).valid_years == 2
    assert len(version.cites) == 5
    assert not Rating.objects.exists()
