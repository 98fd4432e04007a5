"""Which PostgreSQL, and as whom.

The owner (`huozhong`) owns the tables and runs migrations; everything else connects as `huozhong_app`, which owns
nothing. `DATABASE_URL` is the app's address and `DATABASE_OWNER_URL` the owner's; with only the first the app's
connections put on the role when they open. Without either, the embedded server under the data folder is started.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from huozhong.site import postgres

AS_OWNER = "HUOZHONG_AS_OWNER"  # "1": this process runs migrations or tests
POOL = "HUOZHONG_POOL"  # how many connections a web process keeps; set by `serve`
CLUSTER = "HUOZHONG_CLUSTER"  # "test": the quick cluster of the tests, never the one with anybody's data


def data_folder(root: Path) -> Path:
    """Where everything that is not code lives; HUOZHONG_DATA moves it."""
    if chosen := os.environ.get("HUOZHONG_DATA"):
        return Path(chosen).absolute()
    return postgres.place_for_data(root / ".data")


def cluster_folder(data: Path) -> Path:
    """The embedded cluster of this process."""
    return data / ("pg-test" if os.environ.get(CLUSTER) == "test" else "pg")


def is_embedded() -> bool:
    """Whether we start PostgreSQL ourselves."""
    return not os.environ.get("DATABASE_URL")


def app_role() -> str:
    """The role of everything but migrations; HUOZHONG_APP_ROLE names another, empty means none (doctor warns)."""
    return os.environ.get("HUOZHONG_APP_ROLE", postgres.APP)


def puts_on_role() -> bool:
    """Whether one login serves as owner and, by putting on the app's role, as app."""
    return not is_embedded() and not os.environ.get("DATABASE_OWNER_URL") and bool(app_role())


def address(data: Path, *, as_owner: bool) -> str:
    """The URL to connect to; starts the embedded server when it is the one to use."""
    if is_embedded():
        tests = os.environ.get(CLUSTER) == "test"
        socket_folder = postgres.start(cluster_folder(data), fast=tests)
        return postgres.url(socket_folder, role=postgres.OWNER if as_owner else postgres.APP)
    if as_owner and (owner := os.environ.get("DATABASE_OWNER_URL")):
        return owner
    return os.environ["DATABASE_URL"]


def connection_settings(data: Path) -> dict[str, Any]:
    """Django's DATABASES["default"] for this process."""
    as_owner = os.environ.get(AS_OWNER) == "1"
    parts = urlsplit(address(data, as_owner=as_owner))
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    if puts_on_role() and not as_owner:
        options["options"] = f"{options.get('options', '')} -c role={app_role()}".strip()
    if kept := int(os.environ.get(POOL, "0")):
        options["pool"] = {"min_size": 1, "max_size": kept, "timeout": 10, "max_idle": 300}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("HUOZHONG_DB") or unquote(parts.path.lstrip("/")) or postgres.DATABASE,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps connections, not the request
        "CONN_HEALTH_CHECKS": True,  # survives a restart of the server
        "DISABLE_SERVER_SIDE_CURSORS": True,  # safe behind a transaction pooler
        "OPTIONS": options,
        "TEST": {"NAME": os.environ.get("HUOZHONG_TEST_DB", "test_huozhong")},
    }
