"""The folder that an election is handed out in. `docs/ballot-form.md` tells each field of its files.

<uuid>.bel      the record that anybody's program checks; absent when nobody could vote by phone
board.json      the public board, {"format", "uuid", "events": [{"number", "kind", "payload", "parent", "hash"}]}
roll.json       {"format", "uuid", "base", "voters", "credentials"}
burned.json     {"format", "uuid", "credentials", "ballots"}: who voted on paper instead, and what they had cast
result.json     {"format", "uuid", "title", "questions": [{"text", "rows", "phone", "paper", "total"}], "phone",
                "paper", "boxes", "is_valid", "signatures"}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.writing import JsonObject, compact, fields, items, read_json
from huozhong.kernel.sentences import say

BOARD, ROLL, BURNED, RESULT = (f"huozhong-ballot-{name}/1" for name in ("board", "roll", "burned", "result"))
MOST_BYTES = 1_000_000_000
PAPER = ("issued", "collected", "valid", "invalid")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the votes of its rows; blank's row comes first where blank is allowed."""

    text: str
    rows: tuple[str, ...]
    phone: tuple[int, ...]
    paper: tuple[int, ...]
    total: tuple[int, ...]

    @classmethod
    def from_json(cls, value: object) -> Asked:
        found = fields(value, "text", "rows", "phone", "paper", "total")
        rows = tuple(_words(row) for row in items(found["rows"]))
        votes = (counts(found[key], len(rows)) for key in ("phone", "paper", "total"))
        return cls(_words(found["text"]), rows, *votes)


@dataclass(frozen=True, slots=True)
class Paper:
    """Numbers of paper ballots and their votes, of one box or of all."""

    issued: int
    collected: int
    valid: int
    invalid: int
    votes: tuple[tuple[int, ...], ...] = ()  # a row for each question
    written: tuple[tuple[str, int], ...] = ()  # 另选他人: names that voters wrote, and how often
    name: str = ""  # of the box

    @classmethod
    def from_json(cls, value: Mapping[str, Any], votes: tuple[tuple[int, ...], ...], name: str = "") -> Paper:
        issued, collected, valid, invalid = counts([value[key] for key in PAPER], len(PAPER))
        written = tuple(
            (_words(who), counts([n], 1)[0]) for who, n in (items(one, 2) for one in items(value["written"]))
        )
        return cls(issued, collected, valid, invalid, votes, written, name)

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.issued, self.collected, self.valid, self.invalid


@dataclass(frozen=True)
class Exported:
    """All files of the folder, read and of the right shape, not yet held against one another."""

    uuid: str
    archive: Path | None
    events: Sequence[Mapping[str, Any]]
    base: int
    voters: int
    credentials: tuple[str, ...]
    burned: tuple[str, ...]
    left_out: tuple[str, ...]  # the ballots of burned credentials
    title: str
    questions: tuple[Asked, ...]
    counted: int  # ballots by phone that count
    paper: Paper
    boxes: tuple[Paper, ...]
    is_valid: bool
    signatures: tuple[tuple[str, str], ...]  # who signed, and the board's head that they signed


def read_folder(folder: Path) -> Exported:
    """Read the folder; refuse a missing or misshapen file."""
    board, roll = (
        _file(folder, "board.json", BOARD, "events"),
        _file(folder, "roll.json", ROLL, "base", "voters", "credentials"),
    )
    burned = _file(folder, "burned.json", BURNED, "credentials", "ballots")
    told = _file(
        folder, "result.json", RESULT, "title", "questions", "phone", "paper", "boxes", "is_valid", "signatures"
    )
    uuid = _words(board["uuid"])
    if any(one["uuid"] != uuid for one in (roll, burned, told)):
        raise BallotRefused(say("文件夹里的文件不是同一次投票的。"))
    questions = tuple(Asked.from_json(one) for one in items(told["questions"]))
    base, voters, counted = counts([roll["base"], roll["voters"], fields(told["phone"], "counted")["counted"]], 3)
    if type(told["is_valid"]) is not bool:
        raise BallotRefused(say("不是规定格式的文本。"))
    return Exported(
        uuid=uuid,
        archive=_archive(folder, uuid),
        events=tuple(_event(event) for event in items(board["events"])),
        base=base,
        voters=voters,
        credentials=_all_words(roll["credentials"]),
        burned=_all_words(burned["credentials"]),
        left_out=_all_words(burned["ballots"]),
        title=_words(told["title"]),
        questions=questions,
        counted=counted,
        paper=Paper.from_json(
            fields(told["paper"], *PAPER, "written"), tuple(question.paper for question in questions)
        ),
        boxes=tuple(_box(box, questions) for box in items(told["boxes"])),
        is_valid=told["is_valid"],
        signatures=tuple(_signature(one) for one in items(told["signatures"])),
    )


