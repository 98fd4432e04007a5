"""A seed package says who signed it, and is refused whenever anything about it is not as it was signed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from huozhong.seeds.engine import package as packing
from huozhong.seeds.engine.package import (
    BadPackage,
    OutcomeReport,
    Package,
    fingerprint_of,
    public_bytes,
    read_outcomes,
    read_package,
    write_outcomes,
    write_package,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FORM = "登记表：编号、问题、答复\n".encode()
SHA = hashlib.sha256(FORM).hexdigest()
CONTENT = {
    "fields": {
        "reason": "", "problem": "夜班见不到工会的人。", "practice": "每周两次。", "effect": "", "conditions": "",
        "quotation": "", "source_line": "", "beneficiaries": "夜班职工", "headcount": 200, "cost_per_worker": "12.50",
        "contact": "办公室", "licence": "unions",
    },
    "lists": {
        "targets": [{"id": "t1", "indicator": "答复", "unit": "个", "baseline": "0", "target": "9", "direction": "up"}],
        "steps": [{"id": "s1", "title": "摸底", "role": "干部", "start_day": 0, "days": 10, "howto_ids": []}],
        "budget": [], "pitfalls": [], "credits": [{"id": "c1", "name": "样本市总工会", "part": "起草"}],
        "papers": [{"id": "p1", "name": "登记表.txt", "use": "form", "sha256": SHA, "size": len(FORM)}],
    },
}  # fmt: skip
PACKAGE = Package(
    title="车间茶座",
    theme="rights",
    lineage_id=UUID("8f14e45f-ceea-467f-a0e1-9d2f3b1c5a77"),
    number=2,
    content=CONTENT,
    publisher="样本市总工会",
    made_date=date(2026, 11, 20),
    files={SHA: FORM},
    evidence={"strength": "too_few", "completed": 2, "counted": 2, "least": 6},
)
WHOLE = write_package(PACKAGE, KEY)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(BadPackage) as no:
        read_package(content)
    return str(no.value.reason)


def test_what_was_packed_is_what_is_read() -> None:
    assert read_package(WHOLE) == replace(PACKAGE, fingerprint=fingerprint_of(public_bytes(KEY)))


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert write_package(PACKAGE, KEY) == WHOLE


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_no_altered_byte_passes_for_another_seed(place: int, by: int) -> None:
    altered = bytearray(WHOLE)
    altered[place] ^= by
    with suppress(BadPackage):  # a byte of the archive's own table that nobody reads may pass: the seed is as signed
        assert read_package(bytes(altered)) == read_package(WHOLE)


@given(st.binary(max_size=400))
def test_whatever_comes_is_refused_with_a_sentence(content: bytes) -> None:
    assert refused(content)
    with pytest.raises(BadPackage):
        read_outcomes(content)


def test_a_word_changed_inside_is_found() -> None:
    parts = members(WHOLE)
    parts["seed.json"] = parts["seed.json"].replace("每周两次".encode(), "每周八次".encode())

    assert "改动过" in refused(packed(parts))


def test_a_word_changed_with_its_hash_is_found_by_the_signature() -> None:
    parts = members(WHOLE)
    parts["seed.json"] = parts["seed.json"].replace("每周两次".encode(), "每周八次".encode())
    manifest = json.loads(parts["manifest.json"])
    for one in manifest["members"]:
        if one["path"] == "seed.json":
            one["sha256"] = hashlib.sha256(parts["seed.json"]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()

    assert "改动过" in refused(packed(parts))


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "files/../seed.json", "files\\..\\x", "C:evil", "files/short", "seed.json/"]
)
def test_a_path_that_leads_elsewhere_is_refused(name: str) -> None:
    assert "安全" in refused(packed(members(WHOLE) | {name: b"x"}))


def test_a_member_that_is_not_signed_is_refused() -> None:
    assert "改动过" in refused(packed(members(WHOLE) | {f"files/{'0' * 64}": b"x"}))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(members(WHOLE) | {f"files/{'0' * 64}": bytes(packing.MOST_UNPACKED)})
    assert len(bomb) < packing.MEBIBYTE

    assert "太大" in refused(bomb)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either() -> None:
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = deflated.compress(bytes(60 * packing.MEBIBYTE)) + deflated.flush()
    parts = members(WHOLE)
    lying = packed(parts | {"seed.json": b"a" * 100})
    assert refused(lying.replace(b"a" * 50, body[:50]))


def test_too_many_members_and_two_of_one_name_are_refused() -> None:
    many = {f"files/{number:064x}": b"" for number in range(packing.MOST_MEMBERS)}
    assert "太大" in refused(packed(members(WHOLE) | many))
    stream = io.BytesIO(WHOLE)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("seed.json", b"{}")
    assert "安全" in refused(stream.getvalue())


def test_a_later_format_asks_for_an_upgrade() -> None:
    parts = members(WHOLE)
    parts["manifest.json"] = parts["manifest.json"].replace(b'"version": 1', b'"version": 2')

    assert "升级" in refused(packed(parts))


@pytest.mark.parametrize("number", ["13812345678", "11010519491231002X"])
def test_a_personal_number_is_neither_packed_nor_read(number: str) -> None:
    told = json.loads(json.dumps(CONTENT))
    told["fields"]["contact"] = number
    with pytest.raises(BadPackage, match="证件号码"):
        write_package(replace(PACKAGE, content=told), KEY)


def test_digits_that_stand_in_a_hash_or_an_id_by_chance_are_no_personal_number() -> None:
    told = json.loads(json.dumps(CONTENT))
    told["lists"]["steps"][0]["id"] = "a13812345678"

    assert read_package(write_package(replace(PACKAGE, content=told), KEY)).content == told


def test_an_attachment_must_be_there() -> None:
    with pytest.raises(BadPackage, match="找不到"):
        write_package(replace(PACKAGE, files={}), KEY)


def test_another_s_signature_has_another_fingerprint() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))

    assert read_package(write_package(PACKAGE, other)).fingerprint != read_package(WHOLE).fingerprint


REPORT = OutcomeReport(PACKAGE.lineage_id, "邻市总工会", date(2026, 11, 1), {"strength": "works", "completed": 8})


def test_a_report_comes_back_as_it_was_and_an_altered_one_does_not() -> None:
    content = write_outcomes(REPORT, KEY)

    assert read_outcomes(content) == replace(REPORT, fingerprint=fingerprint_of(public_bytes(KEY)))
    with pytest.raises(BadPackage, match="改动过"):
        read_outcomes(content.replace(b": 8", b": 9"))
    with pytest.raises(BadPackage, match="改动过"):
        write_outcomes(replace(REPORT, counts={"names": ["张三"]}), KEY)


def test_a_signature_for_one_purpose_serves_no_other() -> None:
    told = json.loads(write_outcomes(REPORT, KEY))
    told["signature"] = json.loads(json.dumps(members(WHOLE)["signature"].decode()))

    with pytest.raises(BadPackage):
        read_outcomes(json.dumps(told).encode())
