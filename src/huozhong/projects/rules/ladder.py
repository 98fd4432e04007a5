"""The overdue ladder: who is told after how many days, each rung once, nobody twice, always from the bottom up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class Rung(StrEnum):
    """From the project's own people up the tree."""

    LEAD = "lead"
    CHAIR = "chair"
    DISTRICT = "district"
    CITY = "city"


RUNGS: dict[str, Sentence] = {
    Rung.LEAD: say("项目负责人"),
    Rung.CHAIR: say("本级工会主席"),
    Rung.DISTRICT: say("区县项目办"),
    Rung.CITY: say("市项目办"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One rung to be told now, and the persons on it who have not heard yet."""

    rung: Rung
    persons: tuple[int, ...]


def due_rungs(days_late: int, after: Mapping[Rung, int], told: Collection[Rung] = ()) -> tuple[Rung, ...]:
    """The rungs whose day has come and that were not told yet, from the bottom up.

    A rung is never told before those below it: a local value that is smaller than the one below counts as that one.
    """
    found, reached = [], 0
    for rung in Rung:
        reached = max(reached, after[rung])
        if days_late >= reached and days_late > 0 and rung not in told:
            found.append(rung)
    return tuple(found)


def tellings(
    rungs: Iterable[Rung], holders: Mapping[Rung, Iterable[int]], heard: Collection[int] = ()
) -> tuple[Telling, ...]:
    """Who is told on each rung: whoever heard of the same lateness on a lower rung is not told again."""
    known, found = set(heard), []
    for rung in rungs:
        fresh = tuple(person for person in dict.fromkeys(holders.get(rung, ())) if person not in known)
        known.update(fresh)
        found.append(Telling(rung, fresh))
    return tuple(found)
