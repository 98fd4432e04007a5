"""Random trees under random moves, merges and splits, held against a naive model that remembers every day's parents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huozhong.kernel.places import ids_of
from huozhong.kernel.refusals import Refused
from huozhong.unions import queries, services
from huozhong.unions.models import Unit
from huozhong.unions.rules.standing import Kind
from huozhong.unions.services import Part
from huozhong.unions.tests import make
from huozhong.unions.tests.make import LIN, NOW

DAYS = [date(2021, 1, 1) + timedelta(days=100 * n) for n in range(12)]


@dataclass
class Naive:
    """Parents of every day, kept whole: a copy a day."""

    parents: dict[date, dict[int, int | None]] = field(default_factory=dict)

    def subtree(self, unit_id: int, day: date) -> list[int]:
        of_day = self.parents[day]
        if unit_id not in of_day:
            return []
        found, waiting = {unit_id}, [unit_id]
        while waiting:
            above = waiting.pop()
            for child, parent in of_day.items():
                if parent == above and child not in found:
                    found.add(child)
                    waiting.append(child)
        return sorted(found)

    def today(self) -> dict[int, int | None]:
        return dict(Unit.objects.filter(dissolved_date=None).values_list("pk", "parent_id"))


kinds = st.sampled_from(["move", "move", "merge", "split", "found", "dissolve"])
deeds = st.lists(st.tuples(kinds, st.integers(0, 99), st.integers(0, 99)), min_size=len(DAYS), max_size=len(DAYS))


def _do(deed: str, one: Unit, other: Unit, *, on: date) -> None:
    if deed == "move":
        services.move_unit(one.pk, under=other.pk, on=on, actor=LIN, at=NOW)
    elif deed == "merge":
        services.merge_units([one.pk], into=other.pk, on=on, actor=LIN, at=NOW, why="合并")
    elif deed == "found":
        make.firm(queries.card_of(other), on=on)
    elif deed == "dissolve":
        services.dissolve_unit(one.pk, on=on, actor=LIN, at=NOW, why="撤销")
    else:
        children = tuple(Unit.objects.filter(parent=one, dissolved_date=None).values_list("pk", flat=True)[:1])
        part = Part("分出的工会", Kind(one.kind), unit_ids=children)
        services.split_unit(one.pk, parts=[part], on=on, actor=LIN, at=NOW, why="分立")


@pytest.mark.django_db(transaction=False)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
def test_random_edits_keep_every_earlier_day(deeds: list[tuple[str, int, int]], db: None) -> None:
    city = make.city()
    districts = [make.district(city, f"第{n}区总工会") for n in "一二三"]
    for spot in districts:
        group = make.firm(make.town(spot), "集团工会")
        make.firm(group, "分厂工会")
        make.joint(make.town(spot, "另一街道总工会"))
    naive = Naive()

    for day, (deed, first, second) in zip(DAYS, deeds, strict=True):
        units = list(Unit.objects.filter(city_id=city.id, dissolved_date=None).order_by("pk"))
        naive.parents[day - timedelta(days=1)] = naive.today()
        try:
            _do(deed, units[first % len(units)], units[second % len(units)], on=day)
        except Refused:
            assert naive.today() == naive.parents[day - timedelta(days=1)]
        naive.parents[day] = naive.today()

    _check_paths(city.id)
    everyone = list(Unit.objects.filter(city_id=city.id).values_list("pk", flat=True))
    for day in naive.parents:
        for unit_id in everyone:
            assert queries.subtree_on(unit_id, on=day) == naive.subtree(unit_id, day), (unit_id, day)


def _check_paths(city_id: int) -> None:
    parents = dict(Unit.objects.filter(city_id=city_id).values_list("pk", "parent_id"))
    for unit_id, path in Unit.objects.filter(city_id=city_id).values_list("pk", "path"):
        chain, step = [unit_id], parents[unit_id]
        while step is not None:
            assert step not in chain, "a cycle"
            chain.insert(0, step)
            step = parents[step]
        assert list(ids_of(path)) == chain
    assert queries.broken_paths() == []


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 11)), min_size=1, max_size=10))
def test_a_backdated_move_never_touches_an_earlier_day(moves: list[tuple[int, int, int]], db: None) -> None:
    city = make.city()
    districts = [make.district(city, f"第{n}区总工会") for n in "一二三"]
    towns = [make.town(districts[n % 3], f"第{n}街道总工会") for n in range(6)]
    firms = [make.firm(town) for town in towns]

    for which, where, when in moves:
        day = DAYS[when]
        earlier = [d - timedelta(days=1) for d in DAYS if d <= day] + [day - timedelta(days=1)]
        before = {(d, unit.id): queries.subtree_on(unit.id, on=d) for d in earlier for unit in districts}
        try:
            services.move_unit(towns[which].id, under=districts[where].id, on=day, actor=LIN, at=NOW)
        except Refused:
            continue
        assert {(d, unit_id): queries.subtree_on(unit_id, on=d) for d, unit_id in before} == before
        assert firms[which].id in queries.subtree_on(districts[where].id, on=day)
    assert queries.broken_paths() == []
