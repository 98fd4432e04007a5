"""Reads of the ledger room: a unit's templates, exports and sheets read back, within a reach."""

from __future__ import annotations

from collections.abc import Iterable

from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.ledgers.models import Export, ReadBack, Template
from huozhong.unions.queries import Reaching

NOT_HERE = say("没有找到，或者不在您的管理范围内。")


def template(template_id: int, *, reach: Reaching) -> Template:
    """One version of a template within reach; NotFound otherwise."""
    row = Template.objects.select_related("unit").filter(reach.over("unit"), pk=template_id).first()
    if row is None:
        raise NotFound(NOT_HERE)
    return row


def templates(*, reach: Reaching, list_names: Iterable[str], unit_id: int | None = None) -> tuple[Template, ...]:
    """Templates in use within reach, and those whose mapping is still to be looked at."""
    rows = Template.objects.select_related("unit").filter(reach.over("unit"), list_name__in=list(list_names))
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    in_use = rows.filter(is_current=True) | rows.filter(is_ready=False)
    return tuple(in_use.order_by("list_name", "title", "-version")[:200])


def export(export_id: int, *, reach: Reaching) -> Export:
    """One export within reach; NotFound otherwise."""
    row = Export.objects.select_related("unit", "template").filter(reach.over("unit"), pk=export_id).first()
    if row is None:
        raise NotFound(NOT_HERE)
    return row


def exports(
    *, reach: Reaching, list_names: Iterable[str], before_id: int | None = None, limit: int = 50
) -> list[Export]:
    """One page of what was exported within reach, newest first."""
    rows = Export.objects.select_related("unit", "template").filter(reach.over("unit"), list_name__in=list(list_names))
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-id")[:limit])


def read_back(read_back_id: int, *, reach: Reaching) -> ReadBack:
    """One sheet that was read back, within reach; NotFound otherwise."""
    row = ReadBack.objects.select_related("unit", "template").filter(reach.over("unit"), pk=read_back_id).first()
    if row is None:
        raise NotFound(NOT_HERE)
    return row


def read_backs(*, reach: Reaching, list_names: Iterable[str], limit: int = 20) -> list[ReadBack]:
    """Sheets read back within reach, newest first."""
    rows = ReadBack.objects.select_related("unit", "template").filter(
        reach.over("unit"), list_name__in=list(list_names)
    )
    return list(rows.order_by("-id")[:limit])
