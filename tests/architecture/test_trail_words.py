"""Every row that the code can write into the trail is told in words, in both languages."""

from __future__ import annotations

import re

from django.utils import translation

from huozhong.lifecycles import queries as lifecycles
from huozhong.site import trail_words
from tests.architecture.noted import noted

CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_the_source_tells_every_action_that_is_noted() -> None:
    found, unknown = noted()

    assert unknown == []
    actions = {one.action for one in found}
    assert {"signed_in", "task_done", "number_read", "founded", "draft_saved", "scored_again", "closed"} <= actions


def test_every_action_and_every_kind_that_is_noted_has_words() -> None:
    found, _unknown = noted()
    moves = {move.name for lifecycle in lifecycles.lifecycles().values() for move in lifecycle.moves}

    wordless = [
        f"{one.where} {one.kind} {one.action}"
        for one in found
        if (one.kind is not None and not trail_words.has_words(one.kind, one.action))
        or (one.action not in trail_words.ACTIONS and one.action not in moves)
    ]

    assert sorted(wordless) == []


def test_every_word_of_the_trail_is_told_in_english() -> None:
    with translation.override("en"):
        left = [action for action in trail_words.ACTIONS if CHINESE.search(trail_words.what("", action))]

    assert left == []


def test_every_word_belongs_to_something_that_is_noted() -> None:
    found, _unknown = noted()

    assert set(trail_words.ACTIONS) - {one.action for one in found} == set()
