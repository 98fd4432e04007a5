"""A hand that owns the server may change every file; our check refuses, and theirs wherever it can see the change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huozhong.ballots.engine import archive, ballots, credentials, proofs, tally
from huozhong.ballots.engine.exported import Paper, read_folder
from huozhong.ballots.engine.verify import verify
from huozhong.ballots.engine.writing import compact
from huozhong.ballots.rules.board import BoardKind
from huozhong.ballots.tests.a_vote import (
    ABSTAIN,
    ITEM,
    KEYS,
    NO,
    PUBLICS,
    YES,
    Vote,
    a_vote,
    an_election,
    chained,
    retell,
    rewrite,
    tool_says,
)

pytestmark = pytest.mark.needs("belenios-tool")


@pytest.fixture(scope="module")
def vote() -> Vote:
    """Five voters: three yes, one no, one abstains."""
    held = a_vote(ITEM)
    for voter, choice in enumerate((YES, YES, YES, NO, ABSTAIN)):
        held.votes(voter, choice)
    return held


@pytest.fixture(scope="module")
def honest(vote: Vote, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vote.export(tmp_path_factory.mktemp("votes") / "honest")


def refusal(folder: Path) -> str:
    """Why our check refuses; "" when it does not."""
    return " ".join(map(str, verify(folder).refusals))


def ballots_in(folder: Path) -> list[str]:
    return list(archive.read(next(folder.glob("*.bel"))).ballot_texts())


def test_the_honest_folder_passes_both_checks(honest: Path) -> None:
    report = verify(honest)

    assert report.is_well, report.refusals
    assert report.result[0].total == (3, 1, 1)
    assert tool_says(honest)


def test_a_changed_ballot_is_refused_by_both(honest: Path, tmp_path: Path) -> None:
    cast = ballots_in(honest)
    changed = json.loads(cast[0])
    choices = changed["answers"][0]["choices"]
    choices[0], choices[1] = choices[1], choices[0]  # a yes becomes a no
    folder = rewrite(honest, tmp_path / "changed", ballots=[compact(changed), *cast[1:]])

    assert "与公示板不一致" in refusal(folder)
    assert not tool_says(folder)


def test_a_dropped_ballot_is_refused_by_both(honest: Path, tmp_path: Path) -> None:
    folder = rewrite(honest, tmp_path / "dropped", ballots=ballots_in(honest)[1:])

    assert "与公示板不一致" in refusal(folder)
    assert not tool_says(folder)


def without_the_first(vote: Vote) -> Vote:
    """The office drops the first ballot before the trustees decrypt: their program has nothing to compare with."""
    return Vote(vote.election, vote.secrets, vote.cast[1:], vote.events)


def test_a_ballot_dropped_before_the_count_is_missed_on_the_board(vote: Vote, tmp_path: Path) -> None:
    folder = without_the_first(vote).export(tmp_path / "dropped")

    assert "与公示板不一致" in refusal(folder)
    assert tool_says(folder)  # it knows no board: this is what the board is for


def test_a_board_made_anew_without_a_ballot_is_not_the_one_that_was_signed(
    vote: Vote, honest: Path, tmp_path: Path
) -> None:
    signed = read_folder(honest).signatures
    lesser = without_the_first(vote)
    lesser.events = vote.events[1:]
    folder = retell(lesser.export(tmp_path / "anew"), tmp_path / "signed", signatures=signed)

    assert "监票人签字的不是这块公示板" in refusal(folder)


def test_a_duplicated_ballot_is_refused(honest: Path, tmp_path: Path) -> None:
    cast = ballots_in(honest)
    folder = rewrite(honest, tmp_path / "twice", ballots=[*cast, cast[0]])

    assert "与公示板不一致" in refusal(folder)


def test_a_ballot_duplicated_on_the_board_too_is_refused(vote: Vote, tmp_path: Path) -> None:
    twice = Vote(vote.election, vote.secrets, [*vote.cast, vote.cast[0]], [*vote.events, vote.events[0]])

    assert "同一张选票出现了两次" in refusal(twice.export(tmp_path / "twice"))


def test_an_added_ballot_is_refused_by_both(vote: Vote, honest: Path, tmp_path: Path) -> None:
    again = ballots.make(vote.election, [NO], vote.secrets[0])  # by a credential that is on the roll
    folder = rewrite(honest, tmp_path / "added", ballots=[*ballots_in(honest), again])

    assert "与公示板不一致" in refusal(folder)
    assert not tool_says(folder)


def test_a_ballot_of_somebody_not_on_the_roll_is_refused_by_both(vote: Vote, tmp_path: Path) -> None:
    stranger = Vote(vote.election, vote.secrets, list(vote.cast), list(vote.events))
    stranger.take(ballots.make(vote.election, [YES], credentials.new_secret()))
    folder = stranger.export(tmp_path / "stranger")

    assert "凭据不在名册上" in refusal(folder)
    assert not tool_says(folder)


def test_a_longer_list_of_credentials_is_not_the_roll(vote: Vote, honest: Path, tmp_path: Path) -> None:
    stranger = credentials.derive(vote.election.uuid, credentials.new_secret())[1]
    longer = {"credentials": compact(sorted([*vote.publics, stranger]))}
    folder = rewrite(honest, tmp_path / "longer", setup=longer)

    assert "另一次投票" in refusal(folder)
    assert tool_says(folder)  # it takes the list as it finds it


def test_more_credentials_than_voters_are_refused(vote: Vote, tmp_path: Path) -> None:
    more = Vote(vote.election, [*vote.secrets, credentials.new_secret()], list(vote.cast), list(vote.events))
    folder = retell(more.export(tmp_path / "more"), tmp_path / "told", voters=5, base=5)

    assert "凭据比选民还多" in refusal(folder)


def test_a_wrong_result_is_refused_by_both(honest: Path, tmp_path: Path) -> None:
    folder = rewrite(honest, tmp_path / "wrong", result=compact({"result": [[4, 0, 1]]}))

    assert "与解密出来的不一致" in refusal(folder)
    assert not tool_says(folder)


def test_a_wrong_sum_that_all_trustees_opened_is_refused_by_both(vote: Vote, honest: Path, tmp_path: Path) -> None:
    lesser = without_the_first(vote)
    summed, shares, result = lesser.counted()
    folder = rewrite(
        honest,
        tmp_path / "sum",
        count=summed.count,
        tally=summed.as_json(),
        partials=[tally.partial_as_text(share) for share in shares],
        result=compact({"result": result}),
    )

    assert "密文合计的张数与选票不一致" in refusal(folder)
    assert not tool_says(folder)


def test_a_wrong_sum_beside_the_right_result_is_refused(vote: Vote, honest: Path, tmp_path: Path) -> None:
    lesser = tally.encrypted_tally(vote.election, vote.cast[1:])
    folder = rewrite(honest, tmp_path / "beside", tally=lesser.as_json())

    assert "密文合计与选票不一致" in refusal(folder)
    assert tool_says(folder)  # it adds up anew and does not read the sum that the file gives


def test_a_share_made_with_another_key_is_refused_by_both(vote: Vote, honest: Path, tmp_path: Path) -> None:
    summed, shares, _ = vote.counted()
    shares[0] = tally.partial_decryption(vote.election, summed, KEYS[1].secret)
    folder = rewrite(honest, tmp_path / "share", partials=[tally.partial_as_text(share) for share in shares])

    assert "解密结果没有通过验证" in refusal(folder)
    assert not tool_says(folder)


def test_the_board_of_another_election_is_refused(vote: Vote, honest: Path, tmp_path: Path) -> None:
    other = a_vote(ITEM)
    for voter, choice in enumerate((YES, YES, YES, NO, ABSTAIN)):
        other.votes(voter, choice)
    replayed = read_folder(other.export(tmp_path / "other")).events
    folder = retell(honest, tmp_path / "replayed", events=replayed, signatures=())

    assert "公示板是另一次投票的" in refusal(folder)


def test_the_same_ballots_under_another_name_are_refused_by_both(vote: Vote, honest: Path, tmp_path: Path) -> None:
    renamed = an_election(ITEM)  # the same questions and keys: last year's ballots are to count again
    folder = rewrite(honest, tmp_path / "renamed", setup={"election": renamed.as_json()})

    assert "另一次投票" in refusal(folder)
    assert not tool_says(folder)


def test_a_link_of_the_board_that_was_changed_is_named(honest: Path, tmp_path: Path) -> None:
    events = [dict(event) for event in read_folder(honest).events]
    events[3]["payload"] = {"tracker": "another"}
    folder = retell(honest, tmp_path / "link", events=events)

    assert "第 3 条" in refusal(folder)


def test_a_ballot_after_the_closing_is_refused(vote: Vote, honest: Path, tmp_path: Path) -> None:
    told = [(event["kind"], event["payload"]) for event in read_folder(honest).events]
    told.insert(len(told) - 1, told.pop(5))
    folder = retell(honest, tmp_path / "late", events=chained(told), signatures=())

    assert "截止以后的选票" in refusal(folder)


def stuffed(vote: Vote, votes: int) -> str:
    """A ballot that holds several votes: its maker proves each slot as well as anybody can, which is not."""
    election, group = vote.election, vote.election.parameters
    exponent, public = credentials.derive(election.uuid, vote.secrets[0])
    honest = json.loads(ballots.make(election, [YES], vote.secrets[0]))
    chance = group.random_exponent()
    beta = group.times(group.power_of(election.public_key, chance), group.power(group.g, votes))
    slot = proofs.Ciphertext(group.power_of(group.g, chance), beta)
    prefix = f"prove|{election.fingerprint}|{public}|{slot}|"
    claims = [proofs.Claim(slot, 0), proofs.Claim(slot, 1)]
    made = proofs.prove_one(group, election.public_key, claims, true=1, randomness=chance, prefix=prefix)
    honest["answers"][0]["choices"][0] = slot.as_json()
    honest["answers"][0]["individual_proofs"][0] = proofs.as_json(made)
    del honest["signature"]
    return ballots.sign(honest, exponent, group)


def test_a_stuffed_ballot_is_refused_by_both_though_sum_and_result_agree(vote: Vote, tmp_path: Path) -> None:
    full = Vote(vote.election, vote.secrets, [stuffed(vote, 50), *vote.cast[1:]], list(vote.events))
    full.events[0] = (BoardKind.BALLOT, {"tracker": ballots.tracker_of(full.cast[0])})
    summed = tally.encrypted_tally(full.election, full.cast)
    shares = [tally.partial_decryption(full.election, summed, key.secret) for key in KEYS]
    with pytest.raises(Exception, match="超出了选票张数"):  # whoever decrypts it notices
        tally.result(full.election, summed, PUBLICS, shares)
    base = vote.export(tmp_path / "base")
    folder = rewrite(
        base,
        tmp_path / "stuffed",
        ballots=full.cast,
        tally=summed.as_json(),
        partials=[tally.partial_as_text(share) for share in shares],
        result=compact({"result": [[52, 1, 1]]}),
    )
    path = next(folder.glob("*.bel"))
    folder = retell(folder, tmp_path / "told", events=full.board(path), signatures=())

    assert "选票的证明不成立" in refusal(folder)
    assert not tool_says(folder)


def test_a_stuffed_ballot_is_refused_when_it_comes(vote: Vote) -> None:
    with pytest.raises(ballots.BallotRefused, match="证明不成立"):
        ballots.check(vote.election, stuffed(vote, 2))


BOX = Paper(issued=2, collected=2, valid=1, invalid=1, votes=((1, 0, 0),), name="一号票箱")


def by_phone_and_paper() -> Vote:
    """Five voters, of whom the last two go to the hall; one of these had voted by phone."""
    held = a_vote(ITEM)
    for voter in (0, 1, 4):
        held.votes(voter, YES)
    held.takes_paper(4)
    held.takes_paper(3)
    held.boxes = (BOX,)
    return held


def test_paper_burns_the_phone_and_both_make_one_total(tmp_path: Path) -> None:
    folder = by_phone_and_paper().export(tmp_path / "both")

    report = verify(folder)

    assert report.is_well, report.refusals
    assert (report.result[0].phone, report.result[0].paper, report.result[0].total) == (
        (2, 0, 0),
        (1, 0, 0),
        (3, 0, 0),
    )
    assert tool_says(folder)


def test_a_struck_ballot_that_counts_all_the_same_is_refused(tmp_path: Path) -> None:
    held = by_phone_and_paper()
    held.cast, held.left_out = [*held.cast, *held.left_out], []

    assert "划去的选票还在计票" in refusal(held.export(tmp_path / "struck"))


def test_a_credential_burned_in_silence_is_refused(tmp_path: Path) -> None:
    held = by_phone_and_paper()
    held.events = [event for event in held.events if event[0] not in (BoardKind.STRUCK, BoardKind.BURNED)]

    assert "作废的凭据与公示板不一致" in refusal(held.export(tmp_path / "silent"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"issued": 3}, "比选民还多"),
        ({"valid": 2}, "有效票加无效票"),
        ({"votes": ((2, 0, 0),)}, "比有效票还多"),
        ({"collected": 3, "valid": 2}, "多于发出的票"),
    ],
)
def test_a_box_that_does_not_add_up_is_refused(tmp_path: Path, changed: dict[str, object], says: str) -> None:
    held = by_phone_and_paper()
    kept = {name: getattr(BOX, name) for name in ("issued", "collected", "valid", "invalid", "votes", "name")}
    held.boxes = (Paper(**(kept | changed)),)
    folder = held.export(tmp_path / "box")
    if says == "多于发出的票":
        folder = retell(folder, tmp_path / "said", is_valid=True)

    assert says in refusal(folder)


def test_a_total_that_is_not_the_sum_is_refused(honest: Path, tmp_path: Path) -> None:
    question = read_folder(honest).questions[0]
    wrong = type(question)(question.text, question.rows, question.phone, question.paper, (4, 1, 0))
    folder = retell(honest, tmp_path / "total", questions=(wrong,))

    assert "合计不等于手机票加纸票" in refusal(folder)


@pytest.mark.parametrize("name", ["board.json", "roll.json", "burned.json", "result.json"])
def test_a_missing_or_broken_file_is_named(honest: Path, tmp_path: Path, name: str) -> None:
    folder = retell(honest, tmp_path / "broken")
    (folder / name).unlink()
    assert name in refusal(folder)

    (folder / name).write_bytes(b'{"format":\xff')
    assert name in refusal(folder)

    (folder / name).write_text('{"format":"x","format":"y"}')
    assert refusal(folder)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_of_the_archive_can_be_changed(honest: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = next(honest.glob("*.bel")).read_bytes()
    place, byte = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 255))
    if whole[place] == byte:
        return
    folder = tmp_path / "bytes"
    if not folder.exists():
        retell(honest, folder)
    next(folder.glob("*.bel")).write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])

    assert refusal(folder)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_other_files_is_answered_with_a_sentence(
    honest: Path, tmp_path: Path, data: st.DataObject
) -> None:
    folder = tmp_path / "values"
    if not folder.exists():
        retell(honest, folder)
    name = data.draw(st.sampled_from(["board.json", "roll.json", "burned.json", "result.json"]))
    told = json.loads((honest / name).read_text())
    holders = [told, *(one for value in told.values() if isinstance(value, list) for one in value[:2])]
    holder = data.draw(st.sampled_from([one for one in holders if isinstance(one, dict)]))
    key = data.draw(st.sampled_from(sorted(holder)))
    kept = holder[key]
    holder[key] = data.draw(st.sampled_from([None, -1, 2**70, "", "x", [], [[]], {}, [None], [{"a": 1}], True]))
    (folder / name).write_text(json.dumps(told, ensure_ascii=False))

    is_refused = bool(refusal(folder))
    (folder / name).write_text((honest / name).read_text())

    words = {("result.json", "name"), ("result.json", "signatures")}  # who signed is the office's word
    assert is_refused or holder[key] == kept or (name, key) in words


def test_a_cut_archive_is_refused_at_every_block(honest: Path, tmp_path: Path) -> None:
    folder = retell(honest, tmp_path / "cut")
    path = next(folder.glob("*.bel"))
    for length in range(0, len(whole := path.read_bytes()), 512):
        path.write_bytes(whole[:length])
        assert refusal(folder), length
