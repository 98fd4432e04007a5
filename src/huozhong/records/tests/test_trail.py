"""The trail keeps who, in which role, where, when and why; it never keeps a personal number; it only grows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.refusals import Refused
from huozhong.records import queries, services
from huozhong.records.engine.personal import holds_personal_number, without_personal_numbers
from huozhong.records.models import Trail
from huozhong.records.tests.conftest import CITY, NOON, TOWN

pytestmark = pytest.mark.django_db


def test_a_row_says_who_in_which_role_where_when_why_and_on_which_rule(mei: Actor) -> None:
    services.note(
        "projects.project", 12, "declare", actor=mei, at=NOON, place=TOWN, label="暖心驿站", why="职工需要",
        moved=("draft", "declared"), details={"budget": 30000}, cites=[{"rule": "fund", "article": "第六条"}],
    )  # fmt: skip

    (row,) = queries.history("projects.project", 12)

    assert (row.actor_name, row.account_id, row.person_id, row.role) == ("梅", 7, 70, "CADRE")
    assert (row.unit_id, row.unit_path, row.city_id) == (83, "1.5.83.", 320200)
    assert (row.at, row.why, row.move_from, row.move_to) == (NOON, "职工需要", "draft", "declared")
    assert row.details == {"budget": 30000}
    assert row.cites == [{"rule": "fund", "article": "第六条"}]


def test_the_database_says_when_a_row_was_recorded_whatever_the_caller_claims() -> None:
    Trail.objects.create(
        kind="a.b", thing_id=1, action="x", actor_kind="clock", actor_name="时钟", at=NOON,
        recorded_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip

    assert Trail.objects.get().recorded_at.year > 2020


@pytest.mark.parametrize(
    "details",
    [
        {"phone": "13812345678"},
        {"phone": "+86 138-1234-5678"},
        {"phone": 13812345678},
        {"note": "身份证１１０１０１１９９００３０７７７５８，请核对"},
        {"list": [{"deep": "11010119900307775X"}]},
        {"13812345678": "as a key"},
    ],
)
def test_a_personal_number_in_the_details_is_refused_with_a_sentence(details: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(Refused, match="不要写") as caught:
        services.note("a.b", 1, "x", actor=CLOCK, at=NOON, details=details)

    assert isinstance(caught.value, services.UnfitForTheTrailError)
    assert caught.value.where.startswith("details")  # type: ignore[attr-defined]
    assert not holds_personal_number(f"{caught.value} {caught.value.where}")  # type: ignore[attr-defined]


@pytest.mark.parametrize("field", ["why", "label"])
def test_a_personal_number_in_the_words_is_refused_too(field: str) -> None:
    with pytest.raises(services.UnfitForTheTrailError, match="不要写"):
        services.note("a.b", 1, "x", actor=CLOCK, at=NOON, **{field: "联系 13812345678"})


@pytest.mark.parametrize(
    "text",
    [
        "91320200MA1XYZ1234",
        "2026-03-02 12:00",
        "锡工〔2026〕3号",
        "a13812345678bcdefa13812345678bcdefa13812345678bcdefa138123456789b",
        "8d1381e6-1381-2345-6789-13812345678a",
        "合同 123456789012345678901",
        "0510-82700000",
        "",
    ],
)
def test_other_numbers_are_no_personal_numbers(text: str) -> None:
    assert not holds_personal_number(text)


def test_personal_numbers_are_blotted_out_of_error_texts() -> None:
    assert without_personal_numbers("no such phone 13812345678!") == "no such phone ***!"


def test_floats_do_not_enter_the_trail() -> None:
    with pytest.raises(services.UnfitForTheTrailError, match="float"):
        services.note("a.b", 1, "x", actor=CLOCK, at=NOON, details={"share": 0.1})


def test_a_naive_moment_does_not_enter_the_trail() -> None:
    with pytest.raises(services.UnfitForTheTrailError, match="aware"):
        services.note("a.b", 1, "x", actor=CLOCK, at=NOON.replace(tzinfo=None))


CHANGES = [
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
]


@pytest.fixture
def one_of_each() -> None:
    services.note("a.b", 1, "x", actor=CLOCK, at=NOON)
    services.seal()


@pytest.mark.parametrize("table", services.append_only_tables())
@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_owner_may_change_remove_or_empty(change: str, table: str, one_of_each: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL huozhong.truncate = 'no'")  # test databases allow it otherwise
        with pytest.raises(DatabaseError, match=r"Cannot|only grows"), transaction.atomic():
            cursor.execute(change.format(table=table))


@pytest.mark.parametrize("table", services.append_only_tables())
@pytest.mark.parametrize("change", CHANGES)
def test_the_app_has_no_right_to(change: str, table: str, one_of_each: None, as_app: None) -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(change.format(table=table))


def test_the_app_may_add_and_seal(as_app: None) -> None:
    services.note("a.b", 1, "x", actor=CLOCK, at=NOON)

    assert services.seal().rows == 1


def test_a_page_of_the_trail_shows_what_the_reach_covers_and_goes_on_where_the_last_ended(mei: Actor) -> None:
    ids = [services.note("a.b", n, "x", actor=mei, at=NOON, place=TOWN) for n in range(5)]
    services.note("a.b", 9, "x", actor=mei, at=NOON, place=CITY)
    reach = queries.within_paths(["1.5."])

    first = queries.trail_page(reach, limit=3)
    second = queries.trail_page(reach, limit=3, before_id=first[-1].id)

    assert [row.id for row in (*first, *second)] == ids[::-1]
    assert queries.trail_page(queries.within_paths([])) == ()


def test_the_trail_cannot_be_read_without_a_reach() -> None:
    with pytest.raises(ValueError, match="reach"):
        queries.trail_page(Q())


def test_a_bulk_verb_leaves_a_row_for_each_thing() -> None:
    assert services.note_many("people.person", range(3000), "imported", actor=CLOCK, at=NOON) == 3000
    assert queries.history("people.person", 2999)[0].action == "imported"
