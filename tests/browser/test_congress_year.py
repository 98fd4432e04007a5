"""A congress's year: a session published, reported, carried out; the next one prepared; papers read on a phone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huozhong.congress import queries, services
from huozhong.congress.models import Session, Topic
from huozhong.congress.tests.stage import PDF, Hall, held, set_stage
from huozhong.kernel.zone import ZONE
from tests.browser.entering import DESK, SignIn, give_passwords, signing_in
from tests.cast import TODAY, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(
    os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "congress-year")
)
OCTOBER = datetime(2026, 10, 20, 9, 0, tzinfo=ZONE)


@pytest.fixture
def hall(db: None) -> Hall:
    made = set_stage(assemble())
    held(made, at=OCTOBER, days=10)
    services.record_tour(
        made.congress_id, theme="食堂巡视", toured=TODAY, members="代表乙、代表丙", places="食堂",
        summary="", findings=[("油烟大", "后勤部", TODAY)], unit=made.works, actor=made.chair,
        at=timezone.now(),
    )  # fmt: skip
    give_passwords()
    return made


@pytest.fixture
def sign_in(browser: Browser, hall: Hall, tmp_path: Path) -> Iterator[SignIn]:
    with served(tmp_path / "server.log") as address, signing_in(browser, address) as enter:
        yield enter


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=re.compile(words)).first.click()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def test_from_a_closed_session_to_the_papers_of_the_next(sign_in: SignIn, hall: Hall, tmp_path: Path) -> None:
    last = Session.objects.get()
    chair = sign_in("chair", DESK)
    chair.goto(f"/congress/of/{hall.congress_id}/")
    keep(chair, "01-own-page")
    follow(chair, "向全体职工公布“三届一次")
    follow(chair, "向全体职工公布")
    expect(chair.locator("textarea[name=words]")).to_have_value(re.compile("应到代表6人，实到6人"))
    chair.fill("input[name=ways]", "厂务公开栏")
    press(chair, "公布")
    follow(chair, "报上级工会")
    press(chair, "报上去")
    keep(chair, "02-session-after")

    town = sign_in("town", DESK)
    town.goto("/congress/reports/")
    keep(town, "03-inbox")
    follow(town, "三届一次")
    keep(town, "04-report")
    follow(town, "^收下$")
    press(town, "保存")
    assert queries.reports_of(last.pk)[0].state == "acknowledged"
    town.goto("/congress/?list=1")
    keep(town, "05-list")

    for topic in Topic.objects.filter(session=last, outcome="passed"):
        chair.goto(f"/congress/topics/{topic.pk}/duty/")
        chair.fill("input[name=who]", "人事部")
        chair.fill("input[name=due]", "2027-03-01")
        press(chair, "保存")
    follow(chair, "^归档$")
    press(chair, "归档")
    with chair.expect_download() as taken:
        chair.get_by_role("link", name="下载全部档案").click()
    assert taken.value.suggested_filename.endswith(".zip")
    keep(chair, "06-archived")

    chair.goto(f"/congress/of/{hall.congress_id}/plan/")
    meets = (timezone.now().astimezone(ZONE) + timedelta(days=12)).strftime("%Y-%m-%dT%H:%M")
    chair.fill("input[name=meets_at]", meets)
    chair.fill("input[name=venue]", "三楼会议室")
    press(chair, "开始筹备")
    expect(chair.get_by_role("link", name="听取上次决议落实情况的报告")).to_be_visible()
    follow(chair, "列一项议题")
    chair.fill("input[name=title]", "夜班津贴办法")
    chair.select_option("select[name=matter]", "pay_system")
    press(chair, "保存")
    keep(chair, "07-session-before")
    follow(chair, "^已商定$")
    chair.fill("input[name=with_whom]", "人事部 周经理")
    press(chair, "保存")
    topic = Topic.objects.get(title="夜班津贴办法")
    assert topic.method == "secret"
    chair.goto(f"/congress/topics/{topic.pk}/paper/")
    chair.fill("input[name=name]", "夜班津贴办法草案")
    (tmp_path / "draft.pdf").write_bytes(PDF)
    chair.set_input_files("input[name=content]", str(tmp_path / "draft.pdf"))
    press(chair, "保存")
    press(chair, "发给代表")
    chair.goto(f"/congress/sessions/{topic.session_id}/left-out/")
    press(chair, "保存")
    follow(chair, "发会议通知")
    press(chair, "发会议通知")
    assert Session.objects.get(pk=topic.session_id).state == "called"

    delegate = sign_in("delegate2")
    delegate.goto("/congress/mine/")
    expect(delegate.get_by_text("还有 1 份没看")).to_be_visible()
    keep(delegate, "08-phone")
    paper = queries.papers_of(topic.session_id)[0]
    answer = delegate.request.get(f"/congress/papers/{paper.id}/")
    assert answer.body() == PDF
    delegate.goto("/congress/mine/")
    expect(delegate.get_by_text("材料都看过了。")).to_be_visible()
    chair.goto(f"/congress/sessions/{topic.session_id}/papers/")
    expect(chair.get_by_text("1/6 名代表看过")).to_be_visible()
    keep(chair, "09-papers")

    chair.set_viewport_size({"width": 390, "height": 844})
    for path, name in (
        (f"/congress/of/{hall.congress_id}/", "10-own-page-phone"),
        (f"/congress/sessions/{topic.session_id}/", "11-session-phone"),
        (f"/congress/topics/{topic.pk}/", "12-topic-phone"),
        (f"/congress/of/{hall.congress_id}/between/", "13-between-phone"),
    ):
        chair.goto(path)
        keep(chair, name)
        width = chair.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{path} is {width} px wide"
