"""The rule book in the browser: who sees what, the whole way of a value, sentences for what is owed."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huozhong.kernel.actors import Actor
from huozhong.rulebook.models import LocalValue
from huozhong.rulebook.tests.cast import RULE, Keepers, keepers

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings: Any, tmp_path: Any) -> Keepers:
    return keepers()


def signed_in(house: Keepers, actor: Actor) -> Client:
    client = Client()
    house.cast.sign_in(client, actor)
    return client


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(content, "JPEG")
    return SimpleUploadedFile("办法.jpg", content.getvalue(), content_type="image/jpeg")


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "value": "50%",
        "document_title": "样本市总工会项目管理办法",
        "document_number": "样工发〔2026〕8号",
        "article": "第九条",
        "from_date": "2026-12-01",
        "scan": picture(),
    } | changed


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_list_says_how_many_local_rules_are_owed_and_by_whom(house: Keepers) -> None:
    page = text_of(signed_in(house, house.mei).get("/rules/"))

    assert re.search(r"还有 \d+ 条本地规定没有录入", page)
    assert "待江苏省录入" in page
    assert "未核实" in page
    assert "已核实" in page


def test_a_search_finds_a_rule_by_its_words(house: Keepers) -> None:
    page = text_of(signed_in(house, house.mei).get("/rules/", {"q": "自动退会 期限"}))

    assert "自动退会的期限" in page
    assert "展评权重" not in page


def test_a_rule_page_shows_article_quote_and_fingerprint(house: Keepers) -> None:
    page = text_of(signed_in(house, house.mei).get("/rules/terms.federation/"))

    assert "《中华人民共和国工会法》第十六条" in page
    assert "各级地方总工会委员会和产业工会委员会每届任期五年。" in page
    assert "本地不能另定" in page


def test_a_page_without_a_local_value_says_who_must_enter_it(house: Keepers) -> None:
    page = text_of(signed_in(house, house.mei).get("/rules/money.cap.birthday/"))

    assert "本地规定尚未录入，应由江苏省总工会的规则管理员录入。" in page


def test_entered_submitted_looked_at_and_approved_in_the_browser(house: Keepers) -> None:
    mei, lin = signed_in(house, house.mei), signed_in(house, house.lin)

    entered = mei.post(f"/rules/{RULE}/enter/", typed(unit=house.cast.city.unit_id))
    row = LocalValue.objects.get()
    assert (entered.status_code, entered.headers["Location"]) == (302, f"/rules/values/{row.pk}/")
    scan = mei.get(f"/rules/values/{row.pk}/scan/")
    assert (scan.headers["Content-Type"], b"".join(scan.streaming_content)[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    mei.post(f"/rules/values/{row.pk}/submit/")
    own = text_of(mei.get(f"/rules/values/{row.pk}/"))
    assert "录入人不能核准自己录入的规定" in own

    waiting = text_of(lin.get("/rules/"))
    assert "等您核准" in waiting
    look = text_of(lin.get(f"/rules/values/{row.pk}/approve/"))
    assert re.search(r"35\S*%\s+50\S*%\s+值会变", look)
    lin.post(f"/rules/values/{row.pk}/approve/")

    row.refresh_from_db()
    assert row.state in ("approved", "in_force")
    assert row.approved_by_name == "林核准"


def test_a_value_sent_back_carries_the_reason(house: Keepers) -> None:
    row = house.submitted()
    lin = signed_in(house, house.lin)

    refused = lin.post(f"/rules/values/{row.pk}/send_back/", {"why": ""})
    lin.post(f"/rules/values/{row.pk}/send_back/", {"why": "条款抄错了"})

    assert refused.status_code == 200
    assert "条款抄错了" in text_of(signed_in(house, house.mei).get(f"/rules/values/{row.pk}/"))


def test_wrong_values_come_back_with_an_example_and_keep_what_was_typed(house: Keepers) -> None:
    page = signed_in(house, house.mei).post(
        f"/rules/{RULE}/enter/", typed(unit=house.cast.city.unit_id, value="一半", until_date="2026-11-30")
    )

    words = text_of(page)
    assert "请填比例，例如：35%、2/3。" in words
    assert "失效日期必须晚于生效日期。" in words
    assert "样工发〔2026〕8号" in page.content.decode()
    assert not LocalValue.objects.exists()


def test_an_unfit_scan_keeps_the_draft_and_says_why(house: Keepers) -> None:
    script = SimpleUploadedFile("办法.pdf", b"MZ\x90\x00" + b"\x00" * 60, content_type="application/pdf")
    mei = signed_in(house, house.mei)

    answer = mei.post(f"/rules/{RULE}/enter/", typed(unit=house.cast.city.unit_id, scan=script), follow=True)

    assert LocalValue.objects.get().file_id is None
    assert "不能传" in text_of(answer) or "文件" in text_of(answer)


@pytest.mark.parametrize("path", ["", "edit/", "scan/", "approve/"])
def test_somebody_elsewhere_does_not_find_it(house: Keepers, path: str) -> None:
    row = house.draft()

    assert signed_in(house, house.sara).get(f"/rules/values/{row.pk}/{path}").status_code == 404


def test_a_member_without_the_permission_is_told_so(house: Keepers) -> None:
    assert signed_in(house, house.cast.bo).get(f"/rules/{RULE}/enter/").status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(house: Keepers) -> None:
    assert Client().get("/rules/").status_code == 302


def test_an_unknown_rule_is_not_found(house: Keepers) -> None:
    assert signed_in(house, house.mei).get("/rules/no.such/").status_code == 404


def test_law_cannot_be_entered_over(house: Keepers) -> None:
    assert signed_in(house, house.mei).get("/rules/terms.federation/enter/").status_code in (400, 409, 422)


def test_pages_are_whole_in_english(house: Keepers) -> None:
    row = house.submitted(from_date=date(2026, 12, 1))
    client = signed_in(house, house.lin)
    client.cookies["django_language"] = "en"

    for path in ("/rules/", f"/rules/{RULE}/", f"/rules/values/{row.pk}/", f"/rules/values/{row.pk}/approve/"):
        page = client.get(path)
        assert page.status_code == 200
        assert 'lang="en"' in page.content.decode()
    assert "Rubric weight: effect" in text_of(client.get(f"/rules/{RULE}/"))
    assert "Not checked" in text_of(client.get(f"/rules/{RULE}/"))
