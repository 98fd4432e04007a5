"""The one decision, pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.access import engine
from huozhong.access.engine import Root, Subtrees, merge, reach_of
from huozhong.kernel.actors import CLOCK, Actor, ActorKind, Appointed
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Line, Place
from huozhong.kernel.roles import Role


def held(role: Role, path: str, *, level: Level = Level.DISTRICT, line: Line = Line.LOCALITY) -> Appointed:
    return Appointed(role, 1, 1, line, path, level)


def person(*appointments: Appointed) -> Actor:
    return Actor(ActorKind.PERSON, "梅", person_id=2, appointments=appointments)


def place(path: str, industry_path: str = "") -> Place:
    return Place(int(path.rstrip(".").split(".")[-1]), 1, path, industry_path)


def test_a_role_reaches_its_unit_and_everything_below() -> None:
    mei = person(held(Role.PROJECT_OFFICE, "1.5."))

    reach = reach_of(mei, Permission.PROJECT_READ)

    assert reach.covers(place("1.5."))
    assert reach.covers(place("1.5.83."))
    assert not reach.covers(place("1."))
    assert not reach.covers(place("1.50."))
    assert not reach.covers(place("1.6.83."))


def test_an_industry_role_reaches_members_in_other_towns_and_nothing_else() -> None:
    mei = person(held(Role.CHAIR, "900.", line=Line.INDUSTRY, level=Level.TOWN))

    reach = reach_of(mei, Permission.PROJECT_READ)

    assert reach.covers(place("1.5.83.7.", "900.7."))
    assert not reach.covers(place("1.5.83."))


def test_a_role_held_where_its_card_does_not_allow_reaches_nothing() -> None:
    bo = person(held(Role.REGISTRAR, "1.5.83.7.", level=Level.GRASSROOTS))

    assert reach_of(bo, Permission.UNIT_MANAGE).is_empty


def test_what_protects_a_worker_is_never_reached_from_the_employers_own_union(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PROTECTS_THE_WORKER", frozenset({Permission.PROJECT_READ}))
    chair = held(Role.CHAIR, "1.5.83.7.", level=Level.GRASSROOTS)
    upper = held(Role.CHAIR, "1.5.", level=Level.DISTRICT)

    assert reach_of(person(chair), Permission.PROJECT_READ).is_empty
    assert reach_of(person(upper), Permission.PROJECT_READ).covers(place("1.5.83.7."))


def test_the_clock_reaches_everything_and_nobody_reaches_nothing() -> None:
    assert reach_of(CLOCK, Permission.PROJECT_RUN).covers(place("9.9."))
    assert reach_of(person(), Permission.UNIT_READ).is_empty


def test_the_nearest_appointment_is_the_role_used() -> None:
    lin = person(held(Role.CHAIR, "1.", level=Level.CITY), held(Role.PROJECT_OFFICE, "1.5."))

    assert engine.role_used(lin, Permission.PROJECT_APPROVE, place("1.5.83.")) == Role.PROJECT_OFFICE
    assert engine.role_used(lin, Permission.PROJECT_APPROVE, place("1.6.")) == Role.CHAIR


paths = st.lists(st.integers(1, 12), min_size=1, max_size=4).map(lambda ids: "".join(f"{i}." for i in ids))
roots = st.lists(st.builds(Root, st.sampled_from(Line), paths), max_size=8)


@given(roots=roots, path=paths, industry=st.one_of(st.just(""), paths))
def test_merging_never_changes_what_is_covered(roots: list[Root], path: str, industry: str) -> None:
    where = Place(1, 1, path, industry)

    assert Subtrees(merge(roots)).covers(where) == any(engine.lies_below(where, root) for root in roots)


@given(roots=roots)
def test_no_merged_subtree_lies_inside_another(roots: list[Root]) -> None:
    merged = merge(roots)

    assert not any(a != b and a.line is b.line and a.prefix.startswith(b.prefix) for a in merged for b in merged)
