"""An office defines its own workflow, publishes it, changes it in mid-year: each project stays on the road it began."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from huozhong.projects.models import Project
from huozhong.projects.services import choose_workflow, declare, draft_programme, move_programme
from huozhong.projects.tests import stage
from huozhong.workflows.models import WorkflowVersion
from tests.browser.entering import DESK, PHONE, SignIn, give_passwords, signing_in
from tests.cast import Cast, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "own-workflow"))


@pytest.fixture
def story(db: None) -> Cast:
    """The cast with passwords."""
    cast = assemble()
    give_passwords()
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


def press(page: Page, words: str | re.Pattern[str]) -> None:
    """The button or link, by what it says, by keyboard alone."""
    found = (
        page.locator("main, header")
        .get_by_role("button", name=words)
        .or_(page.locator("main, header").get_by_role("link", name=words))
    )
    found.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


def begin(page: Page) -> str:
    page.goto("/workflows/")
    keep(page, "1-empty")
    press(page, "新建流程")
    page.fill("input[name=title]", "补助项目审批")
    page.get_by_label("一审直批").check()
    press(page, "建草稿")
    page.wait_for_url(re.compile(r"/workflows/\d+/$"))
    return page.url


def add(page: Page, workflow: str, *, name: str, who: str, days: str, after: str) -> None:
    page.goto(workflow)
    press(page, "加一个环节")
    page.fill("input[name=name]", name)
    page.get_by_role("radio", name=re.compile(f"^{who}")).check()
    page.fill("input[name=days]", days)
    page.select_option("select[name=after]", label=after)
    press(page, "保存")
    page.wait_for_url(workflow)


def publish(page: Page, workflow: str, *, note: str = "") -> int:
    page.goto(workflow)
    press(page, "发布")
    page.wait_for_url(f"{workflow}publish/")
    if note:
        page.fill("textarea[name=change_note]", note)
    press(page, "发布")
    page.wait_for_url(workflow)
    version = WorkflowVersion.objects.filter(published_at__isnull=False).order_by("-number").first()
    assert version is not None
    return version.pk


def declared(story: Cast, call: int) -> int:
    project = stage.draft(story, programme_id=call)
    declare(project, actor=story.bo, at=stage.NOW)
    return project


def take(page: Page, project: int, words: str, *, number: str = "") -> None:
    """One step on the project's own page."""
    page.goto(f"/projects/{project}/")
    page.get_by_role("link", name=words, exact=True).click()
    if number:
        page.fill("input[name=meeting]", "第三次主席办公会议纪要")
        page.fill("input[name=document_number]", number)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(rf"/projects/{project}/$"))


def test_an_office_defines_its_workflow_and_changes_it_in_mid_year(story: Cast, address: str, sign_in: SignIn) -> None:
    office = sign_in("office", DESK)
    workflow = begin(office)
    add(office, workflow, name="实地考察", who="督查人员", days="8", after="资格审查")
    keep(office, "2-draft")
    first = publish(office, workflow)
    expect(office.get_by_text("不能再改；要改就另起一版")).to_be_visible()

    call = draft_programme(story.city.unit_id, form=stage.call_form(), actor=story.office, at=stage.NOW)
    office.goto(f"/projects/programmes/{call}/flow/")
    office.get_by_label("补助项目审批（第 1 版）").check()
    press(office, "选定")
    office.wait_for_url(re.compile(rf"/projects/programmes/{call}/$"))
    expect(office.get_by_text("补助项目审批 · 第 1 版")).to_be_visible()
    keep(office, "3-call")
    move_programme(call, "open", actor=story.office, at=stage.NOW)
    old = declared(story, call)

    office.goto(workflow)
    press(office, "另起一版")
    expect(office.get_by_text("第 2 版草稿已经检查通过")).to_be_visible()
    add(office, workflow, name="公示", who="项目办", days="5", after="实地考察")
    second = publish(office, workflow, note="加五天公示。")
    choose_workflow(call, version_id=second, why="职代会提议", actor=story.office, at=stage.NOW)
    new = declared(story, call)

    take(office, old, "资格审查：通过")
    expect(office.get_by_text("实地考察").first).to_be_visible()
    keep(office, "4-project-on-the-first-version")
    take(office, old, "实地考察：立项", number="样工发〔2026〕31号")
    take(office, new, "资格审查：通过")
    take(office, new, "实地考察：通过")
    expect(office.locator("ol.stages").get_by_text("公示")).to_be_visible()
    keep(office, "5-project-on-the-second-version")

    assert {row.pk: (row.state, row.workflow_version_id) for row in Project.objects.all()} == {
        old: ("approved", first),
        new: ("own_a3", second),
    }


def test_a_broken_draft_is_refused_in_sentences_on_a_phone(story: Cast, address: str, sign_in: SignIn) -> None:
    office = sign_in("office", PHONE)
    workflow = begin(office)
    add(office, workflow, name="专家评审", who="评委", days="10", after="资格审查")

    expect(office.get_by_text("“专家评审”由评委打分，可是本单位今天一个评委也没有，请先聘任。").first).to_be_visible()
    expect(office.get_by_role("button", name="发布")).to_be_disabled()
    press(office, re.compile(r"去掉\s*专家评审"))

    expect(office.get_by_text("“资格审查”的结果“通过”要去的环节已经没有了，请重新选。").first).to_be_visible()
    expect(office.get_by_text("照这个流程走，没有一个项目能“立项”。").first).to_be_visible()
    keep(office, "6-broken-on-a-phone")
    office.goto(f"{workflow}publish/")
    expect(office.get_by_text("现在还不能发布")).to_be_visible()
    assert not WorkflowVersion.objects.filter(published_at__isnull=False).exists()

    width = office.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    office.goto(f"{workflow}stages/a1/")
    keep(office, "7-stage-on-a-phone")
    office.locator("select[name=outcomes-0-target]").select_option(label="立项")
    press(office, "保存")
    office.wait_for_url(workflow)
    publish(office, workflow)
