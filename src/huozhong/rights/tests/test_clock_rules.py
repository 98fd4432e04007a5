"""The 66 rules: each is cited, each computes or says why not, and each day can be defended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.rulebooks import LocalEntry
from huozhong.kernel.rulepacks import Cite, Status, Unit, Version
from huozhong.kernel.workdays import Rolls, china
from huozhong.rights.rules.clocks import (
    RULES,
    ClockRule,
    Computed,
    NotComputed,
    State,
    compute,
    compute_all,
)

BOOK = standing_book()
RECEIVED = date(2026, 9, 18)
LISTED = {
    "LIM": 7, "NEG": 1, "MED": 8, "ARB": 13, "SUE": 7, "CRT": 10, "PAY": 4, "ENF": 3, "INJ": 5, "INS": 1, "AID": 2,
    "EMP": 4, "GEN": 1,
}  # fmt: skip
COMPUTING = [rule for rule in RULES.values() if rule.computes]
VARIANTS = [(rule.id, one.key) for rule in COMPUTING for one in rule.periods]


def computed(rule_id: str, day: date = RECEIVED, **more: object) -> Computed:
    found = compute(rule_id, day, book=BOOK, **more)  # type: ignore[arg-type]
    assert isinstance(found, Computed)
    return found


def test_all_66_rules_are_there() -> None:
    counts = {family: sum(rule.startswith(family) for rule in RULES) for family in LISTED}

    assert counts == LISTED
    assert len(RULES) == 66


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_says_what_starts_it_what_it_rests_on_and_both_in_english(rule: ClockRule) -> None:
    texts = [rule.title, rule.trigger, rule.precondition, rule.extension, rule.restart, rule.effect, rule.doubt]
    texts += [rule.refusal, *(one.name for one in rule.periods if len(rule.periods) > 1)]

    assert rule.title
    assert rule.trigger
    assert rule.basis
    assert all(bool(words.chinese) == bool(words.english) for words in texts)
    assert all(words.english.isascii() or "…" in words.english for words in texts)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_computes_with_a_citation_or_says_why_not(rule: ClockRule) -> None:
    for found in compute_all(rule.id, RECEIVED, book=BOOK):
        if isinstance(found, NotComputed):
            assert not rule.computes
            assert len(str(found.reason)) > 10
            assert found.cite
        else:
            assert rule.computes
            assert found.due.trace
            assert found.due.safe_date is not None


@pytest.mark.parametrize("state", [State.PROPOSED, State.UNCLASSIFIED])
def test_what_is_proposed_or_unclassified_never_computes(state: State) -> None:
    assert not state.computes
    assert not [rule.id for rule in RULES.values() if rule.state is state and rule.computes]


def test_a_number_that_was_not_held_against_its_text_is_said_to_be_so() -> None:
    doubtful = [key for key in RULES if any("没有对照原文" in str(word) for word in warnings(key))]

    assert {"NEG-01", "MED-01", "MED-03", "ARB-01", "ARB-03", "SUE-07"} <= set(doubtful)
    assert "SUE-01" not in doubtful


def warnings(rule_id: str) -> tuple[object, ...]:
    found = compute(rule_id, RECEIVED, book=BOOK)
    return found.warnings if isinstance(found, Computed) else ()


@pytest.mark.parametrize(
    ("rule_id", "variant", "legal", "safe"),
    [
        ("SUE-01", "", "2026-10-08", "2026-09-30"),
        ("SUE-02", "", "2026-10-08", "2026-09-30"),
        ("SUE-03", "", "2026-10-19", "2026-10-16"),
        ("MED-02", "", "2026-10-08", "2026-09-30"),
        ("MED-04", "", "2026-10-19", "2026-10-16"),
        ("MED-07", "", "2026-09-22", "2026-09-22"),  # the Sunday is worked
        ("ARB-03", "", "2026-10-09", "2026-09-28"),  # the law says days, the handling rules mean working days
        ("ARB-06", "", "2026-09-15", "2026-09-15"),
        ("CRT-06", "judgment", "2026-10-08", "2026-09-30"),
        ("CRT-06", "ruling", "2026-09-28", "2026-09-28"),
        ("CRT-08", "", "2027-03-18", "2027-03-18"),
        ("ENF-01", "", "2028-09-18", "2028-09-18"),
        ("INS-01", "", "2026-12-17", "2026-12-17"),
        ("PAY-03", "", "2026-10-18", "2026-10-16"),  # ends on the Sunday itself
        ("LIM-07", "", "2028-09-18", "2028-09-18"),
        ("ARB-07", "", "2026-09-18", "2026-09-18"),
    ],
)
def test_days_of_single_rules(rule_id: str, variant: str, legal: str, safe: str) -> None:
    found = computed(rule_id, variant=variant)

    assert (found.due.legal_date.isoformat(), found.due.safe_date.isoformat()) == (legal, safe)


def test_an_authoritys_silence_is_answered_only_after_the_latest_reading() -> None:
    found = computed("ARB-01", date(2026, 9, 25))

    assert [reading.legal_date for reading in found.readings] == [date(2026, 10, 9), date(2026, 9, 30)]
    assert found.due.right_from == date(2026, 10, 10)


def test_an_extension_counts_only_where_it_was_granted() -> None:
    assert computed("ARB-10").period.length == 45
    assert computed("ARB-10", is_extended=True).period.length == 60
    assert computed("INS-01", is_extended=True).period.length == 90
    refused = computed("SUE-01", is_extended=True)
    assert refused.period.length == 15
    assert any("没有加" in str(words) for words in refused.warnings)


def test_where_no_law_gives_a_period_only_the_safe_day_may_be_used() -> None:
    assert not computed("SUE-07").has_legal_date
    assert not computed("LIM-03").has_legal_date
    assert computed("LIM-03", jurisdictions=("1101", "11", "CN")).has_legal_date


def test_a_day_before_the_law_was_in_force_has_no_rule() -> None:
    found = compute("SUE-01", date(2007, 1, 1), book=BOOK)

    assert isinstance(found, NotComputed)
    assert "没有生效的规定" in str(found.reason)


def test_a_federations_own_value_wins_at_home() -> None:
    cite = Cite(law="某市劳动争议调解办法", article="第九条", quote="七日内答复")
    version = Version(date(2026, 1, 1), None, 7, cite, Status.VERIFIED)
    book = BOOK.with_entries([LocalEntry("clocks.neg_01", "3202", version, "f" * 64, "local/1")])

    here = compute("NEG-01", RECEIVED, book=book, jurisdictions=("3202", "32", "CN"))
    elsewhere = compute("NEG-01", RECEIVED, book=book)

    assert isinstance(here, Computed)
    assert isinstance(elsewhere, Computed)
    assert (here.period.length, elsewhere.period.length) == (7, 5)
    assert str(here.answers[0].cite) == "《某市劳动争议调解办法》第九条"


def test_a_rule_or_a_kind_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        compute("SUE-99", RECEIVED, book=BOOK)
    with pytest.raises(KeyError):
        compute("CRT-06", RECEIVED, book=BOOK, variant="opinion")


def test_every_quoted_period_of_the_packs_is_used_by_a_rule() -> None:
    packed = {rule.id for rule in BOOK.rules() if rule.id.startswith("clocks.")}
    used = {name for rule in RULES.values() for one in rule.periods for name in (one.rule, one.plus) if name}

    assert packed - used == {"clocks.aid_02"}  # a condition that is shown, not a period


TRIGGERS = st.dates(min_value=date(2024, 6, 1), max_value=date(2027, 12, 31))


@given(TRIGGERS, st.sampled_from(VARIANTS))
def test_no_deadline_of_a_party_falls_on_a_day_of_rest_unless_its_rule_says_so(
    day: date, chosen: tuple[str, str]
) -> None:
    found = computed(chosen[0], day, variant=chosen[1])

    assert found.period.rolls is Rolls.KEEP or china().is_workday(found.due.legal_date)


@given(TRIGGERS, st.integers(0, 60), st.sampled_from(VARIANTS))
def test_a_later_trigger_never_gives_an_earlier_end(day: date, later: int, chosen: tuple[str, str]) -> None:
    first = computed(chosen[0], day, variant=chosen[1]).due
    second = computed(chosen[0], day + timedelta(days=later), variant=chosen[1]).due

    assert first.legal_date <= second.legal_date
    assert first.safe_date <= second.safe_date


@given(TRIGGERS, st.sampled_from(VARIANTS))
def test_a_partys_safe_day_comes_first_and_an_authoritys_last(day: date, chosen: tuple[str, str]) -> None:
    found = computed(chosen[0], day, variant=chosen[1])

    if found.period.is_authority_duty:
        assert found.due.safe_date >= max(reading.legal_date for reading in found.readings)
    else:
        assert found.due.safe_date <= min(reading.legal_date for reading in found.readings)


def test_units_that_are_open_are_shown_in_both_readings() -> None:
    assert [reading.unit for reading in computed("NEG-01").readings] == [Unit.DAYS, Unit.WORKING_DAYS]
    assert [reading.unit for reading in computed("ARB-03").readings] == [Unit.WORKING_DAYS, Unit.DAYS]
    assert [reading.unit for reading in computed("SUE-01").readings] == [Unit.DAYS]
