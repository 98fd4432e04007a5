"""Document numbers (发文字号, GB/T 9704-2012): issuing code, year in hexagonal brackets, number without zeros."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say

HIGHEST = 9999
MOST_SKIPPED = 500  # numbers that may be taken over at once from the time before the house
FIRST_YEAR, LAST_YEAR = 1949, 2199
CODE_LIMIT = 12
NOT_A_NUMBER = say("发文字号应写成“锡工发〔2026〕12号”这样：代字、六角括号里的年份、序号。")

_OPEN, _CLOSE = "〔[［(（【﹝「", "〕]］)）】﹞」"
_WRITTEN = re.compile(
    rf"^(?P<code>[^\d{re.escape(_OPEN)}]+)[{re.escape(_OPEN)}](?P<year>\d{{4}})[{re.escape(_CLOSE)}]第?(?P<number>\d{{1,5}})号?$"
)
_CODE = re.compile(r"^[\u3400-\u9fff]{2,12}$")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One number: 锡工发〔2026〕12号."""

    code: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.number}号"


def parse(written: str) -> DocumentNumber:
    """The number that somebody wrote, with whatever brackets and width; Refused when it is none."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKC", written) if not sign.isspace())
    found = _WRITTEN.match(bare)
    if found is None:
        raise Refused(NOT_A_NUMBER)
    made = DocumentNumber(found["code"], int(found["year"]), int(found["number"]))
    if not FIRST_YEAR <= made.year <= LAST_YEAR or not 1 <= made.number <= HIGHEST:
        raise Refused(NOT_A_NUMBER)
    return made


def code_refusal(code: str) -> Sentence | None:
    """Why this is no issuing code; None when it is one."""
    if _CODE.match(code):
        return None
    return say("发文代字是 2 到 %(most)s 个汉字，比如“锡工发”，不带括号和数字。", most=CODE_LIMIT)


def skipped(last: int, wanted: int) -> range:
    """The numbers between the last one in the book and the one that is wanted."""
    return range(last + 1, wanted)
