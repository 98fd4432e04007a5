#!/usr/bin/env python3
"""Sets up what is missing, then does what you ask. Needs Python 3.11 and nothing else.

python3 run.py demo     sets up and opens the demo
python3 run.py test     sets up and runs all tests (more words go to pytest)
python3 run.py WORDS    sets up and passes the words on to the command line `huozhong` (try: --help)
"""

from __future__ import annotations

import ast
import base64
import configparser
import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
COMMAND = ENVIRONMENT / "bin" / "huozhong"
STAMP = ENVIRONMENT / "huozhong.json"
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"

PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
PUBLIC_INDEX = "https://pypi.org/simple"
TEST_MINUTES = 80


class SetUpError(Exception):
    """Set-up cannot go on; the message says why and what to do."""


def main(words: list[str]) -> int:
    """Set up, then become `huozhong`, or run the tests."""
    if sys.version_info < (3, 11):  # noqa: UP036  # the very machine that has an older one must be told
        say(f"Huozhong needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    if not words:
        print(__doc__)
        return 2
    try:
        if words[0] == "test":
            set_up(TEST_LOCK)
            return test(words[1:])
        set_up(RUNTIME_LOCK)
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Nothing is lost; start again to go on.")
        return 130
    return become(words)


def become(words: list[str]) -> NoReturn:
    """Go on as `huozhong` in this very process, so that signals reach it."""
    os.execv(COMMAND, [str(COMMAND), *words])


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


# --- the environment ---


def set_up(lock: Path) -> None:
    """Bring `.venv` to what `lock` says; quick when it is there already. Two at once take turns."""
    if is_ready(lock):
        return
    if not os.access(ROOT, os.W_OK):
        raise SetUpError(
            f"You may not write in {ROOT}: make your own copy of the repository, or ask its owner to set up."
        )
    with alone():
        if is_ready(lock):
            return
        began = time.monotonic()
        say("Setting up (once; the next start is quick).")
        make_environment()
        install(lock)
        link_project()
        remember(lock)
        say(f"Set up in {time.monotonic() - began:.0f} seconds, {megabytes(ENVIRONMENT)} MB in {ENVIRONMENT}.")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time; the folder itself is the lock, so nothing is left behind."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work here; waiting for it.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def fingerprint(lock: Path) -> str:
    """What an environment made from `lock` depends on."""
    facts = [sys.version, str(ROOT), PIP_SHA256, lock.read_text(), Path(__file__).read_text()]
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def remembered() -> list[str]:
    with contextlib.suppress(OSError, ValueError):
        return list(json.loads(STAMP.read_text()))
    return []


def is_ready(lock: Path) -> bool:
    """Whether this very lock was installed; the tests' lock holds all that the demo needs."""
    known = remembered()
    wanted = [fingerprint(lock)] + ([fingerprint(TEST_LOCK)] if lock == RUNTIME_LOCK else [])
    return COMMAND.exists() and any(mark in known for mark in wanted)


def remember(lock: Path) -> None:
    unfinished = STAMP.with_suffix(".unfinished")
    unfinished.write_text(json.dumps([fingerprint(lock)]))
    unfinished.replace(STAMP)


def make_environment() -> None:
    """A virtual environment without Debian's ensurepip, and a pip whose sum we know."""
    if not (PYTHON.exists() and works(PYTHON)):
        say("Making the Python environment.")
        venv.EnvBuilder(with_pip=False, clear=True, symlinks=True).create(ENVIRONMENT)
    version = PIP_WHEEL.split("-")[1]
    if (site_packages() / f"pip-{version}.dist-info" / "RECORD").exists():
        return
    say(f"Fetching pip {version}.")
    wheel = ENVIRONMENT / PIP_WHEEL
    wheel.write_bytes(fetch_pip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site_packages())
    wheel.unlink()


def works(python: Path) -> bool:
    """Whether this environment's Python still runs and is of the version that we were started with."""
    asked = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    done = subprocess.run(asked, capture_output=True, text=True)
    return done.returncode == 0 and done.stdout.split() == [str(part) for part in sys.version_info[:2]]


def site_packages() -> Path:
    return ENVIRONMENT / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def install(lock: Path) -> None:
    """Install what the lock names, each file checked against its sum; wheels only, so nothing is compiled."""
    total = len(re.findall(r"^[A-Za-z0-9_.-]+==", lock.read_text(), re.MULTILINE))
    say(f"Installing {total} packages; this is most of the waiting.")
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-input", "--progress-bar=off"]
    quiet = ["--disable-pip-version-check", "--no-warn-script-location", "--root-user-action=ignore"]
    command = [PYTHON, "-m", "pip", "install", *options, *quiet, "-r", lock]
    said: list[str] = []
    fetched = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout
        for line in pip.stdout:
            said.append(line)
            if line.startswith(("Collecting ", "Requirement already")):
                fetched += 1
                show(f"  {fetched} of {total} fetched: {line.split()[1].split('==')[0]}", is_mile=fetched % 20 == 0)
            elif line.startswith("Installing collected"):
                show("  unpacking them", is_mile=True)
    show("", is_mile=False)
    if pip.returncode != 0:
        tail = "".join(said[-15:])
        raise SetUpError(f"{tail}\nThe packages could not be installed. Is the network up? Then run the same again.")


def show(sentence: str, *, is_mile: bool) -> None:
    """One line that renews itself on a terminal; elsewhere only the milestones."""
    if sys.stderr.isatty():
        print(f"\r\033[K{sentence}", end="", file=sys.stderr, flush=True)
    elif is_mile:
        say(sentence)


def link_project() -> None:
    """Let the environment find `src`, and leave the command `huozhong`; no build, so nothing to go wrong."""
    (site_packages() / "huozhong.pth").write_text(f"{ROOT / 'src'}\n")
    lines = [
        "#!/bin/sh",  # not Python's own path: a first line may be no longer than 127 characters
        f"""'''exec' "{PYTHON}" "$0" "$@"\n' '''""",
        "import sys",
        "from huozhong.site.cli.main import main",
        "sys.exit(main())",
    ]
    unfinished = COMMAND.with_suffix(".unfinished")
    unfinished.write_text("\n".join(lines) + "\n")
    unfinished.chmod(0o755)
    unfinished.replace(COMMAND)


def megabytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_symlink()) // 1_000_000


