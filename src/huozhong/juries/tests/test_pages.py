"""Pages of a jury: for the office, for a judge's phone, for the hall, for whoever computes again."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from huozhong.juries import services
from huozhong.juries.models import Assignment, Judge, Panel, Recusal, Score
from huozhong.juries.queries import live
from huozhong.juries.rules.counting import count
from huozhong.juries.tests import stage
from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from tests.cast import NOW, Cast, actor


def url(name: str, *args: object) -> str:
    return reverse(f"juries:{name}", args=args)


def as_(cast: Cast, who: Actor) -> Client:
    client = Client()
    cast.sign_in(client, who)
    return client


def points(effect: int = 90) -> dict[str, str]:
    return {f"points-{key}": str(value) for key, value in (stage.CARD | {"effect": effect}).items()}


@pytest.fixture(autouse=True)
def _fresh_pulse() -> None:
    live._known.clear()


def test_the_office_sees_its_jury_and_no_points(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast)
    stage.score_all(entry_id, judges, (91, 92, 93))
    office = as_(cast, cast.office)

    pages = [office.get(url(name, panel_id)) for name in ("panel", "proof", "judges")]
    pages += [office.get(url("list")), office.get(url("entry", entry_id)), office.get(url("move", panel_id, "close"))]

    assert [page.status_code for page in pages] == [200] * 6
    assert "已打分" in pages[4].content.decode()
    for page in pages:
        assert not {">91<", ">92<", ">93<"} & set(page.content.decode().replace("\n", "").split())
        assert "77.35" not in page.content.decode()


def test_a_judge_scores_on_the_phone_and_every_change_is_kept_at_once(cast: Cast) -> None:
    _panel, entry_id, judges = stage.sitting(cast)
    phone = as_(cast, judges[0])
    assert "等您打分" in phone.get(url("judging")).content.decode()
    assert "工间学堂的内部材料" in phone.get(url("score", entry_id)).content.decode()

    half = phone.post(url("score", entry_id), {"points-effect": "90"}, headers={"HX-Request": "true"})
    assert "还有 3 个维度没打" in half.content.decode()
    whole = phone.post(url("score", entry_id), points() | {"opinion": "扎实。"}, headers={"HX-Request": "true"})

    assert "77.00" in whole.content.decode()
    assert Score.objects.get().is_whole
    assert 'value="90"' in phone.get(url("score", entry_id)).content.decode()


@pytest.mark.parametrize("typed", ["101", "-1", "9.5", "很好", "１２３４", "²"])
def test_what_is_no_point_of_the_scale_comes_back_with_a_sentence(cast: Cast, typed: str) -> None:
    _panel, entry_id, judges = stage.sitting(cast)

    answer = as_(cast, judges[0]).post(
        url("score", entry_id), points() | {"points-effect": typed}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert "0 到 100 的整数分" in answer.content.decode()
    assert not Score.objects.exists()


def test_a_recused_judge_sees_neither_text_nor_scores(cast: Cast) -> None:
    panel_id = stage.set_up(cast)
    far = [stage.judge(cast, panel_id, number) for number in range(3)]
    near = stage.judge(cast, panel_id, 8, home=cast.district)
    entry_id = stage.enter(cast, panel_id)
    services.begin_round(panel_id, actor=cast.office, at=NOW)
    stage.score_all(entry_id, far, (91, 92, 93))
    phone = as_(cast, near)

    for method in (phone.get, phone.post):
        answer = method(url("score", entry_id))
        assert answer.status_code == 403
        assert "应当回避" in answer.content.decode()
    asked = [url("judging"), url("panel", panel_id), url("proof", panel_id), url("follow", panel_id)]
    asked += [url("download", panel_id, form) for form in ("json", "csv")] + [url("list"), url("board", panel_id)]
    for address in asked:
        said = phone.get(address).content.decode()
        assert "内部材料" not in said
        assert not any(f'"effect": {n}' in said or f">{n}<" in said for n in (91, 92, 93))
    assert phone.get(url("entry", entry_id)).status_code == 403
    assert phone.get(url("interest", entry_id)).status_code == 403


def test_a_judge_stands_back_in_the_browser(cast: Cast) -> None:
    _panel, entry_id, judges = stage.sitting(cast, judges=4)
    phone = as_(cast, judges[0])

    assert phone.post(url("interest", entry_id), {"why": ""}).status_code == 422
    answer = phone.post(url("interest", entry_id), {"why": "我是顾问。"})

    assert answer.status_code == 302
    assert Recusal.objects.get().ground == "interest"
    assert phone.get(url("score", entry_id)).status_code == 403


def test_the_rubric_is_built_in_the_browser(cast: Cast) -> None:
    panel_id = stage.set_up(cast)
    office = as_(cast, cast.office)
    form: dict[str, Any] = {"title": "改过的展评", "minutes": "0", "is_named": "on", "weight_expert": "60"}
    form |= {"weight_worker": "40", "each_worker": "3", "rubric-TOTAL_FORMS": "2", "rubric-INITIAL_FORMS": "2"}
    rows = [("organisation", "组织", "45", "2", "没有章法"), ("", "惠及职工", "55", "1", "")]
    for number, (key, word, weight, tie, anchor) in enumerate(rows):
        said = {"key": key, "word": word, "weight": weight, "tie": tie, "anchor20": anchor}
        form |= {f"rubric-{number}-{name}": value for name, value in said.items()}

    wrong = office.post(url("change", panel_id), form | {"rubric-1-weight": "50"})
    assert wrong.status_code == 422
    assert "等于 100" in wrong.content.decode()
    assert office.post(url("change", panel_id), form).status_code == 302

    row = Panel.objects.get(pk=panel_id)
    assert [(one["key"], one["weight"]) for one in row.rubric] == [("organisation", 45), ("d1", 55)]
    assert (row.ties_by, row.kind_weights, row.each) == (
        ["d1", "organisation"],
        {"expert": 60, "worker": 40},
        {"worker": 3},
    )
    assert "没有章法" in office.get(url("panel", panel_id)).content.decode()


def test_the_office_seats_releases_records_kin_and_withdraws_in_the_browser(cast: Cast) -> None:
    panel_id, entry_id, _judges = stage.sitting(cast, judges=4)
    office = as_(cast, cast.office)
    newcomer = actor("新评委", "newcomer", (Role.JUROR, cast.city))

    assert office.post(url("judges", panel_id), {"person": newcomer.person_id, "kind": "expert"}).status_code == 302
    seat = Judge.objects.get(person_id=newcomer.person_id)
    assert Assignment.objects.filter(judge=seat, entry_id=entry_id).exists()
    assert office.post(url("entry", entry_id), {"judge": seat.pk, "why": "兄弟。"}).status_code == 302
    assert Recusal.objects.get(judge=seat).ground == "kin"
    assert office.post(url("release", seat.pk), {"why": "调走了。"}).status_code == 302
    assert office.get(url("release", seat.pk)).status_code == 404
    assert office.post(url("withdraw", entry_id), {"why": "单位申请。"}).status_code == 302


def test_the_stage_turns_and_phones_and_board_follow(cast: Cast) -> None:
    panel_id, first, judges = stage.sitting(cast, is_live=True)
    office, phone, hall = as_(cast, cast.office), as_(cast, judges[0]), Client()
    key = live.pulse_key(panel_id)
    waiting = hall.get(url("pulse", key, "phone"))
    assert "请稍候" in phone.get(url("follow", panel_id)).content.decode()

    assert office.post(url("stage", panel_id), {"entry": first}).status_code == 302
    live._known.clear()

    unchanged = {"If-None-Match": waiting["ETag"]}
    turned = hall.get(url("pulse", key, "phone"), headers=unchanged)
    assert (turned.status_code, turned.json()) == (200, {"turn": 1})
    assert hall.get(url("pulse", key, "phone"), headers={"If-None-Match": turned["ETag"]}).status_code == 304
    assert "工间学堂" in phone.get(url("follow_now", panel_id)).content.decode()

    for one in judges:
        as_(cast, one).post(url("score", first), points(), headers={"HX-Request": "true"})
    live._known.clear()
    assert hall.get(url("pulse", key, "board")).json() == {"turn": 1, "given": 3, "asked": 3}
    assert "77.00" not in office.get(url("board_now", panel_id)).content.decode()
    assert office.post(url("close_entry", first)).status_code == 302
    live._known.clear()

    assert hall.get(url("pulse", key, "phone")).json() == {"turn": 2}
    assert "77.00" in office.get(url("board", panel_id)).content.decode()
    assert "截止" in phone.get(url("follow_now", panel_id)).content.decode()
    assert office.get(url("stage_now", panel_id)).status_code == 200


@pytest.mark.parametrize(("key", "who"), [("forged", "phone"), ("", "board"), ("good", "chair")])
def test_a_forged_pulse_is_not_found(cast: Cast, key: str, who: str) -> None:
    word = live.pulse_key(stage.set_up(cast)) if key == "good" else key or "x"

    assert Client().get(url("pulse", word, who)).status_code == 404


def test_the_pulse_is_read_once_for_everybody_who_asks_at_once(cast: Cast, django_assert_max_num_queries: Any) -> None:
    panel_id, first, _judges = stage.sitting(cast, is_live=True)
    services.stage_entry(panel_id, entry_id=first, actor=cast.office, at=NOW)
    live._known[panel_id] = (1e12, live.read_pulse(panel_id))  # just read

    with django_assert_max_num_queries(0):
        for _ in range(300):
            live.pulse(panel_id)


def test_the_proof_sheet_can_be_downloaded_and_counted_again(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast, judges=9)
    stage.score_all(entry_id, judges, (90, 80, 100, 70, 60, 50, 40, 30, 20))
    services.close_round(panel_id, actor=cast.office, at=NOW)
    reader = as_(cast, cast.bo)

    assert "人人可以复核" in reader.get(url("proof", panel_id)).content.decode()
    sheet = json.loads(reader.get(url("download", panel_id, "json")).content)
    lines = list(csv.reader(io.StringIO(reader.get(url("download", panel_id, "csv")).content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(reader.get(url("download", panel_id, "xlsx")).content))

    assert count(sheet) == sheet["result"]
    assert [line[-2] for line in lines[1:]].count("去掉") == 2
    assert book["计分表"].max_row == 10
    assert str(book["名次"]["D2"].value).startswith("=(SUM(计分表!J2:J10)-MAX(")
    assert reader.get(url("download", panel_id, "pdf")).status_code == 404


def test_who_has_no_part_in_it_gets_no_page(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast, is_live=True)
    draft = stage.set_up(cast, thing_id=2)

    for who in (cast.bo, cast.sara, judges[0]):
        client = as_(cast, who)
        assert client.get(url("stage", panel_id)).status_code == 403
        assert client.post(url("close_entry", entry_id)).status_code == 403
        assert client.post(url("move", panel_id, "close")).status_code == 403
        assert client.get(url("panel", draft)).status_code == 404
    assert as_(cast, cast.mei).get(url("stage", panel_id)).status_code in (403, 404)
    assert Client().get(url("panel", panel_id)).status_code == 302
    assert as_(cast, cast.bo).get(url("follow", panel_id)).status_code == 403


def test_a_stage_word_that_is_no_entry_is_not_found(cast: Cast) -> None:
    panel_id, _entry, _judges = stage.sitting(cast, is_live=True)
    office = as_(cast, cast.office)

    for typed in ("", "x", "0", "9" * 30):
        assert office.post(url("stage", panel_id), {"entry": typed}).status_code == 404
    assert office.get(url("move", panel_id, "open")).status_code == 404


@pytest.mark.needs("libreoffice-calc")
def test_libreoffice_opens_the_workbook_and_computes_the_same_total(cast: Cast, tmp_path: Path) -> None:
    panel_id, entry_id, judges = stage.sitting(cast, judges=9)
    stage.score_all(entry_id, judges, (91, 80, 100, 70, 60, 50, 40, 30, 20))
    services.close_round(panel_id, actor=cast.office, at=NOW)
    sheet = as_(cast, cast.bo).get(url("download", panel_id, "json")).json()
    book = tmp_path / "jury.xlsx"
    book.write_bytes(as_(cast, cast.bo).get(url("download", panel_id, "xlsx")).content)

    words = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "csv"]
    subprocess.run([*words, "--outdir", str(tmp_path), str(book)], check=True, capture_output=True, timeout=120)

    lines = list(csv.reader(io.StringIO((tmp_path / "jury.csv").read_text(encoding="utf-8"))))
    assert lines[1][3] == sheet["result"]["entries"][0]["shown"]
    assert lines[1][4] == sheet["result"]["entries"][0]["total"]
