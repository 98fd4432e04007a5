"""Labels from results, looking back, and what becomes a standing rule."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Level, Place
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.seeds import queries, services
from huozhong.seeds.engine.evidence import Strength
from huozhong.seeds.models import LookBack, SeedVersion
from huozhong.seeds.services import ResultReading
from huozhong.seeds.tests.test_services import published
from huozhong.unions.rules.standing import Kind
from tests.cast import NOW, TODAY, Cast, actor, found

ACCEPTED = date(2025, 11, 1)


def adopter(cast: Cast, number: int, *, under: Place) -> tuple[Place, Actor]:
    place = found(f"样本{number}厂工会", Kind.ENTERPRISE, Level.GRASSROOTS, under.unit_id)
    return place, actor(f"干事{number}", f"cadre{number}", (Role.CADRE, place))


def finish(cast: Cast, seed_id: int, number: int, *, place: Place, who: Actor, actual: int) -> None:
    version = SeedVersion.objects.filter(seed_id=seed_id).latest("number")
    services.record_adoption(
        version.id, by_unit=place, project_id=number, project_label=f"项目{number}", adaptation="", actor=who, at=NOW
    )
    reading = ResultReading("答复问题", "个", Decimal(0), Decimal(100), Decimal(actual))
    services.record_result(
        number, city_id=place.city_id, share_reached=Fraction(actual, 100), readings=[reading],
        cost=Decimal("2000.00"), beneficiaries=100, at=NOW,
    )  # fmt: skip
    services.plan_look_backs(
        number, project_label=f"项目{number}", unit=place, accepted_date=ACCEPTED, readings=[reading], at=NOW
    )


def spread(cast: Cast, results: list[int]) -> tuple[int, list[Actor]]:
    """A seed whose adopters reached these results, in two districts by turns."""
    seed_id, people = published(cast), []
    for number, actual in enumerate(results, start=1):
        place, who = adopter(cast, number, under=cast.town if number % 2 else cast.elsewhere)
        finish(cast, seed_id, number, place=place, who=who, actual=actual)
        people.append(who)
    return seed_id, people


def label(seed_id: int) -> queries.LabelCard:
    found_label = queries.label_of(seed_id)
    assert found_label is not None
    return found_label


def test_with_two_results_the_page_says_too_few(cast: Cast) -> None:
    seed_id, _ = spread(cast, [90, 95])

    assert label(seed_id).label.strength is Strength.TOO_FEW
    assert "只有 2 家" in str(label(seed_id).sentence)
    assert label(seed_id).label.median is None


def test_six_results_make_a_label_with_its_spread_and_its_cost(cast: Cast) -> None:
    seed_id, _ = spread(cast, [60, 70, 80, 90, 100, 110])
    held = label(seed_id)

    assert (held.indicator, held.unit) == ("答复问题", "个")
    assert held.label.strength is Strength.WORKS
    assert (held.label.median, held.label.quartiles) == (85, (Fraction(145, 2), Fraction(195, 2)))
    assert (held.label.cost_per_person, held.label.areas) == (20, 2)


def test_what_is_kept_is_what_is_computed_anew(cast: Cast) -> None:
    seed_id, _ = spread(cast, [60, 70, 80, 90, 100, 110])
    before = label(seed_id).label

    services.refresh_labels(at=NOW + timedelta(1))

    assert label(seed_id).label == before


def test_an_indicator_that_the_seed_does_not_name_counts_for_nothing(cast: Cast) -> None:
    seed_id = published(cast)
    version = SeedVersion.objects.get(seed_id=seed_id)
    services.record_adoption(
        version.id, by_unit=cast.away, project_id=9, project_label="别的", adaptation="", actor=cast.sara, at=NOW
    )
    other = ResultReading("喝茶人次", "人次", Decimal(0), Decimal(1), Decimal(1))
    services.record_result(9, city_id=cast.away.city_id, share_reached=Fraction(1), readings=[other], at=NOW)

    assert label(seed_id).label.counted == 0


def looks(seed_number: int) -> list[LookBack]:
    return list(LookBack.objects.filter(project_id=seed_number).order_by("months"))


def test_an_accepted_project_is_looked_at_after_half_a_year_and_a_year_once_each(cast: Cast) -> None:
    spread(cast, [90])
    again = services.plan_look_backs(1, project_label="项目1", unit=cast.works, accepted_date=ACCEPTED, at=NOW)

    assert again == 0
    assert [(row.months, row.due_date) for row in looks(1)] == [(6, date(2026, 5, 1)), (12, date(2026, 11, 1))]


def answer(row: LookBack, who: Actor, *, runs: bool = True, paid: bool = False, words: str = "") -> None:
    services.answer_look_back(
        row.id, is_running=runs, is_subsidised=paid, value=Decimal(95), words=words, actor=who, at=NOW
    )


def test_a_look_back_is_answered_once_by_its_union(cast: Cast) -> None:
    _, (who,) = spread(cast, [90])
    row = looks(1)[1]
    with pytest.raises((Forbidden, NotFound)):
        answer(row, cast.sara)
    with pytest.raises(Refused, match="原因"):
        answer(row, who, runs=False)
    answer(row, who)
    with pytest.raises(Conflict):
        answer(row, who)


def test_what_is_overdue_waits_for_the_union_and_not_for_its_neighbours(cast: Cast) -> None:
    _, (who,) = spread(cast, [90])
    kinds = [str(one.kind) for one in queries.waiting_for(who, on=TODAY)]

    assert kinds.count("回头看：项目还在做吗") == 2
    assert queries.waiting_count(who, on=TODAY) == len(kinds)
    assert not [one for one in queries.waiting_for(cast.sara, on=TODAY) if "回头看" in str(one.kind)]


def test_a_seed_that_holds_without_subsidy_is_proposed_as_a_rule_and_is_one_once_the_paper_is_issued(
    cast: Cast,
) -> None:
    seed_id, people = spread(cast, [90, 91, 92])
    for number, who in enumerate(people, start=1):
        answer(looks(number)[1], who, paid=number == 3)
    assert queries.standing(seed_id, on=TODAY).units == 2
    with pytest.raises(Refused, match="满 3 家"):
        services.draft_standing_rule(seed_id, actor=cast.office, at=NOW)

    place, who = adopter(cast, 4, under=cast.town)
    finish(cast, seed_id, 4, place=place, who=who, actual=80)
    answer(looks(4)[0], who)
    assert queries.standing(seed_id, on=TODAY).is_ready
    paper_id = services.draft_standing_rule(seed_id, actor=cast.office, at=NOW)

    assert services.draft_standing_rule(seed_id, actor=cast.office, at=NOW) == paper_id
    assert queries.standing(seed_id, on=TODAY).issued_at is None
    assert services.mark_rule_issued(paper_id, at=NOW)
    assert not services.mark_rule_issued(paper_id, at=NOW)
    assert queries.lineage(seed_id).root.stage == "rule"


def test_the_lineage_says_tried_done_and_lasting(cast: Cast) -> None:
    seed_id, people = spread(cast, [90, 91])
    place, who = adopter(cast, 3, under=cast.town)
    version = SeedVersion.objects.get(seed_id=seed_id)
    services.record_adoption(
        version.id, by_unit=place, project_id=3, project_label="刚开始", adaptation="", actor=who, at=NOW
    )
    answer(looks(1)[1], people[0])

    stages = {node.label: node.stage for node in queries.lineage(seed_id).root.children}

    assert stages == {"项目1": "sustained", "项目2": "adopted", "刚开始": "tried"}
