"""The verbs of evidence."""

from huozhong.evidence.engine.redaction import Box
from huozhong.evidence.rules.kinds import EvidenceKind
from huozhong.evidence.services.adding import add_item
from huozhong.evidence.services.arranging import describe_item, order_items, withdraw_item
from huozhong.evidence.services.folders import register_thing, renew_folder_keys
from huozhong.evidence.services.looking import see_page
from huozhong.evidence.services.opening import Copies, Handed, hand_out, open_item
from huozhong.evidence.services.redacting import attach_redacted, redact_item
from huozhong.evidence.services.scanning import scan_waiting
from huozhong.evidence.services.stamping import has_authority, stamp_item

__all__ = [
    "Box",
    "Copies",
    "EvidenceKind",
    "Handed",
    "add_item",
    "attach_redacted",
    "describe_item",
    "hand_out",
    "has_authority",
    "open_item",
    "order_items",
    "redact_item",
    "register_thing",
    "renew_folder_keys",
    "scan_waiting",
    "see_page",
    "stamp_item",
    "withdraw_item",
]
