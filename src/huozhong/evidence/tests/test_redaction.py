"""A redacted copy: black where boxes lay, untouched elsewhere, and nothing of the original travels inside it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from huozhong.evidence import queries, services
from huozhong.evidence.engine import Box, burned, pages_to_pdf
from huozhong.evidence.engine.drawing import BrokenPdfError, count_pages, pages_of
from huozhong.evidence.tests import stage
from huozhong.evidence.tests.stage import THING, add, said
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from tests.cast import NOW, Cast

SECRET = b"13861234567"


def opened(item_id: int, cast: Cast) -> Image.Image:
    content, _, _ = services.open_item(item_id, actor=cast.mei, at=NOW, why="核对")
    return Image.open(io.BytesIO(content)).convert("RGB")


def is_black(pixel: Any) -> bool:
    return max(pixel) < 40


def test_what_lay_under_a_box_is_black_and_the_rest_is_as_it_was(cast: Cast) -> None:
    kept = add(cast.sara, stage.picture(size=(400, 200), form="PNG"), name="a.png", title="名单")

    copy = services.redact_item(kept, [Box(0, 2500, 2500, 5000, 5000)], actor=cast.mei, at=NOW, why="遮住同事")

    picture = opened(copy, cast)
    assert picture.size == (400, 200)
    assert all(is_black(picture.getpixel(place)) for place in ((101, 51), (200, 100), (299, 149)))
    assert not any(is_black(picture.getpixel(place)) for place in ((90, 100), (310, 100), (200, 40), (200, 160)))
    card = queries.item(copy, actor=cast.mei)
    assert (card.is_copy, card.made_from, card.number, card.is_original) == (True, kept, "", False)
    assert said(copy)[0] == "piece_redacted"
    assert services.open_item(kept, actor=cast.mei, at=NOW)[0] == stage.picture(size=(400, 200), form="PNG")


def test_nothing_hidden_in_the_original_travels_with_the_copy(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    kept = add(cast.sara, stage.picture(exif=exif.tobytes(), comment=SECRET), name="a.jpg")

    copy = services.redact_item(kept, [Box(0, 0, 0, 10, 10)], actor=cast.mei, at=NOW)

    assert SECRET in services.open_item(kept, actor=cast.mei, at=NOW)[0]
    assert SECRET not in services.open_item(copy, actor=cast.mei, at=NOW)[0]


def text_pdf() -> bytes:
    """A PDF whose text layer and labels hold a telephone number."""
    stream = b"BT /F1 40 Tf 40 300 Td (" + SECRET + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(made)
    return (
        made
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + (b"trailer<</Size 6/Root 1 0 R/Title(" + SECRET + b")>>\nstartxref\n%d\n%%%%EOF" % end)
    )


def test_a_redacted_pdf_has_pictures_alone_no_text_to_copy(cast: Cast) -> None:
    kept = add(cast.sara, text_pdf(), name="证明.pdf")

    copy = services.redact_item(kept, [Box(0, 0, 3000, WHOLE_WIDTH, 3000)], actor=cast.mei, at=NOW)
    content, name, media_type = services.open_item(copy, actor=cast.mei, at=NOW)

    assert media_type == "application/pdf"
    assert name.endswith(".pdf")
    assert SECRET not in content
    from pypdf import PdfReader

    assert "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).strip() == ""
    (page,) = pages_of(content)
    drawn = Image.open(io.BytesIO(page)).convert("RGB")
    assert is_black(drawn.getpixel((drawn.width // 2, drawn.height * 45 // 100)))
    assert not is_black(drawn.getpixel((drawn.width // 2, drawn.height // 10)))


WHOLE_WIDTH = 10_000


def test_each_page_gets_its_own_boxes(cast: Cast) -> None:
    kept = add(cast.sara, stage.pdf(3), name="合同.pdf")

    copy = services.redact_item(kept, [Box(1, 0, 0, 10_000, 10_000)], actor=cast.mei, at=NOW)

    pages = [Image.open(io.BytesIO(one)) for one in pages_of(services.open_item(copy, actor=cast.mei, at=NOW)[0])]
    assert [is_black(page.getpixel((page.width // 2, page.height // 2))) for page in pages] == [False, True, False]


@pytest.mark.parametrize(
    "box", [(0, -1, 0, 5, 5), (0, 0, 0, 0, 5), (0, 9_999, 0, 2, 5), (-1, 0, 0, 5, 5), (0, 0, 9_000, 5, 1_001)]
)
def test_a_box_outside_the_picture_is_refused(box: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(Refused):
        Box(*box)


@pytest.mark.parametrize("boxes", [[], [Box(1, 0, 0, 5, 5)], [Box(0, 0, 0, 5, 5)] * 201])
def test_no_box_a_page_that_is_not_there_or_far_too_many_are_refused(cast: Cast, boxes: list[Box]) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")

    with pytest.raises(Refused):
        services.redact_item(kept, boxes, actor=cast.mei, at=NOW)
    assert queries.item(kept, actor=cast.mei).copies == ()


def test_what_cannot_be_drawn_takes_a_copy_that_was_redacted_elsewhere(cast: Cast) -> None:
    kept = add(cast.sara, "聊天记录：张三 欠我钱".encode(), name="聊天.txt")

    with pytest.raises(Refused, match="只有图片和 PDF"):
        services.redact_item(kept, [Box(0, 0, 0, 5, 5)], actor=cast.mei, at=NOW)
    copy = services.attach_redacted(kept, "聊天记录：某某 欠我钱".encode(), name="b.txt", actor=cast.mei, at=NOW)

    assert queries.item(kept, actor=cast.mei).copies == (copy,)
    assert queries.item(copy, actor=cast.mei).name == "聊天-遮挡副本.txt"


def test_a_copy_is_made_from_a_listed_original_by_who_may_add(cast: Cast) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")
    box = [Box(0, 0, 0, 5000, 5000)]
    copy = services.redact_item(kept, box, actor=cast.sara, at=NOW)

    with pytest.raises(Conflict):
        services.redact_item(copy, box, actor=cast.mei, at=NOW)
    with pytest.raises(Forbidden):
        services.redact_item(kept, box, actor=cast.lin, at=NOW)
    services.withdraw_item(kept, why="传错了", actor=cast.sara, at=NOW)
    with pytest.raises(Conflict):
        services.redact_item(kept, box, actor=cast.mei, at=NOW)
    assert all(card.withdrawn_at for card in queries.items_of(THING))


@pytest.mark.parametrize("content", [b"%PDF-1.7 not really", b"", b"\xff\xd8\xff"])
def test_a_broken_pdf_is_said_to_be_broken(content: bytes) -> None:
    for drawn in (pages_of, count_pages):
        with pytest.raises(BrokenPdfError):
            drawn(content)


def test_a_pdf_with_too_many_pages_is_kept_and_not_drawn(cast: Cast) -> None:
    kept = add(cast.sara, stage.pdf(61), name="厚.pdf")

    assert queries.item(kept, actor=cast.mei).pages == 61
    with pytest.raises(Refused, match="60 页"):
        services.redact_item(kept, [Box(0, 0, 0, 5, 5)], actor=cast.mei, at=NOW)


def test_a_broken_pdf_is_evidence_all_the_same(cast: Cast) -> None:
    kept = add(cast.sara, b"%PDF-1.7 with a password", name="锁.pdf")

    assert queries.item(kept, actor=cast.mei).pages == 0
    assert services.open_item(kept, actor=cast.mei, at=NOW)[0] == b"%PDF-1.7 with a password"


@given(
    left=st.integers(0, 9_900), top=st.integers(0, 9_900), width=st.integers(1, 10_000), height=st.integers(1, 10_000)
)
def test_no_pixel_under_a_box_survives(left: int, top: int, width: int, height: int) -> None:
    box = Box(0, left, top, min(width, 10_000 - left), min(height, 10_000 - top))
    canvas = Image.new("RGB", (90, 70), "white")
    ImageDraw.Draw(canvas).rectangle((0, 0, 89, 69), fill="white")
    kept = io.BytesIO()
    canvas.save(kept, format="PNG")

    picture = Image.open(io.BytesIO(burned(kept.getvalue(), [box]))).convert("L")

    for x in range(box.left * 90 // 10_000, -(-(box.left + box.width) * 90 // 10_000)):
        for y in range(box.top * 70 // 10_000, -(-(box.top + box.height) * 70 // 10_000)):
            assert picture.getpixel((x, y)) < 128


def test_a_pdf_of_pictures_keeps_their_order() -> None:
    made = pages_to_pdf([stage.picture(colour=colour) for colour in ("red", "blue")], dots_per_inch=150)

    colours = [Image.open(io.BytesIO(page)).convert("RGB").getpixel((50, 50)) for page in pages_of(made)]

    assert [colour.index(max(colour)) for colour in colours] == [0, 2]
