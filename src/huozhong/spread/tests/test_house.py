"""Plans, visits and spread as the house keeps and shows them."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from django.test import Client

from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.records import services as records
from huozhong.seeds import services as seeds
from huozhong.seeds.queries.sketches import Sketch
from huozhong.spread import queries, services
from huozhong.spread.models import SpreadPlan, Visit
from huozhong.spread.services import VisitWords
from huozhong.unions.queries import unit
from tests.cast import NOW, TODAY, Cast

CARD = seeds.CaseCard("新", "提案没人答复", "一、登记；二、答复", "答复快了", "五十人以上")


@pytest.fixture
def seed(cast: Cast) -> int:
    """A published seed of the city."""
    from huozhong.seeds.queries import TargetSketch

    sketch = Sketch(targets=(TargetSketch("答复率", "%", None, Decimal(90)),))
    made = seeds.start_blank(title="车间茶座", theme="democracy", unit=cast.city, actor=cast.office, at=NOW)
    seeds.write_version(made, title="车间茶座", theme="democracy", card=CARD, sketch=sketch, actor=cast.office, at=NOW)
    seeds.move_seed(made, "publish", actor=cast.lin, at=NOW)
    return made


def ask(cast: Cast, seed: int, **other: Any) -> int:
    words = {"unit": cast.city, "k": 2, "budget": Decimal(3000), "actor": cast.office, "at": NOW} | other
    return services.ask_plan(seed, **words)


def test_a_plan_is_computed_by_a_job_and_says_that_adoptions_are_too_few(cast: Cast, seed: int, client: Client) -> None:
    plan_id = ask(cast, seed)
    cast.sign_in(client, cast.office)
    waiting = client.get(f"/spread/plans/{plan_id}/").content.decode()
    assert "正在为“车间茶座”选示范单位" in waiting

    records.run_pending(at=NOW)
    page = client.get(f"/spread/plans/{plan_id}/").content.decode()

    assert "采用太少" in page
    assert "随机选" in page
    assert client.get(f"/spread/plans/{plan_id}/progress/")["HX-Refresh"] == "true"
    row = SpreadPlan.objects.get(pk=plan_id)
    assert row.progress == 100
    chosen = {one["unit"] for one in row.result["chosen"]}
    assert len(chosen) == 2
    assert chosen <= {cast.works.unit_id, cast.away.unit_id}


def test_the_same_plan_computed_again_is_the_same(cast: Cast, seed: int) -> None:
    plan_id = ask(cast, seed)
    services.make_plan(at=NOW, plan_id=plan_id)
    first = SpreadPlan.objects.get(pk=plan_id)
    services.make_plan(at=NOW + timedelta(days=1), plan_id=plan_id)
    again = SpreadPlan.objects.get(pk=plan_id)

    assert again.result == first.result
    assert again.done_at == first.done_at


def test_a_district_asks_only_its_own_unions(cast: Cast, seed: int) -> None:
    plan_id = ask(cast, seed, unit=cast.district, actor=cast.mei, k=10)
    services.make_plan(at=NOW, plan_id=plan_id)

    chosen = {one["unit"] for one in SpreadPlan.objects.get(pk=plan_id).result["chosen"]}
    assert cast.works.unit_id in chosen
    assert cast.away.unit_id not in chosen


def test_who_may_not_plan_is_refused_and_nobody_reads_another_district_s_plan(
    cast: Cast, seed: int, client: Client
) -> None:
    with pytest.raises(Forbidden):
        ask(cast, seed, actor=cast.bo, unit=cast.works)
    plan_id = ask(cast, seed)
    cast.sign_in(client, cast.mei)
    assert client.get(f"/spread/plans/{plan_id}/").status_code == 404
    cast.sign_in(client, cast.bo)
    assert client.get("/spread/").status_code == 403


@pytest.mark.parametrize("bad", [{"k": 0}, {"k": 51}, {"budget": Decimal(-1)}])
def test_a_plan_for_nobody_or_for_less_than_nothing_is_refused(cast: Cast, seed: int, bad: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        ask(cast, seed, **bad)


def test_the_invitations_are_a_sheet_with_the_reason_of_each(cast: Cast, seed: int, client: Client) -> None:
    plan_id = ask(cast, seed)
    cast.sign_in(client, cast.office)
    early = client.post(f"/spread/plans/{plan_id}/invitations/")
    assert early.status_code == 422
    records.run_pending(at=NOW)

    sheet = client.post(f"/spread/plans/{plan_id}/invitations/")

    cells = [
        str(cell) for row in openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values for cell in row if cell
    ]
    assert "3000.00" in cells
    names = {one.name for one in queries.plan(plan_id, reach=_reach(cast)).chosen}
    assert names <= set(cells)


def _reach(cast: Cast) -> Any:
    from huozhong.access import services as access
    from huozhong.kernel.permissions import Permission

    return access.reach(cast.office, Permission.SPREAD_PLAN)


def test_a_visit_is_written_down_by_either_side_once(cast: Cast, seed: int, client: Client) -> None:
    cast.sign_in(client, cast.bo)
    words = {
        "side": "paid", "unit": cast.works.unit_id, "other": "青山纺织厂工会", "visit_date": str(TODAY), "people": 3,
        "seed": seed, "about": "看茶座",
    }  # fmt: skip
    assert client.post("/spread/visits/", words).status_code == 302
    again = client.post("/spread/visits/", words)

    row = Visit.objects.get()
    assert (row.host_id, row.visitor_id, row.people) == (cast.away.unit_id, cast.works.unit_id, 3)
    assert again.status_code == 422
    assert "已经登记过" in again.content.decode()
    cast.sign_in(client, cast.sara)
    assert "柳溪机电厂工会" in client.get("/spread/visits/").content.decode()
    assert client.post(f"/spread/visits/{row.id}/strike/").status_code in (403, 404)
    cast.sign_in(client, cast.bo)
    assert client.post(f"/spread/visits/{row.id}/strike/").status_code == 302
    assert Visit.objects.get().struck_at is not None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"visit_date": TODAY + timedelta(days=1)}, "还没有到"),
        ({"people": 0}, "人数"),
        ({"about": "找王师傅13812345678"}, "号码"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(cast: Cast, change: dict[str, Any], said: str) -> None:
    words = VisitWords(**({"visit_date": TODAY} | change))
    with pytest.raises(Refused, match=said):
        services.record_visit(cast.works, cast.away, side="paid", words=words, actor=cast.bo, at=NOW)


def test_nobody_writes_visits_for_others(cast: Cast) -> None:
    with pytest.raises((Forbidden, NotFound)):
        services.record_visit(cast.away, cast.works, side="paid", words=VisitWords(TODAY), actor=cast.bo, at=NOW)


def adopt(cast: Cast, seed: int, number: int, **other: Any) -> None:
    from huozhong.seeds import queries as library

    card = library.seed(seed, reach=_reach(cast))
    place, actor = (cast.works, cast.bo) if number % 2 else (cast.away, cast.sara)
    seeds.record_adoption(
        card.version_id, by_unit=place, project_id=5000 + number, project_label=f"茶座 {number}", adaptation="",
        actor=actor, at=NOW + timedelta(days=other.get("days", number)),
    )  # fmt: skip


def test_the_spread_of_a_seed_is_told_over_time_and_down_the_tree(cast: Cast, seed: int, client: Client) -> None:
    for number in range(1, 8):
        adopt(cast, seed, number, days=-20 * number)
    cast.sign_in(client, cast.bo)

    page = client.get(f"/spread/seeds/{seed}/").content.decode()
    east = client.get(f"/spread/seeds/{seed}/?under={cast.district.unit_id}").content.decode()

    assert "被采用了 7 次" in page
    assert page.count("<circle") == 7
    assert "东区总工会" in page
    assert east.count("<circle") == 4
    assert "茶座 2" not in east
    assert "有结果的只有 0 家" in page


def test_the_slider_goes_back_in_time(cast: Cast, seed: int, client: Client) -> None:
    for number in range(1, 8):
        adopt(cast, seed, number, days=-30 * number)
    cast.sign_in(client, cast.bo)

    first = client.get(f"/spread/seeds/{seed}/?month=0").content.decode()

    assert first.count("<circle") < 7
    assert client.get(f"/spread/seeds/{seed}/?month=99999999&page=x&until=zzz&under=zz").status_code == 200
    assert client.get(f"/spread/seeds/{seed}/?under=999999").status_code == 404


def test_a_seed_that_nobody_took_says_so(cast: Cast, seed: int, client: Client) -> None:
    cast.sign_in(client, cast.bo)
    assert "采用太少" in client.get(f"/spread/seeds/{seed}/").content.decode()


def test_a_draft_s_spread_is_not_shown_elsewhere(cast: Cast, client: Client) -> None:
    draft = seeds.start_blank(title="草稿", theme="", unit=cast.works, actor=cast.bo, at=NOW)
    cast.sign_in(client, cast.sara)
    assert client.get(f"/spread/seeds/{draft}/").status_code == 404


def test_adoptions_of_earlier_years_count_in_the_spread_and_only_of_this_city(cast: Cast, seed: int) -> None:
    from huozhong.kernel.actors import OPERATOR
    from huozhong.records import queries as figures
    from huozhong.seeds import queries as library
    from huozhong.seeds.services.history import EarlierAdoption, load_adoptions

    version = library.seed(seed, reach=_reach(cast)).version_id
    rows = [
        EarlierAdoption(version, cast.works, "前年的茶座", NOW - timedelta(days=700), Fraction(9, 10)),
        EarlierAdoption(version, cast.away, "去年的茶座", NOW - timedelta(days=300)),
    ]
    made = load_adoptions(rows, city=cast.city, actor=OPERATOR, at=NOW, why="补登台账")
    load_adoptions(rows[:1], city=cast.city, actor=OPERATOR, at=NOW, why="补登台账")
    records.fold()

    card = library.seed(seed, reach=_reach(cast))
    spread = queries.spread_of(seed, place=card.place, under=unit(cast.city.unit_id), until="", page=1, on=TODAY)
    assert made == 2
    assert [row.label for row in spread.rows] == ["前年的茶座", "前年的茶座", "去年的茶座"]
    assert spread.rows[0].percent == 90
    assert figures.figure("seeds_adopted", cast.city.unit_id) == 3
    tomorrow = [EarlierAdoption(version, cast.works, "明天", NOW + timedelta(days=1))]
    unknown = [EarlierAdoption(10**9, cast.works, "无", NOW)]
    with pytest.raises(Refused, match="以前"):
        load_adoptions(tomorrow, city=cast.city, actor=OPERATOR, at=NOW, why="补登")
    with pytest.raises(NotFound):
        load_adoptions(unknown, city=cast.city, actor=OPERATOR, at=NOW, why="补登")
