"""What a camera wrote into a photograph: the moment and, to about a kilometre, the place."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from PIL import Image

from huozhong.kernel.zone import ZONE

GPS, ORIGINAL, DIGITIZED, DATETIME, EXIF = 0x8825, 0x9003, 0x9004, 0x0132, 0x8769
HUNDREDTH = Decimal("0.01")  # of a degree: about 1.1 km northwards


@dataclass(frozen=True, slots=True)
class Taken:
    """When and about where a photograph was taken, as far as it says so."""

    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def taken(content: bytes) -> Taken:
    """Read the hidden notes of a photograph; what is missing, broken or impossible is None. Never raises."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            notes = picture.getexif()
            detail, spot = dict(notes.get_ifd(EXIF)), dict(notes.get_ifd(GPS))
    except Exception:  # anything may be in a file from outside
        return Taken()
    moment = _moment(detail.get(ORIGINAL) or detail.get(DIGITIZED) or notes.get(DATETIME))
    latitude, longitude = _degrees(spot, 2, 1, "S", most=90), _degrees(spot, 4, 3, "W", most=180)
    if latitude is None or longitude is None:
        return Taken(moment)
    return Taken(moment, latitude, longitude)


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=ZONE)
    except ValueError:
        return None


def _degrees(spot: dict[int, Any], number: int, side: int, negative: str, *, most: int) -> Decimal | None:
    try:
        degrees, minutes, seconds = (Decimal(str(float(part))) for part in spot[number])
        value = degrees + minutes / 60 + seconds / 3600
        if not (value.is_finite() and 0 <= value <= most):
            return None
        sign = -1 if str(spot.get(side, "")).strip("\x00 ").upper() == negative else 1
        return (sign * value).quantize(HUNDREDTH, ROUND_HALF_EVEN)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
