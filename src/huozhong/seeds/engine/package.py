"""种子包: one file in which a seed travels between federations that share no server. Pure: no Django, clock or rows.

A package is a ZIP with `manifest.json`, `signature`, `seed.json` and `files/<sha256>`. The manifest names the format,
the publisher's Ed25519 public key (RFC 8032) and every other member with its SHA-256 and size; the signature covers the
manifest's bytes behind a fixed prefix, so that a signature for one purpose serves no other. Reading trusts nothing: the
members' names, number, sizes and compression are judged before anything is unpacked, and each member is read no further
than the manifest allows. Whether the key belongs to whom it says, a person decides once, by its fingerprint.

An outcome file goes the other way: counts of a seed's adopters, signed, small groups hidden.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jsonschema import Draft202012Validator

from huozhong.kernel.sentences import Sentence, say
from huozhong.seeds.engine.merge import Content
from huozhong.seeds.engine.package_schema import OUTCOME_SCHEMA, SEED_SCHEMA
from huozhong.seeds.rules import names_a_number

SEED_FORMAT, OUTCOME_FORMAT, VERSION = "huozhong-seed-package", "huozhong-seed-outcomes", 1
MEBIBYTE = 1024 * 1024
MOST_BYTES = 40 * MEBIBYTE  # of a package
MOST_MEMBERS = 40
MOST_TEXT = 2 * MEBIBYTE  # of manifest.json, of seed.json, and of an outcome file
MOST_FILE = 10 * MEBIBYTE  # of one attachment
MOST_UNPACKED = 100 * MEBIBYTE
_MEMBER = re.compile(r"manifest\.json|signature|seed\.json|files/[0-9a-f]{64}")
_EPOCH = (1980, 1, 1, 0, 0, 0)

ALTERED = say("这个文件被改动过，或者没有传完整。请向对方重新要一份。")
NO_PACKAGE = say("这不是种子包。请选对方导出的 .seed.zip 文件。")
TOO_LARGE = say("这个文件太大，不像种子包，没有打开。")
DANGEROUS = say("这个压缩包的结构有问题，为了安全没有打开。")
NEWER = say("这个文件是更新的格式，本系统还不认识。请先升级。")
PERSONAL = say("里面有个人的证件号码或手机号，不能收发。")


class BadPackage(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The file is refused; `reason` repeats nothing from it."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Package:
    """What a package says, and who signed it. `files` are the attachments by SHA-256, `evidence` counts as stated."""

    title: str
    theme: str
    lineage_id: UUID
    number: int
    content: Content
    publisher: str
    made_date: date
    change_note: str = ""
    ancestors: tuple[UUID, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """Counts of a seed's adopters elsewhere; None where the group is too small to be told."""

    lineage_id: UUID
    publisher: str
    as_of_date: date
    counts: Mapping[str, Any]
    fingerprint: str = ""


def fingerprint_of(key: bytes) -> str:
    """SHA-256 of a raw public key, hex: what two people read to each other on the telephone."""
    return hashlib.sha256(key).hexdigest()


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, to be read aloud."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The raw public key of 32 bytes."""
    return key.public_key().public_bytes_raw()


