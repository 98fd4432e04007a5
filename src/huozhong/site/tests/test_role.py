"""Web, jobs and shell own nothing and cannot change what is append-only, whatever code they run."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from huozhong.records import services as records
from huozhong.site import database, grants


def allowed(privilege: str) -> set[str]:
    """Tables on which the current role has the privilege."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND has_table_privilege(oid, %s)",
            [privilege],
        )
        return {row[0] for row in cursor.fetchall()}


def test_what_records_calls_append_only_is_found_by_its_triggers() -> None:
    assert set(records.append_only_tables()) <= set(grants.append_only_tables())


@pytest.mark.django_db
def test_the_app_owns_nothing(as_app: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles"
                       " WHERE rolname = current_user")  # fmt: skip
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db
@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_app_may_not_change_what_is_append_only(as_app: None, privilege: str) -> None:
    kept = set(grants.append_only_tables())

    assert kept
    assert kept & allowed(privilege) == set()


@pytest.mark.django_db
def test_the_app_may_write_into_everything_else_and_truncate_nothing(as_app: None) -> None:
    everything = set(connection.introspection.table_names()) - {"django_migrations"}

    assert everything <= allowed("SELECT")
    assert everything <= allowed("INSERT")
    assert everything - set(grants.append_only_tables()) <= allowed("UPDATE")
    assert allowed("TRUNCATE") == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE records_trail SET why = 'other'",
        "DELETE FROM records_trail",
        "TRUNCATE records_trail",
        "ALTER TABLE records_trail DISABLE TRIGGER ALL",
        "DROP TABLE records_trail",
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_database_itself_refuses(as_app: None, sentence: str) -> None:
    refusal = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sentence)


@pytest.mark.django_db
def test_giving_rights_twice_changes_nothing() -> None:
    def acl() -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                           " ORDER BY relname")  # fmt: skip
            return cursor.fetchall()

    before = acl()
    grants.give()

    assert acl() == before


def test_one_login_puts_on_the_role_and_two_logins_do_not(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://app:secret@db.example/house?sslmode=require&options=-c%20geqo%3Doff"
    )
    monkeypatch.delenv("HUOZHONG_AS_OWNER", raising=False)

    one = database.connection_settings(tmp_path)
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example/house")
    two = database.connection_settings(tmp_path)
    monkeypatch.setenv("HUOZHONG_AS_OWNER", "1")
    owner = database.connection_settings(tmp_path)

    assert one["OPTIONS"] == {"sslmode": "require", "options": "-c geqo=off -c role=huozhong_app"}
    assert two["OPTIONS"]["options"] == "-c geqo=off"
    assert (two["USER"], owner["USER"]) == ("app", "owner")


def test_the_pool_holds_a_connection_for_each_blocking_thread(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    from huozhong.site import serving

    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db.example/house")
    monkeypatch.setenv("HUOZHONG_POOL", serving.environment()["HUOZHONG_POOL"])

    chosen = database.connection_settings(tmp_path)

    assert chosen["OPTIONS"]["pool"]["max_size"] >= serving.BLOCKING_THREADS
    assert chosen["CONN_MAX_AGE"] == 0
    assert chosen["DISABLE_SERVER_SIDE_CURSORS"] is True
