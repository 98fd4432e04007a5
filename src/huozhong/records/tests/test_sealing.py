"""Every row is sealed, late ones too; the seals follow RFC 6962 and can be checked by any program."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.actors import CLOCK
from huozhong.records import queries, services
from huozhong.records.engine import hashtree
from huozhong.records.engine.canonical import as_json
from huozhong.records.models import Seal, SealedRow, SealMark, Trail
from huozhong.records.services import sealing
from huozhong.records.tests import outside_reader
from huozhong.records.tests.conftest import NOON
from huozhong.records.tests.rows import found, noted, run


def test_the_tree_is_that_of_rfc_6962() -> None:
    """Roots of the well-known test leaves of Certificate Transparency."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    hashes = [hashtree.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]

    assert {count: hashtree.root_of(hashes[:count]).hex() for count in roots} == roots


@given(st.integers(1, 70), st.data())
def test_a_proof_leads_from_any_leaf_to_the_root(count: int, data: st.DataObject) -> None:
    leaves = [hashtree.leaf_hash(str(n).encode()) for n in range(count)]
    position = data.draw(st.integers(0, count - 1))

    proof = hashtree.proof_of(leaves, position)

    assert hashtree.root_from_proof(leaves[position], proof) == hashtree.root_of(leaves)
    assert len(proof) <= count.bit_length()


@pytest.mark.django_db
def test_python_and_the_database_write_the_same_text_of_a_row() -> None:
    noted(3)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sealing.ROW_TEXT} FROM records_trail t ORDER BY id")
        by_database = [row[0].encode() for row in cursor.fetchall()]

    by_python = [
        as_json(["huozhong-trail-1", *row]) for row in Trail.objects.order_by("id").values_list(*sealing.COLUMNS)
    ]

    assert by_python == by_database


@pytest.mark.django_db
def test_a_whole_trail_is_whole_and_says_how_many_rows_are_not_sealed_yet() -> None:
    noted(5)
    services.seal()
    noted(2)

    report = services.verify()

    assert report.is_whole
    assert (report.rows, report.seals, report.unsealed, report.outside_roots) == (5, 1, 2, 1)
    assert queries.seal_lag().unsealed == 2


@pytest.mark.django_db
def test_guards_that_were_left_off_are_found() -> None:
    run("ALTER TABLE records_trail DISABLE TRIGGER USER")

    assert "guard_missing" in found(services.verify())


@pytest.mark.django_db
def test_a_lost_or_foreign_root_log_is_found_and_not_written_over(data_folder: Path) -> None:
    noted(2)
    services.seal()
    log = services.roots_file()
    mine = log.read_text()
    log.unlink()
    assert "roots_missing" in found(services.verify())

    log.write_text(mine.replace(json.loads(mine.splitlines()[1])["chain"], "00" * 32))
    noted(1)
    with pytest.raises(services.RootsDisagreeError):
        services.seal()
    assert "roots_differ" in found(services.verify())
    assert Seal.objects.count() == 2


@pytest.mark.django_db
def test_a_log_that_was_lost_goes_on_and_says_that_it_begins_late() -> None:
    noted(2)
    services.seal()
    services.roots_file().unlink()
    noted(2)
    services.seal()

    assert services.read_roots().from_seal == 2
    assert "roots_missing" in found(services.verify())


@pytest.mark.django_db
def test_a_crash_between_the_seal_and_the_log_is_caught_up(monkeypatch: pytest.MonkeyPatch) -> None:
    noted(2)
    with monkeypatch.context() as patch:
        patch.setattr("huozhong.records.services.roots.write_roots", lambda: 0)
        services.seal()
    noted(1)
    services.seal()

    assert [root.seal for root in services.read_roots().roots] == [1, 2]
    assert services.verify().is_whole


@pytest.mark.django_db
def test_the_exported_roots_check_the_trail_elsewhere(tmp_path: Path) -> None:
    noted(2)
    services.seal()
    copy = services.export_roots(tmp_path / "backup")
    services.roots_file().unlink()

    assert services.verify(roots=copy).is_whole


@pytest.mark.django_db
def test_a_program_that_knows_only_the_document_comes_to_the_same_roots() -> None:
    noted(7)
    services.seal()
    noted(2)
    services.seal()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_trail")
        names = [column.name for column in cursor.description]
        rows = {row["id"]: row for row in (dict(zip(names, values, strict=True)) for values in cursor.fetchall())}
        cursor.execute("SELECT seal_id, position, id FROM records_sealedrow ORDER BY 1, 2")
        places = cursor.fetchall()

    chain = bytes(32)
    for line in services.roots_file().read_text().splitlines()[1:]:
        root = json.loads(line)
        leaves = [outside_reader.text(rows[row_id]) for seal, _, row_id in places if seal == root["seal"]]
        assert outside_reader.tree(leaves).hex() == root["root"]
        chain = outside_reader.chain(chain, root)
        assert chain.hex() == root["chain"]
    assert root["total"] == 9


@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_sealed_late_and_the_trail_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "SETTLES", dt.timedelta(0))
    is_open, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            services.note("a.b", 1, "slow", actor=CLOCK, at=NOON)
            is_open.set()
            may_commit.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    is_open.wait(20)
    quick = services.note("a.b", 2, "quick", actor=CLOCK, at=NOON)
    for _ in range(4):
        services.seal()
    assert list(SealedRow.objects.values_list("id", flat=True)) == [quick]
    assert SealMark.objects.get().floor < quick

    may_commit.set()
    thread.join(20)
    for _ in range(200):  # transactions of other databases on this server hold the floor back too
        services.seal()
        if SealMark.objects.get().floor >= quick:
            break
        time.sleep(0.1)

    assert SealedRow.objects.count() == 2
    assert services.verify().is_whole
    assert SealMark.objects.get().floor >= quick


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain() -> None:
    services.note_many("a.b", range(500), "x", actor=CLOCK, at=NOON)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                services.seal()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert not failures
    assert SealedRow.objects.count() == 500
    assert services.verify().is_whole


@pytest.mark.django_db
def test_many_rows_become_several_seals_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 100)
    services.note_many("a.b", range(250), "x", actor=CLOCK, at=NOON)

    sealed = services.seal()

    assert (sealed.rows, sealed.seals) == (250, 3)
    assert services.verify().rows == 250
