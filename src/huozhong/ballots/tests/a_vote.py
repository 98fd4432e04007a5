"""A whole vote in memory: three trustees, as many voters as asked, and the folder that is handed out in the end."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from huozhong.ballots.engine import archive, ballots, credentials, exported, tally, trustees
from huozhong.ballots.engine.exported import Asked, Exported, Paper
from huozhong.ballots.engine.shapes import Election, Question, new_uuid
from huozhong.ballots.engine.tally import EncryptedTally
from huozhong.ballots.engine.writing import compact, hash_hex
from huozhong.ballots.rules.board import NO_PARENT, BoardKind, event_hash

YES, NO, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
ITEM = Question("是否同意《工资专项集体合同（草案）》？", ("同意", "不同意", "弃权"), 1, 1)
COMMITTEE = Question("选举工会委员，五选二至三", ("丁一", "王二", "张三", "李四", "赵五"), 2, 3, is_blank_allowed=True)
AT = 1_795_402_719
KEYS = tuple(trustees.make_key() for _ in range(3))  # made once: a run of the tests is quick
PUBLICS = tuple(key.public for key in KEYS)


def an_election(*questions: Question, uuid: str = "") -> Election:
    """An election under the three keys."""
    asked = questions or (ITEM,)
    return Election(uuid or new_uuid(), "第二届第三次职工代表大会表决", "样本", asked, trustees.combine(PUBLICS))


@dataclass
class Vote:
    """What happens between the setup and the export, honest or not."""

    election: Election
    secrets: list[str]
    cast: list[str] = field(default_factory=list)
    events: list[tuple[BoardKind, Mapping[str, Any]]] = field(default_factory=list)
    burned: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    boxes: tuple[Paper, ...] = ()

    @property
    def publics(self) -> list[str]:
        return sorted(credentials.derive(self.election.uuid, secret)[1] for secret in self.secrets)

    def votes(self, voter: int, *choices: Sequence[int]) -> str:
        """A voter casts a ballot; it stands on the board."""
        ballot = ballots.make(self.election, choices, self.secrets[voter])
        self.take(ballot)
        return ballot

    def take(self, ballot: str) -> None:
        """The box takes a ballot and the board says so."""
        for before in self._standing(json.loads(ballot)["credential"])[-1:]:
            self.events.append((BoardKind.REPLACED, {"tracker": ballots.tracker_of(before)}))
        self.cast.append(ballot)
        self.events.append((BoardKind.BALLOT, {"tracker": ballots.tracker_of(ballot)}))

    def takes_paper(self, voter: int) -> None:
        """A voter takes a paper ballot: the credential is burned, what it cast is struck."""
        public = credentials.derive(self.election.uuid, self.secrets[voter])[1]
        mine = self._standing(public)
        if mine:
            self.events.append((BoardKind.STRUCK, {"tracker": ballots.tracker_of(mine[-1])}))
        else:
            self.events.append((BoardKind.BURNED, {"credential": public}))
        self.burned.append(public)
        self.left_out += mine
        self.cast = [ballot for ballot in self.cast if ballot not in mine]

    def _standing(self, public: str) -> list[str]:
        return [one for one in self.cast if json.loads(one)["credential"] == public]

    def counted(self) -> tuple[EncryptedTally, list[dict[str, Any]], list[list[int]]]:
        """The sum, the shares and the result."""
        summed = tally.encrypted_tally(self.election, self.cast)
        shares = [tally.partial_decryption(self.election, summed, key.secret) for key in KEYS]
        return summed, shares, tally.result(self.election, summed, PUBLICS, shares)

    def board(self, archived: Path) -> list[dict[str, Any]]:
        """The board, from the setup to the result, chained."""
        setup = {key: hash_hex(text) for key, text in archive.read(archived).setup.items()}
        result = hash_hex(str(archive.read(archived).result))
        told = [
            (BoardKind.SETUP, {"uuid": self.election.uuid, **setup}),
            *self.events,
            (BoardKind.CLOSED, {}),
            (BoardKind.RESULT, {"result": result}),
        ]
        return chained(told)

    def export(self, folder: Path) -> Path:
        """The folder as an honest office hands it out."""
        folder.mkdir(parents=True, exist_ok=True)
        summed, shares, result = self.counted()
        path = archive.write(
            folder,
            self.election,
            publics=PUBLICS,
            credentials=self.publics,
            ballots=self.cast,
            timestamp=AT,
            tally=summed,
            partials=shares,
            result=result,
        )
        exported.write_folder(folder, self.told(path, summed.count, result))
        return folder

    def told(self, path: Path, counted: int, result: Sequence[Sequence[int]]) -> Exported:
        """The files beside the archive."""
        events = self.board(path)
        paper = together(self.boxes, self.election)
        return Exported(
            uuid=self.election.uuid,
            archive=path,
            events=events,
            base=len(self.secrets),
            voters=len(self.secrets),
            credentials=tuple(self.publics),
            burned=tuple(sorted(self.burned)),
            left_out=tuple(self.left_out),
            title=self.election.name,
            questions=tuple(
                asked(question, row, paper.votes[at])
                for at, (question, row) in enumerate(zip(self.election.questions, result, strict=True))
            ),
            counted=counted,
            paper=paper,
            boxes=self.boxes,
            is_valid=paper.collected <= paper.issued,
            signatures=(("吕守正", events[-1]["hash"]), ("苗青青", events[-1]["hash"])),
        )


def chained(told: Sequence[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """A board of these events."""
    parent, events = NO_PARENT, []
    for number, (kind, payload) in enumerate(told):
        own = event_hash(number, str(kind), payload, parent)
        events.append({"number": number, "kind": str(kind), "payload": dict(payload), "parent": parent, "hash": own})
        parent = own
    return events


def asked(question: Question, phone: Sequence[int], paper: Sequence[int]) -> Asked:
    rows = ("空白", *question.answers) if question.is_blank_allowed else question.answers
    total = tuple(a + b for a, b in zip(phone, paper, strict=True))
    return Asked(question.text, rows, tuple(phone), tuple(paper), total)


def together(boxes: Sequence[Paper], election: Election) -> Paper:
    numbers = [sum(box.numbers[at] for box in boxes) for at in range(4)]
    votes = tuple(
        tuple(sum(box.votes[at][slot] for box in boxes) for slot in range(question.slots))
        for at, question in enumerate(election.questions)
    )
    written = {name: 0 for box in boxes for name, _ in box.written}
    for box in boxes:
        for name, n in box.written:
            written[name] += n
    return Paper(*numbers, votes, tuple(sorted(written.items())))


def a_vote(*questions: Question, voters: int = 5) -> Vote:
    """A vote that is open and empty."""
    return Vote(an_election(*questions), [credentials.new_secret() for _ in range(voters)])


def rewrite(folder: Path, to: Path, **changed: Any) -> Path:
    """The same folder by a hand that owns the server: an archive with these contents, its hashes made good."""
    shutil.copytree(folder, to)
    path = next(to.glob("*.bel"))
    found = archive.read(path)
    setup = changed.pop("setup", {}) | {}
    texts = {**found.setup, **setup}
    ballots_now = changed.pop("ballots", list(found.ballot_texts()))
    sized = changed.pop("count", found.sized_tally["num_tallied"] if found.sized_tally else 0)
    partials = changed.pop("partials", [found.partials[number] for number in sorted(found.partials)])
    summed, result = changed.pop("tally", found.tally), changed.pop("result", found.result)
    assert not changed
    with archive.Writer(path, timestamp=AT) as file:
        hashes = {key: file.data(texts[key]) for key in ("election", "trustees", "credentials")}
        file.event("Setup", file.data(compact(hashes)))
        for ballot in ballots_now:
            file.event("Ballot", file.data(ballot))
        file.event("EndBallots")
        told = {"num_tallied": sized, "total_weight": sized, "encrypted_tally": file.data(str(summed))}
        file.event("EncryptedTally", file.data(compact(told)))
        for number, partial in enumerate(partials, start=1):
            file.event("PartialDecryption", file.data(compact({"owner": number, "payload": file.data(partial)})))
        file.event("Result", file.data(str(result)))
    return to


def retell(folder: Path, to: Path, **changed: Any) -> Path:
    """The same folder with other files beside the archive."""
    shutil.copytree(folder, to)
    exported.write_folder(to, replace(exported.read_folder(to), **changed))
    return to


def tool_says(folder: Path) -> bool:
    """What Debian's belenios-tool, a separate unmodified program, says of the archive."""
    asked = ["belenios-tool", "election", "verify", "--dir", str(folder)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=600)
    return done.returncode == 0 and "all checks passed" in done.stderr
