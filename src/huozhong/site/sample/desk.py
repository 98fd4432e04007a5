"""The sample's paper: a notice that waits for its sealed copy, a letter in draft, and a sign-in sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.papers import services as papers

CODE = "锡样发"


def write(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """Papers of the city's office on their way, and a sheet to print."""
    office, keeper, city = actors["office"], actors["registrar"], places["city"]
    papers.record_code(CODE, unit=city, actor=office, at=at - timedelta(days=30))
    notice = papers.draft_paper(
        "notice",
        title="关于做好年度基层工会重点项目中期检查的通知（样本）",
        addressee="各区总工会，各镇（街道）总工会",
        body=(
            "为掌握重点项目进展，现就中期检查有关事项通知如下。",
            "一、检查内容",
            "任务进度、经费支出和职工评价，以现场和原始凭证为准。",
            "二、时间安排",
            "各单位先自查，市总工会项目办随后抽查。",
            "三、有关要求",
            "请如实填报，存在问题的一并报送整改措施。",
        ),
        appendices=("中期检查表",),
        decision=papers.Decision("主席办公会议纪要（样本）", "", day_of(at - timedelta(days=6))),
        unit=city,
        actor=office,
        at=at - timedelta(days=5),
    )
    papers.issue(notice, actor=office, at=at - timedelta(days=4))
    papers.record_seal(
        unit=city, paper_id=notice, asked_by=office.name, copies=12, actor=keeper, at=at - timedelta(days=3)
    )
    papers.draft_paper(
        "letter",
        title="关于商请支持户外劳动者驿站建设的函（样本）",
        addressee="市城市管理局",
        body=("为方便户外劳动者歇脚、饮水、充电，拟在公园和公厕旁增设驿站，请予支持。", "专此函达，请予支持为盼。"),
        contact="联系人：项目办",
        unit=city,
        actor=office,
        at=at - timedelta(days=1),
    )
    papers.make_sheet(
        "sign_in",
        title="重点项目中期检查会签到（样本）",
        held_date=day_of(at),
        held_where="市总工会三楼会议室",
        names="\n".join(actor.name for key, actor in actors.items() if key != "worker"),
        blank_rows=10,
        unit=city,
        actor=office,
        at=at - timedelta(days=1),
    )
