"""Each test has its own data folder: files and root logs never meet those of a real database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from huozhong.kernel.actors import Actor, ActorKind, Appointed
from huozhong.kernel.places import Level, Line, Place
from huozhong.kernel.roles import Role

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
CITY = Place(1, 320200, "1.", level=Level.CITY)
TOWN = Place(83, 320200, "1.5.83.", level=Level.TOWN)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def mei() -> Actor:
    """Mei 梅 is a cadre of the district."""
    held = (
        Appointed(Role.MEMBER, 1, 320200, Line.LOCALITY, "1.", Level.CITY),
        Appointed(Role.CADRE, 5, 320200, Line.LOCALITY, "1.5.", Level.DISTRICT),
    )
    return Actor(ActorKind.PERSON, "梅", account_id=7, person_id=70, city_id=320200, appointments=held)
