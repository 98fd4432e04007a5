"""`huozhong shell`: a Python prompt inside the house, with the app's rights and no more."""

from __future__ import annotations

from huozhong.site.cli.opening import open_house, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Open Django's shell; its words (`-c`, `--no-startup`) are passed on."""
    open_house()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["huozhong", "shell", *arguments])
    return 0
