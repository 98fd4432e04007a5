"""Pages of papers: who sees what, and the whole way through the browser's eyes."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django_cotton.compiler_regex import CottonCompiler
from docx import Document

from huozhong.papers import queries, services
from huozhong.papers.models import IssuingCode, Paper, SealedCopy, Sheet, SheetPhoto
from huozhong.papers.tests.conftest import Desk, picture
from tests.cast import NOW, TODAY


def asked_by(desk: Desk, who: str) -> Client:
    client = Client()
    desk.cast.sign_in(client, desk.shi if who == "shi" else getattr(desk.cast, who))
    return client


def status(client: Client, address: str) -> int:
    """The answer's number; a file is read to its end and closed."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)  # type: ignore[arg-type]
        for close in answer._resource_closers:  # not answer.close(): that would end the test's own connection
            close()
    return answer.status_code


WHO = [
    # office writes for the city, shi keeps its seal, lin chairs it; mei in a district; bo is addressed; sara elsewhere
    ("list", (200, 200, 200, 200, 200, 200)),
    ("new", (200, 200, 403, 200, 200, 200)),
    ("codes", (200, 200, 403, 200, 200, 200)),
    ("seals", (403, 200, 403, 403, 403, 403)),
    ("new_seal", (403, 200, 403, 403, 403, 403)),
    ("sheets", (200, 200, 403, 200, 200, 200)),
    ("new_sheet", (200, 200, 403, 200, 200, 200)),
    ("take_photo", (200, 200, 403, 200, 200, 200)),
    ("paper", (200, 200, 200, 200, 200, 404)),
    ("word", (200, 200, 200, 200, 200, 404)),
    ("seal", (403, 200, 403, 403, 403, 403)),
    ("sealed_copy", (200, 200, 200, 200, 200, 404)),
    ("sheet", (200, 200, 403, 404, 404, 404)),
    ("sheet_word", (200, 200, 403, 404, 404, 404)),
    ("photo", (200, 200, 403, 404, 404, 404)),
    ("photo_small", (200, 200, 403, 404, 404, 404)),
    ("by_code", (302, 302, 403, 404, 404, 404)),
]


def arguments(desk: Desk, name: str) -> list[object]:
    if name in ("paper", "word", "seal", "sealed_copy"):
        paper_id = desk.sealed()
        copy = services.take_back(paper_id, content=picture(), name="a.jpg", actor=desk.cast.office, at=NOW)
        return [paper_id, copy.id] if name == "sealed_copy" else [paper_id]
    if name in ("sheet", "sheet_word", "by_code", "photo", "photo_small"):
        cast = desk.cast
        sheet_id = services.make_sheet(
            "sign_in", title="签到", names="甲", held_date=TODAY, unit=cast.city, actor=cast.office, at=NOW
        )
        code = Sheet.objects.get().code
        if name.startswith("photo"):
            return [
                services.file_photo(
                    picture(), name="a.jpg", typed=code, unit=cast.city, actor=cast.office, at=NOW
                ).photo_id
            ]
        return [code] if name == "by_code" else [sheet_id]
    return []


@pytest.mark.parametrize(("name", "expected"), WHO, ids=[name for name, _ in WHO])
def test_who_sees_which_page(desk: Desk, name: str, expected: tuple[int, ...]) -> None:
    address = reverse(f"papers:{name}", args=arguments(desk, name))

    people = ("office", "shi", "lin", "mei", "bo", "sara")
    assert tuple(status(asked_by(desk, who), address) for who in people) == expected
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["edit", "issue", "void", "take_back"])
def test_what_changes_a_paper_is_closed_to_those_outside(desk: Desk, name: str) -> None:
    desk.code()
    address = reverse(f"papers:{name}", args=[desk.draft()])

    assert asked_by(desk, "office").get(address).status_code == 200
    assert asked_by(desk, "sara").post(address, {"why": "x"}).status_code == 404
    assert asked_by(desk, "bo").post(address, {"why": "x"}).status_code == 404


def test_a_paper_is_written_numbered_sealed_and_brought_back_in_the_browser(desk: Desk) -> None:
    office, shi = asked_by(desk, "office"), asked_by(desk, "shi")
    office.post(reverse("papers:codes"), {"unit": desk.cast.city.unit_id, "code": "样工发"})
    written = {"kind": "notice", "title": "关于{{ 7*7 }}<b>的通知", "addressee": "各工会", "body": "一、要求\n请照办。"}
    office.post(reverse("papers:new"), written | {"unit": desk.cast.city.unit_id})
    paper = Paper.objects.get()
    page = office.get(reverse("papers:paper", args=[paper.id])).content.decode()
    assert "关于{{ 7*7 }}&lt;b&gt;的通知" in page

    office.post(reverse("papers:issue", args=[paper.id]), {"code": str(IssuingCode.objects.get().id)})
    assert "盖章件未收回" in office.get(reverse("papers:paper", args=[paper.id])).content.decode()
    shi.post(reverse("papers:seal", args=[paper.id]), {"asked_by": "周项目", "copies": "2"})
    scan = SimpleUploadedFile("盖章.jpg", picture(), "image/jpeg")
    office.post(reverse("papers:take_back", args=[paper.id]), {"scan": scan})

    page = office.get(reverse("papers:paper", args=[paper.id])).content.decode()
    assert SealedCopy.objects.get().sha256 in page
    assert "样工发〔2026〕1号" in shi.get(reverse("papers:seals")).content.decode()
    word = office.get(reverse("papers:word", args=[paper.id]))
    assert "关于{{ 7*7 }}<b>的通知" in [p.text for p in Document(io.BytesIO(word.content)).paragraphs]


def test_a_refused_scan_comes_back_with_its_sentence(desk: Desk) -> None:
    paper_id = desk.sealed()
    fake = SimpleUploadedFile("盖章.pdf", b"<html><script>alert(1)</script>", "application/pdf")

    answer = asked_by(desk, "office").post(reverse("papers:take_back", args=[paper_id]), {"scan": fake})

    assert answer.status_code == 422
    assert "不支持这种文件" in answer.content.decode()
    assert Paper.objects.get(pk=paper_id).state == "issued"


def test_a_photograph_that_nobody_knows_leads_to_the_page_that_asks_for_the_code(desk: Desk) -> None:
    bo = asked_by(desk, "bo")
    photo = SimpleUploadedFile("表.jpg", picture(), "image/jpeg")

    answer = bo.post(reverse("papers:take_photo"), {"unit": desk.cast.works.unit_id, "photo": photo}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("papers:file_unfiled", args=[SheetPhoto.objects.get().id])
    assert "没有丢" in answer.content.decode()


@pytest.mark.parametrize("query", ["page=abc", "page=0", "page=99999", "state=zz", "kind=%00", "q=%27%22", "page=-1"])
def test_odd_addresses_are_answered(desk: Desk, query: str) -> None:
    assert asked_by(desk, "office").get(reverse("papers:list") + "?" + query).status_code == 200


def test_the_missing_copy_is_shown_by_the_component(desk: Desk) -> None:
    desk.code()
    paper_id = desk.issued()
    page = CottonCompiler().process("<c-papers.missing :papers='papers' />")

    shown = Template(page).render(Context({"papers": queries.papers_of("projects.project", 7)}))

    assert reverse("papers:paper", args=[paper_id]) in shown
    assert "盖章件未收回" in shown
