"""The office's own workflow: two versions in use, because the office changed it in the middle of a call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from huozhong.kernel.actors import Actor
from huozhong.kernel.classes import WorkClass
from huozhong.kernel.places import Place
from huozhong.kernel.zone import ZONE, day_of
from huozhong.projects import services as projects
from huozhong.site.sample.stage import Stage
from huozhong.site.sample.tales import ProjectTale
from huozhong.workflows import services as workflows
from huozhong.workflows.engine import Outcome

KIND = "projects.project"
VISIT = workflows.StageForm(
    "实地考察",
    "visitors",
    8,
    (Outcome("现场看过，可行", ""), Outcome("现场不具备条件", "rejected", needs_reason=True)),
)
NOTICE = workflows.StageForm(
    "公示",
    "office",
    5,
    (Outcome("公示无异议", "", guards=("days",)), Outcome("有异议，再看一次", "a2", needs_reason=True)),
)
TALES = (
    ProjectTale("一把扳手少弯腰", "skills", "shown1", "mei", "装配线上弯腰太多，腰肌劳损的人多。", "班组自己改工位高度和扳手支架，改一处评一处。",
        "改好的工位", "个", 0, 30, 0, 6000, 10000, 120, "approved"),
    ProjectTale("焊烟小改造", "skills", "shown2", "mei", "老焊位排烟不好。", "老师傅带徒弟改吸烟罩，前后各测一次。",
        "改好的焊位", "个", 0, 16, 0, 5000, 9000, 60, "visited"),
    ProjectTale("班前会五分钟教具", "skills", "shown3", "mei", "班前会只念文件。", "每个工种做一套看得见摸得着的教具。",
        "做成的教具", "套", 0, 20, 0, 4000, 8000, 200, "notice"),
    ProjectTale("废料变工装架", "skills", "shown", "bozg", "工装满地放，找一件要十分钟。", "用边角料做分格架，贴照片标签。",
        "做成的架子", "组", 0, 12, 0, 3000, 5000, 90, "declared"),
)  # fmt: skip


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """A call on the office's own workflow; from the second version on a public notice is asked for as well."""
    stage, office = Stage(actors, places, now=at), actors["office"]
    city = places["city"].unit_id
    flow = workflows.start_workflow(
        city, kind=KIND, title="小改小革扶持流程", template="one", actor=office, at=stage.ago(62)
    )
    workflows.add_stage(flow, letter="a", form=VISIT, after="a1", actor=office, at=stage.ago(62))
    first = workflows.publish(flow, actor=office, at=stage.ago(60))
    call = _call(city, office, at=at)
    projects.choose_workflow(call, version_id=first, actor=office, at=stage.ago(57))
    projects.move_programme(call, "open", actor=office, at=stage.ago(55))
    approved, visited = (stage.file(tale, call, days_ago=44) for tale in TALES[:2])
    projects.pass_on(approved, "own_a1_1", actor=office, at=stage.ago(40))
    projects.pass_on(visited, "own_a1_1", actor=office, at=stage.ago(15))
    decision = projects.Decision("市总工会第七次主席办公会议纪要（样本）", "锡工项〔样本〕改1号", day_of(stage.ago(31)))
    projects.approve(approved, decision=decision, actor=actors["lin"], at=stage.ago(31), move="own_a2_1")

    workflows.start_version(flow, actor=office, at=stage.ago(30))
    workflows.add_stage(flow, letter="a", form=NOTICE, after="a2", actor=office, at=stage.ago(30))
    second = workflows.publish(flow, change_note="职工提议：立项前公示五个工作日。", actor=office, at=stage.ago(29))
    projects.choose_workflow(call, version_id=second, why="职工提议立项前公示。", actor=office, at=stage.ago(28))
    noticed, _declared = (stage.file(tale, call, days_ago=14) for tale in TALES[2:])
    projects.pass_on(noticed, "own_a1_1", actor=office, at=stage.ago(10))
    projects.pass_on(noticed, "own_a2_1", actor=office, at=stage.ago(3))


def _call(unit_id: int, office: Actor, *, at: datetime) -> int:
    def bell(days: int, hour: int) -> datetime:
        day = at.astimezone(ZONE) + timedelta(days=days)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0)

    closes = bell(25, 17)
    form = projects.CallForm(
        title="职工小改小革扶持项目征集（样本）",
        year=day_of(at).year,
        opens_at=bell(-56, 8),
        closes_at=closes,
        levels=("district", "town", "grassroots"),
        kinds=("federation", "industry", "area", "joint", "enterprise", "institution", "social"),
        classes=tuple(WorkClass),
        theme="把身边的小事改好",
        description="班组自己动手、花钱不多、当季见效的小改造。先看材料，再到现场看。",
        subsidy_ceiling=Decimal("20000.00"),
        approval_date=day_of(closes) + timedelta(days=30),
        midyear_date=day_of(closes) + timedelta(days=110),
        report_date=day_of(closes) + timedelta(days=200),
        showcase_date=day_of(closes) + timedelta(days=230),
    )
    return projects.draft_programme(unit_id, form=form, actor=office, at=bell(-58, 9))
