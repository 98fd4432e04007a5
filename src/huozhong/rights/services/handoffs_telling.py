"""Who is told of a hand-off: by its number alone, inside the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huozhong.kernel.sentences import Sentence, say
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template
from huozhong.rights.models import Contact, HandOff


def _template(key: str, title: Sentence, body: Sentence) -> Template:
    return Template(f"rights.handoff_{key}", title, body, gaps={"handoff": messages.name}, chain=(), most_a_day=500)


CAME = _template("came", say("有案卷移送过来"), say("%(handoff)s 移送到您单位，请签收，或者写明理由退回。"))
CONSENT = _template(
    "consent", say("请您看一看要不要移送"), say("工会准备移送您的材料（%(handoff)s），要您同意才会送出。")
)
TAKEN = _template("taken", say("移送已签收"), say("%(handoff)s 对方已经签收。"))
REFUSED = _template("refused", say("移送被退回"), say("%(handoff)s 对方不收，期限还在您这里，请改走别的路。"))
SILENT = _template(
    "silent", say("移送没有回音"), say("%(handoff)s 到期没有回音，期限还在您这里，请打电话问，或者改走别的路。")
)
NEWS = _template("news", say("移送有进展"), say("%(handoff)s 有了新的进展，点开看看。"))
BACK = _template("back", say("移送退回来了"), say("%(handoff)s 对方退了回来，期限回到经办人这里。"))
for _one in (CAME, CONSENT, TAKEN, REFUSED, SILENT, NEWS, BACK):
    records.register_template(_one)


def tell(
    persons: Iterable[int | None], template: Template, row: HandOff, *, at: datetime, but: int | None = None
) -> None:
    """One notice to each, once for this moment."""
    for person_id in sorted({one for one in persons if one is not None} - {but}):
        records.queue_notice(
            to=records.Recipient(person_id=person_id),
            template=template.key,
            values={"handoff": row.label},
            city_id=row.city_id,
            at=at,
            key=f"{template.key}:{row.pk}:{person_id}:{at.timestamp():.0f}",
        )


def our_side(row: HandOff) -> tuple[int | None, ...]:
    """Who hears of it on the sender's side."""
    return (row.sender_id, row.dossier.handler_id, row.dossier.deputy_id)


def worker_and_us(row: HandOff) -> tuple[int | None, ...]:
    """The sender's side, and the worker."""
    return (*our_side(row), row.dossier.worker_person_id)


def contacts_of(row: HandOff) -> tuple[int, ...]:
    """Who receives for the body today."""
    held = Contact.objects.filter(body_id=row.body_id, until_at__isnull=True)
    return tuple(held.values_list("person_id", flat=True))
