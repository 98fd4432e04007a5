"""Who is told of what about a dossier: by its number alone, inside the house; never a name, never an employer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huozhong.kernel.sentences import Sentence, say
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template
from huozhong.rights.models import Dossier


def _template(key: str, title: Sentence, body: Sentence) -> Template:
    # inside the house only: no list of people to ring, nothing that a colleague could read over a shoulder
    return Template(f"rights.{key}", title, body, gaps={"dossier": messages.name}, chain=(), most_a_day=500)


ASSIGNED = _template("assigned", say("有案件交给您"), say("%(dossier)s 交给您经办，点开看期限。"))
LET_IN = _template("let_in", say("职工请您看一件案件"), say("%(dossier)s 的职工本人同意您看这件案件。"))
MOVED = _template("moved", say("您的案件有进展"), say("%(dossier)s 有了新的一步，点开看接下来怎么办、哪天前办。"))
OPENED = _template("dossier_opened", say("有新的维权诉求"), say("%(dossier)s 刚刚收到，请安排经办人。"))
for _one in (ASSIGNED, LET_IN, MOVED, OPENED):
    records.register_template(_one)


def tell(
    persons: Iterable[int | None], template: Template, row: Dossier, *, at: datetime, but: int | None = None
) -> None:
    """One notice to each, once for this moment."""
    for person_id in sorted({one for one in persons if one is not None} - {but}):
        records.queue_notice(
            to=records.Recipient(person_id=person_id),
            template=template.key,
            values={"dossier": row.number},
            city_id=row.city_id,
            at=at,
            key=f"{template.key}:{row.pk}:{person_id}:{at.timestamp():.0f}",
        )
