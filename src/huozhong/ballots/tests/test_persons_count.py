"""The votes of a ballot become the count of an election, on paper and by phone alike."""

from __future__ import annotations

from typing import Any

import pytest

from huozhong.ballots.rules import persons
from huozhong.ballots.rules.boxes import BoxCount
from huozhong.ballots.rules.outcome import outcome_of
from huozhong.ballots.rules.persons import Round
from huozhong.ballots.rules.persons_count import count_of
from huozhong.ballots.rules.questions import YES_NO, NewQuestion
from huozhong.ballots.tests.test_persons import LAW
from huozhong.kernel.refusals import Refused

SLATE = NewQuestion("工会委员会委员", ("丁一", "王二", "张三"), 0, 2)


def outcome(questions: list[NewQuestion], phone: list[list[int]], cast: int, *boxes: BoxCount) -> dict[str, Any]:
    return outcome_of(questions, phone=phone, phone_issued=cast + 5, phone_cast=cast, struck=0, boxes=boxes)


def test_a_slate_longer_than_the_seats_is_counted_by_names() -> None:
    box = BoxCount(20, 18, 17, 1, ((10, 15, 2),), (("李四", 3),))
    count = count_of(outcome([SLATE], [[30, 20, 25]], 50, box), seats=2, base=75)

    assert (count.present, count.issued, count.collected, count.valid, count.invalid) == (70, 70, 68, 67, 1)
    assert [(one.person, one.approve, one.abstain) for one in count.votes] == [
        ("丁一", 40, 27), ("王二", 35, 32), ("张三", 27, 40), ("李四", 3, 0),
    ]  # fmt: skip
    decided = persons.decide(count, LAW)
    assert (decided.elected, decided.next) == (("丁一",), persons.Next(Round.SECOND, 1, ("王二", "张三")))


def test_as_many_candidates_as_seats_have_a_question_each() -> None:
    questions = [NewQuestion(name, YES_NO) for name in ("丁一", "王二")]
    count = count_of(outcome(questions, [[41, 5, 4], [20, 25, 5]], 50), seats=2, base=60)

    assert [(one.person, one.approve, one.disapprove, one.abstain) for one in count.votes] == [
        ("丁一", 41, 5, 4), ("王二", 20, 25, 5),
    ]  # fmt: skip
    assert persons.decide(count, LAW).elected == ("丁一",)


def test_a_box_with_more_ballots_than_were_issued_voids_the_election() -> None:
    box = BoxCount(20, 21, 21, 0, ((10, 15, 2),))

    decided = persons.decide(count_of(outcome([SLATE], [[30, 20, 25]], 50, box), seats=2, base=75), LAW)

    assert (decided.is_valid, decided.elected) == (False, ())


def test_a_written_name_that_is_a_candidate_s_is_left_to_people() -> None:
    box = BoxCount(20, 20, 20, 0, ((10, 10, 2),), (("丁一", 1),))

    with pytest.raises(Refused, match="合在一处"):
        persons.decide(count_of(outcome([SLATE], [[0, 0, 0]], 0, box), seats=2, base=25), LAW)
