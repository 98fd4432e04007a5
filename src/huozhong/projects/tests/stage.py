"""A call and a project at every point of its life, built by the verbs themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from huozhong.kernel.zone import ZONE
from huozhong.lifecycles.services import Decision
from huozhong.projects import services
from huozhong.projects.models import BudgetLine, Project, Target, Task
from huozhong.projects.rules.words import WorkClass
from huozhong.projects.services import BudgetDraft, CallForm, DraftForm, ReportForm, TargetDraft, TaskDraft
from tests.cast import NOW, TODAY, Cast

CLOSES = datetime(2026, 12, 31, 23, 59, 59, tzinfo=ZONE)
PAPER = Decision("样本市总工会主席办公会议纪要（2026）第 8 号", "样工发〔2026〕31号", TODAY)
START, FINISH = TODAY, date(2027, 6, 30)


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def call_form(**changed: object) -> CallForm:
    said: dict[str, object] = {
        "title": "2027 年度工会工作项目",
        "year": 2027,
        "opens_at": NOW - timedelta(days=10),
        "closes_at": CLOSES,
        "levels": ("district", "town", "grassroots"),
        "kinds": ("federation", "enterprise"),
        "classes": tuple(str(name) for name in WorkClass),
        "subsidy_ceiling": Decimal("50000.00"),
    }
    return CallForm(**(said | changed))  # type: ignore[arg-type]


def open_call(cast: Cast, **changed: object) -> int:
    programme_id = services.draft_programme(cast.city.unit_id, form=call_form(**changed), actor=cast.office, at=NOW)
    services.move_programme(programme_id, "open", actor=cast.office, at=NOW)
    return programme_id


def whole_form(**fields: object) -> DraftForm:
    said = {
        "name": "机电厂工间学堂",
        "work_class": "skills",
        "lead": "薄志刚",
        "contact": "厂工会办公室",
        "start_date": START,
        "finish_date": FINISH,
        "basis_title": "关于开展职工素质提升工作的通知",
        "basis_number": "样工发〔2026〕12号",
        "surveyed": 320,
        "need": "问卷 320 份，七成职工希望在厂里学技术。",
        "target_group": "一线职工",
        "headcount": 200,
        "content": "每周三工间一小时，厂里的师傅讲，讲完上机练。",
    }
    return DraftForm(
        fields=said | fields,
        targets=(TargetDraft("参加学习的职工", "人", Decimal("0"), Decimal("200"), FINISH),),
        tasks=(
            TaskDraft("选师傅、排课表", "薄志刚", START, TODAY + timedelta(days=20)),
            TaskDraft("开课 20 次", "薄志刚", TODAY + timedelta(days=21), date(2027, 6, 1)),
        ),
        budget=(
            BudgetDraft("师傅课酬", "activities", Decimal("20000.00"), own=Decimal("12000"), upper=Decimal("8000")),
            BudgetDraft("教具耗材", "operations", Decimal("5000.50"), own=Decimal("5000.50")),
        ),
    )


def draft(cast: Cast, *, programme_id: int | None = None, **fields: object) -> int:
    call = programme_id or open_call(cast)
    project_id = services.start_draft(call, unit_id=cast.works.unit_id, name="机电厂工间学堂", actor=cast.bo, at=NOW)
    services.save_draft(project_id, form=whole_form(**fields), actor=cast.bo, at=NOW)
    return project_id


def declared(cast: Cast, **fields: object) -> int:
    project_id = draft(cast, **fields)  # type: ignore[arg-type]
    services.declare(project_id, actor=cast.bo, at=NOW)
    return project_id


def shortlisted(cast: Cast) -> int:
    project_id = declared(cast)
    services.shortlist(project_id, actor=cast.office, at=NOW)
    return project_id


def approved(cast: Cast) -> int:
    project_id = shortlisted(cast)
    services.approve(project_id, decision=PAPER, actor=cast.lin, at=NOW)
    return project_id


def running(cast: Cast) -> int:
    project_id = approved(cast)
    services.start(project_id, actor=cast.bo, at=NOW)
    return project_id


def awaiting(cast: Cast) -> int:
    project_id = running(cast)
    services.read_target(target(project_id).id, day=TODAY, value=Decimal("190"), actor=cast.bo, at=NOW)
    report(project_id, cast)
    return project_id


def report(project_id: int, cast: Cast) -> None:
    form = ReportForm(summary="开课 20 次。", effect="190 人参加，42 人考取证书。", beneficiaries=190)
    services.file_report(project_id, form=form, actor=cast.bo, at=NOW)


def accepted(cast: Cast) -> int:
    project_id = awaiting(cast)
    services.accept(project_id, decision=PAPER, actor=cast.lin, at=NOW)
    return project_id


def row(project_id: int) -> Project:
    return Project.objects.select_related("unit", "programme__unit").get(pk=project_id)


def target(project_id: int) -> Target:
    return Target.objects.get(project_id=project_id)


def line(project_id: int) -> BudgetLine:
    found = BudgetLine.objects.filter(project_id=project_id).order_by("id").first()
    assert found is not None
    return found


def task(project_id: int) -> Task:
    found = Task.objects.filter(project_id=project_id).order_by("id").first()
    assert found is not None
    return found
