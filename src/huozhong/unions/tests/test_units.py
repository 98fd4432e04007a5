"""Units are found, moved, renamed, merged, split and dissolved; the past stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from huozhong.kernel.places import Level, Line
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.records import queries as records
from huozhong.records.services import fold
from huozhong.unions import queries, services
from huozhong.unions.models import Unit, UnitTenure
from huozhong.unions.rules.standing import Kind
from huozhong.unions.services import Part
from huozhong.unions.tests import make
from huozhong.unions.tests.make import LIN, NOW, TODAY

pytestmark = pytest.mark.django_db
MOVED = date(2024, 3, 1)
BEFORE = MOVED - timedelta(days=1)


def move(unit_id: int, under: int, on: date = MOVED):
    return services.move_unit(unit_id, under=under, on=on, actor=LIN, at=NOW, why="行政区划调整")


def test_a_path_is_the_chain_of_ids() -> None:
    city = make.city()
    firm = make.firm(make.town(make.district(city)))

    chain = queries.ancestors(firm.id)

    assert firm.path == "".join(f"{unit.id}." for unit in chain)
    assert [unit.level for unit in chain] == [Level.CITY, Level.DISTRICT, Level.TOWN, Level.GRASSROOTS]
    assert {unit.city_id for unit in chain} == {city.id}


def test_a_move_takes_all_below_and_leaves_the_past() -> None:
    city = make.city()
    old, new = make.district(city), make.district(city, "滨湖区总工会")
    town = make.town(old)
    firm = make.firm(town)

    move(town.id, new.id)

    assert queries.subtree_on(old.id, on=BEFORE) == [old.id, town.id, firm.id]
    assert queries.subtree_on(old.id, on=MOVED) == [old.id]
    assert queries.subtree_on(new.id, on=BEFORE) == [new.id]
    assert queries.subtree_on(new.id, on=MOVED) == sorted([new.id, town.id, firm.id])
    assert queries.unit(firm.id).path == f"{city.id}.{new.id}.{town.id}.{firm.id}."
    assert queries.broken_paths() == []


def test_the_figures_follow_a_move_from_its_day_on() -> None:
    city = make.city()
    old, new = make.district(city), make.district(city, "滨湖区总工会")
    town = make.town(old)
    make.firm(town)
    fold()

    move(town.id, new.id)
    fold()

    assert records.figure("unions", old.id, on=BEFORE) == 1
    assert records.figure("unions", old.id, on=MOVED) == 0
    assert records.figure("unions", new.id, on=MOVED) == 1
    assert records.figure("unions", city.id, on=MOVED) == 1


def test_a_unit_cannot_be_moved_below_itself() -> None:
    area = make.found("园区工会", kind=Kind.AREA, level=Level.TOWN, under=make.district(make.city()))
    inner = make.found("村工会", kind=Kind.AREA, level=Level.GRASSROOTS, under=area)

    with pytest.raises(Refused, match="下级下面"):
        move(area.id, inner.id)
    with pytest.raises(Refused, match="下级下面"):
        move(area.id, area.id)

    assert queries.path_on(area.id, on=TODAY) == area.path


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(TODAY + timedelta(days=1), "还没有到"), (make.FOUNDED - timedelta(days=1), "刚变动过")],
)
def test_a_move_on_an_impossible_day_is_refused(on: date, sentence: str) -> None:
    city = make.city()
    town, other = make.town(make.district(city)), make.district(city, "滨湖区总工会")

    with pytest.raises(Refused, match=sentence):
        move(town.id, other.id, on=on)

    assert UnitTenure.objects.filter(unit_id=town.id).count() == 1


def test_a_second_move_on_the_same_day_replaces_the_first() -> None:
    city = make.city()
    first, second, third = (make.district(city, f"第{n}区总工会") for n in "一二三")
    town = make.town(first)

    move(town.id, second.id)
    move(town.id, third.id)

    assert queries.subtree_on(second.id, on=MOVED) == [second.id]
    assert queries.subtree_on(third.id, on=MOVED) == [third.id, town.id]
    assert queries.subtree_on(first.id, on=BEFORE) == [first.id, town.id]


def test_a_backdated_move_takes_those_who_came_and_went_since() -> None:
    city = make.city()
    old, new = make.district(city), make.district(city, "滨湖区总工会")
    town, other = make.town(old), make.town(old, "长安街道总工会")
    late = make.firm(town, "晚来的厂工会", on=MOVED + timedelta(days=30))
    left = make.firm(town, "早走的厂工会")
    move(left.id, other.id, on=MOVED + timedelta(days=60))

    move(town.id, new.id)

    assert queries.subtree_on(new.id, on=MOVED) == sorted([new.id, town.id, left.id])
    assert queries.subtree_on(new.id, on=MOVED + timedelta(days=30)) == sorted([new.id, town.id, left.id, late.id])
    assert queries.subtree_on(new.id, on=MOVED + timedelta(days=60)) == sorted([new.id, town.id, late.id])
    assert left.id in queries.subtree_on(old.id, on=TODAY)
    assert queries.broken_paths() == []


def test_a_unit_takes_over_the_rules_of_its_new_place() -> None:
    city = make.city()
    old = make.district(city, jurisdiction="320206")
    new = make.district(city, "滨湖区总工会", jurisdiction="320211")
    firm = make.firm(make.town(old))
    assert queries.jurisdictions(firm.id) == ("320206", "3202", "32", "CN")

    move(firm.id, new.id)

    assert queries.jurisdictions(firm.id) == ("320211", "3202", "32", "CN")


@pytest.mark.parametrize(
    ("kind", "level"),
    [(Kind.FEDERATION, Level.CITY), (Kind.FEDERATION, Level.PROVINCE), (Kind.FEDERATION, Level.DISTRICT)],
)
def test_a_federation_stands_only_below_the_next_higher_one(kind: Kind, level: Level) -> None:
    district = make.district(make.city())

    with pytest.raises(Refused, match="下面不能直接设"):
        make.found("不该有的总工会", kind=kind, level=level, under=district)


def test_nothing_stands_below_a_joint_union() -> None:
    joint = make.joint(make.town(make.district(make.city())))

    with pytest.raises(Refused, match="联合工会下面不能直接设企业工会"):
        make.firm(joint)


def test_an_enterprise_union_cannot_stand_at_city_level() -> None:
    city = make.city()

    with pytest.raises(Refused, match="企业工会不能设在市级"):
        make.found("某厂工会", kind=Kind.ENTERPRISE, level=Level.CITY, under=city)


def test_a_unit_does_not_leave_its_city() -> None:
    town = make.town(make.district(make.city()))
    elsewhere = make.district(make.city("苏州市总工会", "3205"))

    with pytest.raises(Refused, match="不能跨市"):
        move(town.id, elsewhere.id)


def test_an_unknown_unit_is_not_found() -> None:
    with pytest.raises(NotFound):
        move(10**9, make.city().id)


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE unions_unit SET parent_id = NULL, path = id::text || '.' WHERE id = %s",
        "UPDATE unions_unit SET path = '1.' || path WHERE id = %s",
        "UPDATE unions_unit SET city_id = city_id + 1 WHERE id = %s",
        "DELETE FROM unions_unit WHERE id = %s",
        "DELETE FROM unions_unittenure WHERE unit_id = %s",
    ],
)
def test_the_database_refuses_every_other_road(write: str) -> None:
    firm = make.firm(make.town(make.district(make.city())))

    with pytest.raises(DatabaseError, match=r"verb|Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(write, [firm.id])


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE unions_unit SET path = id::text || '.' WHERE id = %s",
        "UPDATE unions_unit SET path = parent_id::text || '.' || id::text || '.' || id::text || '.' WHERE id = %s",
        "UPDATE unions_unit SET parent_id = id WHERE id = %s",
        "UPDATE unions_unit SET level = 'city' WHERE id = %s",
        "UPDATE unions_unit SET industry_path = id::text || '.' WHERE id = %s",
    ],
)
def test_even_with_the_tree_open_a_false_path_is_refused(write: str) -> None:
    firm = make.firm(make.town(make.district(make.city())))

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huozhong.tree', 'open', true)")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(write, [firm.id])


def test_two_tenures_on_one_day_are_refused_by_the_database() -> None:
    town = make.town(make.district(make.city()))

    with pytest.raises(IntegrityError), transaction.atomic():
        UnitTenure.objects.create(
            city_id=town.city_id, unit_id=town.id, line="locality", path=town.path, from_date=TODAY
        )


def test_a_new_name_keeps_the_old_one_for_the_days_before() -> None:
    unit = make.district(make.city(), "锡山区总工会")

    services.rename_unit(unit.id, name="惠山区总工会", on=MOVED, actor=LIN, at=NOW)

    assert queries.name_on(unit.id, on=BEFORE) == "锡山区总工会"
    assert queries.name_on(unit.id, on=MOVED) == "惠山区总工会"
    assert [branch.name for branch in queries.tree_on(unit.id, on=BEFORE)] == ["锡山区总工会"]


def test_a_unit_with_others_below_it_is_not_dissolved() -> None:
    district = make.district(make.city())
    make.town(district)

    with pytest.raises(Refused, match="还有 1 个下级"):
        services.dissolve_unit(district.id, on=TODAY, actor=LIN, at=NOW, why="撤并")


def test_a_dissolved_unit_is_there_for_the_days_before() -> None:
    town = make.town(make.district(make.city()))
    firm = make.firm(town)

    services.dissolve_unit(firm.id, on=MOVED, actor=LIN, at=NOW, why="企业注销")

    assert queries.subtree_on(town.id, on=BEFORE) == [town.id, firm.id]
    assert queries.subtree_on(town.id, on=MOVED) == [town.id]
    assert queries.subtree_ids(town.id) == [town.id]
    with pytest.raises(Refused, match="已于 2024-03-01 撤销"):
        services.rename_unit(firm.id, name="新名字", on=TODAY, actor=LIN, at=NOW)


def test_a_merge_moves_what_stood_below_and_tells_what_went_where() -> None:
    city = make.city()
    district = make.district(city)
    ending, going_on = make.town(district), make.town(district, "新街道总工会")
    firm = make.firm(ending)

    services.merge_units([ending.id], into=going_on.id, on=MOVED, actor=LIN, at=NOW, why="街道合并")

    assert queries.subtree_on(ending.id, on=BEFORE) == [ending.id, firm.id]
    assert queries.subtree_on(ending.id, on=MOVED) == []
    assert firm.id in queries.subtree_ids(going_on.id)
    (told,) = queries.successions(going_on.id)
    assert (told.kind, told.before_id, told.after_id, told.unit_ids) == ("merge", ending.id, going_on.id, (firm.id,))


def test_a_merge_that_cannot_be_done_whole_is_not_done_at_all() -> None:
    district = make.district(make.city())
    group, other = make.firm(make.town(district), "集团工会"), make.joint(make.town(district, "新街道总工会"))
    child = make.firm(group, "分厂工会")

    with pytest.raises(Refused, match="联合工会下面不能直接设企业工会"):
        services.merge_units([group.id], into=other.id, on=MOVED, actor=LIN, at=NOW, why="合并")

    assert queries.unit(child.id).parent_id == group.id
    assert not queries.unit(group.id).is_dissolved


def test_a_split_founds_parts_beside_the_unit() -> None:
    town = make.town(make.district(make.city()))
    park = make.joint(town)
    first, second = (
        services.register_employer(name, unit_id=park.id, on=make.FOUNDED, actor=LIN, at=NOW)
        for name in ("甲公司", "乙公司")
    )

    (part,) = services.split_unit(
        park.id,
        parts=[Part("乙公司工会", Kind.ENTERPRISE, employer_ids=(second.id,))],
        on=MOVED,
        actor=LIN,
        at=NOW,
        why="乙公司满 25 人单独建会",
    )

    assert part.parent_id == town.id
    assert queries.employers_of_on(park.id, on=BEFORE) == [first.id, second.id]
    assert queries.employers_of_on(park.id, on=MOVED) == [first.id]
    assert queries.employers_of_on(part.id, on=MOVED) == [second.id]


def test_a_unit_stands_in_both_lines_and_is_counted_once() -> None:
    city = make.city()
    cable = make.industry(city)
    firm = make.firm(make.town(make.district(city)))
    own = make.firm(cable, "直属厂工会")

    services.join_industry_line(firm.id, under=cable.id, on=MOVED, actor=LIN, at=NOW)
    services.join_industry_line(own.id, under=cable.id, on=MOVED, actor=LIN, at=NOW)

    assert queries.covered_on(cable.id, on=BEFORE) == sorted([cable.id, own.id])
    assert queries.covered_on(cable.id, on=MOVED) == sorted([cable.id, own.id, firm.id])
    assert queries.unit(firm.id).industry_path == f"{cable.id}.{firm.id}."
    fold()
    assert records.figure("unions", cable.id, on=MOVED) == 2
    assert records.figure("unions", cable.id, on=BEFORE) == 1


def test_a_unit_leaves_the_industry_line_from_a_day_on() -> None:
    city = make.city()
    cable, firm = make.industry(city), make.firm(make.district(city))
    services.join_industry_line(firm.id, under=cable.id, on=make.FOUNDED + timedelta(days=1), actor=LIN, at=NOW)

    services.leave_industry_line(firm.id, on=MOVED, actor=LIN, at=NOW)

    assert queries.subtree_on(cable.id, on=BEFORE, line=Line.INDUSTRY) == [cable.id, firm.id]
    assert queries.subtree_on(cable.id, on=MOVED, line=Line.INDUSTRY) == [cable.id]
    assert queries.unit(firm.id).industry_path == ""


def test_nobody_joins_an_industry_line_under_a_federation() -> None:
    city = make.city()
    firm = make.firm(make.district(city))

    with pytest.raises(Refused, match="应是产业工会"):
        services.join_industry_line(firm.id, under=city.id, on=MOVED, actor=LIN, at=NOW)


def test_the_move_is_in_the_trail_and_in_the_news() -> None:
    from huozhong.records.models import News, Trail

    city = make.city()
    town, other = make.town(make.district(city)), make.district(city, "滨湖区总工会")

    move(town.id, other.id)

    row = Trail.objects.get(kind="unions.unit", thing_id=town.id, action="moved")
    assert (row.actor_name, row.why) == ("林", "行政区划调整")
    assert News.objects.filter(name="unions.UnitMoved").count() == 1


def test_the_app_role_can_carry_out_the_verbs_but_no_other_writing(as_app: None) -> None:
    city = make.city()
    town, other = make.town(make.district(city)), make.district(city, "滨湖区总工会")

    move(town.id, other.id)

    assert queries.unit(town.id).parent_id == other.id
    with pytest.raises(DatabaseError, match=r"verb|Cannot"), transaction.atomic():
        Unit.objects.filter(pk=town.id).update(parent_id=city.id)
