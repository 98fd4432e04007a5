"""Production refuses what is unsafe, with a sentence for each thing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from huozhong.site import checks, keys


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "personal-numbers.json").touch()
    return {
        "PRODUCTION": True,
        "DEBUG": False,
        "DEMO": False,
        "SECRET_KEY": "k" * 64,
        "PERSONAL_KEYS_FILE": tmp_path / "personal-numbers.json",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "ALLOWED_HOSTS": ["huozhong.example.cn"],
    }


def test_safe_settings_are_let_through(safe: dict[str, Any]) -> None:
    checks.refuse_unsafe(safe)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("DEMO", True, "demo flag"),
        ("SECRET_KEY", keys.DEMO_SIGNING_KEY, "no signing key"),
        ("SECRET_KEY", "short", "shorter than 32"),
        ("PERSONAL_KEYS_FILE", Path("/nowhere/keys.json"), "/nowhere/keys.json"),
        ("SESSION_COOKIE_SECURE", False, "Cookies"),
        ("CSRF_COOKIE_SECURE", False, "Cookies"),
        ("ALLOWED_HOSTS", ["*"], "HUOZHONG_HOSTS"),
        ("ALLOWED_HOSTS", ["localhost"], "HUOZHONG_HOSTS"),
    ],
)
def test_each_unsafe_setting_is_refused_in_production_only(
    safe: dict[str, Any], name: str, value: Any, sentence: str
) -> None:
    unsafe = {**safe, name: value}

    with pytest.raises(ImproperlyConfigured, match=sentence):
        checks.refuse_unsafe(unsafe)
    checks.refuse_unsafe({**unsafe, "PRODUCTION": False})


def test_a_real_process_with_the_demo_flag_does_not_start_in_production(tmp_path: Path) -> None:
    chosen = {
        "HUOZHONG_PRODUCTION": "1",
        "HUOZHONG_DEMO": "1",
        "HUOZHONG_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
        "PATH": os.environ["PATH"],
    }
    words = [sys.executable, "-c", "import huozhong.site.settings"]
    done = subprocess.run(words, env=chosen, capture_output=True, text=True)

    assert done.returncode != 0
    assert "demo flag is on" in done.stderr
    assert "no signing key" in done.stderr


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    assert keys.make_signing_key(tmp_path) is True
    first = keys.signing_key(tmp_path)

    assert keys.make_signing_key(tmp_path) is False
    assert keys.signing_key(tmp_path) == first
    assert keys.is_private(keys.signing_file(tmp_path))
    assert keys.signing_file(tmp_path).parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in keys.folder(tmp_path).iterdir()] == ["signing.key"]


def test_eight_processes_that_make_keys_at_once_end_with_one_key(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from huozhong.site import keys; p = Path(sys.argv[1]); "
    program += "keys.make_signing_key(p); print(keys.signing_key(p))"
    words = [sys.executable, "-c", program, str(tmp_path)]
    makers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(8)]

    assert len({maker.communicate(timeout=30)[0] for maker in makers}) == 1
