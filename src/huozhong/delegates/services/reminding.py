"""At night: whoever manages a congress hears in time, once for a term, that it runs out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import queries as offices
from huozhong.delegates.events import CongressExpiring
from huozhong.delegates.models import Congress
from huozhong.delegates.queries.cards import NEAR
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import CLOCK
from huozhong.kernel.permissions import Permission
from huozhong.kernel.roles import ROLES
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template

BATCH = 500
EXPIRING = Template(
    key="delegates.expiring",
    title=say("职代会快要届满"),
    body=say("本单位这一届职代会%(day)s届满，请提前安排换届选举；确需延期的，要报上一级工会书面同意。"),
    gaps={"day": messages.day},
    chain=("official_account", "sms"),
)
records.register_template(EXPIRING)


def tell_expiring(*, at: datetime) -> int:
    """Tell of every term that ends within half a year and was not told of yet; answers how many."""
    on, told = day_of(at), 0
    rows = Congress.objects.filter(state=CongressState.SITTING, until_date__lte=on + NEAR)
    ids = [pk for pk, until, before in rows.values_list("id", "until_date", "told_until_date") if until != before]
    for congress_id in ids[:BATCH]:
        told += _tell(congress_id, at=at)
    return told


@transaction.atomic
def _tell(congress_id: int, *, at: datetime) -> int:
    rows = Congress.objects.select_for_update(of=("self",), skip_locked=True).select_related("unit")
    row = rows.filter(pk=congress_id, state=CongressState.SITTING).first()
    if row is None or row.told_until_date == row.until_date:
        return 0
    row.told_until_date = row.until_date
    row.save(update_fields=["told_until_date"])
    for appointment in offices.appointments_at(row.unit_id, on=day_of(at)):
        if Permission.CONGRESS_MANAGE in ROLES[appointment.role].permissions:
            records.queue_notice(
                to=records.Recipient(person_id=appointment.person_id),
                template=EXPIRING.key,
                values={"day": row.until_date},
                city_id=row.city_id,
                at=at,
                key=f"{EXPIRING.key}:{row.pk}:{row.until_date}:{appointment.person_id}",
            )
    records.note(CONGRESS.kind, row.pk, "term_told", actor=CLOCK, at=at, place=row.place, label=str(row))
    records.announce(CongressExpiring(row.pk, row.place.path, row.until_date.isoformat()), city_id=row.city_id)
    return 1
