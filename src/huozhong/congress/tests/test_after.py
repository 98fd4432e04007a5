"""After and between sessions: reports by working days, duties, joint decisions, askings, breaches, the archive."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.congress import queries, services
from huozhong.congress.engine import broken
from huozhong.congress.models import CongressClock, JointDecision, Session, Topic
from huozhong.congress.rules import deadlines
from huozhong.congress.rules.deadlines import Papers, Span
from huozhong.congress.rules.ladder import Rung, rung_for
from huozhong.congress.services import JointForm
from huozhong.congress.services.archiving import archive
from huozhong.congress.tests.stage import PDF, Hall, explained, held, planned, with_papers
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.zone import ZONE
from huozhong.records.models import Notice
from huozhong.unions.models import Unit as UnionUnit
from tests.cast import NOW, TODAY

LATER = NOW + timedelta(days=21)


def in_shanghai(hall: Hall) -> None:
    """As if the whole city stood in Shanghai, whose rules give the days."""
    UnionUnit.objects.update(jurisdiction="31")


def joint(hall: Hall, matter: str = "other") -> int:
    form = JointForm("高温停工", matter, TODAY, "气温四十度", "工会委员", "生产部", "中午停工两小时")
    return services.record_joint_meeting(hall.congress_id, form, unit=hall.works, actor=hall.chair, at=NOW)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 1)), st.integers(1, 30))
def test_the_report_is_due_after_so_many_working_days_and_never_on_a_day_of_rest(closed: date, days: int) -> None:
    from huozhong.kernel.workdays import china

    due = deadlines.due_day(closed, Span(days, Unit.WORKING_DAYS))

    assert china().is_workday(due)
    assert china().workdays_between(closed + timedelta(days=1), due + timedelta(days=1)) == days


@given(st.integers(-40, 40), st.integers(0, 30))
def test_papers_bar_a_vote_exactly_when_they_are_later_than_the_rule_says(ahead: int, owed: int) -> None:
    meets = datetime(2026, 6, 30, 9, 0, tzinfo=ZONE)
    sent = meets - timedelta(days=ahead)

    block = deadlines.papers_block(Papers(1, sent), meets_at=meets, span=Span(owed, Unit.DAYS))

    assert (block is None) is (ahead >= owed)


@pytest.mark.parametrize(
    ("late", "rung"), 
    [
        (0, Rung.NONE), (1, Rung.UNIT), (14, Rung.UNIT), (15, Rung.UPPER), (29, Rung.UPPER), (30, Rung.DISTRICT),
    ],
)  # fmt: skip
def test_the_ladder_climbs_on_its_days(late: int, rung: Rung) -> None:
    assert rung_for(late) is rung


def test_where_no_rule_gives_the_days_a_report_has_no_last_day(hall: Hall) -> None:
    session_id = held(hall)
    services.publish_session(session_id, words="x", ways="公告栏", actor=hall.chair, at=LATER)
    services.report_session(session_id, words="x", actor=hall.chair, at=LATER)

    assert queries.reports_of(session_id)[0].due_date is None


def test_in_shanghai_the_report_is_due_in_seven_working_days(hall: Hall) -> None:
    in_shanghai(hall)
    session_id = held(hall)  # closed on Thursday, 10 December 2026
    services.publish_session(session_id, words="x", ways="公告栏", actor=hall.chair, at=LATER)
    services.report_session(session_id, words="x", actor=hall.chair, at=LATER)

    report = queries.reports_of(session_id)[0]

    assert report.due_date == date(2026, 12, 21)
    assert "第三十七条" in report.cite


def test_a_session_is_archived_only_when_it_was_taken_in_and_every_resolution_has_its_hand(hall: Hall) -> None:
    session_id = held(hall)
    services.publish_session(session_id, words="x", ways="公告栏", actor=hall.chair, at=LATER)
    report = services.report_session(session_id, words="x", actor=hall.chair, at=LATER)
    with pytest.raises(Refused, match="谁去办"):
        services.archive_session(session_id, actor=hall.chair, at=LATER)
    for topic in Topic.objects.filter(session_id=session_id, outcome="passed"):
        services.give_duty(topic.id, what="落实", who="人事部", due=LATER.date(), actor=hall.chair, at=LATER)
    with pytest.raises(Refused, match="还没有收下"):
        services.archive_session(session_id, actor=hall.chair, at=LATER)
    services.answer_report(report, move="acknowledge", why="已阅", actor=hall.town, at=LATER)

    services.archive_session(session_id, actor=hall.chair, at=LATER)

    assert queries.session_facts(session_id).state == "archived"


def test_the_state_of_a_report_that_was_answered_stands(hall: Hall) -> None:
    session_id = held(hall)
    services.publish_session(session_id, words="x", ways="公告栏", actor=hall.chair, at=LATER)
    report = services.report_session(session_id, words="x", actor=hall.chair, at=LATER)
    services.answer_report(report, move="acknowledge", why="已阅", actor=hall.town, at=LATER)

    with pytest.raises(Conflict):
        services.answer_report(report, move="return", why="缺表", actor=hall.town, at=LATER)


def test_what_was_done_badly_is_open_again_and_late(hall: Hall) -> None:
    session_id = held(hall)
    topic = Topic.objects.filter(session_id=session_id, outcome="passed").first()
    assert topic is not None
    duty = services.give_duty(topic.id, what="装风机", who="设备部", due=LATER.date(), actor=hall.chair, at=LATER)
    services.finish_duty(duty, result="装了", done=LATER.date(), actor=hall.chair, at=LATER)
    assert queries.open_duties(hall.congress_id) == ()

    services.check_duty(
        duty, verdict="poor", words="风机不转", by="代表乙", on=LATER.date(), actor=hall.chair, at=LATER
    )

    assert [one.what for one in queries.open_duties(hall.congress_id)] == ["装风机"]
    clock = queries.clock(hall.congress_id, on=LATER.date() + timedelta(days=1))
    assert clock is not None
    assert [str(late.why) for late in clock.late] == ["决议没有落实"]


def test_a_reserved_matter_is_not_for_a_joint_meeting(hall: Hall) -> None:
    with pytest.raises(Refused, match="只能由职代会决定"):
        joint(hall, "pay_system")
    assert not JointDecision.objects.exists()


def test_a_joint_decision_comes_before_the_next_session_by_itself_and_cannot_be_taken_off(hall: Hall) -> None:
    joint(hall)
    session_id = services.plan_session(hall.congress_id, unit=hall.works, title="三届一次", actor=hall.chair, at=NOW)
    topic = Topic.objects.get(session_id=session_id)

    assert (topic.matter, topic.origin, topic.agreement) == ("ratify", "joint", "not_needed")
    with pytest.raises(Refused, match="不能撤下"):
        services.drop_topic(topic.id, why="忙", actor=hall.chair, at=NOW)


def test_a_joint_decision_of_today_joins_the_session_in_preparation_once(hall: Hall) -> None:
    session_id = planned(hall)
    joint(hall)
    joint(hall)

    assert Topic.objects.filter(session_id=session_id, origin="joint").count() == 2


def test_one_third_of_the_delegates_is_enough_exactly_in_shanghai(hall: Hall) -> None:
    in_shanghai(hall)
    asking = services.ask_for_session(
        hall.congress_id, unit=hall.works, asker="delegates", matter="裁员", why="下月就要裁", actor=hall.delegates[1],
        at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="不够"):
        services.plan_what_was_asked(asking, title="临时会议", actor=hall.chair, at=NOW)

    services.sign_asking(asking, actor=hall.delegates[1], at=NOW)  # the same name counts once
    proof = services.sign_asking(asking, actor=hall.delegates[2], at=NOW)

    assert proof is not None
    assert (proof.counted, proof.of, proof.needed, proof.is_met) == (2, 6, 2, True)
    session_id = services.plan_what_was_asked(asking, title="临时会议", actor=hall.chair, at=NOW)
    assert Session.objects.get(pk=session_id).kind == "extraordinary"


def test_whoever_is_no_delegate_cannot_sign(hall: Hall) -> None:
    asking = services.ask_for_session(
        hall.congress_id, unit=hall.works, asker="delegates", matter="裁员", why="急", actor=hall.delegates[1], at=NOW
    )

    with pytest.raises(Forbidden):
        services.sign_asking(asking, actor=hall.cast.bo, at=NOW)


def test_an_extraordinary_session_need_not_explain_what_it_leaves_out(hall: Hall) -> None:
    asking = services.ask_for_session(
        hall.congress_id, unit=hall.works, asker="employer", matter="搬迁", why="急", asked_by="周总", actor=hall.chair,
        at=NOW,
    )  # fmt: skip
    session_id = services.plan_what_was_asked(
        asking, title="临时会议", meets_at=LATER, venue="食堂", actor=hall.chair, at=NOW
    )
    topic = services.add_topic(session_id, title="搬迁方案", matter="layoffs_plan", actor=hall.chair, at=NOW)
    services.agree_topic(topic, with_whom="周总", on=TODAY, actor=hall.chair, at=NOW)

    services.call_session(session_id, actor=hall.chair, at=NOW)

    assert queries.session_facts(session_id).state == "called"


def test_a_breach_runs_through_letter_and_department_by_the_days_of_the_place(hall: Hall) -> None:
    in_shanghai(hall)
    breach = services.record_breach(
        hall.congress_id, matter="pay_system", what="未经职代会改了工资办法", decided=TODAY, unit=hall.works,
        actor=hall.chair, at=NOW,
    )  # fmt: skip
    services.draft_letter(breach, addressee="柳溪机电厂", actor=hall.chair, at=NOW)
    services.send_letter(breach, received=TODAY, actor=hall.chair, at=NOW)
    card = queries.breach(breach)
    assert card.effect["value"] == "对职工不具有约束力"
    assert card.mend_by_date == date(2027, 2, 18)  # ninety days, the last one a working day

    with pytest.raises(Refused, match="还没有到"):
        services.propose_to_department(breach, on=TODAY, actor=hall.town, at=NOW)
    services.propose_to_department(breach, on=date(2027, 3, 1), actor=hall.town, at=NOW + timedelta(days=120))

    assert queries.breach(breach).order_by_date == date(2027, 3, 31)


def test_lateness_is_told_once_a_rung_and_climbs(hall: Hall) -> None:
    services.record_tour(
        hall.congress_id, theme="食堂", toured=TODAY, members="代表乙", places="食堂", summary="",
        findings=[("油烟大", "后勤", TODAY)], unit=hall.works, actor=hall.chair, at=NOW,
    )  # fmt: skip

    told = [services.climb_ladder(at=NOW + timedelta(days=days)) for days in (0, 1, 2, 15, 16, 30)]

    assert told == [0, 1, 0, 1, 0, 1]
    assert CongressClock.objects.get().told_rung == Rung.DISTRICT
    persons = {row.person_id for row in Notice.objects.filter(template="congress.late")}
    assert {hall.chair.person_id, hall.town.person_id, hall.cast.mei.person_id} <= persons


def test_the_archive_holds_everything_and_a_changed_part_is_found(hall: Hall) -> None:
    session_id = held(hall)
    content, name = archive(session_id, actor=hall.chair, at=LATER)
    packed = content.getvalue()

    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        index = json.loads(opened.read("index.json"))
        names = set(opened.namelist())
    assert name.endswith(".zip")
    assert {"index.xlsx", "topics.json", "trail.json"} <= names
    assert sum(part["group"] == "材料" for part in index["parts"]) == 3
    assert sum(part["group"] == "证明单" for part in index["parts"]) == 2
    assert broken(packed) == ()

    spoiled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(spoiled, "w") as after:
        for one in before.namelist():
            after.writestr(one, b"[]" if one == "topics.json" else before.read(one))
    assert broken(spoiled.getvalue()) == ("topics.json",)


def test_a_year_tells_its_facts_with_evidence(hall: Hall) -> None:
    session_id = held(hall)
    found = queries.year_of(hall.congress_id, 2026).regular

    assert found is not None
    assert (found.id, found.has_quorum, found.papers_days, found.papers_owed) == (session_id, True, 20, 7)
    assert found.url == f"/congress/sessions/{session_id}/"
    assert {topic.matter: (topic.is_secret, topic.outcome) for topic in found.topics} == {
        "report": (False, "heard"), "pay_system": (True, "passed"), "safety": (True, "passed"),
    }  # fmt: skip
    assert queries.year_of(hall.congress_id, 2025).sessions == ()


def test_managers_are_appraised_only_after_they_reported(hall: Hall) -> None:
    from huozhong.congress.services.appraising import may_open

    appraisal = services.plan_appraisal(
        hall.congress_id, title="年度评议", year=2026, managers=[("周厂长", "厂长")], unit=hall.works, actor=hall.chair,
        at=NOW,
    )  # fmt: skip
    assert "周厂长" in str(may_open(appraisal, NOW))
    services.hear_manager(
        queries.appraisal(appraisal).managers[0].id, content=PDF, file_name="述职.pdf", actor=hall.chair, at=NOW
    )

    election = services.draft_ballot(appraisal, actor=hall.chair, at=NOW)

    assert may_open(appraisal, NOW) is None
    from huozhong.ballots import queries as ballots

    state = ballots.election_state(election)
    assert (state.kind, state.base, state.questions[0].answers) == (
        "appraisal", 6, ("优秀", "称职", "基本称职", "不称职"),
    )  # fmt: skip


def test_a_late_paper_bars_the_vote_that_is_written_down_afterwards(hall: Hall) -> None:
    session_id = planned(hall, days=20)
    explained(hall, session_id)
    services.call_session(session_id, actor=hall.chair, at=NOW)
    with_papers(hall, session_id, at=NOW + timedelta(days=18))
    day, count = NOW + timedelta(days=20), len(hall.delegates)
    services.begin_session(session_id, present=count, delegates=count, actor=hall.chair, at=day)
    topic = Topic.objects.get(session_id=session_id, matter="safety")

    with pytest.raises(Refused, match="不能表决"):
        services.record_vote(topic.id, present=count, yes=count, no=0, abstain=0, actor=hall.chair, at=day)
