"""Guards, lights, recusal, refunds: pure, by examples and by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.places import Level, Place
from huozhong.kernel.workdays import china
from huozhong.kernel.zone import ZONE
from huozhong.projects.queries.rules import working_days
from huozhong.projects.rules import call, form, guards, light, tiers, window
from huozhong.projects.rules.facts import (
    BudgetFacts,
    CallFacts,
    ProjectFacts,
    RectificationFacts,
    TargetFacts,
    TaskFacts,
)
from huozhong.projects.rules.light import Thresholds, elapsed, judge, percent, reached, share_reached
from huozhong.projects.rules.words import Light, Source

NOW = datetime(2026, 3, 31, 9, 0, tzinfo=ZONE)
TODAY = NOW.date()
CITY, WORKS = Place(1, 1, "1.", level=Level.CITY), Place(7, 1, "1.5.7.")
CALL = CallFacts(
    title="征集",
    state="open",
    year=2026,
    opens_at=NOW - timedelta(days=30),
    closes_at=datetime(2026, 3, 31, 23, 59, 59, tzinfo=ZONE),
    office=CITY,
    levels=frozenset({"grassroots"}),
    kinds=frozenset({"enterprise"}),
    classes=frozenset({"skills"}),
)
LINES = Thresholds(Fraction(1, 4), Fraction(9, 10), Fraction(7, 10), 10, Fraction(95, 100), 30)


def facts(**changed: object) -> ProjectFacts:
    base = ProjectFacts(
        state="running",
        place=WORKS,
        unit_kind="enterprise",
        at=NOW,
        today=TODAY,
        call=CALL,
        start_date=date(2026, 1, 1),
        finish_date=date(2026, 12, 31),
        running_since=date(2026, 3, 1),
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def verdict(**changed: object) -> light.Verdict:
    found = judge(facts(**changed), LINES, working_days=working_days)
    assert found is not None
    return found


def words(found: light.Verdict) -> list[str]:
    return [str(reason.says) for reason in found.reasons]


def test_a_quiet_project_is_green_without_reasons() -> None:
    assert verdict() == light.Verdict(Light.GREEN, ())


@pytest.mark.parametrize("state", ["draft", "declared", "rejected", "accepted", "terminated"])
def test_nobody_lights_a_project_that_owes_nothing(state: str) -> None:
    assert judge(facts(state=state), LINES, working_days=working_days) is None


def test_a_task_is_amber_the_day_after_and_red_after_ten_working_days() -> None:
    due = date(2026, 3, 6)
    task = TaskFacts("开课", None, due)
    tenth = china().add_workdays(due, 10)

    assert verdict(tasks=(task,), today=due).light is Light.GREEN
    assert verdict(tasks=(task,), today=due + timedelta(days=1)).light is Light.AMBER
    assert verdict(tasks=(task,), today=tenth).light is Light.AMBER
    assert verdict(tasks=(task,), today=china().add_workdays(due, 11)).light is Light.RED
    assert verdict(tasks=(replace(task, done_date=due),), today=tenth).light is Light.GREEN


def test_a_target_is_judged_against_the_calendar_with_both_shares_in_words() -> None:
    half = date(2026, 7, 2)  # 183 of 365 days

    def at(latest: str) -> light.Verdict:
        target = TargetFacts("参加人数", Decimal(0), Decimal(1000), date(2026, 12, 31), Decimal(latest))
        return verdict(targets=(target,), today=half, last_progress_date=half)

    assert at("452").light is Light.GREEN
    assert at("451").light is Light.AMBER
    assert at("351").light is Light.AMBER
    assert at("350").light is Light.RED
    assert words(at("350")) == ["指标“参加人数”完成 35%，时间已过 50%"]


def test_a_target_is_not_judged_while_a_quarter_of_its_time_has_not_passed() -> None:
    target = TargetFacts("参加人数", Decimal(0), Decimal(1000), date(2026, 12, 31))
    quarter = date(2026, 4, 2)  # day 92 of 365 is the first past a quarter

    assert verdict(targets=(target,), today=quarter - timedelta(days=1), running_since=quarter).light is Light.GREEN
    assert verdict(targets=(target,), today=quarter, running_since=quarter).light is Light.RED


def test_the_worst_reason_wins_and_all_are_told_worst_first() -> None:
    found = verdict(
        tasks=(TaskFacts("开课", None, TODAY - timedelta(days=1)),),
        rectifications=(RectificationFacts(TODAY - timedelta(days=1)),),
        last_progress_date=TODAY - timedelta(days=31),
    )

    assert found.light is Light.RED
    assert words(found) == ["督查整改逾期（期限 2026-03-30）", "任务“开课”逾期 1 天", "已有 31 天没有记录进展"]


def test_money_is_amber_when_nearly_spent_and_red_beyond_the_budget() -> None:
    def spent(amount: str) -> light.Light:
        line = BudgetFacts("课酬", "activities", Decimal("100.00"), {}, Decimal(amount))
        return verdict(budget=(line,)).light

    assert [spent(amount) for amount in ("94.99", "95.00", "99.99", "100.00", "100.01")] == [
        *(Light.GREEN, Light.AMBER, Light.AMBER, Light.GREEN, Light.RED),
    ]


amounts = st.decimals(min_value=Decimal(0), max_value=Decimal(10**9), places=2)


@given(baseline=amounts, goal=amounts, latest=st.none() | amounts)
def test_reached_is_exact_and_never_negative(baseline: Decimal, goal: Decimal, latest: Decimal | None) -> None:
    target = TargetFacts("x", baseline, goal, None, latest)

    share = reached(target)

    assert share >= 0
    if latest is not None and goal != baseline and share > 0:
        assert Fraction(baseline) + share * (Fraction(goal) - Fraction(baseline)) == Fraction(latest)
    assert 0 <= share_reached((target,)) <= 1


days_of_use = st.dates(date(2019, 1, 1), date(2033, 1, 1))


@given(start=days_of_use, days=st.integers(0, 900), on=days_of_use)
def test_time_passes_from_nothing_to_all_and_never_back(start: date, days: int, on: date) -> None:
    finish = start + timedelta(days=days)

    assert 0 <= elapsed(start, finish, on) <= elapsed(start, finish, on + timedelta(days=1)) <= 1
    assert elapsed(start, finish, finish) == 1
    assert elapsed(start, finish, start - timedelta(days=1)) == 0


@given(lights=st.lists(st.sampled_from([0, 1, 12]), min_size=1, max_size=6))
def test_more_reasons_never_make_a_better_light(lights: list[int]) -> None:
    tasks = tuple(TaskFacts(f"任务{n}", None, TODAY - timedelta(days=days * 2)) for n, days in enumerate(lights))

    order = [light.ORDER.index(verdict(tasks=tasks[:count]).light) for count in range(1, len(tasks) + 1)]

    assert order == sorted(order)


@pytest.mark.parametrize(("share", "said"), [("1/3", "33%"), ("1/2", "50%"), ("995/1000", "100%"), ("994/1000", "99%")])
def test_percents_are_rounded_half_up(share: str, said: str) -> None:
    assert percent(Fraction(share)) == said


@given(parts=st.lists(amounts, min_size=4, max_size=4), off=st.decimals(Decimal("-1"), Decimal("1"), places=2))
def test_a_line_is_sound_exactly_when_its_sources_add_up(parts: list[Decimal], off: Decimal) -> None:
    sources = dict(zip((str(name) for name in Source), parts, strict=True))
    line = BudgetFacts("课酬", "activities", sum(parts, Decimal(0)) + off, sources)

    assert (form.line_refusal(line) is None) == (off == 0 and line.amount > 0)


@given(seconds=st.integers(-5, 5), micro=st.integers(0, 999_999))
def test_the_window_closes_after_its_closing_second(seconds: int, micro: int) -> None:
    at = (CALL.closes_at + timedelta(seconds=seconds)).replace(microsecond=micro)

    assert (window.window_refusal(CALL, at) is None) == (seconds <= 0)


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, True),
        ({"place": Place(8, 1, "2.8.")}, False),
        ({"place": Place(5, 1, "1.5.", level=Level.DISTRICT)}, False),
        ({"unit_kind": "joint"}, False),
        ({"work_class": "skills"}, True),
        ({"work_class": "culture"}, False),
    ],
)
def test_who_may_declare(changed: dict[str, object], fits: bool) -> None:
    assert (window.eligibility_refusal(facts(**changed)) is None) is fits


def test_an_industry_office_reaches_its_line_in_other_districts() -> None:
    office = Place(900, 1, "1.900.", "900.", Level.DISTRICT)
    there = facts(call=replace(CALL, office=office), place=Place(7, 1, "1.6.7.", "900.7."))

    assert window.eligibility_refusal(there) is None


@given(
    weights=st.dictionaries(
        st.sampled_from(["organisation", "novelty", "effect", "replicability", "x"]), st.integers(-5, 100)
    )
)
def test_weights_are_four_positive_and_a_hundred(weights: dict[str, int]) -> None:
    sound = call.weights_refusal(weights) is None

    assert sound == (
        set(weights) == {"organisation", "novelty", "effect", "replicability"}
        and min(weights.values()) > 0
        and sum(weights.values()) == 100
    )


def test_without_a_rule_the_guards_say_so_and_guess_nothing() -> None:
    bare = facts(state="awaiting", refusals_allowed=None, jurors_needed=None)

    for guard in (guards.may_refuse_again, guards.must_end_now, guards.jury_has_scored):
        assert "没有生效的规定" in str(guard(bare))


@given(allowed=st.integers(0, 3), refused=st.integers(0, 4))
def test_refusing_again_and_ending_are_twins(allowed: int, refused: int) -> None:
    seen = facts(state="awaiting", refusals_allowed=allowed, refusals=refused)

    assert (guards.may_refuse_again(seen) is None) != (guards.must_end_now(seen) is None)


def test_tiers_begin_on_their_line() -> None:
    lines = tiers.TierLines(Fraction(9, 10), Fraction(8, 10), Fraction(6, 10))

    found = [tiers.tier_of(Fraction(total), lines) for total in ("100", "90", "8999/100", "80", "60", "5999/100", "0")]

    assert found == ["first", "first", "second", "second", "third", "none", "none"]
