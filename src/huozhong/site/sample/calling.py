"""The sample's second call of the year with a form of its own in two versions, honours, and workers' suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.classes import WorkClass
from huozhong.kernel.places import Place
from huozhong.kernel.zone import ZONE, day_of
from huozhong.projects import services as projects
from huozhong.questions import queries as questions
from huozhong.questions import services as forms
from huozhong.questions.engine import Condition, Definition, Kind, Question, Test
from huozhong.site.sample.stage import in_the_office

ALL_FOUR = {"is_needed": True, "is_doable": True, "is_within_year": True, "is_welcome": True}


@dataclass(frozen=True, slots=True)
class Answered:
    """One project under the call, and what it answered."""

    name: str
    by: str
    at: str
    need: str
    days_ago: int
    answers: Mapping[str, Any]


FIRST = (
    Answered("夜班热饭点", "bozg", "shown", "夜班 140 人，最近的饭店夜里十点关门。", 12,
             {"有没有自己的场地": True, "场地有多少平方米": 60, "哪些职工会用到": ["本单位职工", "周边小企业的职工"],
              "要添置什么": [{"物品": "微波炉", "件数": 4}, {"物品": "冰箱", "件数": 1}]}),
    Answered("流动理发车", "sara", "other", "厂区离镇上五公里，职工理发要请半天假。", 11,
             {"有没有自己的场地": False, "哪些职工会用到": ["本单位职工"]}),
)  # fmt: skip
SECOND = (
    Answered("暑期托管班", "mei", "district", "暑假里双职工家庭的孩子没人带，报名意向 86 人。", 4,
             {"有没有自己的场地": True, "哪些职工会用到": ["周边小企业的职工"], "谁来管这个点": "女职工部",
              "一年要花多少钱": "24600.00"}),
)  # fmt: skip
HONOURS = (
    ("shown", "model_home", "city", 2023, "锡工发〔样本〕18号"),
    ("other", "worker_pioneer", "province", 2022, "苏工发〔样本〕7号"),
    ("district", "model_home", "province", 2021, "苏工发〔样本〕31号"),
)
LAST_YEAR = (
    "给车间装直饮水机", "车间里装直饮水机", "哺乳室离车间太远", "多办几次免费理发", "夜班车延长到十二点", "夜班车开到十二点",
    "食堂有清淡的菜", "夏天发防暑用品", "职工书屋晚上也开", "请医生到厂里量血压", "多一些停电动车的棚子", "厂门口装一盏路灯",
)  # fmt: skip
THIS_YEAR = (
    ("夜班也有热饭吃", "夜里食堂不开，自己带的饭凉了。", "夜班职工"),
    ("夜班职工也有热饭吃", "", "夜班"),
    ("让夜班也有热饭吃", "胃不好，想喝口热汤。", ""),
    ("夜班要有热饭吃", "", "保安和夜班工人"),
    ("暑假办托管班", "孩子放假没人带。", "双职工家庭"),
    ("办一个暑假托管班", "", "带孩子的职工"),
    ("暑假托管班希望能办两个月", "去年只有三周。", ""),
    ("厂区装充电桩", "电动车没处充电，拉线不安全。", "骑车上班的职工"),
    ("厂区多装几个充电桩", "", ""),
    ("给外卖员一个歇脚的地方", "夏天没处躲太阳。", "外卖、快递员"),
    ("给外卖员歇脚的地方", "", "骑手"),
    ("多讲几次劳动合同怎么看", "新来的看不懂。", "新职工"),
    ("请律师每月来厂一次", "", ""),
    ("工间操有人带", "坐一天腰疼。", "流水线"),
    ("体检加一项听力", "车间噪声大。", "冲压车间"),
    ("女职工体检加两项", "", "女职工"),
    ("哺乳室加一台冰箱", "", "哺乳期女工"),
    ("职工书屋买些技术书", "", ""),
    ("办一期数控夜校", "想考证，白天上班。", "一线工人"),
    ("数控夜校办一期", "", ""),
    ("节日留厂的人一起吃顿饭", "", "外地职工"),
    ("帮外地职工拼车回家", "春节票难买。", "外地职工"),
    ("春节帮外地职工拼车回家", "", ""),
    ("厂门口装一盏路灯", "晚上看不清路。", "夜班职工"),
    ("请心理老师来讲讲", "压力大。", ""),
    ("球场晚上能亮灯", "", "年轻人"),
    ("给困难职工家的孩子配一盏台灯", "", ""),
    ("教大家用手机办医保", "", "年纪大的职工"),
)


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """Play this part of the story so that it ends today: the call is open, suggestions are coming in."""
    _honours(actors, places, at=in_the_office(at, days_ago=30))
    _call(actors, places, at=at)
    _last_year(actors, places, at=at)
    _this_year(actors, places, at=at)


def _honours(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    for key, honour, grade, year, number in HONOURS:
        projects.record_honour(
            places[key].unit_id, honour=honour, grade=grade, year=year, document_number=number,
            actor=actors["office"], at=at,
        )  # fmt: skip


def _form(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> tuple[int, int]:
    office = actors["office"]
    form_id = forms.start_form("办实事项目补充表", unit=places["city"], actor=office, at=at)
    has_place = Condition("q1", Test.IS, "yes")
    asked: tuple[tuple[Question, Mapping[str, Any]], ...] = (
        (Question("", Kind.YES, "有没有自己的场地", is_required=True), {}),
        (Question("", Kind.WHOLE, "场地有多少平方米", most=Decimal(20000), shown_if=(has_place,)), {}),
        (Question("", Kind.MANY, "哪些职工会用到", help="可以选几项。"),
         {"choices": ("本单位职工", "周边小企业的职工", "外卖、快递等新就业职工")}),
        (Question("", Kind.TABLE, "要添置什么", most=Decimal(10)),
         {"columns": (("物品", Kind.SHORT), ("件数", Kind.WHOLE))}),
    )  # fmt: skip
    for question, words in asked:
        forms.write_question(form_id, question, section=0, actor=office, at=at, **words)
    return form_id, forms.publish_form(form_id, note="第一版", actor=office, at=at)


def _second_version(form_id: int, actors: Mapping[str, Actor], *, at: datetime) -> int:
    office = actors["office"]
    forms.drop_question(form_id, "q2", actor=office, at=at)
    forms.write_question(
        form_id, Question("", Kind.SHORT, "谁来管这个点", is_required=True), section=0, actor=office, at=at
    )
    forms.write_question(form_id, Question("", Kind.MONEY, "一年要花多少钱"), section=0, actor=office, at=at)
    return forms.publish_form(form_id, note="面积不问了，多问谁来管、一年花多少", actor=office, at=at)


def _call(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    office, drafted = actors["office"], in_the_office(at, days_ago=18)
    form_id, first = _form(actors, places, at=drafted)
    year = day_of(at).year + 1
    closes = (at.astimezone(ZONE) + timedelta(days=33)).replace(hour=17, minute=0, second=0, microsecond=0)

    def call(version: int) -> projects.CallForm:
        return projects.CallForm(
            title=f"{year} 年为职工办实事项目（样本）",
            year=year,
            opens_at=in_the_office(at, days_ago=15),
            closes_at=closes,
            levels=("district", "town", "grassroots"),
            kinds=("federation", "industry", "area", "joint", "enterprise", "institution", "social"),
            classes=tuple(WorkClass),
            theme="小事办实，年内见效",
            description="每件事年内办成，由职工打钩说满意不满意。",
            subsidy_ceiling=Decimal("30000.00"),
            call_kind="practical",
            form_version_id=version,
        )

    programme = projects.draft_programme(places["city"].unit_id, form=call(first), actor=office, at=drafted)
    projects.move_programme(programme, "open", actor=office, at=in_the_office(at, days_ago=15))
    for one in FIRST:
        _file(one, programme, first, actors, places, at=at)
    changed = in_the_office(at, days_ago=8)
    second = _second_version(form_id, actors, at=changed)
    projects.change_programme(programme, form=call(second), actor=office, at=changed, why="补充表出了第二版")
    for one in SECOND:
        _file(one, programme, second, actors, places, at=at)


def _file(
    one: Answered,
    programme: int,
    version: int,
    actors: Mapping[str, Actor],
    places: Mapping[str, Place],
    *,
    at: datetime,
) -> None:
    who, moment = actors[one.by], in_the_office(at, days_ago=one.days_ago)
    start, finish = day_of(at) + timedelta(days=60), day_of(at) + timedelta(days=330)
    project_id = projects.start_draft(programme, unit_id=places[one.at].unit_id, name=one.name, actor=who, at=moment)
    form = projects.DraftForm(
        fields={
            "work_class": "hardship", "lead": who.name, "contact": "见通讯录", "start_date": start, "finish_date": finish,
            "basis_title": "为职工办实事项目征集通知（样本）", "basis_number": "锡工发〔样本〕9号", "surveyed": 90,
            "need": one.need, "target_group": "一线职工", "headcount": 140, "content": "先试一个月，职工打钩后再定。",
        },
        targets=(projects.TargetDraft("服务职工", "人次", Decimal(0), Decimal(900), finish),),
        tasks=(projects.TaskDraft("备好场地和物品", who.name, start, start + timedelta(days=30)),),
        budget=(projects.BudgetDraft("物品", "activities", Decimal(8000), own=Decimal(5000), upper=Decimal(3000)),),
    )  # fmt: skip
    projects.save_draft(project_id, form=form, actor=who, at=moment)
    answers = _by_key(questions.version(version).definition, one.answers)
    projects.save_answers(project_id, version_id=version, answers=answers, actor=who, at=moment)
    projects.declare(project_id, actor=who, at=moment)


def _by_key(definition: Definition, told: Mapping[str, Any]) -> dict[str, Any]:
    """Answers told in the form's own words, as the form keeps them."""
    answers: dict[str, Any] = {}
    for question in definition:
        value = told.get(question.label)
        if value is not None and question.kind is Kind.MANY:
            value = [choice.key for choice in question.choices if choice.words in value]
        if value is not None and question.kind is Kind.TABLE:
            value = [{column.key: row[column.label] for column in question.columns} for row in value]
        answers[question.key] = value
    return answers


