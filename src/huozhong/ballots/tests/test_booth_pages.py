"""The pages of voters, trustees and onlookers: what each is shown, and what the slot takes and refuses."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huozhong.ballots import services
from huozhong.ballots.engine import credentials, trustees
from huozhong.ballots.engine.verify import verify
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.stage import NO, YES, Staged
from huozhong.kernel.actors import Actor
from tests.cast import NOW, Cast


def signed(cast: Cast, somebody: Actor, **said: Any) -> Client:
    client = Client(**said)
    cast.sign_in(client, somebody)
    return client


def sent(client: Client, address: str, thing: Any) -> tuple[int, dict[str, Any]]:
    body = thing if isinstance(thing, str | bytes) else json.dumps(thing)
    answer = client.post(address, body, content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def slot(staged: Staged) -> str:
    return f"/ballots/cast/{staged.uuid}/"


def test_a_ballot_is_taken_without_sign_in_and_gets_its_receipt(cast: Cast) -> None:
    staged = stage.opened(cast)
    ballot = staged.ballot(staged.voters[0], YES)
    client = Client(enforce_csrf_checks=True)

    answer = client.post(slot(staged), ballot, content_type="application/json")

    assert answer.status_code == 200
    assert set(answer.json()) == {"tracker", "board_head"}
    assert not answer.cookies
    assert answer.json()["tracker"] in client.get(f"/ballots/board/{staged.uuid}/trackers.json").content.decode()


def test_the_same_ballot_again_is_one_ballot_with_the_same_receipt(cast: Cast) -> None:
    staged = stage.opened(cast)
    ballot = staged.ballot(staged.voters[0], YES)
    client = Client()

    first, again = (sent(client, slot(staged), ballot) for _ in range(2))

    assert first == again
    assert len(client.get(f"/ballots/board/{staged.uuid}/trackers.json").json()) == 1


def test_a_second_ballot_of_the_same_voter_is_refused_with_a_sentence(cast: Cast) -> None:
    staged = stage.opened(cast)
    staged.cast(staged.voters[0], YES)

    status, told = sent(Client(), slot(staged), staged.ballot(staged.voters[0], NO))

    assert status == 422
    assert told == {"reason": "这张手机票已经投过了，这次投票不能改投。"}


@pytest.mark.parametrize("body", ["", "{}", "[]", "null", "7", "{" * 5000, "x" * 50_000, b"\xff\xfe", '{"a":NaN}'])
def test_what_is_no_ballot_is_refused_with_a_sentence(cast: Cast, body: str | bytes) -> None:
    status, told = sent(Client(), slot(stage.opened(cast)), body)

    assert status in (400, 422)
    assert told["reason"]


def test_a_ballot_that_is_too_long_is_not_read(cast: Cast) -> None:
    status, told = sent(Client(), slot(stage.opened(cast)), "x" * 2_000_001)

    assert (status, told) == (400, {"reason": "收到的内容读不出来，请刷新本页再试。"})


def test_a_ballot_of_somebody_who_is_not_registered_is_refused(cast: Cast) -> None:
    staged = stage.opened(cast)
    staged.secrets[staged.voters[0].person_id or 0] = credentials.new_secret()

    status, told = sent(Client(), slot(staged), staged.ballot(staged.voters[0], YES))

    assert (status, told) == (422, {"reason": "这张手机票没有登记在这次投票里。"})


def test_after_the_closing_nothing_is_taken(cast: Cast) -> None:
    staged = stage.opened(cast)
    ballot = staged.ballot(staged.voters[0], YES)
    staged.move("close")

    status, told = sent(Client(), slot(staged), ballot)

    assert (status, told) == (409, {"reason": "现在不收票：投票还没有开始，或者已经截止。"})


def test_an_unknown_ballot_box_is_not_found(cast: Cast) -> None:
    assert sent(Client(), "/ballots/cast/nothing/", "{}")[0] == 404


def test_nothing_is_posted_to_the_slot_by_looking(cast: Cast) -> None:
    assert Client().get(slot(stage.opened(cast))).status_code == 405


def test_a_voter_prepares_with_a_credential_of_their_own(cast: Cast) -> None:
    staged = stage.keyed(cast)
    page = f"/ballots/booth/{staged.uuid}/"
    client = signed(cast, staged.voters[0])
    _, public = credentials.derive(staged.uuid, credentials.new_secret())
    assert 'data-stage="before"' in client.get(page).content.decode()
    assert 'data-mark=""' in client.get(page).content.decode()

    status, told = sent(client, f"{page}credential/", {"credential": public})

    assert (status, set(told)) == (200, {"mark"})
    assert f'data-mark="{told["mark"]}"' in client.get(page).content.decode()
    assert public not in client.get(page).content.decode()


def test_a_second_phone_takes_the_place_of_the_first_which_can_see_it(cast: Cast) -> None:
    staged = stage.keyed(cast)
    client, page = signed(cast, staged.voters[0]), f"/ballots/booth/{staged.uuid}/"
    publics = [credentials.derive(staged.uuid, credentials.new_secret())[1] for _ in range(2)]

    first, second = (sent(client, f"{page}credential/", {"credential": public})[1]["mark"] for public in publics)

    assert first != second
    assert f'data-mark="{second}"' in client.get(page).content.decode()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"credential": 7}', '{"credential": "1"}', '{"credential": "abc"}'])
def test_what_is_no_credential_is_refused(cast: Cast, body: str) -> None:
    staged = stage.keyed(cast)
    client = signed(cast, staged.voters[0])

    status, told = sent(client, f"/ballots/booth/{staged.uuid}/credential/", body)

    assert status in (400, 422)
    assert told["reason"]


def test_registering_needs_the_page_and_not_a_foreign_site(cast: Cast) -> None:
    staged = stage.keyed(cast)
    client = signed(cast, staged.voters[0], enforce_csrf_checks=True)

    answer = client.post(f"/ballots/booth/{staged.uuid}/credential/", "{}", content_type="application/json")

    assert answer.status_code == 403


def test_the_booth_is_for_those_on_the_roll_and_signed_in(cast: Cast) -> None:
    staged = stage.opened(cast)
    page = f"/ballots/booth/{staged.uuid}/"

    assert signed(cast, cast.sara).get(page).status_code == 404
    assert signed(cast, staged.chair).get(page).status_code == 404
    assert "/sign-in/" in Client().get(page).url
    assert 'data-stage="open"' in signed(cast, staged.voters[0]).get(page).content.decode()


def test_whoever_took_paper_is_told_so(cast: Cast) -> None:
    staged = stage.opened(cast)
    services.vote_on_paper(staged.id, staged.voters[0].person_id or 0, actor=staged.clerk, at=NOW)

    page = signed(cast, staged.voters[0]).get(f"/ballots/booth/{staged.uuid}/").content.decode()

    assert "您领了纸票" in page


def test_a_voters_list_says_what_is_to_be_done(cast: Cast) -> None:
    staged = stage.keyed(cast)
    voter = signed(cast, staged.voters[0])
    assert "请先备票" in voter.get("/ballots/mine/").content.decode()

    for one in staged.voters:
        stage.register(staged, one)
    assert "票已备好" in voter.get("/ballots/mine/").content.decode()
    staged.move("open")

    assert "投票中" in voter.get("/ballots/mine/").content.decode()
    assert "现在没有要投的票" in signed(cast, cast.sara).get("/ballots/mine/").content.decode()


def test_a_trustee_posts_the_public_half_and_only_that(cast: Cast) -> None:
    staged = stage.drafted(cast)
    staged.move("ask_keys")
    client, key = signed(cast, staged.trustees[0]), stage.spare_key(0)
    address = f"/ballots/keys/{staged.uuid}/public/"

    refused = sent(client, address, {**key.public, "secret": str(key.secret)})
    taken = sent(client, address, key.public)

    assert refused[0] == 400
    assert taken == (200, {"is_posted": True})
    assert str(trustees.check_public(key.public)) in client.get(f"/ballots/keys/{staged.uuid}/").content.decode()


def test_a_trustees_page_is_theirs_alone(cast: Cast) -> None:
    staged = stage.keyed(cast)
    page = f"/ballots/keys/{staged.uuid}/"

    assert signed(cast, staged.trustees[1]).get(page).status_code == 200
    assert signed(cast, staged.chair).get(page).status_code == 404
    assert signed(cast, staged.voters[0]).get(page).status_code == 404
    assert (
        sent(signed(cast, staged.voters[0]), f"{page}share/", {"decryption_factors": [], "decryption_proofs": []})[0]
        == 404
    )


@pytest.mark.parametrize("share", [{"decryption_factors": [], "decryption_proofs": []}, {"decryption_factors": 7}, []])
def test_a_broken_share_is_refused_with_a_sentence(cast: Cast, share: Any) -> None:
    staged = stage.opened(cast)
    staged.cast(staged.voters[0], YES)
    staged.move("close")
    staged.move("count")

    status, told = sent(signed(cast, staged.trustees[0]), f"/ballots/keys/{staged.uuid}/share/", share)

    assert status in (400, 422)
    assert told["reason"]


def test_anybody_reads_the_board_and_finds_no_voter_on_it(cast: Cast) -> None:
    staged = stage.opened(cast, voters=5)
    receipt = staged.cast(staged.voters[0], YES)
    stranger = Client()
    told = {one.name for one in staged.trustees}  # these are public

    page = stranger.get(f"/ballots/board/{staged.uuid}/").content.decode()
    files = "".join(
        b"".join(stranger.get(f"/ballots/board/{staged.uuid}/{name}")).decode()
        for name in ("trackers.json", "ballots.json", "credentials.json", "election.json")
    )

    assert receipt.tracker in page
    assert receipt.board_head in page
    assert "不保护" in page
    assert not [one.name for one in staged.voters if one.name not in told and one.name in page + files]
    assert stranger.get(f"/ballots/receipts/{staged.uuid}/").status_code == 200


def test_the_files_of_the_board_are_the_very_texts_that_are_hashed(cast: Cast) -> None:
    staged = stage.opened(cast)
    ballot = staged.ballot(staged.voters[0], YES)
    services.cast(staged.uuid, ballot, at=NOW)
    client = Client()

    election = client.get(f"/ballots/board/{staged.uuid}/election.json").content.decode()
    ballots = json.loads(b"".join(client.get(f"/ballots/board/{staged.uuid}/ballots.json")))
    roll = client.get(f"/ballots/board/{staged.uuid}/credentials.json").json()

    assert election == staged.row.election_text
    assert [one["ballot"] for one in ballots] == [ballot]
    assert roll == sorted(roll)
    assert len(roll) == len(staged.voters)


def test_a_draft_and_a_ballot_before_its_opening_show_nothing_that_is_not_fixed(cast: Cast) -> None:
    staged = stage.drafted(cast)
    assert Client().get(f"/ballots/board/{staged.uuid}/").status_code == 404
    staged.move("ask_keys")

    assert Client().get(f"/ballots/board/{staged.uuid}/").status_code == 200
    assert Client().get(f"/ballots/board/{staged.uuid}/election.json").status_code == 404


def test_the_result_is_public_once_it_is_published_and_no_earlier(cast: Cast) -> None:
    staged = stage.counted(cast)
    board = f"/ballots/board/{staged.uuid}/"
    assert "有效票" not in Client().get(board).content.decode()
    staged.sign()
    staged.move("publish")

    assert "有效票" in Client().get(board).content.decode()


def test_the_bundle_is_checked_by_anybody_once_it_tells_nobodys_vote(cast: Cast, tmp_path: Path) -> None:
    staged = stage.counted(cast, votes=[YES] * 7 + [NO] * 3)
    address = f"/ballots/board/{staged.uuid}/bundle.zip"
    assert Client().get(address).status_code == 404
    staged.sign()
    staged.move("publish")

    with zipfile.ZipFile(io.BytesIO(b"".join(Client().get(address)))) as packed:
        packed.extractall(tmp_path)

    assert verify(tmp_path / staged.uuid).is_well
    assert "belenios-tool election verify" in Client().get(f"/ballots/board/{staged.uuid}/").content.decode()


def test_the_bundle_of_a_small_ballot_is_not_handed_to_everybody(cast: Cast) -> None:
    staged = stage.counted(cast)
    staged.sign()
    staged.move("publish")

    assert Client().get(f"/ballots/board/{staged.uuid}/bundle.zip").status_code == 404
    assert "不到十张" in Client().get(f"/ballots/board/{staged.uuid}/").content.decode()


def test_the_log_tells_neither_who_opened_a_booth_nor_when_a_ballot_came(cast: Cast, caplog: Any) -> None:
    staged = stage.opened(cast)
    client = signed(cast, staged.voters[0])

    with caplog.at_level("INFO"):
        client.get(f"/ballots/booth/{staged.uuid}/")
        client.get(f"/ballots/board/{staged.uuid}/election.json")
        sent(client, slot(staged), staged.ballot(staged.voters[0], YES))
        sent(client, slot(staged), "{}")
        client.get(f"/ballots/board/{staged.uuid}/trackers.json")
        client.get("/ballots/mine/")  # so that the log can be seen to be written

    assert staged.uuid not in caplog.text
    assert "/ballots/mine/" in caplog.text
