"""The open page of a scheme: who holds a star today. Only with an approval document on record, only through reviews."""

from __future__ import annotations

from datetime import date, timedelta

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.publishing.services import Draft, Shown, Snapshot, Veil, Window
from huozhong.ratings.models import Approval, Rating, Scheme
from huozhong.ratings.queries.showing import STARS
from huozhong.ratings.workflow import HOLDING

MOST_LISTED = 2000
NO_APPROVAL = say("还没有登记评比达标表彰的批准文件，不能向社会公布。先在方案页登记文号、批准机关、日期和扫描件。")


def _scheme(scheme_id: int) -> Scheme:
    row = Scheme.objects.select_related("unit").filter(pk=scheme_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def _holding(row: Scheme) -> list[Rating]:
    rows = Rating.objects.select_related("unit").filter(city_id=row.city_id, scheme=row, state__in=sorted(HOLDING))
    return list(rows.order_by("-star", "unit__path", "pk")[:MOST_LISTED])


def draft(scheme_id: int) -> Draft:
    """The list as it is now; Refused while there is no approval document or no star."""
    row = _scheme(scheme_id)
    approval = row.approvals.order_by("-decided_date", "-id").first()
    if approval is None or row.retired_at is not None:
        raise Refused(NO_APPROVAL)
    held = _holding(row)
    if not held:
        raise Refused(say("现在没有有效的星级，没有名单可以公布。"))
    basis = f"批准文件：{approval.organ}，{approval.number}，{approval.decided_date.isoformat()}。"
    rows = tuple((one.subject_label, f"{STARS[one.star]} · 有效期至 {one.valid_until}") for one in held)
    snapshot = Snapshot(
        title=f"{row.title}：星级名单", paragraphs=(basis,), credit=row.unit.name, rows=rows, row_heads=("名称", "星级")
    )
    return Draft(snapshot, row.place)


def veil(scheme_id: int) -> Veil:
    """Without an approval, or when the scheme is retired, nothing is shown."""
    row = _scheme(scheme_id)
    return Veil(is_gone=row.retired_at is not None or not row.approvals.exists())


def shown(scheme_id: int, on: date) -> Shown:
    """Public while the approval holds and every listed star is valid."""
    row = _scheme(scheme_id)
    approvals = [one for one in row.approvals.all() if _holds(one, on)]
    if not approvals:
        raise Refused(NO_APPROVAL)
    ends = [one.valid_until for one in _holding(row) if one.valid_until]
    ends += [max(one.until_date or on + timedelta(days=3650) for one in approvals)]
    return Shown(Window(on, min(ends)))


def _holds(row: Approval, on: date) -> bool:
    return row.decided_date <= on and (row.until_date is None or on <= row.until_date)


def may_submit(scheme_id: int, actor: Actor) -> bool:
    """Whoever keeps the scheme."""
    return access.can(actor, Permission.RATING_SCHEME, at=_scheme(scheme_id).place)
