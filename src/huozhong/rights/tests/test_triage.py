"""Every path of the triage graph ends, every question is reached; a graph that could lose somebody is not published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.rights import queries, services
from huozhong.rights.models import TriageVersion
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE
from huozhong.rights.rules.triage import (
    END,
    Graph,
    Question,
    Route,
    Way,
    as_written,
    check,
    follow,
    paths,
    read,
    route_of,
)
from huozhong.rights.rules.triage_shipped import _SENTENCES, SHIPPED
from huozhong.rights.tests.stage import Scene
from tests.cast import NOW


def test_every_path_through_the_shipped_graph_ends_and_all_seven_ways_are_reached() -> None:
    ends = [route_of(walked[-1].way.target) for walked in paths(SHIPPED)]

    assert len(ends) > 40
    assert None not in ends
    assert set(ends) == set(Route)


def test_no_question_of_the_shipped_graph_is_out_of_reach() -> None:
    passed = {step.question.key for walked in paths(SHIPPED) for step in walked}

    assert passed == {question.key for question in SHIPPED.questions}
    assert check(SHIPPED) == ()


def test_not_sure_always_leads_on_to_somebody() -> None:
    answers = dict.fromkeys(ELEMENTS, NOT_SURE)

    walk = follow(SHIPPED, answers, {})

    assert walk.route is Route.CONSULTATION


def test_every_answer_of_an_element_leads_somewhere() -> None:
    for question in SHIPPED.questions:
        if question.element:
            for choice in ELEMENTS[question.element].choices:
                walked = follow(Graph((question,)), {question.element: choice.value}, {})
                assert choice.value in walked.steps[0].way.values


def test_the_graph_uses_the_answers_of_the_interview_and_asks_nothing_twice() -> None:
    told = {"pressing": ["none"], "trouble": ["wages"], "asked_before": ["employer"], "would_mediate": "yes"}

    assert follow(SHIPPED, {**told, "still_working": "yes"}, {}).route is Route.NEGOTIATION
    assert follow(SHIPPED, {**told, "still_working": "no"}, {}).route is Route.MEDIATION
    assert follow(SHIPPED, told, {}).open == SHIPPED.question("working")


def test_danger_goes_before_everything() -> None:
    assert follow(SHIPPED, {"pressing": ["safety", "paper"], "trouble": ["wages"]}, {}).route is Route.HOTLINE


def test_every_word_of_the_graph_is_a_sentence_that_has_its_english() -> None:
    words = {one.text for one in SHIPPED.questions} | {way.word for one in SHIPPED.questions for way in one.ways}

    assert words == {str(one) for one in _SENTENCES}


def test_a_graph_is_kept_and_read_back_unchanged() -> None:
    assert read(as_written(SHIPPED)) == SHIPPED


def _changed(key: str, **changes: object) -> Graph:
    question = SHIPPED.question(key)
    assert question is not None
    return SHIPPED.with_question(replace(question, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("graph", "word"),
    [
        (Graph(()), "还没有一个问题"),
        (SHIPPED.without("before"), "没有去处"),
        (
            SHIPPED.with_question(
                Question("more", "还有吗？", (Way("有", END + "hotline"), Way("不清楚", END + "hotline")))
            ),
            "没有哪一步会走到",
        ),
        (
            _changed(
                "lawyer",
                ways=(Way("有", "before"), Way("没有", END + "arbitration"), Way("不清楚", END + "arbitration")),
            ),
            "绕回",
        ),
        (_changed("lawyer", ways=(Way("有", END + "legal_aid"), Way("没有", END + "arbitration"))), "不清楚"),
        (_changed("lawyer", text=" "), "没有写字"),
        (_changed("lawyer", ways=(Way("有", END + "legal_aid"),) * 2), "写得一样"),
        (
            _changed(
                "working", ways=(Way("在", END + "mediation", ("yes",)), Way("不在", END + "mediation", ("no", "told")))
            ),
            "没有去处",
        ),
        (
            _changed(
                "working", ways=(Way("在", END + "x", ("yes",)), Way("不", END + "mediation", ("no", "told", NOT_SURE)))
            ),
            "没有去处",
        ),
        (_changed("working", element="story"), "没有可选的回答"),
    ],
)
def test_a_graph_in_which_somebody_could_be_lost_is_found_out(graph: Graph, word: str) -> None:
    assert any(word in str(finding.says) for finding in check(graph))


def test_a_graph_that_turns_in_a_circle_still_ends_for_the_worker() -> None:
    circle = Graph(
        (
            Question("a", "甲？", (Way("去乙", "b"), Way("不清楚", "b"))),
            Question("b", "乙？", (Way("回甲", "a"), Way("不清楚", "a"))),
        )
    )

    assert follow(circle, {}, {"a": "0", "b": "0"}).route is Route.CONSULTATION
    with pytest.raises(ValueError, match="circle"):
        list(paths(circle))


def test_the_lead_of_a_district_writes_its_own_graph_and_it_holds_below(scene: Scene) -> None:
    district, town = scene.cast.district.unit_id, scene.cast.town.unit_id
    graph_id = services.start_graph(district, actor=scene.gong, at=NOW)
    asked = replace(SHIPPED.questions[0], text="眼下急不急？")
    services.save_question(graph_id, asked, actor=scene.gong, at=NOW)

    assert queries.graph_for(town) == SHIPPED
    services.publish_graph(graph_id, change_note="", actor=scene.gong, at=NOW)

    assert queries.graph_for(town).questions[0].text == "眼下急不急？"
    assert queries.graph_for(scene.cast.elsewhere.unit_id) == SHIPPED


def test_a_graph_with_a_hole_is_not_published(scene: Scene) -> None:
    graph_id = services.start_graph(scene.cast.district.unit_id, actor=scene.gong, at=NOW)
    services.remove_question(graph_id, "working", actor=scene.gong, at=NOW)

    with pytest.raises(Refused, match="没有去处"):
        services.publish_graph(graph_id, change_note="", actor=scene.gong, at=NOW)


def test_a_published_graph_stays_and_the_next_version_says_what_changed(scene: Scene) -> None:
    graph_id = services.start_graph(scene.cast.district.unit_id, actor=scene.gong, at=NOW)
    services.publish_graph(graph_id, change_note="", actor=scene.gong, at=NOW)
    services.start_triage_version(graph_id, actor=scene.gong, at=NOW)

    with pytest.raises(Refused, match="改了什么"):
        services.publish_graph(graph_id, change_note=" ", actor=scene.gong, at=NOW)
    services.publish_graph(graph_id, change_note="没有改动，只是试一试", actor=scene.gong, at=NOW)

    assert TriageVersion.objects.filter(graph=graph_id, published_at__isnull=False).count() == 2


def test_only_the_lead_of_the_office_writes_its_graph(scene: Scene) -> None:
    for other in (scene.he, scene.bo, scene.miao, scene.tian):
        with pytest.raises(Forbidden):
            services.start_graph(scene.cast.district.unit_id, actor=other, at=NOW)
    graph_id = services.start_graph(scene.cast.district.unit_id, actor=scene.gong, at=NOW)
    with pytest.raises(NotFound):
        services.save_question(graph_id, SHIPPED.questions[0], actor=scene.he, at=NOW)
