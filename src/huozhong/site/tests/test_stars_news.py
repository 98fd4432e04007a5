"""News of stars goes to the union's own office and to the district; a lost star to nobody else."""

from __future__ import annotations

import pytest

from huozhong.kernel.actors import Actor
from huozhong.ratings import services
from huozhong.ratings.tests import planted as stage
from huozhong.ratings.tests.planted import LATER, PDF, Planted, plant
from huozhong.records import queries as records
from huozhong.records import services as outbox
from tests.cast import NOW, TODAY, Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def planted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Planted:
    return plant(cast, monkeypatch)


def told(who: Actor) -> list[str]:
    assert who.person_id is not None
    return [one.template for one in records.notices_for(who.person_id, city_id=who.city_id)]


def test_each_step_is_told_to_whoever_it_concerns_and_a_lost_star_to_the_union_alone(
    cast: Cast, planted: Planted
) -> None:
    crew = stage.team(cast)
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, happy="3/4")
    outbox.run_pending(at=LATER)

    assert set(told(crew.bo)) == {"ratings.check_closed", "ratings.granted"}
    assert told(cast.mei) == told(crew.second) == ["ratings.submitted"]
    before = told(cast.mei), told(cast.lin), told(crew.member), told(cast.sara)

    services.record_breach(
        rating_id, happened=TODAY, words="没有公开", content=PDF, name="a.pdf", actor=cast.mei, at=LATER
    )
    services.answer_breach(rating_id, words="知道了", actor=crew.bo, at=LATER)
    services.decide_breach(rating_id, "lose", why="属实", actor=crew.chair, at=LATER)
    outbox.run_pending(at=LATER)
    outbox.run_pending(at=LATER)

    assert {"ratings.hearing", "ratings.decided"} <= set(told(crew.bo))
    assert len(told(crew.bo)) == 4
    assert (told(cast.mei), told(cast.lin), told(crew.member), told(cast.sara)) == before
    assert NOW < LATER
