"""Quorum and majority against ALL delegates, held against plain integer arithmetic, for every place in the packs."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.congress.rules.deciding import Decision, Voted, decide, fingerprint, law_for, matter_of
from huozhong.congress.rules.matters import MATTERS, Power, owes_secret
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulepacks import NoRule

BOOK, TODAY = standing_book(), date(2026, 11, 23)
PLACES = [("CN",), ("31", "CN"), ("33", "CN"), ("41", "CN"), ("3202", "32", "CN")]
VOTED_ON = [matter.key for matter in MATTERS.values() if matter.is_voted]


def decided(
    voted: Voted, place: tuple[str, ...] = ("CN",), key: str = "collective_contract", on: date = TODAY
) -> Decision:
    matter = matter_of(key)
    return decide(matter, voted, law_for(matter, BOOK, jurisdictions=place, on=on), jurisdiction=place[0], on=on)


def test_fifty_one_of_a_hundred_pass_and_sixty_seven_must_be_there() -> None:
    found = decided(Voted(100, 70, 51, 10, 9))

    assert (found.quorum, found.passed, found.needed_present, found.needed_yes) == (True, True, 67, 51)
    assert "第三十六条" in found.cite


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
@pytest.mark.parametrize("key", ["collective_contract", "layoffs_plan", "elect_director"])
@pytest.mark.parametrize(("present", "is_met"), [(59, False), (60, True), (61, True)])
def test_two_thirds_includes_two_thirds(place: tuple[str, ...], key: str, present: int, is_met: bool) -> None:
    assert decided(Voted(90, present, 46), place, key).quorum is is_met


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
@pytest.mark.parametrize("key", ["collective_contract", "layoffs_plan", "elect_director"])
@pytest.mark.parametrize(("yes", "passes"), [(44, False), (45, False), (46, True)])
def test_half_is_not_more_than_half_of_all(place: tuple[str, ...], key: str, yes: int, passes: bool) -> None:
    assert decided(Voted(90, 60, yes), place, key).passed is passes


@given(st.data(), st.sampled_from(PLACES), st.sampled_from(VOTED_ON))
def test_the_outcome_is_that_of_integers(data: st.DataObject, place: tuple[str, ...], key: str) -> None:
    delegates = data.draw(st.integers(1, 3000))
    present = data.draw(st.integers(0, delegates))
    yes = data.draw(st.integers(0, present))
    no = data.draw(st.integers(0, present - yes))

    found = decided(Voted(delegates, present, yes, no), place, key)

    assert found.quorum == (present * 3 >= delegates * 2)
    assert found.passed == (found.quorum and yes * 2 > delegates)
    assert found.sheet["counts"]["not_cast"] == present - yes - no
    assert found.sheet["fingerprint"] == fingerprint(json.loads(json.dumps(found.sheet)))


@given(st.integers(1, 3000), st.integers(0, 3000), st.integers(0, 3000))
def test_one_more_yes_never_turns_a_pass_into_a_fail(delegates: int, present: int, yes: int) -> None:
    present = min(present, delegates)
    yes = min(yes, present)
    if yes < present and decided(Voted(delegates, present, yes)).passed:
        assert decided(Voted(delegates, present, yes + 1)).passed


def test_a_changed_sheet_no_longer_has_its_fingerprint() -> None:
    sheet = decided(Voted(100, 70, 51)).sheet

    assert fingerprint(sheet | {"outcome": "not_passed"}) != sheet["fingerprint"]


@pytest.mark.parametrize(
    "voted", [Voted(0, 0, 0), Voted(10, 11, 1), Voted(10, 8, 5, 3, 1), Voted(10, 8, -1), Voted(10, 8, 9)]
)
def test_counts_that_cannot_be_are_refused(voted: Voted) -> None:
    with pytest.raises(Refused):
        decided(voted)


def test_before_the_rule_there_is_no_rule() -> None:
    with pytest.raises(NoRule):
        decided(Voted(100, 70, 51), on=date(2001, 1, 1))


@pytest.mark.parametrize(
    ("place", "key", "is_owed"),
    [
        (("CN",), "collective_contract", True), (("CN",), "congress_rules", False), (("CN",), "report", False),
        (("31", "CN"), "congress_rules", True), (("31", "CN"), "resolution", False),
        (("33", "CN"), "elect_presidium", True), (("41", "CN"), "elect_presidium", True),
        (("31", "CN"), "elect_presidium", False), (("CN",), "elect_director", True), (("CN",), "appraisal", True),
    ],
)  # fmt: skip
def test_what_must_be_voted_in_secret(place: tuple[str, ...], key: str, is_owed: bool) -> None:
    law = law_for(matter_of(key), BOOK, jurisdictions=place, on=TODAY)

    assert owes_secret(matter_of(key), law.secret_for.text()) is is_owed


def test_what_is_only_heard_is_never_voted() -> None:
    heard = [matter for matter in MATTERS.values() if matter.power in (Power.HEAR, Power.SUPERVISE)]

    assert heard
    assert not any(owes_secret(matter, "important pass elect appraise") for matter in heard)


def test_a_matter_that_the_catalogue_has_not_is_refused() -> None:
    with pytest.raises(Refused):
        matter_of("party")
