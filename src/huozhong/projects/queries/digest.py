"""What a person who runs or inspects projects should know on Monday morning, in four numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.projects.models import Project
from huozhong.projects.queries.waiting import MOST, waiting_for

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Digest:
    """What waits, what of it is late or due within the week, and the red lights within reach."""

    waiting: int
    late: int
    soon: int
    red: int

    @property
    def is_worth_telling(self) -> bool:
        """Nothing to do and nothing red: no notice."""
        return bool(self.waiting or self.red)


def digest_of(actor: Actor, *, on: date) -> Digest:
    """The numbers of one person's week, at most 200 of each."""
    rows = waiting_for(actor, on=on, limit=MOST)
    days = [row.due_date for row in rows if row.due_date is not None]
    return Digest(
        waiting=len(rows),
        late=sum(1 for day in days if day < on),
        soon=sum(1 for day in days if on <= day < on + WEEK),
        red=_red(actor),
    )


def _red(actor: Actor) -> int:
    watched = [access.reach(actor, one) for one in (Permission.PROJECT_RUN, Permission.PROJECT_INSPECT)]
    reaches = [reach.over("unit") for reach in watched if not reach.is_empty]
    if not reaches:
        return 0
    within = reaches[0]
    for reach in reaches[1:]:
        within |= reach
    return Project.objects.filter(within, light="red")[:MOST].count()
