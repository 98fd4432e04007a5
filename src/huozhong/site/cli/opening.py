"""How a command opens the house: environment first, then Django; refusals become sentences, not tracebacks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps

Command = Callable[[list[str]], int]


def open_house(*, as_owner: bool = False, pool: int = 0) -> None:
    """Load the settings and every module. `as_owner` may change tables; `pool` connections are kept open."""
    from huozhong.site import catalogues, database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huozhong.site.settings")
    if as_owner:
        os.environ[database.AS_OWNER] = "1"
    if pool:
        os.environ[database.POOL] = str(pool)
    catalogues.compile_outdated()

    import django

    django.setup()


def told_in_sentences(command: Command) -> Command:
    """Turn what an operator can mend into one sentence on stderr and an exit code of 1."""

    @wraps(command)
    def wrapped(arguments: list[str]) -> int:
        from django.core.exceptions import ImproperlyConfigured
        from django.db import OperationalError

        from huozhong.site.grants import RoleError
        from huozhong.site.postgres import StartError

        try:
            return command(arguments)
        except (ImproperlyConfigured, StartError, RoleError) as refusal:
            say(str(refusal))
        except OperationalError as refusal:
            say(f"The database does not answer: {refusal}".strip())
        except KeyboardInterrupt:
            say("Stopped.")
            return 130
        return 1

    return wrapped


def say(sentence: str) -> None:
    """One line for the operator, at once."""
    print(sentence, file=sys.stderr, flush=True)
