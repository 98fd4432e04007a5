"""The pages of a meeting: who sees them, what their buttons do, what they refuse."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.congress import services
from huozhong.congress.models import Seat, Vote
from huozhong.congress.queries import live
from huozhong.congress.queries.meetings import agenda_of
from huozhong.congress.rules import codes
from huozhong.congress.tests.meeting_stage import called, enter, fresh, minute, opened, planned, seat, topic
from huozhong.congress.tests.stage import Hall
from huozhong.kernel.actors import Actor


@pytest.fixture
def session_id(hall: Hall) -> int:
    return called(hall)


def signed_in(client: Client, hall: Hall, who: Actor) -> Client:
    hall.cast.sign_in(client, who)
    return client


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    "page", ["chair", "chair_now", "officers", "presence_log", "desk", "hall", "hall_now", "minutes"]
)
def test_the_chair_sees_every_page_and_a_stranger_none(client: Client, hall: Hall, session_id: int, page: str) -> None:
    meeting = opened(hall, session_id)
    address = reverse(f"congress:{page}", args=[meeting.pk])

    assert signed_in(client, hall, hall.chair).get(address).status_code == 200
    assert signed_in(client, hall, hall.cast.sara).get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("page", ["phone", "phone_now", "own_code", "hall", "minutes"])
def test_a_delegate_sees_the_own_page_and_the_hall(client: Client, hall: Hall, session_id: int, page: str) -> None:
    meeting = opened(hall, session_id, present=4)

    answer = signed_in(client, hall, hall.delegates[5]).get(reverse(f"congress:{page}", args=[meeting.pk]))

    assert answer.status_code == 200


def test_the_phone_goes_on_by_itself_once_the_desk_has_read_its_code(
    client: Client, hall: Hall, session_id: int
) -> None:
    meeting = planned(hall, session_id)
    address = reverse("congress:own_code", args=[meeting.pk])
    phone = signed_in(client, hall, hall.delegates[0])
    assert "<svg" in text(phone.get(address))
    enter(hall, meeting, 1, at=minute(-5))

    assert phone.get(address).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("page", ["desk", "officers", "hall_code"])
def test_a_delegate_does_not_keep_the_door(client: Client, hall: Hall, session_id: int, page: str) -> None:
    meeting = opened(hall, session_id)

    answer = signed_in(client, hall, hall.delegates[1]).get(reverse(f"congress:{page}", args=[meeting.pk]))

    assert answer.status_code == 403


def test_the_list_leads_to_the_meeting_and_the_one_meeting_of_a_delegate_opens_at_once(
    client: Client, hall: Hall, session_id: int
) -> None:
    meeting = planned(hall, session_id)

    assert meeting.title in text(signed_in(client, hall, hall.chair).get(reverse("congress:meetings")))
    answer = signed_in(client, hall, hall.delegates[2]).get(reverse("congress:mine"))
    assert answer.headers["Location"] == reverse("congress:phone", args=[meeting.pk])


def test_a_meeting_is_planned_from_its_session(client: Client, hall: Hall, session_id: int) -> None:
    address = reverse("congress:plan_meeting", args=[session_id])
    signed_in(client, hall, hall.chair)

    assert client.get(address).status_code == 200
    answer = client.post(address, {"kind": "preparatory"})

    assert answer.status_code == 302
    assert "主席团" in text(client.get(answer.headers["Location"]))


def test_the_code_on_the_projector_leads_a_delegate_in(client: Client, hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)
    chair = signed_in(Client(), hall, hall.chair)
    shown = text(chair.get(reverse("congress:hall_code", args=[meeting.pk])))
    assert "<svg" in shown

    one = hall.delegates[3]
    now = datetime.now(tz=UTC)
    address = reverse("congress:come", args=[meeting.pk, codes.code_for(meeting.hall_secret, codes.HALL, at=now)])
    signed_in(client, hall, one)
    assert "我到了" in text(client.get(address))
    assert not seat(meeting, one).is_in  # looking is not coming
    client.post(address)
    assert seat(meeting, one).is_in


def test_the_desk_marks_by_name_and_says_no_to_a_wrong_code(client: Client, hall: Hall, session_id: int) -> None:
    meeting = planned(hall, session_id)
    address = reverse("congress:desk", args=[meeting.pk])
    signed_in(client, hall, hall.chair)
    seat_id = seat(meeting, hall.delegates[1]).pk

    assert "已签到" in text(client.post(address, {"seat": seat_id, "way": "in"}, follow=True))
    assert "没有这个码" in text(client.post(address, {"code": "nonsense", "way": "in"}, follow=True))
    assert "没有读到码" in text(client.post(address, {"code": "", "way": "in"}, follow=True))
    assert "已登记离场" in text(client.post(address, {"seat": seat_id, "way": "out"}, follow=True))
    assert Seat.objects.filter(meeting=meeting, is_in=True).count() == 0


def test_three_taps_open_a_vote_and_a_phone_votes_in_one(client: Client, hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    signed_in(client, hall, hall.chair)
    act = reverse("congress:act", args=[meeting.pk, "vote"])
    shown = text(client.post(act, {"topic": topic(session_id, "other").pk, "method": "hands"}, follow=True))
    assert "截止，计票" in shown
    vote = Vote.objects.get()

    phone = signed_in(Client(), hall, hall.delegates[0])
    assert "赞成" in text(phone.get(reverse("congress:phone", args=[meeting.pk])))
    phone.post(reverse("congress:tap", args=[vote.pk]), {"choice": "yes"})
    assert "已经记下" in text(phone.get(reverse("congress:phone_now", args=[meeting.pk])))
    assert phone.post(reverse("congress:tap", args=[vote.pk]), {"choice": "perhaps"}).status_code == 404

    client.post(reverse("congress:act", args=[meeting.pk, "count"]), {"vote": vote.pk})
    sheet = text(phone.get(reverse("congress:vote", args=[vote.pk])))
    assert "截止那一刻在场的" in sheet
    ask = json.loads(phone.get(reverse("congress:vote_json", args=[vote.pk, "ask"])).content)
    assert (ask["yes"], ask["delegates"], ask["rule"]) == (1, 6, "other")


def test_a_greyed_button_says_why_and_pressing_it_anyway_is_refused_with_the_same_words(
    client: Client, hall: Hall, session_id: int
) -> None:
    meeting = planned(hall, session_id)
    enter(hall, meeting, 3, at=minute(-5))
    signed_in(client, hall, hall.chair)

    assert "还差 1 人" in text(client.get(reverse("congress:chair", args=[meeting.pk])))
    pressed = client.post(reverse("congress:act", args=[meeting.pk, "open"]), follow=True)
    assert "还差 1 人" in text(pressed)
    assert fresh(meeting.pk).state == "planned"


def test_a_secret_matter_shows_its_rule_and_no_open_way(client: Client, hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    safety = topic(session_id, "safety")
    wanted = next(one for one in agenda_of(meeting) if one.topic_id == safety.pk)
    services.call_item(meeting.pk, item_id=wanted.id, actor=hall.chair, at=minute(2))
    shown = text(signed_in(client, hall, hall.chair).get(reverse("congress:chair", args=[meeting.pk])))

    assert "依规定必须无记名投票" in shown
    assert shown.count('disabled class="btn') >= 2


def test_speaking_and_leaving_from_the_phone(client: Client, hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    phone = signed_in(client, hall, hall.delegates[0])
    speak = reverse("congress:speak", args=[meeting.pk])

    assert "已排上" in text(phone.post(speak, {}, follow=True))
    assert "您要求什么" in text(phone.post(speak, {"kind": "motion", "words": ""}, follow=True))
    phone.post(reverse("congress:leave", args=[meeting.pk]))
    assert not seat(meeting, hall.delegates[0]).is_in


def test_the_pulse_answers_without_a_sign_in_and_304_while_nothing_changed(
    client: Client, hall: Hall, session_id: int
) -> None:
    meeting = opened(hall, session_id)
    live._known.clear()
    address = reverse("congress:pulse", args=[live.pulse_key(meeting.pk)])

    first = client.get(address)
    assert first.json() == {"turn": fresh(meeting.pk).turn, "present": 6, "given": 0}
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(reverse("congress:pulse", args=["forged"])).status_code == 404


def test_unknown_verbs_and_odd_numbers_are_not_found(client: Client, hall: Hall, session_id: int) -> None:
    meeting = opened(hall, session_id)
    signed_in(client, hall, hall.chair)

    for verb, said in (("fly", {}), ("item", {"item": "9" * 40}), ("vote", {"topic": "x"}), ("count", {"vote": "-1"})):
        assert client.post(reverse("congress:act", args=[meeting.pk, verb]), said).status_code == 404
