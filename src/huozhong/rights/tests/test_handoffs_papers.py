"""What is printed of a hand-off: words stay words, every page is A4 and numbered, nothing is lost silently."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from huozhong.rights.engine.case_file import CASE_SCHEMA, UnfitCase, case_json
from huozhong.rights.engine.handoff_papers import handoff_papers
from huozhong.rights.engine.pdf_set import A4, Part, pdf_set

HOSTILE = '甲&乙<丙>"#panic("x")$*_`\\ 〔2026〕'
TOLD: dict[str, Any] = {
    "format": "huozhong-case/1", "number": "维权2026-0001-移1", "dossier": "维权2026-0001", "made_on": "2026-11-20",
    "is_sample": True, "purpose": {"key": "arbitrate", "words": "申请劳动仲裁"},
    "sender": {"unit": "东区总工会", "handler": "和以宁"},
    "receiver": {"name": "东区仲裁委", "kind": "仲裁委", "address": "", "site": ""},
    "dispute": {"key": "pay", "words": "劳动报酬"}, "stage": "调解中", "head_count": 12,
    "workers": [
        {"number": 1, "name": "苗青青", "phone": "13812340001", "document": "", "is_representative": True}
    ],
    "employer": {"name": HOSTILE, "code": ""}, "consent": {"way": "纸上签了名", "on": "2026-11-20"},
    "claims": [], "elements": {"story": "x"}, "timeline": [],
    "deadlines": [
        {
            "rule": "LIM-02", "title": "仲裁时效", "cite": "第27条", "owner": "和以宁", "start_date": "2026-03-01",
            "legal_date": "2027-03-01", "safe_date": "2027-02-26", "provisional": True,
        }
    ],
    "evidence": [
        {
            "number": "1-1", "title": HOSTILE, "kind": "书证", "proves": "工资", "source": "", "pages": 1,
            "original": True, "scanned": False, "name": "a.pdf", "path": "evidence/a.pdf", "sha256": "0" * 64,
            "size": 1, "media_type": "application/pdf", "tokens": 0,
        }
    ],
    "documents": [],
}  # fmt: skip


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def a_pdf(pages: int, *, size: tuple[float, float] = A4, rotate: int = 0) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(*size).rotate(rotate)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def a_picture(size: tuple[int, int]) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "green").save(made, "PNG")
    return made.getvalue()


def test_letter_list_address_and_receipt_print_whatever_stands_in_the_words() -> None:
    printed = words(handoff_papers(TOLD, bag_sha256="ab" * 32, answer_date="2026-11-25"))

    for said in ("移送函", "移送材料清单", "送达地址确认书", "回执", "甲&乙<丙>", '#panic("x")', "苗青青等12人",
                 "2027年3月1日（暂定）", "abababab", "不约束贵单位", "第1-1号"):  # fmt: skip
        assert said in printed
    assert "双方协议约定" in words(handoff_papers(TOLD, answer_date="2026-11-25", is_bound=True))


def test_the_set_keeps_the_order_counts_its_pages_and_makes_each_of_them_a4() -> None:
    pieces = [
        Part("1 合同", "application/pdf", a_pdf(3)),
        Part("2 照片", "image/png", a_picture((900, 2000))),
        Part("3 横的", "application/pdf", a_pdf(1, size=(1400, 700), rotate=90)),
    ]

    made, pages = pdf_set(TOLD, pieces, [Part("申请书", "application/pdf", a_pdf(2))])

    reader = PdfReader(io.BytesIO(made))
    assert pages == len(reader.pages) == 1 + 2 + 3 + 1 + 1
    cover = "".join(reader.pages[0].extract_text().split())
    assert "申请书第2页" in cover
    assert "1合同第4页" in cover
    assert "2照片第7页" in cover
    assert "3横的第8页" in cover
    for number, page in enumerate(reader.pages, start=1):
        assert [round(float(side)) for side in (page.mediabox.width, page.mediabox.height)] == [595, 842]
        assert f"第{number}页，共8页" in "".join(page.extract_text().split())


@pytest.mark.parametrize(
    ("media_type", "body", "said"),
    [
        ("audio/mp4", b"x", "录音、录像不能打印"),
        ("application/msword", b"x", "请另行打印"),
        ("application/pdf", b"%PDF-1.4 broken", "有损坏"),
        ("application/pdf", b"", "有损坏"),
        ("image/jpeg", b"\xff\xd8\xffbroken", "打不开"),
    ],
)
def test_what_cannot_be_printed_has_a_page_that_says_so_and_names_its_sum(
    media_type: str, body: bytes, said: str
) -> None:
    made, pages = pdf_set(TOLD, [Part("4 材料", media_type, body, name="原名.bin", sha256="c" * 64)], [])

    assert pages == 2
    printed = words(made)
    assert said in printed
    assert "c" * 64 in printed


def test_a_locked_pdf_is_named_and_not_printed() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf(1)))
    writer.encrypt("secret", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)

    made, _pages = pdf_set(TOLD, [Part("5 加密", "application/pdf", target.getvalue())], [])

    assert "有密码" in words(made)


def test_nothing_in_the_set_acts_by_itself() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf(1)))
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('page')")}
    )
    writer.root_object[NameObject("/OpenAction")] = action
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    target = io.BytesIO()
    writer.write(target)

    made, _pages = pdf_set(TOLD, [Part("6 动作", "application/pdf", target.getvalue())], [])

    assert b"JavaScript" not in made
    assert b"app.alert" not in made


def test_case_json_is_held_against_its_schema_and_knows_no_other_key() -> None:
    assert case_json(TOLD) == case_json(dict(reversed(TOLD.items())))
    assert CASE_SCHEMA["additionalProperties"] is False
    for broken in (TOLD | {"extra": 1}, TOLD | {"made_on": "soon"}, TOLD | {"claims": [{"number": 1}]}):
        with pytest.raises(UnfitCase):
            case_json(broken)
