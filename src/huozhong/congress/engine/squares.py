"""A square code read from a photograph, on this machine alone."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 12_000_000
MOST_PIXELS = 60_000_000
_SIDES = (1600, 900)


def square_in(picture: bytes) -> str:
    """The text of the one QR code in a picture; "" when there is none, or more than one, or no picture."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return ""
            grey = ImageOps.grayscale(opened)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return ""
    for side in _SIDES:
        smaller = grey.copy()
        smaller.thumbnail((side, side))
        read = zxingcpp.read_barcodes(smaller, formats=zxingcpp.barcode_formats_from_str("QRCode"))
        texts = {seen.text for seen in read if seen.text}
        if len(texts) == 1:
            return texts.pop()
        if texts:
            return ""
    return ""
