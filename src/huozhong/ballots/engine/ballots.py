"""One ballot: made on the voter's device, checked by everybody (§4.11 to §4.15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huozhong.ballots.engine.credentials import derive
from huozhong.ballots.engine.group import Group
from huozhong.ballots.engine.proofs import (
    Ciphertext,
    Claim,
    Hashing,
    Proof,
    as_json,
    holds_known,
    holds_one,
    product,
    prove_known,
    prove_one,
    read_proofs,
)
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election, Question
from huozhong.ballots.engine.writing import (
    JsonObject,
    compact,
    fields,
    hash_base64,
    hash_number,
    items,
    read_json,
)
from huozhong.kernel.sentences import say

MOST_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What a good ballot shows: its tracker and the public credential that signed it; never the vote."""

    tracker: str
    credential: str


def tracker_of(ballot_json: str) -> str:
    """The receipt: the hash of the ballot as it was cast."""
    return hash_base64(ballot_json)


def make(election: Election, choices: Sequence[Sequence[int]], secret: str) -> str:
    """Encrypt, prove and sign a vote: a 0 or 1 for each slot of each question, blank's slot first where allowed."""
    if len(choices) != len(election.questions):
        raise BallotRefused(say("每道题都要有答案。"))
    for question, choice in zip(election.questions, choices, strict=True):
        if not question.allows(choice):
            raise BallotRefused(say("选的项数不符合这道题的要求。"))
    exponent, credential = derive(election.uuid, secret, election.parameters)
    context = f"{election.fingerprint}|{credential}"
    answers = [
        _Encrypting(election.parameters, election.public_key, context).answer(question, choice)
        for question, choice in zip(election.questions, choices, strict=True)
    ]
    return sign(_unsigned(election, credential, answers), exponent, election.parameters)


def sign(unsigned: JsonObject, exponent: int, group: Group) -> str:
    """The ballot's text with the signature of its credential."""
    fingerprint = hash_base64(compact(unsigned))
    proof = prove_known(group, exponent, _signing(group, fingerprint))
    return compact(unsigned | {"signature": {"hash": fingerprint, "proof": proof.as_json()}})


def _unsigned(election: Election, credential: str, answers: list[JsonObject]) -> JsonObject:
    return {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": credential,
        "answers": answers,
    }


@dataclass(frozen=True, slots=True)
class _Encrypting:
    group: Group
    key: int
    context: str

    def answer(self, question: Question, choice: Sequence[int]) -> JsonObject:
        group = self.group
        randomness = [group.random_exponent() for _ in choice]
        choices = [self._encrypt(mark, chance) for mark, chance in zip(choice, randomness, strict=True)]
        individual = [
            as_json(self._prove(_bits(one), mark, chance, _prove_prefix(self.context, one)))
            for one, mark, chance in zip(choices, choice, randomness, strict=True)
        ]
        answer: JsonObject = {"choices": [one.as_json() for one in choices], "individual_proofs": individual}
        sealed = _sealed(self.context, choices)
        if question.is_blank_allowed:
            return answer | self._blank_proofs(question, choice, choices, randomness, sealed)
        whole = product(choices, group)
        claims = [Claim(whole, total) for total in question.totals]
        prefix = _prove_prefix(sealed, whole)
        return answer | {
            "overall_proof": as_json(self._prove(claims, sum(choice) - question.least, sum(randomness), prefix))
        }

    def _blank_proofs(
        self,
        question: Question,
        choice: Sequence[int],
        choices: Sequence[Ciphertext],
        randomness: Sequence[int],
        sealed: str,
    ) -> JsonObject:
        blank, total = choices[0], product(choices[1:], self.group)
        others = sum(randomness[1:])
        opens = randomness[0] if choice[0] else others
        chosen = 0 if choice[0] else sum(choice[1:]) - question.least + 1
        both = self._prove(
            _blank_or_none(blank, total), choice[0], others if choice[0] else randomness[0], f"bproof0|{sealed}|"
        )
        overall = self._prove(_blank_or_within(question, blank, total), chosen, opens, f"bproof1|{sealed}|")
        return {"overall_proof": as_json(overall), "blank_proof": as_json(both)}

    def _encrypt(self, mark: int, chance: int) -> Ciphertext:
        group = self.group
        beta = group.power_of(self.key, chance)
        return Ciphertext(group.power_of(group.g, chance), group.times(beta, group.g) if mark else beta)

    def _prove(self, claims: Sequence[Claim], true: int, chance: int, prefix: str) -> tuple[Proof, ...]:
        return prove_one(self.group, self.key, claims, true=true, randomness=chance, prefix=prefix)


def _bits(one: Ciphertext) -> list[Claim]:
    return [Claim(one, 0), Claim(one, 1)]


