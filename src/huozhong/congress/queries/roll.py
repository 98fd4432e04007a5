"""Who the delegates are: asked of the room of delegates, in one place."""

from __future__ import annotations

from datetime import date

from huozhong.delegates import queries as delegates
from huozhong.kernel.sentences import Sentence, say
from huozhong.records import queries as records

CONGRESS = "delegates.congress"
CHECKED = "credentials_checked"


def is_delegate(person_id: int | None, *, congress_id: int, on: date) -> bool:
    """Whether the person holds a seat in this congress on the day."""
    return person_id is not None and delegates.delegate_of(person_id, on, congress_id=congress_id) is not None


def person_ids(congress_id: int, *, on: date) -> tuple[int, ...]:
    """Everybody who holds a seat on the day."""
    return tuple(card.person_id for card in delegates.delegates(congress_id, on))


def count(congress_id: int, *, on: date) -> int:
    """How many delegates there are: the base of every count."""
    return delegates.delegates_count(congress_id, on)


def term_hindrance(congress_id: int, *, on: date) -> Sentence | None:
    """Why no session can be called in this term: it does not sit, or ran out and was not prolonged."""
    card = delegates.congress(congress_id)
    if not card.is_sitting:
        return say("这一届职代会现在是“%(state)s”，不能开会。", state=card.state_word)
    if card.is_overdue(on):
        return say(
            "这一届职代会的任期到 %(last)s 已经届满。请先换届；要延期换届，先报上级工会同意。", last=card.last_date
        )
    return None


def credentials_hindrance(congress_id: int, *, on: date) -> Sentence | None:
    """Why the delegates' credentials do not stand: nobody holds a seat, or the roll changed since it was checked."""
    if not delegates.delegates_count(congress_id, on):
        return say("还没有选出代表。请先选举代表、审查代表资格。")
    checked = any(row.action == CHECKED for row in records.history(CONGRESS, congress_id, limit=1000))
    return None if checked else say("还没有审查代表资格。请先审查。")
