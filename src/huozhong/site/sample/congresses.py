"""Sessions of the sample's congress: last year's told to its end, next week's in preparation, what ran between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huozhong.congress import queries
from huozhong.congress import services as congress
from huozhong.congress.queries.meetings import find_meeting
from huozhong.congress.queries.presence import roll_of
from huozhong.congress.services import JointForm
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import ZONE, day_of
from huozhong.site.sample.stage import in_the_office

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]
LAST, NEXT = 330, 7  # last year's session, so many days ago; the next one, in so many days
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n165\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class TopicTale:
    """One topic: its votes last year (None: it is only heard), and who carried it out."""

    title: str
    matter: str
    words: str
    yes: int | None = None
    no: int = 0
    abstain: int = 0
    method: str = ""
    duty: tuple[str, str, int, int | None] | None = None  # what, who, due and done (days ago)


LAST_YEAR = (
    TopicTale("听取企业年度工作报告", "report", "听取总经理报告一年的生产经营和明年计划。"),
    TopicTale("社会保险、安全卫生和培训经费情况", "welfare_report", "听取人事部报告各项经费的提取和使用。"),
    TopicTale(
        "工资专项集体合同草案", "wage_agreement", "审议协商双方议定的工资增长幅度、最低工资和发放日。", 34, 2, 1,
        duty=("按新合同调整工资并公布工资表", "人事部", 300, 306),
    ),
    TopicTale(
        "劳动安全卫生专项集体合同草案", "safety", "审议高温、粉尘岗位的防护和体检安排。", 35, 1, 1,
        duty=("冲压车间加装降温风机", "设备部", 150, 142),
    ),
    TopicTale("职工食堂补贴调整办法", "pay_system", "餐补从每天 12 元调到 15 元。", 18, 14, 5),
    TopicTale(
        "职工代表大会实施办法修改", "congress_rules", "增加代表巡视每季度一次的规定。", 36, 0, 1, "hands",
        ("每季度组织一次代表巡视检查", "工会委员会", -20, None),
    ),
)  # fmt: skip
NEXT_WEEK = (
    TopicTale("听取企业年度工作报告", "report", "听取总经理报告一年的生产经营和明年计划。"),
    TopicTale("集体合同草案", "collective_contract", "审议新一期集体合同，重点是工时、休假和加班补偿。"),
    TopicTale("职工福利基金使用方案", "welfare", "审议明年福利基金用在食堂、通勤车和子女托管上的安排。"),
    TopicTale("夜班轮休和通勤办法", "rules", "夜班连续不超过五天，末班车延到零点三十分。"),
)


@dataclass
class Year:
    """The people, the places and the moment at which the sample ends."""

    actors: Actors
    place: Place
    congress_id: int
    now: datetime

    def ago(self, days: int, *, hour: int = 9) -> datetime:
        moment = in_the_office(self.now, days_ago=days)
        return moment if days <= 0 else moment.replace(hour=hour, minute=0)

    def day(self, days: int) -> date:
        return day_of(self.ago(days))

    @property
    def bozg(self) -> Actor:
        return self.actors["bozg"]

    def last_year(self) -> int:
        """The session of last year, from its plan to its archive."""
        meets_at = self.ago(LAST, hour=14)
        session = congress.plan_session(
            self.congress_id, unit=self.place, title="第三届第一次职工代表大会（样本）", meets_at=meets_at,
            venue="厂部三楼会议室", note="13:30 签到，带好代表证。", actor=self.bozg, at=self.ago(LAST + 32),
        )  # fmt: skip
        topics = [self.put(session, tale, days_ago=LAST + 28) for tale in LAST_YEAR]
        refused = congress.add_topic(
            session, title="年终奖改为按月预发", matter="other", words="部分代表提出。", origin="delegates",
            actor=self.bozg, at=self.ago(LAST + 27),
        )  # fmt: skip
        congress.refuse_topic(
            refused, with_whom="人事部 周敏经理", why="年终奖与全年考核挂钩，今年来不及改考核办法，明年一季度再商量。",
            on=self.day(LAST + 24), actor=self.bozg, at=self.ago(LAST + 24),
        )  # fmt: skip
        self.call(session, topics, papers=LAST + 14, called=LAST + 12)
        self.heard(topics, days_ago=LAST + 5)
        self.meet(session, topics)
        self.carry_out(session, topics)
        return session

    def put(self, session: int, tale: TopicTale, *, days_ago: int) -> int:
        at = self.ago(days_ago)
        topic = congress.add_topic(
            session, title=tale.title, matter=tale.matter, words=tale.words, method=tale.method, actor=self.bozg, at=at
        )
        agreed = self.ago(days_ago - 3)
        congress.agree_topic(topic, with_whom="人事部 周敏经理", on=day_of(agreed), actor=self.bozg, at=agreed)
        name = f"{tale.title}（样本）"
        congress.add_paper(
            topic, content=PDF, file_name=f"{tale.matter}.pdf", name=name, actor=self.bozg, at=self.ago(days_ago - 5)
        )
        return topic

    def call(self, session: int, topics: list[int], *, papers: int, called: int) -> None:
        congress.send_papers(session, actor=self.bozg, at=self.ago(papers))
        missing = queries.missing_matters(session)
        congress.explain_left_out(
            session, dict.fromkeys(missing, "本次没有这类事项"), actor=self.bozg, at=self.ago(called + 1)
        )
        congress.call_session(session, actor=self.bozg, at=self.ago(called))
        for name in ("delegate", "worker", "teller"):
            for paper in queries.papers_of(session)[: 2 if name == "worker" else 9]:
                congress.open_paper(paper.id, actor=self.actors[name], at=self.ago(called - 1))

    def heard(self, topics: list[int], *, days_ago: int) -> None:
        """What delegations said before the session."""
        said = (
            ("冲压装配代表团", 14, 13, 1, "同意工资增长幅度，希望写明一线岗位不低于平均增幅。"),
            ("后道和科室代表团", 12, 12, 0, "同意。建议公布各岗位工资表。"),
        )
        for name, came, agree, disagree, words in said:
            opinion = congress.sum_up(
                topics[2], delegation=name, met=self.day(days_ago), came=came, agree=agree, disagree=disagree,
                summary=words, actor=self.bozg, at=self.ago(days_ago),
            )  # fmt: skip
            congress.answer_opinion(
                opinion, answer="与单位商量后写进合同第六条。", actor=self.bozg, at=self.ago(days_ago - 2)
            )

    def meet(self, session: int, topics: list[int]) -> None:
        """Two delegates are excused; the hall checks the others in. Secret votes were counted on paper that day."""
        began = self.ago(LAST, hour=14)
        meeting = congress.plan_meeting(session, kind="formal", actor=self.bozg, at=self.ago(LAST + 4))
        for number, seat in enumerate(roll_of(find_meeting(meeting, actor=self.bozg))):
            if number % 14 != 13:
                at = began - timedelta(minutes=30 - number // 2)
                congress.mark_by_hand(meeting, seat_id=seat.id, is_in=True, actor=self.bozg, at=at)
        congress.open_meeting(meeting, actor=self.bozg, at=began)
        present = find_meeting(meeting, actor=self.bozg).present
        for number, (topic, tale) in enumerate(zip(topics, LAST_YEAR, strict=True)):
            at = began + timedelta(minutes=20 + 15 * number)
            if tale.yes is not None:
                congress.record_vote(
                    topic, present=present, yes=tale.yes, no=tale.no, abstain=tale.abstain, actor=self.bozg, at=at
                )
            elif queries.topic(topic).is_open:
                congress.record_heard(topic, actor=self.bozg, at=at)
        ended = began + timedelta(hours=2, minutes=30)
        congress.close_meeting(meeting, actor=self.bozg, at=ended)
        congress.write_minutes(meeting, actor=self.bozg, at=ended + timedelta(hours=18))

    def carry_out(self, session: int, topics: list[int]) -> None:
        for topic, tale in zip(topics, LAST_YEAR, strict=True):
            if tale.duty is None:
                continue
            what, who, due, done = tale.duty
            duty = congress.give_duty(
                topic, what=what, who=who, due=self.day(due), actor=self.bozg, at=self.ago(LAST - 1)
            )
            if done is None:
                continue
            congress.finish_duty(
                duty, result="已经办好，见车间公告栏（样本）。", done=self.day(done), actor=self.bozg, at=self.ago(done)
            )
            congress.check_duty(
                duty, verdict="done", words="代表到现场看过，确已办好。", by="何秋生、吕守正", on=self.day(done - 12),
                actor=self.bozg, at=self.ago(done - 12),
            )  # fmt: skip
        words = queries.public_words(session)
        congress.publish_session(
            session, words=words, ways="厂务公开栏、各车间公告栏、这里的公布页", actor=self.bozg, at=self.ago(LAST - 2)
        )
        report = congress.report_session(
            session, words=queries.report_words(session), actor=self.bozg, at=self.ago(LAST - 4)
        )
        congress.answer_report(
            report, move="acknowledge", why="已阅。程序完整，请把食堂补贴的后续协商告诉我们。", actor=self.actors["town"],
            at=self.ago(LAST - 6),
        )  # fmt: skip
        congress.archive_session(session, actor=self.bozg, at=self.ago(LAST - 30))

    def between(self) -> None:
        """A joint meeting, a tour with an answer that is owed, a yearly report, an appraisal that waits for reports."""
        congress.record_joint_meeting(
            self.congress_id,
            JointForm(
                "高温天气调整上班时间", "rules", self.day(118), "连续多天四十度，等不到年度会议。",
                "工会委员七人、各代表团团长六人", "生产部、人事部负责人", "七、八月冲压车间改为早五点到十一点上班，工资不变。",
            ),
            unit=self.place, actor=self.bozg, at=self.ago(117),
        )  # fmt: skip
        tour = congress.record_tour(
            self.congress_id, theme="三季度代表巡视：食堂和更衣室", toured=self.day(40), members="何秋生、吕守正、苗青青",
            places="食堂、一号更衣室", summary="总体整洁，记下两个问题。",
            findings=[
                ("食堂后厨油烟大，排风口积油", "行政部", self.day(25)),
                ("更衣室储物柜不够，新员工没有柜子", "行政部", self.day(-12)),
            ],
            unit=self.place, actor=self.bozg, at=self.ago(39),
        )  # fmt: skip
        first = queries.tours(self.congress_id)[0].findings[0]
        assert tour
        congress.answer_finding(
            first.id,
            answer="已换排风机，每周清洗一次，代表复看过。",
            by="行政部 邵建国",
            actor=self.bozg,
            at=self.ago(28),
        )
        congress.record_director_report(
            self.congress_id, seat="director", name="何秋生", year=self.day(LAST).year,
            words="参加董事会四次，就工资增长和夜班安排提出三条意见，两条被采纳。", unit=self.place, actor=self.bozg,
            at=self.ago(LAST - 1),
        )  # fmt: skip
        appraisal = congress.plan_appraisal(
            self.congress_id, title=f"{self.now.astimezone(ZONE).year} 年民主评议中层以上管理人员（样本）",
            year=self.now.astimezone(ZONE).year, managers=[("邵建国", "行政部经理"), ("周敏", "人事部经理"), ("尤海", "生产部经理")],
            unit=self.place, actor=self.bozg, at=self.ago(20),
        )  # fmt: skip
        heard = queries.appraisal(appraisal).managers[0]
        congress.hear_manager(heard.id, actor=self.bozg, at=self.ago(6))

    def next_week(self) -> int:
        """The session of next week: called, its papers out in time but for one."""
        meets_at = (self.now.astimezone(ZONE) + timedelta(days=NEXT)).replace(
            hour=14, minute=0, second=0, microsecond=0
        )
        session = congress.plan_session(
            self.congress_id, unit=self.place, title="第三届第二次职工代表大会（样本）", meets_at=meets_at,
            venue="厂部三楼会议室", note="13:30 签到。请先看完材料。", actor=self.bozg, at=self.ago(25),
        )  # fmt: skip
        topics = [self.put(session, tale, days_ago=22) for tale in NEXT_WEEK]
        for topic in queries.topics_of(session):
            if topic.method == "secret" and topic.papers == 0:
                congress.add_paper(
                    topic.id,
                    content=PDF,
                    file_name="说明.pdf",
                    name="情况说明（样本）",
                    actor=self.bozg,
                    at=self.ago(15),
                )
        self.call(session, topics, papers=10, called=9)
        congress.sum_up(
            topics[1], delegation="冲压装配代表团", met=self.day(3), came=14, agree=8, disagree=6,
            summary="加班补偿写得不细，要求写明夜班和节假日怎么算。", actor=self.bozg, at=self.ago(2),
        )  # fmt: skip
        return session


def tell(actors: Actors, places: Places, *, at: datetime) -> int:
    """Everything before, after and between the sessions of the shown firm. Answers the session of next week."""
    card = delegates.sitting_congress(places["shown"].unit_id)
    assert card is not None
    year = Year(actors, places["shown"], card.id, at)
    year.last_year()
    year.between()
    session = year.next_week()
    for key in ("shown1", "shown2", "shown4", "shown6", "town"):
        other = delegates.sitting_congress(places[key].unit_id)
        if other is not None:
            congress.renew_clock(other.id, at=at)
    return session
