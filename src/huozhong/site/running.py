"""The house as processes: a web server and a worker beside it, started and ended together."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from huozhong.site import postgres, serving
from huozhong.site.postgres import StartError

ANSWERS_WITHIN = 60  # seconds
ENDS_WITHIN = 20  # seconds


class House:
    """A web server and a worker, running as long as the `with` block lasts."""

    def __init__(self, *, host: str, port: int, certificate: serving.Certificate | None, log: Path) -> None:
        self.host, self.port, self.certificate, self.log = host, port, certificate, log
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        """Where to open it on this machine."""
        name = "localhost" if self.certificate else "127.0.0.1"
        return f"{'https' if self.certificate else 'http'}://{name}:{self.port}/"

    def __enter__(self) -> Self:
        web = serving.command(host=self.host, port=self.port, workers=2, certificate=self.certificate)
        with self.log.open("ab") as log:
            for name, words in {"web server": web, "worker": command("jobs")}.items():
                self._processes[name] = subprocess.Popen(  # noqa: S603
                    words, env=serving.environment(), stdout=log, stderr=log, start_new_session=True
                )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(timeout=ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()

    def who_ended(self) -> str | None:
        """The first of our processes that is no longer there."""
        return next((name for name, process in self._processes.items() if process.poll() is not None), None)

    def wait_until_it_answers(self) -> None:
        """Return when the web server answers; StartError when it ended or takes too long."""
        unchecked = ssl._create_unverified_context() if self.certificate else None  # noqa: S323  # our own, on loopback
        until = time.monotonic() + ANSWERS_WITHIN
        while time.monotonic() < until:
            if ended := self.who_ended():
                raise StartError(f"The {ended} did not start:\n{self._last_words()}")
            try:
                urllib.request.urlopen(self.address, timeout=5, context=unchecked)  # noqa: S310
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise StartError(f"The web server does not answer after {ANSWERS_WITHIN} seconds:\n{self._last_words()}")

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def command(*words: str) -> list[str]:
    """`huozhong WORDS` in a process of its own, by this very Python."""
    return [sys.executable, "-c", "import sys; from huozhong.site.cli.main import main; sys.exit(main())", *words]


def set_up() -> None:
    """Run `huozhong setup` in a process of its own: only it is the owner of the tables."""
    done = subprocess.run(command("setup"), check=False)  # noqa: S603
    if done.returncode != 0:
        raise StartError("Set-up failed; see above.")


def build_sample(scale: str) -> None:
    """Build the sample city in a process of its own, as the owner; when we are told to end, it ends first."""
    with subprocess.Popen(command("sample", scale)) as building:  # noqa: S603
        try:
            code = building.wait()
        except BaseException:
            building.terminate()  # a second word does no harm when Ctrl-C has reached it already
            building.wait()
            raise
    if code == 130:
        raise KeyboardInterrupt
    if code != 0:
        raise StartError("The sample city could not be built; see above.")


@contextmanager
def held(cluster: Path) -> Iterator[None]:
    """Keep one line to an embedded server open, so that `stop_when_unused` of another process leaves it running."""
    found = postgres.running(cluster.absolute())
    if not found or not found.socket_folder:
        yield
        return
    with psycopg.connect(postgres.url(found.socket_folder, role=postgres.OWNER, database="postgres"), autocommit=True):
        yield


def stop_when_unused(cluster: Path) -> None:
    """Stop an embedded server when nobody talks to it any more."""
    found = postgres.running(cluster.absolute())
    if not found or not found.socket_folder:
        return
    with psycopg.connect(postgres.url(found.socket_folder, role=postgres.OWNER, database="postgres")) as line:
        others = line.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    if others == (0,):
        postgres.stop(cluster)
