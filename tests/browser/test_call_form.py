"""A call's own questions as one story on a phone: built, answered, changed in mid-round, exported; and a late save."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from huozhong.kernel.classes import WorkClass
from huozhong.projects import services as projects
from huozhong.projects.models import Programme, Project
from huozhong.projects.tests import stage
from huozhong.questions.models import FormVersion
from tests.browser.entering import PASSWORD, SignIn, give_passwords, signing_in
from tests.cast import NOW, Cast, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "call-form"))


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
    with signing_in(browser, address) as signed_in:
        yield signed_in


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("load")


def open_call(cast: Cast, version_id: int) -> int:
    now = timezone.now().replace(microsecond=0)
    form = projects.CallForm(
        title="今年的征集", year=now.year, opens_at=NOW - timedelta(days=1), closes_at=now + timedelta(days=30),
        levels=("grassroots",), kinds=("enterprise",), classes=tuple(WorkClass), form_version_id=version_id,
    )  # fmt: skip
    programme = projects.draft_programme(cast.city.unit_id, form=form, actor=cast.office, at=NOW - timedelta(days=2))
    projects.move_programme(programme, "open", actor=cast.office, at=NOW)
    return programme


def add_question(
    page: Page, kind: str, label: str, *, choices: str = "", shown_if: str = "", must: bool = False
) -> None:
    page.select_option("select[name=kind]", kind)
    press(page, "加上")
    page.fill("input[name=label]", label)
    if must:
        page.check("input[name=is_required]")
    if choices:
        page.fill("textarea[name=choices]", choices)
    if shown_if:
        page.select_option("select[name=if_1]", label=shown_if)
    press(page, "保存")
    expect(page.get_by_text(f". {label}")).to_be_visible()


def build(office: Page) -> None:
    """The office writes a form of three questions, orders them by the keyboard, tries it out and publishes it."""
    office.goto("/questions/")
    office.get_by_role("link", name="新建表格").first.click()
    office.fill("input[name=title]", "补充表")
    press(office, "开始设计")
    add_question(office, "yes", "有没有场地", must=True)
    add_question(office, "short", "谁管这个点")
    add_question(office, "whole", "场地多大", shown_if="“有没有场地”选的是“是”")
    button = office.get_by_role("button", name="上移：场地多大")
    button.focus()
    office.keyboard.press("Enter")
    office.wait_for_url(re.compile("moved="))
    expect(office.get_by_role("button", name="上移：场地多大")).to_be_focused()
    labels = [one.split(" ")[1].removesuffix("*") for one in office.locator("ol li b").all_inner_texts()]
    assert labels == ["有没有场地", "场地多大", "谁管这个点"]
    keep(office, "1-form")
    office.get_by_role("link", name="在手机上看").click()
    expect(office.get_by_label("场地多大")).to_be_hidden()
    office.get_by_label("是", exact=True).check()
    expect(office.get_by_label("场地多大")).to_be_visible()
    keep(office, "2-preview")
    office.go_back()
    publish(office)


def publish(office: Page) -> None:
    office.get_by_role("link", name="检查并发布").click()
    press(office, "发布这一版")
    expect(office.get_by_text("已经发布。").first).to_be_visible()


def answer(page: Page, project: int, *, area: str) -> None:
    shown = page.goto(f"/projects/{project}/form/answers/")
    assert shown is not None and shown.ok, page.content()  # noqa: PT018
    page.get_by_label("是", exact=True).check()
    page.get_by_label("场地多大").fill(area)
    press(page, "保存，下一步")


def test_an_office_changes_its_form_in_mid_round_and_old_answers_stay_whole(
    story: Cast, address: str, sign_in: SignIn
) -> None:
    office = sign_in("office")
    build(office)
    first = FormVersion.objects.get(number=1)
    call = open_call(story, first.pk)
    project = stage.draft(story, programme_id=call, start_date=None, finish_date=None)

    bo = sign_in("bo")
    answer(bo, project, area="很大")
    expect(bo.get_by_text("请填写数字，例如 12。").first).to_be_visible()
    keep(bo, "3-wrong-answer")
    answer(bo, project, area="120")
    expect(bo.get_by_text("补充表，第 1 版")).to_be_visible()

    office.goto(f"/questions/{first.form_id}/")
    office.get_by_role("button", name="删去：场地多大").click()
    office.wait_for_load_state("load")
    publish(office)
    office.goto(f"/projects/programmes/{call}/change/")
    office.select_option("select[name=form_version_id]", label="补充表，第 2 版")
    office.fill("textarea[name=why]", "面积不问了")
    press(office, "保存")
    expect(office.get_by_text("补充表，第 2 版")).to_be_visible()

    bo.goto(f"/projects/{project}/form/answers/")
    expect(bo.get_by_text("办公室出了第 2 版")).to_be_visible()
    expect(bo.get_by_label("场地多大")).to_have_value("120")
    keep(bo, "4-newer-version")
    projects.save_draft(project, form=stage.whole_form(), actor=story.bo, at=timezone.now())
    bo.goto(f"/projects/{project}/form/check/")
    press(bo, "提交申报")

    office.goto(f"/projects/programmes/{call}/answers/")
    expect(office.get_by_text("场地多大").first).to_be_visible()
    keep(office, "5-answers")
    with office.expect_download() as coming:
        office.get_by_role("link", name="导出 Excel").click()
    page = load_workbook(io.BytesIO(coming.value.path().read_bytes())).active
    assert page is not None
    heads, row = list(page.iter_rows(min_row=2, values_only=True))
    told = dict(zip(heads, row, strict=True))
    assert (told["表格版本"], told["场地多大"], told["有没有场地"]) == (1, 120, "是")


def test_a_save_after_the_closing_second_is_refused_and_the_words_come_back(
    story: Cast, address: str, sign_in: SignIn
) -> None:
    call = stage.open_call(story, opens_at=NOW - timedelta(days=1), closes_at=timezone.now() + timedelta(days=1))
    project = stage.draft(story, programme_id=call)
    bo = sign_in("bo")
    bo.goto(f"/projects/{project}/form/need/")
    bo.fill("textarea[name=content]", "截止前一秒还在写的字")
    Programme.objects.filter(pk=call).update(closes_at=timezone.now() - timedelta(seconds=1))

    press(bo, "保存，下一步")

    expect(bo.get_by_text(re.compile("已于 .* 截止，以系统时间为准")).first).to_be_visible()
    expect(bo.locator("textarea[name=content]")).to_have_value("截止前一秒还在写的字")
    keep(bo, "6-too-late")
    assert Project.objects.get(pk=project).content != "截止前一秒还在写的字"

    bo.goto("/")
    bo.goto(f"/projects/{project}/form/need/")
    expect(bo.locator("textarea[name=content]")).to_have_value("截止前一秒还在写的字")
    expect(bo.get_by_text("没有存进申报表").first).to_be_visible()

    Programme.objects.filter(pk=call).update(closes_at=timezone.now() + timedelta(days=1))
    bo.reload()
    press(bo, "保存，下一步")
    bo.wait_for_url(re.compile("/form/plan/"))
    assert Project.objects.get(pk=project).content == "截止前一秒还在写的字"


def test_words_typed_before_a_lost_sign_in_are_put_back(story: Cast, address: str, sign_in: SignIn) -> None:
    call = stage.open_call(story, opens_at=NOW - timedelta(days=1), closes_at=timezone.now() + timedelta(days=1))
    project = stage.draft(story, programme_id=call)
    bo = sign_in("bo")
    bo.goto(f"/projects/{project}/form/need/")
    bo.fill("textarea[name=innovation]", "写了半天的创新之处")
    bo.context.clear_cookies(name="huozhong_session")

    press(bo, "保存，下一步")
    bo.wait_for_url(re.compile("/sign-in/"))
    bo.fill("input[name=login]", "bo")
    bo.fill("input[name=password]", PASSWORD)
    bo.keyboard.press("Enter")
    bo.wait_for_url(re.compile(f"/projects/{project}/form/need/"))

    expect(bo.locator("textarea[name=innovation]")).to_have_value("写了半天的创新之处")
    expect(bo.get_by_text("刚才没有交上去的字已经放回来了")).to_be_visible()
    assert Project.objects.get(pk=project).innovation == ""
    press(bo, "保存，下一步")
    bo.wait_for_url(re.compile("/form/plan/"))
    assert Project.objects.get(pk=project).innovation == "写了半天的创新之处"
