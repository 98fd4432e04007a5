"""Proposals of the sample's congress: one in every state, one that became a project, and what workers told a delegate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.proposals import services as proposals
from huozhong.proposals.services import NewHandler, Part, Voice, Words
from huozhong.site.sample.stage import in_the_office

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]
LAST_SESSION, NEXT_SESSION = -330, 7  # days from today
ORDER = ("drafted", "asked", "filed", "registered", "handling", "answered", "rating", "closed")


@dataclass(frozen=True, slots=True)
class Tale:
    """One proposal: who wrote it, what it says, and how far it came."""

    by: str
    words: Words
    goes_to: str  # the last of ORDER that it reached
    days_ago: int  # when it was filed
    department: str = "后勤部"
    handler: str = "keeper"
    helper: str = ""
    verdict: str = "now"
    answer: str = ""
    promised: int | None = None  # days from today
    kept: int | None = None
    first: Voice = Voice.GOOD  # the author's, in the first round
    second: Voice = Voice.GOOD  # after it was handled once more
    adopts: bool = False
    ends_as: str = ""  # instead of being registered: send_back, turn
    why: str = ""


HOT_MEAL = Words("给夜班职工开热饭窗口", "夜班一百二十人，后半夜只有冷馒头。", "食堂凌晨两点留一个窗口。", "living")
LAST_YEAR = (
    Tale(
        "delegate", Words("冲压车间装两台降温风扇", "七八月车间到三十八度，中暑过两回。", "行车下面装两台工业风扇。", "safety", "冲压车间老周"),
        "closed", 350, "设备部", "keeper", answer="六月底前装好两台，列入年度安技措施。", verdict="planned", promised=-150, kept=-155,
    ),
    Tale(
        "teller", Words("夜班班车绕到桃源村", "二十六个夜班职工下班要走四十分钟。", "班车绕两公里，经过桃源村口。", "living"),
        "closed", 348, verdict="planned", answer="与车队商量后，今年国庆前开通。", promised=-20,
    ),
    Tale(
        "worker", Words("加班工时每月公示一次", "工资条看不懂，加班几小时说不清。", "每月五号前在车间门口贴加班工时。", "pay"),
        "closed", 346, "人事部", "keeper", answer="系统里能查。", first=Voice.BAD, second=Voice.GOOD,
    ),
)  # fmt: skip
THIS_YEAR = (
    Tale(
        "delegate", HOT_MEAL,
        "closed", 19, answer="食堂凌晨两点留一个窗口，下月一号开。", adopts=True,
    ),
    Tale(
        "worker", Words("包装线换成可调高的工作台", "弯腰八小时，腰疼的多。", "先换三张试用。", "safety"),
        "rating", 18, "设备部", answer="本月先换三张，试用一个月再全换。",
    ),
    Tale(
        "teller", Words("质检室添一台显微镜", "排队等仪器，返工多。", "添一台二手的也行。", "work"),
        "answered", 17, "设备部", verdict="cannot", answer="今年设备预算已经用完；明年预算里报。",
    ),
    Tale(
        "delegate", Words("更衣柜一人一个", "两人合用，工服和便服混放。", "旧库房腾出来放柜子。", "living"),
        "handling", 16, "后勤部", "clerk", helper="keeper",
    ),
    Tale("worker", Words("班前会改到打卡以后", "早到十分钟开会不算工时。", "班前会算在工时里。", "pay"), "registered", 9),
    Tale("teller", Words("食堂每周公布一次菜价", "菜价涨了没人说。", "每周一贴在门口。", "living"), "filed", 21),
    Tale(
        "worker", Words("厂门口的路口装红绿灯", "上下班车多，出过擦碰。", "请交警装红绿灯。", "safety"),
        "filed", 20, ends_as="send_back", why="路口属于市政道路，不在本单位权限内；工会将另外写信给交警部门。",
    ),
    Tale(
        "teller", Words("高温津贴写进集体合同", "每年临时通知，数额不一样。", "写进集体合同。", "pay"),
        "filed", 15, ends_as="turn", why="涉及集体合同条款，提请大会审议。",
    ),
    Tale("delegate", Words("给新职工配一本带图的安全手册", "新来的看不懂文字规程。", "每道工序一张图。", "growth"), "asked", 2),
    Tale("delegate", Words("车间里设一个母婴室", "三位哺乳期女工没有地方。", "", "living"), "drafted", 1),
)  # fmt: skip
ALIKE = Words("夜班要有热饭吃", "后半夜只有冷馒头。", "食堂夜里开窗口。", "living")


@dataclass
class Proposing:
    """The people and places, and the moment at which the sample ends."""

    actors: dict[str, Actor]
    place: Place
    congress_id: int
    now: datetime
    seconders: tuple[Actor, ...] = ()
    calls: dict[str, int] = field(default_factory=dict)

    def ago(self, days: int) -> datetime:
        return in_the_office(self.now, days_ago=days)

    def day(self, days: int) -> date:
        return day_of(self.now) + timedelta(days=days)

    def seat(self) -> None:
        """Two delegates who second and a head of department may sign in as members of the firm's union."""
        on = self.day(0)
        known = {actor.person_id for actor in self.actors.values()}
        held = [one.person_id for one in delegates.delegates(self.congress_id, on) if one.person_id not in known]
        members = people.members_on(self.place.unit_id, on=on, limit=200)
        sitting = {one.person_id for one in delegates.delegates(self.congress_id, on)}
        others = [one.person_id for one in members if one.person_id not in sitting | known]
        self.seconders = tuple(self._member(person_id) for person_id in held[:2])
        self.actors["keeper"] = self._member(others[0])

    def _member(self, person_id: int) -> Actor:
        access.appoint(
            person_id, role=Role.MEMBER, at_place=self.place, from_date=self.day(-380), actor=OPERATOR,
            at=self.ago(380),
        )  # fmt: skip
        return access.actor_of_person(person_id, on=self.day(0))

    def call(self) -> None:
        """Last year's call is over, this year's is open for two more days."""
        bozg = self.actors["bozg"]
        self.calls["last"] = proposals.open_call(
            self.congress_id, session_words="第三届第一次会议", session_date=self.day(LAST_SESSION), actor=bozg,
            at=self.ago(30 - LAST_SESSION),
        )  # fmt: skip
        self.calls["next"] = proposals.open_call(
            self.congress_id, session_words="第三届第二次会议", session_date=self.day(NEXT_SESSION),
            closes_date=self.day(2), lead="重点听夜班、高温、吃饭和通勤的事。", actor=bozg,
            at=self.ago(30 - NEXT_SESSION),
        )  # fmt: skip

    # one proposal

    def perform(self, tale: Tale, call: str, *, made: int | None = None) -> int:
        """Carry a proposal to where its tale ends."""
        author, at = self.actors[tale.by], self.ago(tale.days_ago)
        if made is None:
            made = proposals.start_draft(self.calls[call], tale.words, actor=author, at=at)
        reached = ORDER.index(tale.goes_to)
        if reached >= 1:
            self.second(made, tale, at=at)
        if reached >= 2:
            proposals.file_proposal(made, actor=author, at=at)
        if tale.ends_as:
            proposals.review(
                made, tale.ends_as, why=tale.why, actor=self.actors["bozg"], at=self.ago(tale.days_ago - 2)
            )
        if reached >= 3:
            proposals.review(made, "register", actor=self.actors["bozg"], at=self.ago(tale.days_ago - 1))
        if reached >= 4:
            self.assign_to(made, tale)
        if reached >= 5:
            self.reply_with(made, tale, days_ago=tale.days_ago - 8)
        if reached >= 6:
            self.check(made, days_ago=tale.days_ago - 9)
        if reached >= 7:
            self.rate(made, tale)
        return made

    def second(self, made: int, tale: Tale, *, at: datetime) -> None:
        author = self.actors[tale.by]
        proposals.save_draft(made, tale.words, is_one_matter=True, actor=author, at=at)
        asked: Sequence[Actor] = self.seconders
        if tale.goes_to == "asked":
            asked = (self.seconders[0], self.actors["worker"])
        ids = [one.person_id or 0 for one in asked]
        proposals.invite(made, ids, part=Part.SECONDER, actor=author, at=at)
        for one in asked:
            if one is not self.actors["worker"]:  # waits on her phone
                proposals.reply(made, is_yes=True, actor=one, at=at)

    def assign_to(self, made: int, tale: Tale) -> None:
        named = [NewHandler(tale.department, self.actors[tale.handler].person_id or 0, True)]
        if tale.helper:
            named.append(NewHandler("财务部", self.actors[tale.helper].person_id or 0, False))
        proposals.assign(made, named, actor=self.actors["bozg"], at=self.ago(tale.days_ago - 3))
        if tale.helper:
            at = self.ago(tale.days_ago - 6)
            proposals.give_opinion(made, "柜子的钱可以从劳保费里列支。", actor=self.actors[tale.helper], at=at)

    def reply_with(self, made: int, tale: Tale, *, days_ago: int) -> None:
        promised = None if tale.promised is None else self.day(tale.promised)
        proposals.answer(
            made, verdict=tale.verdict, words=tale.answer, promised_date=promised, actor=self.actors[tale.handler],
            at=self.ago(days_ago),
        )  # fmt: skip

    def check(self, made: int, *, days_ago: int) -> None:
        proposals.check_answer(made, is_passed=True, actor=self.actors["bozg"], at=self.ago(days_ago))

    def rate(self, made: int, tale: Tale) -> None:
        self._vote(made, tale.first, tale, days_ago=tale.days_ago - 10)
        if tale.first is Voice.BAD:
            self.reply_with(made, tale, days_ago=tale.days_ago - 20)
            self.check(made, days_ago=tale.days_ago - 21)
            self._vote(made, tale.second, tale, days_ago=tale.days_ago - 22)
        bozg, keeper = self.actors["bozg"], self.actors[tale.handler]
        if tale.kept is not None:
            proposals.track(
                made, "两台风扇装好了，班组长签了字（样本）。", is_kept=True, actor=keeper, at=self.ago(-tale.kept)
            )
        if tale.adopts:
            open_now = proposals.open_calls(bozg, self.place, at=self.now)
            proposals.adopt(made, call_id=open_now[0].id if open_now else None, actor=bozg, at=self.ago(1))

    def _vote(self, made: int, voice: Voice, tale: Tale, *, days_ago: int) -> None:
        for one in self.seconders:
            proposals.rate(made, Voice.GOOD, actor=one, at=self.ago(days_ago))
        words = "系统里查不到夜班的。" if voice is Voice.BAD else ""
        proposals.rate(made, voice, words=words, actor=self.actors[tale.by], at=self.ago(days_ago))

    # what workers told

    def told(self) -> int:
        """A worker without a name tells of cold buns at night: the delegate writes it."""
        clerk, delegate = self.actors["clerk"], self.actors["delegate"]
        tip = proposals.tell_delegate(
            delegate.person_id or 0, congress_id=self.congress_id, what="后半夜只有冷馒头，胃疼的不止我一个。",
            wish="食堂夜里开一个窗口。", is_named=False, actor=clerk, at=self.ago(20),
        )  # fmt: skip
        proposals.tell_delegate(
            delegate.person_id or 0, congress_id=self.congress_id, what="仓库后门的灯坏了一个月，晚上摸黑走。",
            is_named=False, actor=clerk, at=self.ago(1),
        )  # fmt: skip
        return proposals.take_tip(
            tip, call_id=self.calls["next"], title=HOT_MEAL.title, actor=delegate, at=self.ago(19)
        )


