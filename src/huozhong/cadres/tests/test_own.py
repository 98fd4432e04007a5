"""A cadre's year is the cadre's own: nobody else reads it, nothing in it is a rank, and it can be taken along."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from huozhong.cadres import queries, services
from huozhong.cadres.models import Thanks
from huozhong.cadres.rules import MOST_GOALS, share_of_goal
from huozhong.kernel.actors import CLOCK
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.learning import services as learning
from huozhong.learning.services import CardForm
from huozhong.records.models import Trail
from tests.cast import NOW, TODAY, Actor, Cast

END = date(TODAY.year, 12, 31)


def goal(actor: Actor, **changes: object) -> int:
    words = {"year": TODAY.year, "words": "建会", "target": Decimal(10), "unit_word": "家", "due_date": END}
    return services.set_goal(actor=actor, at=NOW, **(words | changes))  # type: ignore[arg-type]


def deed(actor: Actor, **changes: object) -> int:
    words = {"day": TODAY, "words": "走访两家企业", "people": 30}
    return services.record_deed(actor=actor, at=NOW, **(words | changes))  # type: ignore[arg-type]


def test_what_is_written_for_a_goal_moves_it(cast: Cast) -> None:
    made = goal(cast.bo)
    deed(cast.bo, goal_id=made, amount=Decimal("2.5"))
    struck = deed(cast.bo, goal_id=made, amount=Decimal(4))
    services.strike_deed(struck, actor=cast.bo, at=NOW)
    found = queries.mine(cast.bo, year=TODAY.year)
    assert (found.goals[0].done, found.goals[0].share, found.people) == (Decimal("2.5"), Fraction(1, 4), 30)
    assert found.by_month[TODAY.month - 1] == 30


def test_nobody_elses_goal_or_entry_is_found_and_no_page_names_another_person(cast: Cast) -> None:
    made, done = goal(cast.bo), deed(cast.bo)
    for verb, row in ((services.finish_goal, made), (services.strike_goal, made), (services.strike_deed, done)):
        with pytest.raises(NotFound):
            verb(row, actor=cast.lin, at=NOW)
    with pytest.raises(NotFound):
        deed(cast.lin, goal_id=made)
    client = Client()
    cast.sign_in(client, cast.lin)
    assert "走访两家企业" not in client.get(reverse("cadres:mine")).content.decode()
    assert client.post(reverse("cadres:strike_deed", args=[done])).status_code == 404


def test_what_one_writes_for_oneself_is_not_in_the_trail(cast: Cast) -> None:
    before = Trail.objects.count()
    goal(cast.bo)
    deed(cast.bo)
    assert Trail.objects.count() == before


def test_only_people_have_a_page(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        deed(CLOCK)
    with pytest.raises(NotFound):
        queries.mine(CLOCK, year=TODAY.year)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": " "}, "办成什么"),
        ({"target": Decimal(0)}, "大于零"),
        ({"unit_word": ""}, "单位"),
        ({"due_date": date(TODAY.year + 1, 1, 1)}, "之内"),
    ],
)
def test_a_goal_that_cannot_be_answered_for_is_refused(cast: Cast, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        goal(cast.bo, **changes)


def test_a_year_has_few_goals(cast: Cast) -> None:
    for _ in range(MOST_GOALS):
        goal(cast.bo)
    with pytest.raises(Refused, match="重点"):
        goal(cast.bo)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": ""}, "做了什么"),
        ({"day": TODAY + timedelta(1)}, "晚于今天"),
        ({"people": -1}, "负数"),
        ({"amount": Decimal(1)}, "哪一个目标"),
    ],
)
def test_an_entry_that_says_nothing_is_refused(cast: Cast, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        deed(cast.bo, **changes)


@given(st.decimals(0, 10**9, places=2), st.none() | st.decimals("0.01", 10**9, places=2))
def test_a_share_lies_between_nothing_and_all(done: Decimal, target: Decimal | None) -> None:
    share = share_of_goal(done, target)
    assert (share is None) == (target is None)
    assert share is None or 0 <= share <= 1
    if share is not None and target is not None:
        assert (share == 1) == (done >= target)


def card(cast: Cast) -> int:
    form = CardForm("怎样开好协商会", "bargaining", 5, "第一次开会", ("先备数据",), ask_person_id=cast.mei.person_id)
    made = learning.write_howto(form, unit=cast.city, actor=cast.office, at=NOW)
    learning.move_howto(made, "publish", actor=cast.office, at=NOW)
    return made


def test_thanks_reach_whoever_wrote_it_once_and_without_a_number(cast: Cast) -> None:
    made = card(cast)
    services.thank("howto", made, words="照着做，会开成了。我的电话 13912345678", actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="已经"):
        services.thank("howto", made, words="再谢一次", actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="您自己写的"):
        services.thank("howto", made, words="谢自己", actor=cast.office, at=NOW)
    found = queries.mine(cast.office, year=TODAY.year)
    assert "13912345678" not in found.thanks[0].words
    assert found.thanks[0].from_name == cast.bo.name
    assert Thanks.objects.count() == 1


def test_thanks_for_what_one_may_not_see_are_not_found(cast: Cast) -> None:
    form = CardForm("草稿", "bargaining", 5)
    made = learning.write_howto(form, unit=cast.works, actor=cast.bo, at=NOW)
    with pytest.raises(NotFound):
        services.thank("howto", made, words="谢谢", actor=cast.sara, at=NOW)
    with pytest.raises(NotFound):
        services.thank("secret", 1, words="谢谢", actor=cast.sara, at=NOW)


def test_the_record_is_taken_along_as_a_workbook(cast: Cast) -> None:
    goal(cast.bo)
    deed(cast.bo, words="=HYPERLINK(1)")
    client = Client()
    cast.sign_in(client, cast.bo)
    answer = client.get(reverse("cadres:export") + f"?year={TODAY.year}")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["目标", "工作记录", "署名", "学习", "感谢"]
    cell = book["工作记录"].cell(3, 3)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert book["目标"].cell(3, 2).value == "建会"


def test_every_page_of_ones_own_answers(cast: Cast) -> None:
    made = goal(cast.bo)
    client = Client()
    cast.sign_in(client, cast.bo)
    for name in ("mine", "new_goal", "new_deed", "new_course"):
        assert client.get(reverse(f"cadres:{name}")).status_code == 200, name
    assert client.get(reverse("cadres:mine") + "?year=abcd").status_code == 200
    assert client.get(reverse("cadres:thank", args=["howto", card(cast)])).status_code == 200
    assert client.post(reverse("cadres:finish_goal", args=[made])).status_code == 302
    assert queries.mine(cast.bo, year=TODAY.year).reached == 1
    said = client.post(reverse("cadres:new_deed"), {"day": "2026-13-45", "words": "", "people": "x"})
    assert said.status_code == 422
