"""Credentials: the voter's own secret and its public half (form and derivation of Belenios 2.4 and later).

The 2.0 checker never sees a secret half, so it checks elections made this way.
"""

from __future__ import annotations

import hashlib

from huozhong.ballots.engine.group import BELENIOS_2048, Group
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import BASE58, random_base58
from huozhong.kernel.sentences import say

_PARTS = (5, 6, 5, 6)


def new_secret() -> str:
    """22 random letters, about 128 bits, in four groups that can be copied by hand."""
    letters = random_base58(sum(_PARTS))
    return "-".join(letters[sum(_PARTS[:at]) : sum(_PARTS[: at + 1])] for at in range(len(_PARTS)))


def derive(uuid: str, secret: str, group: Group = BELENIOS_2048) -> tuple[int, str]:
    """The secret exponent and the public credential; another election gives another pair from the same secret."""
    parts = secret.split("-")
    if tuple(map(len, parts)) != _PARTS or set("".join(parts)) - set(BASE58):
        raise BallotRefused(say("投票凭据抄错了。"))
    halves = (hashlib.sha256(f"derive_credential|{uuid}|{at}|{secret}".encode()).hexdigest() for at in (0, 1))
    exponent = int("".join(halves), 16) % group.q
    return exponent, str(group.power_of(group.g, exponent))


def check_public(public: str, group: Group = BELENIOS_2048) -> None:
    """Refuse a public credential that is no element of the group, or that everybody can sign with."""
    if group.element(public) == 1:
        raise BallotRefused(say("投票凭据不对。"))
