"""`huozhong jobs`: the worker that delivers news, folds tallies, seals the trail and sends notices."""

from __future__ import annotations

import argparse

from huozhong.site.cli.opening import open_house, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Work through the queue until stopped (SIGTERM lets running jobs end)."""
    parser = argparse.ArgumentParser(prog="huozhong jobs", description=main.__doc__)
    parser.add_argument("--once", action="store_true", help="end when nothing is waiting")
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time (4)")
    wanted = parser.parse_args(arguments)
    open_house()
    from django.core.management import call_command

    words = ["worker", f"--concurrency={wanted.concurrency}", "--delete-jobs=successful"]
    call_command("procrastinate", *words, *(["--one-shot"] if wanted.once else []))
    return 0
