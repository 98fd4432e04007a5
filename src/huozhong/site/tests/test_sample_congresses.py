"""The sample's congresses: what a visitor of the demo is to find."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from huozhong.access import services as access
from huozhong.delegates import queries
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place
from huozhong.kernel.roles import Role
from huozhong.people import services as people
from huozhong.site.sample import electing, names
from huozhong.unions.rules.standing import Kind
from tests.cast import NOW, TODAY, Cast, actor, found

pytestmark = pytest.mark.django_db


def town_of_firms(cast: Cast) -> tuple[dict[str, Place], dict[str, Actor]]:
    places = {"town": cast.town, "shown": cast.works}
    for number in range(1, 7):
        name = f"柳溪样本{number}厂工会"
        places[f"shown{number}"] = found(name, Kind.ENTERPRISE, Level.GRASSROOTS, cast.town.unit_id)
    chance = Random(7)
    rows = [
        people.PersonRow(name=names.person_name(chance), unit_id=place.unit_id, sex="F", from_date=date(2018, 1, 1))
        for key, place in places.items() if key != "town"
        for _ in range(60)
    ]  # fmt: skip
    people.copy_people(rows, actor=OPERATOR, at=NOW, why="样本", is_sample=True)
    shown = (Role.CHAIR, cast.works)
    actors = {
        "bozg": actor("薄志强", "bozg", shown, (Role.CADRE, cast.works)),
        "town": actor("钱立群", "town", (Role.CHAIR, cast.town)),
    }
    for name, sign_in in (("沈素清", "clerk"), ("何秋生", "delegate"), ("吕守正", "teller"), ("苗青青", "worker")):
        actors[sign_in] = actor(name, sign_in, (Role.MEMBER, cast.works))
    return places, actors


def test_a_visitor_finds_forty_delegates_elected_in_six_constituencies_and_a_congress_overdue(cast: Cast) -> None:
    places, actors = town_of_firms(cast)
    made = electing.tell(actors, places, at=NOW)

    held = queries.delegates(made, TODAY)
    assert len(held) == queries.congress(made).seats == 40
    assert len(queries.constituencies(made, TODAY)) == 6
    assert {"何秋生", "吕守正", "苗青青", "薄志强"} <= {one.name for one in held}
    assert all(one.election_id for one in held)
    check = queries.last_check(made)
    assert check is not None
    assert (check.faults, check.is_stale) == (0, False)
    assert queries.composition(made, TODAY).warnings == ()
    assert queries.congresses_of(places["shown"].unit_id)[1].state == "ended"
    assert len(queries.delegates(made, TODAY - timedelta(days=110))) == 39  # one had left, nobody elected yet

    reach = access.reach(actors["town"], Permission.CONGRESS_READ)
    figures = queries.term_figures(reach, on=TODAY)
    assert (figures.overdue, figures.near, figures.preparing) == (1, 1, 1)
    assert figures.sitting == 6
    kinds = {str(row.kind) for row in queries.waiting_for(actors["town"], on=TODAY)}
    assert "答复延期换届" in kinds
