"""The showcase: cards, recusal, the ranking that anybody can compute again, publication."""

from __future__ import annotations

from fractions import Fraction

import pytest

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.roles import Role
from huozhong.projects import queries, services
from huozhong.projects.rules.words import JurorKind
from huozhong.projects.tests import stage
from tests.cast import NOW, TODAY, Cast, actor

CARD = {"organisation": 80, "novelty": 70, "effect": 90, "replicability": 60}


def juror(cast: Cast, number: int, project_id: int, home: Place | None = None) -> Actor:
    found = actor(f"评委{number}", f"juror{number}", (Role.JUROR, cast.city))
    assert found.person_id is not None
    services.appoint_juror(
        stage.row(project_id).programme_id,
        person_id=found.person_id,
        unit_id=(home or cast.city).unit_id,
        kind=JurorKind.WORKER,
        actor=cast.office,
        at=NOW,
    )
    return found


def test_the_total_drops_high_and_low_from_seven_and_can_be_computed_again(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    effects = (90, 80, 100, 70, 60, 50, 40)
    for number, effect in enumerate(effects):
        judge = juror(cast, number, project_id)
        services.score(project_id, points=CARD | {"effect": effect}, actor=judge, at=NOW)

    found = queries.ranking(stage.row(project_id).programme, on=TODAY, is_named=True).proofs[0]

    totals = sorted(Fraction(80 * 20 + 70 * 25 + effect * 35 + 60 * 20, 100) for effect in effects)
    assert found.total == sum(totals[1:-1]) / 5
    assert set(found.dropped) == {totals[0], totals[-1]}
    assert len(found.cards) == 7


def test_a_juror_stands_back_from_the_own_district(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    near = juror(cast, 1, project_id, cast.district)
    far = juror(cast, 2, project_id, cast.away)

    with pytest.raises(Forbidden) as caught:
        services.score(project_id, points=CARD, actor=near, at=NOW)
    assert "您应当回避" in str(caught.value.reason)
    services.score(project_id, points=CARD, actor=far, at=NOW)

    assert queries.ballots(near.person_id or 0, on=TODAY)[0].recused is not None


def test_who_is_not_on_the_jury_gives_no_card(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    stranger = actor("别处评委", "stranger", (Role.JUROR, cast.city))

    with pytest.raises(Forbidden, match="不是这次展评的评委"):
        services.score(project_id, points=CARD, actor=stranger, at=NOW)
    with pytest.raises(Forbidden):
        services.score(project_id, points=CARD, actor=cast.office, at=NOW)


@pytest.mark.parametrize("points", [{"effect": 101}, {"effect": -1}, {"effect": None}])
def test_points_outside_the_scale_are_refused(cast: Cast, points: dict[str, int | None]) -> None:
    project_id = stage.accepted(cast)
    judge = juror(cast, 1, project_id)

    with pytest.raises(Refused, match="0 到 100"):
        services.score(project_id, points=CARD | points, actor=judge, at=NOW)


def test_a_card_may_be_changed_until_the_result_is_published(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    judges = [juror(cast, number, project_id) for number in range(3)]
    services.score(project_id, points=CARD, actor=judges[0], at=NOW)
    with pytest.raises(Refused, match="至少需要 3 位"):
        services.publish_appraisal(project_id, actor=cast.office, at=NOW)
    for judge in judges:
        services.score(project_id, points=CARD | {"effect": 100}, actor=judge, at=NOW)

    services.publish_appraisal(project_id, actor=cast.office, at=NOW)

    row = stage.row(project_id)
    assert (row.state, row.tier) == ("appraised", "second")
    assert row.appraisal["total"] == "161/2"
    with pytest.raises(Refused, match="还没有公布"):
        services.score(project_id, points=CARD, actor=judges[0], at=NOW)
    with pytest.raises(Conflict):
        services.publish_appraisal(project_id, actor=cast.office, at=NOW)


def test_a_released_juror_no_longer_counts(cast: Cast) -> None:
    from huozhong.projects.models import Juror

    project_id = stage.accepted(cast)
    first, second = juror(cast, 1, project_id), juror(cast, 2, project_id)
    services.score(project_id, points=CARD, actor=first, at=NOW)
    services.score(project_id, points=CARD | {"effect": 0}, actor=second, at=NOW)

    gone = Juror.objects.get(person_id=second.person_id)
    services.release_juror(gone.id, why="临时出差。", actor=cast.office, at=NOW)

    found = queries.ranking(stage.row(project_id).programme, on=TODAY, is_named=True).proofs[0]
    assert len(found.cards) == 1


def test_the_same_person_is_not_seated_twice(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    judge = juror(cast, 1, project_id)

    with pytest.raises(Refused, match="已经是"):
        services.appoint_juror(
            stage.row(project_id).programme_id,
            person_id=judge.person_id or 0,
            unit_id=cast.city.unit_id,
            kind=JurorKind.EXPERT,
            actor=cast.office,
            at=NOW,
        )


def test_an_anonymous_jury_shows_numbers_instead_of_names(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    services.score(project_id, points=CARD, actor=juror(cast, 1, project_id), at=NOW)

    found = queries.ranking(stage.row(project_id).programme, on=TODAY, is_named=False).proofs[0]

    assert found.cards[0].juror == "1"
