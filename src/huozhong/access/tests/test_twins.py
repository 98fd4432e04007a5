"""can() and reach() are twins: on random trees with two lines, one answers for each unit what the other filters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huozhong.access import services as access
from huozhong.access.models import Appointment
from huozhong.kernel.actors import CLOCK, OPERATOR
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Line
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.roles import ROLES, Role
from huozhong.unions import services as unions
from huozhong.unions.models import Unit
from huozhong.unions.rules.standing import Kind
from tests.cast import NOW, SINCE, TODAY, Cast, found, person

DEPTHS = [Level.CITY, Level.DISTRICT, Level.TOWN, Level.GRASSROOTS]
KINDS = {Level.GRASSROOTS: Kind.ENTERPRISE}

trees = st.fixed_dictionaries(
    {
        "parents": st.lists(st.integers(0, 30), min_size=2, max_size=12),
        "trade": st.sets(st.integers(0, 11), max_size=4),
        "held": st.lists(
            st.tuples(st.integers(0, 12), st.sampled_from(sorted(Role)), st.booleans()), min_size=1, max_size=5
        ),
        "moved": st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=2),
    }
)


def grow(plan: dict) -> list[Unit]:
    """A random tree of at most four levels, some of its unions in an industry line too."""
    made = [found("样本市总工会", Kind.FEDERATION, Level.CITY, None, jurisdiction="3202")]
    for position, choice in enumerate(plan["parents"]):
        inner = [place for place in made if place.level is not Level.GRASSROOTS]
        parent = inner[choice % len(inner)]
        level = DEPTHS[DEPTHS.index(parent.level) + 1]
        made.append(found(f"第{position}工会", KINDS.get(level, Kind.FEDERATION), level, parent.unit_id))
    trade = found("产业工会", Kind.INDUSTRY, Level.DISTRICT, made[0].unit_id)
    for position in sorted({at % len(made) for at in plan["trade"]}):
        place = made[position]
        if place.level is Level.GRASSROOTS:
            unions.join_industry_line(place.unit_id, under=trade.unit_id, on=SINCE, actor=OPERATOR, at=NOW)
    return list(Unit.objects.order_by("id"))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=trees)
def test_can_and_reach_agree_on_every_unit_of_a_random_tree(db: None, plan: dict) -> None:
    from django.db import transaction

    with transaction.atomic():
        rows = grow(plan)
        who, account = person("某某", at=rows[0].place, sign_in_name="somebody")
        for position, role, by_trade in plan["held"]:
            unit = rows[position % len(rows)]
            line = Line.INDUSTRY if by_trade and unit.industry_path else Line.LOCALITY
            Appointment.objects.get_or_create(
                city_id=unit.city_id, person=who, unit=unit, role=role, line=line, from_date=SINCE,
                defaults={"appointed_at": NOW},
            )  # fmt: skip
        for moved, under in plan["moved"]:
            try:
                unions.move_unit(
                    rows[moved % len(rows)].id, under=rows[under % len(rows)].id, on=TODAY, actor=OPERATOR, at=NOW
                )
            except Refused:
                continue
        actor = access.actor_for(account, on=TODAY)
        places = [unit.place for unit in Unit.objects.all()]
        for permission in Permission:
            reach = access.reach(actor, permission)
            listed = set(Unit.objects.filter(reach.over("")).values_list("id", flat=True))
            answered = {place.unit_id for place in places if access.can(actor, permission, at=place)}
            assert listed == answered
            assert listed == {place.unit_id for place in places if reach.covers(place)}
        transaction.set_rollback(True)


def test_an_appointment_counts_from_its_first_day_until_the_day_before_its_end(cast: Cast) -> None:
    who, account = person("期满", at=cast.town, sign_in_name="term")
    access.appoint(
        who.pk, role=Role.CADRE, at_place=cast.town, from_date=TODAY, until_date=TODAY + timedelta(days=1),
        actor=OPERATOR, at=NOW,
    )  # fmt: skip

    held = [
        access.can(access.actor_for(account, on=TODAY + timedelta(days=n)), Permission.PROJECT_RUN, at=cast.town)
        for n in (-1, 0, 1)
    ]

    assert held == [False, True, False]


def test_the_same_role_is_not_held_twice_on_one_day(cast: Cast) -> None:
    with pytest.raises(Refused, match="任期不能重叠"):
        access.appoint(cast.bo.person_id, role=Role.CADRE, at_place=cast.works, from_date=TODAY, actor=OPERATOR, at=NOW)


def test_nobody_grants_what_they_do_not_hold(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        access.appoint(
            cast.bo.person_id, role=Role.AUDITOR, at_place=cast.works, from_date=TODAY, actor=cast.bo, at=NOW
        )


def test_outside_the_reach_is_not_found_and_inside_not_allowed_is_forbidden(cast: Cast) -> None:
    with pytest.raises(NotFound):
        access.require(cast.sara, Permission.PROJECT_RUN, at=cast.works, seen=Permission.PROJECT_READ)
    with pytest.raises(Forbidden):
        access.require(cast.bo, Permission.PROJECT_APPROVE, at=cast.works, seen=Permission.PROJECT_READ)


def test_the_clock_may_and_a_stranger_may_not(cast: Cast) -> None:
    assert access.can(CLOCK, Permission.PROJECT_RUN, at=cast.works)
    assert not access.can(cast.sara, Permission.PROJECT_RUN, at=cast.works)


def test_every_role_is_held_somewhere_and_says_what_it_is() -> None:
    assert all(card.levels and card.permissions and str(card.says) for card in ROLES.values())