# --- pip itself, fetched without pip ---


def fetch_pip() -> bytes:
    """The pinned pip wheel from the index that this machine's pip is set to use, else from the public one."""
    page = f"{pip_setting('index-url') or PUBLIC_INDEX}".rstrip("/") + "/pip/"
    try:
        address = wheel_address(*fetch(page, accept="application/vnd.pypi.simple.v1+json, text/html;q=0.5"))
        content, _, _ = fetch(address)
    except OSError as error:
        host = urllib.parse.urlsplit(page).hostname
        raise SetUpError(
            f"Could not fetch pip from {host}: {error}. Is the network up? Then run the same again."
        ) from error
    if (found := hashlib.sha256(content).hexdigest()) != PIP_SHA256:
        raise SetUpError(f"The pip that was fetched is not the one we know (SHA-256 {found}); nothing was installed.")
    return content


def fetch(address: str, *, accept: str = "*/*") -> tuple[bytes, str, str]:
    """Content, media type and final address; a name and password in the address are sent as a header."""
    parts = urllib.parse.urlsplit(address)
    headers = {"Accept": accept, "User-Agent": "huozhong-run"}
    if parts.username:
        pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    request = urllib.request.Request(parts.geturl(), headers=headers)
    trust = ssl.create_default_context(cafile=pip_setting("cert") or None)
    for tried in range(1, 4):
        try:
            with urllib.request.urlopen(request, timeout=60, context=trust) as answer:
                return answer.read(), answer.headers.get_content_type(), answer.url
        except OSError:
            if tried == 3:
                raise
            time.sleep(2 * tried)
    raise AssertionError


def wheel_address(content: bytes, media_type: str, page: str) -> str:
    """Where the index keeps the pinned wheel, from its page as JSON or HTML."""
    if media_type.endswith("json"):
        named = {file["filename"]: file["url"] for file in json.loads(content)["files"]}
    else:
        links = re.findall(r"""<a[^>]+href=["']([^"']+)["']""", content.decode("utf-8", "replace"))
        named = {
            urllib.parse.unquote(link.partition("#")[0].rpartition("/")[2]): link.partition("#")[0] for link in links
        }
    if PIP_WHEEL not in named:
        raise SetUpError(f"The index at {urllib.parse.urlsplit(page).hostname} has no {PIP_WHEEL}.")
    return urllib.parse.urljoin(page, named[PIP_WHEEL])


