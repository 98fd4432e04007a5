"""Finding: by words, by other words for the same, by meaning, by pinyin; only what may be seen; what fits, and why."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.look.services import told
from huozhong.records import services as records
from huozhong.seeds import queries
from huozhong.seeds import services as seeds
from huozhong.seeds.engine import finding
from huozhong.seeds.queries import Sketch, TargetSketch, search, search_cards, search_fits
from huozhong.seeds.queries.search import Filters
from huozhong.seeds.services import search as keeping
from huozhong.unions.rules.standing import Kind
from tests.cast import NOW, Cast, found

SKETCH = Sketch(targets=(TargetSketch("满意度", "%", None, Decimal(90)),))
TOPICS = {
    "车间茶座": ("democracy", "一线职工的意见没有人答复。", "每周两次到车间听意见，登记编号，三天答复。"),
    "骑手歇脚点": ("stations", "网约送餐员没有地方休息喝水。", "把公厕旁的空屋改成驿站，放微波炉和饮水机。"),
    "夜餐窗口": ("hardship", "夜班职工吃不上热饭。", "食堂夜里十一点开窗，供应面条。"),
    "星级职代会": ("democracy", "小企业的职代会走过场。", "按代表选举、提案办理打分，评出星级。"),
}


@pytest.fixture(autouse=True)
def fresh() -> None:
    search.forget_libraries()


def plant(cast: Cast, title: str, theme: str, problem: str, practice: str, *, publish: bool = True) -> int:
    card = seeds.CaseCard("值得学", problem, practice, "好了很多", "五十人以上")
    seed = seeds.start_blank(title=title, theme=theme, unit=cast.city, actor=cast.office, at=NOW)
    seeds.write_version(seed, title=title, theme=theme, card=card, sketch=SKETCH, actor=cast.office, at=NOW)
    if publish:
        seeds.move_seed(seed, "publish", actor=cast.lin, at=NOW)
    return seed


@pytest.fixture
def library(cast: Cast) -> dict[str, int]:
    """Four seeds, published and indexed through the news of their publishing."""
    planted = {title: plant(cast, title, *rest) for title, rest in TOPICS.items()}
    records.deliver(at=NOW)
    return planted


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("车间", "车间茶座"),
        ("职代会", "星级职代会"),
        ("职工代表大会", "星级职代会"),
        ("外卖小哥", "骑手歇脚点"),
        ("倒班", "夜餐窗口"),
        ("xjzdh", "星级职代会"),
        ("chejian", "车间茶座"),
        ("茶座儿", "车间茶座"),
    ],
)
def test_a_seed_is_found_by_its_words_and_by_others_for_the_same(
    cast: Cast, library: dict[str, int], asked: str, title: str
) -> None:
    hits = search.search(asked, city_id=cast.city.city_id)

    assert hits
    assert hits[0].seed_id == library[title]
    assert str(told(hits[0].why))


def test_a_hit_says_whether_it_was_found_by_word_or_by_meaning(cast: Cast, library: dict[str, int]) -> None:
    by_word = search.search("职代会", city_id=cast.city.city_id)[0]
    by_meaning = search.search("职工代表大会", city_id=cast.city.city_id)[0]

    assert by_word.by_words == ("职代会",)
    assert by_meaning.by_words == ()
    assert "职代会" in told(by_meaning.why)


def test_meaning_is_learnt_from_the_library_itself(cast: Cast) -> None:
    pairs = [("孩子放学", "托班"), ("咳嗽粉尘", "面罩")]
    for number, (ache, cure) in product(range(12), pairs):
        plant(cast, f"做法{number}{cure[0]}", "", f"第{number}家有{ache}的难处。", f"办了{cure}，管用。")
    target = plant(cast, "四点半课堂", "", "没有写难处。", "办了托班。")
    keeping.learn_library(cast.city.city_id, at=NOW)

    hits = search.search("孩子放学", city_id=cast.city.city_id, limit=100)

    by_seed = {hit.seed_id: hit for hit in hits}
    assert target in by_seed
    assert by_seed[target].by_words == ()


def test_drafts_and_withdrawn_seeds_are_not_found(cast: Cast, library: dict[str, int], client: Client) -> None:
    plant(cast, "车间广播", "", "车间里听不到消息。", "装喇叭。", publish=False)
    seeds.move_seed(library["车间茶座"], "withdraw", actor=cast.lin, at=NOW, why="要重写")
    records.deliver(at=NOW)

    assert search.search("车间", city_id=cast.city.city_id) == ()
    cast.sign_in(client, cast.bo)
    assert "车间广播" not in client.get("/seeds/?q=车间").content.decode()
    cast.sign_in(client, cast.office)
    assert "车间广播" in client.get("/seeds/?q=车间").content.decode()


def test_filters_narrow_what_is_found_and_what_is_listed(cast: Cast, library: dict[str, int]) -> None:
    theme = Filters(theme="democracy")
    hits = {hit.seed_id for hit in search.search("职工", city_id=cast.city.city_id, filters=theme)}

    assert hits <= {library["车间茶座"], library["星级职代会"]}
    assert {card.id for card in search_cards.newest(theme)} == {library["车间茶座"], library["星级职代会"]}
    for nothing in (Filters(label="works"), Filters(trade="C"), Filters(size="large"), Filters(cost=50)):
        assert search_cards.newest(nothing) == ()
        assert search.search("车间", city_id=cast.city.city_id, filters=nothing) == ()


def test_the_next_version_is_found_by_what_it_says(cast: Cast, library: dict[str, int]) -> None:
    seed = library["夜餐窗口"]
    seeds.start_version(seed, actor=cast.office, at=NOW)
    card = seeds.CaseCard("好", "夜里饿。", "改成无人售饭柜。", "好", "有电就行")
    seeds.write_version(seed, title="夜餐窗口", theme="", card=card, sketch=SKETCH, actor=cast.office, at=NOW)
    assert search.search("售饭柜", city_id=cast.city.city_id) == ()
    seeds.move_seed(seed, "republish", actor=cast.lin, at=NOW)
    records.deliver(at=NOW)

    assert [hit.seed_id for hit in search.search("售饭柜", city_id=cast.city.city_id)] == [seed]


def test_what_neighbours_took_up_fits_and_the_reason_is_said(
    cast: Cast, library: dict[str, int], client: Client
) -> None:
    neighbour = found("柳溪电缆厂工会", Kind.ENTERPRISE, Level.GRASSROOTS, cast.town.unit_id)
    version = queries.seed(library["夜餐窗口"], reach=access.reach(cast.bo, Permission.SEED_READ)).version_id
    seeds.record_adoption(
        version, by_unit=neighbour, project_id=77, project_label="夜餐", adaptation="", actor=OPERATOR, at=NOW
    )

    mine = search_fits.fits(cast.works, parent_id=cast.town.unit_id)
    theirs = search_fits.fits(neighbour, parent_id=cast.town.unit_id)

    assert [one.seed_id for one in mine] == [library["夜餐窗口"]]
    assert "1 家工会采用了它" in told(mine[0].why)
    assert theirs == ()  # they have it already
    cast.sign_in(client, cast.bo)
    page = client.get("/seeds/").content.decode()
    assert "可能适合你们" in page
    assert "1 家工会采用了它" in page


def test_what_occupies_a_union_speaks_for_a_seed(cast: Cast, library: dict[str, int], monkeypatch: Any) -> None:
    monkeypatch.setattr(search_fits, "_needs", [lambda unit: {"stations": 3}])

    (fit,) = search_fits.fits(cast.works, parent_id=cast.town.unit_id)

    assert fit.seed_id == library["骑手歇脚点"]
    assert "3 个" in told(fit.why)


@pytest.mark.parametrize(
    "words", ["", " ", "的", "'", "\\", "a:*b", "&|!()", "😀", "'; DROP TABLE seeds_seed; --", "无" * 500]
)
def test_any_query_is_answered(cast: Cast, library: dict[str, int], client: Client, words: str) -> None:
    cast.sign_in(client, cast.bo)
    assert (
        client.get("/seeds/", {"q": words, "theme": "zz", "cost": "x", "before": "y", "size": "z"}).status_code == 200
    )


@given(st.text(max_size=80))
def test_understanding_a_query_never_fails_and_keeps_only_what_it_can_look_up(text: str) -> None:
    asked = finding.ask(text)

    assert all(word == word.lower() and " " not in word for word in asked.words)
    assert all(len(pair) == 2 for pair in asked.pairs)


@given(st.lists(st.lists(st.integers(0, 30), unique=True, max_size=20), min_size=1, max_size=4))
def test_merging_holds_every_hit_once_and_agreement_lifts(rankings: list[list[int]]) -> None:
    merged = [one for one, _ in finding.merge(*rankings)]

    assert sorted(merged) == sorted({one for ranking in rankings for one in ranking})
    if all(ranking and ranking[0] == rankings[0][0] for ranking in rankings):
        assert merged[0] == rankings[0][0]


def test_every_word_of_the_thesaurus_stands_in_one_group_only() -> None:
    import yaml

    from huozhong.seeds.engine.finding import Path

    path = Path(finding.__file__).with_name("finding_words.yaml")
    listed = [word for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"] for word in group]
    assert len(listed) == len(set(listed))
