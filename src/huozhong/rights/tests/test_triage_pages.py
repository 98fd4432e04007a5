"""The triage editor: questions, checks in sentences, a picture, versions; only for whoever leads the office's work."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import Actor
from huozhong.rights import queries, services
from huozhong.rights.rules.triage_shipped import SHIPPED
from huozhong.rights.tests.stage import Scene
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's clock stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def enter(scene: Scene, who: Actor) -> Client:
    client = Client()
    scene.cast.sign_in(client, who)
    return client


def at(name: str, *args: int | str) -> str:
    return reverse(f"rights:{name}", args=args)


def sent(graph_key: str, **changes: str) -> dict[str, str | list[str]]:
    """The form of a question as the page shows it."""
    question = SHIPPED.question(graph_key)
    assert question is not None
    fields: dict[str, str | list[str]] = {"text": question.text, "help": "", "element": question.element}
    for number, way in enumerate(question.ways):
        fields |= {f"way{number}-word": way.word, f"way{number}-target": way.target}
        fields |= {f"way{number}-values": list(way.values)}
    return fields | changes


def test_the_lead_changes_a_question_reads_what_is_wrong_mends_it_and_publishes(scene: Scene) -> None:
    client = enter(scene, scene.gong)
    assert client.get(at("triage_index")).status_code == 200
    made = client.post(at("triage_index")).headers["Location"]
    graph_id = int(made.rstrip("/").rsplit("/", 1)[1])

    assert client.get(at("triage_question", graph_id, "lawyer")).status_code == 200
    assert (
        client.post(at("triage_question", graph_id, "lawyer"), sent("lawyer", **{"way0-target": ""})).status_code == 302
    )
    assert "没有去处" in client.get(made).content.decode()
    assert client.post(at("triage_publish", graph_id), {"change_note": ""}).status_code == 422
    client.post(at("triage_question", graph_id, "lawyer"), sent("lawyer", text="请律师难不难？"))
    assert client.post(at("triage_publish", graph_id), {"change_note": ""}).status_code == 302

    held = queries.graph_for(scene.cast.town.unit_id).question("lawyer")
    assert held is not None
    assert held.text == "请律师难不难？"


def test_a_further_question_is_written_and_one_is_taken_out(scene: Scene) -> None:
    client = enter(scene, scene.gong)
    graph_id = services.start_graph(scene.cast.district.unit_id, actor=scene.gong, at=NOW)
    fields = {"text": "想要钱还是想回去上班？", "help": "", "element": ""}
    fields |= {
        "way0-word": "要钱",
        "way0-target": "end:mediation",
        "way1-word": "不清楚",
        "way1-target": "end:consultation",
    }

    assert client.get(at("triage_question", graph_id, "new")).status_code == 200
    assert client.post(at("triage_question", graph_id, "new"), fields).status_code == 302
    card = client.get(at("triage", graph_id)).content.decode()
    assert "没有哪一步会走到“想要钱还是想回去上班？”" in card
    assert client.post(at("triage_remove", graph_id, "q1")).status_code == 302
    assert client.post(at("triage_remove", graph_id, "q1")).status_code == 404


def test_versions_follow_one_another_and_a_draft_can_be_given_up(scene: Scene) -> None:
    client = enter(scene, scene.gong)
    graph_id = services.start_graph(scene.cast.district.unit_id, actor=scene.gong, at=NOW)
    services.publish_graph(graph_id, change_note="", actor=scene.gong, at=NOW)

    assert client.get(at("triage_publish", graph_id)).status_code == 404  # nothing to publish
    assert client.post(at("triage_next", graph_id)).status_code == 302
    assert client.get(at("triage_publish", graph_id)).status_code == 200
    assert client.post(at("triage_drop", graph_id)).status_code == 302
    assert client.get(at("triage_question", graph_id, "lawyer")).status_code == 404


def test_the_editor_is_closed_to_everybody_else(scene: Scene) -> None:
    graph_id = services.start_graph(scene.cast.district.unit_id, actor=scene.gong, at=NOW)
    paths = [at("triage_index"), at("triage", graph_id), at("triage_question", graph_id, "lawyer")]

    for who in (scene.he, scene.bo, scene.miao, scene.cast.lin):
        client = enter(scene, who)
        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 403), who.name
    for nonsense in ("way0-target", "element"):
        answer = enter(scene, scene.gong).post(
            at("triage_question", graph_id, "lawyer"), sent("lawyer", **{nonsense: "nowhere"})
        )
        assert answer.status_code == 422


def test_the_mediator_reads_what_the_worker_told_with_numbers_masked(scene: Scene) -> None:
    opened = scene.opened(
        elements={"trouble": ["wages"], "worker_phone": "+8613812340001", "triage_route": "mediation"}
    )
    page = enter(scene, scene.he).get(at("interview", opened)).content.decode()

    assert "工资没发、少发或者被扣" in page
    assert "工会调解" in page
    assert "13812340001" not in page
    for who in (scene.bo, scene.bo_mediates, scene.miao, scene.cast.lin, scene.tian):
        assert enter(scene, who).get(at("interview", opened)).status_code == 404, who.name
