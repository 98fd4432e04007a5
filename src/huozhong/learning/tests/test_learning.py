"""How-to cards are short and name somebody to ask; what one learns is one's own; a pupil has one mentor for a duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.learning import queries, services
from huozhong.learning.models import Learnt
from huozhong.learning.rules import MOST_STEPS, Option, Skill, case_refusal, skill_of
from huozhong.learning.services import CardForm
from tests.cast import NOW, TODAY, Cast

FORM = CardForm("把签到表变成电子台账", "papers", 5, "活动刚结束，手里有一张签到表", ("拍照", "核对名字", "存进台账"))
OPTIONS = (Option("重抄一遍", False, "费时，还会抄错。"), Option("拍照存档", True, "原件和台账都在。"))


def published(cast: Cast) -> int:
    form = replace(FORM, ask_person_id=cast.mei.person_id)
    howto_id = services.write_howto(form, unit=cast.city, actor=cast.office, at=NOW)
    services.move_howto(howto_id, "publish", actor=cast.office, at=NOW)
    return howto_id


def test_a_card_without_steps_or_somebody_to_ask_is_not_published(cast: Cast) -> None:
    bare = services.write_howto(replace(FORM, steps=()), unit=cast.city, actor=cast.office, at=NOW)
    with pytest.raises(Refused, match="一步"):
        services.move_howto(bare, "publish", actor=cast.office, at=NOW)
    alone = services.write_howto(FORM, unit=cast.city, actor=cast.office, at=NOW)
    with pytest.raises(Refused, match="问谁"):
        services.move_howto(alone, "publish", actor=cast.office, at=NOW)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (replace(FORM, minutes=11), "10 分钟"),
        (replace(FORM, minutes=0), "10 分钟"),
        (replace(FORM, duty="dancing"), "没有这一类"),
        (replace(FORM, title="  "), "标题"),
        (replace(FORM, steps=("走",) * (MOST_STEPS + 1)), "最多 7 步"),
    ],
)
def test_a_card_that_is_no_five_minute_card_is_refused(cast: Cast, form: CardForm, said: str) -> None:
    with pytest.raises(Refused, match=said):
        services.write_howto(form, unit=cast.city, actor=cast.office, at=NOW)


def test_a_published_card_changes_only_after_it_was_taken_back(cast: Cast) -> None:
    howto_id = published(cast)
    with pytest.raises(Refused, match="先收回"):
        services.write_howto(FORM, unit=cast.city, actor=cast.office, at=NOW, howto_id=howto_id)
    services.move_howto(howto_id, "rework", actor=cast.office, at=NOW, why="步骤变了")
    services.write_howto(replace(FORM, title="新题目"), unit=cast.city, actor=cast.office, at=NOW, howto_id=howto_id)
    assert queries.howto(howto_id, actor=cast.office).title == "新题目"


def test_a_cadre_may_write_but_not_publish(cast: Cast) -> None:
    form = replace(FORM, ask_person_id=cast.bo.person_id)
    howto_id = services.write_howto(form, unit=cast.works, actor=cast.bo, at=NOW)
    with pytest.raises(Forbidden):
        services.move_howto(howto_id, "publish", actor=cast.bo, at=NOW)
    with pytest.raises(NotFound):
        queries.howto(howto_id, actor=cast.sara)


def test_reading_twice_counts_once(cast: Cast) -> None:
    howto_id = published(cast)
    assert services.mark_read(howto_id, actor=cast.bo, at=NOW)
    assert not services.mark_read(howto_id, actor=cast.bo, at=NOW)
    assert queries.minutes_of(cast.bo.person_id or 0, since=TODAY, until=TODAY) == FORM.minutes
    assert queries.by_author(cast.office.person_id or 0, city_id=cast.city.city_id)[0][2] == 1


def test_a_wrong_answer_teaches_and_leaves_no_row(cast: Cast) -> None:
    howto_id = published(cast)
    case_id = services.add_case(howto_id, situation="编的例子", options=OPTIONS, actor=cast.office, at=NOW)
    wrong = services.answer_case(case_id, choice=0, actor=cast.bo, at=NOW)
    assert (wrong.is_right, wrong.chosen.why, wrong.right.words) == (False, "费时，还会抄错。", "拍照存档")
    assert not Learnt.objects.exists()
    assert services.answer_case(case_id, choice=1, actor=cast.bo, at=NOW).is_right
    assert queries.skills_of([cast.bo.person_id or 0], city_id=cast.city.city_id)[cast.bo.person_id or 0]["papers"] == (
        Skill.PRACTISED
    )
    with pytest.raises(Refused):
        services.answer_case(case_id, choice=7, actor=cast.bo, at=NOW)


def test_a_case_needs_one_right_answer_and_a_why_for_each() -> None:
    assert case_refusal("情形", OPTIONS) is None
    assert case_refusal(" ", OPTIONS) is not None
    assert case_refusal("情形", OPTIONS[:1]) is not None
    assert case_refusal("情形", (OPTIONS[0], OPTIONS[0])) is not None
    assert case_refusal("情形", (OPTIONS[0], replace(OPTIONS[1], is_right=False))) is not None
    assert case_refusal("情形", (OPTIONS[0], replace(OPTIONS[1], why=" "))) is not None


def test_a_course_is_ones_own_and_can_be_struck_only_by_oneself(cast: Cast) -> None:
    row = services.record_course(title="财务培训", minutes=90, day=TODAY, actor=cast.bo, at=NOW)
    with pytest.raises(NotFound):
        services.strike_course(row, actor=cast.sara, at=NOW)
    assert queries.minutes_of(cast.bo.person_id or 0, since=TODAY, until=TODAY) == 90
    services.strike_course(row, actor=cast.bo, at=NOW)
    assert queries.minutes_of(cast.bo.person_id or 0, since=TODAY, until=TODAY) == 0
    with pytest.raises(Refused, match="晚于今天"):
        services.record_course(title="明天", minutes=1, day=TODAY + timedelta(1), actor=cast.bo, at=NOW)


def pair(cast: Cast, **changes: object) -> int:
    words = {
        "unit": cast.city,
        "mentor_id": cast.mei.person_id,
        "pupil_id": cast.bo.person_id,
        "duty": "bargaining",
        "goal": "能独立开一次协商会",
        "from_date": TODAY,
        "until_date": date(2027, 6, 30),
        "actor": cast.lin,
        "at": NOW,
    }
    return services.start_mentoring(**(words | changes))  # type: ignore[arg-type]


def test_only_the_mentor_confirms_and_then_the_pupil_works_alone(cast: Cast) -> None:
    made = pair(cast)
    with pytest.raises(Forbidden, match="师傅本人"):
        services.confirm_pupil(made, why="会了", actor=cast.lin, at=NOW)
    services.confirm_pupil(made, why="独立开了一次会", actor=cast.mei, at=NOW)
    found = queries.skills_of([cast.bo.person_id or 0, cast.mei.person_id or 0], city_id=cast.city.city_id)
    assert found[cast.bo.person_id or 0]["bargaining"] is Skill.CONFIRMED
    assert found[cast.mei.person_id or 0]["bargaining"] is Skill.TEACHES
    with pytest.raises(NotFound):
        services.end_mentoring(made, why="x", actor=cast.mei, at=NOW)


def test_a_pupil_has_one_mentor_for_a_duty(cast: Cast) -> None:
    made = pair(cast)
    with pytest.raises(Refused, match="已经有师傅"):
        pair(cast, mentor_id=cast.office.person_id)
    services.end_mentoring(made, why="调走了", actor=cast.bo, at=NOW)
    assert pair(cast, mentor_id=cast.office.person_id) != made


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"goal": " "}, "程度"),
        ({"duty": "x"}, "没有这一类"),
        ({"until_date": TODAY - timedelta(1)}, "早于"),
    ],
)
def test_a_pair_needs_a_goal_a_duty_and_days_in_order(cast: Cast, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        pair(cast, **changes)
    with pytest.raises(Refused, match="同一个人"):
        pair(cast, pupil_id=cast.mei.person_id)


def test_a_pair_is_seen_by_its_two_people_and_the_team_and_nobody_else(cast: Cast) -> None:
    made = pair(cast)
    for who, answer in ((cast.mei, 200), (cast.bo, 200), (cast.lin, 200), (cast.sara, 404)):
        client = Client()
        cast.sign_in(client, who)
        assert client.get(reverse("learning:pair", args=[made])).status_code == answer


def test_a_card_goes_with_a_thing_once_and_only_by_whoever_may_change_the_thing(cast: Cast) -> None:
    howto_id = published(cast)
    words = {"howto_id": howto_id, "at_place": cast.works, "permission": Permission.PROJECT_RUN, "at": NOW}
    for _ in range(2):
        services.attach_help("projects.task", 7, label="摸底", actor=cast.bo, **words)  # type: ignore[arg-type]
    beside = queries.howtos_beside({"projects.task": [7, 8]}, city_id=cast.city.city_id, person_id=None)
    assert [line.title for line in beside[("projects.task", 7)]] == [FORM.title]
    with pytest.raises(Forbidden):
        services.attach_help("projects.task", 7, label="摸底", actor=cast.sara, **words)  # type: ignore[arg-type]
    services.detach_help("projects.task", 7, actor=cast.bo, **words)  # type: ignore[arg-type]
    assert not queries.howtos_beside({"projects.task": [7]}, city_id=cast.city.city_id, person_id=None)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_more_evidence_never_lowers_a_skill(read: bool, practised: bool, confirmed: bool, teaches: bool) -> None:
    order = list(Skill)
    facts = {"has_read": read, "has_practised": practised, "is_confirmed": confirmed, "teaches": teaches}
    now = order.index(skill_of(**facts))
    for name in facts:
        assert order.index(skill_of(**(facts | {name: True}))) >= now


def test_the_pages_answer_and_a_hostile_choice_is_refused(cast: Cast) -> None:
    howto_id = published(cast)
    case_id = services.add_case(howto_id, situation="编的例子", options=OPTIONS, actor=cast.office, at=NOW)
    client = Client()
    cast.sign_in(client, cast.office)
    for name, args in (
        ("howtos", []),
        ("new", []),
        ("howto", [howto_id]),
        ("keep_template", [howto_id]),
        ("new_case", [howto_id]),
        ("practise", [howto_id, case_id]),
        ("move", [howto_id, "retire"]),
    ):
        assert client.get(reverse(f"learning:{name}", args=args)).status_code == 200, name
    assert client.get(reverse("learning:write", args=[howto_id])).status_code == 200
    practise = reverse("learning:practise", args=[howto_id, case_id])
    assert client.post(practise, {"choice": "<script>"}).status_code == 422
    assert "对了" in client.post(practise, {"choice": "1"}).content.decode()
    assert client.get(reverse("learning:move", args=[howto_id, "explode"])).status_code == 404
