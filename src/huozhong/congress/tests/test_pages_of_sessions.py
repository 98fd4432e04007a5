"""Every page of sessions opens for those who may, says no to others, and carries its one action through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huozhong.congress import queries, services
from huozhong.congress.models import Session, Topic, TopicPaper
from huozhong.congress.services import JointForm
from huozhong.congress.tests.stage import PDF, Hall, called, held, planned
from huozhong.kernel.actors import Actor
from tests.cast import NOW, TODAY


def page(client: Client, hall: Hall, actor: Actor, name: str, *args: object) -> str:
    hall.cast.sign_in(client, actor)
    answer = client.get(reverse(f"congress:{name}", args=args))
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def test_the_chair_sees_what_is_next_and_by_when(client: Client, hall: Hall) -> None:
    services.renew_clock(hall.congress_id, at=NOW)
    assert "筹备下一次年度会议" in page(client, hall, hall.chair, "congress", hall.congress_id)

    session_id = planned(hall)

    shown = page(client, hall, hall.chair, "congress", hall.congress_id)
    assert "还有 2 项议题没有发" in shown
    assert "三届一次职工代表大会" in page(client, hall, hall.chair, "session", session_id)


def test_a_whole_preparation_through_the_pages(client: Client, hall: Hall) -> None:
    hall.cast.sign_in(client, hall.chair)
    client.post(reverse("congress:plan", args=[hall.congress_id]), {"title": "三届一次", "meets_at": "", "venue": ""})
    session = Session.objects.get()
    client.post(
        reverse("congress:add_topic", args=[session.id]),
        {"title": "工资办法", "matter": "pay_system", "method": "", "origin": "union", "words": "请审议"},
    )
    topic = Topic.objects.get()
    client.post(reverse("congress:agree", args=[topic.id]), {"with_whom": "人事部 周", "on": TODAY.isoformat()})
    client.post(
        reverse("congress:add_paper", args=[topic.id]),
        {"name": "草案", "content": SimpleUploadedFile("草案.pdf", PDF, "application/pdf")},
    )
    client.post(reverse("congress:send_papers", args=[session.id]))

    topic.refresh_from_db()
    assert (topic.method, topic.agreement) == ("secret", "agreed")
    assert topic.sent_at is not None


def test_a_refusal_keeps_what_was_typed(client: Client, hall: Hall) -> None:
    session_id = planned(hall)
    hall.cast.sign_in(client, hall.chair)

    answer = client.post(
        reverse("congress:add_topic", args=[session_id]),
        {"title": "安置方案", "matter": "layoffs_plan", "method": "hands", "origin": "union", "words": ""},
    )

    assert answer.status_code == 422
    assert "安置方案" in answer.content.decode()
    assert "无记名投票" in answer.content.decode()


def test_a_delegate_reads_on_the_phone_and_is_counted(client: Client, hall: Hall) -> None:
    session_id = called(hall)
    delegate = hall.delegates[2]

    assert "还有 3 份没看" in page(client, hall, delegate, "reading")
    paper = TopicPaper.objects.filter(topic__session_id=session_id).first()
    assert paper is not None
    answer = client.get(reverse("congress:paper", args=[paper.id]))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]

    assert "还有 2 份没看" in page(client, hall, delegate, "reading")
    assert "1/6 名代表看过" in page(client, hall, hall.chair, "papers", session_id)


def test_the_report_goes_up_comes_back_and_is_taken_in(client: Client, hall: Hall) -> None:
    session_id = held(hall)
    later = NOW + timedelta(days=21)
    services.publish_session(session_id, words="公布内容", ways="公告栏", actor=hall.chair, at=later)
    first = services.report_session(session_id, words="报告", actor=hall.chair, at=later)

    assert "三届一次" in page(client, hall, hall.town, "reports")
    client.post(reverse("congress:answer_report", args=[first, "return"]), {"why": "缺表决结果"})
    again = services.report_session(session_id, words="补报", actor=hall.chair, at=later)
    client.post(reverse("congress:answer_report", args=[again, "acknowledge"]), {"why": "已阅。"})

    assert [one.state for one in queries.reports_of(session_id)] == ["acknowledged", "returned"]
    assert "缺表决结果" in page(client, hall, hall.chair, "session", session_id)


def test_the_sender_may_not_take_in_the_own_report(client: Client, hall: Hall) -> None:
    session_id = held(hall)
    later = NOW + timedelta(days=21)
    services.publish_session(session_id, words="公布内容", ways="公告栏", actor=hall.chair, at=later)
    report = services.report_session(session_id, words="报告", actor=hall.chair, at=later)
    hall.cast.sign_in(client, hall.chair)

    answer = client.post(reverse("congress:answer_report", args=[report, "acknowledge"]), {"why": "已阅。"})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["congress", "between", "joint", "new_tour", "new_appraisal", "director", "new_breach"]
)
def test_pages_of_a_congress_open_for_its_chair_and_not_elsewhere(client: Client, hall: Hall, name: str) -> None:
    page(client, hall, hall.chair, name, hall.congress_id)
    hall.cast.sign_in(client, hall.cast.sara)

    assert client.get(reverse(f"congress:{name}", args=[hall.congress_id])).status_code == 404


def test_all_staff_read_what_was_published_and_nobody_before(client: Client, hall: Hall) -> None:
    session_id = held(hall)
    hall.cast.sign_in(client, hall.delegates[3])
    assert client.get(reverse("congress:public", args=[session_id])).status_code == 404

    services.publish_session(
        session_id, words="工资办法通过", ways="公告栏", actor=hall.chair, at=NOW + timedelta(days=21)
    )

    assert "工资办法通过" in page(client, hall, hall.delegates[3], "public", session_id)


def test_the_district_sees_what_is_late_and_why(client: Client, hall: Hall) -> None:
    services.renew_clock(hall.congress_id, at=NOW)
    services.record_tour(
        hall.congress_id, theme="食堂", toured=TODAY, members="代表乙", places="食堂", summary="",
        findings=[("油烟大", "后勤", TODAY)], unit=hall.works, actor=hall.chair, at=NOW,
    )  # fmt: skip
    mei = hall.cast.mei
    shown = queries.clocks(reach=_watch(mei), on=TODAY + timedelta(days=1), which="late")

    assert [str(late.why) for one in shown for late in one.late] == ["巡视发现的问题没有答复"]
    hall.cast.sign_in(client, mei)
    assert client.get(reverse("congress:index") + "?list=1").status_code == 200


def _watch(actor: Actor):  # type: ignore[no-untyped-def]
    from huozhong.access import services as access
    from huozhong.kernel.permissions import Permission

    return access.reach(actor, Permission.CONGRESS_WATCH)


def test_every_other_page_opens(client: Client, hall: Hall) -> None:
    services.record_joint_meeting(
        hall.congress_id,
        JointForm("高温停工", "other", TODAY, "气温四十度", "工会委员", "生产部", "中午停工两小时"),
        unit=hall.works, actor=hall.chair, at=NOW,
    )  # fmt: skip
    tour = services.record_tour(
        hall.congress_id, theme="食堂", toured=TODAY, members="代表乙", places="食堂", summary="",
        findings=[("油烟大", "后勤", TODAY)], unit=hall.works, actor=hall.chair, at=NOW,
    )  # fmt: skip
    appraisal = services.plan_appraisal(
        hall.congress_id, title="年度评议", year=2026, managers=[("周厂长", "厂长")], unit=hall.works, actor=hall.chair,
        at=NOW,
    )  # fmt: skip
    breach = services.record_breach(
        hall.congress_id, matter="pay_system", what="单方面改了工资办法", decided=TODAY, unit=hall.works,
        actor=hall.chair, at=NOW,
    )  # fmt: skip
    session_id = planned(hall)
    topic = Topic.objects.filter(session_id=session_id, matter="pay_system").get()

    page(client, hall, hall.chair, "tour", tour)
    page(client, hall, hall.chair, "appraisal", appraisal)
    assert "无效" in page(client, hall, hall.chair, "breach", breach)
    for name in ("session", "edit", "left_out", "papers", "add_topic"):
        page(client, hall, hall.chair, name, session_id)
    for name in ("topic", "agree", "refuse", "drop", "opinion", "revise", "add_paper"):
        page(client, hall, hall.chair, name, topic.id)
    for name in ("call", "cancel"):
        page(client, hall, hall.chair, "move", session_id, name)
    for name in ("letter", "received", "department", "mended"):
        page(client, hall, hall.chair, "breach_step", breach, name)
    page(client, hall, hall.delegates[0], "ask", hall.congress_id)


def test_the_topic_on_proposals_leads_to_their_report(client: Client, hall: Hall) -> None:
    held(hall)
    second = services.plan_session(
        hall.congress_id, unit=hall.works, title="三届二次", actor=hall.chair, at=NOW + timedelta(days=300)
    )
    topic = next(one for one in queries.topics_of(second) if one.matter == "proposals_report")
    hall.cast.sign_in(client, hall.chair)

    page = client.get(reverse("congress:topic", args=[topic.id]))

    address = reverse("proposals:report", args=[hall.congress_id])
    assert address in page.content.decode()
    assert client.get(address).status_code == 200
