"""Putting away what belongs to one hand-off, closed under a key of its own."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from huozhong.evidence.engine import new_key, sealed
from huozhong.people import queries as people
from huozhong.rights.models import HandOff
from huozhong.rights.queries.handoffs_sealed import key_of, path_of, purpose_of


def give_key(row: HandOff) -> None:
    """A fresh key for the hand-off, wrapped by the deployment's ring; the caller saves the row."""
    clear = base64.b64encode(new_key()).decode()
    row.wrapped_key = people.key_ring().encrypt(clear, purpose=purpose_of(row, "key"))


def put_away(row: HandOff, content: bytes) -> str:
    """Write bytes sealed, whole or not at all; gives the name under which they lie."""
    stored = uuid4().hex
    target = path_of(stored)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=".incoming-", dir=target.parent)  # 0600 from its birth
    with os.fdopen(handle, "wb") as file:
        file.write(sealed(content, key=key_of(row), purpose=purpose_of(row, stored)))
        file.flush()
        os.fsync(file.fileno())
    Path(unfinished).replace(target)
    return stored


def closed_words(row: HandOff, told: Mapping[str, Any]) -> bytes:
    """What the letter and the list say, as it lies in its row."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    return sealed(text, key=key_of(row), purpose=purpose_of(row, "told"))