def tell(actors: Actors, places: Places, *, at: datetime) -> None:
    """Everything of proposals at the shown firm; its congress was told before."""
    congress = delegates.sitting_congress(places["shown"].unit_id)
    if congress is None:
        return
    stage = Proposing(dict(actors), places["shown"], congress.id, at)
    stage.seat()
    stage.call()
    for tale in LAST_YEAR:
        stage.perform(tale, "last")
    hot, *others = THIS_YEAR
    made = stage.told()
    _hot_meal(stage, hot, made)
    for tale in others:
        stage.perform(tale, "next")


def _hot_meal(stage: Proposing, tale: Tale, made: int) -> None:
    """The proposal that grew from a worker's word; another says the same and is merged; it ends as a project."""
    same = Tale("teller", ALIKE, "filed", 19)
    bozg, delegate, at = stage.actors["bozg"], stage.actors["delegate"], stage.ago(19)
    stage.second(made, tale, at=at)
    proposals.file_proposal(made, actor=delegate, at=at)
    proposals.review(made, "register", actor=bozg, at=stage.ago(18))
    other = stage.perform(same, "next")
    proposals.merge(other, into_id=made, why="提的是同一件事。", actor=bozg, at=stage.ago(17))
    stage.assign_to(made, tale)
    stage.reply_with(made, tale, days_ago=11)
    stage.check(made, days_ago=10)
    proposals.rate(made, Voice.GOOD, actor=stage.actors["teller"], at=stage.ago(9))
    stage.rate(made, tale)
