"""Eight workers' stories and two public notices, told through the verbs; people, firms and words are invented."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.zone import day_of
from huozhong.publishing import queries as public
from huozhong.publishing import services as publishing
from huozhong.seeds import queries as seeds
from huozhong.site.sample.stage import in_the_office
from huozhong.site.sample.tales import PROJECTS
from huozhong.stories import services as stories
from huozhong.stories.services import About

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]
EDITORS = ("office", "registrar", "lin")  # 一审, 二审, 三审


@dataclass(frozen=True, slots=True)
class Tale:
    """One story: who collects it, what was told, what the teller agrees to, and how many reviews it has passed."""

    words: stories.StoryWords
    by: str
    at: str
    agrees: frozenset[About] = frozenset()
    phone: str = ""
    has_photo: bool = False
    reviews: int | None = None  # None: not handed in
    days_ago: int = 20


NAME, FACE, PLACE = About.NAME, About.FACE, About.PLACE
TALES = (
    Tale(
        stories.StoryWords(
            "夜班也有热饭", "苗青青", "样本精工装配车间",
            "上夜班那阵子，后半夜只有冷馒头，胃疼了半年。",
            "工会的人半夜来车间坐了一回，第二天就去找食堂商量。",
            "现在凌晨两点有一个窗口，热汤面八块钱，我们班一百多人都吃上了。",
        ),
        "bozg", "shown", frozenset({NAME, FACE, PLACE}), "19900000011", True, 3, 60,
    ),
    Tale(
        stories.StoryWords(
            "孩子的暑假有人管", "样本钱阿姨", "样本服饰缝纫组",
            "一放暑假就发愁，孩子跟着我在车间转，怕碰着机器。",
            "厂工会把会议室腾出来，请大学生来带，一天收十块钱饭钱。",
            "四十天里孩子写完了作业，还学会了游泳，我也能安心踩缝纫机。",
        ),
        "sara", "other", frozenset({PLACE}), "", True, 3, 45,
    ),
    Tale(
        stories.StoryWords(
            "加班费算明白了", "样本周师傅", "样本物流中转场",
            "每个月工资条看不懂，总觉得少了，又不敢问。",
            "工会请人来教我们算，一条一条对着法律讲。",
            "公司补了三个月的差，以后工资条上写明了几小时、几倍。",
        ),
        "mei", "district", frozenset(), "", False, 3, 30,
    ),
    Tale(
        stories.StoryWords(
            "车间里的小课堂", "样本吴师傅", "样本机床装配线",
            "干了八年还是初级工，图纸上的新符号认不全。",
            "工会在车间摆了张桌子，每周三老师傅讲半小时。",
            "今年考上了中级，还带了两个徒弟。",
        ),
        "bozg", "shown", frozenset({NAME}), "", False, 2, 9,
    ),
    Tale(
        stories.StoryWords(
            "一把遮阳伞", "样本郑师傅", "样本快递站",
            "夏天等单的时候没处躲，晒得头晕。",
            "跟工会提了一句，没指望有回音。",
            "三天后路口多了伞和饮水桶，旁边还贴了谁负责换水。",
        ),
        "sara", "other", frozenset({NAME, FACE}), "", True, 1, 6,
    ),
    Tale(
        stories.StoryWords(
            "体检单有人讲解了", "样本王姐", "样本包装车间",
            "每年体检完就一张纸，箭头朝上朝下看不懂。",
            "工会请社区医生来厂里坐了一上午。",
            "我改了吃饭的习惯，今年箭头少了两个。",
        ),
        "bozg", "shown", frozenset({PLACE}), "", False, None, 5,
    ),
    Tale(
        stories.StoryWords(
            "班车绕了两公里", "样本李师傅", "样本电子厂",
            "下夜班要走四十分钟到公交站。",
            "职代会上提了，工会跟车队算了三回账。",
            "班车绕两公里，二十六个人坐上了。",
        ),
        "mei", "district", frozenset(), "", False, None, 4,
    ),
    Tale(
        stories.StoryWords(
            "会说话的意见箱", "样本何师傅", "样本家纺车间",
            "意见箱挂了三年，没见过回音。",
            "现在扫码就能提，三天内答复贴在门口。",
            "我提的通风扇，第五天装上了。",
        ),
        "sara", "other", frozenset({PLACE}), "", False, None, 2,
    ),
)  # fmt: skip


def tell(actors: Actors, places: Places, projects: Sequence[int], *, at: datetime) -> None:
    """Collect the stories, bring some of them to the public, and put two lists on notice."""
    project_id = next(found for tale, found in zip(PROJECTS, projects, strict=True) if tale.by == "bozg")
    for tale in TALES:
        _tell(tale, actors, places, project_id, at=in_the_office(at, days_ago=tale.days_ago))
    _plant(actors, at=in_the_office(at, days_ago=7))
    _notice(actors, places, "关于职工疗休养名单的公示（样本）", at=in_the_office(at, days_ago=40), now=at)
    _notice(actors, places, "关于困难职工帮扶名单的公示（样本）", at=in_the_office(at, days_ago=1), now=at)
    publishing.end_what_is_over(at=at)


def _tell(tale: Tale, actors: Actors, places: Places, project_id: int, *, at: datetime) -> None:
    who = actors[tale.by]
    photos = (stories.Photo(stories.Upload(picture(len(tale.words.title)), "样本.jpg"), "样本照片"),)
    story_id = stories.collect(
        tale.words,
        unit=places[tale.at],
        actor=who,
        at=at,
        photos=photos if tale.has_photo else (),
        thing=("projects.project", project_id) if tale.by == "bozg" else None,
        teller_phone=tale.phone,
    )
    if tale.phone:
        stories.decide(story_id, given=tale.agrees, actor=actors["worker"], at=at + timedelta(hours=1))
    elif tale.agrees:
        paper = stories.Upload(picture(1), "同意书（样本）.jpg")
        stories.consent_by_paper(story_id, given=tale.agrees, paper=paper, actor=who, at=at)
    if tale.reviews is not None:
        found = publishing.submit("stories.story", story_id, actor=who, at=at + timedelta(hours=2))
        _review(found, actors, at=at + timedelta(hours=3), times=tale.reviews)


def _review(submission_id: int, actors: Actors, *, at: datetime, times: int = 3) -> None:
    for number, name in enumerate(EDITORS[:times]):
        moment = at + timedelta(minutes=40 * number)
        sha = public.dossier(submission_id).sha256
        editor = actors[name]
        publishing.proofread(submission_id, sha256=sha, corrections=(), actor=editor, at=moment)
        publishing.review(
            submission_id, sha256=sha, opinion="事实清楚，可以公开。", has_looked=True, actor=editor,
            at=moment + timedelta(minutes=10),
        )  # fmt: skip


def _plant(actors: Actors, *, at: datetime) -> None:
    """One seed of a works union becomes public too; its union hands it in."""
    card = next((one for one in seeds.published() if one.project_id is not None), None)
    if card is not None:
        whose = (actors[name] for name in ("bozg", "sara", "mei"))
        who = next(actor for actor in whose if access.can(actor, Permission.SEED_DRAFT, at=card.place))
        _review(publishing.submit("seeds.seed", card.id, actor=who, at=at), actors, at=at)


def _notice(actors: Actors, places: Places, title: str, *, at: datetime, now: datetime) -> None:
    words = publishing.NoticeWords(
        kind="list",
        title=title,
        body="经本人申请、基层推荐和会议研究，拟定下列人员，现予公示。",
        contact="惠山区总工会办公室（样本）0510-0000 0000",
        wanted_date=day_of(at),
        days=5,
        counted=Unit.WORKING_DAYS,
        rows=(("样小明", "样本精工"), ("样芳", "样本服饰"), ("样本·甲", "样本物流")),
    )
    notice_id = publishing.write_notice(words, unit=places["district"], actor=actors["mei"], at=at)
    found = publishing.submit("publishing.notice", notice_id, actor=actors["mei"], at=at)
    _review(found, actors, at=at)
    if at < now - timedelta(days=30):
        said = {"way": "phone", "received": day_of(at) + timedelta(days=2), "actor": actors["mei"]}
        asked = publishing.record_objection(
            notice_id,
            words="问名单是按什么顺序排的。",
            at=at + timedelta(days=2),
            **said,  # type: ignore[arg-type]
        )
        answer = "已说明：按单位笔画排列。"
        publishing.answer_objection(asked, answer=answer, actor=actors["mei"], at=at + timedelta(days=3))


def picture(number: int) -> bytes:
    """A drawing in the house's colours: no photograph of anybody."""
    drawn = Image.new("RGB", (960, 640), (243, 237, 226))
    pen = ImageDraw.Draw(drawn)
    for step in range(12):
        left = (step * 97 + number * 53) % 900
        top, colour = 120 + step * 30, (179 - step * 6, 55 + step * 9, 28 + step * 8)
        pen.ellipse((left, top, left + 160, top + 160), fill=colour)
    pen.rectangle((0, 560, 960, 640), fill=(46, 107, 60))
    kept = io.BytesIO()
    drawn.save(kept, "JPEG", quality=80)
    return kept.getvalue()