def pip_setting(name: str) -> str:
    """A setting of this machine's pip: the environment first, then its files, the user's before the machine's."""
    if given := os.environ.get("PIP_" + name.upper().replace("-", "_")):
        return given
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser())
    files = [Path("/etc/pip.conf"), Path("~/.pip/pip.conf").expanduser(), home / "pip" / "pip.conf"]
    if chosen := os.environ.get("PIP_CONFIG_FILE"):
        files = [Path(chosen)] if chosen != os.devnull else []
    found = ""
    for file in files:
        settings = configparser.RawConfigParser()
        with contextlib.suppress(OSError, configparser.Error):
            settings.read(file)
        for section in ("global", "install"):
            found = settings.get(section, name, fallback=found)
    return found


# --- the tests ---


def test(words: list[str]) -> int:
    """Install the programs that tests need (as root), run the checks and the tests; 0 when all is well."""
    install_programs()
    failed = [] if words else run_checks()
    minutes = float(os.environ.get("HUOZHONG_TEST_MINUTES", TEST_MINUTES))
    command = [PYTHON, "-m", "pytest", "-n", "auto", *words]
    code = run_bounded(command, minutes=minutes)
    if failed:
        say(f"Failed before the tests: {', '.join(failed)} (see above).")
    return code or (1 if failed else 0)


def run_checks() -> list[str]:
    """Lint, types, floors, migrations; the names of those that failed."""
    tools = ENVIRONMENT / "bin"
    checks: dict[str, list[str | Path]] = {
        "lint": [tools / "ruff", "check", "--quiet", "."],
        "format": [tools / "ruff", "format", "--check", "--quiet", "."],
        "floors": [tools / "lint-imports"],
        "types": [tools / "mypy", "src/huozhong"],
        "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    }
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "huozhong.site.settings_for_tests"}
    failed = []
    for name, command in checks.items():
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        is_well = done.returncode == 0
        say(f"{name}: {'well' if is_well else 'FAILED'} ({time.monotonic() - began:.1f} s)")
        if not is_well:
            failed.append(name)
            say(done.stdout)
    return failed


def run_bounded(command: list[str | Path], *, minutes: float) -> int:
    """Run the tests, and end them all when they take too long."""
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as tests:
        try:
            return tests.wait(timeout=minutes * 60)
        except subprocess.TimeoutExpired:
            say(f"The tests were ended after {minutes:g} minutes (HUOZHONG_TEST_MINUTES changes that).")
        except KeyboardInterrupt:
            say("Stopped.")
        for sent in (signal.SIGINT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(tests.pid, sent)
            with contextlib.suppress(subprocess.TimeoutExpired):
                tests.wait(timeout=20)
        return 1


def install_programs() -> None:
    """As root on Debian, install the packages that tests need; otherwise the tests say what is missing."""
    missing = [package for package in needed_packages() if not is_installed(package)]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing Debian packages for the tests: {', '.join(missing)}.")
    run_apt("update", "-qq")
    install = ("install", "-y", "-qq", "--no-install-recommends")
    if not run_apt(*install, *missing):
        for package in missing:  # one that is not to be had must not keep the others away
            run_apt(*install, package)


def run_apt(*words: str) -> bool:
    """Run apt-get without questions; whether it went well. Its last words are shown when it did not."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", *words], env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        say("\n".join(["apt-get failed:", *done.stdout.splitlines()[-5:]]))
    return done.returncode == 0


def needed_packages() -> list[str]:
    """The Debian packages named by `needs("…")` in the tests."""
    found: set[str] = set()
    for folder in (ROOT / "tests", ROOT / "src"):
        for file in folder.rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            if "mark.needs(" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "needs":
                    found.update(word.value for word in node.args if isinstance(word, ast.Constant))
    return sorted(found)


def is_installed(package: str) -> bool:
    if not shutil.which("dpkg-query"):
        return False
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(asked, capture_output=True, text=True).stdout == "installed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
