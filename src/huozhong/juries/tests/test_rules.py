"""Counting, drawing and standing back: laws that hold whatever the names and the order."""

from __future__ import annotations

import copy
import json
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.juries.rules import counting
from huozhong.juries.rules.drawing import Draw, draw
from huozhong.juries.rules.recusal import Home, district_path, ground_of
from huozhong.juries.rules.rubric import Dimension, rubric_refusal, two_places
from huozhong.kernel.places import Level, Place

KEYS = ("organisation", "novelty", "effect", "replicability")
WEIGHTS = (20, 25, 35, 20)
RUBRIC = [{"key": key, "word": key, "weight": weight} for key, weight in zip(KEYS, WEIGHTS, strict=True)]
POINTS = st.fixed_dictionaries({key: st.integers(0, 100) for key in KEYS})


def sheet(entries: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    plain = {
        "format": counting.FORMAT, "title": "展评", "rubric": RUBRIC, "ties_by": ["effect"], "drop_from": 7,
        "least": 3, "quorum": "2/3", "kind_weights": {}, "entries": entries,
    }  # fmt: skip
    return plain | changed


def entry(number: int, cards: list[dict[str, int]], *, kinds: str = "w", asked: int | None = None) -> dict[str, Any]:
    names = {"w": "worker", "e": "expert"}
    return {
        "number": number,
        "asked": len(cards) if asked is None else asked,
        "cards": [
            {"judge": f"{number}-{n}", "kind": names[kinds[n % len(kinds)]], "points": points}
            for n, points in enumerate(cards)
        ],
    }


CARDS = st.lists(POINTS, min_size=1, max_size=10)
ENTRIES = st.lists(CARDS, min_size=1, max_size=5).map(
    lambda found: [entry(number, cards) for number, cards in enumerate(found, start=1)]
)


def weighed(points: dict[str, int]) -> Fraction:
    return sum((Fraction(points[key] * weight, 100) for key, weight in zip(KEYS, WEIGHTS, strict=True)), Fraction(0))


@given(ENTRIES)
def test_every_total_is_the_mean_that_a_hand_count_gives(entries: list[dict[str, Any]]) -> None:
    found = counting.count(sheet(entries))["entries"]

    for one, told in zip(entries, found, strict=True):
        totals = sorted(weighed(card["points"]) for card in one["cards"])
        kept = totals[1:-1] if len(totals) >= 7 else totals
        assert Fraction(told["total"]) == sum(kept, Fraction(0)) / len(kept)
        expected = [totals[-1], totals[0]] if len(totals) >= 7 else []
        assert [Fraction(total) for total in told["groups"][0]["dropped"]] == expected


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_judges_and_entries_changes_nothing(entries: list[dict[str, Any]], chance: Any) -> None:
    mixed = copy.deepcopy(entries)
    chance.shuffle(mixed)
    for one in mixed:
        chance.shuffle(one["cards"])

    def bare(told: dict[str, Any]) -> list[Any]:
        return [{k: v for k, v in one.items() if k != "groups"} for one in told["entries"]]

    assert bare(counting.count(sheet(entries))) == bare(counting.count(sheet(mixed)))


@given(st.lists(POINTS, min_size=7, max_size=12), st.sampled_from(KEYS))
def test_a_still_higher_extreme_moves_nothing_once_extremes_are_dropped(cards: list[dict[str, int]], key: str) -> None:
    top = max(cards, key=weighed)
    raised = [card | dict.fromkeys(KEYS, 100) if card is top else card for card in cards]

    before = counting.count(sheet([entry(1, cards)]))["entries"][0]["total"]
    after = counting.count(sheet([entry(1, raised)]))["entries"][0]["total"]

    assert before == after


@given(st.lists(CARDS, min_size=2, max_size=6))
def test_places_follow_total_then_tie_dimension_and_equals_share_one(found: list[list[dict[str, int]]]) -> None:
    entries = [entry(number, [*cards, *cards, *cards][:6]) for number, cards in enumerate(found, start=1)]
    told = [one for one in counting.count(sheet(entries))["entries"] if one["is_valid"]]

    def height(one: dict[str, Any]) -> tuple[Fraction, Fraction]:
        return Fraction(one["total"]), Fraction(one["by_dimension"]["effect"])

    for one in told:
        assert one["place"] == 1 + sum(height(other) > height(one) for other in told)
        assert one["is_tied"] == (sum(height(other) == height(one) for other in told) > 1)


@given(st.lists(POINTS, min_size=1, max_size=9), st.lists(POINTS, min_size=1, max_size=9), st.integers(1, 99))
def test_two_juries_count_with_their_weights(
    experts: list[dict[str, int]], workers: list[dict[str, int]], share: int
) -> None:
    both = entry(1, experts, kinds="e")
    both["cards"] += entry(2, workers)["cards"]
    both["asked"] = len(both["cards"])
    weights = {"expert": share, "worker": 100 - share}

    told = counting.count(sheet([both], kind_weights=weights))["entries"][0]

    def mean(cards: list[dict[str, int]]) -> Fraction:
        totals = sorted(weighed(card) for card in cards)
        kept = totals[1:-1] if len(totals) >= 7 else totals
        return sum(kept, Fraction(0)) / len(kept)

    assert Fraction(told["total"]) == (mean(experts) * share + mean(workers) * (100 - share)) / 100


def test_a_jury_of_two_kinds_has_no_total_while_one_kind_is_silent() -> None:
    only = entry(1, [dict.fromkeys(KEYS, 80)] * 4)

    told = counting.count(sheet([only], kind_weights={"expert": 60, "worker": 40}))["entries"][0]

    assert (told["total"], told["place"], told["is_valid"]) == (None, None, False)


def test_too_few_cards_give_a_total_but_no_place() -> None:
    found = counting.count(sheet([entry(1, [dict.fromkeys(KEYS, 80)] * 5, asked=9)]))["entries"][0]

    assert (found["needed"], found["total"], found["place"], found["is_valid"]) == (6, "80", None, False)


@pytest.mark.parametrize(
    ("asked", "needed"), [(0, 3), (3, 3), (4, 3), (5, 4), (7, 5), (8, 6), (9, 6), (300, 200)]
)  # two thirds of those asked, three at least
def test_the_quorum_is_counted_from_those_who_are_asked(asked: int, needed: int) -> None:
    assert counting.needed_of(asked, least=3, share=Fraction(2, 3)) == needed


@pytest.mark.parametrize(
    "broken",
    [
        {"rubric": []},
        {"rubric": [{"key": "a", "word": "甲", "weight": 99}]},
        {"ties_by": ["beauty"]},
        {"kind_weights": {"expert": 60, "worker": 30}},
        {"kind_weights": {"expert": 100}},
        {"entries": [entry(1, [{"effect": 3}])]},
        {"entries": [entry(1, [dict.fromkeys(KEYS, 101)])]},
        {"entries": [entry(1, [dict.fromkeys(KEYS, True)])]},
        {"entries": [entry(1, []), entry(1, [])]},
    ],
)
def test_a_sheet_that_cannot_be_right_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(counting.BadSheet):
        counting.count(sheet([entry(1, [dict.fromkeys(KEYS, 80)])]) | broken)


def test_the_fingerprint_is_of_the_sheet_and_not_of_its_result() -> None:
    plain = sheet([entry(1, [dict.fromkeys(KEYS, 80)] * 3)])
    counted = plain | {"result": counting.count(plain)}

    again = json.loads(json.dumps(counted))

    assert counting.fingerprint(again) == counted["result"]["fingerprint"]
    again["entries"][0]["cards"][0]["points"]["effect"] = 81
    assert counting.fingerprint(again) != counted["result"]["fingerprint"]


# drawing

PAIRS = st.frozensets(st.tuples(st.integers(1, 12), st.integers(101, 112)), max_size=30)


@st.composite
def draws(chosen: st.DrawFn, *, recused: bool = True) -> Draw:
    entries = tuple(range(1, 1 + chosen(st.integers(1, 12))))
    judges = {100 + n: chosen(st.sampled_from(["expert", "worker"])) for n in range(1, 1 + chosen(st.integers(1, 12)))}
    each = {"expert": chosen(st.integers(0, 4)), "worker": chosen(st.integers(0, 4))}
    return Draw(entries, judges, chosen(PAIRS) if recused else frozenset(), each, chosen(st.text(max_size=8)))


@given(draws())
def test_every_entry_gets_its_judges_of_each_kind_and_nobody_who_stands_back(asked: Draw) -> None:
    found = draw(asked)

    assert not found & asked.recused
    for entry_id in asked.entries:
        for kind in ("expert", "worker"):
            eligible = {j for j, k in asked.judges.items() if k == kind and (entry_id, j) not in asked.recused}
            drawn = {j for e, j in found if e == entry_id and asked.judges[j] == kind}
            assert drawn <= eligible
            assert len(drawn) == (min(asked.each[kind], len(eligible)) if asked.each[kind] else len(eligible))


@given(draws(recused=False))
def test_loads_differ_by_one_at_most_when_nobody_stands_back(asked: Draw) -> None:
    load = Counter(dict.fromkeys(asked.judges, 0))
    load.update(judge for _entry, judge in draw(asked))

    for kind in set(asked.judges.values()):
        loads = [load[judge] for judge, one in asked.judges.items() if one == kind]
        assert max(loads) - min(loads) <= 1


@given(draws(), st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_in_whatever_order_the_names_come(asked: Draw, chance: Any) -> None:
    entries, judges = list(asked.entries), list(asked.judges.items())
    chance.shuffle(entries)
    chance.shuffle(judges)

    again = Draw(tuple(entries), dict(judges), asked.recused, asked.each, asked.seed)

    assert draw(again) == draw(asked)


@given(draws(), st.data())
def test_a_late_recusal_fills_only_the_hole(asked: Draw, data: st.DataObject) -> None:
    before = draw(asked)
    if not before:
        return
    gone = data.draw(st.sampled_from(sorted(before)))
    later = Draw(asked.entries, asked.judges, asked.recused | {gone}, asked.each, asked.seed)

    after = draw(later, kept=before)

    assert before - {gone} <= after
    assert {pair for pair in after - before if pair[0] != gone[0]} == set()
    assert draw(later, kept=after) == after


# standing back

LEVELS = {1: Level.CITY, 5: Level.DISTRICT, 7: Level.DISTRICT, 8: Level.TOWN, 9: Level.GRASSROOTS}


@pytest.mark.parametrize(
    ("home", "thing", "ground"),
    [
        (Place(9, 1, "1.5.8.9."), Place(9, 1, "1.5.8.9."), "unit"),
        (Place(8, 1, "1.5.8."), Place(9, 1, "1.5.8.9."), "district"),
        (Place(5, 1, "1.5."), Place(9, 1, "1.5.8.9."), "district"),
        (Place(7, 1, "1.7."), Place(9, 1, "1.5.8.9."), None),
        (Place(1, 1, "1."), Place(9, 1, "1.5.8.9."), None),
        (Place(5, 1, "1.5."), Place(50, 1, "1.50."), None),  # 5 is not the beginning of 50
        (Place(7, 1, "1.7.", "3.7."), Place(9, 1, "1.5.8.9.", "3.4.9."), "industry"),
        (Place(7, 1, "1.7.", "4.7."), Place(9, 1, "1.5.8.9.", "3.4.9."), None),
    ],
)
def test_who_comes_from_there_stands_back(home: Place, thing: Place, ground: str | None) -> None:
    judge = Home(home, district_path(home.path, LEVELS))

    assert ground_of(judge, thing, own_district_may_score=False) == ground
    own = "unit" if ground == "unit" else None
    assert ground_of(judge, thing, own_district_may_score=True) == own


@pytest.mark.parametrize(
    ("weights", "words"),
    [((50, 49), "等于 100"), ((100, 0), "至少 1"), ((), "至少写一个"), ((10,) * 10, "最多")],
)
def test_a_rubric_that_is_not_whole_is_refused(weights: tuple[int, ...], words: str) -> None:
    rubric = [Dimension(f"d{n}", f"维度{n}", weight, {}) for n, weight in enumerate(weights)]

    assert words in str(rubric_refusal(rubric, ()))


@pytest.mark.parametrize(
    ("exact", "said"), [("161/2", "80.50"), ("1/3", "0.33"), ("2/3", "0.67"), ("1/200", "0.01"), ("100", "100.00")]
)
def test_a_total_is_shown_with_two_places_rounded_half_up(exact: str, said: str) -> None:
    assert two_places(Fraction(exact)) == said
