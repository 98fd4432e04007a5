"""Photographs made anew from their pixels, so that nothing else travels with them."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.filekinds import FileKind

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 4096
_FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: pixels only."""

    content: bytes
    width: int
    height: int


def made_anew(stream: IO[bytes], *, kind: FileKind, longest_side: int = LONGEST_SIDE) -> Picture:
    """The picture turned upright, at most so long, without place, camera, comments or hidden data; Refused if unfit."""
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own, lower limit decides
        try:
            with Image.open(stream, formats=[_FORMATS[kind]]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Refused(say("照片太大：超过 6000 万像素，请缩小后再传。"))
                opened.draft("RGB", (longest_side, longest_side))
                upright = ImageOps.exif_transpose(opened)
                upright.load()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
            raise Refused(say("这张照片已损坏，打不开。")) from error
        except Image.DecompressionBombError as error:
            raise Refused(say("照片太大：超过 6000 万像素，请缩小后再传。")) from error
    upright.thumbnail((longest_side, longest_side))
    pixels = upright.convert("RGB" if kind is FileKind.JPEG else _mode_of(upright))
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())  # a fresh picture: no info, no EXIF, no profile
    kept = io.BytesIO()
    bare.save(kept, format=_FORMATS[kind], **({} if kind is FileKind.PNG else {"quality": 85}))
    return Picture(kept.getvalue(), bare.width, bare.height)


def _mode_of(picture: Image.Image) -> str:
    return "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
