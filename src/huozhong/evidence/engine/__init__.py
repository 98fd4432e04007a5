"""What the evidence room computes: sealing bytes, chaining custody, reading timestamps, burning in black boxes."""

from huozhong.evidence.engine.custody import START, Entry, broken_at, hash_of
from huozhong.evidence.engine.media import EVIDENCE_BYTES, Medium, medium_of
from huozhong.evidence.engine.redaction import Box, burned, pages_to_pdf
from huozhong.evidence.engine.sealing import BrokenSealError, new_key, opened, sealed
from huozhong.evidence.engine.stamping import BadTokenError, Token, ask_for, read_token, verify_token

__all__ = [
    "EVIDENCE_BYTES",
    "START",
    "BadTokenError",
    "Box",
    "BrokenSealError",
    "Entry",
    "Medium",
    "Token",
    "ask_for",
    "broken_at",
    "burned",
    "hash_of",
    "medium_of",
    "new_key",
    "opened",
    "pages_to_pdf",
    "read_token",
    "sealed",
    "verify_token",
]
