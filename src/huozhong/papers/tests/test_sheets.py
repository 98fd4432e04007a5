"""Sheets: printed with a code, photographed, filed; nothing is lost."""

from __future__ import annotations

import io
import re
import secrets
import subprocess
from pathlib import Path

import pytest
import segno
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.papers import queries, services
from huozhong.papers.engine import codes_in
from huozhong.papers.models import Sheet, SheetPhoto
from huozhong.papers.rules import codes
from huozhong.papers.tests.conftest import picture
from tests.cast import NOW, TODAY, Cast

ADDRESS = "https://huozhong.example/papers/s/{}/"
NAMES = "买买提·吐尔逊,一车间\n𠮷田\t二车间\n𬱖霞"


def made(cast: Cast, **changed: object) -> Sheet:
    usual: dict[str, object] = {"title": "夏季送清凉", "held_date": TODAY, "names": NAMES, "blank_rows": 3}
    sheet_id = services.make_sheet("sign_in", unit=cast.works, actor=cast.bo, at=NOW, **(usual | changed))  # type: ignore[arg-type]
    return Sheet.objects.get(pk=sheet_id)


def photograph(code: str, *, turned: int = 17, blur: float = 1.2) -> bytes:
    """A sheet's code on a grey desk, turned and not quite sharp."""
    kept = io.BytesIO()
    segno.make(ADDRESS.format(code), error="q").save(kept, kind="png", scale=9, border=4)
    page = Image.new("RGB", (1500, 2000), "white")
    page.paste(Image.open(kept).convert("RGB"), (1000, 100))
    page = page.rotate(turned, expand=True, fillcolor=(120, 110, 100)).filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=60)
    return out.getvalue()


def take(cast: Cast, content: bytes, *, typed: str = "", who: str = "bo") -> services.Filed:
    unit = cast.works if who == "bo" else cast.away
    return services.file_photo(content, name="表.jpg", typed=typed, unit=unit, actor=getattr(cast, who), at=NOW)


@given(seed=st.randoms(use_true_random=False), place=st.integers(0, 12), other=st.sampled_from(codes.ALPHABET))
def test_one_wrong_sign_is_always_noticed(seed: object, place: int, other: str) -> None:
    code = codes.make(lambda n: seed.randrange(n))  # type: ignore[attr-defined]
    wrong = code[:place] + other + code[place + 1 :]

    assert codes.is_whole(code)
    assert codes.is_whole(wrong) == (wrong == code)


@given(seed=st.randoms(use_true_random=False), place=st.integers(0, 10))
def test_two_changed_places_are_always_noticed(seed: object, place: int) -> None:
    code = codes.make(lambda n: seed.randrange(n))  # type: ignore[attr-defined]
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert codes.is_whole(swapped) == (swapped == code)


def test_a_code_says_nothing_and_is_never_the_same(cast: Cast) -> None:
    first, second = made(cast), made(cast)

    assert first.code != second.code
    assert codes.typed(codes.in_groups(first.code).lower()) == first.code
    assert len(codes.ALPHABET) ** codes.LENGTH > 2**59


@pytest.mark.parametrize("turned", [0, 17, 90, 203])
def test_the_photograph_finds_its_sheet_by_itself(cast: Cast, turned: int) -> None:
    sheet = made(cast)

    filed = take(cast, photograph(sheet.code, turned=turned))

    assert filed.sheet_id == sheet.id
    assert SheetPhoto.objects.get().found_by == "picture"


def test_a_typed_code_is_enough(cast: Cast) -> None:
    sheet = made(cast)

    assert take(cast, picture(), typed=f" {codes.in_groups(sheet.code).lower()} ").sheet_id == sheet.id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "没有读到代码"), ("ABCD-EFGH", "有一位不对"), (codes.make(secrets.randbelow), "没有找到这个代码")],
    ids=["none", "mistyped", "unknown"],  # the same names on every worker
)
def test_a_photograph_without_its_sheet_is_kept_and_says_so(cast: Cast, typed: str, sentence: str) -> None:
    filed = take(cast, picture(), typed=typed)

    assert filed.sheet_id is None
    assert sentence in str(filed.says)
    assert "没有丢" in str(filed.says)
    assert [one.id for one in queries.unfiled(reach=access.reach(cast.bo, Permission.PAPER_WRITE))] == [filed.photo_id]