def _last_year(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    office, opened = actors["office"], in_the_office(at, days_ago=330)
    window = projects.open_window(
        places["city"].unit_id, title="去年征集：为职工办哪些实事（样本）", lead="一次写一件。", opens_at=opened,
        closes_at=opened + timedelta(days=14), actor=office, at=opened,
    )  # fmt: skip
    ids = [
        projects.suggest(
            window, projects.Said(what), source=f"sample-{number}", actor=access.NOBODY,
            at=opened + timedelta(days=number, hours=2),
        )
        for number, what in enumerate(LAST_YEAR)
    ]  # fmt: skip
    read = in_the_office(at, days_ago=312)
    projects.merge_suggestions(ids[0], [ids[1]], actor=office, at=read)
    projects.merge_suggestions(ids[4], [ids[5]], actor=office, at=read)
    for number, key in ((0, "shown"), (4, "district"), (11, "town")):
        projects.choose_suggestion(ids[number], ticks=ALL_FOUR, for_unit_id=places[key].unit_id, actor=office, at=read)
    later = "今年排不下，留到明年再看。"
    declined = {
        2: "涉及厂房改造，请企业行政办。",
        7: "已列入企业劳保用品，由行政发放。",
        **dict.fromkeys((3, 6, 8, 9, 10), later),
    }
    for number, why in sorted(declined.items()):
        projects.decline_suggestion(ids[number], ticks={"is_needed": True}, why=why, actor=office, at=read)
    projects.send_chosen_list(window, actor=office, at=in_the_office(at, days_ago=310))


def _this_year(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    office, opened = actors["office"], in_the_office(at, days_ago=4)
    window = projects.open_window(
        places["city"].unit_id, title="明年为职工办哪些实事（样本）", opens_at=opened,
        lead="想到什么写什么，一次写一件。书面和电话也可以。", closes_at=opened + timedelta(days=14), actor=office, at=opened,
    )  # fmt: skip
    for number, (what, why, whom) in enumerate(THIS_YEAR):
        said, moment = projects.Said(what, why, whom), opened + timedelta(hours=3 * number, minutes=7)
        if moment > at:
            moment = at - timedelta(minutes=30 - number)
        if number % 9 == 4:
            projects.enter_suggestion(
                window, said, channel="call" if number % 2 else "paper", received_date=day_of(moment), actor=office,
                at=moment,
            )  # fmt: skip
        else:
            projects.suggest(window, said, source=f"sample-{number}", actor=access.NOBODY, at=moment)
