from __future__ import annotations

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from huozhong.clocks import queries, services
from huozhong.clocks.engine import Period
from huozhong.clocks.models import CalendarNotice, Feed
from huozhong.clocks.tests.stage import Files, opened
from huozhong.clocks.tests.test_calendars import OF_2027
from huozhong.kernel.roles import Role
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.zone import ZONE
from tests.cast import NOW, Cast, actor

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"/clocks/feed/([\w-]{43})\.ics")


@pytest.fixture(autouse=True)
def the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_my_deadlines_are_sorted_into_lanes_with_words(client: Client, cast: Cast, files: Files) -> None:
    opened(cast, start=NOW.date(), owner=cast.mei, period=Period(5, Unit.DAYS), rule_id="A")
    opened(cast, start=NOW.date(), owner=cast.mei, period=Period(60, Unit.DAYS), rule_id="B")
    cast.sign_in(client, cast.mei)

    page = client.get("/clocks/").content.decode()

    assert "七天之内，先办这些" in page
    assert "再往后" in page
    assert "样本〔2026〕1号" in page


def test_an_empty_page_says_what_will_come(client: Client, cast: Cast) -> None:
    cast.sign_in(client, cast.mei)

    assert "现在没有期限" in client.get("/clocks/").content.decode()


def test_a_deadline_shows_both_days_and_how_they_were_counted(client: Client, cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 9, 18), owner=cast.mei)
    cast.sign_in(client, cast.mei)

    page = client.get(f"/clocks/{row.pk}/").content.decode()

    assert "2026年10月8日" in page
    assert "2026年9月30日" in page
    assert "当天不计入" in page
    assert "裁决发生法律效力，不能再起诉。" in page


def test_a_stranger_finds_nothing_at_any_door(client: Client, cast: Cast, files: Files) -> None:
    row = opened(cast, start=NOW.date(), owner=cast.mei)
    cast.sign_in(client, cast.bo)

    paths = [f"/clocks/{row.pk}/", *(f"/clocks/{row.pk}/{name}/" for name in ("close", "confirm", "pause", "extend"))]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    assert client.post(f"/clocks/{row.pk}/close/", {"outcome": "waived", "why": "x"}).status_code == 404
    row.refresh_from_db()
    assert row.state == "running"


def test_closing_goes_by_two_people_through_the_pages(client: Client, cast: Cast, files: Files) -> None:
    row = opened(cast, start=NOW.date(), owner=cast.mei, supervisor=cast.lin)
    cast.sign_in(client, cast.mei)
    client.post(f"/clocks/{row.pk}/close/", {"outcome": "met", "done_date": "2026-11-20", "why": "立案回执 88 号"})
    alone = client.post(f"/clocks/{row.pk}/confirm/", {"why": ""})
    cast.sign_in(client, cast.lin)
    seen = client.get("/clocks/").content.decode()
    client.post(f"/clocks/{row.pk}/confirm/", {"why": "看过回执"})

    row.refresh_from_db()
    assert alone.status_code == 422
    assert "等您确认了结" in seen
    assert row.state == "met"


def test_what_was_typed_wrong_comes_back_with_a_sentence(client: Client, cast: Cast, files: Files) -> None:
    row = opened(cast, start=NOW.date(), owner=cast.mei)
    cast.sign_in(client, cast.mei)

    page = client.post(f"/clocks/{row.pk}/close/", {"outcome": "met", "why": ""}).content.decode()

    assert "办成了，请填是哪一天。" in page
    assert client.get(f"/clocks/{row.pk}/nothing/").status_code == 404


def test_every_act_has_its_page(client: Client, cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 11, 2), owner=cast.mei, period=Period(30, Unit.DAYS))
    cast.sign_in(client, cast.mei)
    for name, typed in (
        ("pause", {"from_date": "2026-11-16", "why": "住院"}),
        ("resume", {"from_date": "2026-11-18", "why": "出院"}),
        ("restart", {"from_date": "2026-11-19", "why": "对方书面认账"}),
        ("extend", {"length": "45", "unit": "days", "why": "同意延长"}),
    ):
        assert client.get(f"/clocks/{row.pk}/{name}/").status_code == 200
        assert client.post(f"/clocks/{row.pk}/{name}/", typed).status_code == 302

    row.refresh_from_db()
    assert row.natural_last_day == date(2026, 11, 19) + timedelta(days=45)


