"""The delegate's code: a signed word that an usher's camera or a check-in page reads.

Two kinds. The code on the phone holds for two minutes and is made anew while the page is open: a photograph of it is
soon worth nothing. The code on the printed card holds for the term, because paper cannot change; whoever takes it in
sees name and constituency and looks at the person. A lost card is renewed: its older codes are void at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from huozhong.delegates.models import Delegate
from huozhong.delegates.queries.cards import DelegateCard, delegate_cards, holding
from huozhong.kernel.zone import day_of

SALT = "delegates.card"
LIVE_FOR = timedelta(minutes=2)
MOST_LENGTH = 120


@dataclass(frozen=True, slots=True)
class ReadCode:
    """Whose code it is; a code from paper asks the usher to look at the person."""

    delegate: DelegateCard
    is_from_paper: bool


def card_code(delegate_id: int, *, at: datetime | None) -> str:
    """The code of a seat: live at a moment, or (None) the one for the printed card."""
    turn = Delegate.objects.values_list("code_turn", flat=True).get(pk=delegate_id)
    moment = "" if at is None else str(int(at.timestamp()))
    return signing.Signer(salt=SALT).sign(f"{delegate_id}.{turn}.{moment}")


def read_card_code(code: str, *, at: datetime) -> ReadCode | None:
    """Whose code this is, when it is ours, not too old, not void, and the seat is held on the day; else None."""
    try:
        words = signing.Signer(salt=SALT).unsign(code[:MOST_LENGTH]).split(".")
    except signing.BadSignature:
        return None
    delegate_id, turn, moment = words
    if moment and not -LIVE_FOR <= at - datetime.fromtimestamp(int(moment), tz=at.tzinfo) <= LIVE_FOR:
        return None
    rows = Delegate.objects.filter(holding(day_of(at)), pk=int(delegate_id), code_turn=int(turn))
    cards = delegate_cards(rows)
    return ReadCode(cards[0], is_from_paper=not moment) if cards else None
