"""How-to cards, practice, mentors, social workers and one cadre's own year, told through the verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from huozhong.access import services as access
from huozhong.cadres import services as cadres
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.learning import services as learning
from huozhong.learning.engine import Option
from huozhong.people import queries as people
from huozhong.projects import queries as projects

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Card:
    """One how-to card, and a case to practise on."""

    title: str
    duty: str
    when: str
    steps: tuple[str, ...]
    pitfalls: str
    situation: str = ""
    options: tuple[tuple[str, bool, str], ...] = ()


CARDS = (
    Card(
        "把一张报道变成自己的项目",
        "projects",
        "看到别处的好做法，想在自己单位试一试",
        ("打开“从报道读种子”，把报道全文粘进去", "挑一条做法，改成自己的话", "点“采用到我的项目”，填三个数：服务多少人、花多少钱、哪天完成", "提交申报"),
        "不要整段照抄报道；目标一定要是数字。",
        "镇工会小周读到一篇报道，想照着办。他先做什么？",
        (
            ("把报道打印出来报给主席", False, "主席看了还是要问：我们怎么办、多少人、多少钱。"),
            ("读成种子，用自己的话写目标，再申报", True, "种子会留下出处，目标写成数字，初审才通得过。"),
            ("先把钱花了再补申报", False, "没有立项就没有依据，事后补不了。"),
        ),
    ),
    Card(
        "用手机记一次项目进展",
        "projects",
        "活动办完，人还在现场",
        ("打开项目，点“记录进展”", "写一句做了什么、来了多少人", "拍一两张照片，不拍身份证和工资条", "没有网络也可以先记，有了网络会自己送出"),
        "照片里有人脸的，先问一声愿不愿意。",
        "活动现场没有信号，小李怎么记进展？",
        (
            ("回办公室再回想", False, "隔一天人数就记不准了。"),
            ("照样在手机上记，等有网络时自动送出", True, "记录会标明还没送出，送出以后写着您记下的时间。"),
        ),
    ),
    Card(
        "签到表怎样变成电子台账",
        "papers",
        "手里有一张纸质签到表",
        ("在“签到和签领”里打印带二维码的表", "现场签字", "拍照传回，系统自己认出是哪张表", "核对人数，存入台账"),
        "拍照时四个角都要在画面里。",
        "签到表拍歪了，二维码只剩一半，怎么办？",
        (
            ("在“未归类的照片”里选出是哪张表", True, "认不出来的照片不会丢，放在那里等人归类。"),
            ("重新签一遍", False, "不用麻烦大家，原件还在就能重拍。"),
        ),
    ),
    Card(
        "怎样开一次集体协商会",
        "bargaining",
        "企业要谈下一年的工资",
        ("会前收集：利润、工资总额、同行工资", "双方各推代表，人数对等", "把要谈的事写成清单，提前发给对方", "会上逐条谈，当场记录", "草案交职工代表大会审议"),
        "代表里不能有双方都管的人。",
        "企业说“今年没赚钱，不用谈了”，怎么回答？",
        (
            ("那就不谈", False, "不加工资也可以谈：工时、津贴、发放时间。"),
            ("请企业拿出数据，再一起看谈哪几条", True, "有数据才好谈，涨不涨都要有说法。"),
        ),
    ),
    Card(
        "项目预算怎样写才不退回",
        "money",
        "申报表填到经费一页",
        ("先想清楚花在哪一类：活动、维权、业务", "一笔钱一个用途，写清数量和单价", "分清自己出的、上级补的、行政出的、社会来的", "四个来源加起来要等于总数"),
        "不能列慰问品以外的礼品和餐费。",
        "预算里有一笔“其他 5000 元”，该怎么改？",
        (
            ("写成“资料费：手册 500 本，每本 10 元”", True, "用途、数量、单价齐了，别人才看得懂。"),
            ("改成“备用金 5000 元”", False, "还是没有说花在哪里。"),
        ),
    ),
    Card(
        "困难职工走访先看什么",
        "hardship",
        "第一次上门走访",
        ("先打电话约时间，说明来意", "看三样：收入、大病、子女上学", "能当场答复的当场答复，不能的说清哪天答复", "回来当天记档"),
        "不拍家里的照片，不在楼道里谈。",
    ),
)  # fmt: skip

WORKERS = (
    ("集体协商指导员", "direct", 400, 40),
    ("园区工会联络员", "dispatch", 300, 420),
    ("驿站管理员", "service", 200, None),
)


def tell(actors: Actors, places: Places, *, at: datetime) -> None:
    """Cards first, then whoever reads and practises them, pairs, the team, and the cadre's own year."""
    cards = [_write(card, actors, places, at=at - timedelta(days=60 - 4 * n)) for n, card in enumerate(CARDS)]
    _study(cards, actors, at=at - timedelta(days=20))
    _beside(cards, actors, places, at=at - timedelta(days=3))
    _pair(actors, places, at=at)
    _team(cards, actors, places, at=at)
    _year(actors, at=at)


