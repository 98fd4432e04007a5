"""What the app's role may do: read and write rows, own nothing, and never touch what is append-only.

Run by the owner after every migration. A model says that its table is append-only by carrying a pgtrigger `Protect`
trigger on both update and delete (that is what `records.models` puts on the trail); `seal` tables likewise.
"""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from huozhong.site.database import app_role


class RoleError(Exception):
    """The app's role could not be made; the message says what to ask the database's keeper."""


@transaction.atomic
def give() -> None:
    """Make the app's role when missing, and give it exactly what it needs."""
    role = app_role()
    if not role:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('huozhong grants'))")  # two set-ups at once take turns
        _make_role(role)
        name = connection.ops.quote_name(role)
        for sentence in (
            f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {name}",
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {name}",
            f"REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM {name}",
            f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
        ):
            cursor.execute(sentence)
        made = set(connection.introspection.table_names(cursor))
        for table in made.intersection(append_only_tables()):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {name}")


def append_only_tables() -> list[str]:
    """Tables whose rows nobody may change or remove, as their own triggers say."""
    return sorted(model._meta.db_table for model in apps.get_models() if _is_append_only(model))


def _is_append_only(model: type[Model]) -> bool:
    refused = " ".join(_protected(model))
    return "UPDATE" in refused and "DELETE" in refused


def _protected(model: type[Model]) -> Iterator[str]:
    for trigger in getattr(model._meta, "triggers", ()):
        if isinstance(trigger, pgtrigger.Protect) and trigger.condition is None:
            yield str(trigger.operation)


def _make_role(role: str) -> None:
    """Make the role if it is not there; RoleError with the words for the database's keeper when we may not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return
        cursor.execute("SELECT rolcreaterole OR rolsuper, current_user FROM pg_roles WHERE rolname = current_user")
        may_create, owner = cursor.fetchone()
        name = connection.ops.quote_name(role)
        if not may_create:
            raise RoleError(
                f"The user {owner} may not make roles. Ask the database's keeper to run "
                f"`CREATE ROLE {name} LOGIN; GRANT {name} TO {owner};` and run set-up again; or set "
                f"HUOZHONG_APP_ROLE to nothing and go on without this protection of the trail (doctor will warn)."
            )
        cursor.execute(f"CREATE ROLE {name} LOGIN")
        cursor.execute(f"GRANT {name} TO {connection.ops.quote_name(owner)}")
