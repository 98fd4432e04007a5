"""Carries each sample project to where the story wants it, through the same verbs that people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from huozhong.access import services as access
from huozhong.juries import queries as juries
from huozhong.juries import services as panels
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.zone import ZONE, day_of
from huozhong.projects import queries
from huozhong.projects import services as projects
from huozhong.seeds import queries as seed_queries
from huozhong.seeds import services as seeds
from huozhong.site.sample import money
from huozhong.site.sample.tales import LOGS, ProjectTale

# days before today on which a project was written up, and on which its tasks were finished
STEPS = {
    "accepted": (200, 170, 140, 110, 75),
    "awaiting": (200, 170, 140, 110, 75),
    "steady": (200, 150, 100, 50, 8),
}
FINISHED = {"accepted": (172, 121, 72), "awaiting": (173, 122, 73), "steady": (115, 9)}


def in_the_office(now: datetime, *, days_ago: int) -> datetime:
    """That many days before, at an hour when people work; today is now."""
    if days_ago <= 0:
        return now - timedelta(days=days_ago)
    hour, minute = 9 + days_ago % 8, days_ago * 7 % 60
    return (now.astimezone(ZONE) - timedelta(days=days_ago)).replace(hour=hour, minute=minute, second=0, microsecond=0)


@dataclass
class Stage:
    """The people and places, and which projects were carried through."""

    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    now: datetime
    accepted: list[tuple[ProjectTale, int]] = field(default_factory=list)

    def ago(self, days: int) -> datetime:
        return in_the_office(self.now, days_ago=days)

    def file(self, tale: ProjectTale, programme_id: int, *, days_ago: int = 6) -> int:
        """Write the form and declare it; the new call's projects stop where their fate says."""
        who, place, at = self.actors[tale.by], self.places[tale.at], self.ago(days_ago)
        project_id = projects.start_draft(programme_id, unit_id=place.unit_id, name=tale.name, actor=who, at=at)
        projects.save_draft(project_id, form=self._form(tale, at), actor=who, at=at)
        projects.declare(project_id, actor=who, at=at)
        office, later = self.actors["office"], self.ago(max(0, days_ago - 2))
        if tale.fate == "shortlisted":
            projects.shortlist(project_id, why="目标清楚，经费合理。", actor=office, at=later)
        elif tale.fate == "returned":
            projects.return_for_correction(project_id, why="请补充律师的来源和值班安排。", actor=office, at=later)
        return project_id

    def _form(self, tale: ProjectTale, at: datetime) -> projects.DraftForm:
        start = day_of(at) + timedelta(days=40)
        third = timedelta(days=50 if tale.fate in ("accepted", "awaiting") else 110)
        finish = start + 3 * third
        return projects.DraftForm(
            fields={
                "work_class": tale.work_class,
                "lead": self.actors[tale.by].name,
                "contact": "见通讯录",
                "start_date": start,
                "finish_date": finish,
                "basis_title": "年度工会工作要点（样本）",
                "basis_number": "锡工发〔样本〕1号",
                "surveyed": tale.headcount // 4 + 20,
                "need": tale.need,
                "target_group": "一线职工",
                "headcount": tale.headcount,
                "content": tale.content,
                "innovation": "由职工自己打分，分数公开。",
                "risk": "生产旺季时间难保证，改为错峰进行。",
                "partners": "企业行政、村居",
                "products": "做法说明和表格",
            },
            targets=(
                projects.TargetDraft(tale.indicator, tale.unit, Decimal(tale.baseline), Decimal(tale.target), finish),
            ),
            tasks=(
                projects.TaskDraft("摸底和动员", self.actors[tale.by].name, start, start + third),
                projects.TaskDraft("实施", self.actors[tale.by].name, start + third, start + 2 * third),
                projects.TaskDraft("总结", self.actors[tale.by].name, start + 2 * third, finish),
            ),
            budget=money.budget_of(tale),
        )

    def perform(self, tale: ProjectTale, programme_id: int) -> int:
        """Last call: the filing."""
        return self.file(tale, programme_id, days_ago=260)

    def carry_on(self, tale: ProjectTale, project_id: int) -> None:
        """Last call: review, approval, work, and what became of it."""
        office, lin = self.actors["office"], self.actors["lin"]
        if tale.fate == "rejected":
            projects.reject(project_id, why="与现有服务重复，请与镇里的咨询点合并。", actor=office, at=self.ago(236))
            return
        projects.shortlist(project_id, why="初审通过。", actor=office, at=self.ago(236))
        decision = projects.Decision(
            "市总工会第三次主席办公会议纪要（样本）", f"锡工项〔样本〕{project_id}号", day_of(self.ago(222))
        )
        projects.approve(project_id, decision=decision, actor=lin, at=self.ago(222))
        projects.start(project_id, actor=self.actors[tale.by], at=self.ago(218))
        money.fund(tale, project_id, office=office, at=self.ago(214))
        self._work(tale, project_id)
        if tale.fate in ("accepted", "awaiting"):
            self._close(tale, project_id)
        if tale.fate in ("rectify", "suspended"):
            self._inspect(tale, project_id)

    def _work(self, tale: ProjectTale, project_id: int) -> None:
        who = self.actors[tale.by]
        plan = queries.project_page(queries.find_project(project_id, actor=who), actor=who, at=self.now)
        steps = STEPS.get(tale.fate, (200, 160, 120, 80, 60))
        done = {"accepted": 3, "awaiting": 3, "running": 2, "steady": 2}.get(tale.fate, 1)
        spent = Decimal(tale.own + tale.upper) * (9 if tale.fate == "accepted" else 5) / 10

        def step(number: int, days: int) -> None:
            at = self.ago(days)
            projects.log_progress(
                project_id, day=day_of(at), text=LOGS[tale.name][number - 1],
                people=tale.headcount // 6, actor=who, at=at,
            )  # fmt: skip
            value = Decimal(tale.reached * number // len(steps))
            projects.read_target(plan.targets[0].id, day=day_of(at), value=value, actor=who, at=at)

        def pay() -> None:
            days = (self.ago(150), self.ago(118), self.ago(90))
            money.spend(project_id, spent.quantize(Decimal("0.01")), actor=who, days=days)

        def finish(task_id: int, days: int) -> None:
            projects.finish_task(task_id, day=day_of(self.ago(days)), actor=who, at=self.ago(days))

        acts: list[tuple[int, Callable[[], None]]] = [
            (days, partial(step, number, days)) for number, days in enumerate(steps, start=1)
        ]
        acts.append((90, pay))
        for task, days in zip(plan.tasks[:done], FINISHED.get(tale.fate, (112, 70)), strict=False):
            acts.append((days, partial(finish, task.id, days)))
        for _, act in sorted(acts, key=lambda one: -one[0]):  # as it happened, so that the trail reads in order
            act()

    def _close(self, tale: ProjectTale, project_id: int) -> None:
        report = projects.ReportForm(
            summary="按计划完成全部任务，形成了可以照着做的办法。",
            effect=f"{tale.indicator}{tale.reached}{tale.unit}，超过目标。",
            beneficiaries=tale.headcount,
            products="做法说明一份、表格两张",
        )
        projects.file_report(project_id, form=report, actor=self.actors[tale.by], at=self.ago(40))
        if tale.fate == "accepted":
            decision = projects.Decision(
                "项目验收会议纪要（样本）", f"锡工验〔样本〕{project_id}号", day_of(self.ago(30))
            )
            projects.accept(project_id, decision=decision, actor=self.actors["office"], at=self.ago(30))
            self.accepted.append((tale, project_id))

    def _inspect(self, tale: ProjectTale, project_id: int) -> None:
        due = 25 if tale.fate == "suspended" else -8
        projects.inspect(
            project_id, day=day_of(self.ago(45)), occasion=projects.Occasion.RANDOM, outcome=projects.Outcome.RECTIFY,
            finding="参加企业数没有达到进度，缺少会议记录。", due_date=day_of(self.ago(due)),
            actor=self.actors["office"], at=self.ago(45),
        )  # fmt: skip
        if tale.fate == "suspended":
            projects.suspend_what_is_overdue(at=self.ago(due - 2))

    def appraise(self, programme_id: int) -> None:
        """The jury of three scores what was accepted; one project's result is published."""
        office, city = self.actors["office"], self.places["city"]
        panel_id = projects.open_jury(programme_id, actor=office, at=self.ago(28), seed="样本")
        kinds = (panels.JudgeKind.WORKER, panels.JudgeKind.WORKER, panels.JudgeKind.EXPERT)
        jurors = [self.actors[name] for name in ("juror1", "juror2", "juror3")]
        for juror, kind in zip(jurors, kinds, strict=True):
            panels.appoint_judge(
                panel_id, person_id=juror.person_id or 0, unit_id=city.unit_id, kind=kind, actor=office,
                at=self.ago(28),
            )  # fmt: skip
        panels.begin_round(panel_id, actor=office, at=self.ago(27))
        for number, (_, project_id) in enumerate(self.accepted):
            entry_id = juries.entry_of("projects.project", project_id, "showcase")
            assert entry_id is not None
            for juror in jurors:
                points = {"organisation": 90 - number, "novelty": 86, "effect": 92 - 2 * number, "replicability": 88}
                panels.score(entry_id, points=points, actor=juror, at=self.ago(20))
        projects.publish_appraisal(self.accepted[0][1], actor=office, at=self.ago(15))
        for _, project_id in self.accepted[1:]:
            entry_id = juries.entry_of("projects.project", project_id, "showcase")
            panels.close_entry(entry_id or 0, actor=office, at=self.ago(15))

    def distil(self) -> int:
        """The best project becomes a seed, in its union's own words."""
        tale, project_id = self.accepted[0]
        who, at = self.actors[tale.by], self.ago(12)
        seed_id = projects.distil(project_id, actor=who, at=at)
        reach = access.reach(who, Permission.SEED_READ)
        card = seed_queries.seed(seed_id, reach=reach, working=True)
        words = seeds.CaseCard(
            reason="不花多少钱，三天一个回音，职工信得过。",
            problem=tale.need,
            practice="一、每周两次固定时间到车间；\n二、一人说一件，当场登记编号；\n三、三天内答复，办不到的说明原因；\n四、答复贴在车间门口，满意不满意由提的人打钩。",
            effect=f"五个月答复 {tale.reached} 个问题，其中九成满意。",
            conditions="五十人以上的企业；有一名愿意跑车间的工会干部；企业行政承诺三天内给回音。",
        )
        seeds.write_version(
            seed_id, title="车间茶座", theme=tale.work_class, card=words, sketch=card.sketch, actor=who, at=at
        )
        seeds.move_seed(seed_id, "publish", actor=self.actors["lin"], at=self.ago(10))
        return seed_id

    def adopt(self, seed_id: int, programme_id: int) -> None:
        """A union in another town takes the seed up, in its own way."""
        mei, place, at = self.actors["mei"], self.places["town"], self.ago(5)
        projects.adopt_seed(
            seed_id, programme_id=programme_id, unit_id=place.unit_id, adaptation="改为全镇巡回，每厂每月一次。",
            name="全镇巡回茶座", actor=mei, at=at,
        )  # fmt: skip
