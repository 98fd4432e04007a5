"""Ballots: what is put in comes out, in any order; what is not one person's one vote does not get in."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huozhong.ballots.engine import ballots, credentials, tally, trustees
from huozhong.ballots.engine.group import BELENIOS_2048 as GROUP
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election, Question, new_uuid
from huozhong.ballots.engine.writing import compact
from huozhong.ballots.tests.a_vote import COMMITTEE, ITEM, KEYS, NO, PUBLICS, YES, a_vote, an_election

SLOW = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    count = draw(st.integers(1, 5))
    least = draw(st.integers(0, count))
    most = draw(st.integers(max(least, 1), count))
    return Question(draw(words), tuple(draw(words) for _ in range(count)), least, most, draw(st.booleans()))


@st.composite
def choices(draw: st.DrawFn, question: Question) -> list[int]:
    blank = [0] * question.is_blank_allowed
    if blank and draw(st.booleans()):
        return [1] + [0] * len(question.answers)
    chosen = draw(st.permutations(range(len(question.answers))))[: draw(st.sampled_from(question.totals))]
    return blank + [int(place in chosen) for place in range(len(question.answers))]


@st.composite
def cast_votes(draw: st.DrawFn) -> tuple[tuple[Question, ...], list[list[list[int]]]]:
    asked = tuple(draw(st.lists(questions(), min_size=1, max_size=2)))
    voters = draw(st.integers(0, 5))
    return asked, [[draw(choices(question)) for question in asked] for _ in range(voters)]


def summed(asked: Sequence[Question], votes: Sequence[Sequence[Sequence[int]]]) -> list[list[int]]:
    """The votes added up in the open."""
    return [[sum(vote[at][slot] for vote in votes) for slot in range(one.slots)] for at, one in enumerate(asked)]


def opened(election: Election, cast: Sequence[str]) -> list[list[int]]:
    total = tally.encrypted_tally(election, cast)
    shares = [tally.partial_decryption(election, total, key.secret) for key in KEYS]
    return tally.result(election, total, PUBLICS, shares)


@SLOW
@given(cast_votes(), st.randoms(use_true_random=False))
def test_votes_in_are_votes_out_in_any_order(
    held: tuple[tuple[Question, ...], list[list[list[int]]]], chance: random.Random
) -> None:
    asked, votes = held
    election = an_election(*asked)
    cast = [ballots.make(election, vote, credentials.new_secret()) for vote in votes]
    for ballot in cast:
        ballots.check(election, ballot)

    assert opened(election, cast) == summed(asked, votes)
    chance.shuffle(cast)
    assert opened(election, cast) == summed(asked, votes)


@settings(max_examples=60)
@given(questions(), st.lists(st.integers(-1, 2), max_size=7))
def test_a_vote_is_allowed_exactly_when_the_question_says_so(question: Question, marks: list[int]) -> None:
    chosen = marks[1:] if question.is_blank_allowed else marks
    is_shaped = len(chosen) == len(question.answers) and set(marks) <= {0, 1} and len(marks) == question.slots
    is_blank = question.is_blank_allowed and bool(marks) and marks[0] == 1
    good = is_shaped and (not any(chosen) if is_blank else question.least <= sum(chosen) <= question.most)

    assert question.allows(marks) == good


def test_an_overfull_a_short_and_a_doubly_blank_vote_are_not_even_encrypted() -> None:
    election = an_election(COMMITTEE)
    for wrong in ([0, 1, 1, 1, 1, 0], [0, 1, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0], [0, 2, 0, 0, 0, 0], [0, 1, 1]):
        with pytest.raises(BallotRefused, match="不符合这道题的要求"):
            ballots.make(election, [wrong], credentials.new_secret())
    with pytest.raises(BallotRefused, match="每道题都要有答案"):
        ballots.make(election, [], credentials.new_secret())


def forged(election: Election, choice: Sequence[int], monkeypatch: pytest.MonkeyPatch) -> str:
    """A ballot by a program that proves whatever it is asked to."""
    with monkeypatch.context() as bent:
        bent.setattr(Question, "allows", lambda *_: True)
        return ballots.make(election, [choice], credentials.new_secret())


@pytest.mark.parametrize("choice", [[0, 1, 1, 1, 1, 0], [1, 1, 1, 0, 0, 0]], ids=["overfull", "blank and full"])
def test_a_ballot_that_breaks_the_question_is_refused(choice: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    election = an_election(COMMITTEE)
    try:
        ballot = forged(election, choice, monkeypatch)
    except IndexError:
        return  # there is not even a place in the proof for so many
    with pytest.raises(BallotRefused, match="证明不成立"):
        ballots.check(election, ballot)


BALLOT_ELECTION = an_election(ITEM, COMMITTEE)
BALLOT = ballots.make(BALLOT_ELECTION, [YES, (0, 1, 1, 0, 0, 0)], credentials.new_secret())


@settings(max_examples=150)
@given(st.integers(0, len(BALLOT) - 1), st.sampled_from('0123456789abc"{},:[]\\ \n'))
def test_no_character_of_a_ballot_can_be_changed(place: int, char: str) -> None:
    changed = BALLOT[:place] + char + BALLOT[place + 1 :]
    if changed == BALLOT:
        assert ballots.check(BALLOT_ELECTION, changed).tracker == ballots.tracker_of(BALLOT)
        return
    with pytest.raises(BallotRefused):
        ballots.check(BALLOT_ELECTION, changed)


@settings(max_examples=80)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["election_uuid", "election_hash", "credential", "answers", "signature", "x"]),
                inner,
                max_size=6,
            )
        ),
    )
)
def test_anything_else_is_refused_with_a_sentence(value: object) -> None:
    with pytest.raises(BallotRefused):
        ballots.check(BALLOT_ELECTION, json.dumps(value))


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "1" * 5_000_000, '{"a":1,"a":1}', "NaN", "\ud800"])
def test_hostile_text_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BallotRefused):
        ballots.check(BALLOT_ELECTION, text)


def test_a_field_too_many_or_in_another_place_is_refused_though_the_signature_is_good() -> None:
    election, secret = BALLOT_ELECTION, credentials.new_secret()
    exponent, _ = credentials.derive(election.uuid, secret)
    ballot = json.loads(ballots.make(election, [YES, (1, 0, 0, 0, 0, 0)], secret))
    del ballot["signature"]
    for bend in (lambda one: one.update(note="买票"), lambda one: one.update(choices=one.pop("choices"))):
        bent = json.loads(json.dumps(ballot))
        bend(bent["answers"][0])
        with pytest.raises(BallotRefused):
            ballots.check(election, ballots.sign(bent, exponent, GROUP))


def test_a_ballot_of_another_election_is_refused() -> None:
    with pytest.raises(BallotRefused, match="不是这次投票的"):
        ballots.check(an_election(ITEM, COMMITTEE), BALLOT)


def test_a_copied_ballot_under_another_credential_is_refused() -> None:
    exponent, public = credentials.derive(BALLOT_ELECTION.uuid, credentials.new_secret())
    copied = json.loads(BALLOT)
    del copied["signature"]
    copied["credential"] = public

    with pytest.raises(BallotRefused, match="证明不成立"):
        ballots.check(BALLOT_ELECTION, ballots.sign(copied, exponent, GROUP))


def test_of_several_ballots_by_one_credential_the_last_counts() -> None:
    vote = a_vote(ITEM)
    vote.votes(0, YES)
    vote.votes(1, YES)
    vote.votes(0, NO)

    assert vote.counted()[2] == [[1, 1, 0]]


def test_nobody_voted_is_a_result_too() -> None:
    assert opened(an_election(ITEM, COMMITTEE), []) == [[0, 0, 0], [0] * 6]


def test_the_sum_of_parts_is_the_sum_of_all() -> None:
    election = an_election(ITEM)
    cast = [ballots.make(election, [one], credentials.new_secret()) for one in (YES, NO, YES)]

    parts = [tally.encrypted_tally(election, cast[:1]), tally.encrypted_tally(election, cast[1:])]

    assert tally.join(election, parts) == tally.encrypted_tally(election, cast)


def test_one_trustee_less_opens_nothing() -> None:
    vote = a_vote(ITEM)
    vote.votes(0, YES)
    total, shares, _ = vote.counted()

    with pytest.raises(BallotRefused, match="还有保管人没有解密"):
        tally.result(vote.election, total, PUBLICS, shares[:2])
    with pytest.raises(BallotRefused, match="对不上"):
        tally.result(vote.election, total, PUBLICS[:2], shares[:2])


def test_a_share_of_another_sum_or_by_another_key_is_refused() -> None:
    vote = a_vote(ITEM)
    vote.votes(0, YES)
    total, shares, _ = vote.counted()
    vote.votes(1, NO)
    later = tally.encrypted_tally(vote.election, vote.cast)

    assert tally.check_partial(vote.election, total, PUBLICS[0], shares[0])
    for wrong_total, public in ((later, PUBLICS[0]), (total, PUBLICS[1])):
        with pytest.raises(BallotRefused, match="没有通过验证"):
            tally.check_partial(vote.election, wrong_total, public, shares[0])


def test_a_trustee_who_cancels_the_others_out_is_refused() -> None:
    """The last to post could choose the inverse of the others' product, but cannot prove to know its logarithm."""
    others = trustees.combine(PUBLICS)
    rogue = GROUP.divide(GROUP.power(GROUP.g, 7), others)
    public = {"pok": trustees.make_key().public["pok"], "public_key": str(rogue)}

    with pytest.raises(BallotRefused, match="没有通过验证"):
        trustees.combine([*PUBLICS, public])


