"""Zero-knowledge proofs: one of these values is inside (§4.12), blank or not (§4.13), I know this key (§4.5, §4.14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from huozhong.ballots.engine.group import Group
from huozhong.ballots.engine.writing import JsonObject, fields, hash_number, items


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge and its response."""

    challenge: int
    response: int

    def as_json(self) -> JsonObject:
        return {"challenge": str(self.challenge), "response": str(self.response)}

    @classmethod
    def from_json(cls, value: object, group: Group) -> Proof:
        found = fields(value, "challenge", "response")
        return cls(group.exponent(found["challenge"]), group.exponent(found["response"]))


def read_proofs(value: object, count: int, group: Group) -> tuple[Proof, ...]:
    """So many proofs, no more and no fewer."""
    return tuple(Proof.from_json(item, group) for item in items(value, count))


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """An ElGamal pair: alpha = g^r, beta = y^r · g^m."""

    alpha: int
    beta: int

    def as_json(self) -> JsonObject:
        return {"alpha": str(self.alpha), "beta": str(self.beta)}

    @classmethod
    def from_json(cls, value: object, group: Group) -> Ciphertext:
        found = fields(value, "alpha", "beta")
        return cls(group.element(found["alpha"]), group.element(found["beta"]))

    def __str__(self) -> str:
        return f"{self.alpha},{self.beta}"


def product(ciphertexts: Sequence[Ciphertext], group: Group) -> Ciphertext:
    """The encryption of the sum; of nothing, the encryption of zero."""
    alpha, beta = 1, 1
    for one in ciphertexts:
        alpha, beta = alpha * one.alpha % group.p, beta * one.beta % group.p
    return Ciphertext(alpha, beta)


@dataclass(frozen=True, slots=True)
class Claim:
    """“This ciphertext holds that value”, one side of an “or”."""

    ciphertext: Ciphertext
    value: int


def _commitments(group: Group, key: int, claim: Claim, proof: Proof) -> tuple[int, int]:
    """A and B of one side, from its challenge and response."""
    alpha = group.power(claim.ciphertext.alpha, proof.challenge)
    beta = group.power(claim.ciphertext.beta, proof.challenge)
    unshift = group.power_of(group.g, -claim.value * proof.challenge) if claim.value else 1
    return (
        group.times(group.power_of(group.g, proof.response), alpha),
        group.times(group.power_of(key, proof.response), beta, unshift),
    )


def prove_one(
    group: Group, key: int, claims: Sequence[Claim], *, true: int, randomness: int, prefix: str
) -> tuple[Proof, ...]:
    """Prove that one of the claims holds without saying which; `randomness` opens the true one's ciphertext."""
    proofs = [Proof(group.random_exponent(), group.random_exponent()) for _ in claims]
    commitments = [
        _commitments(group, key, claim, proof) if at != true else (0, 0)
        for at, (claim, proof) in enumerate(zip(claims, proofs, strict=True))
    ]
    nonce = group.random_exponent()
    commitments[true] = group.power_of(group.g, nonce), group.power_of(key, nonce)
    others = sum(proof.challenge for at, proof in enumerate(proofs) if at != true)
    challenge = (_challenge(group, prefix, commitments) - others) % group.q
    proofs[true] = Proof(challenge, (nonce - randomness * challenge) % group.q)
    return tuple(proofs)


def holds_one(group: Group, key: int, claims: Sequence[Claim], proofs: Sequence[Proof], *, prefix: str) -> bool:
    """Whether the proofs show that one of the claims holds."""
    commitments = [_commitments(group, key, claim, proof) for claim, proof in zip(claims, proofs, strict=True)]
    return _challenge(group, prefix, commitments) == sum(proof.challenge for proof in proofs) % group.q


def _challenge(group: Group, prefix: str, commitments: Sequence[tuple[int, int]]) -> int:
    return hash_number(prefix + ",".join(f"{a},{b}" for a, b in commitments), group.q)


Hashing = Callable[[int], int]


def prove_known(group: Group, secret: int, hashing: Hashing) -> Proof:
    """Prove knowledge of the secret behind g^secret (Schnorr); `hashing` binds the commitment to its context."""
    nonce = group.random_exponent()
    challenge = hashing(group.power_of(group.g, nonce))
    return Proof(challenge, (nonce - secret * challenge) % group.q)


def holds_known(group: Group, public: int, proof: Proof, hashing: Hashing) -> bool:
    """Whether the proof shows that somebody knew the secret behind the public key."""
    commitment = group.times(group.power_of(group.g, proof.response), group.power(public, proof.challenge))
    return hashing(commitment) == proof.challenge


def as_json(proofs: Sequence[Proof]) -> list[Any]:
    """As the files write them."""
    return [proof.as_json() for proof in proofs]
