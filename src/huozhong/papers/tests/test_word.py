"""Papers as Word: what was typed stays text, rare names survive, the layout is the customary one."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from huozhong.papers.engine import PaperCopy, paper_word
from huozhong.papers.rules import layout
from huozhong.papers.rules.layout import PaperKind

NAMES = "买买提·吐尔逊、𠮷田、𬱖霞、㛃、李·阿布都热合曼·买买提江·吐尔逊"
PAPER = PaperCopy(
    kind=PaperKind.REPLY,
    number="样工发〔2026〕12号",
    title="样本市总工会关于同意柳溪机电厂工会“车间茶座”项目立项的批复",
    addressee="柳溪机电厂工会",
    body=("你会请示收悉。现批复如下：", "一、同意立项", f"由{NAMES}负责。", "（二）按期结项", "此复。"),
    issuer="样本市总工会",
    day=date(2026, 11, 2),
    appendices=("项目任务书", "经费预算表。"),
    copy_to="东区总工会",
)


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def test_the_parts_stand_in_their_customary_order() -> None:
    text = "\n".join(line for line in lines(paper_word(PAPER)) if line.strip())

    order = ["样工发〔2026〕12号", "批复", "柳溪机电厂工会：", "同意立项", "附件：1. 项目任务书", "2. 经费预算表"]
    order += ["样本市总工会", "2026年11月2日", "抄送：东区总工会。", "印发"]
    places = [text.index(order[0])]
    for part in order[1:]:
        places.append(text.index(part, places[-1]))
    assert places == sorted(places)
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_kind_is_printed_with_the_margins_of_the_standard(kind: PaperKind) -> None:
    section = Document(io.BytesIO(paper_word(replace(PAPER, kind=kind)))).sections[0]

    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_fonts_sizes_and_line_pitch_are_the_standard_s() -> None:
    archive = zipfile.ZipFile(io.BytesIO(paper_word(PAPER)))
    document, styles, table = (
        archive.read(f"word/{part}.xml").decode() for part in ("document", "styles", "fontTable")
    )

    assert re.search(r'eastAsia="方正小标宋简体".{0,80}<w:sz w:val="44"/>', document)
    assert 'eastAsia="黑体"' in document
    assert 'eastAsia="楷体"' in document
    assert 'w:line="560" w:lineRule="exact"' in styles
    assert '<w:sz w:val="32"/>' in styles
    for font in ("方正小标宋简体", "仿宋", "黑体", "楷体"):
        assert f'w:name="{font}"><w:altName' in table


def test_the_request_names_its_signer_and_its_contact() -> None:
    content = paper_word(replace(PAPER, kind=PaperKind.REQUEST, signer="薄志刚", contact="联系人：梅雨晴"))

    assert "样工发〔2026〕12号\t签发人：薄志刚" in lines(content)
    assert "（联系人：梅雨晴）" in lines(content)


HOSTILE = ["<w:p>", "{{ 7*7 }}", "{% for x in y %}", "</w:t></w:r>", "&amp;", "]]>", '"><script>', "{{r x }}", "{#x#}"]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_markup_stays_text(words: str) -> None:
    title = f"关于{words}的通知"
    content = paper_word(replace(PAPER, title=title, addressee=words, body=(words, f"一、{words}"), signer=words))

    found = lines(content)
    assert f"{words}：" in found
    assert words in found
    assert "".join(found).count("49") == 0


@given(text=st.text(min_size=1, max_size=60))
def test_any_text_gives_a_document_that_opens(text: str) -> None:
    content = paper_word(replace(PAPER, title=text, body=(text,), issuer="甲" + text))

    assert layout.clean(text).replace("\n", "") in "".join(lines(content)).replace("\n", "")


def test_rare_names_survive_in_word() -> None:
    assert f"由{NAMES}负责。" in lines(paper_word(PAPER))


def pages_of(content: bytes, folder: Path) -> str:
    source = folder / "paper.docx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    told = subprocess.run(["pdftotext", "-layout", str(folder / "paper.pdf"), "-"], check=True, capture_output=True)
    return told.stdout.decode()


@pytest.mark.needs("libreoffice-writer", "poppler-utils", "fonts-noto-cjk")
def test_printed_it_has_a_blank_head_two_pages_and_its_end_at_the_foot(tmp_path: Path) -> None:
    body = ("你会请示收悉。现批复如下：", *PAPER.body[1:], *["请认真组织实施，按期报送进展。" * 5] * 3)
    first, second = pages_of(paper_word(replace(PAPER, body=body)), tmp_path).split("\f")[:2]

    assert re.sub(r"\s", "", first).startswith("样工发〔2026〕12号样本市总工会关于")
    assert "买买提·吐尔逊、𠮷田、𬱖霞" in re.sub(r"\s", "", first)
    rows = [row for row in second.splitlines() if row.strip()]
    assert rows[-1].strip().replace(" ", "") == "—2—"
    assert "印发" in rows[-2]
    assert "抄送" in rows[-3]


@pytest.mark.parametrize(
    ("name", "day"), [("样本市总工会", "2026年11月2日"), ("样本市某某集团有限责任公司工会联合会委员会", "2026年1月2日")]
)
def test_signature_and_day_stand_centred_above_each_other(name: str, day: str) -> None:
    from huozhong.papers.engine.word import signature_indents, width

    name_right, day_right = (twips / 20 for twips in signature_indents(name, day))

    assert abs((name_right + width(name) / 2) - (day_right + width(day) / 2)) <= 1
    assert min(name_right, day_right) >= 32


@given(title=st.text(alphabet="关于开展年度职工活动的通知“”《》总工会123", min_size=1, max_size=120))
def test_a_title_is_broken_without_losing_a_sign(title: str) -> None:
    found = layout.title_lines(title)

    assert "".join(found) == title
    assert all(len(line) <= layout.TITLE_LINE + 3 for line in found)


def test_headings_are_told_from_text() -> None:
    given = ["一、总体要求", "（一）任务", "一、这是一整句话，说完了。", "正文"]

    levels = [part.level for part in layout.ranked(given)]

    assert levels == [1, 2, 0, 0]
