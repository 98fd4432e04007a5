"""The keys of a deployment: made once at set-up, readable by nobody else, never in a backup unless asked for."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

DEMO_SIGNING_KEY = "demo-only-never-in-production"


def folder(data: Path) -> Path:
    """Where keys live: HUOZHONG_KEYS, else `keys` under the data folder."""
    return Path(os.environ.get("HUOZHONG_KEYS") or data / "keys")


def signing_file(data: Path) -> Path:
    """The key that signs sessions and links."""
    return folder(data) / "signing.key"


def personal_numbers_file(data: Path) -> Path:
    """The keys that encrypt and index personal numbers; its format belongs to `people`."""
    return folder(data) / "personal-numbers.json"


def signing_key(data: Path) -> str:
    """HUOZHONG_SECRET_KEY, else the key made at set-up, else the well-known one that production refuses."""
    if given := os.environ.get("HUOZHONG_SECRET_KEY"):
        return given
    try:
        return signing_file(data).read_text().strip()
    except FileNotFoundError:
        return DEMO_SIGNING_KEY


def make_folder(data: Path) -> Path:
    """The key folder, open to its owner only."""
    made = folder(data)
    made.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made


def make_signing_key(data: Path) -> bool:
    """Make the signing key if there is none; True when it was made now. Two processes at once end with one key."""
    make_folder(data)
    return write_once(signing_file(data), secrets.token_urlsafe(48).encode())


def write_once(path: Path, content: bytes) -> bool:
    """Write a 0600 file whole, unless it exists; True when this call wrote it."""
    if path.exists():
        return False
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600 from its birth
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)  # unlike a rename, a link never replaces what another process just wrote
    except FileExistsError:
        return False
    finally:
        os.unlink(unfinished)
    return True


def is_private(path: Path) -> bool:
    """Whether nobody but its owner may read it."""
    return path.stat().st_mode & 0o077 == 0
