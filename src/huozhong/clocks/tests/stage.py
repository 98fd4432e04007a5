"""A thing with deadlines, made for these tests: a file of three people and a clock that they all watch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from huozhong.clocks import services
from huozhong.clocks.engine import Period
from huozhong.clocks.models import Deadline
from huozhong.clocks.queries import things
from huozhong.kernel.actors import Actor
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import say
from tests.cast import NOW, Cast

KIND = "clocks_tests.file"
FIFTEEN = Period(15, Unit.DAYS)
SUING = say("向法院起诉")


@dataclass
class Files:
    """Who may do what with the files of the test; told to the room as a room upstairs would."""

    sees: set[int] = field(default_factory=set)
    works: set[int] = field(default_factory=set)
    confirms: set[int] = field(default_factory=set)
    told: tuple[int, ...] = ()

    def registered(self) -> things.Thing:
        return things.Thing(
            url=lambda file_id: f"/files/{file_id}/",
            may_see=lambda actor, _: actor.person_id in self.sees | self.works | self.confirms,
            may_work=lambda actor, _: actor.person_id in self.works,
            may_confirm=lambda actor, _: actor.person_id in self.confirms,
            title=lambda file_id: f"样本〔2026〕{file_id}号",
            told=lambda _: self.told,
        )


@contextmanager
def files() -> Iterator[Files]:
    """The kind is known as long as the block lasts."""
    made = Files()
    things.remember(KIND, made.registered())
    try:
        yield made
    finally:
        things._KNOWN.pop(KIND)


def person_of(actor: Actor) -> int:
    assert actor.person_id is not None
    return actor.person_id


def opened(
    cast: Cast,
    *,
    start: date,
    owner: Actor,
    period: Period = FIFTEEN,
    deputy: Actor | None = None,
    supervisor: Actor | None = None,
    thing_id: int = 1,
    rule_id: str = "SUE-01",
    item_key: str = "",
    is_statutory: bool = True,
    at: datetime = NOW,
) -> Deadline:
    """A deadline that runs."""
    made = services.open_deadline(
        KIND,
        thing_id,
        rule_id=rule_id,
        title=SUING,
        title_en="Sue in court",
        period=period,
        start_date=start,
        owner_id=person_of(owner),
        deputy_id=person_of(deputy) if deputy else None,
        supervisor_id=person_of(supervisor) if supervisor else None,
        place=cast.district,
        item_key=item_key,
        is_statutory=is_statutory,
        cite="劳动争议调解仲裁法第五十条",
        effect=say("裁决发生法律效力，不能再起诉。"),
        trigger=say("%(day)s收到裁决书。", day=start),
        actor=owner,
        at=at,
    )
    return Deadline.objects.get(pk=made)
