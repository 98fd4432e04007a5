"""Reading evidence. The caller has asked whether the thing may be seen, save where an actor is taken."""

from huozhong.evidence.engine.custody import Entry
from huozhong.evidence.queries.cards import ItemCard, StampCard, count_of, item, items_of, thing_of
from huozhong.evidence.queries.custody import Verified, custody_of, verify
from huozhong.evidence.queries.handing import Outgoing, outgoing
from huozhong.evidence.rules.kinds import KIND_PLAIN, KIND_WORDS, EvidenceKind
from huozhong.evidence.workflow import ScanState

__all__ = [
    "KIND_PLAIN",
    "KIND_WORDS",
    "Entry",
    "EvidenceKind",
    "ItemCard",
    "Outgoing",
    "ScanState",
    "StampCard",
    "Verified",
    "count_of",
    "custody_of",
    "item",
    "items_of",
    "outgoing",
    "thing_of",
    "verify",
]
