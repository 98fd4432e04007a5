"""Playing a kept voice in a browser: whole, or the part that the browser asks for (phones ask in parts)."""

from __future__ import annotations

import re

from django.http import HttpResponse

from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.records.engine.filekinds import SOUNDS, FileKind
from huozhong.records.services.files import open_file

_PART = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def part_of(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of one asked part (RFC 9110, 14.1.2); None when the whole is to be sent."""
    found = _PART.fullmatch(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    return int(found[1]), min(int(found[2]), size - 1) if found[2] else size - 1


def sound_response(file_id: int, *, part: str = "") -> HttpResponse:
    """The voice, to be played in place. The caller has asked whether it may be heard."""
    stream, ref = open_file(file_id)
    with stream:
        if FileKind(ref.media_type) not in SOUNDS:
            raise NotFound(say("找不到这个文件。"))
        content = stream.read()
    asked = part_of(part, len(content))
    if asked is not None and (asked[0] > asked[1] or asked[0] >= len(content)):
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{len(content)}"
        return response
    first, last = asked or (0, len(content) - 1)
    response = HttpResponse(content[first : last + 1], content_type=ref.media_type, status=206 if asked else 200)
    if asked:
        response["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
