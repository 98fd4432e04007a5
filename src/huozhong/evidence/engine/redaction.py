"""Black boxes burned into pictures: what was under them is not in the copy any more."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

WHOLE = 10_000
MOST_BOXES = 200


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on one page (from 0), in ten-thousandths of its width and height from the upper left corner."""

    page: int
    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        fits = self.left >= 0 and self.top >= 0 and self.left + self.width <= WHOLE and self.top + self.height <= WHOLE
        if self.page < 0 or self.width <= 0 or self.height <= 0 or not fits:
            raise Refused(say("遮挡框画到了图外面，请重新画。"))


def checked(boxes: Sequence[Box], *, pages: int) -> None:
    """Refused when there is none, far too many, or one on a page that there is not."""
    if not boxes:
        raise Refused(say("请先在图上画出要遮住的地方。"))
    if len(boxes) > MOST_BOXES or any(box.page >= pages for box in boxes):
        raise Refused(say("遮挡框和页数对不上，请重新打开这一页再画。"))


def burned(picture: bytes, boxes: Iterable[Box]) -> bytes:
    """A picture (as made anew: pixels only) as JPEG with the boxes black; edges are rounded outwards."""
    with Image.open(io.BytesIO(picture)) as opened:
        canvas = opened.convert("RGB")
    brush = ImageDraw.Draw(canvas)
    for box in boxes:
        left, top = box.left * canvas.width // WHOLE, box.top * canvas.height // WHOLE
        right = -(-(box.left + box.width) * canvas.width // WHOLE)
        bottom = -(-(box.top + box.height) * canvas.height // WHOLE)
        brush.rectangle((left, top, right, bottom), fill="black")
    kept = io.BytesIO()
    canvas.save(kept, format="JPEG", quality=88)
    return kept.getvalue()


def pages_to_pdf(pages: Sequence[bytes], *, dots_per_inch: int) -> bytes:
    """One PDF of pictures alone: no text layer, no attachment, nothing of the file that the pages were drawn from."""
    images = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    kept = io.BytesIO()
    images[0].save(kept, format="PDF", save_all=True, append_images=images[1:], resolution=float(dots_per_inch))
    return kept.getvalue()