def test_a_notice_is_pasted_checked_handed_in_approved_and_the_page_follows_the_recomputing(
    client: Client, cast: Cast, files: Files
) -> None:
    keeper = actor("甄记", "keeper", (Role.RULE_KEEPER, cast.city))
    approver = actor("何准", "approver", (Role.RULE_APPROVER, cast.city))
    row = opened(cast, start=date(2026, 11, 16), owner=cast.mei, period=Period(80, Unit.DAYS))
    cast.sign_in(client, keeper)
    typed = {"year": "2027", "number": "国办发明电〔2026〕样号", "text": OF_2027, "url": "", "more": ""}
    sent = client.post("/clocks/calendar/enter/", typed)
    notice = CalendarNotice.objects.get()
    shown = client.get(sent.headers["Location"]).content.decode()
    client.post(f"/clocks/calendar/{notice.pk}/submit/")
    own = client.post(f"/clocks/calendar/{notice.pk}/approve/")
    cast.sign_in(client, approver)
    client.post(f"/clocks/calendar/{notice.pk}/approve/")
    running = client.get(f"/clocks/calendar/{notice.pk}/progress/").content.decode()
    services.recompute(at=NOW)
    done = client.get(f"/clocks/calendar/{notice.pk}/").content.decode()

    assert "2027年2月5日" in shown
    assert own.status_code == 403
    assert "正在重新计算" in running
    assert "重新计算办完了" in done
    notice.refresh_from_db()
    row.refresh_from_db()
    assert (notice.state, row.is_provisional) == ("approved", False)


def test_a_line_that_was_not_understood_stands_on_the_form(client: Client, cast: Cast) -> None:
    cast.sign_in(client, actor("甄记", "keeper", (Role.RULE_KEEPER, cast.city)))
    typed = {"year": "2027", "number": "x", "text": "3月8日妇女节活动", "more": "2027-13-01 休"}

    page = client.post("/clocks/calendar/enter/", typed).content.decode()

    assert "这一句没有看懂" in page
    assert "这一行没有看懂" in page
    assert not CalendarNotice.objects.exists()


def test_the_calendar_shows_years_and_what_is_only_an_estimate(client: Client, cast: Cast) -> None:
    cast.sign_in(client, cast.mei)

    assert "9月25日～9月27日" in client.get("/clocks/calendar/?year=2026").content.decode()
    assert "下面只是估计" in client.get("/clocks/calendar/?year=2027").content.decode()
    assert client.get("/clocks/calendar/?year=９９９").status_code == 200


def made_feed(client: Client) -> str:
    found = SECRET.search(client.post("/clocks/feed/make/").content.decode())
    assert found is not None
    return found[1]


def test_a_feed_is_read_without_signing_in_and_names_nobody(client: Client, cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 11, 16), owner=cast.mei, deputy=cast.lin)
    cast.sign_in(client, cast.mei)
    secret = made_feed(client)

    answer = Client().get(f"/clocks/feed/{secret}.ics")

    calendar = icalendar.Calendar.from_ical(answer.content)
    events = {str(one["uid"]): one for one in calendar.walk("VEVENT")}
    assert events[f"deadline-{row.pk}-safe@huozhong"].decoded("dtstart") == row.safe_date
    assert events[f"deadline-{row.pk}-legal@huozhong"].decoded("dtstart") == row.legal_date
    assert len(calendar.walk("VALARM")) == 1
    text = answer.content.decode()
    assert not [name for name in ("梅雨晴", "林致远", "柳溪") if name in text]
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex, nofollow", "private, no-store")


def test_only_the_hash_of_a_feeds_secret_is_kept(client: Client, cast: Cast) -> None:
    cast.sign_in(client, cast.mei)
    secret = made_feed(client)

    assert secret not in repr(list(Feed.objects.values()))


def test_a_renewed_or_withdrawn_link_stops_answering(client: Client, cast: Cast) -> None:
    cast.sign_in(client, cast.mei)
    first = made_feed(client)
    second = made_feed(client)

    assert Client().get(f"/clocks/feed/{first}.ics").status_code == 404
    assert Client().get(f"/clocks/feed/{second}.ics").status_code == 200
    client.post("/clocks/feed/withdraw/")
    assert Client().get(f"/clocks/feed/{second}.ics").status_code == 404
    assert Client().get("/clocks/feed/wrong.ics").status_code == 404


def test_a_closed_deadline_leaves_the_feed(client: Client, cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 11, 16), owner=cast.mei, is_statutory=False)
    cast.sign_in(client, cast.mei)
    secret = made_feed(client)
    services.ask_close(row.pk, outcome="met", why="好了", actor=cast.mei, at=NOW)

    calendar = icalendar.Calendar.from_ical(Client().get(f"/clocks/feed/{secret}.ics").content)
    assert calendar.walk("VEVENT") == []


def test_the_first_page_lists_what_is_near(client: Client, cast: Cast, files: Files) -> None:
    opened(cast, start=NOW.date(), owner=cast.mei, period=Period(5, Unit.DAYS))

    (waiting,) = queries.waiting_for(cast.mei, on=NOW.astimezone(ZONE).date())
    assert str(waiting.title) == "样本〔2026〕1号：向法院起诉"
    assert queries.waiting_count(cast.mei, on=NOW.date()) == 1
    assert queries.waiting_count(cast.bo, on=NOW.date()) == 0
