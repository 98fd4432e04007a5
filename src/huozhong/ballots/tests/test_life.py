"""From the draft to the counted result: who may do what when, and what each step fixes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from huozhong.ballots import jobs, queries, services
from huozhong.ballots.engine import trustees
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.verify import verify
from huozhong.ballots.events import BallotClosed, BallotCounted, BallotOpened, BallotVoided
from huozhong.ballots.models import BoardEvent, CastBallot, Election, Voter
from huozhong.ballots.rules.board import broken_at
from huozhong.ballots.services import NewQuestion
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.stage import ABSTAIN, NO, YES
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.kernel.sentences import say
from huozhong.records.models import News
from tests.cast import NOW, TODAY, Cast, actor

BLANK = NewQuestion("食堂", ("一号方案", "二号方案"), 1, 1, True)


def votes(election_id: int, question: int = 0) -> list[int]:
    found = queries.result(election_id)
    assert found is not None
    return [one.total for one in found.questions[question].answers]


def test_votes_go_in_and_the_same_votes_come_out(cast: Cast) -> None:
    staged = stage.counted(cast, votes=[YES, NO, YES, ABSTAIN])

    assert votes(staged.id) == [2, 1, 1]
    found = queries.result(staged.id)
    assert found is not None
    assert (found.base, found.issued.total, found.collected.total, found.valid.total) == (4, 4, 4, 4)


def test_a_blank_vote_is_counted_apart(cast: Cast) -> None:
    staged = stage.counted(cast, questions=[BLANK], votes=[([1, 0, 0],), ([0, 1, 0],), ([0, 1, 0],)])

    found = queries.result(staged.id)
    assert found is not None
    assert [(one.text, one.total) for one in found.questions[0].answers] == [
        ("空白", 1),
        ("一号方案", 2),
        ("二号方案", 0),
    ]


def test_nothing_of_the_result_is_there_before_it_is_counted(cast: Cast) -> None:
    staged = stage.opened(cast)
    for voter in staged.voters:
        staged.cast(voter, YES)

    assert queries.result(staged.id) is None
    assert queries.turnout(staged.id).cast == 3
    staged.count()
    assert queries.result(staged.id) is None


def test_a_result_in_which_all_said_the_same_says_so(cast: Cast) -> None:
    found = queries.result(stage.counted(cast, votes=[YES, YES, YES]).id)

    assert found is not None
    assert found.questions[0].is_unanimous


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("method", "选举（表决）办法"), ("scrutineer", "监票人"), ("consent", "上级工会")],
)
def test_a_ballot_does_not_open_before_its_papers_and_people_are_there(cast: Cast, missing: str, sentence: str) -> None:
    staged = stage.keyed(cast, needs_consent=missing == "consent")
    for voter in staged.voters:
        stage.register(staged, voter)
    if missing == "method":
        from huozhong.ballots.models import Filing

        Filing.objects.filter(election=staged.id).delete()
    if missing == "scrutineer":
        services.remove_scrutineer(queries.scrutineers(staged.id)[0].id, actor=staged.chair, at=NOW)

    with pytest.raises(Refused, match=sentence):
        staged.move("open")


def test_the_upper_union_consents_from_its_own_seat_only(cast: Cast) -> None:
    staged = stage.keyed(cast, needs_consent=True)
    for voter in staged.voters:
        stage.register(staged, voter)
    town = actor("钱立群", "town", (Role.CHAIR, cast.town))

    with pytest.raises(Forbidden, match="上级工会"):
        services.file_consent(staged.id, document_number="1号", decided_date=TODAY, actor=staged.chair, at=NOW)
    services.file_consent(staged.id, document_number="柳总工〔2026〕9号", decided_date=TODAY, actor=town, at=NOW)

    staged.move("open")
    assert queries.filings(staged.id)["consent"].unit_name == "柳溪镇总工会"


def test_somebody_elsewhere_neither_sees_nor_consents(cast: Cast) -> None:
    staged = stage.keyed(cast, needs_consent=True)
    away = actor("西区主席", "west", (Role.CHAIR, cast.elsewhere))

    with pytest.raises(NotFound):
        services.file_consent(staged.id, document_number="1号", decided_date=TODAY, actor=away, at=NOW)
    with pytest.raises(NotFound):
        queries.find_election(staged.id, actor=away)


def test_the_room_above_may_hold_a_ballot_up(cast: Cast) -> None:
    staged = stage.keyed(cast, thing=("test.held", 7))
    for voter in staged.voters:
        stage.register(staged, voter)
    services.register_thing("test.held", may_open=lambda _id, _at: say("到会人数不够。"), may_see=lambda _a, _i: False)

    with pytest.raises(Refused, match="到会人数不够"):
        staged.move("open")


def test_one_trustee_is_not_enough(cast: Cast) -> None:
    staged = stage.drafted(cast)
    services.remove_trustee(queries.trustees(staged.id)[0].id, actor=staged.chair, at=NOW)

    with pytest.raises(Refused, match="保管人"):
        staged.move("ask_keys")


def test_the_last_key_makes_the_ballot_ready(cast: Cast) -> None:
    staged = stage.drafted(cast)
    staged.move("ask_keys")
    services.post_key(staged.id, stage.spare_key(0).public, actor=staged.trustees[0], at=NOW)
    assert staged.row.state == "keys"

    services.post_key(staged.id, stage.spare_key(1).public, actor=staged.trustees[1], at=NOW)

    assert staged.row.state == "ready"


def test_two_trustees_may_not_hand_in_one_key(cast: Cast) -> None:
    staged = stage.drafted(cast)
    staged.move("ask_keys")
    services.post_key(staged.id, stage.spare_key(0).public, actor=staged.trustees[0], at=NOW)

    with pytest.raises(Refused, match="各做一把"):
        services.post_key(staged.id, stage.spare_key(0).public, actor=staged.trustees[1], at=NOW)


def test_a_key_without_its_proof_is_refused(cast: Cast) -> None:
    staged = stage.drafted(cast)
    staged.move("ask_keys")
    forged = stage.spare_key(0).public | {"public_key": stage.spare_key(1).public["public_key"]}

    with pytest.raises(BallotRefused):
        services.post_key(staged.id, forged, actor=staged.trustees[0], at=NOW)
    with pytest.raises(NotFound):
        services.post_key(staged.id, stage.spare_key(0).public, actor=staged.voters[0], at=NOW)


def test_a_candidate_neither_watches_nor_keeps_a_key(cast: Cast) -> None:
    staged = stage.drafted(cast)
    standing = staged.voters[0].person_id or 0
    row = Election.objects.get(pk=staged.id)
    row.questions = [NewQuestion("委员", ("张三",), 0, 1, False, (standing,)).as_json()]
    row.save(update_fields=["questions"])

    with pytest.raises(Refused, match="候选人"):
        services.add_scrutineer(staged.id, person_id=standing, elected_how="x", actor=staged.chair, at=NOW)
    with pytest.raises(Refused, match="候选人"):
        services.add_trustee(staged.id, person_id=standing, words="x", actor=staged.chair, at=NOW)


def test_another_person_may_be_written_on_paper_only(cast: Cast) -> None:
    with pytest.raises(Refused, match="另选他人"):
        stage.drafted(cast, allows_other=True, has_phone=True)


def test_a_share_made_with_another_key_is_refused(cast: Cast) -> None:
    staged = stage.opened(cast)
    staged.cast(staged.voters[0], YES)
    staged.move("close")
    staged.move("count")
    first, second = staged.trustees
    staged.keys[first.person_id or 0], right = trustees.make_key(), staged.keys[first.person_id or 0]

    with pytest.raises(BallotRefused):
        staged.share(first)
    staged.keys[first.person_id or 0] = right
    staged.share(first)
    with pytest.raises(Refused, match=second.name):
        staged.move("finish")
    staged.share(second)
    staged.move("finish")
    assert votes(staged.id) == [1, 0, 0]


def test_a_result_is_published_when_every_scrutineer_has_signed(cast: Cast) -> None:
    staged = stage.counted(cast)
    services.sign_result(staged.id, actor=staged.scrutineers[0], at=NOW)

    with pytest.raises(Refused, match=staged.scrutineers[1].name):
        staged.move("publish")
    services.sign_result(staged.id, actor=staged.scrutineers[1], at=NOW)
    staged.move("publish")

    sheet = queries.proof_sheet(staged.row)
    assert {head for _name, head in sheet["signatures"]} == {sheet["board_head"]}


def test_an_exported_ballot_stands_before_an_outside_verifier(cast: Cast, tmp_path: Path) -> None:
    staged = stage.counted(cast)
    staged.sign()
    folder = tmp_path / "out"

    names = services.export_election(staged.id, folder)

    assert {"board.json", "roll.json", "burned.json", "result.json", "proof.json", "files.json"} < set(names)
    report = verify(folder, workers=1)
    assert report.is_well, report.refusals
    with pytest.raises(Conflict, match="空的文件夹"):
        services.export_election(staged.id, folder)


def test_the_board_is_a_chain_that_the_database_lets_only_grow(cast: Cast) -> None:
    staged = stage.counted(cast)
    events = [one.as_json() for one in queries.board_events(staged.row, limit=None)]
    assert broken_at(events) is None
    assert [one["kind"] for one in events][-1] == "result"

    last = BoardEvent.objects.filter(election=staged.id).order_by("-number").first()
    assert last is not None
    for change in (
        lambda: BoardEvent.objects.filter(pk=last.pk).update(payload={}),
        lambda: BoardEvent.objects.filter(pk=last.pk).delete(),
        lambda: BoardEvent.objects.create(
            city_id=last.city_id,
            election_id=staged.id,
            number=last.number + 1,
            kind="head",
            payload={},
            parent="0" * 64,
            hash="1" * 64,
        ),
        lambda: CastBallot.objects.filter(election=staged.id).update(text="{}"),
        lambda: CastBallot.objects.filter(election=staged.id)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_no_ballot_and_no_event_of_a_voter_carries_a_time(cast: Cast) -> None:
    staged = stage.counted(cast)

    assert not [f.name for f in CastBallot._meta.fields if f.get_internal_type() in ("DateTimeField", "DateField")]
    assert not [f.name for f in Voter._meta.fields if f.get_internal_type() in ("DateTimeField", "DateField")]
    timed = {one.kind for one in queries.board_events(staged.row, limit=None) if one.at}
    assert timed == {"setup", "closed", "tally", "share", "result"}


def test_heads_are_printed_hourly_while_a_ballot_is_open(cast: Cast) -> None:
    staged = stage.opened(cast)
    jobs.print_heads(at=NOW)
    staged.cast(staged.voters[0], YES)
    jobs.print_heads(at=NOW + timedelta(hours=1))
    staged.move("close")
    jobs.print_heads(at=NOW + timedelta(hours=2))

    heads = [one for one in queries.printed_heads(staged.row) if one.kind == "head"]
    assert [one.payload["ballots"] for one in heads] == [0, 1]


def test_news_goes_out_when_a_ballot_opens_closes_and_is_counted(cast: Cast) -> None:
    staged = stage.counted(cast)
    names = set(News.objects.values_list("name", flat=True))

    assert {one.name() for one in (BallotOpened, BallotClosed, BallotCounted)} <= names
    payload = News.objects.get(name=BallotCounted.name()).payload
    assert payload == {"thing_kind": stage.KIND, "thing_id": 1, "election_id": staged.id}


def test_a_ballot_is_declared_void_with_a_reason_and_nobody_sees_its_votes(cast: Cast) -> None:
    staged = stage.opened(cast)
    staged.cast(staged.voters[0], YES)

    with pytest.raises(Refused, match="理由"):
        staged.move("void")
    staged.move("void", why="会场停电")

    assert News.objects.filter(name=BallotVoided.name()).exists()
    with pytest.raises(Conflict):
        services.cast(staged.uuid, staged.ballot(staged.voters[1], YES), at=NOW)
    assert queries.result(staged.id) is None


def test_a_second_round_remembers_the_first(cast: Cast) -> None:
    staged = stage.counted(cast)
    second = services.draft_election(
        kind="itemised", title="第二轮", unit=cast.works.unit_id, thing=(stage.KIND, 1), questions=[stage.TOPIC],
        voters=[one.person_id or 0 for one in staged.voters], base=3, actor=staged.chair, at=NOW,
        previous_id=staged.id,
    )  # fmt: skip

    found = queries.election_state(second)
    assert (found.round, found.previous_id) == (2, staged.id)
    assert [one.id for one in queries.elections_of((stage.KIND, 1))] == [second, staged.id]


def test_whoever_has_no_office_there_sets_nothing_up(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.draft_election(
            kind="itemised", title="x", unit=cast.works.unit_id, thing=(stage.KIND, 1), questions=[stage.TOPIC],
            voters=[cast.bo.person_id or 0], base=1, actor=cast.sara, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    "questions",
    [
        [],
        [NewQuestion("")],
        [NewQuestion("a", ())],
        [NewQuestion("a", ("x", "x"))],
        [NewQuestion("a", ("x", " "))],
        [NewQuestion("a", ("x",), 2, 1)],
        [NewQuestion("a", ("x",), 0, 2)],
        [NewQuestion("a"), NewQuestion("a")],
        [NewQuestion("张三 13812345678")],
        [NewQuestion("长" * 201)],
        [NewQuestion(str(n)) for n in range(61)],
    ],
)
def test_questions_that_cannot_be_put_are_refused(cast: Cast, questions: list[NewQuestion]) -> None:
    with pytest.raises(Refused):
        stage.drafted(cast, questions=questions)


def test_the_base_is_never_smaller_than_the_roll(cast: Cast) -> None:
    with pytest.raises(Refused, match="应到人数"):
        stage.drafted(cast, base=2).move("ask_keys")


def test_the_roll_is_changed_before_the_opening_only(cast: Cast) -> None:
    staged = stage.keyed(cast)
    gone = staged.voters.pop()
    services.change_roll(staged.id, remove=[gone.person_id or 0], actor=staged.chair, at=NOW)
    for voter in staged.voters:
        stage.register(staged, voter)
    staged.move("open")

    assert queries.turnout(staged.id).voters == 2
    with pytest.raises(Conflict):
        services.change_roll(staged.id, add=[gone.person_id or 0], actor=staged.chair, at=NOW)