def test_the_same_key_twice_and_no_key_are_refused() -> None:
    with pytest.raises(BallotRefused, match="不能相同"):
        trustees.combine([PUBLICS[0], PUBLICS[0]])
    with pytest.raises(BallotRefused, match="还没有"):
        trustees.combine([])


@settings(max_examples=40)
@given(st.integers(-5, GROUP.q + 5), st.integers(1, GROUP.p - 1))
def test_powers_are_those_of_python(exponent: int, base: int) -> None:
    expected = pow(base, exponent % GROUP.q, GROUP.p)

    assert GROUP.power(base, exponent) == expected
    assert GROUP.power_of(GROUP.g, exponent) == pow(GROUP.g, exponent % GROUP.q, GROUP.p)


def test_the_group_is_what_the_standard_asks() -> None:
    assert GROUP.p.bit_length() == 2048 and GROUP.q.bit_length() == 256  # noqa: PT018
    assert (GROUP.p - 1) % GROUP.q == 0
    assert pow(GROUP.g, GROUP.q, GROUP.p) == 1 != GROUP.g
    assert all(pow(base, GROUP.p - 1, GROUP.p) == 1 == pow(base, GROUP.q - 1, GROUP.q) for base in (2, 3, 5))


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "01", " 1", "1 ", "1e3", "１", "0", str(GROUP.p), str(GROUP.p + 1), "2", 4, None]
)
def test_what_is_no_element_of_the_group_is_refused(text: object) -> None:
    with pytest.raises(BallotRefused):
        GROUP.element(text)


