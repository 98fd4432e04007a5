"""Electing in a constituency: turnout, majority of all, ties, second rounds, seats, vacancies, recalls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huozhong.delegates import queries, services
from huozhong.delegates.models import Constituency
from huozhong.delegates.services import Count, Ending, How, Nomination, RecallForm
from huozhong.delegates.tests.stage import BEGAN, constituency, found, sitting, worker
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from tests.cast import NOW, TODAY, Cast

EARLY = NOW - timedelta(hours=2)


def called(cast: Cast, made: int, *names: str, how: How = How.MEETING, number: int = 1) -> tuple[int, list[int]]:
    place = constituency(made, number)
    election = services.call_election(place.pk, how=how, meets_at=EARLY, place_words="食堂", actor=cast.bo, at=EARLY)
    ids = [
        services.nominate(
            election, who=Nomination(worker(name, cast.works), "全班", is_front_line=True), actor=cast.bo, at=EARLY
        )
        for name in names
    ]
    return election, ids


def test_the_elected_are_seated_when_the_result_is_published(cast: Cast) -> None:
    made = found(cast)
    election, ids = called(cast, made, "高一", "高二", "高三", "高四", "高五")
    votes = dict(zip(ids, (70, 60, 55, 45, 40), strict=True))
    found_out = services.record_election(
        election, count=Count(80, 75), votes=votes, tellers="王", actor=cast.bo, at=NOW
    )

    assert found_out.elected == tuple(ids[:4])  # 40 of 80 is not more than half
    assert queries.delegates(made, BEGAN) == ()
    seats = services.publish_result(election, actor=cast.bo, at=NOW)
    assert len(seats) == 4
    assert [one.name for one in queries.delegates(made, BEGAN)] == ["高一", "高二", "高三", "高四"]
    assert queries.election(election).published_at == NOW
    with pytest.raises(Conflict):
        services.publish_result(election, actor=cast.bo, at=NOW)


def test_too_few_came_and_nobody_is_elected(cast: Cast) -> None:
    made = found(cast)
    election, ids = called(cast, made, "高一")
    outcome = services.record_election(
        election, count=Count(80, 53), votes={ids[0]: 53}, tellers="王", actor=cast.bo, at=NOW
    )

    assert outcome.void is not None
    assert services.publish_result(election, actor=cast.bo, at=NOW) == ()
    assert called(cast, made, "高二")  # a second round may be called


def test_a_tie_at_the_last_seat_goes_to_a_second_round(cast: Cast) -> None:
    made = found(cast)
    Constituency.objects.filter(pk=constituency(made).pk).update(seats=1)
    election, ids = called(cast, made, "高一", "高二")
    outcome = services.record_election(
        election, count=Count(80, 80), votes=dict.fromkeys(ids, 50), tellers="王", actor=cast.bo, at=NOW
    )

    assert outcome.elected == ()
    assert outcome.left == 1
    assert all(one.is_tied for one in queries.election(election).candidates)


def test_more_ballots_than_were_issued_void_a_secret_ballot(cast: Cast) -> None:
    made = found(cast)
    election, ids = called(cast, made, "高一", how=How.BALLOT)
    with pytest.raises(Refused, match="发出"):
        services.record_election(election, count=Count(80, 70), votes={ids[0]: 60}, tellers="王", actor=cast.bo, at=NOW)
    outcome = services.record_election(
        election, count=Count(80, 70, issued=70, collected=71), votes={ids[0]: 60}, tellers="王", actor=cast.bo, at=NOW
    )

    assert outcome.void is not None
    assert outcome.elected == ()


@pytest.mark.parametrize(
    ("count", "votes", "words"),
    [
        (Count(80, 81), 1, "多于选区全体"),
        (Count(80, 60), 61, "多于有效票"),
        (Count(0, 0), 0, "应到人数是零"),
        (Count(80, 60, issued=61, collected=1), 1, "多于到会"),
    ],
)
def test_counts_that_cannot_be_are_refused(cast: Cast, count: Count, votes: int, words: str) -> None:
    made = found(cast)
    election, ids = called(cast, made, "高一")

    with pytest.raises(Refused, match=words):
        services.record_election(election, count=count, votes={ids[0]: votes}, tellers="王", actor=cast.bo, at=NOW)


def test_every_candidate_needs_a_number_and_the_hour_must_have_come(cast: Cast) -> None:
    made = found(cast)
    election, ids = called(cast, made, "高一", "高二")

    with pytest.raises(Refused, match="每一名"):
        services.record_election(election, count=Count(80, 70), votes={ids[0]: 1}, tellers="王", actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="还没有到时间"):
        services.record_election(
            election, count=Count(80, 70), votes=dict.fromkeys(ids, 1), tellers="王", actor=cast.bo,
            at=EARLY - timedelta(minutes=1),
        )  # fmt: skip


def test_nobody_of_another_union_is_nominated_or_seated(cast: Cast) -> None:
    made = found(cast)
    election, _ids = called(cast, made)
    stranger = worker("莎莎", cast.away)

    with pytest.raises(NotFound):
        services.nominate(election, who=Nomination(stranger, "全班"), actor=cast.bo, at=NOW)


def test_a_vacancy_is_filled_by_the_same_constituency(cast: Cast) -> None:
    made = sitting(cast)
    one = queries.delegates(made, TODAY)[0]
    services.end_delegate(one.id, how=Ending.LEFT, why="调到外地", on=TODAY, actor=cast.bo, at=NOW)
    free = queries.vacancies(made)[0]
    assert (free.constituency_id, free.left_by) == (one.constituency_id, one.name)
    assert queries.delegate_of(one.person_id, TODAY, congress_id=made) is None
    assert queries.delegate_of(one.person_id, TODAY - timedelta(days=1), congress_id=made) is not None

    election, ids = called(cast, made, "高新")
    services.record_election(election, count=Count(80, 80), votes={ids[0]: 70}, tellers="王", actor=cast.bo, at=NOW)
    services.publish_result(election, actor=cast.bo, at=NOW)
    assert queries.vacancies(made) == ()
    assert "高新" in {each.name for each in queries.delegates(made, TODAY)}


@pytest.mark.parametrize(("yes", "is_carried"), [(39, False), (40, False), (41, True)])
def test_a_recall_needs_more_than_half_of_the_whole_constituency(cast: Cast, yes: int, is_carried: bool) -> None:
    made = sitting(cast)
    one = queries.delegates(made, TODAY)[0]
    form = RecallForm(TODAY, "长期不履职", voters=80, present=60, yes=yes, no=5, tellers="王")
    outcome = services.record_recall(one.id, form=form, actor=cast.bo, at=NOW)

    assert outcome.is_carried is is_carried
    assert (queries.delegate(one.id).ended_how == "recalled") is is_carried
    assert len(queries.vacancies(made)) == int(is_carried)
    assert queries.recalls_of(one.id)[0].proof.counted == yes


def test_a_recall_cannot_be_entered_as_a_resignation_of_the_house(cast: Cast) -> None:
    made = sitting(cast)
    one = queries.delegates(made, TODAY)[0]

    with pytest.raises(Refused, match="撤换程序"):
        services.end_delegate(one.id, how=Ending.RECALLED, why="不喜欢", on=TODAY, actor=cast.bo, at=NOW)


def test_a_printed_code_holds_until_the_card_is_renewed_and_a_live_one_for_two_minutes(cast: Cast) -> None:
    made = sitting(cast)
    one = queries.delegates(made, TODAY)[0]
    live, paper = queries.card_code(one.id, at=NOW), queries.card_code(one.id, at=None)

    read = queries.read_card_code(live, at=NOW + timedelta(minutes=1))
    assert read is not None
    assert (read.delegate.id, read.is_from_paper) == (one.id, False)
    assert queries.read_card_code(live, at=NOW + timedelta(minutes=3)) is None
    later = queries.read_card_code(paper, at=NOW + timedelta(days=30))
    assert later is not None
    assert later.is_from_paper
    services.renew_card(one.id, actor=cast.bo, at=NOW)
    assert queries.read_card_code(paper, at=NOW) is None
    assert queries.read_card_code(live, at=NOW) is None
    assert queries.read_card_code(paper[:-1] + "x", at=NOW) is None
    assert queries.read_card_code("☃" * 400, at=NOW) is None


def test_the_check_finds_a_delegate_who_left_the_union(cast: Cast) -> None:
    from huozhong.kernel.actors import OPERATOR
    from huozhong.people import services as people
    from huozhong.people.rules.standing import EndReason

    made = sitting(cast)
    one = queries.delegates(made, TODAY)[0]
    assert services.check_credentials(made, TODAY, actor=cast.bo, at=NOW).faults == 0
    people.end_membership(one.person_id, reason=EndReason.LEFT, on=TODAY, why="离职", actor=OPERATOR, at=NOW)
    people.enrol(one.person_id, unit_id=cast.away.unit_id, on=TODAY, actor=OPERATOR, at=NOW)
    found_out = services.check_credentials(made, TODAY, actor=cast.bo, at=NOW)

    assert found_out.faults in (0, 1)
    report = queries.last_check(made)
    assert report is not None
    assert any(seat.delegate_id == one.id and seat.remarks for seat in report.remarked)


def test_what_waits_is_told_to_those_who_can_do_it(cast: Cast) -> None:
    made = sitting(cast)
    assert queries.waiting_count(cast.bo, on=TODAY) == 0
    one = queries.delegates(made, TODAY)[0]
    services.end_delegate(one.id, how=Ending.DIED, why="病故", on=TODAY, actor=cast.bo, at=NOW)
    asked = services.ask_postponement(made, until_date=BEGAN.replace(year=2030), why="停产", actor=cast.bo, at=NOW)

    assert [str(row.kind) for row in queries.waiting_for(cast.bo, on=TODAY)] == ["补选代表"]
    assert [str(row.kind) for row in queries.waiting_for(cast.lin, on=TODAY)] == ["答复延期换届"]
    assert queries.waiting_count(cast.sara, on=TODAY) == 0
    assert asked
    near = queries.waiting_for(cast.bo, on=BEGAN.replace(year=2029) - timedelta(days=30))
    assert "职代会换届" in {str(row.kind) for row in near}


def test_a_term_that_runs_out_is_told_once(cast: Cast) -> None:
    sitting(cast)
    at = NOW.replace(year=2029, month=9)

    assert services.tell_expiring(at=NOW) == 0
    assert services.tell_expiring(at=at) == 1
    assert services.tell_expiring(at=at) == 0