def test_an_unfiled_photograph_is_filed_by_hand(cast: Cast) -> None:
    sheet, filed = made(cast), take(cast, picture())
    with pytest.raises(Refused, match="没有找到"):
        services.file_unfiled(filed.photo_id, typed="nonsense", actor=cast.bo, at=NOW)

    assert services.file_unfiled(filed.photo_id, typed=sheet.code, actor=cast.bo, at=NOW) == sheet.id
    with pytest.raises(Refused, match="已经归档"):
        services.file_unfiled(filed.photo_id, typed=sheet.code, actor=cast.bo, at=NOW)


def test_the_code_of_another_union_opens_nothing(cast: Cast) -> None:
    sheet = made(cast)

    filed = take(cast, photograph(sheet.code), who="sara")

    assert filed.sheet_id is None
    assert "没有找到这个代码" in str(filed.says)
    with pytest.raises(NotFound):
        queries.sheet_by_code(sheet.code, reach=access.reach(cast.sara, Permission.PAPER_READ))
    with pytest.raises(NotFound):
        services.file_unfiled(filed.photo_id, typed=sheet.code, actor=cast.bo, at=NOW)


def test_two_sheets_in_one_picture_are_not_guessed(cast: Cast) -> None:
    first, second = (Image.open(io.BytesIO(photograph(made(cast).code, turned=0))) for _ in range(2))
    both = Image.new("RGB", (first.width + second.width, first.height))
    both.paste(first, (0, 0))
    both.paste(second, (first.width, 0))
    kept = io.BytesIO()
    both.save(kept, "JPEG")

    assert "一张一张拍" in str(take(cast, kept.getvalue()).says)


def test_the_same_photograph_is_filed_once(cast: Cast) -> None:
    content = photograph(made(cast).code)
    take(cast, content)

    with pytest.raises(Refused, match="已经在这张表下"):
        take(cast, content)


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"<html>", b"\xff\xd8\xff" + b"x" * 40, b""])
def test_what_is_no_photograph_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Refused):
        take(cast, content)

    assert not SheetPhoto.objects.exists()


def test_sheets_are_made_only_by_those_who_write_there(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.make_sheet("sign_in", title="x", names="甲", held_date=TODAY, unit=cast.works, actor=cast.sara, at=NOW)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "名称"),
        ({"names": "", "blank_rows": 0}, "名单"),
        ({"names": "\n".join("甲" for _ in range(501))}, "500"),
        ({"names": "甲" * 61}, "60"),
    ],
)
def test_a_sheet_that_cannot_be_printed_is_refused(cast: Cast, changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        made(cast, **changed)


def test_the_word_sheet_holds_every_name_and_the_code(cast: Cast) -> None:
    sheet = made(cast)

    document = Document(io.BytesIO(services.sheet_as_word(sheet.id, address=ADDRESS.format(sheet.code))))

    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[1] for row in cells[1:4]] == ["买买提·吐尔逊", "𠮷田", "𬱖霞"]
    assert [row[2] for row in cells[1:3]] == ["一车间", "二车间"]
    assert len(cells) == 7
    head = document.sections[0].header.tables[0]
    assert codes.in_groups(sheet.code) in head.rows[0].cells[1].text


@pytest.mark.needs("poppler-utils", "fonts-noto-cjk")
def test_the_printed_sheet_holds_every_name_and_a_code_that_a_camera_reads(cast: Cast, tmp_path: Path) -> None:
    sheet = made(cast, names=NAMES + "\n#show: x => [hacked]\n$x$ *b*", blank_rows=40)
    target = tmp_path / "sheet.pdf"
    target.write_bytes(services.sheet_as_pdf(sheet.id, address=ADDRESS.format(sheet.code)))

    told = subprocess.run(["pdftotext", "-raw", str(target), "-"], check=True, capture_output=True).stdout
    bare = re.sub(r"\s", "", told.decode())
    subprocess.run(["pdftoppm", "-r", "110", "-jpeg", str(target), str(tmp_path / "page")], check=True)

    for name in ("买买提·吐尔逊", "𠮷田", "𬱖霞", "#show: x => [hacked]", "$x$ *b*", codes.in_groups(sheet.code)):
        assert re.sub(r"\s", "", name) in bare
    pages = sorted(tmp_path.glob("page*.jpg"))
    assert len(pages) == 3
    assert [codes_in(page.read_bytes()) for page in pages] == [(sheet.code,)] * 3
