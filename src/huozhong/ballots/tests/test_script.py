"""The phone and the server count alike: what one makes the other accepts, and neither accepts what is broken."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import numpy
import pytest
import zxingcpp

from huozhong.ballots.engine import archive, ballots, credentials, tally, trustees
from huozhong.ballots.engine.group import BELENIOS_2048
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election, Question, new_uuid
from huozhong.ballots.tests.script import Script

pytestmark = pytest.mark.needs("nodejs")
THREE = ("赞成", "反对", "弃权")
QUESTIONS = (
    Question("工资集体协议（草案）", THREE, 1, 1),
    Question("“高温”津贴 \\ 第 2 项\n分两行", THREE, 1, 1, is_blank_allowed=True),
    Question("委员，至多选两人", ("甲", "乙", "丙", "丁"), 0, 2),
    Question("监督员，选二至三人", ("戊", "己", "庚"), 2, 3, is_blank_allowed=True),
)
CHOICES = (
    [[1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 1, 1, 0]],
    [[0, 0, 1], [1, 0, 0, 0], [1, 0, 0, 1], [1, 0, 0, 0]],
    [[0, 1, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 1, 1, 1]],
)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Script:
    return Script(tmp_path_factory.mktemp("script"))


@pytest.fixture(scope="module")
def keys(script: Script) -> list[dict[str, Any]]:
    """Two trustees by their own devices."""
    return script.run(("makeKey",), ("makeKey",))


@pytest.fixture(scope="module")
def election(keys: list[dict[str, Any]]) -> Election:
    y = trustees.combine([key["key"] for key in keys])
    return Election(new_uuid(), "“试投” <1> & 2/3", "样本", QUESTIONS, y, administrator="工会")


@pytest.fixture(scope="module")
def cast(script: Script, election: Election) -> list[dict[str, Any]]:
    """Three ballots by three phones."""
    calls = [("makeBallot", election.text, choice, credentials.new_secret()) for choice in CHOICES]
    return script.run(*calls)


def test_a_phone_makes_secrets_that_the_server_can_read(script: Script) -> None:
    made = script.run(*[("newSecret",)] * 40)

    assert len(set(made)) == 40
    assert all(credentials.derive(new_uuid(), secret) for secret in made)


def test_ballots_of_a_phone_are_accepted_with_the_same_tracker_and_credential(
    script: Script, election: Election, cast: list[dict[str, Any]]
) -> None:
    for one in cast:
        checked = ballots.check(election, one["ballot"])

        assert (checked.tracker, checked.credential) == (one["tracker"], one["credential"])


def test_a_phone_and_the_server_derive_the_same_credential(script: Script, election: Election) -> None:
    secrets = [credentials.new_secret() for _ in range(3)]

    made = script.run(*[("makeBallot", election.text, CHOICES[0], secret) for secret in secrets])

    assert [one["credential"] for one in made] == [credentials.derive(election.uuid, one)[1] for one in secrets]


def test_a_device_accepts_the_servers_ballots_and_counts_the_same_sum(script: Script, election: Election) -> None:
    secrets = [credentials.new_secret() for _ in CHOICES]
    made = [ballots.make(election, choice, secret) for choice, secret in zip(CHOICES, secrets, strict=True)]
    roll = [credentials.derive(election.uuid, secret)[1] for secret in secrets]

    (counted,) = script.run(("countSealed", election.text, roll, made))

    assert counted == {"tally": json.loads(tally.encrypted_tally(election, made).as_json()), "count": 3}


def test_a_later_ballot_of_the_same_credential_counts_instead(script: Script, election: Election) -> None:
    secret = credentials.new_secret()
    made = [ballots.make(election, choice, secret) for choice in CHOICES[:2]]
    roll = [credentials.derive(election.uuid, secret)[1]]

    (counted,) = script.run(("countSealed", election.text, roll, made))

    assert counted["count"] == 1
    assert counted["tally"] == json.loads(tally.encrypted_tally(election, made[1:]).as_json())


def test_keys_and_shares_of_devices_open_exactly_the_votes_that_went_in(
    script: Script, election: Election, keys: list[dict[str, Any]], cast: list[dict[str, Any]]
) -> None:
    sealed = tally.encrypted_tally(election, [one["ballot"] for one in cast])
    shares = script.run(*[("decrypt", election.text, json.loads(sealed.as_json()), key["secret"]) for key in keys])
    mixed = [shares[0], tally.partial_decryption(election, sealed, int(keys[1]["secret"]))]
    publics = [key["key"] for key in keys]
    sums = [[sum(column) for column in zip(*rows, strict=True)] for rows in zip(*CHOICES, strict=True)]

    assert tally.result(election, sealed, publics, shares) == sums
    assert tally.result(election, sealed, publics, mixed) == sums


@pytest.mark.needs("belenios-tool")
def test_an_election_of_devices_alone_passes_somebody_elses_program(
    script: Script, election: Election, keys: list[dict[str, Any]], cast: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Keys, credentials, ballots and shares all by the scripts; the archive is checked by Debian's belenios-tool."""
    made = [one["ballot"] for one in cast]
    sealed = tally.encrypted_tally(election, made)
    shares = script.run(*[("decrypt", election.text, json.loads(sealed.as_json()), key["secret"]) for key in keys])
    publics = [key["key"] for key in keys]
    archive.write(
        tmp_path,
        election,
        publics=publics,
        credentials=[one["credential"] for one in cast],
        ballots=made,
        timestamp=1_790_000_000,
        tally=sealed,
        partials=shares,
        result=tally.result(election, sealed, publics, shares),
    )

    done = subprocess.run(["belenios-tool", "election", "verify"], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "all checks passed" in done.stdout + done.stderr


def test_a_printed_key_gives_back_the_same_public_half(script: Script, keys: list[dict[str, Any]]) -> None:
    (half,) = script.run(("publicHalf", keys[0]["secret"]))

    assert half["public_key"] == keys[0]["key"]["public_key"]
    assert trustees.check_public(half) == int(half["public_key"])


def test_a_share_made_with_another_key_is_refused(
    script: Script, election: Election, keys: list[dict[str, Any]], cast: list[dict[str, Any]]
) -> None:
    sealed = tally.encrypted_tally(election, [one["ballot"] for one in cast])
    other = str(int(keys[0]["secret"]) ^ 1)
    (share,) = script.run(("decrypt", election.text, json.loads(sealed.as_json()), other))

    with pytest.raises(BallotRefused):
        tally.check_partial(election, sealed, keys[0]["key"], share)


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        ([[1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 1, 1, 0]], "many"),
        ([[0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 1, 1, 0]], "few"),
        ([[1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0], [0, 1, 1, 0]], "blank"),
        ([[1, 0, 0], [0, 0, 1, 0], [1, 1, 1, 0], [0, 1, 1, 0]], "many"),
        ([[1, 0, 0], [0, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], "shape"),
        ([[2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 1, 1, 0]], "shape"),
        ([[1, 0, 0]], "shape"),
    ],
)
def test_a_phone_refuses_a_vote_that_would_be_invalid(
    script: Script, election: Election, choice: list[list[int]], why: str
) -> None:
    assert script.tried(("makeBallot", election.text, choice, credentials.new_secret())) == [(None, why)]


