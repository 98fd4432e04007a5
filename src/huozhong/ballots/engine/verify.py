"""Checking a whole election from its folder alone: no database, no network, nobody's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from huozhong.ballots.engine import archive, boarded, exported, recount, tally, totals, trustees
from huozhong.ballots.engine.archive import Archive
from huozhong.ballots.engine.exported import Asked, Exported
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election
from huozhong.ballots.engine.tally import EncryptedTally
from huozhong.ballots.engine.writing import JsonObject, compact, read_json
from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `refusal` says what is wrong with it."""

    name: Sentence
    refusal: Sentence | None = None

    @property
    def is_well(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at, in order; what rests on a failed check is not looked at any more."""

    uuid: str
    title: str
    checks: tuple[Check, ...]
    result: tuple[Asked, ...] = ()  # only of an election that is well

    @property
    def is_well(self) -> bool:
        return bool(self.checks) and all(check.is_well for check in self.checks)

    @property
    def refusals(self) -> tuple[Sentence, ...]:
        return tuple(check.refusal for check in self.checks if check.refusal is not None)


def verify(folder: Path, *, workers: int = 0) -> Report:
    """Check an exported folder, with so many processes; by default one for each core."""
    checks: list[Check] = []
    told: Exported | None = None
    name = say("文件齐全，格式正确")
    try:
        told = exported.read_folder(folder)
        looking = _by_phone(told, workers) if told.archive else _on_paper(told)
        checks.append(Check(name))
        for name, look in looking:
            look()
            checks.append(Check(name))
    except BallotRefused as refused:
        checks.append(Check(name, refused.reason))
    report = Report(told.uuid if told else "", told.title if told else "", tuple(checks))
    return Report(report.uuid, report.title, report.checks, told.questions) if told and report.is_well else report


Look = tuple[Sentence, Callable[[], None]]


def _on_paper(told: Exported) -> list[Look]:
    return [
        (say("公示板的记录链没有断"), lambda: boarded.check_chain(told)),
        (say("公示板是这次投票的"), lambda: boarded.check_setup(told, None)),
        (say("选民、纸票张数与名册相符"), lambda: totals.check_roll(told)),
        (say("没有来路不明的手机票"), lambda: boarded.check_ballots(told, None, [])),
        (say("各票箱相加等于公布的结果"), lambda: totals.check_totals(told, None, [])),
        (say("结果和监票人的签字都在公示板上"), lambda: boarded.check_result(told, None)),
    ]


def _by_phone(told: Exported, workers: int) -> list[Look]:
    looking = _Looking(told, _record(told), workers)
    return [
        (say("公示板的记录链没有断"), lambda: boarded.check_chain(told)),
        (say("选举文件与公示板开头登记的一致"), looking.setup),
        (say("保管人的公钥都有证明，合起来就是这次投票的公钥"), looking.keys),
        (say("投票凭据与选民名册一致"), looking.roll),
        (say("选票与公示板逐张一致，不多不少"), looking.board),
        (say("每张选票的签名和证明都成立"), looking.ballots),
        (say("密文合计与选票一致"), looking.sums),
        (say("每位保管人的解密都有证明，结果与解密一致"), looking.decryption),
        (say("手机票加纸票等于公布的结果"), looking.totals),
        (say("结果和监票人的签字都在公示板上"), lambda: boarded.check_result(told, looking.record)),
    ]


def _record(told: Exported) -> Archive:
    assert told.archive is not None
    return archive.read(told.archive)


class _Looking:
    """The archive under examination; each look rests on those before it."""

    def __init__(self, told: Exported, record: Archive, workers: int) -> None:
        self.told, self.record, self.workers = told, record, workers
        self._election: Election
        self._publics: list[JsonObject]
        self._cast: list[recount.Cast]
        self._summed: EncryptedTally
        self._counted: list[list[int]]

    def setup(self) -> None:
        boarded.check_setup(self.told, self.record)
        self._election = Election.from_json(self.record.setup["election"])
        if self._election.uuid != self.told.uuid:
            raise BallotRefused(say("选举文件是另一次投票的。"))

    def keys(self) -> None:
        self._publics = trustees.from_json(read_json(self.record.setup["trustees"]))
        if trustees.combine(self._publics, self._election.parameters) != self._election.public_key:
            raise BallotRefused(say("保管人的公钥与这次投票的公钥对不上。"))

    def roll(self) -> None:
        totals.check_roll(self.told)
        if self.record.setup["credentials"] != compact(list(self.told.credentials)):
            raise BallotRefused(say("选举文件里的凭据与名册不一致。"))
        recount.check_credentials(self._election, self.told.credentials)

    def board(self) -> None:
        self._cast = recount.cast_in(self.record)
        boarded.check_ballots(self.told, self._election, self._cast)

    def ballots(self) -> None:
        self._summed = recount.count_again(self.record, self._election, self._cast, workers=self.workers)

    def sums(self) -> None:
        sized, text = self.record.sized_tally, self.record.tally
        if text is None or sized is None or not self.record.is_closed:
            raise BallotRefused(say("这次投票还没有计票。"))
        count = self._summed.count
        if sized["num_tallied"] != count or sized["total_weight"] != count:
            raise BallotRefused(say("密文合计的张数与选票不一致。"))
        if EncryptedTally.from_json(self._election, count, text) != self._summed:
            raise BallotRefused(say("密文合计与选票不一致。"))

    def decryption(self) -> None:
        if self.record.result is None:
            raise BallotRefused(say("这次投票还没有公布结果。"))
        shares = [self.record.partials.get(number, "") for number in range(1, len(self._publics) + 1)]
        if len(self.record.partials) != len(self._publics) or "" in shares:
            raise BallotRefused(say("还有保管人没有解密。"))
        partials = [read_json(share) for share in shares]
        self._counted = tally.result(self._election, self._summed, self._publics, partials)
        if self.record.result != compact({"result": self._counted}):
            raise BallotRefused(say("公布的结果与解密出来的不一致。"))

    def totals(self) -> None:
        totals.check_totals(self.told, self._election, self._counted)