def write_package(package: Package, key: Ed25519PrivateKey) -> bytes:
    """The package as one signed file; the same input gives the same bytes. BadPackage when it holds personal data or
    an attachment is missing."""
    told = {
        "title": package.title,
        "theme": package.theme,
        "lineage_id": str(package.lineage_id),
        "number": package.number,
        "change_note": package.change_note,
        "ancestors": [str(one) for one in package.ancestors],
        "publisher": package.publisher,
        "made_date": package.made_date.isoformat(),
        "content": package.content,
        "evidence": dict(package.evidence),
    }
    _check(told, SEED_SCHEMA)
    wanted = {row["sha256"] for row in package.content["lists"].get("papers", [])}
    if wanted != set(package.files):
        raise BadPackage(say("有的材料找不到了，请先去掉或重新上传。"))
    members = {"seed.json": _json(told)} | {f"files/{name}": body for name, body in package.files.items()}
    manifest = _json(
        {
            "format": SEED_FORMAT,
            "version": VERSION,
            "key": base64.b64encode(public_bytes(key)).decode(),
            "members": [
                {"path": path, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
                for path, body in sorted(members.items())
            ],
        }
    )
    signature = base64.b64encode(key.sign(_signed(SEED_FORMAT, manifest)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in [("manifest.json", manifest), ("signature", signature), *sorted(members.items())]:
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def read_package(content: bytes) -> Package:
    """What a package says, once it is whole, unaltered and harmless; BadPackage with a sentence otherwise. The key's
    fingerprint comes with it: whether it is accepted, the caller asks."""
    if len(content) > MOST_BYTES:
        raise BadPackage(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except BadPackage:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
        raise BadPackage(NO_PACKAGE) from None
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error):
        raise BadPackage(ALTERED) from None


def _read(archive: zipfile.ZipFile) -> Package:
    names = _harmless(archive)
    if not {"manifest.json", "signature", "seed.json"} <= names:
        raise BadPackage(NO_PACKAGE)
    raw = _member(archive, "manifest.json", MOST_TEXT)
    manifest = _parsed(raw)
    _require_known(manifest, SEED_FORMAT)
    key = _key(manifest["key"])
    _verify(key, _member(archive, "signature", 200), _signed(SEED_FORMAT, raw))
    listed = {one["path"]: one for one in manifest["members"]}
    if set(listed) != names - {"manifest.json", "signature"} or len(listed) != len(manifest["members"]):
        raise BadPackage(ALTERED)
    bodies = {path: _listed(archive, path, one) for path, one in listed.items()}
    told = _parsed(bodies["seed.json"])
    _check(told, SEED_SCHEMA)
    files = {path.removeprefix("files/"): body for path, body in bodies.items() if path.startswith("files/")}
    wanted = {row["sha256"] for row in told["content"]["lists"].get("papers", [])}
    if wanted != set(files) or any(hashlib.sha256(body).hexdigest() != name for name, body in files.items()):
        raise BadPackage(ALTERED)
    return Package(
        title=told["title"],
        theme=told["theme"],
        lineage_id=UUID(told["lineage_id"]),
        number=told["number"],
        content=told["content"],
        publisher=told["publisher"],
        made_date=date.fromisoformat(told["made_date"]),
        change_note=told["change_note"],
        ancestors=tuple(UUID(one) for one in told["ancestors"]),
        evidence=told["evidence"],
        files=files,
        fingerprint=fingerprint_of(key),
    )


def _harmless(archive: zipfile.ZipFile) -> set[str]:
    """The members' names, once none of them is a trick: strange paths, doubles, secrets, or far too much unpacked."""
    listed = archive.infolist()
    if len(listed) > MOST_MEMBERS or sum(one.file_size for one in listed) > MOST_UNPACKED:
        raise BadPackage(TOO_LARGE)
    names = [one.filename for one in listed]
    if len(set(names)) != len(names) or not all(_MEMBER.fullmatch(name) for name in names):
        raise BadPackage(DANGEROUS)
    if any(one.flag_bits & 0x1 or one.is_dir() or one.orig_filename != one.filename for one in listed):
        raise BadPackage(DANGEROUS)
    return set(names)


def _member(archive: zipfile.ZipFile, path: str, most: int) -> bytes:
    """A member, never more of it than `most`, whatever its head says."""
    with archive.open(path) as stream:
        body = stream.read(most + 1)
    if len(body) > most:
        raise BadPackage(TOO_LARGE)
    return body


def _listed(archive: zipfile.ZipFile, path: str, one: Mapping[str, Any]) -> bytes:
    most = MOST_FILE if path.startswith("files/") else MOST_TEXT
    body = _member(archive, path, most)
    if len(body) != one["size"] or hashlib.sha256(body).hexdigest() != one["sha256"]:
        raise BadPackage(ALTERED)
    return body


def write_outcomes(report: OutcomeReport, key: Ed25519PrivateKey) -> bytes:
    """The report as a signed file; BadPackage when it holds anything but counts."""
    body = {
        "lineage_id": str(report.lineage_id),
        "publisher": report.publisher,
        "as_of_date": report.as_of_date.isoformat(),
        "counts": dict(report.counts),
    }
    _check(body, OUTCOME_SCHEMA)
    raw = _json(body)
    return _json(
        {
            "format": OUTCOME_FORMAT,
            "version": VERSION,
            "key": base64.b64encode(public_bytes(key)).decode(),
            "body": raw.decode(),
            "signature": base64.b64encode(key.sign(_signed(OUTCOME_FORMAT, raw))).decode(),
        }
    )


def read_outcomes(content: bytes) -> OutcomeReport:
    """A report from elsewhere, once it is whole and unaltered; BadPackage with a sentence otherwise."""
    if len(content) > MOST_TEXT:
        raise BadPackage(TOO_LARGE)
    try:
        told = _parsed(content)
        _require_known(told, OUTCOME_FORMAT)
        key, raw = _key(told["key"]), told["body"].encode()
        _verify(key, told["signature"].encode(), _signed(OUTCOME_FORMAT, raw))
        body = _parsed(raw)
        _check(body, OUTCOME_SCHEMA)
        return OutcomeReport(
            UUID(body["lineage_id"]),
            body["publisher"],
            date.fromisoformat(body["as_of_date"]),
            body["counts"],
            fingerprint_of(key),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadPackage(say("这不是成效汇总文件，或者被改动过。请向对方重新要一份。")) from None


def _require_known(manifest: Any, name: str) -> None:
    if not isinstance(manifest, dict) or manifest.get("format") != name:
        raise BadPackage(NO_PACKAGE)
    if type(manifest.get("version")) is not int or manifest["version"] > VERSION:
        raise BadPackage(NEWER)
    if manifest["version"] != VERSION:
        raise BadPackage(NO_PACKAGE)


def _signed(name: str, raw: bytes) -> bytes:
    return f"{name}/{VERSION}\0".encode() + raw


def _key(encoded: str) -> bytes:
    raw = base64.b64decode(encoded, validate=True)
    if len(raw) != 32:
        raise BadPackage(ALTERED)
    return raw


def _verify(key: bytes, encoded: bytes, signed: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(encoded, validate=True), signed)
    except (InvalidSignature, binascii.Error, ValueError):
        raise BadPackage(ALTERED) from None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False).encode()


def _parsed(raw: bytes) -> Any:
    return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_none_of_these)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _none_of_these(name: str) -> Any:
    raise ValueError(name)


def _check(told: Any, schema: Mapping[str, Any]) -> None:
    """The shape that the schema says, ids that stand once, and no number of any person."""
    if next(Draft202012Validator(schema).iter_errors(told), None) is not None:
        raise BadPackage(ALTERED)
    for rows in told.get("content", {}).get("lists", {}).values():
        if len({row["id"] for row in rows}) != len(rows):
            raise BadPackage(ALTERED)
    if names_a_number(told):
        raise BadPackage(PERSONAL)
