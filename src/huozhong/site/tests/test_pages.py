"""The house's own pages: what waits first, figures that say how they are counted, who sees which page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, resolve, reverse

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.roles import ROLES, Role
from huozhong.people import services as people
from huozhong.projects.tests import stage
from huozhong.records import services as records
from huozhong.records.models import Trail
from huozhong.site import figures, menu, todo, trail_words
from huozhong.site.models import NoticeWish
from huozhong.site.notices import address_of
from tests.cast import NOW, SINCE, TODAY, Cast, actor

pytestmark = pytest.mark.django_db


def asked_by(cast: Cast, who: Actor) -> Client:
    client = Client()
    cast.sign_in(client, who)
    return client


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


# --- the menu ---


def test_every_entry_of_the_menu_leads_to_a_page() -> None:
    entries = [entry for _title, group in menu.MENU for entry in group] + list(menu.DOCK)
    missing = []
    for entry in entries:
        try:
            reverse(entry.url_name)
        except NoReverseMatch:
            missing.append(entry.url_name)

    assert missing == []


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_shows_what_the_role_may_open_and_nothing_else(cast: Cast, role: Role) -> None:
    level = next(level for level in (Level.CITY, Level.GRASSROOTS) if level in ROLES[role].levels)
    place = cast.city if level is Level.CITY else cast.works
    somebody = actor("某某", "somebody", (role, place))
    client = asked_by(cast, somebody)
    shown = {entry.url_name for _title, group in menu.MENU for entry in menu.shown(group, somebody)}

    for _title, group in menu.MENU:
        for entry in group:
            address = reverse(entry.url_name)
            answer, is_shown = client.get(address), entry.url_name in shown
            # a page that is nobody's secret opens for everybody, and stands in the menu of whoever needs it
            view = resolve(address).func
            may_open = is_shown or (hasattr(view, "open_to_all") and not getattr(view, "may_refuse", False))
            assert (answer.status_code == 200) == may_open, (role, entry.url_name, answer.status_code)


KEEPING = 8  # statements of looking for the count of the last minute and of keeping it


@pytest.mark.parametrize("who", ["lin", "office", "mei", "bo", "sara"])
def test_the_menu_of_a_page_costs_few_statements_and_is_asked_once(cast: Cast, rf: RequestFactory, who: str) -> None:
    stage.declared(cast)
    request = rf.get(reverse("house:account"))
    request.actor, request.today = getattr(cast, who), TODAY

    with CaptureQueriesContext(connection) as asked:
        menu.frame(request)
        again = menu.frame(request)

    assert again["frame"].person == request.actor.name
    # unread notices, the unit's name, and one for each room where something may wait; a project in its own stages
    # and an account's instalments look at their things too; a congress has six kinds of work
    assert len(asked) <= 2 + 2 * len(todo.SOURCES) + KEEPING, [query["sql"] for query in asked]


def test_within_a_minute_the_menu_asks_no_room_again_until_one_has_done_something(cast: Cast) -> None:
    client = asked_by(cast, cast.office)
    page(client, "house:account")
    stage.declared(cast)

    with CaptureQueriesContext(connection) as asked:
        before = page(client, "house:account")
    client.post(reverse("house:read_all_notices"))
    after = page(client, "house:account")

    assert not [query["sql"] for query in asked if "projects_project" in query["sql"]]
    assert '1<span class="sr-only">件待办</span>' not in before
    assert '1<span class="sr-only">件待办</span>' in after


def test_the_frame_names_the_highest_office(cast: Cast) -> None:
    text = page(asked_by(cast, cast.mei), "house:home")

    assert "东区总工会" in text
    assert "项目办" in text


def test_a_member_stands_in_the_phone_frame_and_a_cadre_at_the_desk(cast: Cast) -> None:
    ding = actor("丁小明", "ding", (Role.MEMBER, cast.works))

    assert 'class="dock"' in page(asked_by(cast, ding), "house:home")
    assert 'class="desk' in page(asked_by(cast, cast.bo), "house:home")


# --- what waits ---


def test_what_waits_stands_on_the_first_page_with_its_day(cast: Cast) -> None:
    stage.declared(cast)

    text = page(asked_by(cast, cast.office), "house:home")

    assert "机电厂工间学堂" in text
    assert "有 <em>1</em> 件事等您办" in text
    assert todo.count(cast.office, on=TODAY) == len(todo.rows(cast.office, on=TODAY)) == 1


def test_what_waits_for_the_office_does_not_wait_for_a_stranger(cast: Cast) -> None:
    stage.declared(cast)

    assert todo.rows(cast.sara, on=TODAY) == ()


def test_the_first_page_stays_within_its_number_of_questions(cast: Cast) -> None:
    client = asked_by(cast, cast.lin)
    page(client, "house:home")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, "house:home")

    assert len(asked) <= 46, [query["sql"][:80] for query in asked.captured_queries]  # it asks every room anew


def test_the_first_page_tells_of_an_open_call_until_the_union_has_begun(cast: Cast) -> None:
    programme_id = stage.open_call(cast)
    client = asked_by(cast, cast.bo)

    before = page(client, "house:home")
    stage.draft(cast, programme_id=programme_id)

    assert "2027 年度工会工作项目" in before
    assert "截止，您所在工会还没有申报" in before
    assert reverse("projects:start") in before
    assert "正在征集项目" not in page(client, "house:home")


def test_the_badge_of_notices_says_unread_and_the_badge_of_work_says_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.declared(cast)
    monkeypatch.setattr(todo, "unread", lambda actor: 15)

    text = page(asked_by(cast, cast.office), "house:home")

    assert '15<span class="sr-only">条未读</span>' in text
    assert '1<span class="sr-only">件待办</span>' in text
    assert '15<span class="sr-only">件待办</span>' not in text


# --- figures ---


def test_a_figure_is_the_same_on_the_first_page_and_on_its_own(cast: Cast) -> None:
    client = asked_by(cast, cast.lin)
    here = {figure.measure.name: figure.value for figure in figures.figures_of(cast.city.unit_id, on=TODAY)}

    assert here["unions"] == 2
    assert "基层工会 <em>2</em>" in page(client, "house:figure", "unions")


def test_a_figure_says_how_it_is_counted_and_what_it_is_made_of(cast: Cast) -> None:
    text = page(asked_by(cast, cast.lin), "house:figure", "unions")

    assert "怎么算的" in text
    parts, own = figures.parts(figures.BY_NAME["unions"], cast.city.unit_id, on=TODAY)
    assert {part.name: part.value for part in parts} == {"东区总工会": 1, "西区总工会": 1}
    assert own == 0


def test_a_figure_can_be_asked_as_of_a_day(cast: Cast) -> None:
    text = page(asked_by(cast, cast.lin), "house:figure", "unions", on="2023-12-31")

    assert "基层工会 <em>0</em>" in text


@pytest.mark.parametrize("day", ["2099-01-01", "1900-01-01", "gestern", "2026-02-30"])
def test_a_day_that_cannot_be_asked_is_refused_with_a_sentence(cast: Cast, day: str) -> None:
    answer = asked_by(cast, cast.lin).get(reverse("house:figures"), {"on": day})

    assert answer.status_code == 422


def test_figures_of_a_unit_out_of_reach_are_not_found(cast: Cast) -> None:
    client = asked_by(cast, cast.mei)

    assert client.get(reverse("house:figures"), {"unit": cast.elsewhere.unit_id}).status_code == 404
    assert client.get(reverse("house:figures"), {"unit": cast.works.unit_id}).status_code == 200
    assert client.get(reverse("house:figure", args=["nonsense"])).status_code == 404


# --- the trail ---


def test_the_trail_shows_only_what_stands_within_reach(cast: Cast) -> None:
    auditor = actor("审计", "audit", (Role.AUDITOR, cast.district))

    text = page(asked_by(cast, auditor), "house:trail")

    assert "柳溪机电厂工会" in text
    assert "青山纺织厂工会" not in text


def test_the_trail_says_what_is_sealed_and_what_not_yet(cast: Cast) -> None:

    text = page(asked_by(cast, cast.lin), "house:trail")

    assert "待封存" in text or "已封存" in text
    assert page(
        asked_by(cast, cast.lin), "house:trail", kind="access.appointment", since="2026-11-20", until="2026-11-20"
    )


@pytest.mark.parametrize("query", [{"before": "x"}, {"since": "2026-13-45"}, {"kind": "nonsense"}])
def test_nonsense_in_the_address_does_not_break_the_trail(cast: Cast, query: dict[str, str]) -> None:
    assert page(asked_by(cast, cast.lin), "house:trail", **query)


def test_every_row_that_the_verbs_leave_has_words(cast: Cast) -> None:
    stage.accepted(cast)

    wordless = {
        (row.kind, row.action) for row in Trail.objects.all() if not trail_words.has_words(row.kind, row.action)
    }

    assert wordless == set()


# --- notices ---


def told(cast: Cast, who: Actor, key: str = "one") -> int:
    assert who.person_id is not None
    return records.queue_notice(
        to=records.Recipient(person_id=who.person_id),
        template="projects.approved",
        values={"project": "工间学堂"},
        city_id=who.city_id,
        at=NOW,
        key=key,
    )


def test_a_notice_waits_in_the_inbox_until_it_is_read(cast: Cast) -> None:
    notice_id = told(cast, cast.bo)
    client = asked_by(cast, cast.bo)
    assert "工间学堂" in page(client, "house:notices")
    assert todo.unread(cast.bo) == 1

    client.post(reverse("house:read_notice", args=[notice_id]))

    assert todo.unread(cast.bo) == 0


def test_nobody_reads_the_notice_of_somebody_else(cast: Cast) -> None:
    notice_id = told(cast, cast.bo)

    assert asked_by(cast, cast.sara).post(reverse("house:read_notice", args=[notice_id])).status_code == 404
    assert "工间学堂" not in page(asked_by(cast, cast.sara), "house:notices")


def test_a_wish_closes_the_channel(cast: Cast) -> None:
    assert cast.bo.person_id is not None
    people.record_phone(cast.bo.person_id, phone="13912345678", actor=OPERATOR, at=NOW)
    assert address_of(cast.bo.person_id, "sms") == "+8613912345678"

    asked_by(cast, cast.bo).post(reverse("house:notice_wishes"), {"without_sms": "on"})

    assert address_of(cast.bo.person_id, "sms") is None
    assert NoticeWish.objects.get().person_id == cast.bo.person_id


def on_the_call_list(cast: Cast) -> None:
    assert cast.bo.person_id is not None
    people.record_phone(cast.bo.person_id, phone="13912345678", actor=OPERATOR, at=NOW)
    records.queue_notice(
        to=records.Recipient(person_id=cast.bo.person_id),
        template="projects.approved",
        values={"project": "工间学堂"},
        city_id=cast.bo.city_id,
        at=NOW,
        key="call",
        channels=("call_list",),
    )
    records.send_due(at=NOW)


def test_the_call_list_shows_full_numbers_only_for_a_reason_that_stays_in_the_trail(cast: Cast) -> None:
    on_the_call_list(cast)
    client = asked_by(cast, cast.mei)
    masked = page(client, "house:call_list")
    assert "薄志刚" in masked
    assert "13912345678" not in masked

    assert client.post(reverse("house:call_list"), {"why": " "}).status_code == 422
    full = client.post(reverse("house:call_list"), {"why": "打电话通知"}).content.decode()

    assert "13912345678" in full
    assert Trail.objects.filter(action="phone_read", why="打电话通知", person_id=cast.mei.person_id).count() == 1


def test_the_call_list_of_another_district_is_empty(cast: Cast) -> None:
    on_the_call_list(cast)
    wei = actor("魏东", "wei", (Role.CADRE, cast.elsewhere))

    assert "薄志刚" not in page(asked_by(cast, wei), "house:call_list")


def test_the_delivery_report_is_for_the_city(cast: Cast) -> None:
    told(cast, cast.bo)

    assert "站内" in page(asked_by(cast, cast.office), "house:deliveries")
    assert asked_by(cast, cast.mei).get(reverse("house:deliveries")).status_code == 403


# --- one's own account ---


def test_the_account_page_shows_every_appointment_with_its_days(cast: Cast) -> None:
    assert cast.mei.person_id is not None
    access.appoint(
        cast.mei.person_id,
        role=Role.AUDITOR,
        at_place=cast.town,
        from_date=SINCE,
        until_date=date(2025, 1, 1),
        actor=OPERATOR,
        at=NOW,
    )

    text = page(asked_by(cast, cast.mei), "house:account")

    assert "经审人员 · 柳溪镇总工会" in text
    assert "2025年1月1日结束" in text


def test_the_language_chosen_is_remembered_with_the_account(cast: Cast) -> None:
    from huozhong.people.models import Account

    asked_by(cast, cast.mei).post(reverse("house:language"), {"language": "en", "next": "/"})

    assert Account.objects.get(sign_in_name="mei").language == "en"


def test_every_permission_that_a_menu_entry_names_is_held_by_some_role() -> None:
    held = {permission for card in ROLES.values() for permission in card.permissions}
    named = {entry.permission for _title, group in menu.MENU for entry in group if entry.permission}

    assert named <= held
    assert Permission.UNIT_READ in named


@pytest.mark.parametrize("name", ["cadres:workers", "learning:pairs", "cadres:mine"])
def test_the_menu_marks_one_entry_as_the_place_where_one_is(cast: Cast, name: str) -> None:
    text = page(asked_by(cast, cast.lin), name)

    assert text.count('aria-current="page"') == 1