def test_an_element_outside_the_subgroup_is_refused() -> None:
    """p - 1 has order two: with it a proof would say something about one bit of a vote."""
    assert GROUP.element("1") == 1
    for outside in (GROUP.p - 1, GROUP.p - GROUP.g):
        with pytest.raises(BallotRefused, match="不在约定的群里"):
            GROUP.element(str(outside))


@SLOW
@given(st.lists(questions(), min_size=1, max_size=3), words)
def test_an_election_is_read_as_it_was_written(asked: list[Question], name: str) -> None:
    key = trustees.combine(PUBLICS)
    election = Election(new_uuid(), name, "", tuple(asked), key, administrator=name)

    assert Election.from_json(election.as_json()) == election


BENT = (
    {"version": 2},
    {"group": "Ed25519"},
    {"uuid": "0OIl" * 4},
    {"public_key": "1"},
    {"questions": []},
    {"questions": [ITEM.as_json() | {"min": 4}]},
    {"questions": [ITEM.as_json() | {"blank": False}]},
    {"questions": [ITEM.as_json() | {"answers": []}]},
    {"name": "\u0007"},
    {"name": None},
    {"more": 1},
)


@pytest.mark.parametrize("bend", BENT, ids=str)
def test_an_election_that_is_none_is_refused(bend: dict[str, object]) -> None:
    with pytest.raises(BallotRefused):
        Election.from_json(compact(json.loads(an_election(ITEM).as_json()) | bend))


def test_an_election_spelled_otherwise_is_refused() -> None:
    with pytest.raises(BallotRefused, match="不规范"):
        Election.from_json(json.dumps(json.loads(an_election(ITEM).as_json())))


def test_a_credential_belongs_to_its_election() -> None:
    secret = credentials.new_secret()

    assert credentials.derive(new_uuid(), secret) != credentials.derive(new_uuid(), secret)
    for wrong in ("", secret[:-1], secret.replace("-", ""), "0" + secret[1:], secret + "\n"):
        with pytest.raises(BallotRefused, match="抄错了"):
            credentials.derive(new_uuid(), wrong)


def test_a_public_credential_that_everybody_can_sign_with_is_refused() -> None:
    for wrong in ("1", "0", str(GROUP.p - 1), "x"):
        with pytest.raises(BallotRefused):
            credentials.check_public(wrong)


def test_a_secret_does_not_show_when_a_key_is_printed() -> None:
    key = trustees.make_key()

    assert str(key.secret) not in repr(key)
