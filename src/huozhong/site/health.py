"""Is this deployment well? Each question gives an answer and, when it is not, what to do."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from huozhong.site import database, grants, keys

WORKER_SILENT_AFTER = dt.timedelta(minutes=2)
NEWS_LATE_AFTER = dt.timedelta(minutes=10)
SEAL_LATE_AFTER = dt.timedelta(minutes=5)
CLOCKS_MAY_DIFFER = dt.timedelta(seconds=5)
LEAST_FREE = 2 * 1024**3
JIANGSU = "32"


class State(StrEnum):
    """How serious an answer is."""

    WELL = "well"
    WARNING = "warning"
    ILL = "ill"


@dataclass(frozen=True)
class Answer:
    """What was found, and what to do about it."""

    state: State
    about: str
    says: str
    to_do: str = ""


Question = Callable[[], Iterator[Answer]]


def ask_all() -> list[Answer]:
    """Every question in order; when the database does not answer, those that need it are not asked."""
    answers: list[Answer] = []
    for question in (the_keys, the_settings, the_disk):
        answers += question()
    reached = list(the_database())
    answers += reached
    if any(answer.state is State.ILL for answer in reached):
        return answers
    for question in (the_tables, the_role, the_clock):
        answers += question()
    if all(answer.state is not State.ILL for answer in answers if answer.about == "tables"):
        for question in (the_jobs, the_news, the_trail, the_rules):
            answers += _unless_broken(question)
    return answers


def _unless_broken(question: Question) -> list[Answer]:
    try:
        return list(question())
    except DatabaseError as error:
        about = question.__name__.removeprefix("the_")
        return [Answer(State.ILL, about, f"could not be asked: {error}".strip(), "See the server's log.")]


def the_keys() -> Iterator[Answer]:
    """Are the keys there, and ours alone?"""
    for name, path in {
        "signing": keys.signing_file(settings.DATA),
        "personal numbers": keys.personal_numbers_file(settings.DATA),
    }.items():
        if not path.exists():
            if name == "signing" and os.environ.get("HUOZHONG_SECRET_KEY"):
                yield Answer(State.WELL, "keys", "signing key from the environment")
            else:
                yield Answer(State.ILL, "keys", f"no key: {path}", "Run `huozhong setup`, or put the old keys there.")
        elif not keys.is_private(path):
            yield Answer(State.ILL, "keys", f"{path} can be read by others", f"Run `chmod 600 {path}`.")
        else:
            yield Answer(State.WELL, "keys", f"{name}: {path}")


def the_settings() -> Iterator[Answer]:
    """Would production accept these settings?"""
    if settings.PRODUCTION:
        yield Answer(State.WELL, "settings", "safe for production")  # unsafe ones do not start
    else:
        yield Answer(
            State.WARNING, "settings", "not a production deployment", "For real work set HUOZHONG_PRODUCTION=1."
        )


def the_disk() -> Iterator[Answer]:
    """Is there room?"""
    for folder in {Path(settings.DATA), Path(settings.DATA) / "files"}:
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free
        state = State.WELL if free >= LEAST_FREE else State.ILL
        to_do = "" if state is State.WELL else "Move HUOZHONG_DATA to a larger disk, or clear old backups."
        yield Answer(state, "disk", f"{free / 1024**3:.1f} GB free at {folder}", to_do)


def the_database() -> Iterator[Answer]:
    """Does it answer, and is it recent enough?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
            number, version = cursor.fetchone()
    except DatabaseError as error:
        yield Answer(State.ILL, "database", f"does not answer: {error}".strip(), "Is it up? Is DATABASE_URL right?")
        return
    if number < 150000:
        yield Answer(State.ILL, "database", f"PostgreSQL {version}", "Huozhong needs PostgreSQL 15 or newer.")
    else:
        where = database.cluster_folder(settings.DATA) if database.is_embedded() else "given by DATABASE_URL"
        yield Answer(State.WELL, "database", f"PostgreSQL {version}, {where}")


def the_tables() -> Iterator[Answer]:
    """Are they of this version?"""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations or {})
    if steps:
        yield Answer(State.ILL, "tables", f"{len(steps)} migrations are missing", "Run `huozhong setup`.")
    elif unknown:
        yield Answer(State.ILL, "tables", f"made by a newer version ({sorted(unknown)[0]})", "Install that version.")
    else:
        yield Answer(State.WELL, "tables", "up to date")


