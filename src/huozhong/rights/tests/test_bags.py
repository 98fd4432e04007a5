"""A bag holds what was put into it, any change shows, and a second reader agrees."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from bagit_utils import Bag  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from huozhong.rights.engine import bag_check, receipts
from huozhong.rights.engine.bags import RECEIPT, TAGS, Packed, UnfitBag, fit_name, is_safe_path, pack, packed_bytes

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
DAY = date(2026, 11, 20)
FILES = {
    "case.json": '{"worker": "苗青青"}'.encode(),
    "evidence/01 劳动合同（2024）.pdf": b"%PDF-1.4 contract",
    f"evidence/{fit_name('02 100% wages.jpg')}": b"\xff\xd8\xff\x00picture",
    "custody/custody.json": b"[]",
}


def _says(packed: Packed) -> dict[str, str]:
    return {"bag_sha256": packed.sha256, "info_sha256": packed.info_sha256, "number": "移送-1"}


def receipt_for(packed: Packed, key: Ed25519PrivateKey = KEY) -> dict[str, bytes]:
    return {RECEIPT: receipts.sign(receipts.Kind.SENT, _says(packed), key)}


def written(files: dict[str, bytes], target: Path) -> Path:
    with target.open("wb") as stream:
        pack(
            ((path, partial(bytes, body)) for path, body in files.items()),
            stream,
            folder="移送-1",
            info={"Source-Organization": "样本市总工会\n维权部"},
            bagged=DAY,
            beside=receipt_for,
        )
    return target


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return written(FILES, tmp_path / "bag.zip")


def unpacked(bag: Path, where: Path) -> Path:
    with zipfile.ZipFile(bag) as archive:
        archive.extractall(where / "out")
    return where / "out" / "移送-1"


@pytest.fixture
def folder(bag: Path, tmp_path: Path) -> Path:
    return unpacked(bag, tmp_path)


def test_a_bag_is_whole_as_a_zip_and_as_a_folder_and_says_so_twice_alike(bag: Path, folder: Path) -> None:
    packed, unpacked = bag_check.verify(bag), bag_check.verify(folder)

    assert packed == unpacked
    assert packed.is_well
    assert (packed.files, packed.size) == (4, sum(map(len, FILES.values())))
    assert packed.receipt is not None
    assert packed.receipt.bag_sha256 == packed.sha256
    assert bag_check.verify(folder.parent) == packed


def test_a_second_reader_of_the_standard_accepts_the_folder(folder: Path) -> None:
    report = Bag(folder).validate()

    assert report.valid, [str(issue.message) for issue in report.issues]
    (folder / "data/case.json").write_bytes(b"{}")
    assert not Bag(folder).validate().valid


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (written(FILES, tmp_path / name).read_bytes() for name in ("a", "b"))

    assert first == second


@pytest.mark.parametrize("name", ["data/case.json", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", TAGS])
def test_one_changed_byte_in_any_file_is_found(folder: Path, name: str) -> None:
    body = (folder / name).read_bytes()
    (folder / name).write_bytes(body[:-2] + bytes([body[-2] ^ 1]) + body[-1:])

    assert not bag_check.verify(folder).is_well


def test_a_file_too_few_and_a_file_too_many_are_named(folder: Path) -> None:
    (folder / "data/case.json").unlink()
    (folder / "data/事后补的.txt").write_text("x")

    faults = [str(fault) for check in bag_check.verify(folder).checks for fault in check.faults]

    assert "少了：data/case.json" in faults
    assert "清单里没有，却多出来了：data/事后补的.txt" in faults


def test_a_bag_packed_anew_does_not_fit_the_old_receipt(folder: Path, tmp_path: Path) -> None:
    forged = written({**FILES, "case.json": b'{"worker": "x"}'}, tmp_path / "forged.zip")
    with zipfile.ZipFile(forged) as archive:
        archive.extractall(tmp_path / "new")
    new = tmp_path / "new/移送-1"
    (new / RECEIPT).write_bytes((folder / RECEIPT).read_bytes())
    rows = [row.split("  ")[1] for row in (new / TAGS).read_text().splitlines()]
    (new / TAGS).write_text("".join(f"{hashlib.sha256((new / row).read_bytes()).hexdigest()}  {row}\n" for row in rows))

    report = bag_check.verify(new)

    assert Bag(new).validate().valid
    assert [str(check.faults[0]) for check in report.checks if check.faults] == ["回执说的是另一包材料。"]


def test_words_about_the_bag_cannot_be_changed_under_an_old_receipt(folder: Path) -> None:
    (folder / "bag-info.txt").write_text((folder / "bag-info.txt").read_text().replace("样本市", "别的市"))
    rows = [row.split("  ")[1] for row in (folder / TAGS).read_text().splitlines()]
    (folder / TAGS).write_text(
        "".join(f"{hashlib.sha256((folder / row).read_bytes()).hexdigest()}  {row}\n" for row in rows)
    )

    report = bag_check.verify(folder)

    assert [str(check.faults[0]) for check in report.checks if check.faults] == ["被改动过：bag-info.txt"]


@pytest.mark.parametrize("change", [("移送-1", "移送-2"), ('"sent"', '"acknowledged"'), ("huozhong-h", "huozhong-x")])
def test_a_changed_receipt_is_refused(change: tuple[str, str]) -> None:
    signed = receipts.sign(receipts.Kind.SENT, {"bag_sha256": "0" * 64, "number": "移送-1"}, KEY).decode()
    assert receipts.read(signed.encode()).says["number"] == "移送-1"

    with pytest.raises(receipts.BadReceipt):
        receipts.read(signed.replace(*change).encode())


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.from_regex(r"\{.*\}").map(str.encode))
def test_whatever_is_no_receipt_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(receipts.BadReceipt):
        receipts.read(content)


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).map(fit_name)


@settings(max_examples=60)
@given(st.dictionaries(NAMES, st.binary(max_size=60), min_size=1, max_size=5))
def test_whatever_a_file_is_called_it_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    distinct = {path.casefold(): (path, body) for path, body in files.items()}.values()
    target = tmp_path_factory.mktemp("bag") / "bag.zip"
    target.write_bytes(
        packed_bytes(((path, partial(bytes, body)) for path, body in distinct), folder="bag", info={}, bagged=DAY)
    )

    with zipfile.ZipFile(target) as archive:
        for path, body in distinct:
            assert archive.read(f"bag/data/{path}") == body
    assert bag_check.verify(target).is_well


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a//b", "a/../b", "..", "a\\b", "c:x", "con", "NUL.txt", "a\n", "a.", " a", "x" * 301, ""]
)
def test_a_path_that_would_not_stay_in_its_folder_is_not_packed(name: str) -> None:
    assert not is_safe_path(name)
    with pytest.raises(UnfitBag):
        packed_bytes([(name, lambda: b"")], folder="bag", info={}, bagged=DAY)


def test_two_names_that_some_system_holds_to_be_one_are_not_packed() -> None:
    with pytest.raises(UnfitBag):
        packed_bytes([("A.txt", lambda: b""), ("a.TXT", lambda: b"")], folder="bag", info={}, bagged=DAY)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Archives made to harm whoever opens them."""
    good = packed_bytes([("a.txt", lambda: b"x")], folder="bag", info={}, bagged=DAY)
    yield "no archive", b"PK\x03\x04nothing"
    yield "cut off", good[:-30]
    for name, path, link in (("climbs out", "bag/data/../../x", 0), ("a link", "bag/data/l", 0o120777 << 16)):
        target = io.BytesIO(good)
        with zipfile.ZipFile(target, "a") as archive:
            member = zipfile.ZipInfo(path)
            member.external_attr = link
            archive.writestr(member, b"/etc/passwd")
        yield name, target.getvalue()
    target = io.BytesIO(good)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("elsewhere/x", b"x")
    yield "two folders", target.getvalue()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("bag/readme.txt", b"x")
    yield "no bag", target.getvalue()


HOSTILE = list(hostile())


@pytest.mark.parametrize(("name", "content"), HOSTILE, ids=[name for name, _ in HOSTILE])
def test_a_hostile_archive_is_refused_with_a_sentence(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(bag_check.NoBag) as refused:
        bag_check.verify(tmp_path / "x.zip")
    assert len(str(refused.value.reason)) > 8


def test_a_link_in_a_folder_is_refused(folder: Path) -> None:
    (folder / "data/link").symlink_to("/etc/passwd")

    with pytest.raises(bag_check.NoBag):
        bag_check.verify(folder)


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_an_archive_passes_and_none_ends_in_a_fault(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    target = tmp_path_factory.mktemp("bag") / "bag.zip"
    good = bytearray(written(FILES, target).read_bytes())
    before = bag_check.verify(target)
    place = data.draw(st.integers(0, len(good) - 1))
    good[place] ^= data.draw(st.integers(1, 255))
    target.write_bytes(bytes(good))

    try:
        report = bag_check.verify(target)
    except bag_check.NoBag:
        return
    assert not report.is_well or (report.sha256, report.files, report.size) == (before.sha256, 4, before.size)
