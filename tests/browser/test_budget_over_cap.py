"""A cadre's budget over a cap on a phone: refused with the number and its source, mended, taken; a word looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huozhong.funds.models import Flag
from huozhong.kernel.classes import WorkClass
from huozhong.kernel.roles import Role
from huozhong.projects import services as projects
from huozhong.rulebook import services as rulebook
from tests.browser.entering import SignIn, give_passwords, signing_in
from tests.cast import Cast, actor, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "budget"))
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def enter_own_cap(cast: Cast) -> None:
    """Jiangsu's caps were not read anywhere: the city enters its own, and a second person approves it."""
    now = timezone.now()
    keeper = actor("管规则", "keeper", (Role.RULE_KEEPER, cast.city))
    approver = actor("核规则", "approver", (Role.RULE_APPROVER, cast.city))
    row = rulebook.draft_value(
        "money.cap.birthday", unit_id=cast.city.unit_id, value="300", from_date=now.date() - timedelta(days=30),
        document_title="样本市基层工会经费支出标准", document_number="样工发〔2026〕8号", article="第三条",
        actor=keeper, at=now,
    )  # fmt: skip
    row = rulebook.attach_scan(
        row.pk, content=SCAN, name="标准.pdf", media_type="application/pdf", actor=keeper, at=now
    )
    rulebook.approve(rulebook.submit(row, actor=keeper, at=now), actor=approver, at=now)


@pytest.fixture
def story(db: None, settings: Any, tmp_path: Path) -> tuple[Cast, int]:
    """The cast with passwords, a cap of the city's own, and Bo's draft that lacks only its budget."""
    settings.DATA = tmp_path
    cast, now = assemble(), timezone.now()
    enter_own_cap(cast)
    give_passwords()
    call = projects.CallForm(
        title="今年的工会工作项目征集", year=now.year, opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30), levels=("grassroots",), kinds=("enterprise",), classes=tuple(WorkClass),
    )  # fmt: skip
    programme = projects.draft_programme(cast.city.unit_id, form=call, actor=cast.office, at=now - timedelta(days=2))
    projects.move_programme(programme, "open", actor=cast.office, at=now - timedelta(hours=20))
    draft = projects.start_draft(programme, unit_id=cast.works.unit_id, name="给每位会员过生日", actor=cast.bo, at=now)
    today, finish = timezone.localdate(), timezone.localdate() + timedelta(days=200)
    fields = {
        "work_class": "culture", "lead": "薄志刚", "contact": "厂工会办公室", "start_date": today,
        "finish_date": finish, "basis_title": "年度工作要点", "basis_number": "样工发〔2026〕1号",
        "need": "座谈会上提得最多。", "target_group": "全体会员", "headcount": 100, "content": "每月集中过一次生日。",
    }  # fmt: skip
    form = projects.DraftForm(
        fields=fields,
        targets=(projects.TargetDraft("参加的会员", "人", Decimal(0), Decimal(100), finish),),
        tasks=(projects.TaskDraft("每月一次", "薄志刚", today, finish),),
    )
    projects.save_draft(draft, form=form, actor=cast.bo, at=now)
    return cast, draft


@pytest.fixture
def address(story: tuple[Cast, int], tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "server.log") as where:
        yield where


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    with signing_in(browser, address) as enter:
        yield enter


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def fill_budget(page: Page, *, purpose: str, amount: str) -> None:
    page.fill("input[name=budget-0-purpose]", purpose)
    page.select_option("select[name=budget-0-head]", "birthday")
    page.fill("input[name=budget-0-amount]", amount)
    page.fill("input[name=budget-0-own]", amount)
    if not page.locator("input[name=budget-0-people]").is_visible():
        page.locator("summary", has_text="人数和场合").first.click()
    page.fill("input[name=budget-0-people]", "100")
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_load_state("networkidle")


def test_a_budget_over_a_cap_is_refused_with_its_source_then_mended_and_a_word_is_looked_at(
    story: tuple[Cast, int], sign_in: SignIn
) -> None:
    _cast, draft = story
    bo = sign_in("bo")
    bo.goto(f"/projects/{draft}/form/money/")
    keep(bo, "1-empty")

    fill_budget(bo, purpose="会员生日蛋糕", amount="40000.00")
    expect(bo.get_by_text("这样的预算不能提交")).to_be_visible()
    refusal = bo.get_by_text(re.compile("每人 400.00 元，超过会员生日慰问上限 300.00 元，最多可列 30,000.00 元"))
    expect(refusal).to_be_visible()
    expect(refusal).to_contain_text("《样本市基层工会经费支出标准》（样工发〔2026〕8号）第三条")
    keep(bo, "2-refused")

    bo.goto(f"/projects/{draft}/form/check/")
    expect(bo.get_by_text("还有 1 处要补")).to_be_visible()
    keep(bo, "3-greyed")

    bo.goto(f"/projects/{draft}/form/money/")
    fill_budget(bo, purpose="会员生日蛋糕和小礼品", amount="30000.00")
    bo.wait_for_url(re.compile("form/check/"))
    expect(bo.get_by_text("提交后会请人看一眼")).to_be_visible()
    keep(bo, "4-mended")
    bo.get_by_role("button", name="提交申报").click()
    bo.wait_for_url(re.compile(rf"/projects/{draft}/$"))

    office = sign_in("office")
    office.goto("/")
    keep(office, "5-to-do")
    office.get_by_role("link", name=re.compile("看一眼用途|给每位会员过生日")).first.click()
    office.goto(f"/funds/flags/{Flag.objects.get().pk}/")
    expect(office.get_by_text("出现这个词不等于有问题")).to_be_visible()
    keep(office, "6-flag")
    office.fill("textarea[name=sentence]", "是蛋糕附送的贺卡，不是送礼。")
    office.get_by_role("button", name="看过，没有问题").click()
    expect(office.get_by_text("是蛋糕附送的贺卡，不是送礼。")).to_be_visible()
    keep(office, "7-cleared")

    kept = Flag.objects.get()
    assert (kept.state, kept.looked_by_name) == ("cleared", "周项目")
