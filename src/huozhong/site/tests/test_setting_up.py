"""Set-up may be run again, and twice at once."""

from __future__ import annotations

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huozhong.site import catalogues, postgres
from huozhong.site.running import command


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hz-setup-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
        postgres.stop(Path(name) / "pg-test")


def test_two_set_ups_at_once_leave_one_whole_house(data: Path) -> None:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUOZHONG_", "DATABASE_", "DJANGO_"))
    }
    chosen = {**clean, "HUOZHONG_DATA": str(data), "HUOZHONG_CLUSTER": "test"}
    both = [
        subprocess.Popen(command("setup"), env=chosen, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=180)[0] for one in both]

    assert [one.returncode for one in both] == [0, 0], said
    assert sum("Made the signing key" in words for words in said) == 1
    assert sum("Bringing the tables up to date" in words for words in said) == 1
    folder = postgres.start(data / "pg-test", fast=True)
    with psycopg.connect(postgres.url(folder, role=postgres.APP)) as app:
        assert app.execute("SELECT count(*) FROM records_trail").fetchone() is not None
    assert (data / "static" / "staticfiles.json").exists()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one catalogue of one sentence."""
    folder = tmp_path / "room" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "django.po").write_text(head + 'msgid "种子"\nmsgstr "seed"\n', encoding="utf-8")
    return tmp_path


def test_catalogues_are_compiled_once_and_again_when_they_change(package: Path) -> None:
    source = package / "room/locale/en/LC_MESSAGES/django.po"

    assert catalogues.compile_outdated(package) == 1
    assert catalogues.compile_outdated(package) == 0
    source.write_text(source.read_text(encoding="utf-8").replace("seed", "spark"), encoding="utf-8")
    assert catalogues.compile_outdated(package) == 1
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("种子") == "spark"


@pytest.mark.needs("gettext")
def test_our_compiler_and_gettexts_say_the_same(package: Path, tmp_path: Path) -> None:
    source = package / "room/locale/en/LC_MESSAGES/django.po"
    catalogues.compile_outdated(package)
    subprocess.run([shutil.which("msgfmt") or "msgfmt", "-o", tmp_path / "theirs.mo", source], check=True)

    with source.with_suffix(".mo").open("rb") as ours, (tmp_path / "theirs.mo").open("rb") as theirs:
        assert gettext.GNUTranslations(ours)._catalog == gettext.GNUTranslations(theirs)._catalog


def test_the_command_line_runs_by_this_python() -> None:
    done = subprocess.run(command("setup", "--help"), capture_output=True, text=True)

    assert (done.returncode, sys.executable) == (0, command("setup")[0])
    assert "huozhong setup" in done.stdout
