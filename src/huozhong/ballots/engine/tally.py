"""Adding up without opening: the encrypted tally, each trustee's share, the result (§4.16, §4.18, §4.19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huozhong.ballots.engine import trustees
from huozhong.ballots.engine.group import Group
from huozhong.ballots.engine.proofs import Ciphertext, Proof
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election
from huozhong.ballots.engine.writing import JsonObject, compact, fields, hash_number, items, read_json
from huozhong.kernel.sentences import say

Ciphertexts = tuple[tuple[Ciphertext, ...], ...]


@dataclass(frozen=True, slots=True)
class EncryptedTally:
    """How many ballots count, and for each question and slot the encryption of the sum."""

    count: int
    ciphertexts: Ciphertexts

    def as_json(self) -> str:
        return compact([[one.as_json() for one in question] for question in self.ciphertexts])

    @classmethod
    def from_json(cls, election: Election, count: int, text: str) -> EncryptedTally:
        """Read a tally of that election; whether it is the right one, `encrypted_tally` says."""
        rows = items(read_json(text), len(election.questions))
        group = election.parameters
        return cls(
            count,
            tuple(
                tuple(Ciphertext.from_json(one, group) for one in items(row, question.slots))
                for row, question in zip(rows, election.questions, strict=True)
            ),
        )


def last_of_each(credentials: Sequence[str]) -> list[int]:
    """The places of the ballots that count: of several by one credential, the last (§4.15)."""
    return sorted({credential: place for place, credential in enumerate(credentials)}.values())


def encrypted_tally(election: Election, ballots: Iterable[str]) -> EncryptedTally:
    """Multiply the ballots that count. They were checked before; here they are only read."""
    read = [read_json(ballot) for ballot in ballots]
    counting = last_of_each([str(ballot["credential"]) for ballot in read])
    return add_up(election, (ciphertexts_of(election, read[place]) for place in counting))


def ciphertexts_of(election: Election, ballot: Mapping[str, Any]) -> Ciphertexts:
    """The ciphertexts of a checked ballot."""
    return tuple(
        tuple(Ciphertext(int(one["alpha"]), int(one["beta"])) for one in items(answer["choices"], question.slots))
        for question, answer in zip(election.questions, ballot["answers"], strict=True)
    )


def add_up(election: Election, ballots: Iterable[Ciphertexts]) -> EncryptedTally:
    """The slot-by-slot product."""
    p = election.parameters.p
    sums = [[(1, 1)] * question.slots for question in election.questions]
    count = 0
    for ballot in ballots:
        count += 1
        for row, answer in zip(sums, ballot, strict=True):
            for slot, one in enumerate(answer):
                alpha, beta = row[slot]
                row[slot] = alpha * one.alpha % p, beta * one.beta % p
    return EncryptedTally(count, tuple(tuple(Ciphertext(*pair) for pair in row) for row in sums))


def join(election: Election, parts: Iterable[EncryptedTally]) -> EncryptedTally:
    """Tallies of parts make the tally of the whole."""
    known = list(parts)
    whole = add_up(election, (part.ciphertexts for part in known))
    return EncryptedTally(sum(part.count for part in known), whole.ciphertexts)


def partial_decryption(election: Election, tally: EncryptedTally, secret: int) -> JsonObject:
    """One trustee's share with its proofs: it opens the sums together with all others, and no single ballot."""
    group = election.parameters
    public = group.power_of(group.g, secret)
    factors, proofs = [], []
    for question in tally.ciphertexts:
        factors.append([str(group.power(one.alpha, secret)) for one in question])
        proofs.append([_prove(election, public, one.alpha, secret).as_json() for one in question])
    return {"decryption_factors": factors, "decryption_proofs": proofs}


def _prove(election: Election, public: int, alpha: int, secret: int) -> Proof:
    group = election.parameters
    nonce = group.random_exponent()
    challenge = _challenge(election, public, group.power_of(group.g, nonce), group.power(alpha, nonce))
    return Proof(challenge, (nonce - secret * challenge) % group.q)


def _challenge(election: Election, public: int, a: int, b: int) -> int:
    return hash_number(f"decrypt|{election.fingerprint}|{public}|{a},{b}", election.parameters.q)


def check_partial(
    election: Election, tally: EncryptedTally, public: Mapping[str, Any], partial: object
) -> tuple[tuple[int, ...], ...]:
    """The factors of a share; refused unless made with that trustee's key on exactly this tally."""
    group = election.parameters
    key = trustees.check_public(dict(public), group)
    found = fields(partial, "decryption_factors", "decryption_proofs")
    count = len(tally.ciphertexts)
    rows = zip(
        tally.ciphertexts,
        items(found["decryption_factors"], count),
        items(found["decryption_proofs"], count),
        strict=True,
    )
    checked = []
    for question, factors, proofs in rows:
        row = []
        for one, factor, proof in zip(
            question, items(factors, len(question)), items(proofs, len(question)), strict=True
        ):
            row.append(group.element(factor))
            _check_factor(election, key, one.alpha, row[-1], Proof.from_json(proof, group))
        checked.append(tuple(row))
    return tuple(checked)


def _check_factor(election: Election, key: int, alpha: int, factor: int, proof: Proof) -> None:
    group = election.parameters
    a = group.times(group.power_of(group.g, proof.response), group.power(key, proof.challenge))
    b = group.times(group.power(alpha, proof.response), group.power(factor, proof.challenge))
    if _challenge(election, key, a, b) != proof.challenge:
        raise BallotRefused(say("保管人的解密结果没有通过验证。"))


def partial_as_text(partial: Mapping[str, Any]) -> str:
    """A share as the archive writes it."""
    proofs = [
        [{"challenge": proof["challenge"], "response": proof["response"]} for proof in row]
        for row in partial["decryption_proofs"]
    ]
    return compact({"decryption_factors": partial["decryption_factors"], "decryption_proofs": proofs})


def result(
    election: Election,
    tally: EncryptedTally,
    publics: Sequence[Mapping[str, Any]],
    partials: Sequence[object],
) -> list[list[int]]:
    """The votes for each slot of each question; the shares of all trustees, in their order, are checked."""
    if len(partials) != len(publics) or not publics:
        raise BallotRefused(say("还有保管人没有解密。"))
    if trustees.combine(publics, election.parameters) != election.public_key:
        raise BallotRefused(say("保管人的公钥与这次投票的公钥对不上。"))
    shares = [
        check_partial(election, tally, public, partial) for public, partial in zip(publics, partials, strict=True)
    ]
    group = election.parameters
    known = _small_powers(group, tally.count)
    counted = []
    for at, question in enumerate(tally.ciphertexts):
        row = []
        for slot, one in enumerate(question):
            together = group.times(*(share[at][slot] for share in shares))
            row.append(_logarithm(known, group.divide(one.beta, together)))
        counted.append(row)
    return counted


def _small_powers(group: Group, most: int) -> dict[int, int]:
    powers, element = {}, 1
    for exponent in range(most + 1):
        powers[element] = exponent
        element = element * group.g % group.p
    return powers


def _logarithm(powers: Mapping[int, int], element: int) -> int:
    if element not in powers:
        raise BallotRefused(say("解密出来的票数超出了选票张数。"))
    return powers[element]
