"""Trustees: each makes a key of their own; the election's key is the product, so all of them must help (§4.5, §4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huozhong.ballots.engine.group import BELENIOS_2048, Group
from huozhong.ballots.engine.proofs import Proof, holds_known, prove_known
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.writing import JsonObject, compact, fields, hash_number, items
from huozhong.kernel.sentences import say


@dataclass(frozen=True, slots=True)
class TrusteeKey:
    """The secret half, which never leaves the trustee's device, and the public half with its proof."""

    secret: int = field(repr=False)
    public: JsonObject


def make_key(group: Group = BELENIOS_2048) -> TrusteeKey:
    """A fresh key."""
    secret = group.random_exponent()
    return key_of(secret, group)


def key_of(secret: int, group: Group = BELENIOS_2048) -> TrusteeKey:
    """The public half of a secret, with a new proof that its maker knows the secret."""
    public = group.power_of(group.g, secret)
    proof = prove_known(group, secret, lambda commitment: _challenge(group, public, commitment))
    return TrusteeKey(secret, {"pok": proof.as_json(), "public_key": str(public)})


def check_public(public: object, group: Group = BELENIOS_2048) -> int:
    """The public key as a number; refused unless its maker proves to know the secret."""
    found = fields(public, "pok", "public_key")
    key = group.element(found["public_key"])
    proof = Proof.from_json(found["pok"], group)
    if key == 1 or not holds_known(group, key, proof, lambda commitment: _challenge(group, key, commitment)):
        raise BallotRefused(say("保管人的公钥没有通过验证。"))
    return key


def combine(publics: Sequence[Mapping[str, Any]], group: Group = BELENIOS_2048) -> int:
    """The election's public key out of all trustees' keys; two equal keys are refused."""
    keys = [check_public(dict(public), group) for public in publics]
    if not keys:
        raise BallotRefused(say("还没有保管人的公钥。"))
    if len(set(keys)) < len(keys):
        raise BallotRefused(say("两位保管人的公钥不能相同。"))
    combined = group.times(*keys)
    if combined == 1:
        raise BallotRefused(say("保管人的公钥没有通过验证。"))
    return combined


def as_text(publics: Sequence[Mapping[str, Any]]) -> str:
    """The trustees as the archive writes them, in the order of their numbers."""
    ordered = [{"pok": _in_order(public["pok"]), "public_key": public["public_key"]} for public in publics]
    return compact([["Single", public] for public in ordered])


def from_json(value: object) -> list[JsonObject]:
    """The trustees' public keys out of the archive's own form."""
    found = []
    for entry in items(value):
        kind, public = items(entry, 2)
        if kind != "Single":
            raise BallotRefused(say("不认识的保管人密钥形式。"))
        found.append(dict(fields(public, "pok", "public_key")))
    return found


def _in_order(proof: Mapping[str, Any]) -> JsonObject:
    return {"challenge": proof["challenge"], "response": proof["response"]}


def _challenge(group: Group, public: int, commitment: int) -> int:
    return hash_number(f"pok|{group.name}|{public}|{commitment}", group.q)
