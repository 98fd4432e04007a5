from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def fresh_counters(request: pytest.FixtureRequest) -> None:
    """No test is throttled by another's attempts; tests without a database stay without one."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("db")
        from django.core.cache import cache

        cache.clear()