def the_role() -> Iterator[Answer]:
    """Is the app kept from owning tables and from changing what is append-only?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        role, is_super = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        owned = cursor.fetchone()[0]
        changeable = []
        for table in grants.append_only_tables():
            cursor.execute(
                "SELECT coalesce(bool_or(has_table_privilege(c.oid, kind)), false) FROM pg_class c,"
                " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) kind WHERE c.oid = to_regclass(%s)",
                [table],
            )
            if cursor.fetchone()[0]:
                changeable.append(table)
    to_do = "Run `huozhong setup`; with DATABASE_URL let its user make roles, or set DATABASE_OWNER_URL too."
    if is_super or owned:
        yield Answer(State.ILL, "role", f"{role} owns {owned} tables{' and is superuser' if is_super else ''}", to_do)
    elif changeable:
        yield Answer(State.ILL, "role", f"{role} may change {', '.join(changeable)}", to_do)
    else:
        yield Answer(State.WELL, "role", f"{role} owns nothing and cannot change the trail")


def the_clock() -> Iterator[Answer]:
    """Do our clock and the database's agree?"""
    before = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    differ = abs(theirs - (before + (timezone.now() - before) / 2))
    if differ > CLOCKS_MAY_DIFFER:
        seconds = f"{differ.total_seconds():.0f} seconds"
        yield Answer(State.ILL, "clock", f"differs from the database's by {seconds}", "Switch on time synchronisation.")
    else:
        yield Answer(State.WELL, "clock", "agrees with the database's")


def the_jobs() -> Iterator[Answer]:
    """Is a worker alive, and does the work get done?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        beat = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        failed = cursor.fetchone()[0]
    if beat is None or timezone.now() - beat > WORKER_SILENT_AFTER:
        when = f"last heard of at {beat:%Y-%m-%d %H:%M}" if beat else "none was ever started"
        yield Answer(State.ILL, "jobs", f"no worker is alive ({when})", "Start `huozhong jobs`.")
    else:
        yield Answer(State.WELL, "jobs", "a worker is alive")
    if failed:
        yield Answer(State.WARNING, "jobs", f"{failed} jobs have failed for good", "Look at them in the job list.")


def the_news() -> Iterator[Answer]:
    """Does news get to those who wait for it?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(scheduled_at) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at < now()"
        )
        waiting, oldest = cursor.fetchone()
    if oldest and timezone.now() - oldest > NEWS_LATE_AFTER:
        yield Answer(State.ILL, "news", f"{waiting} jobs wait since {oldest:%H:%M}", "Start more `huozhong jobs`.")


def the_trail() -> Iterator[Answer]:
    """Is it sealed, and is its root log outside the database?"""
    from huozhong.records import queries
    from huozhong.records import services as records

    lag = queries.seal_lag()
    if lag.oldest_at and timezone.now() - lag.oldest_at > SEAL_LATE_AFTER:
        since = f"{lag.unsealed} rows are not sealed, since {lag.oldest_at:%Y-%m-%d %H:%M}"
        yield Answer(State.ILL, "trail", since, "Start `huozhong jobs`.")
    else:
        yield Answer(State.WELL, "trail", f"sealed; {lag.unsealed} rows wait for the next seal")
    log = records.roots_file()
    if not log.exists():
        yield Answer(
            State.WARNING, "trail", f"no root log yet at {log}", "It appears with the first seal by the worker."
        )


def the_rules() -> Iterator[Answer]:
    """Which local rule values are still missing for the chosen place?"""
    from huozhong.rulebook import queries as rulebook

    place = os.environ.get("HUOZHONG_PLACE", JIANGSU)
    for gap in rulebook.missing_values(place, on=timezone.localdate()):
        meanwhile = "a wider rule answers" if gap.fallback else "nothing answers"
        says = f"{place}: local rule not entered: {gap.rule.title} ({gap.rule.id}); meanwhile {meanwhile}"
        yield Answer(State.WARNING, "rules", says, f"The rule keeper of {gap.keeper} enters it under /rules/.")
