"""`huozhong serve`: the web server. Stop it with SIGTERM; it answers what it has begun and ends."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from huozhong.site.cli.opening import open_house, say, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Answer web requests until stopped."""
    parser = argparse.ArgumentParser(prog="huozhong serve", description=main.__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (one for each core)")
    parser.add_argument("--certificate", type=Path, help="PEM certificate chain, for HTTPS without nginx")
    parser.add_argument("--key", type=Path, help="its key, PKCS#8 PEM")
    wanted = parser.parse_args(arguments)
    if bool(wanted.certificate) != bool(wanted.key):
        parser.error("--certificate and --key belong together")
    from huozhong.site import serving

    open_house()  # refuses unsafe settings here, before any worker starts
    if waiting := _steps_waiting():
        say(f"The tables are {waiting} steps behind this version: run `huozhong setup` (or `huozhong migrate`) first.")
        return 1
    certificate = serving.Certificate(wanted.certificate, wanted.key) if wanted.certificate else None
    words = serving.command(host=wanted.host, port=wanted.port, workers=wanted.workers, certificate=certificate)
    say(f"Serving on {'https' if certificate else 'http'}://{wanted.host}:{wanted.port}/")
    return os.execvpe(words[0], words, serving.environment())  # noqa: S606  # so that signals reach the server itself


def _steps_waiting() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    connection.close()
    return steps
