"""The tree in the browser: looked at on any day, changed after a trial run, refused with a sentence."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.places import Level
from huozhong.records import queries as figures
from huozhong.records import services as records
from huozhong.records.models import Trail
from huozhong.roster.tests.stage import Stage
from huozhong.unions import queries as units
from huozhong.unions import services as unions
from huozhong.unions.models import Unit
from huozhong.unions.queries import Kind
from tests.cast import NOW, SINCE

pytestmark = pytest.mark.django_db
TODAY = date.today  # the browser's own day: requests carry the clock's


def words(answer: object) -> str:
    text = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def basis(**more: object) -> dict[str, object]:
    return {"on": "2026-06-01", "why": "市总主席办公会议决定", "document_number": "样工发〔2026〕9号"} | more


def tried_and_confirmed(client: Client, url: str, said: dict[str, object]) -> tuple[str, object]:
    """What the trial said, and the answer to the confirmation."""
    tried = client.post(url, said | {"step": "try"})
    assert tried.status_code == 200, words(tried)[:2000]
    seen = re.search(r'name="seen" value="(\w+)"', tried.content.decode())
    assert seen, words(tried)[:2000]
    return words(tried), client.post(url, said | {"step": "confirm", "seen": seen[1]})


def at(name: str, stage: Stage, place: str = "works") -> str:
    return reverse(f"roster:{name}", args=[getattr(stage.cast, place).unit_id])


def test_a_search_finds_by_two_characters_and_by_initials_within_the_reach_only(stage: Stage) -> None:
    bo, gu = stage.client("bo"), stage.client("gu")

    assert "柳溪机电厂工会" in words(bo.get(reverse("roster:units"), {"q": "机电"}))
    assert "柳溪机电厂工会" in words(bo.get(reverse("roster:units"), {"q": "lxjd"}))
    assert "青山纺织厂工会" in words(gu.get(reverse("roster:units"), {"q": "纺织"}))
    assert "青山纺织厂工会" not in words(bo.get(reverse("roster:units"), {"q": "纺织"}))


def test_a_move_is_tried_out_with_figures_before_it_is_done(stage: Stage) -> None:
    said = basis(to=stage.cast.elsewhere.unit_id, line="locality")

    trial, done = tried_and_confirmed(stage.client("gu"), at("move", stage, "town"), said)

    assert "涉及工会 2 个（含本级）、会员 1 人、单位 0 家" in trial
    assert re.search(r"东区总工会 1 → 0 0 1 → 0", trial)
    assert re.search(r"西区总工会 1 → 2 0 1 → 2", trial)
    assert done.status_code == 302  # type: ignore[attr-defined]
    assert units.unit(stage.cast.town.unit_id).parent_id == stage.cast.elsewhere.unit_id
    assert Trail.objects.get(action="moved").why == "市总主席办公会议决定（样工发〔2026〕9号）"


def test_a_trial_leaves_nothing_behind(stage: Stage) -> None:
    url, said = at("move", stage, "town"), basis(to=stage.cast.elsewhere.unit_id, line="locality")
    client = stage.client("gu")
    before = (Trail.objects.count(), units.unit(stage.cast.town.unit_id))

    client.post(url, said | {"step": "try"})

    assert (Trail.objects.count(), units.unit(stage.cast.town.unit_id)) == before


def test_what_was_changed_after_the_trial_is_tried_again_and_not_done(stage: Stage) -> None:
    url, said = at("rename", stage), basis(name="柳溪机电集团工会")
    client = stage.client("gu")
    seen = re.search(r'name="seen" value="(\w+)"', client.post(url, said | {"step": "try"}).content.decode())
    assert seen

    answer = client.post(url, said | {"name": "别的名字工会", "step": "confirm", "seen": seen[1]})

    assert answer.status_code == 200
    assert units.unit(stage.cast.works.unit_id).name == "柳溪机电厂工会"


def refused(stage: Stage, page: str, place: str, **said: object) -> str:
    answer = stage.client("gu").post(at(page, stage, place), basis(**said) | {"step": "try"})
    assert answer.status_code == 422
    return words(answer)


def test_refusals_come_back_on_the_form_as_sentences(stage: Stage) -> None:
    cast = stage.cast
    tomorrow = (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011

    assert "移到它自己或它的下级下面" in refused(stage, "move", "district", to=cast.town.unit_id, line="locality")
    assert "下面不能直接设" in refused(stage, "move", "town", to=cast.away.unit_id, line="locality")
    assert "已经在" in refused(stage, "move", "works", to=cast.town.unit_id, line="locality")
    assert "还没有到" in refused(stage, "rename", "works", name="新名称工会", on=tomorrow)
    assert "新名称与现名称相同" in refused(stage, "rename", "works", name="柳溪机电厂工会")
    assert "产业线的上级应是产业工会" in refused(stage, "move", "works", to=cast.elsewhere.unit_id, line="industry")
    assert "还有 1 个下级工会" in refused(stage, "dissolve", "town")
    assert "总工会不能分立" in refused(stage, "split", "town", name="柳溪二镇总工会", kind="federation")
    assert "不能把工会合并到它自己" in refused(stage, "merge", "works", to=cast.works.unit_id)
    assert (
        "校验"
        in refused(
            stage,
            "found",
            "town",
            name="新厂工会",
            kind="enterprise",
            level="grassroots",
            credit_code="91320200XXXXXXXX11",
        )
        or Unit.objects.filter(name="新厂工会").count() == 0
    )
    assert "里面不要写证件号码" in refused(stage, "rename", "works", name="新名称工会", why="找 13912345678 核实")


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": ""},
        {"on": "2026-02-30"},
        {"why": ""},
        {"why": "长" * 301},
        {"name": "短"[:0]},
        {"name": "字" * 121},
        {"kind": "nonsense"},
        {"level": "nation"},
        {"founded_date": "昨天"},
        {"document_number": "号" * 61},
        {"name": "带\x00零的工会"},
    ],
)
def test_nonsense_in_the_founding_form_is_refused_and_founds_nothing(stage: Stage, wrong: dict[str, str]) -> None:
    said = basis(name="柳溪新厂工会", kind="enterprise", level="grassroots") | wrong

    answer = stage.client("gu").post(at("found", stage, "town"), said | {"step": "try"})

    assert answer.status_code == 422
    assert not Unit.objects.filter(parent_id=stage.cast.town.unit_id).exclude(pk=stage.cast.works.unit_id).exists()


def test_a_unit_is_founded_with_its_trial(stage: Stage) -> None:
    said = basis(name="柳溪新厂工会", kind="enterprise", level="grassroots")

    trial, done = tried_and_confirmed(stage.client("he"), at("found", stage, "town"), said)

    made = Unit.objects.get(name="柳溪新厂工会")
    assert "柳溪新厂工会 新建" in trial
    assert done["Location"] == reverse("roster:unit", args=[made.pk])  # type: ignore[index]


def test_a_target_outside_the_reach_is_not_found(stage: Stage) -> None:
    url, said = at("move", stage, "town"), basis(to=stage.cast.elsewhere.unit_id, line="locality")

    answer = stage.client("he").post(url, said | {"step": "try"})

    assert answer.status_code == 404
    assert units.unit(stage.cast.town.unit_id).parent_id == stage.cast.district.unit_id


def test_a_merge_shows_the_members_that_will_follow_and_they_do(stage: Stage) -> None:
    cast = stage.cast
    other = unions.found_unit(
        "柳溪电子厂工会", kind=Kind.ENTERPRISE, level=Level.GRASSROOTS, under=cast.town.unit_id, on=SINCE,
        actor=OPERATOR, at=NOW,
    )  # fmt: skip

    trial, done = tried_and_confirmed(stage.client("gu"), at("merge", stage), basis(to=other.id))
    records.run_pending()

    assert re.search(r"柳溪电子厂工会 1 0 0 → 1", trial)
    assert "柳溪机电厂工会 将撤销" in trial
    assert done.status_code == 302  # type: ignore[attr-defined]
    assert figures.figure("members", other.id) == 1
    assert units.unit(cast.works.unit_id).is_dissolved


def test_a_split_takes_the_chosen_employers_along(stage: Stage) -> None:
    cast = stage.cast
    joint = unions.found_unit(
        "柳溪商圈联合工会", kind=Kind.JOINT, level=Level.GRASSROOTS, under=cast.town.unit_id, on=SINCE,
        actor=OPERATOR, at=NOW,
    )  # fmt: skip
    shop = unions.register_employer("柳溪面馆", unit_id=joint.id, on=SINCE, actor=OPERATOR, at=NOW)
    unions.register_employer("柳溪理发店", unit_id=joint.id, on=SINCE, actor=OPERATOR, at=NOW)
    url = reverse("roster:split", args=[joint.id])

    _, done = tried_and_confirmed(
        stage.client("gu"), url, basis(name="柳溪餐饮联合工会", kind="joint", employer_ids=[shop.id])
    )

    made = Unit.objects.get(name="柳溪餐饮联合工会")
    assert done.status_code == 302  # type: ignore[attr-defined]
    assert [one.name for one in units.employers_of(made.pk)] == ["柳溪面馆"]


def test_the_tree_of_a_day_shows_the_parents_names_and_figures_of_that_day(stage: Stage) -> None:
    cast = stage.cast
    unions.rename_unit(cast.town.unit_id, name="柳溪街道总工会", on=date(2025, 5, 1), actor=OPERATOR, at=NOW)
    unions.move_unit(cast.town.unit_id, under=cast.elsewhere.unit_id, on=date(2026, 5, 1), actor=OPERATOR, at=NOW)
    gu = stage.client("gu")

    then = words(gu.get(at("unit", stage, "district"), {"on": "2025-01-01"}))
    later = words(gu.get(at("unit", stage, "district"), {"on": "2025-06-01"}))
    now = words(gu.get(at("unit", stage, "district")))

    assert "柳溪镇总工会" in then
    assert "柳溪街道总工会" in later
    assert "没有下级工会" in now
    assert "会员数 1 人" in then
    assert "会员数 0 人" in now


def test_the_story_tells_names_parents_and_successions_once_each(stage: Stage) -> None:
    cast = stage.cast
    unions.rename_unit(cast.works.unit_id, name="柳溪机电集团工会", on=date(2025, 5, 1), actor=OPERATOR, at=NOW)
    unions.move_unit(cast.town.unit_id, under=cast.elsewhere.unit_id, on=date(2026, 5, 1), actor=OPERATOR, at=NOW)

    page = words(stage.client("gu").get(at("unit", stage)))

    assert "更名为“柳溪机电集团工会”" in page
    assert page.count("地方线：上级为柳溪镇总工会") == 1


@pytest.mark.parametrize("day", ["2099-01-01", "1900-01-01", "gestern", "2026-02-30"])
def test_a_day_that_cannot_be_asked_is_refused_with_a_sentence(stage: Stage, day: str) -> None:
    answer = stage.client("gu").get(at("unit", stage), {"on": day})

    assert answer.status_code == 422
    assert "看不懂日期" in words(answer)


def test_pages_of_children_go_on_where_the_last_one_ended(stage: Stage) -> None:
    for number in range(53):
        unions.found_unit(
            f"柳溪{number:03}号工会", kind=Kind.ENTERPRISE, level=Level.GRASSROOTS, under=stage.cast.town.unit_id,
            on=SINCE, actor=OPERATOR, at=NOW,
        )  # fmt: skip
    client, seen, url = stage.client("gu"), set[str](), at("unit", stage, "town")
    for _page in range(3):
        text = client.get(url).content.decode()
        seen |= set(re.findall(r"柳溪\d{3}号工会", text))
        older = re.search(r'href="(\?line=locality&(?:amp;)?after=\d+)"', text)
        if older is None:
            break
        url = at("unit", stage, "town") + older[1].replace("&amp;", "&")

    assert len(seen) == 53


def test_the_employers_of_a_day_are_those_of_that_day(stage: Stage) -> None:
    cast = stage.cast
    shop = unions.register_employer("柳溪机电厂", unit_id=cast.works.unit_id, on=SINCE, actor=OPERATOR, at=NOW)
    unions.close_employer(shop.id, on=date(2026, 1, 1), actor=OPERATOR, at=NOW, why="注销")
    gu = stage.client("gu")

    assert "柳溪机电厂 —" in words(gu.get(at("unit", stage), {"on": "2025-06-01"}))
    assert "本级没有直接覆盖的单位" in words(gu.get(at("unit", stage)))
