"""Codes read from a photograph, on this machine alone."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image, ImageOps

from huozhong.papers.rules import codes

_SIDES = (2000, 1200, 4096)  # a phone's picture is read best when it is neither huge nor small


def codes_in(picture: bytes) -> tuple[str, ...]:
    """Every whole sheet code that stands in a picture, each once; the picture was made anew by records before."""
    with Image.open(io.BytesIO(picture)) as opened:
        grey = ImageOps.grayscale(opened)
    for side in _SIDES:
        smaller = grey.copy()
        smaller.thumbnail((side, side))
        read = zxingcpp.read_barcodes(smaller, formats=zxingcpp.barcode_formats_from_str("QRCode"))
        found = tuple(dict.fromkeys(code for seen in read if (code := codes.found_in(seen.text))))
        if found:
            return found
    return ()
