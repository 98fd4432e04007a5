"""The main job as one story: a press page becomes a seed, a union runs it as a project, another union adopts it."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from huozhong.kernel.actors import Actor
from huozhong.kernel.classes import WorkClass
from huozhong.projects import services as projects
from huozhong.records import queries as records
from huozhong.records import services as keeping
from huozhong.seeds.tests.test_services import ARTICLE
from tests.browser.entering import SignIn, give_passwords, signing_in
from tests.cast import Cast, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
DIRT = "首页 > 新闻中心 > 工会动态\n垃圾词甲|垃圾词乙|垃圾词丙|垃圾词丁|垃圾词戊\n"
TAIL = "责任编辑：某某\n上一篇：某会议召开\n下一篇：某通知\n垃圾词甲, 垃圾词乙, 垃圾词丙, 垃圾词丁\n"
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "main-job"))


@pytest.fixture
def story(db: None) -> Cast:
    """The cast, with passwords, and a call that is open today."""
    cast = assemble()
    give_passwords()
    now = timezone.now()
    form = projects.CallForm(
        title="今年的工会工作项目征集", year=now.year, opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30), levels=("district", "town", "grassroots"),
        kinds=("federation", "enterprise"), classes=tuple(WorkClass), theme="让好做法生根",
    )  # fmt: skip
    office = cast.office
    programme = projects.draft_programme(cast.city.unit_id, form=form, actor=office, at=now - timedelta(days=2))
    projects.move_programme(programme, "open", actor=office, at=now - timedelta(hours=20))
    return cast


@pytest.fixture
def address(story: Cast, tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "server.log") as where:
        yield where


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    with signing_in(browser, address) as enter:
        yield enter


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def submit(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def photograph() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (190, 90, 60)).save(stream, "JPEG")
    return stream.getvalue()


def read_a_page(page: Page) -> None:
    page.goto("/seeds/read/")
    page.fill("textarea[name=pasted]", DIRT + ARTICLE + TAIL)
    submit(page, "读取")
    expect(page.get_by_role("heading", name="车间茶座")).to_be_visible()
    assert "垃圾词" not in page.content()
    keep(page, "1-practices")
    card = page.locator("section").filter(has=page.get_by_role("heading", name="车间茶座"))
    card.get_by_role("button", name="确认，存为种子草稿").click()
    page.wait_for_url(re.compile(r"/seeds/\d+/edit/"))


def write_the_seed(page: Page) -> None:
    page.fill("textarea[name=problem]", "夜班职工见不到工会的人，有话没处说。")
    page.fill("textarea[name=practice]", "固定时间到车间，一人说一件，三天内给回音。")
    page.fill("textarea[name=conditions]", "五十人以上的企业，有一名干部。")
    page.fill("input[name=targets-0-indicator]", "答复问题")
    page.fill("input[name=targets-0-unit]", "个")
    page.fill("input[name=targets-0-baseline]", "0")
    page.fill("input[name=targets-0-target]", "100")
    page.fill("input[name=tasks-0-title]", "开茶座")
    page.fill("input[name=tasks-0-start_day]", "0")
    page.fill("input[name=tasks-0-days]", "90")
    page.fill("input[name=budget-0-purpose]", "茶水和登记本")
    page.select_option("select[name=budget-0-money_class]", "rights")
    page.fill("input[name=budget-0-amount]", "1800.00")
    submit(page, "保存")
    keep(page, "2-seed-draft")


def declare(page: Page, *, adaptation: str) -> str:
    """From a seed's page to a declared project; gives the project's address."""
    page.get_by_role("link", name="采用这颗种子").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("input[name=call]").first.check()
    page.fill("textarea[name=adaptation]", adaptation)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/projects/\d+/form/"))
    form = re.sub(r"form/\w+/$", "form/", page.url)
    page.goto(f"{form}basics/")
    page.select_option("select[name=work_class]", "rights")
    page.fill("input[name=lead]", "经办人")
    page.fill("input[name=contact]", "工会办公室")
    page.fill("input[name=basis_title]", "今年工会工作要点")
    page.fill("input[name=basis_number]", "样工发〔2026〕1号")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"form/need/"))
    page.fill("input[name=target_group]", "夜班职工")
    page.fill("input[name=headcount]", "120")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"form/plan/"))
    page.goto(f"{form}check/")
    keep(page, f"3-check-{adaptation[:2]}")
    submit(page, "提交申报")
    return re.sub(r"form/$", "", form)


def decide(page: Page, project: str, move: str, *, why: str = "", number: str = "") -> None:
    page.goto(f"{project}move/{move}/")
    if number:
        page.fill("input[name=meeting]", "第三次主席办公会议纪要")
        page.fill("input[name=document_number]", number)
    if why:
        page.fill("textarea[name=why]", why)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(project)


def work(page: Page, project: str) -> None:
    page.goto(f"{project}progress/")
    page.fill("textarea[name=text]", "第一次茶座，听了十二个人说话。")
    page.fill("input[name=people]", "12")
    page.locator("input[name^=target]").first.fill("104")
    page.set_input_files("input[type=file]", {"name": "茶座.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    keep(page, "5-progress")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(project)
    expect(page.get_by_text("第一次茶座，听了十二个人说话。").first).to_be_visible()
    keep(page, "6-running")


def report(page: Page, project: str) -> None:
    page.goto(f"{project}report/")
    page.fill("textarea[name=summary]", "按计划办完。")
    page.fill("textarea[name=effect]", "答复一百零四个问题。")
    page.fill("input[name=beneficiaries]", "118")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(project)


def test_a_press_page_becomes_a_seed_a_project_and_another_union_s_project(
    story: Cast, address: str, sign_in: SignIn
) -> None:
    bo = sign_in("bo")
    read_a_page(bo)
    write_the_seed(bo)
    project = declare(bo, adaptation="先在二车间试。")

    office = sign_in("office")
    office.goto("/")
    keep(office, "4-office-home")
    decide(office, project, "shortlist")
    decide(office, project, "approve", number="样工发〔2026〕7号")

    decide(bo, project, "start")
    work(bo, project)
    report(bo, project)

    decide(office, project, "accept", number="样工验〔2026〕3号")
    bo.goto(project)
    submit(bo, "提炼为种子")
    bo.wait_for_url(re.compile(r"/seeds/\d+/edit/"))
    bo.fill("input[name=title]", "车间茶座（做成了的）")
    bo.fill("textarea[name=conditions]", "五十人以上的企业，有一名干部，行政承诺三天回音。")
    submit(bo, "保存")
    bo.wait_for_url(re.compile(r"/seeds/\d+/$"))
    seed = bo.url

    office.goto(seed)
    office.get_by_role("link", name="发布", exact=True).click()
    submit(office, "发布")
    keep(office, "7-published")

    sara = sign_in("sara")
    sara.goto("/seeds/")
    sara.get_by_role("link", name="车间茶座（做成了的）").click()
    adopted = declare(sara, adaptation="改到夜里十点。")
    sara.goto(seed)
    expect(sara.get_by_text("车间茶座（做成了的）").first).to_be_visible()
    keep(sara, "8-lineage")
    sara.goto(adopted)
    keep(sara, "9-adopted")

    keeping.fold()
    assert records.figure("seeds_adopted", story.city.unit_id) == 2
    assert records.figure("projects_accepted", story.city.unit_id) == 1
    assert keeping.verify().is_whole


def test_a_stranger_in_the_next_district_finds_no_trace_of_a_project(
    story: Cast, address: str, sign_in: SignIn
) -> None:
    bo: Actor = story.bo
    now = timezone.now()
    programme = projects_open(story)
    project = projects.start_draft(programme, unit_id=story.works.unit_id, name="内部的草稿", actor=bo, at=now)

    sara = sign_in("sara")
    answer = sara.request.get(f"{address}/projects/{project}/")

    assert answer.status == 404
    assert "内部的草稿" not in answer.text()


def projects_open(story: Cast) -> int:
    from huozhong.projects.models import Programme

    return int(Programme.objects.get().pk)
