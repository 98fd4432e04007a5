"""Opening a dossier: who may, who handles it, and that nothing personal stands in clear."""

from __future__ import annotations

import pytest
from django.db import connection

from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.records.models import Trail
from huozhong.rights import queries, services
from huozhong.rights.models import Dossier, Worker
from huozhong.rights.rules import kinds as k
from huozhong.rights.services import NewWorker
from huozhong.rights.tests.stage import DOCUMENT, ELEMENTS, PHONE, Scene
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_a_worker_opens_a_dossier_and_the_mediator_reads_it(scene: Scene) -> None:
    made = scene.opened()

    card = queries.card(queries.dossier_for(scene.he, made).pk)
    assert (card.number, card.state, card.worker_name) == ("维权2026-0001", "intake", "苗青青")
    assert card.worker_phone == "138****0001"
    assert queries.elements(made) == ELEMENTS


def test_numbers_follow_each_other_within_the_unit_and_year(scene: Scene) -> None:
    assert [scene.row(scene.opened()).number for _ in range(3)] == ["维权2026-0001", "维权2026-0002", "维权2026-0003"]


def test_no_name_and_no_number_stands_in_clear_in_the_tables(scene: Scene) -> None:
    made = scene.opened()

    with connection.cursor() as cursor:
        rows = []
        for table in (Dossier._meta.db_table, Worker._meta.db_table, Trail._meta.db_table):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    kept = "\n".join(rows)
    assert f"{scene.row(made).serial}" in kept
    about_the_dossier = [row for row in rows if "rights" in row or "维权" in row or str(made) in row]
    assert not [row for row in about_the_dossier if PHONE in row or DOCUMENT in row or ELEMENTS["wages.monthly"] in row]
    assert "苗青青" not in "\n".join(rows[:2])


def test_a_grassroots_union_never_handles_a_dossier(scene: Scene) -> None:
    with pytest.raises(Refused, match="基层工会不经办"):
        scene.opened(unit_id=scene.cast.works.unit_id)


def test_the_handling_union_is_the_nearest_above_with_a_mediator(scene: Scene) -> None:
    assert services.handling_unit(scene.cast.works.unit_id, on=TODAY) == scene.cast.district.unit_id


def test_the_employers_union_is_known_by_the_employers_name(scene: Scene) -> None:
    made = scene.opened(employer_unit_id=None)

    assert scene.row(made).employer_unit_id == scene.cast.works.unit_id


def test_a_grassroots_cadre_hands_a_complaint_upward_and_reads_nothing(scene: Scene) -> None:
    made = services.open_dossier(scene.new(channel=k.Channel.CADRE), actor=scene.cast.bo, at=NOW)

    with pytest.raises(NotFound):
        queries.dossier_for(scene.cast.bo, made)


def test_a_cadre_hands_nothing_to_a_union_that_is_not_above(scene: Scene) -> None:
    told = scene.new(channel=k.Channel.CADRE, unit_id=scene.cast.elsewhere.unit_id)

    with pytest.raises(Forbidden):
        services.open_dossier(told, actor=scene.cast.bo, at=NOW)


def test_ten_workers_make_a_collective_case(scene: Scene) -> None:
    nine = scene.opened(workers=tuple(NewWorker(f"工友{n}") for n in range(9)))
    assert not queries.card(nine).is_collective

    services.add_workers(nine, (NewWorker("第十位"),), actor=scene.he, at=NOW)

    assert queries.card(nine).is_collective
    assert queries.workers(nine)[9].name == "第十位"


def test_a_blank_never_erases_and_an_answer_is_taken_away_only_on_purpose(scene: Scene) -> None:
    made = scene.opened()

    services.write_elements(made, {"wages.monthly": None, "employment.post": "装配工"}, actor=scene.miao, at=NOW)

    assert queries.elements(made) == {"employment.start_date": "2021-03-01", "employment.post": "装配工"}


def test_who_saw_an_older_version_does_not_write_over_a_newer_one(scene: Scene) -> None:
    made = scene.opened()
    seen = scene.row(made).elements_version
    services.write_elements(made, {"a": "1"}, actor=scene.miao, at=NOW)

    with pytest.raises(Refused, match="刚才有人改过"):
        services.write_elements(made, {"a": "2"}, actor=scene.he, at=NOW, version=seen)


def test_a_number_is_read_in_clear_only_for_a_reason(scene: Scene) -> None:
    made = scene.opened()
    with pytest.raises(Refused, match="为什么"):
        services.read_numbers(made, 1, why=" ", actor=scene.he, at=NOW)

    phone, document = services.read_numbers(made, 1, why="寄送调解通知", actor=scene.he, at=NOW)

    assert (phone, document) == ("+8613812340001", DOCUMENT)
    assert Trail.objects.filter(kind=queries.KIND, thing_id=made, action="worker_number_read").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"workers": ()},
        {"workers": (NewWorker(" "),)},
        {"employer_name": " "},
        {"head_count": -1},
        {"workers": (NewWorker("苗", phone="123"),)},
        {"workers": (NewWorker("苗", document="320206199003078563"),)},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(scene: Scene, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        scene.opened(**wrong)
