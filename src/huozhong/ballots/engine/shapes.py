"""An election and its questions (§4.9, §4.10). The text that `as_json` gives is the text that every proof rests on."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from huozhong.ballots.engine.group import Group, group_named
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.writing import JsonObject, compact, fields, hash_base64, items, read_json
from huozhong.kernel.sentences import say

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PROTOCOL = 1
MOST_ANSWERS = 200
MOST_QUESTIONS = 100


def new_uuid() -> str:
    """A fresh name for an election."""
    return random_base58(14)


def random_base58(length: int) -> str:
    """Letters and digits that cannot be mistaken for one another, from the machine's source of randomness."""
    return "".join(secrets.choice(BASE58) for _ in range(length))


@dataclass(frozen=True, slots=True)
class Question:
    """From `least` to `most` of the answers are chosen; where allowed, a blank vote chooses none of them."""

    text: str
    answers: tuple[str, ...]
    least: int
    most: int
    is_blank_allowed: bool = False

    def __post_init__(self) -> None:
        for words in (self.text, *self.answers):
            _plain(words)
        if not 1 <= len(self.answers) <= MOST_ANSWERS:
            raise BallotRefused(say("每道题要有 1 到 %(most)s 个选项。", most=MOST_ANSWERS))
        if not 0 <= self.least <= self.most <= len(self.answers) or self.most == 0:
            raise BallotRefused(say("最少、最多可选几项，与选项的个数不符。"))

    @property
    def slots(self) -> int:
        """How many numbers a vote on this question has: one an answer, and a leading one for blank where allowed."""
        return len(self.answers) + self.is_blank_allowed

    @property
    def totals(self) -> range:
        """The numbers of chosen answers that are allowed, blank apart."""
        return range(self.least, self.most + 1)

    def allows(self, choice: Iterable[int]) -> bool:
        """Whether the vote is within the question's own limits."""
        marks = list(choice)
        if len(marks) != self.slots or any(mark not in (0, 1) for mark in marks):
            return False
        if self.is_blank_allowed and marks[0]:
            return sum(marks) == 1
        return sum(marks) in self.totals

    def as_json(self) -> JsonObject:
        blank: JsonObject = {"blank": True} if self.is_blank_allowed else {}
        limits: JsonObject = {"min": self.least, "max": self.most, "question": self.text}
        return {"answers": list(self.answers), **blank, **limits}

    @classmethod
    def from_json(cls, value: object) -> Question:
        found = fields(value, "answers", "min", "max", "question", optional=("blank",))
        least, most, blank = found["min"], found["max"], found.get("blank", False)
        if type(least) is not int or type(most) is not int or type(blank) is not bool:
            raise BallotRefused(say("不是规定格式的文本。"))
        return cls(found["question"], tuple(items(found["answers"])), least, most, blank)


@dataclass(frozen=True)
class Election:
    """What every voter receives; immutable once somebody has voted on it."""

    uuid: str
    name: str
    description: str
    questions: tuple[Question, ...]
    public_key: int
    group: str = "BELENIOS-2048"
    administrator: str = ""
    credential_authority: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.uuid, str) or len(self.uuid) < 14 or set(self.uuid) - set(BASE58):
            raise BallotRefused(say("投票的编号不对。"))
        for words in (self.name, self.description, self.administrator, self.credential_authority):
            _plain(words)
        if not 1 <= len(self.questions) <= MOST_QUESTIONS:
            raise BallotRefused(say("要有 1 到 %(most)s 道题。", most=MOST_QUESTIONS))
        if not self.parameters.holds(self.public_key) or self.public_key == 1:
            raise BallotRefused(say("投票的公钥不对。"))

    @property
    def parameters(self) -> Group:
        """The group itself."""
        return group_named(self.group)

    @cached_property
    def text(self) -> str:
        """The exact text that is hashed."""
        who = {"administrator": self.administrator, "credential_authority": self.credential_authority}
        value = {
            "version": PROTOCOL,
            "description": self.description,
            "name": self.name,
            "group": self.group,
            "public_key": str(self.public_key),
            "questions": [question.as_json() for question in self.questions],
            "uuid": self.uuid,
        }
        return compact(value | {key: words for key, words in who.items() if words})

    @cached_property
    def fingerprint(self) -> str:
        """φ of the specification: it stands in every ballot and every proof."""
        return hash_base64(self.text)

    def as_json(self) -> str:
        return self.text

    @classmethod
    def from_json(cls, text: str) -> Election:
        """Read an election; a text that we would spell otherwise is refused, for its hash would be another."""
        found = fields(
            read_json(text),
            *("version", "description", "name", "group", "public_key", "questions", "uuid"),
            optional=("administrator", "credential_authority"),
        )
        if found["version"] != PROTOCOL:
            raise BallotRefused(say("不认识的投票文件版本。"))
        election = cls(
            uuid=found["uuid"],
            name=found["name"],
            description=found["description"],
            questions=tuple(Question.from_json(question) for question in items(found["questions"])),
            public_key=group_named(found["group"]).element(found["public_key"]),
            group=found["group"],
            administrator=found.get("administrator", ""),
            credential_authority=found.get("credential_authority", ""),
        )
        if election.text != text:
            raise BallotRefused(say("投票文件的写法不规范，哈希值对不上。"))
        return election


def _plain(words: object) -> None:
    """Text that every program spells alike in JSON: no control characters, no half characters."""
    if not isinstance(words, str) or any(ord(char) < 32 or ord(char) == 127 for char in words if char != "\n"):
        raise BallotRefused(say("文字里有不能用的字符。"))
    if any(0xD800 <= ord(char) < 0xE000 for char in words):
        raise BallotRefused(say("文字里有不能用的字符。"))
