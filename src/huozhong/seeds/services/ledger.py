"""种子台账: the seeds of a unit and all below it, for the unit's own sheet. Seeds change on their own pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max, Q

from huozhong.kernel.classes import WORK_CLASSES
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import path_end
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.ledgers.services import Asked, Field, FieldKind, ListKind, Row
from huozhong.seeds.models import Seed
from huozhong.seeds.workflow import SEED, SeedState

FIELDS = (
    Field("name", say("种子名称"), words=("做法名称", "经验名称", "名称", "案例名称")),
    Field("unit_name", say("所属单位"), words=("单位", "工会名称", "推荐单位", "提炼单位")),
    Field("theme", say("类别"), words=("主题", "工作类别")),
    Field("origin", say("来源"), words=("种子来源",)),
    Field("state", say("状态"), words=("种子状态",)),
    Field("version", say("版次"), FieldKind.NUMBER, words=("版本",)),
    Field("published_date", say("发布日期"), FieldKind.DATE, words=("发布时间",)),
    Field("adoptions", say("被采用次数"), FieldKind.NUMBER, words=("采用次数", "推广次数", "采用单位数")),
    Field("project_label", say("来自项目"), words=("项目名称", "来源项目")),
)
ORIGINS: dict[str, str] = {Seed.Origin.PRESS: "报道", Seed.Origin.PROJECT: "项目", Seed.Origin.BLANK: "直接填写"}


def rows(asked: Asked) -> Iterator[Row]:
    """Every seed that was published, also those taken back since."""
    path = asked.unit.path
    found = (
        Seed.objects.select_related("unit")
        .filter(asked.reach.over("unit"), unit__path__gte=path, unit__path__lt=path_end(path))
        .filter(state__in=[SeedState.PUBLISHED, SeedState.WITHDRAWN])
        .annotate(
            last=Max("versions__number", filter=Q(versions__published_at__isnull=False)),
            published=Max("versions__published_at"),
            adopted=Count("versions__adoptions", distinct=True),
        )
        .order_by("id")
    )
    for row in found.iterator(chunk_size=500):
        word = WORK_CLASSES.get(row.theme)
        yield {
            "id": row.pk,
            "name": row.title,
            "unit_name": row.unit.name,
            "theme": str(word) if word else "",
            "origin": ORIGINS[row.origin],
            "state": str(SEED.states[row.state]),
            "version": row.last,
            "published_date": day_of(row.published) if row.published else None,
            "adoptions": row.adopted,
            "project_label": row.project_label,
        }


SEEDS = ListKind(name="seeds", title=say("种子台账"), fields=FIELDS, rows=rows, permission=Permission.SEED_READ)
