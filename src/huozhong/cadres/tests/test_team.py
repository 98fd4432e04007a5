"""Social workers: one employer at a time, unions below it, contracts that somebody decides about in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.access import services as access
from huozhong.cadres import queries, services
from huozhong.cadres.rules import CONTRACT_NEAR
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.learning.queries import Skill
from tests.cast import NOW, TODAY, Cast, person


def engage(cast: Cast, **changes: object) -> int:
    row, _ = person("社工小田", at=cast.district, sign_in_name=f"tian{changes.pop('number', 1)}")
    words = {
        "unit": cast.city,
        "person_id": row.pk,
        "post": "集体协商指导员",
        "contract": "direct",
        "from_date": date(2026, 1, 1),
        "until_date": date(2026, 12, 31),
        "actor": cast.lin,
        "at": NOW,
    }
    return services.engage_worker(**(words | changes))  # type: ignore[arg-type]


def card(cast: Cast, made: int) -> queries.WorkerCard:
    return queries.worker(made, reach=access.reach(cast.lin, Permission.TEAM_READ), on=TODAY)


def test_a_worker_serves_unions_at_or_below_the_employer_and_the_load_is_counted(cast: Cast) -> None:
    made = engage(cast)
    services.assign_worker(made, unit_id=cast.works.unit_id, from_date=TODAY, actor=cast.lin, at=NOW)
    with pytest.raises(Refused, match="已经在服务"):
        services.assign_worker(made, unit_id=cast.works.unit_id, from_date=TODAY, actor=cast.lin, at=NOW)
    found = card(cast, made)
    assert (found.line.unions, found.line.members, found.services[0].name) == (1, 0, "柳溪机电厂工会")
    services.release_worker(found.services[0].id, until_date=TODAY, actor=cast.lin, at=NOW)
    assert card(cast, made).line.unions == 0


def test_a_union_elsewhere_cannot_be_served(cast: Cast) -> None:
    made = engage(cast, unit=cast.district, actor=access.actor_of_person(cast.lin.person_id or 0, on=TODAY))
    with pytest.raises(Refused, match="下面的工会"):
        services.assign_worker(made, unit_id=cast.away.unit_id, from_date=TODAY, actor=cast.lin, at=NOW)


def test_nobody_has_two_employers_at_once_and_after_leaving_may_come_again(cast: Cast) -> None:
    made = engage(cast)
    who = card(cast, made).line.person_id
    with pytest.raises(Refused, match="先办离职"):
        engage(cast, person_id=who, number=2)
    services.assign_worker(made, unit_id=cast.works.unit_id, from_date=TODAY, actor=cast.lin, at=NOW)
    services.worker_leaves(made, left_date=TODAY, why="回乡", actor=cast.lin, at=NOW)
    assert card(cast, made).services[0].until_date == TODAY
    with pytest.raises(NotFound):
        services.renew_contract(made, until_date=None, actor=cast.lin, at=NOW)
    assert engage(cast, person_id=who, number=3) != made


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_contract_waits_for_a_decision_from_two_months_before_its_end(cast: Cast, days: int) -> None:
    until = TODAY + CONTRACT_NEAR + timedelta(days)
    made = engage(cast, until_date=until)
    assert queries.waiting_count(cast.lin, on=TODAY) == (days <= 0)
    assert bool(queries.waiting_for(cast.lin, on=TODAY)) == (days <= 0)
    services.renew_contract(made, until_date=until + timedelta(400), actor=cast.lin, at=NOW)
    assert queries.waiting_count(cast.lin, on=TODAY) == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"post": " "}, "岗位"),
        ({"contract": "serfdom"}, "用工方式"),
        ({"until_date": date(2025, 12, 31)}, "早于"),
    ],
)
def test_an_entry_without_post_or_with_a_broken_contract_is_refused(
    cast: Cast, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        engage(cast, **changes)


def test_only_whoever_manages_the_team_may_change_it(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        engage(cast, actor=cast.mei)
    made = engage(cast, number=5)
    with pytest.raises(NotFound):
        services.renew_contract(made, until_date=None, actor=cast.sara, at=NOW)
    for who, answer in ((cast.lin, 200), (cast.sara, 403), (cast.mei, 403)):
        client = Client()
        cast.sign_in(client, who)
        assert client.get(reverse("cadres:worker", args=[made])).status_code == answer


def test_the_map_says_which_duty_nobody_handles(cast: Cast) -> None:
    engage(cast)
    lines = queries.workers(reach=access.reach(cast.lin, Permission.TEAM_READ), on=TODAY)
    found = queries.skill_map(lines, city_id=cast.city.city_id)
    assert len(found.nobody) == len(found.duties)
    assert all(skill is Skill.NONE for skill, _ in found.rows[0][1])
    assert queries.skill_map((), city_id=cast.city.city_id).nobody == ()


def test_every_page_of_the_team_answers(cast: Cast) -> None:
    made = engage(cast)
    client = Client()
    cast.sign_in(client, cast.lin)
    who = card(cast, made).line.person_id
    for name, args in (
        ("workers", []),
        ("skills", []),
        ("worker", [made]),
        ("choose_person", []),
        ("engage", [who]),
        ("choose_unit", [made]),
        ("assign", [made, cast.works.unit_id]),
        ("renew", [made]),
        ("leave", [made]),
    ):
        assert client.get(reverse(f"cadres:{name}", args=args)).status_code == 200, name
    assert client.get(reverse("cadres:choose_unit", args=[made]) + "?q=柳溪").status_code == 200
    assert client.get(reverse("cadres:choose_person") + "?q=小田").status_code == 200
