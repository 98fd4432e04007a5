"""The pure rules around a ballot: boxes, boards, what may be shown, what comes out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.ballots.rules.board import NO_PARENT, BoardKind, broken_at, event_hash
from huozhong.ballots.rules.boxes import BoxCount, count_refusal, differences, may_show_parts, round_refusal
from huozhong.ballots.rules.outcome import outcome_of
from huozhong.ballots.rules.questions import NewQuestion, questions_refusal

TOPIC = NewQuestion("草案")
small = st.integers(0, 300)


@st.composite
def counts(draw: Any) -> BoxCount:
    """A count of one box that adds up."""
    votes = draw(st.tuples(small, small, small))
    valid, invalid = sum(votes), draw(small)
    return BoxCount(valid + invalid + draw(small), valid + invalid, valid, invalid, (votes,))


@given(counts())
def test_a_count_that_adds_up_is_taken_and_agrees_with_itself(count: BoxCount) -> None:
    assert count_refusal(count, [TOPIC], allows_other=False) is None
    assert differences(count, count) == ()
    assert BoxCount.from_json(count.as_json()) == count


@given(counts(), counts())
def test_two_counts_differ_exactly_when_they_are_not_equal(one: BoxCount, other: BoxCount) -> None:
    assert (differences(one, other) == ()) == (one == other)
    assert differences(one, other) == differences(other, one)


@given(counts(), st.integers(1, 50))
def test_more_votes_than_valid_ballots_are_refused(count: BoxCount, more: int) -> None:
    votes = (count.votes[0][0] + more, *count.votes[0][1:])
    wrong = BoxCount(count.issued, count.collected, count.valid, count.invalid, (votes,))

    assert count_refusal(wrong, [TOPIC], allows_other=False) is not None


@pytest.mark.parametrize(("collected", "stands"), [(99, True), (100, True), (101, False)])
def test_a_round_stands_while_no_more_came_back_than_went_out(collected: int, stands: bool) -> None:
    assert (round_refusal(issued=100, collected=collected) is None) is stands


@pytest.mark.parametrize(("parts", "shown"), [((9, 30), False), ((10, 30), True), ((0, 30), True), ((1, 0), False)])
def test_parts_are_shown_from_ten_on_or_when_there_is_but_one(parts: tuple[int, int], shown: bool) -> None:
    assert may_show_parts(parts) is shown


def chained(payloads: list[dict[str, int]]) -> list[dict[str, Any]]:
    events, parent = [], NO_PARENT
    for number, payload in enumerate(payloads):
        own = event_hash(number, BoardKind.BALLOT, payload, parent)
        events.append({"number": number, "kind": "ballot", "payload": payload, "parent": parent, "hash": own})
        parent = own
    return events


payloads = st.lists(st.dictionaries(st.sampled_from("abc"), st.integers()), min_size=2, max_size=8)


@given(payloads, st.data())
def test_a_board_that_was_changed_cut_or_shuffled_in_the_middle_is_broken(told: Any, data: Any) -> None:
    events = chained(told)
    assert broken_at(events) is None
    at = data.draw(st.integers(0, len(events) - 2))

    changed = [dict(one) for one in events]
    changed[at]["payload"] = changed[at]["payload"] | {"slipped": 1}
    assert broken_at(changed) == at
    assert broken_at([*events[:at], *events[at + 1 :]]) == at
    assert broken_at([*events[:at], events[at + 1], events[at], *events[at + 2 :]]) == at


@given(st.tuples(small, small, small), st.lists(counts(), max_size=4))
def test_every_vote_that_came_in_by_phone_or_on_paper_is_in_the_total_once(phone: Any, boxes: list[BoxCount]) -> None:
    told = outcome_of([TOPIC], phone=[phone], phone_issued=sum(phone), phone_cast=sum(phone), struck=0, boxes=boxes)

    totals = [row["total"] for row in told["questions"][0]["rows"]]
    assert totals == [a + sum(box.votes[0][n] for box in boxes) for n, a in enumerate(phone)]
    assert told["valid"]["total"] == sum(totals)
    assert told["collected"]["total"] == told["valid"]["total"] + told["invalid"]["total"]


@given(st.lists(counts(), max_size=4), st.randoms())
def test_the_order_of_the_boxes_changes_nothing(boxes: list[BoxCount], chance: Any) -> None:
    shuffled = list(boxes)
    chance.shuffle(shuffled)
    told = [
        outcome_of([TOPIC], phone=None, phone_issued=0, phone_cast=0, struck=0, boxes=one) for one in (boxes, shuffled)
    ]

    assert told[0] == told[1]


@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=5), st.integers(-2, 7), st.integers(-2, 7))
def test_a_question_is_refused_or_fit_never_an_error(text: str, answers: list[str], least: int, most: int) -> None:
    question = NewQuestion(text, tuple(answers), least, most)
    if questions_refusal([question]) is None:
        assert 0 <= question.least <= question.most <= len(question.answers)
        assert NewQuestion.from_json(question.as_json()).as_json() == question.as_json()