def write_folder(folder: Path, told: Exported) -> None:
    """Write the files beside the archive; `archive.write` writes the archive itself."""
    _write(folder, "board.json", told, BOARD, {"events": [dict(event) for event in told.events]})
    roll = {"base": told.base, "voters": told.voters, "credentials": list(told.credentials)}
    _write(folder, "roll.json", told, ROLL, roll)
    burned = {"credentials": list(told.burned), "ballots": list(told.left_out)}
    _write(folder, "burned.json", told, BURNED, burned)
    result = {
        "title": told.title,
        "questions": [_asked(question) for question in told.questions],
        "phone": {"counted": told.counted},
        "paper": _numbers(told.paper),
        "boxes": [{"name": box.name, **_numbers(box), "votes": [list(row) for row in box.votes]} for box in told.boxes],
        "is_valid": told.is_valid,
        "signatures": [{"name": name, "head": head} for name, head in told.signatures],
    }
    _write(folder, "result.json", told, RESULT, result)


def _write(folder: Path, name: str, told: Exported, form: str, content: JsonObject) -> None:
    text = compact({"format": form, "uuid": told.uuid, **content})
    (folder / name).write_text(text + "\n", encoding="utf-8")


def _asked(question: Asked) -> JsonObject:
    votes = {key: list(getattr(question, key)) for key in ("rows", "phone", "paper", "total")}
    return {"text": question.text, **votes}


def _numbers(paper: Paper) -> JsonObject:
    return dict(zip(PAPER, paper.numbers, strict=True)) | {"written": [list(one) for one in paper.written]}


def counts(value: object, length: int) -> tuple[int, ...]:
    """So many counts: whole numbers, none below zero."""
    found = items(value, length)
    if any(type(one) is not int or not 0 <= one <= 10**9 for one in found):
        raise BallotRefused(say("票数要填不小于零的整数。"))
    return tuple(found)


def _archive(folder: Path, uuid: str) -> Path | None:
    found = sorted(folder.glob("*.bel"))
    if found and [path.name for path in found] != [f"{uuid}.bel"]:
        raise BallotRefused(say("文件夹里的文件不是同一次投票的。"))
    return found[0] if found else None


def _file(folder: Path, name: str, form: str, *names: str) -> Mapping[str, Any]:
    try:
        path = folder / name
        if path.stat().st_size > MOST_BYTES:
            raise BallotRefused(say("%(name)s 太大。", name=name))
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BallotRefused(say("%(name)s 读不出来。", name=name)) from None
    found = fields(read_json(text), "format", "uuid", *names)
    if found["format"] != form:
        raise BallotRefused(say("%(name)s 的格式不认识。", name=name))
    return found


def _event(value: object) -> Mapping[str, Any]:
    found = fields(value, "number", "kind", "payload", "parent", "hash")
    is_worded = all(isinstance(found[name], str) for name in ("kind", "parent", "hash"))
    if not is_worded or type(found["number"]) is not int or not isinstance(found["payload"], dict):
        raise BallotRefused(say("公示板的格式不对。"))
    return found


def _box(value: object, questions: Sequence[Asked]) -> Paper:
    found = fields(value, "name", *PAPER, "votes", "written")
    votes = items(found["votes"], len(questions))
    by_question = tuple(counts(row, len(question.rows)) for row, question in zip(votes, questions, strict=True))
    return Paper.from_json(found, by_question, _words(found["name"]))


def _signature(value: object) -> tuple[str, str]:
    found = fields(value, "name", "head")
    return _words(found["name"]), _words(found["head"])


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise BallotRefused(say("不是规定格式的文本。"))
    return value


def _all_words(value: object) -> tuple[str, ...]:
    return tuple(_words(one) for one in items(value))
