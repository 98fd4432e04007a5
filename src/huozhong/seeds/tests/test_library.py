"""The library opens with what the press says, and with nothing else."""

from __future__ import annotations

import re

import pytest

from huozhong.access import services as access
from huozhong.kernel.classes import WORK_CLASSES
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.seeds import queries, services
from huozhong.seeds.engine.library import LibrarySeed, library
from huozhong.seeds.forms.writing import BodyForm
from tests.cast import NOW, Cast

MARK = re.compile(r"〔(\d+)〕")


def test_there_are_ten_practices() -> None:
    assert len(library()) == 10
    assert {one.theme for one in library()} <= set(WORK_CLASSES)


@pytest.mark.parametrize("one", library(), ids=lambda one: one.title)
def test_every_mark_names_a_source_and_every_source_is_marked(one: LibrarySeed) -> None:
    said = one.practice + one.effect + one.conditions
    marked = {int(number) for number in MARK.findall(said)}

    assert marked <= {source.number for source in one.sources}
    assert {source.number for source in one.sources} - {2} <= marked
    assert all(source.url.startswith("http") for source in one.sources)


@pytest.mark.parametrize("one", library(), ids=lambda one: one.title)
def test_a_sentence_of_effect_with_a_number_names_its_source_and_all_fits_the_form(one: LibrarySeed) -> None:
    for sentence in re.findall(r"[^。]+。(?:〔\d+〕)*", one.effect):
        assert MARK.search(sentence) or not re.search(r"\d", sentence)
    for name in ("reason", "problem", "practice", "effect", "conditions"):
        limit = BodyForm.base_fields[name].max_length  # type: ignore[attr-defined]
        assert len(getattr(one, name)) <= limit


def test_planted_once_as_drafts_that_cannot_be_published_before_somebody_adds_numbers(cast: Cast) -> None:
    assert services.plant_library(cast.city, actor=cast.office, at=NOW) == 10
    assert services.plant_library(cast.city, actor=cast.office, at=NOW) == 0

    drafts = queries.drafts(reach=access.reach(cast.office, Permission.SEED_DRAFT))
    assert {(card.state, card.origin) for card in drafts} == {("draft", "press")}
    assert all(card.source_line and card.anatomy.papers for card in drafts)
    with pytest.raises(Refused, match="用数字衡量"):
        services.move_seed(drafts[0].id, "publish", actor=cast.office, at=NOW)


def test_only_who_drafts_seeds_plants_them(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.plant_library(cast.works, actor=cast.sara, at=NOW)
