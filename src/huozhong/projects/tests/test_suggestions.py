"""Practical things for workers: anybody suggests, the same is put together, the office chooses by four rules."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huozhong.access import services as access
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.projects import queries, services
from huozhong.projects.models import Suggestion, SuggestionWindow
from huozhong.projects.rules.suggesting import FOUR_RULES, groups_alike, likeness
from huozhong.projects.services import Said
from huozhong.projects.services.chosen_list import draft
from huozhong.projects.tests import stage
from huozhong.records import queries as records
from tests.cast import NOW, TODAY, Cast
from tests.cast import actor as somebody

OPENS, CLOSES = NOW - timedelta(days=1), NOW + timedelta(days=13)
ALL_FOUR = dict.fromkeys(FOUR_RULES, True)


@pytest.fixture
def window(cast: Cast) -> int:
    return services.open_window(
        cast.city.unit_id, title="明年为职工办哪些实事", opens_at=OPENS, closes_at=CLOSES, actor=cast.office, at=OPENS
    )


def visitor(window: int, what: str = "夜班也有热饭吃", *, source: str = "a", at: Any = NOW, **more: str) -> int:
    return services.suggest(window, Said(what, **more), source=source, actor=access.NOBODY, at=at)


def choose(cast: Cast, suggestion: int, **changed: Any) -> None:
    said: dict[str, Any] = {"ticks": ALL_FOUR, "for_unit_id": cast.works.unit_id, "actor": cast.office, "at": NOW}
    services.choose_suggestion(suggestion, **(said | changed))


# --- saying ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_in_time"),
    [
        (OPENS - timedelta(seconds=1), False),
        (OPENS, True),
        (CLOSES, True),
        (CLOSES + timedelta(seconds=1), False),
    ],
)
def test_suggestions_are_taken_from_the_opening_to_the_closing_second(
    cast: Cast, window: int, moment: Any, is_in_time: bool
) -> None:
    if is_in_time:
        visitor(window, at=moment)
    else:
        with pytest.raises(Refused, match=r"开始|截止"):
            visitor(window, at=moment)
    assert Suggestion.objects.count() == is_in_time


def test_a_visitor_s_suggestion_holds_no_address_and_no_name_that_was_not_given(cast: Cast, window: int) -> None:
    row = Suggestion.objects.get(pk=visitor(window, source="f" * 64))

    assert (row.channel, row.person_id, row.teller, row.entered_by_name) == ("open", None, "", "")
    told = records.history("projects.suggestion", row.pk)[0]
    assert (told.action, told.actor_name) == ("suggested", "未登录的来访者")


def test_one_place_that_suggests_too_fast_is_asked_to_wait_and_others_are_not(cast: Cast, window: int) -> None:
    for number in range(10):
        visitor(window, f"第{number}件事")

    with pytest.raises(services.TooOften, match="过 10 分钟"):
        visitor(window)
    visitor(window, source="b")
    visitor(window, at=NOW + timedelta(minutes=11))


def test_a_member_suggests_under_the_own_name_and_not_without_end(cast: Cast, window: int) -> None:
    worker = somebody("苗青青", "worker", (Role.MEMBER, cast.works))
    for number in range(20):
        services.suggest(window, Said(f"第{number}件事"), source="", actor=worker, at=NOW)

    with pytest.raises(services.TooOften, match="明天再来"):
        services.suggest(window, Said("再一件"), source="", actor=worker, at=NOW)
    assert set(Suggestion.objects.values_list("person_id", "channel")) == {(worker.person_id, "member")}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said("  "), "请写下您的建议"),
        (Said("字" * 201), "最多 200 字"),
        (Said("办食堂", teller="我的手机 13812345678"), "不要写证件号码或手机号码"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(cast: Cast, window: int, said: Said, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        services.suggest(window, said, source="a", actor=access.NOBODY, at=NOW)


def test_paper_and_telephone_are_entered_on_the_day_they_came(cast: Cast, window: int) -> None:
    def enter(**changed: Any) -> int:
        said: dict[str, Any] = {"channel": "paper", "received_date": TODAY, "actor": cast.office, "at": NOW}
        return services.enter_suggestion(window, Said("厂门口装路灯"), **(said | changed))

    assert Suggestion.objects.get(pk=enter()).entered_by_name == "周项目"
    with pytest.raises(Refused, match="收到的日子"):
        enter(received_date=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="书面或电话"):
        enter(channel="open")
    with pytest.raises(NotFound):
        enter(actor=cast.bo)


# --- putting together ------------------------------------------------------------------------------------------------


def test_the_same_wish_in_other_words_is_found() -> None:
    texts = [(1, "夜班也有热饭吃"), (2, "夜班职工也有热饭吃！"), (3, "厂门口装路灯"), (4, "夜班也能有热饭吃")]

    assert groups_alike(texts) == ((1, 2, 4),)


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert Fraction(0) <= likeness(one, other) == likeness(other, one) <= 1


@given(st.lists(st.text(alphabet="夜班热饭路灯食堂", max_size=6), max_size=12))
def test_every_suggestion_stands_in_one_group_at_most(texts: list[str]) -> None:
    groups = groups_alike(list(enumerate(texts)))
    ids = [number for group in groups for number in group]

    assert len(ids) == len(set(ids))
    assert all(likeness(texts[group[0]], texts[other]) >= Fraction(1, 2) for group in groups for other in group[1:])


def test_merged_suggestions_are_counted_under_their_head_and_may_part_again(cast: Cast, window: int) -> None:
    head, first, second = visitor(window), visitor(window, "夜班要有热饭"), visitor(window, "夜里有热饭")
    services.merge_suggestions(first, [second], actor=cast.office, at=NOW)

    assert services.merge_suggestions(head, [first, head], actor=cast.office, at=NOW) == 1
    row = SuggestionWindow.objects.get(pk=window)
    assert [(one.id, one.count) for one in queries.suggestion_rows(row)] == [(head, 3)]

    services.part_suggestion(second, actor=cast.office, at=NOW)
    assert sorted((one.id, one.count) for one in queries.suggestion_rows(row)) == [(head, 2), (second, 1)]


# --- choosing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left_out", list(FOUR_RULES))
def test_only_what_meets_all_four_rules_is_chosen(cast: Cast, window: int, left_out: str) -> None:
    suggestion = visitor(window)

    with pytest.raises(Refused, match=str(FOUR_RULES[left_out])):
        choose(cast, suggestion, ticks=ALL_FOUR | {left_out: False})
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=suggestion).update(
            decision="chosen", decided_at=NOW, **(ALL_FOUR | {left_out: False})
        )


def test_declining_needs_its_reason(cast: Cast, window: int) -> None:
    suggestion = visitor(window)

    with pytest.raises(Refused, match="写明这次不办的理由"):
        services.decline_suggestion(suggestion, ticks={}, why=" ", actor=cast.office, at=NOW)
    services.decline_suggestion(suggestion, ticks={}, why="镇里已经在办", actor=cast.office, at=NOW)
    assert Suggestion.objects.get(pk=suggestion).decision == "declined"


def test_a_chosen_suggestion_becomes_a_draft_in_the_workers_own_words(cast: Cast, window: int) -> None:
    call = stage.open_call(cast, call_kind="practical")
    suggestion = visitor(window, why="夜里食堂不开", whom="夜班职工")
    services.merge_suggestions(suggestion, [visitor(window, "夜班要有热饭")], actor=cast.office, at=NOW)
    choose(cast, suggestion)
    assert [one.title for one in queries.suggestions_waiting_for(cast.bo, on=TODAY)] == ["夜班也有热饭吃"]

    project_id = services.draft_from_suggestion(suggestion, programme_id=call, actor=cast.bo, at=NOW)

    project = stage.row(project_id)
    assert (project.name, project.need, project.target_group) == (
        "夜班也有热饭吃", "2 名职工提出：夜班也有热饭吃\n夜里食堂不开", "夜班职工",
    )  # fmt: skip
    assert queries.suggestions_waiting_count(cast.bo, on=TODAY) == 0
    with pytest.raises(Conflict):
        choose(cast, suggestion, ticks=ALL_FOUR)


def test_a_suggestion_is_seen_by_its_office_and_by_who_was_chosen_to_do_it(cast: Cast, window: int) -> None:
    suggestion = visitor(window)

    for actor in (cast.bo, cast.sara, cast.mei):
        with pytest.raises(NotFound):
            queries.find_suggestion(suggestion, actor=actor)
    choose(cast, suggestion)
    assert queries.find_suggestion(suggestion, actor=cast.bo).pk == suggestion
    with pytest.raises(NotFound):
        queries.find_suggestion(suggestion, actor=cast.sara)


def test_the_chosen_list_goes_to_the_editors_only_after_the_closing_and_names_nobody(cast: Cast, window: int) -> None:
    suggestion = visitor(window, teller="王师傅")
    choose(cast, suggestion)
    with pytest.raises(Refused, match="还在征集"):
        services.send_chosen_list(window, actor=cast.office, at=NOW)

    submission = services.send_chosen_list(window, actor=cast.office, at=CLOSES + timedelta(seconds=1))

    assert submission
    found = draft(window).snapshot
    assert found.rows == (("夜班也有热饭吃", "1 人提出，柳溪机电厂工会承办"),)
    assert "王师傅" not in str(found)


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_now(cast: Cast, window: int) -> int:
    now = timezone.now()
    SuggestionWindow.objects.filter(pk=window).update(
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1)
    )
    return window


def test_whoever_is_not_signed_in_suggests_on_the_open_page(cast: Cast, open_now: int, client: Client) -> None:
    assert "明年为职工办哪些实事" in client.get(reverse("projects:suggest_windows")).content.decode()

    answer = client.post(reverse("projects:suggest", args=[open_now]), {"what": "夜班也有热饭吃"}, follow=True)

    assert "谢谢，收到了" in answer.content.decode()
    assert Suggestion.objects.get().source not in ("", "127.0.0.1")


def test_the_eleventh_from_one_place_gets_429_and_keeps_its_words(cast: Cast, open_now: int, client: Client) -> None:
    url = reverse("projects:suggest", args=[open_now])
    for number in range(10):
        client.post(url, {"what": f"第{number}件事"})

    answer = client.post(url, {"what": "<b>第十一件</b>"})

    assert answer.status_code == 429
    assert "&lt;b&gt;第十一件&lt;/b&gt;" in answer.content.decode()


def test_a_page_opened_in_time_and_sent_too_late_keeps_its_words(cast: Cast, open_now: int, client: Client) -> None:
    SuggestionWindow.objects.update(closes_at=timezone.now() - timedelta(seconds=2))

    answer = client.post(reverse("projects:suggest", args=[open_now]), {"what": "晚了一步的话"})

    assert answer.status_code == 422
    assert "截止" in answer.content.decode()
    assert "晚了一步的话" in answer.content.decode()


def test_a_window_for_those_signed_in_is_no_page_for_visitors(cast: Cast, open_now: int, client: Client) -> None:
    SuggestionWindow.objects.update(is_open_to_all=False)

    assert client.get(reverse("projects:suggest", args=[open_now])).status_code == 404


def test_the_office_reads_merges_and_chooses_in_the_browser(cast: Cast, open_now: int, client: Client) -> None:
    head, other = visitor(open_now, at=timezone.now()), visitor(open_now, "夜班职工也有热饭吃", at=timezone.now())
    cast.sign_in(client, cast.office)
    page = client.get(reverse("projects:window", args=[open_now])).content.decode()
    assert "有 1 组说的像是同一件事" in page

    client.post(reverse("projects:merge_suggestions", args=[open_now]), {"head": head, "id": [other]})
    url = reverse("projects:suggestion", args=[head])
    wrong = client.post(url, {"choose": "1", "is_needed": "on", "unit": "柳溪机电厂工会"})
    right = client.post(url, {"choose": "1", **dict.fromkeys(FOUR_RULES, "on"), "unit": "柳溪机电厂工会"})

    assert wrong.status_code == 422
    assert "四条里还有没打钩的" in wrong.content.decode()
    assert right.status_code == 302
    assert "选上了 1 件" in client.get(reverse("projects:window", args=[open_now])).content.decode()
    cast.sign_in(client, cast.bo)
    assert "起草这个项目" in client.get(url).content.decode()


def test_the_office_opens_a_window_and_enters_a_letter(cast: Cast, client: Client) -> None:
    cast.sign_in(client, cast.office)
    now = timezone.localtime()
    times = {"opens_at": f"{now:%Y-%m-%dT%H:%M:%S}", "closes_at": f"{now + timedelta(days=14):%Y-%m-%dT%H:%M:%S}"}
    made = client.post(reverse("projects:new_window"), {"title": "实事征集", **times, "is_open_to_all": "on"})
    row = SuggestionWindow.objects.get()

    entered = client.post(
        reverse("projects:enter_suggestion", args=[row.pk]),
        {"what": "厂门口装路灯", "channel": "call", "received_date": f"{now:%Y-%m-%d}"},
    )

    assert made["Location"] == reverse("projects:window", args=[row.pk])
    assert entered.status_code == 302
    assert Suggestion.objects.get().channel == "call"


def test_a_member_is_told_once_that_suggestions_are_taken(cast: Cast, window: int) -> None:
    worker = somebody("苗青青", "worker", (Role.MEMBER, cast.works))
    assert [one.title for one in queries.suggestions_waiting_for(worker, on=TODAY)] == ["明年为职工办哪些实事"]

    services.suggest(window, Said("厂门口装路灯"), source="", actor=worker, at=NOW)

    assert queries.suggestions_waiting_count(worker, on=TODAY) == 0
