"""Secret votes of a meeting, with real keys and real ballots: drafted in one press, never below the quorum."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from huozhong.ballots import queries as ballot_reads
from huozhong.ballots import services as ballots
from huozhong.ballots.engine import ballots as engine
from huozhong.ballots.engine import credentials, tally, trustees
from huozhong.ballots.models import Election
from huozhong.congress import services
from huozhong.congress.models import Meeting, SecretBallot, Vote
from huozhong.congress.queries import deciding_pages
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries import minutes as writing
from huozhong.congress.tests.meeting_stage import called, enter, fresh, leave, minute, planned, topic
from huozhong.congress.tests.stage import Hall
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.records import services as records

TOPICS = (
    ("听取年度工作报告", "report", ""),
    ("工资专项集体合同草案", "wage_agreement", ""),
    ("劳动安全卫生专项集体合同", "safety", ""),
)
YES, NO, ABSTAIN = [1, 0, 0], [0, 1, 0], [0, 0, 1]


@cache
def key(number: int) -> trustees.TrusteeKey:
    return trustees.make_key()


@dataclass
class Box:
    """The ballot of a meeting and what only the phones know."""

    hall: Hall
    meeting: Meeting
    id: int
    secrets: dict[int, str] = field(default_factory=dict)

    @property
    def row(self) -> SecretBallot:
        return SecretBallot.objects.get(pk=self.id)

    @property
    def election(self) -> Election:
        return Election.objects.get(pk=self.row.election_id)

    def cast(self, one: Actor, *, at: datetime, wages: list[int] = YES, safety: list[int] = YES) -> None:
        made = engine.make(
            ballot_reads.engine_election(self.election), [wages, safety], self.secrets[one.person_id or 0]
        )
        ballots.cast(self.election.uuid, made, at=at)

    def keepers(self) -> list[Actor]:
        return list(self.hall.delegates[4:6])

    def decrypt(self, *, at: datetime) -> None:
        for number, one in enumerate(self.keepers()):
            election = self.election
            share = tally.partial_decryption(
                ballot_reads.engine_election(election), ballot_reads.tally_of(election), key(number).secret
            )
            ballots.post_partial(election.pk, share, actor=one, at=at)

    def vote(self, matter: str) -> Vote:
        return Vote.objects.get(ballot_id=self.id, matter=matter)

    def act(self, verb: Any, *, at: datetime, **said: Any) -> None:
        verb(self.id, actor=self.hall.chair, at=at, **said)


def settle_procedure(hall: Hall, session_id: int) -> None:
    """The preparatory meeting: officers named, the way of voting adopted."""
    meeting = planned(hall, session_id, kind="preparatory")
    enter(hall, meeting, 6, at=minute(-50))
    ids = [one.person_id or 0 for one in hall.delegates]
    who = {"actor": hall.chair, "at": minute(-49)}
    services.name_officers(meeting.pk, duty="scrutineer", person_ids=ids[2:4], **who)
    services.name_officers(meeting.pk, duty="trustee", person_ids=ids[4:6], **who)
    services.open_meeting(meeting.pk, actor=hall.chair, at=minute(-48))
    method = topic(session_id, "election_method")
    vote_id = services.start_vote(meeting.pk, topic_id=method.pk, method="hands", actor=hall.chair, at=minute(-47))
    for one in hall.delegates:
        services.tap(vote_id, choice="yes", actor=one, at=minute(-46))
    services.count_vote(vote_id, actor=hall.chair, at=minute(-45))
    for other in ("elect_presidium", "elect_scrutineers"):
        topic_row = topic(session_id, other)
        topic_row.is_kept = False
        topic_row.save(update_fields=["is_kept"])
    services.close_meeting(meeting.pk, actor=hall.chair, at=minute(-44))


@pytest.fixture
def session_id(hall: Hall) -> int:
    made = called(hall, topics=TOPICS)
    settle_procedure(hall, made)
    return made


def drafted(hall: Hall, session_id: int, *, present: int = 4) -> Box:
    """A formal meeting that is open, its ballot drafted, all keys in, every phone prepared."""
    meeting = planned(hall, session_id)
    enter(hall, meeting, present, at=minute(-5))
    services.open_meeting(meeting.pk, actor=hall.chair, at=minute(0))
    ids = [topic(session_id, matter).pk for matter in ("wage_agreement", "safety")]
    box = Box(hall, meeting, services.draft_secret(meeting.pk, topic_ids=ids, actor=hall.chair, at=minute(1)))
    for number, one in enumerate(box.keepers()):
        ballots.post_key(box.row.election_id, key(number).public, actor=one, at=minute(2))
    for one in hall.delegates:
        secret = credentials.new_secret()
        _, public = credentials.derive(box.election.uuid, secret)
        ballots.register_credential(box.row.election_id, public, actor=one, at=minute(3))
        box.secrets[one.person_id or 0] = secret
    return box


def test_one_press_drafts_an_itemised_ballot_with_its_watchers_and_the_adopted_method(
    hall: Hall, session_id: int
) -> None:
    box = drafted(hall, session_id)

    state = ballot_reads.election_state(box.row.election_id)
    assert [one.text for one in state.questions] == ["工资专项集体合同草案", "劳动安全卫生专项集体合同"]
    assert (state.state, state.base) == ("ready", 6)
    assert [one.name for one in ballot_reads.scrutineers(state.id)] == ["代表丙", "代表丁"]
    assert list(ballot_reads.filings(state.id)) == ["method"]
    with pytest.raises(Refused, match="已经在一张选票上"):
        services.draft_secret(
            box.meeting.pk, topic_ids=[topic(session_id, "safety").pk], actor=hall.chair, at=minute(4)
        )


def test_a_ballot_does_not_open_below_the_quorum_not_even_from_its_own_page(hall: Hall, session_id: int) -> None:
    box = drafted(hall, session_id)
    leave(box.meeting, hall.delegates[0], at=minute(5))

    with pytest.raises(Refused, match="还差 1 人"):
        box.act(services.open_secret, at=minute(6))
    with pytest.raises(Refused, match="还差 1 人"):
        ballots.move_election(box.row.election_id, "open", actor=hall.chair, at=minute(6))
    assert "还差" in str(services.ballot_hindrance(box.id, "ready", missing=(), actor=hall.chair, at=minute(6)))


def test_each_item_gets_its_own_outcome_against_all_delegates_with_a_sheet_that_computes_again(
    hall: Hall, session_id: int
) -> None:
    box = drafted(hall, session_id, present=5)
    box.act(services.open_secret, at=minute(6))
    for number, one in enumerate(hall.delegates[:5]):
        box.cast(one, at=minute(7), safety=YES if number < 3 else NO)
    box.act(services.close_secret, at=minute(8))
    assert "还等" in str(
        services.ballot_hindrance(box.id, "counting", missing=("代表戊",), actor=hall.chair, at=minute(8))
    )
    box.decrypt(at=minute(9))
    box.act(services.announce_secret, at=minute(10))

    wages, safety = box.vote("wage_agreement"), box.vote("safety")
    assert (wages.yes, wages.no, wages.delegates, wages.present, wages.is_passed, wages.counts) == (
        5,
        0,
        6,
        5,
        True,
        True,
    )
    assert (safety.yes, safety.no, safety.is_passed) == (3, 2, False)
    assert topic(session_id, "wage_agreement").outcome == "passed"
    assert topic(session_id, "safety").outcome == "failed"
    assert recomputed(wages) == wages.sheet["decision"]
    assert recomputed(safety) == safety.sheet["decision"]


def recomputed(vote: Vote) -> dict[str, Any]:
    """What `huozhong congress decide`, a program of its own, says to the question of the sheet."""
    asked = [sys.executable, "-m", "huozhong.site.cli.main", "congress", "decide"]
    question = json.dumps(vote.sheet["ask"])
    done = subprocess.run(asked, input=question, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout)["sheet"])


def test_ballots_given_without_a_quorum_are_counted_apart_and_a_result_that_hangs_on_them_does_not_stand(
    hall: Hall, session_id: int
) -> None:
    box = drafted(hall, session_id)
    box.act(services.open_secret, at=minute(6))
    for one in hall.delegates[:3]:
        box.cast(one, at=minute(7))
    leave(box.meeting, hall.delegates[0], at=minute(8))
    assert {one.state for one in Vote.objects.filter(ballot_id=box.id)} == {"suspended"}
    box.cast(hall.delegates[3], at=minute(9))  # the fourth yes, while there was no quorum
    enter(hall, box.meeting, 1, at=minute(10))
    box.act(services.resume_secret, at=minute(11))
    assert box.row.doubts == 1
    box.act(services.close_secret, at=minute(12))
    box.decrypt(at=minute(13))
    box.act(services.announce_secret, at=minute(14))

    vote = box.vote("wage_agreement")
    assert (vote.yes, vote.doubts, vote.counts) == (4, 1, False)  # 4 of 6 carries, 3 of 6 does not
    assert topic(session_id, "wage_agreement").outcome == ""


def test_a_result_that_is_the_same_without_the_doubtful_ballots_stands(hall: Hall, session_id: int) -> None:
    box = drafted(hall, session_id)
    box.act(services.open_secret, at=minute(6))
    for one in hall.delegates[:3]:
        box.cast(one, at=minute(7))
    leave(box.meeting, hall.delegates[0], at=minute(8))
    box.cast(hall.delegates[3], at=minute(9))
    enter(hall, box.meeting, 6, at=minute(10))
    box.act(services.resume_secret, at=minute(11))
    for one in hall.delegates[4:6]:
        box.cast(one, at=minute(12))
    box.act(services.close_secret, at=minute(13))
    box.decrypt(at=minute(14))
    box.act(services.announce_secret, at=minute(15))

    vote = box.vote("wage_agreement")
    assert (vote.yes, vote.doubts, vote.is_passed, vote.counts) == (6, 1, True, True)
    assert [line[1] for line in vote.sheet["quorum_log"]] == [True, False, True]


def test_a_ballot_closed_below_the_quorum_decides_nothing(hall: Hall, session_id: int) -> None:
    box = drafted(hall, session_id)
    box.act(services.open_secret, at=minute(6))
    for one in hall.delegates[:4]:
        box.cast(one, at=minute(7))
    leave(box.meeting, hall.delegates[0], at=minute(8))
    box.act(services.close_secret, at=minute(9))
    box.decrypt(at=minute(10))
    box.act(services.announce_secret, at=minute(11))

    assert (box.vote("safety").yes, box.vote("safety").counts) == (4, False)
    assert topic(session_id, "safety").outcome == ""


def test_ballots_from_people_who_were_never_in_the_hall_do_not_decide(hall: Hall, session_id: int) -> None:
    box = drafted(hall, session_id)
    box.act(services.open_secret, at=minute(6))
    for one in hall.delegates[1:6]:  # four were let in; two of these five were not
        box.cast(one, at=minute(7), safety=NO)
    box.act(services.close_secret, at=minute(8))
    box.decrypt(at=minute(9))
    box.act(services.announce_secret, at=minute(10))

    wages = box.vote("wage_agreement")
    assert (wages.yes, wages.doubts, wages.is_passed, wages.counts) == (5, 1, True, True)  # 4 are left, enough
    assert wages.sheet["ballot"]["seen_in_hall"] == 4


def test_what_is_done_on_the_ballots_own_page_reaches_the_meeting(hall: Hall, session_id: int) -> None:
    box = drafted(hall, session_id)
    ballots.move_election(box.row.election_id, "open", actor=hall.chair, at=minute(6))
    services.follow_secret(box.id, at=minute(6))
    assert fresh(box.meeting.pk).vote_id is not None
    assert {one.state for one in Vote.objects.filter(ballot_id=box.id)} == {"open"}
    ballots.move_election(box.row.election_id, "void", actor=hall.chair, at=minute(7), why="选票印错")
    services.follow_secret(box.id, at=minute(7))

    assert fresh(box.meeting.pk).vote_id is None
    assert {one.state for one in Vote.objects.filter(ballot_id=box.id)} == {"void"}
    again = services.draft_secret(
        box.meeting.pk, topic_ids=[topic(session_id, "safety").pk], actor=hall.chair, at=minute(8)
    )
    assert again != box.id


def test_minutes_and_resolutions_come_out_of_the_rows_as_papers(hall: Hall, session_id: int) -> None:
    box = drafted(hall, session_id, present=5)
    box.act(services.open_secret, at=minute(6))
    for one in hall.delegates[:5]:
        box.cast(one, at=minute(7))
    box.act(services.close_secret, at=minute(8))
    box.decrypt(at=minute(9))
    box.act(services.announce_secret, at=minute(10))
    item = reading.agenda_of(fresh(box.meeting.pk))[1]
    services.call_item(box.meeting.pk, item_id=item.id, actor=hall.chair, at=minute(11))
    with pytest.raises(Refused, match="闭会以后"):
        services.write_minutes(box.meeting.pk, actor=hall.chair, at=minute(12))
    services.close_meeting(box.meeting.pk, actor=hall.chair, at=minute(13))

    paper = services.write_minutes(box.meeting.pk, actor=hall.chair, at=minute(14))
    resolution = services.write_resolution(box.vote("safety").pk, actor=hall.chair, at=minute(14))

    told = "\n".join(writing.minutes_of(fresh(box.meeting.pk)).body)
    assert "应到代表6人，宣布开会时实到5人" in told
    assert "赞成5票，反对0票，弃权0票" in told
    assert services.write_minutes(box.meeting.pk, actor=hall.chair, at=minute(15)) == paper
    assert resolution != paper
    assert all(one.is_current for one in writing.files_of(fresh(box.meeting.pk)))
    assert deciding_pages.votes_of(fresh(box.meeting.pk))[0].counts


def test_the_votes_follow_by_the_outbox(hall: Hall, session_id: int) -> None:
    box = drafted(hall, session_id)
    ballots.move_election(box.row.election_id, "open", actor=hall.chair, at=minute(6))
    records.deliver(at=minute(6))

    assert {one.state for one in Vote.objects.filter(ballot_id=box.id)} == {"open"}