def _blank_or_none(blank: Ciphertext, total: Ciphertext) -> list[Claim]:
    """Either not blank, or nothing chosen."""
    return [Claim(blank, 0), Claim(total, 0)]


def _blank_or_within(question: Question, blank: Ciphertext, total: Ciphertext) -> list[Claim]:
    """Either blank, or as many chosen as the question allows."""
    return [Claim(blank, 1), *(Claim(total, allowed) for allowed in question.totals)]


def _prove_prefix(context: str, one: Ciphertext) -> str:
    return f"prove|{context}|{one}|"


def _sealed(context: str, choices: Sequence[Ciphertext]) -> str:
    return f"{context}|{','.join(map(str, choices))}"


def _signing(group: Group, fingerprint: str) -> Hashing:
    return lambda commitment: hash_number(f"sig|{fingerprint}|{commitment}", group.q)


def check(election: Election, ballot_json: str) -> Checked:
    """Check every proof and the signature; refuse with the reason. The roll is asked elsewhere."""
    checked, _ = open_up(election, ballot_json)
    return checked


def open_up(election: Election, ballot_json: str) -> tuple[Checked, tuple[tuple[Ciphertext, ...], ...]]:
    """Check a ballot and give its ciphertexts, which go into the tally."""
    if len(ballot_json) > MOST_CHARACTERS:
        raise BallotRefused(say("选票文件太大。"))
    ballot = read_json(ballot_json)
    if compact(ballot) != ballot_json:
        raise BallotRefused(say("选票的写法不规范，哈希值对不上。"))
    found = fields(ballot, "election_uuid", "election_hash", "credential", "answers", "signature")
    if found["election_uuid"] != election.uuid or found["election_hash"] != election.fingerprint:
        raise BallotRefused(say("这张选票不是这次投票的。"))
    group = election.parameters
    credential = group.element(found["credential"])
    unsigned = _unsigned(election, str(credential), items(found["answers"], len(election.questions)))
    _check_signature(group, credential, unsigned, found["signature"], ballot_json)
    context = f"{election.fingerprint}|{credential}"
    ciphertexts = tuple(
        _check_answer(election, context, question, answer)
        for question, answer in zip(election.questions, unsigned["answers"], strict=True)
    )
    return Checked(tracker_of(ballot_json), str(credential)), ciphertexts


def _check_signature(group: Group, credential: int, unsigned: JsonObject, signature: object, text: str) -> None:
    found = fields(signature, "hash", "proof")
    proof = Proof.from_json(found["proof"], group)
    fingerprint = hash_base64(compact(unsigned))
    spelled = compact(unsigned | {"signature": {"hash": fingerprint, "proof": proof.as_json()}})
    if found["hash"] != fingerprint or spelled != text:
        raise BallotRefused(say("选票被改动过：签名与内容对不上。"))
    if credential == 1 or not holds_known(group, credential, proof, _signing(group, fingerprint)):
        raise BallotRefused(say("选票的签名不对。"))


def _check_answer(election: Election, context: str, question: Question, answer: object) -> tuple[Ciphertext, ...]:
    group, key = election.parameters, election.public_key
    blank = ("blank_proof",) if question.is_blank_allowed else ()
    found = fields(answer, "choices", "individual_proofs", "overall_proof", *blank)
    order = ["choices", "individual_proofs", "overall_proof", *blank]
    if list(found) != order:
        raise BallotRefused(say("选票的写法不规范，哈希值对不上。"))
    choices = tuple(Ciphertext.from_json(one, group) for one in items(found["choices"], question.slots))
    for one, value in zip(choices, items(found["individual_proofs"], question.slots), strict=True):
        _hold(holds_one(group, key, _bits(one), read_proofs(value, 2, group), prefix=_prove_prefix(context, one)))
    sealed = _sealed(context, choices)
    if not question.is_blank_allowed:
        whole = product(choices, group)
        claims = [Claim(whole, total) for total in question.totals]
        proofs = read_proofs(found["overall_proof"], len(claims), group)
        _hold(holds_one(group, key, claims, proofs, prefix=_prove_prefix(sealed, whole)))
        return choices
    total = product(choices[1:], group)
    claims = _blank_or_within(question, choices[0], total)
    proofs = read_proofs(found["overall_proof"], len(claims), group)
    _hold(holds_one(group, key, claims, proofs, prefix=f"bproof1|{sealed}|"))
    both = read_proofs(found["blank_proof"], 2, group)
    _hold(holds_one(group, key, _blank_or_none(choices[0], total), both, prefix=f"bproof0|{sealed}|"))
    return choices


def _hold(is_proven: bool) -> None:
    if not is_proven:
        raise BallotRefused(say("选票的证明不成立：里面可能不是一人一票。"))