def _write(card: Card, actors: Actors, places: Places, *, at: datetime) -> tuple[int, int | None]:
    office = actors["office"]
    form = learning.CardForm(
        title=card.title,
        duty=card.duty,
        minutes=5,
        when=card.when,
        steps=card.steps,
        pitfalls=card.pitfalls,
        ask_person_id=actors["mei"].person_id,
    )
    howto_id = learning.write_howto(form, unit=places["city"], actor=office, at=at)
    case_id = None
    if card.situation:
        options = [Option(*option) for option in card.options]
        case_id = learning.add_case(
            howto_id, situation=f"（样本）{card.situation}", options=options, actor=office, at=at
        )
    learning.move_howto(howto_id, "publish", actor=office, at=at)
    return howto_id, case_id


def _study(cards: list[tuple[int, int | None]], actors: Actors, *, at: datetime) -> None:
    for who, count in (("mei", 4), ("bozg", 3), ("sara", 2)):
        for number, (howto_id, case_id) in enumerate(cards[:count]):
            learning.mark_read(howto_id, actor=actors[who], at=at + timedelta(days=number))
            if case_id is not None and number % 2 == 0:
                right = next(n for n, option in enumerate(CARDS[number].options) if option[1])
                learning.answer_case(case_id, choice=right, actor=actors[who], at=at + timedelta(days=number))
    learning.record_course(title="全市工会财务培训（样本）", minutes=180, day=day_of(at), actor=actors["mei"], at=at)
    cadres.thank("howto", cards[0][0], words="照着做，第二天就申报上了。", actor=actors["bozg"], at=at)
    cadres.thank("howto", cards[2][0], words="以后再也不用抄签到表了。", actor=actors["sara"], at=at)


def _beside(cards: list[tuple[int, int | None]], actors: Actors, places: Places, *, at: datetime) -> None:
    """Two cards beside the first task of a project that runs."""
    who = actors["bozg"]
    for own in projects.projects_of(who):
        row = projects.find_project(own.id, actor=who)
        tasks = projects.project_page(row, actor=who, at=at).tasks if own.state == "running" else ()
        for howto_id, _ in cards[1:3] if tasks else ():
            learning.attach_help(
                "projects.task", tasks[0].id, howto_id=howto_id, label=tasks[0].title, at_place=row.place,
                permission=Permission.PROJECT_RUN, actor=who, at=at,
            )  # fmt: skip


def _pair(actors: Actors, places: Places, *, at: datetime) -> None:
    lin, today = actors["lin"], day_of(at)
    for duty, pupil, started, goal in (
        ("projects", "bozg", 150, "能独立完成一个项目从申报到结项"),
        ("bargaining", "sara", 60, "能独立开一次协商会"),
    ):
        made = learning.start_mentoring(
            unit=places["city"],
            mentor_id=actors["mei"].person_id or 0,
            pupil_id=actors[pupil].person_id or 0,
            duty=duty,
            goal=goal,
            from_date=today - timedelta(days=started),
            until_date=today + timedelta(days=200),
            actor=lin,
            at=at - timedelta(days=started),
        )
        if pupil == "bozg":
            learning.confirm_pupil(
                made, why="“车间茶座”从头到尾自己办成了。", actor=actors["mei"], at=at - timedelta(days=12)
            )


def _team(cards: list[tuple[int, int | None]], actors: Actors, places: Places, *, at: datetime) -> None:
    lin, today = actors["lin"], day_of(at)
    shown = access.reach(lin, Permission.PERSON_READ)
    found = people.members_below(places["shown"].path, on=today, reach=shown, limit=len(WORKERS))
    served = [places[name].unit_id for name in ("shown", "shown1", "shown2", "shown3", "town", "other")]
    for number, (card, (post, contract, since, left)) in enumerate(zip(found, WORKERS, strict=False)):
        begun = today - timedelta(days=since)
        worker_id = cadres.engage_worker(
            unit=places["city"],
            person_id=card.person_id,
            post=post,
            contract=contract,
            from_date=begun,
            until_date=today + timedelta(days=left) if left is not None else None,
            actor=lin,
            at=at - timedelta(days=since),
        )
        who = access.actor_of_person(card.person_id, on=today)
        for howto_id, _ in cards[number : number + 3]:
            learning.mark_read(howto_id, actor=who, at=at)
        for unit_id in served[2 * number : 2 * number + 2]:
            cadres.assign_worker(worker_id, unit_id=unit_id, from_date=begun, actor=lin, at=at - timedelta(days=since))


def _year(actors: Actors, *, at: datetime) -> None:
    mei, today = actors["mei"], day_of(at)
    end = date(today.year, 12, 31)
    goals = [
        cadres.set_goal(year=today.year, words=words, target=target, unit_word=unit, due_date=end, actor=mei, at=at)
        for words, target, unit in (
            ("指导企业开协商会", Decimal(12), "家"),
            ("走访困难职工", Decimal(40), "户"),
            ("写一个拿得出手的种子", None, ""),
        )
    ]
    for days, words, served, goal, amount in (
        (9, "到两家电机厂指导协商会，双方把夜班津贴谈拢了。", 210, 0, Decimal(2)),
        (16, "走访五户困难职工，两户当场办了子女助学登记。", 5, 1, Decimal(5)),
        (30, "给镇里六位新任主席讲了一堂怎样开职代会。", 6, None, None),
        (47, "陪两家小企业准备协商要约书。", 64, 0, Decimal(3)),
    ):
        day = today - timedelta(days=days)
        if day.year == today.year:
            cadres.record_deed(
                day=day,
                words=words,
                people=served,
                goal_id=goals[goal] if goal is not None else None,
                amount=amount,
                actor=mei,
                at=at - timedelta(days=days),
            )
