"""Neither the disk nor the rows hold what was uploaded or typed in clear; bytes that were touched do not open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from huozhong.evidence import queries, services
from huozhong.evidence.engine import BrokenSealError, new_key, opened, sealed
from huozhong.evidence.models import Folder, Item
from huozhong.evidence.queries.keys import key_of
from huozhong.evidence.queries.shelf import path_of
from huozhong.evidence.services import EvidenceKind
from huozhong.evidence.tests import stage
from huozhong.evidence.tests.stage import THING, add
from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.people import queries as people
from huozhong.people import services as people_services
from tests.cast import NOW, Cast

SECRET = "身份证 320203199003076213 电话 13861234567 薄志刚欠我三个月工资"
NUMBER, PHONE = "320203199003076213", "13861234567"


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_no_file_on_disk_holds_the_content_or_its_name(cast: Cast) -> None:
    add(cast.sara, SECRET.encode(), name=f"{NUMBER}.txt", title="情况说明")
    add(cast.sara, stage.picture(comment=PHONE.encode()), name="b.jpg")
    services.redact_item(queries.items_of(THING)[1].id, [services.Box(0, 0, 0, 10, 10)], actor=cast.mei, at=NOW)

    found = files_below(Path(settings.DATA))
    held = b"".join(path.read_bytes() for path in found if path.suffix != ".json")

    assert len([path for path in found if "sealed" in path.parts]) == 3
    for clear in (NUMBER, PHONE, "薄志刚", "\xff\xd8\xff"):
        assert clear.encode("latin-1" if clear.startswith("\xff") else "utf-8") not in held
        assert not [path for path in found if clear in path.name]


def test_no_row_holds_the_words_or_numbers_that_were_typed(cast: Cast) -> None:
    kept = add(
        cast.sara, SECRET.encode(), name=f"{NUMBER}.txt", title=f"证明 {PHONE}", source=NUMBER,
        obtained_how=f"问 {PHONE}", proves=SECRET,
    )  # fmt: skip
    services.describe_item(
        kept, title=f"说明 {PHONE}", kind=EvidenceKind.STATEMENT, proves=NUMBER, actor=cast.mei, at=NOW
    )
    services.open_item(kept, actor=cast.mei, at=NOW, why="核对")

    rows = stage.every_row()

    assert b"piece_opened" in rows
    for clear in (NUMBER, PHONE, "薄志刚", "证明", "说明"):
        assert clear.encode() not in rows
    assert queries.item(kept, actor=cast.mei).proves == NUMBER


def test_sealed_bytes_are_readable_by_their_owner_alone(cast: Cast) -> None:
    kept = add(cast.sara)

    assert path_of(Item.objects.get(pk=kept).stored).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("change", ["flip", "cut", "swap", "remove"])
def test_bytes_that_were_touched_do_not_open_and_are_found(cast: Cast, change: str) -> None:
    kept, other = add(cast.sara), add(cast.sara)
    path = path_of(Item.objects.get(pk=kept).stored)
    whole = path.read_bytes()
    path.chmod(0o600)
    if change == "flip":
        path.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
    elif change == "cut":
        path.write_bytes(whole[:-1])
    elif change == "swap":
        path.write_bytes(stage.on_disk(other))
    else:
        path.unlink()

    with pytest.raises((Refused, NotFound)):
        services.open_item(kept, actor=cast.mei, at=NOW, why="核对")
    found = queries.verify(THING)
    assert len(found.faults) == 1
    assert str(kept) in str(found.faults[0])


def test_each_thing_has_a_key_of_its_own(cast: Cast) -> None:
    services.register_thing(
        "planted.other", url=lambda i: "/", may_see=lambda a, i: True, may_add=lambda a, i: True,
        may_hand_on=lambda a, i: True,
    )  # fmt: skip
    add(cast.sara)
    services.add_item(
        ("planted.other", 17), b"x", name="a.txt", kind=EvidenceKind.DOCUMENT, title="x", actor=cast.mei, at=NOW
    )

    first, second = Folder.objects.order_by("id")

    assert key_of(first) != key_of(second)


def test_a_folders_key_moves_to_the_new_key_of_the_ring_and_files_still_open(cast: Cast) -> None:
    kept = add(cast.sara, b"before the turn")
    people_services.turn_keys(actor=OPERATOR, at=NOW)

    assert services.renew_folder_keys() == 1
    assert services.renew_folder_keys() == 0
    assert people.key_ring().is_current(bytes(Folder.objects.get().wrapped_key))
    assert services.open_item(kept, actor=cast.mei, at=NOW, why="核对")[0] == b"before the turn"


def test_a_wrapped_key_copied_to_another_folder_does_not_open(cast: Cast) -> None:
    add(cast.sara)
    folder = Folder.objects.get()
    folder.thing_id = 18

    with pytest.raises(ValueError, match="belongs elsewhere"):
        key_of(folder)


@given(content=st.binary(max_size=4000), purpose=st.text(max_size=40))
def test_what_is_sealed_opens_for_its_own_purpose_and_key_only(content: bytes, purpose: str) -> None:
    key = new_key()
    closed = sealed(content, key=key, purpose=purpose)

    assert opened(closed, key=key, purpose=purpose) == content
    assert len(closed) == len(content) + 29
    for wrong in ((closed, new_key(), purpose), (closed, key, purpose + "x"), (closed + b"x", key, purpose)):
        with pytest.raises(BrokenSealError):
            opened(wrong[0], key=wrong[1], purpose=wrong[2])


@given(junk=st.binary(max_size=60))
def test_junk_is_no_sealed_text(junk: bytes) -> None:
    with pytest.raises(BrokenSealError):
        opened(junk, key=b"k" * 32, purpose="p")


def test_a_refused_upload_leaves_no_file_behind(cast: Cast) -> None:
    add(cast.sara, b"once")
    before = len(files_below(Path(settings.DATA) / "files"))

    with pytest.raises(Refused):
        add(cast.sara, b"once")
    with pytest.raises(NotFound):
        add(cast.sara, os.urandom(3).hex().encode(), beside=999_999)
    assert len(files_below(Path(settings.DATA) / "files")) == before
