"""The rules of proposals, tried at and around their thresholds."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import Rolls
from huozhong.proposals.rules import clocks, satisfaction
from huozhong.proposals.rules.alike import ENOUGH, Known, alike, likeness
from huozhong.proposals.rules.reading import Words, keeping_refusal, several_matters, words_refusal
from huozhong.proposals.rules.satisfaction import Outcome
from huozhong.proposals.rules.words import Voice
from huozhong.proposals.workflow import PROPOSAL

HALF = Fraction(1, 2)
VOICES = st.sampled_from(list(Voice))


def outcome(authors: list[Voice], others: list[Voice], *, round_number: int = 0, over: Fraction = HALF) -> Outcome:
    votes = dict(enumerate([*authors, *others]))
    known = frozenset(range(len(authors)))
    found = satisfaction.counted(votes, authors=known, may_vote=frozenset(votes), over=over, round_number=round_number)
    return found.outcome


@pytest.mark.parametrize(
    ("bad", "voting", "sent_back"),
    [(0, 2, False), (1, 2, False), (2, 3, True), (2, 4, False), (3, 4, True), (3, 5, True)],
)
def test_more_than_half_of_the_voting_seconders_send_it_back(bad: int, voting: int, sent_back: bool) -> None:
    others = [Voice.BAD] * bad + [Voice.GOOD] * (voting - bad)

    assert (outcome([Voice.GOOD], others) is Outcome.REHANDLE) is sent_back


@given(st.lists(VOICES, max_size=9))
def test_one_dissatisfied_proposer_is_enough(others: list[Voice]) -> None:
    assert outcome([Voice.GOOD, Voice.BAD], others) is Outcome.REHANDLE


@given(st.lists(VOICES, max_size=5), st.lists(VOICES, max_size=9))
def test_it_is_handled_once_more_and_never_twice(authors: list[Voice], others: list[Voice]) -> None:
    again = outcome(authors, others, round_number=1)

    assert again is not Outcome.REHANDLE
    assert (again is Outcome.STILL_BAD) == (outcome(authors, others) is Outcome.REHANDLE)


@given(st.dictionaries(st.integers(0, 9), VOICES), st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_every_vote_counts_once_and_a_writer_s_does_not(
    votes: dict[int, Voice], makers: set[int], wrote: set[int]
) -> None:
    may_vote = satisfaction.voters(makers, (), wrote=wrote)
    found = satisfaction.counted(votes, authors=frozenset(makers), may_vote=may_vote, over=HALF, round_number=0)

    assert sum(found.voices.values()) == len(set(votes) & (makers - wrote))
    assert sum(found.voices.values()) + found.silent == len(makers - wrote)


def test_nobody_spoke_and_it_is_closed() -> None:
    found = satisfaction.counted({}, authors=frozenset({1}), may_vote=frozenset({1, 2}), over=HALF, round_number=0)

    assert (found.outcome, found.silent, found.is_dissatisfied) == (Outcome.CLOSED, 2, False)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_the_same_from_both_sides(one: str, other: str) -> None:
    near = likeness(one, other)

    assert 0 <= near <= 1
    assert near == likeness(other, one)


def test_the_same_matter_in_other_words_is_found_and_another_is_not() -> None:
    known = (
        Known(1, "给夜班职工开热饭窗口"),
        Known(2, "夜班班车绕到桃源村"),
        Known(3, "提高高温津贴"),
    )

    assert [one.id for one, _ in alike("关于夜班开个热饭窗口的建议", "", among=known)] == [1]
    assert alike("更衣柜一人一个", "", among=known) == ()
    assert all(near >= ENOUGH for _, near in alike("夜班热饭", "", among=known))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 90), st.integers(1, 90), st.integers(-100, 100))
def test_filing_is_open_from_the_first_day_to_the_last(session: date, one: int, other: int, shift: int) -> None:
    found = clocks.window(session, opens_before=max(one, other), closes_before=min(one, other))
    day = session + timedelta(days=shift)

    assert (clocks.filing_refusal(found.opens, found.closes, day) is None) == (found.opens <= day <= found.closes)
    assert found.closes < session


def test_a_window_does_not_close_before_it_opens() -> None:
    with pytest.raises(ValueError, match="closes"):
        clocks.window(date(2026, 12, 1), opens_before=5, closes_before=6)


@pytest.mark.parametrize(
    ("start", "length", "unit", "last"),
    [
        (date(2026, 9, 28), 3, Unit.WORKING_DAYS, date(2026, 10, 8)),  # over the national holidays
        (date(2026, 11, 20), 10, Unit.WORKING_DAYS, date(2026, 12, 4)),
        (date(2026, 11, 20), 30, Unit.DAYS, date(2026, 12, 21)),  # the thirtieth day is a Sunday
    ],
)
def test_terms_are_counted_in_working_days_and_end_on_one(start: date, length: int, unit: Unit, last: date) -> None:
    assert clocks.due(start, length, unit, rolls=Rolls.NEXT_WORKING_DAY).last_day == last


def test_the_last_day_is_in_time_and_the_next_is_late() -> None:
    due = date(2026, 12, 4)

    assert clocks.was_in_time(due, due)
    assert not clocks.was_in_time(due, due + timedelta(days=1))
    assert not clocks.was_in_time(due, None)
    assert [clocks.days_late(due, due + timedelta(days=n)) for n in (-1, 0, 1)] == [0, 0, 1]


def test_words_are_whole_before_they_are_filed() -> None:
    whole = Words("夜班开热饭窗口", "没有热饭", "开窗口")

    assert words_refusal(whole) is None
    for broken in (
        Words("热", "a", "b"),
        Words("夜班热饭", "", "b"),
        Words("夜班热饭", "a", ""),
        Words("夜" * 61, "a", "b"),
    ):
        assert words_refusal(broken) is not None
    assert keeping_refusal(Words("", "", "")) is None  # a draft may be empty


def test_a_name_told_in_confidence_does_not_stand_in_the_text() -> None:
    for words in (Words("老周要热饭", "a", "b", raised_by="老周", is_raiser_named=False),):
        assert keeping_refusal(words) is not None
    assert keeping_refusal(Words("老周要热饭", "a", "b", raised_by="老周")) is None


def test_two_matters_in_one_are_noticed() -> None:
    assert several_matters(Words("修灯；涨工资", "a", "b")) is not None
    assert several_matters(Words("夜班热饭", "一是没有热饭，二是班车太晚", "b")) is not None
    assert several_matters(Words("夜班开热饭窗口", "没有热饭", "开窗口")) is None


def test_every_state_has_a_way_to_an_end() -> None:
    for state in PROPOSAL.states:
        assert PROPOSAL.reachable_from(state) & PROPOSAL.ends