def spoilt(text: str, chance: random.Random) -> list[str]:
    """One ballot, broken in every kind of place: a digit of each number, a part left out, a part twice."""
    ballot = json.loads(text)
    found = [text + " ", text.replace('"election_uuid"', '"election_Uuid"', 1), text[:-1], "{}", "7", "null"]

    def walk(thing: Any) -> None:
        keys = list(thing) if isinstance(thing, dict) else range(len(thing))
        for key in keys:
            part = thing[key]
            if isinstance(part, str):
                thing[key] = str(int(part) + 1) if part.isdigit() else part[::-1]
                found.append(json.dumps(ballot, ensure_ascii=False, separators=(",", ":")))
                thing[key] = part
            else:
                walk(part)
                if isinstance(part, list):
                    for worse in (part[:-1], [*part, part[-1]]):
                        thing[key] = worse
                        found.append(json.dumps(ballot, ensure_ascii=False, separators=(",", ":")))
                    thing[key] = part

    walk(ballot)
    return chance.sample(found, 60)


def test_a_device_and_the_server_refuse_the_same_broken_ballots(
    script: Script, election: Election, cast: list[dict[str, Any]]
) -> None:
    broken = spoilt(cast[0]["ballot"], random.Random(20))
    for text in broken:
        with pytest.raises(BallotRefused):
            ballots.check(election, text)

    found = script.run(*[("countSealed", election.text, [cast[0]["credential"]], [text]) for text in broken])

    assert all(one.get("fault") in {"form", "election", "signature", "proof"} for one in found)


def test_a_device_refuses_a_ballot_of_nobody_on_the_roll(
    script: Script, election: Election, cast: list[dict[str, Any]]
) -> None:
    (found,) = script.run(("countSealed", election.text, [cast[1]["credential"]], [one["ballot"] for one in cast[:2]]))

    assert found == {"fault": "roll", "place": 0}


def test_a_device_refuses_a_stuffed_ballot_whose_signature_holds(script: Script, election: Election) -> None:
    """One ballot that holds five votes: signed again by its voter, but the proofs cannot follow."""
    secret = credentials.new_secret()
    exponent, public = credentials.derive(election.uuid, secret)
    ballot = json.loads(ballots.make(election, CHOICES[0], secret))
    choice = ballot["answers"][0]["choices"][0]
    g, p = BELENIOS_2048.g, BELENIOS_2048.p
    choice["beta"] = str(int(choice["beta"]) * pow(g, 4, p) % p)
    del ballot["signature"]
    stuffed = ballots.sign(ballot, exponent, BELENIOS_2048)

    (found,) = script.run(("countSealed", election.text, [public], [stuffed]))

    assert found == {"fault": "proof", "place": 0}


def test_square_codes_are_read_by_somebody_elses_reader(script: Script) -> None:
    chance = random.Random(7)
    texts = ["".join(chance.choices("0123456789", k=size)) for size in (1, 9, 77, 300, 500)]
    texts += ["火种", "https://example.org/ballots/board/AbC/#t=" + "x+/" * 14, "y" * 200]
    for text, rows in zip(texts, script.run(*[("squares", text) for text in texts]), strict=True):
        picture = numpy.where(numpy.array(rows), 0, 255).astype(numpy.uint8)
        picture = numpy.pad(picture, 4, constant_values=255).repeat(4, 0).repeat(4, 1)

        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]


def test_a_text_too_long_for_a_square_code_is_refused(script: Script) -> None:
    assert script.tried(("squares", "z" * 300))[0][1] == "too long for a square code"
