"""A live jury as one story: nine judges, one of whom stands back; phones and the board follow the stage."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from huozhong.juries import queries as juries
from huozhong.juries import services as panels
from huozhong.juries.rules.counting import count
from huozhong.juries.services import JudgeKind
from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from huozhong.projects import services as projects
from huozhong.projects.tests import stage
from tests.cast import NOW, Cast, actor, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "live-jury"))
PHONE, HALL, DESK = (390, 844), (1920, 1080), (1280, 900)
KEYS = ("organisation", "novelty", "effect", "replicability")
EFFECTS = (90, 80, 100, 70, 60, 50, 40, 30)  # of the eight who may score
OTHERS = {"organisation": 80, "novelty": 70, "replicability": 60}


@pytest.fixture
def show(db: None) -> tuple[Cast, int, int, int, list[Actor]]:
    """An accepted project in the east district, a jury of nine that sits; the ninth judge is from there."""
    cast = assemble()
    project = stage.accepted(cast)
    programme = stage.row(project).programme_id
    panel = projects.open_jury(programme, actor=cast.office, at=NOW, is_live=True, seed="story")
    judges = []
    for number in range(9):
        home = cast.district if number == 8 else cast.city
        judge = actor(f"评委{'一二三四五六七八九'[number]}", f"judge{number}", (Role.JUROR, cast.city))
        panels.appoint_judge(
            panel, person_id=judge.person_id or 0, unit_id=home.unit_id, actor=cast.office, at=NOW,
            kind=(JudgeKind.EXPERT, JudgeKind.WORKER, JudgeKind.UNION_HEAD)[number % 3],
        )  # fmt: skip
        judges.append(judge)
    panels.begin_round(panel, actor=cast.office, at=NOW)
    return cast, project, panel, juries.entry_of("projects.project", project, "showcase") or 0, judges


@pytest.fixture
def address(show: Any, tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "server.log") as where:
        yield where


Enter = Callable[[Cast, Actor, tuple[int, int]], BrowserContext]


@pytest.fixture
def enter(browser: Browser, address: str) -> Iterator[Enter]:
    """Gives somebody a browser of their own, signed in; every page is watched for errors."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def entered(cast: Cast, who: Actor, size: tuple[int, int]) -> BrowserContext:
        client = Client()
        cast.sign_in(client, who)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN", base_url=address)
        context.add_cookies([{**cookie, "url": address}])  # type: ignore[list-item]
        context.set_default_timeout(20_000)
        context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        contexts.append(context)
        return context

    yield entered
    for context in contexts:
        context.close()
    assert [said for said in complaints if "403" not in said] == []


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def score_on_the_phone(page: Page, effect: int) -> None:
    """One tap each on the dials, as a judge does."""
    for key in KEYS:
        dial = page.locator(f"input[name=points-{key}]")
        dial.fill(str((OTHERS | {"effect": effect})[key]))
        dial.blur()
    page.locator("[data-saved]").get_by_text("总分").wait_for()


def score_by_request(context: BrowserContext, entry: int, effect: int) -> None:
    """The same card without a page."""
    address = f"/juries/entries/{entry}/score/"
    context.request.get(address)
    token = next(one["value"] for one in context.cookies() if one["name"] == settings.CSRF_COOKIE_NAME)
    points = {f"points-{key}": str(value) for key, value in (OTHERS | {"effect": effect}).items()}
    answer = context.request.post(address, form=points, headers={"X-CSRFToken": token, "HX-Request": "true"})
    assert answer.ok, answer.text()


def hand_count() -> Fraction:
    """Weights 20, 25, 35, 20; eight judges: the highest and the lowest total go."""
    totals = sorted(Fraction(80 * 20 + 70 * 25 + effect * 35 + 60 * 20, 100) for effect in EFFECTS)
    return sum(totals[1:-1], Fraction(0)) / 6


def test_a_jury_of_nine_with_one_recusal_scores_on_stage(
    show: tuple[Cast, int, int, int, list[Actor]], enter: Enter
) -> None:
    cast, project, panel, entry, judges = show
    office = enter(cast, cast.office, DESK).new_page()
    board = enter(cast, cast.office, HALL).new_page()
    phones = [enter(cast, judge, PHONE).new_page() for judge in judges[:3]]
    recused = enter(cast, judges[8], PHONE)
    back = recused.new_page()
    board.goto(f"/juries/{panel}/board/")
    expect(board.get_by_role("heading", name="马上开始")).to_be_visible()
    for page in (*phones, back):
        page.goto("/juries/judging/")
        page.get_by_role("link", name="进入现场打分").click() if page is not back else page.goto(
            f"/juries/{panel}/follow/"
        )
        expect(page.get_by_text("请稍候")).to_be_visible()
    keep(phones[0], "1-phone-waits")

    office.goto(f"/juries/{panel}/stage/")
    office.get_by_role("button", name="第一项上台").click()

    for page in phones:
        expect(page.get_by_role("heading", name="机电厂工间学堂")).to_be_visible()
    expect(board.get_by_role("heading", name="机电厂工间学堂")).to_be_visible()
    expect(back.get_by_text("您应当回避").first).to_be_visible()
    assert "190 人参加" not in back.content()
    keep(back, "2-recused-phone")
    keep(phones[0], "3-phone-card")

    for page, effect in zip(phones, EFFECTS, strict=False):
        score_on_the_phone(page, effect)
    keep(phones[0], "4-phone-saved")
    expect(board.locator("[data-given]")).to_have_text("3")
    for judge, effect in zip(judges[3:8], EFFECTS[3:], strict=True):
        score_by_request(enter(cast, judge, PHONE), entry, effect)
    expect(board.locator("[data-given]")).to_have_text("8")
    expect(board.locator("[data-asked]")).to_have_text("8")
    keep(board, "5-board-counts")

    for path in (f"/juries/entries/{entry}/score/", f"/projects/{project}/", f"/juries/entries/{entry}/interest/"):
        answer = recused.request.get(path)
        assert answer.status == 403
        assert "应当回避" in answer.text()
        assert "190 人参加" not in answer.text()
    for path in ("/projects/", f"/juries/{panel}/proof/", f"/juries/{panel}/", f"/juries/{panel}/proof/json/"):
        said = recused.request.get(path).text()
        assert "190 人参加" not in said
        assert not re.search(r'"effect": \d|>77\.00<', said)

    expect(office.locator("[data-given]")).to_have_text("8")
    keep(office, "6-office-stage")
    office.get_by_role("button", name="截止，公布得分").click()

    total = hand_count()
    shown = f"{float(total):.2f}"
    expect(board.locator("[data-total]")).to_have_text(shown)
    keep(board, "7-board-result")
    for page in phones:
        expect(page.get_by_text("截止打分").first).to_be_visible()

    office.goto(f"/juries/{panel}/move/close/")
    office.get_by_role("button", name="结束评审，公布结果").click()
    expect(office.get_by_role("heading", name=re.compile("人人可以复核"))).to_be_visible()
    expect(office.get_by_text(f"精确得分（分数）：{total}")).to_be_visible()
    keep(office, "8-proof-sheet")
    sheet = json.loads(office.request.get(f"/juries/{panel}/proof/json/").text())
    assert count(sheet) == sheet["result"]
    assert Fraction(sheet["result"]["entries"][0]["total"]) == total
    assert [one["judge"] for one in sheet["entries"][0]["recused"]] == ["评委九"]
    assert recused.request.get(f"/projects/{project}/").status == 200
