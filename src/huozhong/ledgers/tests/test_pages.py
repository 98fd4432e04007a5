"""Ledgers in the browser: from the empty template to the register, and who sees none of it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from huozhong.kernel.actors import Actor
from huozhong.ledgers.models import Export, ReadBack, Template
from huozhong.ledgers.tests.cast import WHY, House, house
from huozhong.ledgers.tests.sheets import content, members_template
from huozhong.people import queries as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> House:
    return house()


def signed_in(city: House, actor: Actor) -> Client:
    client = Client()
    city.cast.sign_in(client, actor)
    return client


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sheet(body: bytes, name: str = "会员花名册.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_template_is_uploaded_looked_at_used_changed_and_read_back(city: House) -> None:
    client, unit = signed_in(city, city.keeper), city.cast.district.unit_id

    client.post("/ledgers/members/template/", {"unit": unit, "content": sheet(members_template())})
    row = Template.objects.get()
    page = client.get(f"/ledgers/templates/{row.pk}/")
    assert "联系方式/手机" in text_of(page)
    assert "第 3 至 4 行" in text_of(page)
    mapping = {f"column_{column}": key for column, key in row.mapping.items()}
    client.post(f"/ledgers/templates/{row.pk}/", mapping)
    asked = client.post("/ledgers/members/export/", {"unit": unit, "template": row.pk}, follow=True)
    assert "做好了，共 2 行" in text_of(asked)
    export = Export.objects.get()
    book = load_workbook(io.BytesIO(body_of(client.get(f"/ledgers/exports/{export.pk}/file/"))))
    book.active["E5"] = "13900009999"
    given = {"unit": unit, "template": row.pk, "content": sheet(content(book))}
    tried = client.post("/ledgers/members/read/", given, follow=True)
    assert "139****9999" in text_of(tried)
    back = ReadBack.objects.get()
    done = client.post(f"/ledgers/read/{back.pk}/apply/", {"why": "10 月入会申请表"}, follow=True)
    assert "已写入 1 行" in text_of(done)
    assert people.person(city.ids[0]).phone_masked == "139****9999"


def test_full_numbers_are_not_offered_to_who_may_not_have_them(city: House) -> None:
    assert 'name="with_numbers"' in signed_in(city, city.keeper).get("/ledgers/members/export/").content.decode()
    page = signed_in(city, city.mei).get("/ledgers/members/export/")
    assert 'name="with_numbers"' not in page.content.decode()
    assert "由组织管理员写明用途后导出" in text_of(page)


def test_full_numbers_without_a_reason_are_asked_for_one_and_nothing_is_lost(city: House) -> None:
    given = {"unit": city.cast.district.unit_id, "with_numbers": "on", "why": "普查"}

    page = signed_in(city, city.keeper).post("/ledgers/members/export/", given)

    assert "至少 10 个字" in text_of(page)
    assert "普查" in page.content.decode()
    assert not Export.objects.exists()


def test_an_export_with_full_numbers_may_be_seen_but_not_fetched_without_the_permission(city: House) -> None:
    row = city.export(actor=city.keeper, with_numbers=True, why=WHY)
    mei = signed_in(city, city.mei)

    assert WHY in text_of(mei.get("/ledgers/exports/"))
    assert mei.get(f"/ledgers/exports/{row.pk}/file/").status_code == 403


def test_somebody_elsewhere_finds_nothing(city: House) -> None:
    template, export = city.template(), city.export()
    back = city.read(members_template_filled(city))
    sara, before = signed_in(city, city.cast.sara), Export.objects.count()

    for path in (
        f"templates/{template.pk}/",
        f"templates/{template.pk}/file/",
        f"exports/{export.pk}/",
        f"exports/{export.pk}/file/",
        f"read/{back.pk}/",
    ):
        assert sara.get(f"/ledgers/{path}").status_code == 404, path
    for path in (f"templates/{template.pk}/retire/", f"read/{back.pk}/apply/", f"read/{back.pk}/forget/"):
        assert sara.post(f"/ledgers/{path}", {"why": "试试看"}).status_code == 404, path
    assert "会员花名册" not in text_of(sara.get("/ledgers/"))
    assert sara.post("/ledgers/members/export/", {"unit": city.cast.district.unit_id}).status_code == 200
    assert Export.objects.count() == before


def members_template_filled(city: House) -> bytes:
    from huozhong.records import services as records

    row = city.export()
    assert row.file_id is not None
    return records.read_file(row.file_id)


@pytest.mark.parametrize("path", ["", "exports/", "members/export/", "members/read/", "members/template/"])
def test_who_may_export_nothing_is_told_so_and_who_is_not_signed_in_signs_in(city: House, path: str) -> None:
    assert signed_in(city, city.cast.lin).get(f"/ledgers/{path}").status_code == 403
    assert Client().get(f"/ledgers/{path}").status_code == 302


def test_an_unknown_list_is_not_found(city: House) -> None:
    assert signed_in(city, city.keeper).get("/ledgers/salaries/export/").status_code == 404


@pytest.mark.parametrize("body", [b"MZ\x90\x00" + bytes(60), b"PK\x03\x04torn", members_template()[:400]])
def test_an_unfit_file_is_refused_with_a_sentence_and_nothing_is_kept(city: House, body: bytes) -> None:
    given = {"unit": city.cast.district.unit_id, "content": sheet(body)}

    answer = signed_in(city, city.keeper).post("/ledgers/members/template/", given)

    assert answer.status_code == 422
    assert 'name="content"' in answer.content.decode()
    assert not Template.objects.exists()


def test_pages_are_whole_in_english(city: House) -> None:
    template, export, back = city.template(), city.export(), city.read(members_template_filled(city))
    client = signed_in(city, city.keeper)
    client.cookies["django_language"] = "en"

    for path in ("", f"templates/{template.pk}/", f"exports/{export.pk}/", f"read/{back.pk}/", "members/export/"):
        page = client.get(f"/ledgers/{path}")
        assert page.status_code == 200
        assert 'lang="en"' in page.content.decode()
    assert "Ledgers" in text_of(client.get("/ledgers/"))
