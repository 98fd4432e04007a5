"""Juries once kept with projects move into their own room: nothing is lost, what was published stays closed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huozhong.juries import queries as juries
from huozhong.juries.models import Entry, Judge, Panel, Recusal, Score
from huozhong.projects.tests import stage
from tests.cast import NOW, Cast, assemble, person

BEFORE = [("projects", "0005_money")]
AFTER = [("projects", "0007_no_jurors_here")]
POINTS = {"organisation": 80, "novelty": 70, "effect": 90, "replicability": 60}


@pytest.fixture
def city() -> Cast:
    return assemble()


def at_the_old_room() -> Any:
    """The models as they were before juries moved."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    return MigrationExecutor(connection).loader.project_state(BEFORE).apps


def seat(apps: Any, cast: Cast, project: Any, number: int, unit_id: int) -> Any:
    who, _ = person(f"评委{number}", at=cast.city, sign_in_name=f"old{number}")
    return apps.get_model("projects", "Juror").objects.create(
        city_id=project.city_id, programme_id=project.programme_id, person_id=who.pk, name=who.name, kind="worker",
        unit_id=unit_id, assigned_at=NOW,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_judges_cards_and_published_results_go_along(city: Cast) -> None:
    project_id = stage.accepted(city)
    row = stage.row(project_id)
    apps = at_the_old_room()
    jurors = [seat(apps, city, row, number, city.city.unit_id) for number in range(3)]
    near = seat(apps, city, row, 8, city.district.unit_id)
    for number, juror in enumerate(jurors):
        apps.get_model("projects", "Score").objects.create(
            city_id=row.city_id, project_id=project_id, juror=juror, comment="扎实。", at=NOW,
            **(POINTS | {"effect": 80 + 10 * number}),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huozhong.move', %s, false)", [f"projects_project:{project_id}"])
        cursor.execute("ALTER TABLE projects_project DISABLE TRIGGER USER")
        cursor.execute("UPDATE projects_project SET state = 'appraised' WHERE id = %s", [project_id])
        cursor.execute("ALTER TABLE projects_project ENABLE TRIGGER USER")

    MigrationExecutor(connection).migrate(AFTER)
    call_command("migrate", verbosity=0)

    panel = Panel.objects.get()
    assert (panel.state, panel.about_id, panel.stage, panel.drop_from) == ("open", row.programme_id, "showcase", 7)
    assert Judge.objects.count() == 4
    assert Score.objects.filter(is_whole=True, opinion="扎实。").count() == 3
    assert Recusal.objects.get().ground == "district"
    assert Recusal.objects.get().judge.person_id == near.person_id
    entry = Entry.objects.get()
    assert (entry.title, entry.closed_at) == ("机电厂工间学堂", NOW)
    found = juries.result("projects.project", project_id, "showcase")
    assert found is not None
    assert found.total == 77
    assert found.sheet["entries"][0]["asked"] == 3
