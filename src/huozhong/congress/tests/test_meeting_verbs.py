"""A meeting as it runs: check-in, quorum, agenda, speakers, votes by hand and by name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from huozhong.congress.models import Officer, PresenceMark, QuorumMark, Seat, Speaking, Tap, Topic, Vote
from huozhong.congress.queries import deciding_pages, live, presence
from huozhong.congress.queries import meetings as reading
from huozhong.congress.rules import codes
from huozhong.congress.services import meetings, speaking, voting
from huozhong.congress.services import presence as door
from huozhong.congress.tests.meeting_stage import (
    called,
    enter,
    fresh,
    leave,
    minute,
    opened,
    planned,
    seat,
    topic,
)
from huozhong.congress.tests.stage import Hall
from huozhong.delegates import queries as delegates
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused


@pytest.fixture
def session_id(hall: Hall) -> int:
    return called(hall)


def test_the_roll_of_a_meeting_is_all_delegates_and_the_quorum_two_thirds_of_them(hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)

    assert (meeting.delegates, meeting.needed, meeting.present) == (6, 4, 0)
    assert "三分之二" in str(meeting.quorum_cite) or "2/3" in str(meeting.quorum_cite)


def test_a_meeting_is_planned_once_and_by_whoever_runs_the_congress(hall: Hall, session_id: int) -> None:
    planned(hall, session_id)

    with pytest.raises(Refused, match="已经安排"):
        planned(hall, session_id)
    with pytest.raises((Forbidden, NotFound)):
        meetings.plan_meeting(session_id, kind="preparatory", actor=hall.delegates[1], at=minute(-50))


def test_a_delegates_phone_is_let_in_by_the_code_on_the_projector_and_by_no_other(hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)
    one = hall.delegates[0]
    now = minute(-10)
    code = codes.code_for(meeting.hall_secret, codes.HALL, at=now)

    with pytest.raises(Refused, match="不对"):
        door.come_in(meeting.pk, code="00000000" if code != "00000000" else "11111111", actor=one, at=now)
    with pytest.raises(Refused, match="过期"):
        door.come_in(meeting.pk, code=code, actor=one, at=now + timedelta(seconds=61))
    door.come_in(meeting.pk, code=code, actor=one, at=now)

    assert seat(meeting, one).is_in
    assert fresh(meeting.pk).present == 1


def test_the_desk_reads_the_phone_and_the_printed_card(hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)
    first, second = hall.delegates[:2]
    now = minute(-10)
    own = codes.code_for(meeting.hall_secret, codes.seat_name(seat(meeting, first).pk), at=now)
    cards = {card.person_id: card.id for card in delegates.delegates(hall.congress_id, now.date())}
    card = delegates.card_code(cards[second.person_id or 0], at=None)

    assert door.mark_by_code(meeting.pk, typed=own, is_in=True, actor=hall.chair, at=now).person_id == first.person_id
    assert door.mark_by_code(meeting.pk, typed=card, is_in=True, actor=hall.chair, at=now).person_id == second.person_id
    with pytest.raises(Refused, match="没有这个码"):
        door.mark_by_code(meeting.pk, typed="nobody", is_in=True, actor=hall.chair, at=now)
    assert [line.how.text for line in presence.log_of(meeting)] == ["刷代表证", "出示本人码"]


def test_only_the_desk_marks_others_and_strangers_see_nothing(hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)
    seat_id = seat(meeting, hall.delegates[1]).pk

    with pytest.raises(Forbidden):
        door.mark_by_hand(meeting.pk, seat_id=seat_id, is_in=True, actor=hall.delegates[0], at=minute(-9))
    with pytest.raises(NotFound):
        door.mark_by_hand(meeting.pk, seat_id=seat_id, is_in=True, actor=hall.cast.sara, at=minute(-9))


def test_marking_twice_writes_one_line_and_the_log_cannot_be_changed(hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)
    enter(hall, meeting, 1, at=minute(-9))
    enter(hall, meeting, 1, at=minute(-8))

    assert PresenceMark.objects.filter(meeting=meeting).count() == 1
    for change in (PresenceMark.objects.all().delete, lambda: PresenceMark.objects.update(is_in=False)):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_no_meeting_opens_below_the_quorum_and_it_opens_at_it(hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)
    enter(hall, meeting, 3, at=minute(-5))

    with pytest.raises(Refused, match="还差 1 人"):
        meetings.open_meeting(meeting.pk, actor=hall.chair, at=minute(0))
    enter(hall, meeting, 4, at=minute(1))
    meetings.open_meeting(meeting.pk, actor=hall.chair, at=minute(2))

    row = fresh(meeting.pk)
    assert (row.state, row.session.state, row.session.present, row.session.delegates) == ("open", "meeting", 4, 6)


def test_the_quorum_that_goes_and_comes_back_is_recorded_with_its_moments(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id, present=4)
    leave(meeting, hall.delegates[0], at=minute(10))
    enter(hall, meeting, 1, at=minute(12))

    log = presence.quorum_log(meeting.pk)
    assert [(line.has_quorum, line.present) for line in log] == [(True, 4), (False, 3), (True, 4)]
    assert [line.at for line in log[1:]] == [minute(10), minute(12)]


def test_who_was_there_at_an_instant_is_known_afterwards(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id, present=5)
    leave(meeting, hall.delegates[2], at=minute(10))
    gone = seat(meeting, hall.delegates[2]).pk

    assert gone in presence.present_seats(meeting.pk, at=minute(9))
    assert gone not in presence.present_seats(meeting.pk, at=minute(10))
    assert len(presence.present_seats(meeting.pk, at=minute(11))) == 4


def vote_on(hall: Hall, session_id: int, matter: str, method: str, *, at: int = 5) -> int:
    meeting = reading.Meeting.objects.get(session_id=session_id, kind="formal")
    return voting.start_vote(
        meeting.pk, topic_id=topic(session_id, matter).pk, method=method, actor=hall.chair, at=minute(at)
    )


def test_a_show_of_hands_is_counted_against_all_delegates_and_then_forgets_who(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id, present=5)
    vote_id = vote_on(hall, session_id, "other", "hands")
    for one, choice in zip(hall.delegates, ("yes", "yes", "yes", "no", "abstain"), strict=False):
        voting.tap(vote_id, choice=choice, actor=one, at=minute(6))
    assert live.read_pulse(meeting.pk).given == 5  # type: ignore[union-attr]

    voting.count_vote(vote_id, actor=hall.chair, at=minute(7))

    row = Vote.objects.get(pk=vote_id)
    assert (row.yes, row.no, row.abstain, row.delegates, row.present) == (3, 1, 1, 6, 5)
    assert (row.is_passed, row.counts) == (False, True)  # 3 of 6 is not more than half
    assert set(Tap.objects.filter(vote_id=vote_id).values_list("choice", flat=True)) == {""}
    assert topic(session_id, "other").outcome == "failed"


def test_more_than_half_of_all_delegates_carries(hall: Hall, session_id: int) -> None:
    opened(hall, session_id, present=4)
    vote_id = vote_on(hall, session_id, "other", "hands")
    for one in hall.delegates[:4]:
        voting.tap(vote_id, choice="yes", actor=one, at=minute(6))
    voting.count_vote(vote_id, actor=hall.chair, at=minute(7))

    row = Vote.objects.get(pk=vote_id)
    assert row.is_passed
    assert row.sheet["present"]["count"] == 4
    assert row.sheet["ask"]["yes"] == 4
    assert topic(session_id, "other").outcome == "passed"
    with pytest.raises(Refused, match="已经有结果"):
        vote_on(hall, session_id, "other", "hands", at=9)


def test_a_named_vote_tells_the_delegates_who_voted_how(hall: Hall, session_id: int) -> None:
    opened(hall, session_id)
    vote_id = vote_on(hall, session_id, "resolution", "named")
    voting.tap(vote_id, choice="no", actor=hall.delegates[0], at=minute(6))
    voting.tap(vote_id, choice="yes", actor=hall.delegates[0], at=minute(6))
    before, _ = deciding_pages.find_vote(vote_id, actor=hall.chair)
    assert deciding_pages.named_votes(before) == ()

    voting.count_vote(vote_id, actor=hall.chair, at=minute(7))

    card, _ = deciding_pages.find_vote(vote_id, actor=hall.delegates[1])
    told = {word.text: names for word, names in deciding_pages.named_votes(card)}
    assert told == {"赞成": ("代表甲",), "反对": (), "弃权": ()}


def test_where_a_secret_ballot_is_owed_the_chair_cannot_choose_a_weaker_way(hall: Hall, session_id: int) -> None:
    opened(hall, session_id)

    for method in ("hands", "named"):
        with pytest.raises(Refused, match="无记名投票"):
            vote_on(hall, session_id, "safety", method)


def test_a_late_paper_bars_the_vote_with_the_reason(hall: Hall) -> None:
    session_id = called(hall, late=("other",))
    opened(hall, session_id)

    with pytest.raises(Refused, match="材料"):
        vote_on(hall, session_id, "other", "hands")


def test_a_vote_stops_when_the_quorum_goes_and_goes_on_when_the_chair_says_so(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id, present=4)
    vote_id = vote_on(hall, session_id, "other", "hands")
    for one in hall.delegates[:4]:
        voting.tap(vote_id, choice="yes", actor=one, at=minute(6))
    leave(meeting, hall.delegates[3], at=minute(7))

    assert Vote.objects.get(pk=vote_id).state == "suspended"
    assert Tap.objects.filter(vote_id=vote_id).count() == 3  # who leaves lowers the hand
    with pytest.raises(Conflict):
        voting.tap(vote_id, choice="yes", actor=hall.delegates[0], at=minute(8))
    with pytest.raises(Conflict):
        voting.count_vote(vote_id, actor=hall.chair, at=minute(8))
    with pytest.raises(Refused, match="还差"):
        voting.resume_vote(vote_id, actor=hall.chair, at=minute(8))
    mark = QuorumMark.objects.filter(meeting=meeting).last()
    assert mark is not None
    assert (mark.vote_id, mark.given) == (vote_id, 3)

    door.mark_by_hand(
        meeting.pk, seat_id=seat(meeting, hall.delegates[4]).pk, is_in=True, actor=hall.chair, at=minute(9)
    )
    voting.resume_vote(vote_id, actor=hall.chair, at=minute(10))
    voting.tap(vote_id, choice="yes", actor=hall.delegates[4], at=minute(11))
    voting.count_vote(vote_id, actor=hall.chair, at=minute(12))

    row = Vote.objects.get(pk=vote_id)
    assert (row.yes, row.is_passed) == (4, True)
    assert [one[1] for one in row.sheet["quorum_log"]] == [True, False, True]


def test_nobody_votes_who_is_not_in_the_hall_or_not_on_the_roll(hall: Hall, session_id: int) -> None:
    opened(hall, session_id, present=5)
    vote_id = vote_on(hall, session_id, "other", "hands")

    with pytest.raises(Refused, match="签到"):
        voting.tap(vote_id, choice="yes", actor=hall.delegates[5], at=minute(6))
    with pytest.raises(NotFound):
        voting.tap(vote_id, choice="yes", actor=hall.cast.sara, at=minute(6))
    with pytest.raises(ValueError, match="maybe"):
        voting.tap(vote_id, choice="maybe", actor=hall.delegates[0], at=minute(6))


def test_one_vote_at_a_time_and_none_while_the_meeting_has_a_break(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    vote_on(hall, session_id, "other", "hands")

    with pytest.raises(Refused, match="另一项正在表决"):
        vote_on(hall, session_id, "resolution", "named")
    with pytest.raises(Refused, match="还在表决"):
        meetings.adjourn_meeting(meeting.pk, actor=hall.chair, at=minute(8))
    voting.void_vote(fresh(meeting.pk).vote_id or 0, why="说明有误", actor=hall.chair, at=minute(9))
    meetings.adjourn_meeting(meeting.pk, actor=hall.chair, at=minute(10))
    with pytest.raises(Refused, match="没有在进行"):
        vote_on(hall, session_id, "resolution", "named")
    meetings.resume_meeting(meeting.pk, actor=hall.chair, at=minute(20))
    assert vote_on(hall, session_id, "resolution", "named", at=21)


def test_speakers_come_in_turn_with_a_timer_and_a_motion_goes_first(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    first = speaking.ask_to_speak(meeting.pk, actor=hall.delegates[0], at=minute(1))
    speaking.ask_to_speak(meeting.pk, actor=hall.delegates[1], at=minute(2))
    motion = speaking.ask_to_speak(
        meeting.pk, actor=hall.delegates[2], at=minute(3), is_motion=True, words="请先表决第四项"
    )
    with pytest.raises(Refused, match="已经在发言名单"):
        speaking.ask_to_speak(meeting.pk, actor=hall.delegates[0], at=minute(3))

    _now, waiting = deciding_pages.speakers_of(fresh(meeting.pk), at=minute(4))
    assert [one.id for one in waiting][:2] == [motion, first]
    speaking.call_speaker(first, minutes=3, actor=hall.chair, at=minute(4))
    now, waiting = deciding_pages.speakers_of(fresh(meeting.pk), at=minute(5))
    assert now is not None
    assert (now.id, now.seconds, len(waiting)) == (first, 120, 2)
    speaking.call_speaker(motion, actor=hall.chair, at=minute(6))
    assert Speaking.objects.get(pk=first).ended_at == minute(6)
    with pytest.raises(Refused, match="您要求什么"):
        speaking.ask_to_speak(meeting.pk, actor=hall.delegates[0], at=minute(7), is_motion=True)
    with pytest.raises(Forbidden):
        speaking.call_speaker(motion, actor=hall.delegates[0], at=minute(7))


def test_whoever_leaves_is_taken_off_the_speakers_list(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    speaking.ask_to_speak(meeting.pk, actor=hall.delegates[0], at=minute(1))
    leave(meeting, hall.delegates[0], at=minute(2))

    assert deciding_pages.speakers_of(fresh(meeting.pk), at=minute(3))[1] == ()


def test_the_presidium_is_half_front_line_or_is_not_voted_on(hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id, kind="preparatory")
    enter(hall, meeting, 6, at=minute(-30))
    meetings.open_meeting(meeting.pk, actor=hall.chair, at=minute(-20))
    presidium = topic(session_id, "elect_presidium").pk

    def vote() -> int:
        return voting.start_vote(meeting.pk, topic_id=presidium, method="hands", actor=hall.chair, at=minute(-15))

    with pytest.raises(Refused, match="还没有主席团人选"):
        vote()
    ids = [one.person_id or 0 for one in hall.delegates]
    meetings.name_officers(meeting.pk, duty="presidium", person_ids=ids[:1], actor=hall.chair, at=minute(-18))
    with pytest.raises(Refused, match="至少要 1 人"):
        vote()  # the manager alone
    meetings.name_officers(meeting.pk, duty="presidium", person_ids=ids[1:2], actor=hall.chair, at=minute(-17))
    vote_id = vote()
    for one in hall.delegates:
        voting.tap(vote_id, choice="yes", actor=one, at=minute(-14))
    voting.count_vote(vote_id, actor=hall.chair, at=minute(-13))

    found = reading.presidium_of(fresh(meeting.pk), at=minute(-12))
    assert found.elected_vote_id == vote_id
    assert [one.name for one in found.members] == ["代表甲", "代表乙"]
    assert Officer.objects.count() == 2


def test_the_session_closes_with_the_formal_meeting_once_everything_has_an_outcome(hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    report = reading.agenda_of(meeting)[1]
    meetings.call_item(meeting.pk, item_id=report.id, actor=hall.chair, at=minute(3))
    with pytest.raises(Refused, match="没有结果"):
        meetings.close_meeting(meeting.pk, actor=hall.chair, at=minute(60))
    for one in Topic.objects.filter(session_id=session_id, is_kept=True).exclude(matter="report"):
        meetings.put_off(one.pk, why="时间不够", actor=hall.chair, at=minute(61))
    meetings.close_meeting(meeting.pk, actor=hall.chair, at=minute(62))

    row = fresh(meeting.pk)
    assert (row.state, row.session.state, row.present) == ("closed", "closed", 0)
    assert topic(session_id, "report").outcome == "heard"
    assert not Seat.objects.filter(meeting=row, is_in=True).exists()
    assert len(presence.present_seats(meeting.pk, at=minute(61))) == 6
    with pytest.raises(Refused, match="已经结束"):
        enter(hall, row, 1, at=minute(70))


def test_a_poll_of_the_pulse_costs_one_statement_and_two_while_a_vote_is_open(
    hall: Hall, session_id: int, django_assert_num_queries: object
) -> None:
    meeting = opened(hall, session_id)
    with django_assert_num_queries(1):  # type: ignore[operator]
        live.read_pulse(meeting.pk)
    vote_on(hall, session_id, "other", "hands")
    with django_assert_num_queries(2):  # type: ignore[operator]
        live.read_pulse(meeting.pk)
    assert live.meeting_of_key(live.pulse_key(meeting.pk)) == meeting.pk
    assert live.meeting_of_key("forged") is None
