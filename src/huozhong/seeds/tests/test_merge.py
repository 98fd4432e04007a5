"""The laws of the three-way merge: both sides' edits are kept, or somebody is asked."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.seeds.engine.merge import (
    Content,
    Kind,
    UnknownConflict,
    changes,
    merge,
    part_of,
    settle,
)

PARAGRAPHS = st.sampled_from([*"甲乙丙丁戊己庚辛", "一、先摸底", "二、再开会", ""])
texts = st.lists(PARAGRAPHS, max_size=7).map("\n".join)
values = st.one_of(texts, st.none(), st.integers(0, 3))
IDS = list("abcde")


@st.composite
def items(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = draw(st.permutations(IDS))[: draw(st.integers(0, 5))]
    return [{"id": key, "title": draw(texts), "days": draw(values)} for key in ids]


contents = st.builds(
    lambda problem, practice, steps, pitfalls: {
        "fields": {"problem": problem, "practice": practice},
        "lists": {"steps": steps, "pitfalls": pitfalls},
    },
    values,
    texts,
    items(),
    items(),
)


@st.composite
def edited(draw: st.DrawFn, base: Content) -> Content:
    """The base as somebody edits it: words, items in, out and moved."""
    side = deepcopy(base)
    for name in draw(st.sets(st.sampled_from(sorted(side["fields"])))):
        side["fields"][name] = draw(values)
    for rows in side["lists"].values():
        for row in list(rows):
            fate = draw(st.sampled_from(["stay", "stay", "change", "out"]))
            if fate == "change":
                row["title"] = draw(texts)
            elif fate == "out":
                rows.remove(row)
        if draw(st.booleans()):
            fresh = draw(st.sampled_from(["x", "y", "z"]))
            rows.insert(draw(st.integers(0, len(rows))), {"id": fresh, "title": draw(texts), "days": 1})
        if len(rows) > 1 and draw(st.booleans()):
            rows.insert(draw(st.integers(0, len(rows) - 1)), rows.pop())
    return side


triples = contents.flatmap(lambda base: st.tuples(st.just(base), edited(base), edited(base)))


@given(contents)
def test_nobody_changed_anything(base: Content) -> None:
    assert merge(base, base, base).content == base


@given(triples)
def test_one_side_changed_alone(three: tuple[Content, Content, Content]) -> None:
    base, mine, _ = three
    for left, right in ((mine, base), (base, mine)):
        merged = merge(base, left, right)
        assert merged.is_clean
        assert merged.content == mine


@given(contents, contents)
def test_a_side_may_be_altogether_different(base: Content, other: Content) -> None:
    assert merge(base, other, base).content == other
    assert merge(base, base, other).content == other


@given(triples)
def test_both_made_the_same_change(three: tuple[Content, Content, Content]) -> None:
    base, mine, _ = three
    merged = merge(base, mine, mine)

    assert merged.is_clean
    assert merged.content == mine


@given(triples)
def test_who_is_mine_and_who_is_theirs_matters_only_in_conflicts(three: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = three
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert {(c.key, c.kind, str(c.mine), str(c.theirs)) for c in one.conflicts} == {
        (c.key, c.kind, str(c.theirs), str(c.mine)) for c in other.conflicts
    }
    if one.is_clean:
        assert one.content == other.content
    swapped = settle(base, theirs, mine, choices={c.key: "theirs" for c in other.conflicts})
    settled = settle(base, mine, theirs, choices={c.key: "mine" for c in one.conflicts})
    assert settled.content == swapped.content


@given(triples)
def test_no_edit_is_lost(three: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = three
    merged = merge(base, mine, theirs)
    asked = [c.key for c in merged.conflicts]
    for side in (mine, theirs):
        for change in changes(base, side):
            if any(key.partition("#")[0] == change.key or key.startswith(f"{change.key}/") for key in asked):
                continue
            _assert_present(base, merged.content, change.key, change.before, change.after)


def _assert_present(base: Content, merged: Content, key: str, before: Any, after: Any) -> None:
    name, _, item = key.partition("/")
    if name in merged["fields"]:
        _assert_words(before, after, merged["fields"][name])
    elif item:
        rows = {row["id"]: row for row in merged["lists"][name]}
        assert (item in rows) is (after is not None)
        for field in after or {}:
            if before is None or after[field] != before[field]:
                _assert_words((before or {}).get(field), after[field], rows[item][field])
    else:  # an order: of those that are still there, what was put in another order stands in the new one
        there = [row["id"] for row in merged["lists"][name] if row["id"] in after]
        old, new = ([key for key in order if key in there] for order in (before, after))
        assert there == new or old == new


def _assert_words(before: Any, after: Any, found: Any) -> None:
    if found == after:
        return
    assert isinstance(found, str)
    assert isinstance(after, str)
    assert isinstance(before, str)
    added = set(after.split("\n")) - set(before.split("\n"))
    assert added <= set(found.split("\n"))


@given(triples)
def test_taking_the_same_version_again_changes_nothing(three: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = three
    merged = merge(base, mine, theirs).content

    assert merge(theirs, merged, theirs).content == merged


@given(triples)
def test_every_conflict_can_be_settled_either_way(three: tuple[Content, Content, Content]) -> None:
    base, mine, theirs = three
    for side in ("mine", "theirs", "base"):
        asked = merge(base, mine, theirs).conflicts
        settled = settle(base, mine, theirs, choices={conflict.key: side for conflict in asked})
        assert settled.is_clean
        for name, rows in settled.content["lists"].items():
            ids = [row["id"] for row in rows]
            assert len(ids) == len(set(ids)), name


@given(triples)
def test_changes_taken_one_by_one_make_the_whole(three: tuple[Content, Content, Content]) -> None:
    base, mine, _ = three
    found = changes(base, mine)

    assert part_of(base, mine, []) == base
    whole = part_of(base, mine, [change.key for change in found])
    assert whole["fields"] == mine["fields"]
    for name, rows in mine["lists"].items():
        assert {row["id"]: row for row in whole["lists"][name]} == {row["id"]: row for row in rows}


def content(practice: str = "一\n二\n三", steps: tuple[str, ...] = ("a", "b")) -> Content:
    return {
        "fields": {"practice": practice, "contact": "工会办公室"},
        "lists": {"steps": [{"id": key, "title": f"步骤{key}"} for key in steps]},
    }


def test_edits_of_different_paragraphs_go_together() -> None:
    merged = merge(content(), content("一改\n二\n三"), content("一\n二\n三改\n四"))

    assert merged.is_clean
    assert merged.content["fields"]["practice"] == "一改\n二\n三改\n四"


def test_a_paragraph_put_beside_one_that_the_other_side_rewrote_is_no_conflict() -> None:
    base = "一、到车间。\n二、三天内答复。"
    mine, theirs = "一、到车间。\n二、两天内答复。", "一、到车间。\n二、三天内答复。\n三、答复贴在门口。"

    merged = merge(content(base), content(mine), content(theirs))

    assert merged.is_clean
    assert merged.content["fields"]["practice"] == "一、到车间。\n二、两天内答复。\n三、答复贴在门口。"


def test_edits_of_one_paragraph_are_shown_side_by_side_and_settled() -> None:
    base, mine, theirs = content(), content("一\n我的\n三"), content("一\n他们的\n三")

    (conflict,) = merge(base, mine, theirs).conflicts

    assert (conflict.key, conflict.kind) == ("practice#1", Kind.PARAGRAPH)
    assert (conflict.base, conflict.mine, conflict.theirs) == ("二", "我的", "他们的")
    settled = settle(base, mine, theirs, choices={"practice#1": "theirs"})
    assert (settled.is_clean, settled.content["fields"]["practice"]) == (True, "一\n他们的\n三")


def test_an_item_that_moved_there_and_changed_here_is_one_item() -> None:
    mine, theirs = content(), content(steps=("b", "a"))
    mine["lists"]["steps"][1]["title"] = "改过的步骤"

    merged = merge(content(), mine, theirs)

    assert merged.is_clean
    assert merged.content["lists"]["steps"] == [{"id": "b", "title": "改过的步骤"}, {"id": "a", "title": "步骤a"}]


def test_an_item_taken_out_here_and_changed_there_is_asked_about() -> None:
    mine, theirs = content(steps=("a",)), content()
    theirs["lists"]["steps"][1]["title"] = "更好的步骤"

    merged = merge(content(), mine, theirs)

    assert [(c.key, c.kind) for c in merged.conflicts] == [("steps/b", Kind.ITEM)]
    assert len(merged.content["lists"]["steps"]) == 2
    gone = settle(content(), mine, theirs, choices={"steps/b": "mine"})
    assert [row["id"] for row in gone.content["lists"]["steps"]] == ["a"]


def test_a_choice_for_what_is_no_conflict_is_refused() -> None:
    for choices in ({"practice": "mine"}, {"practice#1": "everybody"}):
        with pytest.raises(UnknownConflict):
            settle(content(), content("一\n我的\n三"), content("一\n他们的\n三"), choices=choices)
