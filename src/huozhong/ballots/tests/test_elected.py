"""Who is elected, from real phone ballots to the page that everybody reads."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.ballots import services
from huozhong.ballots.queries.elected import elected
from huozhong.ballots.rules.persons import Next, Round
from huozhong.ballots.services import NewQuestion
from huozhong.ballots.tests import stage
from huozhong.kernel.refusals import Refused
from tests.cast import NOW, Cast

SLATE = NewQuestion("工会委员会委员", ("丁一", "王二", "张三"), 0, 2)
FIRST = (([1, 1, 0],), ([1, 1, 0],), ([1, 0, 1],), ([0, 1, 1],), ([1, 0, 1],))


def held(cast: Cast, **said: object) -> stage.Staged:
    asked = {"kind": "persons", "questions": [SLATE], "seats": 2, "needs_consent": False}
    return stage.counted(cast, **(asked | said))  # type: ignore[arg-type]


def test_equals_at_the_last_seat_are_shown_and_voted_on_again(client: Client, cast: Cast) -> None:
    staged = held(cast, votes=FIRST)
    told = elected(staged.id)

    assert told is not None
    assert [(line.votes.person, line.votes.approve) for line in told.lines] == [("丁一", 4), ("王二", 3), ("张三", 3)]
    assert told.outcome.elected == ("丁一",)
    assert told.next == Next(Round.RUN_OFF, 1, ("王二", "张三"))
    staged.sign()
    services.move_election(staged.id, "publish", actor=staged.chair, at=NOW)
    cast.sign_in(client, staged.chair)
    page = client.get(reverse("ballots:result", args=[staged.id])).content.decode()
    for words in ("谁当选", "未选", "票数相等，再次投票", "还有 1 个名额没有选出", "至少 3 票", "没有与官方文本核对"):
        assert words in page


def test_as_many_candidates_as_seats_are_each_approved_or_not(cast: Cast) -> None:
    questions = [NewQuestion("丁一"), NewQuestion("王二")]
    yes, no = [1, 0, 0], [0, 1, 0]
    told = elected(held(cast, questions=questions, votes=((yes, yes), (yes, no), (yes, no))).id)

    assert told is not None
    assert told.outcome.elected == ("丁一",)
    assert told.next == Next(Round.SECOND, 1, ("王二",))


def test_a_ballot_on_a_matter_elects_nobody(cast: Cast) -> None:
    assert elected(stage.counted(cast).id) is None


def test_a_committee_needs_more_candidates_than_seats(client: Client, cast: Cast) -> None:
    three = [NewQuestion("丁一"), NewQuestion("王二"), NewQuestion("张三")]
    staged = stage.drafted(cast, kind="persons", questions=three, seats=3, body="committee")

    with pytest.raises(Refused, match="至少要有 4 名候选人，现有 3 名"):
        services.move_election(staged.id, "ask_keys", actor=staged.chair, at=NOW)
    cast.sign_in(client, staged.chair)
    assert "至少要有 4 名候选人" in client.get(reverse("ballots:election", args=[staged.id])).content.decode()


def test_a_chair_may_stand_alone(cast: Cast) -> None:
    staged = stage.drafted(cast, kind="persons", questions=[NewQuestion("丁一")], seats=1, body="chair")

    services.move_election(staged.id, "ask_keys", actor=staged.chair, at=NOW)


def test_the_one_candidate_s_name_comes_back_into_the_form(client: Client, cast: Cast) -> None:
    staged = stage.drafted(cast, kind="persons", questions=[NewQuestion("丁一")], seats=1, body="chair")
    cast.sign_in(client, staged.chair)

    page = client.get(reverse("ballots:change", args=[staged.id])).content.decode()

    assert "丁一</textarea>" in page
