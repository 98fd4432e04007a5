"""The key of a folder: wrapped by the deployment's ring, opened for the moment of a verb."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Any

from huozhong.evidence.engine import opened, sealed
from huozhong.evidence.models import Folder, Item
from huozhong.people import queries as people


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a piece; names and numbers may stand in it, so it is kept closed."""

    title: str
    source: str = ""
    obtained_how: str = ""
    proves: str = ""
    name: str = ""  # of the file
    withdrawn_why: str = ""


def purpose_of_key(kind: str, thing_id: int) -> str:
    """What a folder's wrapped key is bound to."""
    return f"evidence-key:{kind}:{thing_id}"


def wrapped(key: bytes, *, kind: str, thing_id: int) -> bytes:
    """A folder's key, closed by the deployment's ring."""
    return people.key_ring().encrypt(base64.b64encode(key).decode(), purpose=purpose_of_key(kind, thing_id))


def key_of(folder: Folder) -> bytes:
    """A folder's key in clear."""
    purpose = purpose_of_key(folder.thing_kind, folder.thing_id)
    return base64.b64decode(people.key_ring().decrypt(bytes(folder.wrapped_key), purpose=purpose))


def purpose_of_words(folder: Folder, stored: str) -> str:
    """What the words of a piece are bound to."""
    return f"words:{folder.name}:{stored}"


def purpose_of_bytes(folder: Folder, stored: str) -> str:
    """What the bytes of a piece are bound to."""
    return f"bytes:{folder.name}:{stored}"


def closed_words(words: Words, *, folder: Folder, stored: str, key: bytes) -> bytes:
    """The words of a piece as they lie in their row."""
    text = json.dumps(asdict(words), ensure_ascii=False).encode()
    return sealed(text, key=key, purpose=purpose_of_words(folder, stored))


def words_of(item: Item, *, key: bytes) -> Words:
    """The words of a piece."""
    text = opened(bytes(item.words), key=key, purpose=purpose_of_words(item.folder, item.stored))
    told: dict[str, Any] = json.loads(text)
    return Words(**told)
