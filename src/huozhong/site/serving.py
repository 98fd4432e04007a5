"""How a web server process is started: one line of words for granian, and the environment that it needs."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from huozhong.site.database import AS_OWNER, POOL

BLOCKING_THREADS = 4  # each may hold one database connection
POOL_SIZE = BLOCKING_THREADS + 1


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key (PKCS#8), for HTTPS without a server in front."""

    chain: Path
    key: Path


def command(*, host: str, port: int, workers: int, certificate: Certificate | None = None) -> list[str]:
    """The web server as a command; granian's workers end with their master on SIGTERM and SIGINT."""
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "huozhong.site.wsgi:application", "--no-ws"]
    words += ["--host", host, "--port", str(port), "--workers", str(workers)]
    words += ["--blocking-threads", str(BLOCKING_THREADS), "--backlog", "1024", "--log-level", "warning"]
    words += ["--respawn-failed-workers", "--workers-kill-timeout", "15"]
    if certificate:
        words += ["--ssl-certificate", str(certificate.chain), "--ssl-keyfile", str(certificate.key)]
    return words


def environment() -> dict[str, str]:
    """This process's environment, with a pool per worker and without the owner's rights."""
    own = {name: value for name, value in os.environ.items() if name != AS_OWNER}
    return {**own, POOL: str(POOL_SIZE), "DJANGO_SETTINGS_MODULE": "huozhong.site.settings"}
