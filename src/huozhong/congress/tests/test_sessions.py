"""Before the session: topics, the employer's word, papers in time, the notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huozhong.congress import queries, services
from huozhong.congress.models import PaperReading, Session, Topic, TopicPaper
from huozhong.congress.tests.stage import PDF, Hall, called, explained, held, planned, with_papers
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from tests.cast import NOW, TODAY


def test_a_topic_is_decided_as_its_matter_owes(hall: Hall) -> None:
    session_id = planned(hall)

    methods = {topic.matter: topic.method for topic in queries.topics_of(session_id)}

    assert methods == {"report": "hear", "pay_system": "secret", "safety": "secret"}


def test_what_must_be_secret_cannot_be_planned_as_a_show_of_hands(hall: Hall) -> None:
    session_id = planned(hall)

    with pytest.raises(Refused, match="无记名投票"):
        services.add_topic(
            session_id, title="安置方案", matter="layoffs_plan", method="hands", actor=hall.chair, at=NOW
        )


def test_the_notice_waits_for_the_employers_word(hall: Hall) -> None:
    session_id = planned(hall)
    explained(hall, session_id)
    services.add_topic(session_id, title="食堂改造", matter="other", actor=hall.chair, at=NOW)

    with pytest.raises(Refused, match="食堂改造"):
        services.call_session(session_id, actor=hall.chair, at=NOW)


def test_a_refused_topic_leaves_the_agenda_and_stays_with_its_reason(hall: Hall) -> None:
    session_id = planned(hall)
    explained(hall, session_id)
    topic_id = services.add_topic(session_id, title="食堂改造", matter="other", actor=hall.chair, at=NOW)

    services.refuse_topic(topic_id, with_whom="行政部 吴经理", why="预算没有批下来", on=TODAY, actor=hall.chair, at=NOW)
    services.call_session(session_id, actor=hall.chair, at=NOW)

    card = queries.topic(topic_id)
    assert (card.is_kept, card.agreed_with, card.refused_why) == (False, "行政部 吴经理", "预算没有批下来")


def test_reserved_matters_are_on_the_agenda_or_explained(hall: Hall) -> None:
    session_id = planned(hall)

    with pytest.raises(Refused, match="没有说明原因"):
        services.call_session(session_id, actor=hall.chair, at=NOW)


@pytest.mark.parametrize(("before", "is_blocked"), [(8, False), (7, False), (6, True)])
def test_papers_seven_days_ahead_or_no_vote(hall: Hall, before: int, is_blocked: bool) -> None:
    session_id = planned(hall, days=20)
    with_papers(hall, session_id, at=NOW + timedelta(days=20 - before))

    blocks = {topic.matter: topic.block for topic in queries.topics_of(session_id)}

    assert blocks["report"] is None, "what is only heard is not voted on"
    assert (blocks["safety"] is not None) is is_blocked


def test_a_topic_without_papers_says_so_and_names_the_rule(hall: Hall) -> None:
    session_id = planned(hall)
    topic_id = Topic.objects.get(session_id=session_id, matter="safety").id

    block = queries.vote_block(topic_id)

    assert block is not None
    assert "没有给代表发材料" in str(block[0])
    assert "企业民主管理规定" in block[1]


def test_a_changed_paper_counts_from_the_day_it_went_out(hall: Hall) -> None:
    session_id = planned(hall, days=20)
    with_papers(hall, session_id)
    topic = Topic.objects.get(session_id=session_id, matter="safety")
    late = NOW + timedelta(days=18)

    paper = TopicPaper.objects.get(topic=topic)
    services.replace_paper(paper.id, content=PDF + b"\n", file_name="b.pdf", why="改了一处", actor=hall.chair, at=late)
    services.send_papers(session_id, actor=hall.chair, at=late)

    assert queries.topic(topic.id).block is not None


def test_a_revision_after_a_wide_split_needs_no_second_seven_days_but_must_be_read_before(hall: Hall) -> None:
    session_id = planned(hall, days=20)
    with_papers(hall, session_id)
    topic = Topic.objects.get(session_id=session_id, matter="safety")
    services.sum_up(
        topic.id, delegation="一车间", met=TODAY, came=6, agree=2, disagree=4, summary="防护用品太少",
        actor=hall.chair, at=NOW,
    )  # fmt: skip
    late = NOW + timedelta(days=18)
    services.revise_topic(topic.id, what="增加两种防护用品", words="", actor=hall.chair, at=late)
    paper = TopicPaper.objects.get(topic=topic)
    services.replace_paper(
        paper.id, content=PDF + b"\n", file_name="b.pdf", why="按意见修改", actor=hall.chair, at=late
    )
    services.send_papers(session_id, actor=hall.chair, at=late)
    assert queries.topic(topic.id).block is None

    Session.objects.filter(pk=session_id).update(meets_at=late - timedelta(minutes=1))

    assert "没有看过" in str(queries.topic(topic.id).block)


def test_nothing_is_revised_before_delegations_have_spoken(hall: Hall) -> None:
    session_id = planned(hall)
    topic = Topic.objects.filter(session_id=session_id).first()
    assert topic is not None

    with pytest.raises(Refused, match="讨论意见"):
        services.revise_topic(topic.id, what="改", words="", actor=hall.chair, at=NOW)


def test_a_delegate_who_opens_a_paper_is_counted_once(hall: Hall) -> None:
    session_id = called(hall)
    paper = TopicPaper.objects.filter(topic__session_id=session_id).first()
    assert paper is not None

    for _ in range(3):
        services.open_paper(paper.id, actor=hall.delegates[1], at=NOW)

    assert PaperReading.objects.filter(paper=paper).count() == 1


def test_a_worker_who_is_no_delegate_gets_no_papers(hall: Hall) -> None:
    session_id = called(hall)
    paper = TopicPaper.objects.filter(topic__session_id=session_id).first()
    assert paper is not None

    with pytest.raises((NotFound, Forbidden)):
        services.open_paper(paper.id, actor=hall.cast.sara, at=NOW)


def test_short_notice_is_said_but_does_not_stand_in_the_way(hall: Hall) -> None:
    session_id = planned(hall, days=3)
    explained(hall, session_id)

    warnings = services.call_session(session_id, actor=hall.chair, at=NOW)

    assert len(warnings) == 1
    assert "已经晚了" in str(warnings[0])


def test_no_session_below_quorum(hall: Hall) -> None:
    session_id = called(hall)
    count = len(hall.delegates)
    day = NOW + timedelta(days=20)

    with pytest.raises(Refused):
        services.begin_session(session_id, present=3, delegates=count, actor=hall.chair, at=day)
    services.begin_session(session_id, present=4, delegates=count, actor=hall.chair, at=day)

    assert queries.session_facts(session_id).present == 4


def test_whether_a_vote_is_carried_is_computed_of_all_delegates(hall: Hall) -> None:
    session_id = held(hall, yes=3)

    outcomes = {topic.matter: topic.outcome for topic in queries.topics_of(session_id)}

    assert outcomes == {"report": "heard", "pay_system": "failed", "safety": "failed"}, "3 of 6 is not more than half"


def test_somebody_elsewhere_does_not_find_the_session(hall: Hall) -> None:
    session_id = planned(hall)

    with pytest.raises(NotFound):
        services.add_topic(session_id, title="x", matter="other", actor=hall.cast.sara, at=NOW)


def test_the_next_session_reports_on_the_last_by_itself(hall: Hall) -> None:
    held(hall)
    later = NOW + timedelta(days=300)

    second = services.plan_session(hall.congress_id, unit=hall.works, title="三届二次", actor=hall.chair, at=later)

    assert {"resolutions_report", "proposals_report"} <= {topic.matter for topic in queries.topics_of(second)}
    assert date(2026, 11, 20) == TODAY
