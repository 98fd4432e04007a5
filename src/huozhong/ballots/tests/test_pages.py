"""Pages of whoever holds a ballot, its clerk and its scrutineers, through the door that a browser uses."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.ballots import queries, services
from huozhong.ballots.models import Election
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.stage import NO, YES, Staged, box_count
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.people import services as people
from tests.cast import NOW, SINCE, TODAY, Cast


def enter(client: Client, cast: Cast, actor: Actor) -> Client:
    cast.sign_in(client, actor)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"ballots:{name}", args=args)


def test_the_chair_goes_from_the_draft_to_the_opening_by_its_pages(client: Client, cast: Cast) -> None:
    staged = stage.drafted(cast)
    enter(client, cast, staged.chair)
    page = client.get(url("election", staged.id))

    assert page.status_code == 200
    for words in ("请保管人做钥匙", "工会委员会", "预备会议推选", "三届二次职代会"):
        assert words in page.content.decode()
    assert client.post(url("move", staged.id, "ask_keys")).status_code == 302
    for number, one in enumerate(staged.trustees):
        services.post_key(staged.id, stage.spare_key(number).public, actor=one, at=NOW)
    for voter in staged.voters:
        stage.register(staged, voter)
    assert "3 人备好了手机票" in client.get(url("move", staged.id, "open")).content.decode()
    client.post(url("move", staged.id, "open"))
    assert staged.row.state == "open"


def test_a_union_makes_a_ballot_among_its_members(client: Client, cast: Cast) -> None:
    chair = stage.chair_of(cast)
    members = stage.members(cast.works, 3)
    for one in members:
        people.enrol(one.person_id or 0, unit_id=cast.works.unit_id, on=SINCE, actor=OPERATOR, at=NOW)
    enter(client, cast, chair)
    said = {"unit": cast.works.unit_id, "kind": "persons", "title": "补选委员", "seats": 1, "has_phone": "on"}

    wrong = client.post(url("new"), said | {"asked": "没有的人\n会员1"})
    right = client.post(url("new"), said | {"asked": "会员0\n会员1"})

    assert wrong.status_code == 422
    assert "名册上没有“没有的人”" in wrong.content.decode()
    assert right.status_code == 302
    row = Election.objects.get(title="补选委员")
    assert row.questions[0]["answers"] == ["会员0", "会员1"]
    assert (row.questions[0]["least"], row.questions[0]["most"], row.base) == (0, 1, 3)
    assert set(row.questions[0]["candidates"]) == {members[0].person_id, members[1].person_id}
    changed = client.post(url("change", row.pk), said | {"title": "补选一名委员", "asked": "会员1\n会员2"})
    assert changed.status_code == 302
    assert queries.election_state(row.pk).title == "补选一名委员"


def test_people_and_papers_are_entered_by_name(client: Client, cast: Cast) -> None:
    staged = stage.drafted(cast)
    enter(client, cast, staged.chair)

    assert client.post(url("add_trustee", staged.id), {"name": "谁也不是", "words": "上级工会"}).status_code == 422
    assert client.post(url("add_trustee", staged.id), {"name": "林致远", "words": "上级工会"}).status_code == 302
    assert client.post(url("add_scrutineer", staged.id), {"name": "薄志刚", "elected_how": "举手"}).status_code == 302
    assert (
        client.post(
            url("method", staged.id), {"meeting": "三届三次职代会", "decided_date": TODAY.isoformat()}
        ).status_code
        == 302
    )
    assert [one.name for one in queries.trustees(staged.id)][-1] == "林致远"
    assert queries.filings(staged.id)["method"].meeting == "三届三次职代会"
    first = queries.trustees(staged.id)[0].id
    assert client.post(url("remove_trustee", first)).status_code == 302


def test_the_roll_says_who_took_paper_and_never_who_voted(client: Client, cast: Cast) -> None:
    staged = stage.opened(cast)
    staged.cast(staged.voters[0], YES)
    enter(client, cast, staged.clerk)
    before = client.get(url("roll", staged.id)).content.decode()

    assert client.post(url("paper", staged.id, staged.voters[1].person_id)).status_code == 302
    page = client.get(url("roll", staged.id) + "?q=会员1").content.decode()

    assert before.count("备好手机票") == 3
    assert "领了纸票" in page
    assert "会员0" not in page
    read = client.post(url("credential", staged.id, staged.voters[0].person_id), {"why": "选民来问"})
    assert read.status_code == 200
    assert "no-store" in read["Cache-Control"]


def boxed(cast: Cast) -> tuple[Staged, int]:
    staged = stage.opened(cast, has_phone=False)
    for voter in staged.voters:
        services.vote_on_paper(staged.id, voter.person_id or 0, actor=staged.clerk, at=NOW)
    box = services.add_box(staged.id, name="一号票箱", actor=staged.chair, at=NOW)
    staged.move("close")
    staged.move("count")
    return staged, box


def test_two_scrutineers_count_a_box_apart_and_sign_it(client: Client, cast: Cast) -> None:
    staged, box = boxed(cast)
    said = {"issued": 3, "collected": 3, "valid": 3, "invalid": 0, "votes-0-0": 2, "votes-0-1": 1, "votes-0-2": 0}
    first, second = staged.scrutineers
    enter(client, cast, first)
    client.post(url("enter_box", box), said | {"votes-0-0": 1, "votes-0-1": 2})
    enter(client, cast, second)
    hidden = client.get(url("boxes", staged.id)).content.decode()
    client.post(url("enter_box", box), said)
    differs = client.get(url("boxes", staged.id)).content.decode()
    client.post(url("sign_box", box))
    enter(client, cast, first)
    assert client.get(url("enter_box", box)).status_code == 200
    client.post(url("enter_box", box), said)
    for one in (first, second):
        enter(client, cast, one)
        assert client.post(url("sign_box", box)).status_code == 302

    assert "一位已经数完" in hidden
    assert "两份清点不一样" in differs
    assert queries.box_states(staged.row)[0].is_settled


@pytest.mark.parametrize("wrong", [{"issued": -1}, {"collected": "x"}, {"valid": 4}, {"votes-0-0": ""}])
def test_a_wrong_count_comes_back_to_the_form(client: Client, cast: Cast, wrong: dict[str, Any]) -> None:
    staged, box = boxed(cast)
    said = {"issued": 3, "collected": 3, "valid": 3, "invalid": 0, "votes-0-0": 2, "votes-0-1": 1, "votes-0-2": 0}
    enter(client, cast, staged.scrutineers[0])

    assert client.post(url("enter_box", box), said | wrong).status_code == 422


def test_the_result_page_shows_nothing_early_and_everything_in_time(client: Client, cast: Cast) -> None:
    staged = stage.opened(cast)
    for voter, vote in zip(staged.voters, (YES, YES, NO), strict=True):
        staged.cast(voter, vote)
    enter(client, cast, staged.chair)
    early = client.get(url("result", staged.id)).content.decode()
    staged.count()
    staged.move("finish")
    enter(client, cast, staged.voters[0])
    waiting = client.get(url("result", staged.id)).content.decode()
    assert client.get(url("proof", staged.id)).status_code == 404
    for one in staged.scrutineers:
        enter(client, cast, one)
        assert client.post(url("sign_result", staged.id)).status_code == 302
    staged.move("publish")
    enter(client, cast, staged.voters[0])
    told = client.get(url("result", staged.id)).content.decode()

    assert "还没有结果" in early
    assert "还没有结果" in waiting
    assert "结果已公布" in told
    sheet = client.get(url("proof", staged.id)).json()
    assert sheet["questions"][0]["rows"] == [["赞成", 2], ["反对", 1], ["弃权", 0]]


def test_who_has_no_part_sees_nothing_and_who_has_no_office_changes_nothing(client: Client, cast: Cast) -> None:
    staged = stage.keyed(cast)
    enter(client, cast, cast.sara)
    assert client.get(url("election", staged.id)).status_code == 404
    enter(client, cast, staged.voters[0])
    assert client.get(url("election", staged.id)).status_code == 200
    assert client.get(url("roll", staged.id)).status_code == 403
    assert client.get(url("boxes", staged.id)).status_code == 403
    assert client.post(url("move", staged.id, "open")).status_code == 403
    enter(client, cast, staged.chair)
    assert client.post(url("paper", staged.id, staged.voters[0].person_id)).status_code == 403
    assert client.get(url("move", staged.id, "nonsense")).status_code == 404


def test_what_waits_for_whom(cast: Cast) -> None:
    staged = stage.drafted(cast)
    staged.move("ask_keys")

    def waits(actor: Actor) -> list[str]:
        return [str(one.kind) for one in queries.waiting_for(actor, on=TODAY)]

    assert waits(staged.trustees[0]) == ["做一把开票钥匙"]
    assert waits(staged.voters[0]) == ["备好手机票"]
    for number, one in enumerate(staged.trustees):
        staged.keys[one.person_id or 0] = stage.spare_key(number)
        services.post_key(staged.id, stage.spare_key(number).public, actor=one, at=NOW)
    for voter in staged.voters:
        stage.register(staged, voter)
    staged.move("open")
    assert waits(staged.trustees[0]) == []
    assert queries.waiting_count(staged.voters[0], on=TODAY) == 1
    staged.cast(staged.voters[0], YES)
    staged.move("close")
    assert waits(staged.voters[0]) == []
    staged.move("count")
    assert waits(staged.trustees[0]) == ["用钥匙开票"]
    for one in staged.trustees:
        staged.share(one)
    staged.move("finish")
    assert waits(staged.scrutineers[0]) == ["监票签字"]


def test_a_box_that_was_entered_by_mistake_goes_again(client: Client, cast: Cast) -> None:
    staged, box = boxed(cast)
    enter(client, cast, staged.chair)
    client.post(url("boxes", staged.id), {"name": "二号票箱"})
    second = queries.box_states(staged.row)[1].id
    services.enter_box(box, box_count(issued=3, votes=[[3, 0, 0]]), actor=staged.scrutineers[0], at=NOW)

    assert client.post(url("remove_box", second)).status_code == 302
    assert client.post(url("remove_box", box)).status_code == 409
