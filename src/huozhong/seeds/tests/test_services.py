"""From a page to a seed, from a seed to its adopters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import DatabaseError

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.lifecycles import services as lifecycles
from huozhong.records import queries as records
from huozhong.seeds import queries, services
from huozhong.seeds.models import Practice, Seed, SeedVersion
from huozhong.seeds.services import CaseCard
from tests.cast import NOW, Cast

ARTICLE = """北溪县总工会把服务送到车间
2026-03-05
近日，北溪县总工会的“车间茶座”解决了一线职工反映问题难的老毛病。工会干部每周两次走进车间，听职工说话，当场记下，三天内答复。
南山市总工会的“夜班驿站”为夜班职工提供热水和休息的地方，受到职工欢迎。驿站由工会和企业一起出钱，由职工轮流看管。
做法好不好，职工说了算。两地工会都请职工打分，把分数贴在墙上，让大家监督，做得不好的当月整改，做得好的给予表扬。
"""

CARD = CaseCard(
    reason="车间里就能把话说清楚。",
    problem="夜班职工见不到工会的人。",
    practice="每周两次到车间开茶座，记下每个问题，三天内给答复。",
    effect="三个月答复了一百二十个问题。",
    conditions="五十人以上的车间，有一名专职干部。",
    source_line="北溪县总工会；《车间茶座》，2026-03-05",
)
SKETCH = queries.Sketch(targets=(queries.TargetSketch("答复问题", "个", Decimal(0), Decimal(100)),), headcount=200)


def draft(cast: Cast) -> int:
    return services.start_blank(title="车间茶座", theme="rights", unit=cast.works, actor=cast.bo, at=NOW)


def written(cast: Cast, card: CaseCard = CARD) -> int:
    seed_id = draft(cast)
    services.write_version(seed_id, title="车间茶座", theme="rights", card=card, sketch=SKETCH, actor=cast.bo, at=NOW)
    return seed_id


def published(cast: Cast) -> int:
    seed_id = written(cast)
    services.move_seed(seed_id, "publish", actor=cast.office, at=NOW)
    return seed_id


def test_a_page_gives_practices_and_a_confirmed_one_becomes_a_draft_with_its_source(cast: Cast) -> None:
    page_id = services.keep_page(ARTICLE.encode(), unit=cast.works, actor=cast.bo, at=NOW)
    page = queries.page(page_id, reach=access.reach(cast.bo, Permission.SEED_DRAFT))
    tea = next(practice for practice in page.practices if practice.name == "车间茶座")

    seed_id = services.confirm_practice(tea.id, name="车间茶座", theme="rights", actor=cast.bo, at=NOW)

    seed = queries.seed(seed_id, reach=access.reach(cast.bo, Permission.SEED_READ))
    assert seed.origin == "press"
    assert "北溪县总工会" in seed.source_line
    assert "2026-03-05" in seed.source_line
    assert Practice.objects.get(pk=tea.id).decision == "confirmed"


def test_the_same_page_read_twice_is_kept_once(cast: Cast) -> None:
    first = services.keep_page(ARTICLE.encode(), unit=cast.works, actor=cast.bo, at=NOW)

    assert services.keep_page(ARTICLE.encode(), unit=cast.works, actor=cast.bo, at=NOW) == first


def test_a_page_is_read_only_for_a_unit_of_ones_own(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.keep_page(ARTICLE.encode(), unit=cast.works, actor=cast.sara, at=NOW)


def test_a_page_without_an_article_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.keep_page(b"<html><body><a href='/'>x</a></body></html>", unit=cast.works, actor=cast.bo, at=NOW)
    assert queries.pages(reach=access.reach(cast.bo, Permission.SEED_DRAFT)) == ()


def test_a_practice_is_confirmed_once(cast: Cast) -> None:
    page_id = services.keep_page(ARTICLE.encode(), unit=cast.works, actor=cast.bo, at=NOW)
    practice = queries.page(page_id, reach=access.reach(cast.bo, Permission.SEED_DRAFT)).practices[0]
    services.confirm_practice(practice.id, name="车间茶座", theme="", actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match="已经处理过"):
        services.confirm_practice(practice.id, name="车间茶座", theme="", actor=cast.bo, at=NOW)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"problem": ""}, "针对的问题"),
        ({"practice": " "}, "主要做法"),
        ({"conditions": ""}, "复制条件"),
        ({"quotation": "当场记下", "source_line": ""}, "写明出处"),
    ],
)
def test_an_unfit_seed_is_not_published_and_the_sentence_says_what_is_missing(
    cast: Cast, change: dict[str, str], sentence: str
) -> None:
    seed_id = written(cast, replace(CARD, **change))

    with pytest.raises(Refused, match=sentence):
        services.move_seed(seed_id, "publish", actor=cast.office, at=NOW)
    greyed = next(step for step in services.next_moves(seed_id, actor=cast.office) if step.name == "publish")
    assert sentence in str(greyed.reason)


def test_a_seed_copied_from_the_page_is_not_published(cast: Cast) -> None:
    page_id = services.keep_page(ARTICLE.encode(), unit=cast.works, actor=cast.bo, at=NOW)
    page = queries.page(page_id, reach=access.reach(cast.bo, Permission.SEED_DRAFT))
    seed_id = services.confirm_practice(page.practices[0].id, name="茶座", theme="", actor=cast.bo, at=NOW)
    copied = replace(CARD, practice=page.text)
    services.write_version(seed_id, title="茶座", theme="", card=copied, sketch=SKETCH, actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match="用自己的话"):
        services.move_seed(seed_id, "publish", actor=cast.office, at=NOW)


def test_a_cadre_writes_but_does_not_publish(cast: Cast) -> None:
    seed_id = written(cast)

    with pytest.raises(Forbidden):
        services.move_seed(seed_id, "publish", actor=cast.bo, at=NOW)


def test_a_published_version_never_changes_and_the_next_one_stands_beside_it(cast: Cast) -> None:
    seed_id = published(cast)
    with pytest.raises(Refused, match="新的一版"):
        services.write_version(seed_id, title="改", theme="", card=CARD, sketch=SKETCH, actor=cast.bo, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        SeedVersion.objects.filter(seed_id=seed_id).update(practice="偷偷改")

    services.start_version(seed_id, actor=cast.bo, at=NOW)
    better = replace(CARD, practice="每周三次。", change_note="多了一次")
    services.write_version(seed_id, title="车间茶座", theme="", card=better, sketch=SKETCH, actor=cast.bo, at=NOW)
    before = queries.seed(seed_id, reach=access.reach(cast.sara, Permission.SEED_READ))
    services.move_seed(seed_id, "republish", actor=cast.office, at=NOW)
    after = queries.seed(seed_id, reach=access.reach(cast.sara, Permission.SEED_READ))

    assert (before.version, after.version) == (1, 2)
    assert [version.number for version in queries.versions(seed_id)] == [2, 1]


def test_a_draft_is_not_seen_from_elsewhere_and_a_published_seed_is(cast: Cast) -> None:
    seed_id = written(cast)
    reach = access.reach(cast.sara, Permission.SEED_READ)
    with pytest.raises(NotFound):
        queries.seed(seed_id, reach=reach)

    services.move_seed(seed_id, "publish", actor=cast.office, at=NOW)

    assert queries.seed(seed_id, reach=reach).title == "车间茶座"


def adopt(cast: Cast, seed_id: int, project_id: int = 77) -> int:
    version = SeedVersion.objects.filter(seed_id=seed_id).latest("number")
    return services.record_adoption(
        version.id, by_unit=cast.away, project_id=project_id, project_label="青山夜班茶座", adaptation="改到夜里",
        actor=cast.sara, at=NOW,
    )  # fmt: skip


def test_another_union_adopts_and_the_family_shows_seed_project_and_offspring(cast: Cast) -> None:
    seed_id = published(cast)
    adopt(cast, seed_id)
    services.record_result(77, city_id=cast.away.city_id, share_reached=Fraction(9, 10), at=NOW + timedelta(days=90))
    child = services.draft_from_project(
        project_id=77, project_label="青山夜班茶座", unit=cast.away, title="夜班茶座", theme="rights", case=CARD,
        sketch=SKETCH, parent_adoption_id=None, actor=cast.sara, at=NOW,
    )  # fmt: skip

    family = queries.lineage(child)

    assert (family.seeds, family.adoptions, family.depth) == (2, 1, 1)
    project = family.root.children[0]
    assert (project.label, project.reached) == ("青山夜班茶座", Fraction(9, 10))
    assert project.children[0].is_asked
    assert records.figure("seeds_adopted", cast.city.unit_id) == 1


def test_a_draft_is_adopted_only_by_the_union_that_wrote_it(cast: Cast) -> None:
    seed_id = written(cast)

    with pytest.raises(Refused, match="还没有发布"):
        adopt(cast, seed_id)


def test_a_project_adopts_one_seed(cast: Cast) -> None:
    adopt(cast, published(cast))
    with pytest.raises(Refused, match="已经采用了"):
        adopt(cast, published(cast))


def test_a_result_is_recorded_once_however_often_the_news_comes(cast: Cast) -> None:
    adopt(cast, published(cast))
    told = [
        services.record_result(77, city_id=cast.away.city_id, share_reached=Fraction(1, 2), at=NOW + timedelta(1))
        for _ in range(2)
    ]

    assert told == [True, False]


def test_a_state_changes_by_no_other_road(cast: Cast) -> None:
    seed_id = draft(cast)
    for road in (
        lambda: Seed.objects.filter(pk=seed_id).update(state="published"),
        lambda: Seed.objects.bulk_update([Seed(pk=seed_id, state="published")], ["state"]),
        lambda: Seed(**{**_columns(seed_id), "id": None, "state": "published"}).save(),
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            road()
    assert Seed.objects.get(pk=seed_id).state == "draft"


def _columns(seed_id: int) -> dict[str, object]:
    row = Seed.objects.get(pk=seed_id)
    return {field.attname: getattr(row, field.attname) for field in Seed._meta.concrete_fields}


def test_a_move_that_was_already_made_is_a_conflict_and_leaves_one_record(cast: Cast) -> None:
    seed_id = published(cast)
    with pytest.raises(Conflict, match="刷新"):
        services.move_seed(seed_id, "publish", actor=cast.office, at=NOW)

    assert [row.action for row in records.history("seeds.seed", seed_id)].count("publish") == 1


def test_a_withdrawal_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="理由"):
        services.move_seed(published(cast), "withdraw", actor=cast.office, at=NOW)


def test_what_next_allows_what_the_facts_allow(cast: Cast) -> None:
    seed_id = written(cast)
    steps = lifecycles.what_next(Seed.objects.get(pk=seed_id), OPERATOR, facts=_facts(seed_id))

    assert {step.name for step in steps if step.is_allowed} == {"publish", "discard"}


def _facts(seed_id: int) -> object:
    from huozhong.seeds.services.writing import facts_of

    return facts_of(Seed.objects.select_related("unit").get(pk=seed_id))


def test_a_phone_number_in_a_reason_is_refused_with_a_sentence_and_nothing_moves(cast: Cast) -> None:
    seed_id = published(cast)

    with pytest.raises(Refused, match="不要写"):
        services.move_seed(seed_id, "withdraw", actor=cast.office, at=NOW, why="请打 13812345678")
    assert Seed.objects.get(pk=seed_id).state == "published"
