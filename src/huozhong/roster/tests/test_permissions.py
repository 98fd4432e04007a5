"""The table of addresses and people: 200 for whoever may, 403 inside the reach, 404 outside it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.roles import Role
from huozhong.people import queries as people
from huozhong.roster import urls
from huozhong.roster.models import Upload
from huozhong.roster.tests.stage import Stage
from tests.cast import NOW, SINCE

pytestmark = pytest.mark.django_db

# address: (what it is about, who: status). Everything is about Bo's union and its member; Gu is the city's registrar,
# He the eastern district's, Lin chairs the city, Mei is cadre of the district, Sara stands elsewhere, Ding is a member.
#                        gu   he   lin  mei  bo   sara ding
TABLE: dict[str, tuple[int, ...]] = {
    "units": (200, 200, 200, 200, 200, 200, 403),
    "unit": (200, 200, 200, 200, 200, 404, 403),
    "found": (200, 200, 403, 403, 403, 403, 403),
    "rename": (200, 200, 403, 403, 403, 403, 403),
    "move": (200, 200, 403, 403, 403, 403, 403),
    "leave_line": (200, 200, 403, 403, 403, 403, 403),
    "merge": (200, 200, 403, 403, 403, 403, 403),
    "split": (200, 200, 403, 403, 403, 403, 403),
    "dissolve": (200, 200, 403, 403, 403, 403, 403),
    "register": (200, 200, 403, 200, 200, 404, 403),
    "upload_form": (200, 200, 403, 200, 200, 404, 403),
    "export": (200, 200, 403, 200, 200, 404, 403),
    "choose_person": (200, 200, 200, 403, 403, 403, 403),
    "appoint": (200, 200, 200, 403, 403, 403, 403),
    "people": (200, 200, 200, 200, 200, 200, 403),
    "person": (200, 200, 200, 200, 200, 404, 403),
    "change_person": (200, 200, 403, 200, 200, 404, 403),
    "number": (200, 200, 403, 200, 200, 404, 403),
    "read_number": (200, 200, 403, 403, 403, 403, 403),
    "phone": (200, 200, 403, 200, 200, 404, 403),
    "read_phone": (200, 200, 403, 200, 200, 404, 403),
    "addresses": (200, 200, 403, 200, 200, 404, 403),
    "enrol": (200, 200, 403, 200, 200, 404, 403),
    "transfer": (200, 200, 403, 200, 200, 404, 403),
    "retain": (200, 200, 403, 200, 200, 404, 403),
    "resume": (200, 200, 403, 200, 200, 404, 403),
    "end_membership": (200, 200, 403, 200, 200, 404, 403),
    "choose_unit": (200, 200, 200, 403, 403, 403, 403),
    "open_account": (200, 200, 200, 403, 403, 403, 403),
    "close_account": (200, 200, 200, 403, 403, 403, 403),
    "appointments": (200, 200, 200, 403, 403, 403, 403),
    "end_office": (200, 200, 200, 403, 403, 403, 403),
    "upload": (404, 404, 403, 404, 200, 404, 403),
    "progress": (404, 404, 403, 404, 200, 404, 403),
    "wrong_rows": (404, 404, 403, 404, 200, 404, 403),
    "give_up": (405, 405, 403, 405, 405, 405, 403),
}
WHO = ("gu", "he", "lin", "mei", "bo", "sara", "ding")


def address(name: str, stage: Stage) -> str:
    """The address, about Bo's union and its member."""
    upload = Upload.objects.create(
        city_id=stage.cast.works.city_id, unit_id=stage.cast.works.unit_id, account_id=stage.cast.bo.account_id,
        file_name="名册.csv", sha256="0" * 64, rows=1, new=1, joining=0, known=0, wrong_rows=0, uploaded_at=NOW,
    )  # fmt: skip
    office = access.appoint(
        stage.near, role=Role.SEAL_KEEPER, at_place=stage.cast.works, from_date=SINCE, actor=OPERATOR, at=NOW
    )
    values = {
        "unit_id": stage.cast.works.unit_id,
        "person_id": stage.near,
        "kind": "resident",
        "account_id": 1,
        "appointment_id": office,
        "upload_id": upload.pk,
    }
    pattern = next(one for one in urls.urlpatterns if one.name == name)
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
    return reverse(f"roster:{name}", kwargs={key: values[key] for key in wanted})


def test_the_table_names_every_address() -> None:
    assert set(TABLE) == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize("name", TABLE)
def test_who_may_open_which_page(stage: Stage, name: str) -> None:
    asked = address(name, stage)

    answers = {who: stage.client(who).get(asked).status_code for who in WHO}

    assert answers == dict(zip(WHO, TABLE[name], strict=True))


@pytest.mark.parametrize("name", TABLE)
def test_who_is_not_signed_in_is_sent_to_sign_in(stage: Stage, name: str) -> None:
    answer = Client().get(address(name, stage))

    assert answer.status_code in (302, 405)
    assert answer.status_code == 405 or "sign-in" in answer["Location"]


def test_a_district_does_not_manage_another_one(stage: Stage) -> None:
    he = stage.client("he")
    far = {"unit_id": stage.cast.away.unit_id}

    statuses = [
        he.get(reverse(f"roster:{name}", kwargs=far)).status_code for name in ("unit", "found", "move", "merge")
    ]

    assert statuses == [404] * 4


def test_a_unit_that_tops_ones_reach_is_not_moved_merged_or_dissolved_by_oneself(stage: Stage) -> None:
    own = {"unit_id": stage.cast.district.unit_id}

    answers = [stage.client("he").get(reverse(f"roster:{name}", kwargs=own)) for name in ("merge", "split", "dissolve")]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert "要由东区总工会的上级工会办理" in answers[0].content.decode()


def test_a_person_outside_the_reach_is_not_found_by_id(stage: Stage) -> None:
    assert stage.client("bo").get(reverse("roster:person", args=[stage.far])).status_code == 404
    assert people.person(stage.far).name == "施远山"


def test_somebody_who_holds_office_above_gets_no_account_from_below(stage: Stage) -> None:
    assert stage.cast.lin.person_id is not None
    chair = stage.cast.lin.person_id
    from huozhong.people.models import Person

    Person.objects.filter(pk=chair).update(unit_id=stage.cast.works.unit_id)  # recorded at a firm, chairs the city

    answer = stage.client("he").get(reverse("roster:open_account", args=[chair]))

    assert answer.status_code == 403
    assert "账号要由上级工会开通或停用" in answer.content.decode()
