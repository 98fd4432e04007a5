"""Credentials, ballots, paper and boxes: one vote for each voter, whichever way it comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huozhong.ballots import queries, services
from huozhong.ballots.engine import credentials
from huozhong.ballots.engine.verify import verify
from huozhong.ballots.models import CastBallot, Credential
from huozhong.ballots.services import NewQuestion
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.stage import NO, YES, box_count
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.records.models import Trail
from tests.cast import NOW, Cast


def votes(election_id: int, question: int = 0) -> list[int]:
    found = queries.result(election_id)
    assert found is not None
    return [one.total for one in found.questions[question].answers]


def test_the_published_credentials_are_sorted_whatever_the_order_of_registering(cast: Cast) -> None:
    staged = stage.keyed(cast, voters=5)
    for voter in reversed(staged.voters):
        stage.register(staged, voter)
    staged.move("open")

    listed = list(Credential.objects.filter(election=staged.id).order_by("id").values_list("public", flat=True))
    assert listed == sorted(listed)
    assert len(listed) == 5


def test_registering_again_before_opening_replaces_and_after_it_is_refused(cast: Cast) -> None:
    staged = stage.keyed(cast)
    first = stage.register(staged, staged.voters[0])
    for voter in staged.voters:
        stage.register(staged, voter)
    staged.move("open")

    assert not Credential.objects.filter(public=first).exists()
    with pytest.raises(Conflict, match="投票已经开始"):
        stage.register(staged, staged.voters[0])


def test_nobody_registers_who_is_not_on_the_roll_and_nobody_somebody_elses(cast: Cast) -> None:
    staged = stage.keyed(cast)
    public = stage.register(staged, staged.voters[0])

    with pytest.raises(NotFound):
        stage.register(staged, staged.scrutineers[0])
    with pytest.raises(Refused, match="已经有人登记"):
        services.register_credential(staged.id, public, actor=staged.voters[1], at=NOW)


@pytest.mark.parametrize("public", ["", "1", "0", "x", "-5", "7" * 5000, "١٢"])
def test_a_credential_that_is_no_element_is_refused(cast: Cast, public: str) -> None:
    staged = stage.keyed(cast)

    with pytest.raises(Refused):
        services.register_credential(staged.id, public, actor=staged.voters[0], at=NOW)


def test_the_same_ballot_again_gives_the_same_receipt(cast: Cast) -> None:
    staged = stage.opened(cast)
    text = staged.ballot(staged.voters[0], YES)

    first, second = services.cast(staged.uuid, text, at=NOW), services.cast(staged.uuid, text, at=NOW)

    assert first == second
    assert CastBallot.objects.filter(election=staged.id).count() == 1


def test_voting_again_is_off_unless_the_ballot_allows_it(cast: Cast) -> None:
    staged = stage.opened(cast)
    staged.cast(staged.voters[0], YES)

    with pytest.raises(Refused, match="不能改投"):
        staged.cast(staged.voters[0], NO)


def test_where_voting_again_is_allowed_the_last_one_counts(cast: Cast, tmp_path: Path) -> None:
    staged = stage.opened(cast, may_vote_again=True)
    first = staged.cast(staged.voters[0], YES)
    staged.cast(staged.voters[0], NO)
    for voter in staged.voters[1:]:
        staged.cast(voter, NO)
    staged.count()
    staged.move("finish")

    assert votes(staged.id) == [0, 3, 0]
    found = queries.find_tracker(staged.row, first.tracker)
    assert found is not None
    assert found.standing == "replaced"
    staged.sign()
    services.export_election(staged.id, tmp_path / "out")
    assert verify(tmp_path / "out", workers=1).refusals == ()


def test_a_stranger_a_late_one_and_a_broken_one_are_refused(cast: Cast) -> None:
    staged = stage.opened(cast, without=lambda n: n == 2)
    staged.secrets[staged.voters[2].person_id or 0] = credentials.new_secret()
    text = staged.ballot(staged.voters[0], YES)

    with pytest.raises(Refused, match="没有登记"):
        staged.cast(staged.voters[2], YES)
    for wrong in (text[:-2], text.replace('"1', '"2', 1), "", "{}", "[" * 500, "x" * 1_000_001):
        with pytest.raises(Refused):
            services.cast(staged.uuid, wrong, at=NOW)
    staged.move("close")
    with pytest.raises(Conflict, match="截止"):
        services.cast(staged.uuid, text, at=NOW)


def test_paper_burns_the_phone_ballot_and_the_board_shows_it(cast: Cast, tmp_path: Path) -> None:
    staged = stage.opened(cast, voters=4)
    receipts = [staged.cast(voter, NO) for voter in staged.voters[:2]]
    services.vote_on_paper(staged.id, staged.voters[0].person_id or 0, actor=staged.clerk, at=NOW)
    services.vote_on_paper(staged.id, staged.voters[3].person_id or 0, actor=staged.clerk, at=NOW)

    with pytest.raises(Refused, match="改投纸票"):
        staged.cast(staged.voters[3], YES)
    staged.cast(staged.voters[2], YES)
    box = services.add_box(staged.id, name="一号票箱", actor=staged.chair, at=NOW)
    staged.count()
    for one in staged.scrutineers:
        services.enter_box(box, box_count(issued=2, votes=[[2, 0, 0]]), actor=one, at=NOW)
    for one in staged.scrutineers:
        services.sign_box(box, actor=one, at=NOW)
    staged.move("finish")

    assert votes(staged.id) == [3, 1, 0]
    struck, stands = (queries.find_tracker(staged.row, one.tracker) for one in receipts)
    assert struck is not None
    assert stands is not None
    assert (struck.standing, stands.standing) == ("struck", "counts")
    found = queries.result(staged.id)
    assert found is not None
    assert (found.issued.total, found.collected.total, found.struck) == (4, 4, 1)
    staged.sign()
    services.export_election(staged.id, tmp_path / "out")
    assert verify(tmp_path / "out", workers=1).refusals == ()


def test_parts_that_stand_for_fewer_than_ten_are_not_told_apart(cast: Cast) -> None:
    staged = stage.opened(cast, voters=3)
    services.vote_on_paper(staged.id, staged.voters[0].person_id or 0, actor=staged.clerk, at=NOW)
    for voter in staged.voters[1:]:
        staged.cast(voter, YES)
    box = services.add_box(staged.id, name="一号票箱", actor=staged.chair, at=NOW)
    staged.count()
    for one in staged.scrutineers:
        services.enter_box(box, box_count(issued=1, votes=[[0, 1, 0]]), actor=one, at=NOW)
    for one in staged.scrutineers:
        services.sign_box(box, actor=one, at=NOW)
    staged.move("finish")

    found = queries.result(staged.id)
    assert found is not None
    assert not found.shows_parts
    assert {one.phone for one in found.questions[0].answers} == {None}
    assert [one.total for one in found.questions[0].answers] == [2, 1, 0]
    assert not queries.parts_are_shown(staged.row)


def test_only_the_clerk_burns_and_only_the_clerk_reads_a_link_with_a_reason(cast: Cast) -> None:
    staged = stage.keyed(cast)
    public = stage.register(staged, staged.voters[0])
    person_id = staged.voters[0].person_id or 0

    with pytest.raises(Forbidden):
        services.vote_on_paper(staged.id, person_id, actor=staged.chair, at=NOW)
    with pytest.raises(Forbidden):
        services.read_credential(staged.id, person_id, why="核对", actor=staged.chair, at=NOW)
    with pytest.raises(Refused, match="理由"):
        services.read_credential(staged.id, person_id, why=" ", actor=staged.clerk, at=NOW)
    assert services.read_credential(staged.id, person_id, why="选民说手机丢了", actor=staged.clerk, at=NOW) == public
    row = Trail.objects.get(kind="ballots.election", action="credential_read")
    assert (row.person_id, row.why, row.details) == (staged.clerk.person_id, "选民说手机丢了", {"person_id": person_id})
    assert public not in json.dumps(list(Trail.objects.values_list("details", flat=True)))


def test_two_counts_that_differ_are_shown_and_nothing_is_counted_before_they_agree(cast: Cast) -> None:
    staged = stage.opened(cast, allows_other=True, has_phone=False, questions=[
        NewQuestion("选一名委员", ("张三", "李四"), 0, 1)
    ])  # fmt: skip
    for voter in staged.voters:
        services.vote_on_paper(staged.id, voter.person_id or 0, actor=staged.clerk, at=NOW)
    box = services.add_box(staged.id, name="一号票箱", actor=staged.chair, at=NOW)
    staged.move("close")
    staged.move("count")
    first, second = staged.scrutineers
    services.enter_box(box, box_count(issued=3, invalid=1, votes=[[1, 1]]), actor=first, at=NOW)
    assert not queries.box_states(staged.row)[0].is_compared
    services.enter_box(box, box_count(issued=3, votes=[[1, 1]], written=(("王五", 1),)), actor=second, at=NOW)

    state = queries.box_states(staged.row)[0]
    assert state.differs == ("valid", "invalid", "written.王五")
    with pytest.raises(Refused, match="不一致"):
        services.sign_box(box, actor=first, at=NOW)
    with pytest.raises(Refused, match="一号票箱"):
        staged.move("finish")
    services.enter_box(box, box_count(issued=3, votes=[[1, 1]], written=(("王五", 1),)), actor=first, at=NOW)
    for one in staged.scrutineers:
        services.sign_box(box, actor=one, at=NOW)
    staged.move("finish")
    found = queries.result(staged.id)
    assert found is not None
    assert found.written == (("王五", 1),)


def test_more_ballots_collected_than_issued_void_the_round(cast: Cast) -> None:
    staged = stage.opened(cast, has_phone=False)
    for voter in staged.voters:
        services.vote_on_paper(staged.id, voter.person_id or 0, actor=staged.clerk, at=NOW)
    box = services.add_box(staged.id, name="一号票箱", actor=staged.chair, at=NOW)
    staged.move("close")
    staged.move("count")
    for one in staged.scrutineers:
        services.enter_box(box, box_count(issued=3, collected=4, votes=[[4, 0, 0]]), actor=one, at=NOW)
    for one in staged.scrutineers:
        services.sign_box(box, actor=one, at=NOW)

    staged.move("finish")

    assert staged.row.state == "void"
    assert queries.result(staged.id) is None
    assert "比发出的 3 张还多" in Trail.objects.get(action="void").why


def test_boxes_are_counted_after_the_closing_by_scrutineers_alone(cast: Cast) -> None:
    staged = stage.opened(cast)
    box = services.add_box(staged.id, name="一号票箱", actor=staged.chair, at=NOW)
    count = box_count(issued=0, votes=[[0, 0, 0]])

    with pytest.raises(Conflict, match="截止以后"):
        services.enter_box(box, count, actor=staged.scrutineers[0], at=NOW)
    staged.move("close")
    with pytest.raises(NotFound):
        services.enter_box(box, count, actor=staged.chair, at=NOW)


def test_one_credential_is_not_tried_again_and_again(cast: Cast) -> None:
    staged = stage.opened(cast)
    text = staged.ballot(staged.voters[0], YES)
    broken = text.replace('"challenge":"', '"challenge":"1', 1)
    for _try in range(12):
        with pytest.raises(Refused):
            services.cast(staged.uuid, broken, at=NOW)

    with pytest.raises(Refused, match="一分钟里试了太多次"):
        services.cast(staged.uuid, text, at=NOW)
    staged.cast(staged.voters[1], YES)
