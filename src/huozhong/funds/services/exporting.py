"""Hands the reconciliation out, and writes down that it left the house."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.funds.engine import reconciliation_sheet
from huozhong.funds.queries.year import reconciliation
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.zone import ZONE
from huozhong.records import services as records
from huozhong.unions import queries as unions


@transaction.atomic
def export_reconciliation(unit_id: int, *, year: int, actor: Actor, at: datetime) -> tuple[bytes, str]:
    """The spreadsheet of a year for a unit and all below it, within the actor's reach, and a name for the file."""
    unit = unions.unit(unit_id)
    access.require(actor, Permission.FUND_READ, at=unit.place)
    reach = access.reach(actor, Permission.FUND_READ)
    found, vouchers = reconciliation(reach=reach, year=year, below=unit.place)
    title = f"{unit.name} {year} 年项目经费对账表"
    note = f"{actor.name} 于 {at.astimezone(ZONE):%Y-%m-%d %H:%M} 导出；已更正和已作废的凭证不计。"
    content = reconciliation_sheet(title, found, vouchers=vouchers, note=note)
    details = {"year": year, "accounts": len(found.projects), "vouchers": len(vouchers), "spent": found.total.spent}
    records.note(
        "funds.account", unit_id, "reconciliation_exported", actor=actor, at=at, place=unit.place, label=title,
        details=details,
    )  # fmt: skip
    return content, f"{title}.xlsx"
