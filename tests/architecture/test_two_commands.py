"""`python3 run.py` needs Python alone, fetches pip by its sum, and leaves the command line."""

from __future__ import annotations

import ast
import base64
import hashlib
import http.server
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHEEL = b"not really a wheel"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """run.py as a module, knowing a wheel of our own, on a machine without any pip settings."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PIP_SHA256", hashlib.sha256(WHEEL).hexdigest())
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    (tmp_path / "pip.conf").write_text("[global]\n")
    return module


class Index(http.server.BaseHTTPRequestHandler):
    """A package index: one page, one wheel."""

    speaks = "json"
    gives = WHEEL
    asks_for: str = ""

    def do_GET(self) -> None:
        if self.asks_for and self.headers.get("Authorization") != self.asks_for:
            self.reply(401, "text/plain", b"")
        elif self.path.endswith("/pip/") and self.speaks == "json":
            file = {"filename": "pip-26.3-py3-none-any.whl", "url": "../../files/pip-26.3-py3-none-any.whl"}
            self.reply(200, "application/vnd.pypi.simple.v1+json", json.dumps({"files": [file]}).encode())
        elif self.path.endswith("/pip/"):
            link = '<a href="../../files/pip-26.3-py3-none-any.whl#sha256=00">pip</a>'
            self.reply(200, "text/html", link.encode())
        else:
            self.reply(200 if self.path.startswith("/files/") else 404, "application/zip", self.gives)

    def reply(self, status: int, media_type: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def index() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}/simple"
    server.shutdown()
    server.server_close()


def test_run_py_imports_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in imported} - set(sys.stdlib_module_names) == set()


def test_run_py_never_needs_ensurepip() -> None:
    text = (ROOT / "run.py").read_text(encoding="utf-8")

    assert "EnvBuilder(with_pip=False" in text
    assert "import ensurepip" not in text


@pytest.mark.parametrize("speaks", ["json", "html"])
def test_pip_is_fetched_from_the_index_that_pip_is_set_to(
    run: ModuleType, index: str, monkeypatch: pytest.MonkeyPatch, speaks: str
) -> None:
    monkeypatch.setattr(Index, "speaks", speaks)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://{index}")

    assert run.fetch_pip() == WHEEL


def test_the_index_may_stand_in_pips_file_with_a_name_and_password(
    run: ModuleType, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Index, "asks_for", "Basic " + base64.b64encode(b"mei:p@ss").decode())
    Path(os.environ["PIP_CONFIG_FILE"]).write_text(f"[global]\nindex-url = http://mei:p%40ss@{index}\n")

    page = run.pip_setting("index-url") + "/pip/"
    content, media_type, _ = run.fetch(page)

    assert media_type.endswith("json")
    assert b"pip-26.3" in content


def test_a_pip_with_another_sum_is_never_used(run: ModuleType, index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "gives", b"something else")
    monkeypatch.setenv("PIP_INDEX_URL", f"http://{index}")

    with pytest.raises(run.SetUpError, match="not the one we know"):
        run.fetch_pip()


def test_without_a_network_there_is_a_sentence(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")

    with pytest.raises(run.SetUpError, match="Is the network up"):
        run.fetch_pip()


def test_a_changed_lock_is_set_up_again(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock, tests = tmp_path / "requirements.lock", tmp_path / "requirements-test.lock"
    lock.write_text("a==1"), tests.write_text("a==1\nb==1")
    for name, path in {"STAMP": tmp_path / "stamp.json", "COMMAND": tmp_path / "huozhong"}.items():
        monkeypatch.setattr(run, name, path)
    monkeypatch.setattr(run, "RUNTIME_LOCK", lock)
    monkeypatch.setattr(run, "TEST_LOCK", tests)
    (tmp_path / "huozhong").touch()

    assert not run.is_ready(lock)
    run.remember(lock)
    assert run.is_ready(lock)
    assert not run.is_ready(tests)
    run.remember(tests)
    assert run.is_ready(lock), "what the tests need holds all that the demo needs"
    lock.write_text("a==2"), tests.write_text("a==2\nb==1")
    assert not run.is_ready(lock)


def test_the_command_is_left_also_in_a_folder_with_a_long_name_and_a_space(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment = tmp_path / ("a long name " * 12) / ".venv"
    run.venv.EnvBuilder(with_pip=False, symlinks=True).create(environment)
    package = tmp_path / "src" / "huozhong" / "site" / "cli"
    package.mkdir(parents=True)
    (package / "main.py").write_text("import sys\ndef main():\n    print(sys.argv[1:])\n    return 3\n")
    for name, path in {"ROOT": tmp_path, "ENVIRONMENT": environment, "PYTHON": environment / "bin" / "python",
                       "COMMAND": environment / "bin" / "huozhong"}.items():  # fmt: skip
        monkeypatch.setattr(run, name, path)

    run.link_project()
    done = subprocess.run([run.COMMAND, "demo", "two words"], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (3, "['demo', 'two words']\n"), done.stderr


def test_the_packages_that_tests_need_are_found_in_the_tests(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('@pytest.mark.needs("chromium", "fonts-noto-cjk")\ndef test(): ...')
    (tmp_path / "tests" / "test_y.py").write_text('pytestmark = [pytest.mark.needs("gettext")]')
    (tmp_path / "tests" / "test_z.py").write_text("text = 'pytest.mark.needs(\"only-a-word\")'")
    monkeypatch.setattr(run, "ROOT", tmp_path)

    assert run.needed_packages() == ["chromium", "fonts-noto-cjk", "gettext"]


def test_tests_that_take_too_long_are_ended(run: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    assert run.run_bounded([sys.executable, "-c", "import time; time.sleep(60)"], minutes=0.01) == 1
    assert "ended after" in capfd.readouterr().err


TWO_TESTS = """import pytest
@pytest.mark.needs("no-such-package", "another-missing-one")
def test_a(): raise AssertionError
def test_b(): pass
"""


@pytest.mark.parametrize(("require", "code", "says"), [
    ("0", 0, "1 tests not run, need: another-missing-one, no-such-package"),
    ("1", 1, "another-missing-one, no-such-package (HUOZHONG_REQUIRE_ALL=1)"),
])  # fmt: skip
def test_a_missing_debian_package_is_reported_and_with_require_all_it_fails(
    tmp_path: Path, require: str, code: int, says: str
) -> None:
    (tmp_path / "test_two.py").write_text(TWO_TESTS)
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    words = [sys.executable, "-m", "pytest", "-q", "-n0", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT,
             "-p", "conftest", tmp_path / "test_two.py"]  # fmt: skip
    done = subprocess.run(words, cwd=ROOT, env={**own, "HUOZHONG_REQUIRE_ALL": require}, capture_output=True, text=True)

    assert done.returncode == code, done.stdout + done.stderr
    assert says in done.stdout


def test_ci_runs_the_readmes_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "export HUOZHONG_REQUIRE_ALL=1" in script
    assert "python3 run.py test" in script
    assert "python3 run.py test" in (ROOT / "README.md").read_text(encoding="utf-8")
