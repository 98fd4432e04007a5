"""The key with which this federation signs its seed packages: made at the first export, kept beside the other keys."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huozhong.people import queries as people
from huozhong.seeds.engine.package import fingerprint_of, public_bytes


def key_file() -> Path:
    """Where the signing key lies; whoever has it signs in the federation's name."""
    return people.key_file().parent / "seed-packages.pem"


def signing_key() -> Ed25519PrivateKey:
    """The key, made on the spot when there is none. Two processes at once end with one key."""
    path = key_file()
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds another kind of key")
    return key


def own_fingerprint() -> str:
    """What other federations compare before they accept our packages."""
    return fingerprint_of(public_bytes(signing_key()))


def _make(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    try:
        os.link(unfinished, path)  # unlike a rename, a link never replaces what another process just wrote
    except FileExistsError:
        return
    finally:
        unfinished.unlink()
