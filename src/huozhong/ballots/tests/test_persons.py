"""Elections of persons: just below, at and above every number that the pack gives."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.ballots.rules import persons
from huozhong.ballots.rules.persons import Body, Count, Round, Votes
from huozhong.ballots.rules.strokes import stroke_key, strokes_of
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulepacks import NoRule

ON = date(2026, 11, 23)
LAWS = {body: persons.law_for(body, standing_book(), jurisdictions=("CN",), on=ON) for body in Body}
LAW = LAWS[Body.COMMITTEE]
WATCHING = ("吕守正", "苗青青")


def a_count(
    *approvals: int,
    seats: int,
    base: int,
    present: int | None = None,
    kind: Round = Round.FIRST,
    **more: int,
) -> Count:
    """Everybody present casts a valid ballot; who does not approve disapproves."""
    there = base if present is None else present
    numbers = {"issued": there, "collected": there, "valid": there, "invalid": 0} | more
    votes = tuple(Votes(f"候{n}", one, numbers["valid"] - one) for n, one in enumerate(approvals))
    return Count(round=kind, seats=seats, base=base, present=there, votes=votes, **numbers)


def test_the_pack_answers_and_says_that_nobody_checked_it() -> None:
    for law in LAWS.values():
        assert all(not answer.is_verified and answer.note for answer in law.answers)
    with pytest.raises(NoRule):
        persons.law_for(Body.CHAIR, standing_book(), jurisdictions=("CN",), on=date(2016, 10, 8))


@given(base=st.integers(1, 3000))
def test_two_thirds_must_take_part_and_more_than_half_of_all_must_approve(base: int) -> None:
    least = next(n for n in range(base + 1) if 3 * n >= 2 * base)
    enough = next(n for n in range(base + 2) if 2 * n > base)
    assert persons.decide(a_count(least, seats=1, base=base, present=least), LAW).is_valid
    short = persons.decide(a_count(least - 1, seats=1, base=base, present=least - 1), LAW)
    assert (short.is_valid, short.elected) == (False, ())

    for approvals, is_elected in ((enough - 1, False), (enough, True), (min(enough + 1, base), True)):
        outcome = persons.decide(a_count(approvals, seats=1, base=base), LAW)
        assert (outcome.elected == ("候0",)) is is_elected
        assert outcome.needed == enough


def test_half_of_all_is_not_enough_though_it_is_more_than_half_of_those_present() -> None:
    outcome = persons.decide(a_count(50, seats=1, base=100, present=70), LAW)

    assert (outcome.elected, outcome.needed, outcome.unfilled) == ((), 51, 1)
    assert outcome.next == persons.Next(Round.SECOND, 1, ("候0",))


@pytest.mark.parametrize("body", Body)
@given(seats=st.integers(1, 400))
def test_a_slate_is_just_long_enough_or_one_too_short(body: Body, seats: int) -> None:
    law = LAWS[body]
    needed = persons.candidates_needed(seats, law)
    share = law.contest.share()
    names = [f"候{n}" for n in range(needed)]

    assert Fraction(needed - seats, seats) >= share > Fraction(needed - 1 - seats, seats) or needed == seats
    assert persons.slate_refusal(names, seats=seats, scrutineers=WATCHING, law=law) is None
    short = persons.slate_refusal(names[:-1], seats=seats, scrutineers=WATCHING, law=law)
    assert short is not None and str(needed) in str(short)  # noqa: PT018


def test_five_per_cent_of_twenty_seats_is_one_candidate_more_and_of_twenty_one_two() -> None:
    assert [persons.candidates_needed(seats, LAW) for seats in (1, 19, 20, 21, 40, 41)] == [2, 20, 21, 23, 42, 44]
    assert persons.candidates_needed(1, LAWS[Body.CHAIR]) == 1


@pytest.mark.parametrize(
    ("names", "seats", "watching", "says"),
    [
        (("甲", "乙", "丙"), 2, ("吕守正",), "至少要有 2 名监票人"),
        (("甲", "乙", "吕守正"), 2, WATCHING, "吕守正 是候选人"),
        (("甲", "乙", "乙"), 2, WATCHING, "重复"),
        (("甲", "乙"), 0, WATCHING, "至少一名"),
    ],
)
def test_a_slate_that_may_not_be_put_is_refused(
    names: tuple[str, ...], seats: int, watching: tuple[str, ...], says: str
) -> None:
    assert says in str(persons.slate_refusal(names, seats=seats, scrutineers=watching, law=LAW))


@given(seats=st.integers(1, 50))
def test_a_ballot_is_invalid_from_one_more_than_the_seats(seats: int) -> None:
    assert [persons.is_overfull(chosen, seats=seats, law=LAW) for chosen in (0, seats - 1, seats, seats + 1)] == [
        False,
        False,
        False,
        True,
    ]


@given(st.integers(3, 500), st.data())
def test_more_collected_than_issued_voids_and_as_many_or_fewer_do_not(base: int, data: st.DataObject) -> None:
    issued = data.draw(st.integers(0, base - 1))
    for collected in (issued, max(issued - 1, 0), issued + 1):
        count = a_count(0, seats=1, base=base, issued=issued, collected=collected, valid=collected)
        outcome = persons.decide(count, LAW)
        assert outcome.is_valid is (collected <= issued)
        if not outcome.is_valid:
            assert "重新选举" in str(outcome.reason)
            assert outcome.next == persons.Next(Round.FIRST, 1, ("候0",))


def test_the_most_approvals_take_the_seats() -> None:
    outcome = persons.decide(a_count(60, 90, 51, 70, seats=3, base=100), LAW)

    assert (outcome.elected, outcome.tied, outcome.unfilled, outcome.next) == (("候1", "候3", "候0"), (), 0, None)


def test_equals_at_the_last_seat_are_voted_on_again_and_then_the_most_win() -> None:
    first = persons.decide(a_count(90, 60, 60, 60, 20, seats=3, base=100), LAW)

    assert (first.elected, first.tied) == (("候0",), ("候1", "候2", "候3"))
    assert first.next == persons.Next(Round.RUN_OFF, 2, ("候1", "候2", "候3"))
    again = persons.decide(a_count(30, 41, 29, seats=2, base=100, kind=Round.RUN_OFF), LAW)
    assert (again.elected, again.next) == (("候1", "候0"), None)


def test_equals_who_all_have_a_seat_are_no_tie() -> None:
    outcome = persons.decide(a_count(60, 60, 40, seats=2, base=100), LAW)

    assert (outcome.elected, outcome.tied, outcome.next) == (("候0", "候1"), (), None)


def test_equals_below_the_majority_are_no_tie_but_a_second_round() -> None:
    outcome = persons.decide(a_count(60, 50, 50, seats=2, base=100), LAW)

    assert (outcome.elected, outcome.tied) == (("候0",), ())
    assert outcome.next == persons.Next(Round.SECOND, 1, ("候1", "候2"))


def test_another_person_who_was_written_in_can_win() -> None:
    count = a_count(40, 45, seats=1, base=100)
    written = replace(count, votes=(*count.votes, Votes("王五", 15, is_written_in=True)))
    assert persons.decide(written, LAW).elected == ()

    loved = replace(count, votes=(Votes("候0", 20, 80), Votes("王五", 51, is_written_in=True)))
    outcome = persons.decide(loved, LAW)
    assert outcome.elected == ("王五",)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    base = draw(st.integers(1, 60))
    present = draw(st.integers(0, base))
    issued = draw(st.integers(0, present))
    collected = draw(st.integers(0, issued))
    valid = draw(st.integers(0, collected))
    seats = draw(st.integers(1, 6))
    chosen = [draw(st.sets(st.integers(0, 7), max_size=min(seats, 8))) for _ in range(valid)]
    approvals = [sum(n in one for one in chosen) for n in range(8)]
    votes = tuple(Votes(f"候{n}", one, 0, valid - one) for n, one in enumerate(approvals))
    return Count(draw(st.sampled_from(Round)), seats, base, present, issued, collected, valid, collected - valid, votes)


@given(counts(), st.randoms(use_true_random=False))
def test_the_outcome_is_the_same_in_any_order_and_never_seats_too_many(count: Count, chance: object) -> None:
    outcome = persons.decide(count, LAW)
    turned = list(count.votes)
    chance.shuffle(turned)  # type: ignore[attr-defined]

    assert persons.decide(replace(count, votes=tuple(turned)), LAW).elected == outcome.elected
    assert len(outcome.elected) + outcome.unfilled == count.seats
    assert not set(outcome.elected) & set(outcome.tied)
    approvals = {one.person: one.approve for one in count.votes}
    if outcome.is_valid and count.round is not Round.RUN_OFF:
        assert all(2 * approvals[one] > count.base for one in (*outcome.elected, *outcome.tied))
    if outcome.elected and outcome.is_valid:
        left = [n for one, n in approvals.items() if one not in outcome.elected]
        assert all(approvals[one] >= max(left, default=0) for one in outcome.elected)
    if outcome.tied:
        assert len(outcome.tied) > outcome.unfilled
        assert len({approvals[one] for one in outcome.tied}) == 1


@given(counts())
def test_a_sheet_computes_to_the_same_outcome(count: Count) -> None:
    outcome = persons.decide(count, LAW)

    assert persons.recount(outcome.sheet, LAW) == outcome


@pytest.mark.parametrize(
    ("bend", "says"),
    [
        ({"base": 0}, "不能是零"),
        ({"seats": 0}, "不能是零"),
        ({"invalid": -1}, "负数"),
        ({"present": 11}, "不能多于应到的人"),
        ({"issued": 11}, "不能多于应到的人"),
        ({"valid": 9}, "应当等于收回的票"),
        ({"votes": (Votes("甲", 5, 5), Votes("甲", 5, 5))}, "合在一处"),
        ({"votes": (Votes("甲", 5, 4),)}, "应当等于有效票"),
        ({"votes": (Votes("甲", 11, is_written_in=True),)}, "应当等于有效票"),
        ({"votes": (Votes("甲", 6, 4), Votes("乙", 5, 5))}, "多选的票应当算无效票"),
    ],
)
def test_counts_that_cannot_be_are_refused(bend: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        persons.decide(replace(a_count(5, seats=1, base=10), **bend), LAW)


def test_the_surnames_of_public_lists_stand_in_their_order() -> None:
    """As lists 按姓氏笔画为序 that were published in the papers have them."""
    assert persons.in_order(tuple("蔡黄袁赵陈张何李刘石尹王马习丁")) == tuple("丁习马王尹石刘李何张陈赵袁黄蔡")
    assert persons.in_order(("李四", "王五", "王小二", "李强", "欧阳一")) == (
        "王小二",
        "王五",
        "李四",
        "李强",
        "欧阳一",
    )


def test_the_shorter_name_comes_first_and_a_character_without_strokes_last() -> None:
    assert persons.in_order(("阿依古丽·买买提", "Anna", "王二小", "王二")) == (
        "王二",
        "王二小",
        "阿依古丽·买买提",
        "Anna",
    )
    assert (strokes_of("陈"), strokes_of("A")) == (7, None)


@pytest.mark.needs("nodejs")
def test_a_second_counter_agrees_on_every_common_character_but_for_known_parts() -> None:
    """ICU counts the traditional forms of a few parts (阝 three, 艹 four); else it orders as the table does."""
    common = [one for one in map(chr, range(0x4E00, 0x9FA6)) if strokes_of(one)]
    script = (
        "const c=new Intl.Collator('zh-u-co-stroke').compare;"
        "process.stdout.write([...require('fs').readFileSync(0,'utf8')].sort(c).join(''))"
    )
    done = subprocess.run(["node", "-e", script], input="".join(common), capture_output=True, text=True, check=True)
    theirs = {one: place for place, one in enumerate(done.stdout)}
    close = sum(abs(theirs[one] - place) < 700 for place, one in enumerate(sorted(common, key=stroke_key)))

    assert close > len(common) * 9 // 10
