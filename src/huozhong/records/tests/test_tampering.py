"""Whoever changes, removes, slips in or cuts off a row is found, and the row is named where it can be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huozhong.records import services
from huozhong.records.services import sealing
from huozhong.records.tests.rows import found, guards_off, noted, run


def change(ids: list[int]) -> None:
    run("UPDATE records_trail SET why = 'nothing' WHERE id = %s", ids[2])


def change_details(ids: list[int]) -> None:
    run("UPDATE records_trail SET details = details || '{\"a\": 1}' WHERE id = %s", ids[2])


def change_when(ids: list[int]) -> None:
    run("UPDATE records_trail SET recorded_at = recorded_at + interval '1 microsecond' WHERE id = %s", ids[2])


def change_and_hash_again(ids: list[int]) -> None:
    change(ids)
    leaf = f"sha256('\\x00'::bytea || convert_to({sealing.ROW_TEXT}, 'UTF8'))"
    run(f"UPDATE records_sealedrow s SET leaf = {leaf} FROM records_trail t WHERE t.id = s.id AND t.id = %s", ids[2])


def remove(ids: list[int]) -> None:
    run("DELETE FROM records_trail WHERE id = %s", ids[2])


def remove_with_its_leaf(ids: list[int]) -> None:
    remove(ids)
    run("DELETE FROM records_sealedrow WHERE id = %s", ids[2])


def slip_in(ids: list[int]) -> None:
    run(
        "INSERT INTO records_trail SELECT (x).* FROM (SELECT jsonb_populate_record(t, '{\"id\": 999999}') AS x"
        " FROM records_trail t WHERE id = %s) AS copied",
        ids[2],
    )


def slip_in_with_a_leaf(ids: list[int]) -> None:
    slip_in(ids)
    run(
        "INSERT INTO records_sealedrow (id, city_id, seal_id, position, leaf)"
        " SELECT 999999, city_id, seal_id, position, leaf FROM records_sealedrow WHERE id = %s",
        ids[2],
    )


def cut_off(ids: list[int]) -> None:
    run("DELETE FROM records_trail WHERE id > %s", ids[5])
    run("DELETE FROM records_sealedrow WHERE id > %s", ids[5])
    run("DELETE FROM records_seal WHERE id > 2")


def rewrite_everything(ids: list[int]) -> None:
    """The whole database made consistent again after a change; only the outside roots know better."""
    change(ids)
    run("DELETE FROM records_sealedrow")
    run("DELETE FROM records_seal")
    run("DELETE FROM records_sealmark")
    services.roots_file().rename(services.roots_file().with_suffix(".aside"))
    services.seal()
    services.roots_file().unlink()
    services.roots_file().with_suffix(".aside").rename(services.roots_file())


def swap_two(ids: list[int]) -> None:
    run("UPDATE records_sealedrow SET position = 1 - position WHERE id IN (%s, %s)", ids[0], ids[1])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "kind", "names"),
    [
        (change, "changed", True),
        (change_details, "changed", True),
        (change_when, "changed", True),
        (change_and_hash_again, "seal_broken", False),
        (remove, "removed", True),
        (remove_with_its_leaf, "removed", False),
        (slip_in_with_a_leaf, "inserted", False),
        (cut_off, "cut_off", False),
        (rewrite_everything, "roots_differ", False),
        (swap_two, "seal_broken", False),
    ],
)
def test_tampering_is_found(tamper: Callable[[list[int]], None], kind: str, names: bool) -> None:
    ids = []
    for _ in range(3):
        ids += noted(3)
        services.seal()
    assert services.verify().is_whole

    with guards_off():
        tamper(ids)
    kinds = found(services.verify())

    assert kind in kinds
    if names:
        assert kinds == {kind: {ids[2]}}


@pytest.mark.django_db
def test_a_cut_off_end_is_named_by_the_rows_that_are_missing() -> None:
    ids = []
    for _ in range(3):
        ids += noted(3)
        services.seal()

    with guards_off():
        cut_off(ids)

    assert found(services.verify())["cut_off"] == {ids[6], ids[8]}


@pytest.mark.django_db
def test_a_row_slipped_in_with_an_old_date_is_named_before_and_after_it_is_sealed() -> None:
    ids = noted(3)
    services.seal()
    with guards_off():
        slip_in(ids)
        run("UPDATE records_trail SET recorded_at = recorded_at - interval '3 days' WHERE id = 999999")

    before = found(services.verify())
    services.seal()
    after = found(services.verify())

    assert before == after == {"inserted": {999999}}


@pytest.mark.django_db
def test_a_row_that_was_taken_out_of_its_seal_is_named() -> None:
    ids = noted(3)
    services.seal()
    with guards_off():
        run("DELETE FROM records_sealedrow WHERE id = %s", ids[1])
        run("UPDATE records_seal SET sealed_at = sealed_at + interval '2 hours'")

    kinds = found(services.verify())

    assert kinds["inserted"] == {ids[1]}
    assert "removed" in kinds
