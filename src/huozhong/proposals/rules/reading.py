"""What the words of a proposal may be: whole, one matter, and silent about a worker who does not wish to be named."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huozhong.kernel.sentences import Sentence, say

TITLE, TEXT, NAME = 60, 1500, 40
_LISTED = re.compile(r"(一是|第一[，,、]|[1１][.．、]).*(二是|第二[，,、]|[2２][.．、])", re.DOTALL)
_JOINED = re.compile(r"[；;]|以及|并且|同时")


@dataclass(frozen=True, slots=True)
class Words:
    """What a delegate writes: what it is about, why, and what should be done; and who first said so."""

    title: str
    why: str
    measures: str
    theme: str = "other"
    raised_by: str = ""
    is_raiser_named: bool = True

    def tidy(self) -> Words:
        """The same without stray space."""
        name = " ".join(self.raised_by.split())[:NAME]
        title = " ".join(self.title.split())
        return Words(title, self.why.strip(), self.measures.strip(), self.theme, name, self.is_raiser_named)


def words_refusal(words: Words) -> Sentence | None:
    """Why these words cannot be filed, or None."""
    if len(words.title) < 4:
        return say("请用一句话写案由，比如“给夜班职工开热饭窗口”。")
    if not words.why:
        return say("请写为什么提：现在是什么情况，影响了谁。")
    if not words.measures:
        return say("请写希望怎么办。")
    return keeping_refusal(words)


def keeping_refusal(words: Words) -> Sentence | None:
    """Why these words cannot even be kept as a draft, or None."""
    if len(words.title) > TITLE or len(words.why) > TEXT or len(words.measures) > TEXT:
        return say("案由最多 %(title)s 字，理由和办法各最多 %(most)s 字。", title=TITLE, most=TEXT)
    told = words.title + words.why + words.measures
    if words.raised_by and not words.is_raiser_named and words.raised_by in told:
        return say("最早提出的职工不愿具名，案由、理由和办法里请不要写他的名字。")
    return None


def several_matters(words: Words) -> Sentence | None:
    """A hint, no refusal: one matter to a proposal, or the answer will miss half of it."""
    if _JOINED.search(words.title) or _LISTED.search(words.why + words.measures):
        return say("一件提案只提一件事。这里好像不止一件，分开写，每件都能得到答复。")
    return None
