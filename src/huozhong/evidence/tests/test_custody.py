"""The custody log is a chain: whoever changes, takes out or slips in a line is found; the database refuses anyway."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huozhong.evidence import queries, services
from huozhong.evidence.engine import START, Entry, broken_at, hash_of
from huozhong.evidence.models import Custody
from huozhong.evidence.tests.stage import THING, add
from tests.cast import NOW, Cast

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def chain(length: int) -> list[tuple[Entry, str]]:
    made: list[tuple[Entry, str]] = []
    for number in range(1, length + 1):
        parent = made[-1][1] if made else START
        entry = Entry("a.b:1", number, number, "piece_opened", AT, "梅", "CADRE", 1, 2, "看", parent, {"n": number})
        made.append((entry, hash_of(entry)))
    return made


def test_an_untouched_chain_holds() -> None:
    assert broken_at(chain(9)) is None
    assert broken_at([]) is None


@given(length=st.integers(2, 12), data=st.data())
def test_whatever_is_done_to_a_line_is_found(length: int, data: st.DataObject) -> None:
    log = chain(length)
    at = data.draw(st.integers(0, length - 1))
    entry, kept = log[at]
    what = data.draw(st.sampled_from(["who", "why", "item", "hash", "out", "twice", "swap"]))
    if what == "who":
        log[at] = (replace(entry, who="别人"), kept)
    elif what == "why":
        log[at] = (replace(entry, why="没看"), kept)
    elif what == "item":
        log[at] = (replace(entry, item_id=None), kept)
    elif what == "hash":
        log[at] = (entry, "f" * 64)
    elif what == "out" and at < length - 1:
        del log[at]
    elif what == "twice":
        log.insert(at, log[at])
    elif what == "swap":
        log[at], log[at - 1] = log[at - 1], log[at]
    else:
        return  # the last line taken out: the trail tells of it

    assert broken_at(log) is not None


def test_another_program_can_recompute_the_hash() -> None:
    entry, kept = chain(1)[0]

    text = json.dumps(entry.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert hashlib.sha256(text.encode()).hexdigest() == kept
    assert '"at":"2026-11-20T01:30:00.000000Z"' in text


def tamper(sentence: str, values: list[Any]) -> None:
    """As the owner of the database, with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_custody DISABLE TRIGGER USER")
        cursor.execute(sentence, values)
        cursor.execute("ALTER TABLE evidence_custody ENABLE TRIGGER USER")


def test_verify_holds_for_what_nobody_touched(cast: Cast) -> None:
    kept = add(cast.sara)
    add(cast.sara)
    services.open_item(kept, actor=cast.mei, at=NOW, why="核对")
    services.withdraw_item(kept, why="传错了", actor=cast.sara, at=NOW)

    found = queries.verify(THING)

    assert found.holds
    assert (found.pieces, found.lines) == (2, 6)


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE evidence_custody SET who = '别人' WHERE number = 2",
        "UPDATE evidence_custody SET at = at + interval '1 day' WHERE number = 1",
        "DELETE FROM evidence_custody WHERE number = 2",
        "DELETE FROM evidence_custody WHERE number = 3",
    ],
)
def test_even_the_owner_of_the_database_is_found_out(cast: Cast, sentence: str) -> None:
    kept = add(cast.sara)
    services.open_item(kept, actor=cast.mei, at=NOW, why="核对")

    tamper(sentence, [])

    assert not queries.verify(THING).holds


def test_the_database_refuses_a_line_out_of_turn(cast: Cast) -> None:
    add(cast.sara)
    last = Custody.objects.order_by("-number").first()
    assert last is not None

    for number, parent in ((last.number + 2, last.hash), (last.number + 1, START)):
        with pytest.raises(Error), transaction.atomic():
            Custody.objects.create(
                city_id=last.city_id, folder=last.folder, number=number, what="piece_opened", at=NOW, who="x",
                parent=parent, hash="0" * 64,
            )  # fmt: skip


def test_the_role_of_the_web_may_not_even_try(cast: Cast, as_app: None) -> None:
    for sentence in ("UPDATE evidence_custody SET who = 'x'", "DELETE FROM evidence_stamp"):
        with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sentence)
