"""Every page of the room: who sees it, what it says, what a wrong form says."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huozhong.funds import services
from huozhong.funds.models import Finding, Flag, Instalment, Refund, Voucher
from huozhong.funds.rules.words import Node
from huozhong.funds.tests.conftest import KIND, ONE, Desk
from huozhong.kernel.actors import Actor
from tests.cast import NOW, TODAY, Cast

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


def signed_in(cast: Cast, who: Actor) -> Client:
    client = Client()
    cast.sign_in(client, who)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def url(name: str, *parts: object) -> str:
    return reverse(f"funds:{name}", args=parts)


def test_an_account_is_open_to_its_own_people_to_those_above_and_to_nobody_elsewhere(desk: Desk) -> None:
    account = desk.account()
    desk.spend(account, "12.34", invoice_number=ONE, payee="新华书店")
    address = url("account", account)

    seen = {
        name: signed_in(desk.cast, who).get(address).status_code
        for name, who in {
            "bo": desk.cast.bo, "office": desk.cast.office, "lin": desk.cast.lin, "qin": desk.qin,
            "sara": desk.cast.sara, "yan": desk.yan,
        }.items()
    }  # fmt: skip
    page = text(signed_in(desk.cast, desk.cast.bo).get(address))

    assert seen == {"bo": 200, "office": 200, "lin": 200, "qin": 200, "sara": 404, "yan": 404}
    for words in ("新华书店", ONE, "¥12.34", "登记支出"):
        assert words in page
    assert "登记支出" not in text(signed_in(desk.cast, desk.qin).get(address))


def test_a_payment_is_entered_with_its_scan_and_only_who_may_see_opens_it(desk: Desk) -> None:
    account = desk.account()
    bo = signed_in(desk.cast, desk.cast.bo)
    typed = {
        "line": desk.line(account), "day": TODAY.isoformat(), "amount": "88.80", "what": "教材", "payee": "新华书店",
        "number": "记-001", "invoice_number": ONE,
    }  # fmt: skip

    wrong = bo.post(url("new_voucher", account), typed | {"amount": "20000.01", "day": "2026-11-20"})
    right = bo.post(url("new_voucher", account), typed | {"scan": SimpleUploadedFile("票.pdf", PDF)})

    assert wrong.status_code == 422
    assert "预算还剩 20000.00 元" in text(wrong)
    assert right.status_code == 302
    scan = Voucher.objects.get().scan_id
    address = url("file", account, scan)
    opened: Any = bo.get(address)
    assert b"".join(opened.streaming_content).startswith(b"%PDF")
    for close in opened._resource_closers:  # close() would take the test's own connection along
        close()
    assert signed_in(desk.cast, desk.cast.sara).get(address).status_code == 404
    assert bo.get(url("file", account, (scan or 0) + 99)).status_code == 404


@pytest.mark.parametrize("typed", [{}, {"line": "999999"}, {"amount": "abc"}, {"amount": "1e99"}, {"day": "昨天"}])
def test_a_wrong_form_comes_back_and_nothing_is_written(desk: Desk, typed: dict[str, str]) -> None:
    account = desk.account()
    usual = {"line": str(desk.line(account)), "day": TODAY.isoformat(), "amount": "1", "what": "教材", "payee": "店"}

    answer = signed_in(desk.cast, desk.cast.bo).post(url("new_voucher", account), usual | typed)

    assert answer.status_code == 422
    assert Voucher.objects.count() == 0


def test_a_wrong_payment_is_corrected_or_voided_with_a_reason(desk: Desk) -> None:
    account = desk.account()
    first = desk.spend(account, "10.00", invoice_number=ONE)
    bo = signed_in(desk.cast, desk.cast.bo)
    shown = text(bo.get(url("correct_voucher", account, first)))
    typed = {
        "day": TODAY.isoformat(), "amount": "11.00", "what": "课酬", "payee": "按签领表", "number": "记-001",
        "invoice_number": ONE, "why": "录错了。",
    }  # fmt: skip

    assert f'value="{ONE}"' in shown
    assert bo.post(url("correct_voucher", account, first), typed).status_code == 302
    second = Voucher.objects.get(state="recorded")
    assert bo.post(url("void_voucher", account, second.pk), {"why": ""}).status_code == 422
    assert bo.post(url("void_voucher", account, second.pk), {"why": "退货。"}).status_code == 302
    assert bo.get(url("void_voucher", account, 999999)).status_code == 404
    assert set(Voucher.objects.values_list("state", flat=True)) == {"corrected", "voided"}


def test_the_office_splits_pays_and_takes_a_balance_back(desk: Desk) -> None:
    account = desk.account()
    office = signed_in(desk.cast, desk.cast.office)

    assert "系统不猜" in text(office.get(url("plan", account)))
    assert office.post(url("plan", account), {"start": "50", "midway": "20", "acceptance": "20"}).status_code == 422
    assert office.post(url("plan", account), {"start": "50", "midway": "0", "acceptance": "50"}).status_code == 302
    first, last = Instalment.objects.order_by("number")
    paid = {"amount": "4000.00", "document_number": "样工财〔2026〕7号", "day": TODAY.isoformat()}
    assert "还没有到" in text(office.post(url("pay", account, first.pk), paid))
    desk.passed[1] = {Node.START}
    assert "可以拨了" in text(office.get(url("account", account)))
    assert office.post(url("pay", account, first.pk), paid).status_code == 302
    assert office.post(url("cancel", account, last.pk), {"why": "项目提前结束。"}).status_code == 302
    services.settle(KIND, 1, reason="terminated", at=NOW)
    refund = Refund.objects.get()
    assert "待退回补助" in text(office.get(url("account", account)))
    receipt = {"receipt": "收-1", "day": TODAY.isoformat(), "scan": SimpleUploadedFile("收据.pdf", PDF)}
    assert office.post(url("receive", account, refund.pk), receipt).status_code == 302
    assert signed_in(desk.cast, desk.cast.bo).get(url("plan", account)).status_code == 403


def test_a_word_is_looked_at_by_somebody_else(desk: Desk) -> None:
    account = desk.account()
    desk.spend(account, "1.00", what="请客")
    flag = Flag.objects.get()
    office, bo = signed_in(desk.cast, desk.cast.office), signed_in(desk.cast, desk.cast.bo)

    assert "出现这个词不等于有问题" in text(office.get(url("flag", flag.pk)))
    assert "看过，没有问题" not in text(bo.get(url("flag", flag.pk)))
    assert office.post(url("flag", flag.pk), {"sentence": "", "clear": "1"}).status_code == 422
    assert office.post(url("flag", flag.pk), {"sentence": "是误会。", "uphold": "1"}).status_code == 302
    assert "是误会。" in text(bo.get(url("flag", flag.pk)))
    assert text(office.get(url("flags"))).count("请客") >= 1
    assert Flag.objects.get().state == "upheld"


def test_an_audit_goes_from_finding_to_answer_to_confirmation_by_its_pages(desk: Desk) -> None:
    account = desk.account()
    desk.spend(account, "1.00")
    qin, bo = signed_in(desk.cast, desk.qin), signed_in(desk.cast, desk.cast.bo)
    due = (TODAY + timedelta(days=400)).isoformat()
    typed = {"verdict": "rectify", "text": "缺签领表。", "due_date": due}

    assert bo.get(url("new_finding", account)).status_code == 403
    assert qin.post(url("new_finding", account), typed | {"due_date": ""}).status_code == 422
    assert qin.post(url("new_finding", account), typed | {"verdict": "guilty"}).status_code == 422
    assert qin.post(url("new_finding", account), typed).status_code == 302
    finding = Finding.objects.get().pk
    assert "还有 1 条经审意见没有办结" in text(qin.get(url("findings")))
    assert bo.post(url("answer", finding), {"answer": "已补。"}).status_code == 302
    back = {"due_date": due, "why": "还缺两人。"}
    assert qin.post(url("send_back", finding), back).status_code == 302
    assert bo.post(url("answer", finding), {"answer": "已补齐。"}).status_code == 302
    assert qin.post(url("confirm", finding)).status_code == 302
    assert "经审意见都办结了" in text(qin.get(url("findings")))
    assert signed_in(desk.cast, desk.yan).get(url("finding", finding)).status_code == 404


def test_the_year_shows_the_pool_to_its_payer_and_everybody_only_their_own_accounts(desk: Desk) -> None:
    desk.spend(desk.account(1), "10.00")
    desk.account(2, sara=True)
    office, sara = signed_in(desk.cast, desk.cast.office), signed_in(desk.cast, desk.cast.sara)
    typed = {"year": "2026", "amount": "100000", "document_number": "样工财〔2026〕1号"}

    assert office.post(url("pool"), typed).status_code == 302
    whole, own = text(office.get(url("year"))), text(sara.get(url("year")))

    assert "2026 年有 2 本项目经费账" in whole
    assert "10万元" in whole
    assert "2026 年有 1 本项目经费账" in own
    assert "工间学堂1" not in own
    for odd in ("?year=99999", "?year=abc", "?class=nonsense", "?q=%00", "?q=学堂2&class=activities"):
        assert office.get(url("year") + odd).status_code == 200


def test_the_export_is_a_workbook_and_the_standards_say_what_is_not_known(desk: Desk) -> None:
    desk.spend(desk.account(), "10.00")
    qin = signed_in(desk.cast, desk.qin)

    book, standards = qin.get(url("export", 2026)), text(qin.get(url("standards")))

    assert book["Content-Type"].endswith("spreadsheetml.sheet")
    assert book.content[:2] == b"PK"
    assert "没有经核实的标准" in standards
    assert "江苏省" in standards
    assert standards.count("八个不准之") == 8


def test_in_hunan_the_standards_stand_with_their_sources(desk: Desk) -> None:
    desk.move_to_hunan()

    page = text(signed_in(desk.cast, desk.cast.bo).get(url("standards")))

    assert "¥2,100.00" in page
    assert "条号未对照原文" in page


def test_a_stranger_is_asked_to_sign_in(desk: Desk) -> None:
    account = desk.account()

    for address in (url("year"), url("account", account), url("export", 2026), url("flags"), url("findings")):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert "sign-in" in answer["Location"]


def test_amounts_on_the_page_are_those_of_the_rows(desk: Desk) -> None:
    account = desk.account()
    for amount in ("0.01", "19.99", "1234.50"):
        desk.spend(account, amount)

    page = text(signed_in(desk.cast, desk.cast.bo).get(url("account", account)))

    assert "已支出 ¥1,254.50" in page
    assert sum(Voucher.objects.values_list("amount", flat=True)) == Decimal("1254.50")
