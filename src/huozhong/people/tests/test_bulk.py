"""Whole cities by COPY are as good as people registered one by one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection

from huozhong.kernel.refusals import Refused
from huozhong.people import queries, services
from huozhong.people.models import Membership, Person
from huozhong.people.rules.numbers import NumberKind
from huozhong.people.services import PersonRow
from huozhong.people.tests import make
from huozhong.people.tests.make import MEI, NOW, TODAY, number
from huozhong.records import queries as records
from huozhong.records.models import Trail
from huozhong.records.services import fold


def _rows(unit_id: int, count: int = 25) -> list[PersonRow]:
    return [
        PersonRow(
            f"吴小{'甲乙丙丁戊'[n % 5]}",
            unit_id,
            number=number(n),
            phone=f"+86138{n:08d}",
            from_date=date(2020, 5, 1),
            is_migrant=n % 5 == 0,
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.django_db
def test_copied_people_are_found_counted_and_readable() -> None:
    city = make.city()
    firm = make.firm(city)

    copied = services.copy_people(_rows(firm.id), actor=MEI, at=NOW, why="样例", is_sample=True)
    fold()

    assert (copied.persons, copied.members) == (25, 25)
    assert records.figure("members", city.id, on=TODAY) == 25
    assert records.figure("members_migrant", city.id, on=TODAY) == 5
    assert [r.differences for r in services.recount_members(city.id, on=TODAY)] == [(), (), ()]
    assert services.read_number(copied.first_id, kind=NumberKind.RESIDENT, actor=MEI, at=NOW, why="核对") == number(1)
    assert services.read_phone(copied.first_id, actor=MEI, at=NOW, why="核对") == "+8613800000001"
    assert Trail.objects.filter(kind="people.person", action="copied").count() == 1
    make.bo(firm, "赵晓", serial=900)


@pytest.mark.django_db
def test_a_number_that_is_recorded_already_stops_the_copy() -> None:
    firm = make.firm(make.city())
    make.bo(firm)

    with pytest.raises(IntegrityError):
        services.copy_people(_rows(firm.id), actor=MEI, at=NOW, why="样例")

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db
def test_a_recount_tells_what_was_wrong_and_mends_it() -> None:
    city = make.city()
    firm = make.firm(city)
    services.copy_people(_rows(firm.id, 3), actor=MEI, at=NOW, why="样例")
    person = Person.objects.filter(unit_id=firm.id).first()
    assert person is not None
    Membership.objects.filter(person=person).update(until_date=TODAY, end_reason="left")

    first, again = (services.recount_members(city.id, on=TODAY)[0] for _ in range(2))

    assert [(d.unit_id, d.kept, d.true) for d in first.differences] == [(firm.id, 3, 2)]
    assert again.differences == ()


@pytest.mark.django_db(transaction=True)
def test_a_first_load_makes_its_constraints_again() -> None:
    firm = make.firm(make.city())

    with services.first_load():
        services.copy_people(_rows(firm.id), actor=MEI, at=NOW, why="样例")

    assert len(queries.members_on(firm.id, on=TODAY)) == 25
    person_id = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            city_id=firm.city_id, person_id=person_id, unit_id=firm.id, from_date=TODAY, until_date=date(2030, 1, 1),
            end_reason="left",
        )  # fmt: skip
    with pytest.raises(Refused, match="已有人员登记"), services.first_load():
        pass
