"""Whether a vote of a congress is valid and carried: exact fractions of ALL delegates, with a sheet to re-compute."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huozhong.congress.rules.matters import MATTERS, Matter, owes_secret
from huozhong.kernel.quorum import Proof, at_least, measure, more_than
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Answer, written
from huozhong.kernel.sentences import Sentence, say

FORMAT = "huozhong.decision/1"


@dataclass(frozen=True, slots=True)
class Voted:
    """The counts of one vote. What was not cast is what is left of those present."""

    delegates: int
    present: int
    yes: int
    no: int = 0
    abstain: int = 0

    @property
    def not_cast(self) -> int:
        return self.present - self.yes - self.no - self.abstain


@dataclass(frozen=True, slots=True)
class Law:
    """The answers of the rule book that decide one matter."""

    quorum: Answer
    passing: Answer
    is_strict: Answer
    secret_for: Answer

    @property
    def answers(self) -> tuple[Answer, ...]:
        return (self.quorum, self.passing, self.is_strict, self.secret_for)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, what would have been needed, where it is written, and the sheet that proves it."""

    quorum: bool
    passed: bool
    needed_present: int
    needed_yes: int
    cite: str
    sentence: Sentence
    sheet: dict[str, Any]


def matter_of(key: str) -> Matter:
    """The matter of that name; Refused when the catalogue has none."""
    if key not in MATTERS:
        raise Refused(say("没有“%(key)s”这一类事项。", key=key))
    return MATTERS[key]


def law_for(matter: Matter, book: Book, *, jurisdictions: Sequence[str], on: date) -> Law:
    """What the rule book says of this matter here on that day; NoRule names what is missing."""

    def ask(rule_id: str) -> Answer:
        return book.ask(rule_id, jurisdictions=jurisdictions, on=on)

    return Law(
        ask(f"{matter.family}.quorum"),
        ask(f"{matter.family}.passing"),
        ask("congress.passing_is_strict"),
        ask("congress.secret_for"),
    )


def quorum_of(present: int, *, delegates: int, law: Law) -> Proof:
    """Whether enough of all delegates are present."""
    return measure(present, of=delegates, bar=at_least(law.quorum.share()))


def decide(matter: Matter, voted: Voted, law: Law, *, jurisdiction: str, on: date) -> Decision:
    """Hold the counts against the law. A vote below quorum carries nothing, whatever its counts."""
    check(voted)
    share = law.passing.share()
    bar = more_than(share) if law.is_strict.flag() else at_least(share)
    there = quorum_of(voted.present, delegates=voted.delegates, law=law)
    agreed = measure(voted.yes, of=voted.delegates, bar=bar)
    passed = there.is_met and agreed.is_met
    cite = "；".join(dict.fromkeys(str(answer.cite) for answer in (law.quorum, law.passing)))
    sentence = _sentence(there, agreed)
    sheet = _sheet(matter, voted, law, there, agreed, jurisdiction=jurisdiction, on=on)
    return Decision(there.is_met, passed, there.needed, agreed.needed, cite, sentence, sheet)


def check(voted: Voted) -> None:
    """Refuse counts that cannot be."""
    if min(voted.delegates, voted.present, voted.yes, voted.no, voted.abstain) < 0 or voted.delegates == 0:
        raise Refused(say("人数不能是负数，应到人数不能是零。"))
    if voted.present > voted.delegates:
        raise Refused(
            say("到会 %(present)s 人，比全体代表 %(all)s 人还多。", present=voted.present, all=voted.delegates)
        )
    if voted.not_cast < 0:
        cast = voted.yes + voted.no + voted.abstain
        raise Refused(say("收到 %(cast)s 票，比到会的 %(present)s 人还多。", cast=cast, present=voted.present))


def _sentence(there: Proof, agreed: Proof) -> Sentence:
    values = {"present": there.counted, "all": there.of, "yes": agreed.counted}
    if not there.is_met:
        return say(
            "到会 %(present)s 人，全体代表 %(all)s 人，要 %(needed)s 人到会才能表决：这次表决无效。",
            needed=there.needed,
            **values,
        )
    if agreed.is_met:
        return say(
            "到会 %(present)s 人，赞成 %(yes)s 票，全体代表 %(all)s 人，要 %(needed)s 票：通过。",
            needed=agreed.needed,
            **values,
        )
    return say(
        "到会 %(present)s 人，赞成 %(yes)s 票，全体代表 %(all)s 人，要 %(needed)s 票：没有通过。",
        needed=agreed.needed,
        **values,
    )


def _sheet(
    matter: Matter, voted: Voted, law: Law, there: Proof, agreed: Proof, *, jurisdiction: str, on: date
) -> dict[str, Any]:
    outcome = "no_quorum" if not there.is_met else "passed" if agreed.is_met else "not_passed"
    sheet: dict[str, Any] = {
        "format": FORMAT,
        "rule": matter.key,
        "jurisdiction": jurisdiction,
        "on": on.isoformat(),
        "counts": {
            "delegates": voted.delegates,
            "present": voted.present,
            "yes": voted.yes,
            "no": voted.no,
            "abstain": voted.abstain,
            "not_cast": voted.not_cast,
        },
        "quorum": _measured(there, law.quorum),
        "passing": _measured(agreed, law.passing),
        "is_secret_owed": owes_secret(matter, law.secret_for.text()),
        "outcome": outcome,
        "rules": [answer.as_json() for answer in law.answers],
    }
    return sheet | {"fingerprint": fingerprint(sheet)}


def _measured(proof: Proof, answer: Answer) -> dict[str, Any]:
    return {
        "counted": proof.counted,
        "of": proof.of,
        "base": "all_delegates",
        "share": written(proof.bar.share),
        "is_strict": proof.bar.is_strict,
        "needed": proof.needed,
        "is_met": proof.is_met,
        "cite": str(answer.cite),
        "status": str(answer.status),
    }


def fingerprint(sheet: dict[str, Any]) -> str:
    """SHA-256 of the sheet without its own fingerprint, keys sorted."""
    bare = {key: value for key, value in sheet.items() if key != "fingerprint"}
    text = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
