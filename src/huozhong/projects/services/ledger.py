"""项目台账: the projects of a unit and all below it, for the unit's own sheet. Projects change on their own pages."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import DecimalField, Sum, Value
from django.db.models.functions import Coalesce

from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import path_end
from huozhong.kernel.sentences import say
from huozhong.ledgers.services import Asked, Field, FieldKind, ListKind, Row
from huozhong.lifecycles.queries import state_word
from huozhong.projects.models import Project
from huozhong.projects.rules.words import LIGHTS, WORK_CLASSES
from huozhong.projects.workflow import PROJECT

FIELDS = (
    Field("name", say("项目名称"), words=("项目", "名称")),
    Field("unit_name", say("申报单位"), words=("单位", "实施单位", "工会名称", "承办单位")),
    Field("programme", say("征集批次"), words=("批次", "征集通知", "年度项目")),
    Field("year", say("年度"), FieldKind.NUMBER, words=("年份",)),
    Field("work_class", say("项目类别"), words=("类别", "类型", "工作类别")),
    Field("lead", say("负责人"), words=("项目负责人", "牵头人")),
    Field("contact", say("联系人"), words=("联络人", "联系方式")),
    Field("state", say("项目状态"), words=("状态", "进展阶段", "进度")),
    Field("light", say("进展灯"), words=("红黄绿灯", "预警")),
    Field("start_date", say("开始日期"), FieldKind.DATE, words=("起始时间", "开始时间")),
    Field("finish_date", say("完成日期"), FieldKind.DATE, words=("结束时间", "完成时间", "计划完成时间")),
    Field("budget", say("预算金额"), FieldKind.MONEY, words=("预算", "经费预算", "金额", "经费（元）")),
    Field("headcount", say("计划受益人数"), FieldKind.NUMBER, words=("受益人数（计划）", "覆盖人数")),
    Field("beneficiaries", say("实际受益人数"), FieldKind.NUMBER, words=("受益人数", "服务职工数")),
    Field("approved_date", say("立项日期"), FieldKind.DATE, words=("立项时间",)),
    Field("approval_number", say("立项文号"), words=("文号", "批复文号")),
    Field("accepted_date", say("验收日期"), FieldKind.DATE, words=("验收时间", "结项时间")),
)
_NONE = Value(Decimal(0), DecimalField(max_digits=14, decimal_places=2))


def rows(asked: Asked) -> Iterator[Row]:
    """Every project that was handed in; a draft is nobody's business yet."""
    path = asked.unit.path
    found = (
        Project.objects.select_related("unit", "programme")
        .filter(asked.reach.over("unit"), unit__path__gte=path, unit__path__lt=path_end(path))
        .exclude(state=PROJECT.start)
        .annotate(budget=Coalesce(Sum("budgetline__amount"), _NONE))
        .order_by("programme__year", "id")
    )
    for row in found.iterator(chunk_size=500):
        word, light = WORK_CLASSES.get(row.work_class), LIGHTS.get(row.light)
        yield {
            "id": row.pk,
            "name": row.name,
            "unit_name": row.unit.name,
            "programme": row.programme.title,
            "year": row.programme.year,
            "work_class": str(word) if word else "",
            "lead": row.lead,
            "contact": row.contact,
            "state": str(state_word(row)),
            "light": str(light) if light else "",
            "start_date": row.start_date,
            "finish_date": row.finish_date,
            "budget": row.budget,
            "headcount": row.headcount,
            "beneficiaries": row.beneficiaries,
            "approved_date": row.approved_date,
            "approval_number": row.approval_number,
            "accepted_date": row.accepted_date,
        }


PROJECTS = ListKind(
    name="projects", title=say("项目台账"), fields=FIELDS, rows=rows, permission=Permission.PROJECT_READ
)
