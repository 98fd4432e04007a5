"""The key ring of this deployment, read once."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from huozhong.people.engine.cipher import KeyRing, MissingKeysError


def key_file() -> Path:
    """Where the keys are kept (HUOZHONG_KEYS, else `keys` under the data folder)."""
    return Path(settings.PERSONAL_KEYS_FILE)


def key_ring() -> KeyRing:
    """The keys; made on the spot outside production, MissingKeysError in production."""
    path = key_file()
    if not path.exists() and not settings.PRODUCTION:
        write_once(path, KeyRing.new().as_json())
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise MissingKeysError(f"no keys at {path}; restore them from the key backup or run set-up") from None
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> KeyRing:
    return KeyRing.read(path)


def write_once(path: Path, text: str) -> bool:
    """Write a file that only its owner may read, unless it exists; two at once end with one file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = _written(path, text)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return False
    finally:
        unfinished.unlink()
    return True


def replace_ring(ring: KeyRing) -> None:
    """Put a ring in the place of the present one, in one step."""
    path = key_file()
    os.replace(_written(path, ring.as_json()), path)


def _written(path: Path, text: str) -> Path:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return unfinished
