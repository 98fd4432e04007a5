"""What is sealed for one hand-off: the bag, the plain set, the words of its letter. Opened for the moment of a read."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from huozhong.evidence.engine import BrokenSealError, opened
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.rights.models import HandOff


def purpose_of(row: HandOff, what: str) -> str:
    """What sealed bytes of a hand-off are bound to."""
    return f"rights.handoff:{row.pk}:{what}"


def path_of(stored: str) -> Path:
    """Where sealed bytes of this name lie: under the files folder, so that every backup takes them along."""
    return Path(settings.DATA) / "files" / "sealed" / stored[:2] / stored


def key_of(row: HandOff) -> bytes:
    """The hand-off's key in clear."""
    if row.wrapped_key is None:
        raise NotFound(say("这次移送还没有打包。"))
    return base64.b64decode(people.key_ring().decrypt(bytes(row.wrapped_key), purpose=purpose_of(row, "key")))


def bytes_of(row: HandOff, stored: str) -> bytes:
    """Sealed bytes as they were put away; Refused when they are not what was kept."""
    if not stored:
        raise NotFound(say("这次移送还没有打包。"))
    try:
        return opened(path_of(stored).read_bytes(), key=key_of(row), purpose=purpose_of(row, stored))
    except FileNotFoundError:
        raise NotFound(say("存放移送材料的地方找不到这个文件，请马上告诉管理员：这件事要查。")) from None
    except BrokenSealError:
        raise Refused(say("移送材料和打包时不一样，打不开了。请马上告诉管理员：这件事要查。")) from None


def told_of(row: HandOff) -> Mapping[str, Any]:
    """What the letter and the list say, as the dossier stood when it was sent; empty before."""
    if row.told is None:
        return {}
    text = opened(bytes(row.told), key=key_of(row), purpose=purpose_of(row, "told"))
    found: Mapping[str, Any] = json.loads(text)
    return found
