"""The automatic screen: shows humans where to look. It decides nothing by itself, save that numbers of people stop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class Found(StrEnum):
    """What the screen can find."""

    RESIDENT = "resident"
    MOBILE = "mobile"
    CARD = "card"
    PHONE = "phone"
    ADDRESS = "address"
    LINK = "link"
    HIDDEN = "hidden"
    MARKUP = "markup"
    INTERNAL = "internal"
    PRIVATE = "private"
    RUDE = "rude"
    PROMISE = "promise"


WORDS: dict[Found, Sentence] = {
    Found.RESIDENT: say("像证件号码"),
    Found.MOBILE: say("像手机号码"),
    Found.CARD: say("像银行卡号"),
    Found.PHONE: say("像固定电话，确认是单位电话"),
    Found.ADDRESS: say("像门牌住址"),
    Found.LINK: say("有网址或邮箱"),
    Found.HIDDEN: say("有看不见的字符"),
    Found.MARKUP: say("有网页代码"),
    Found.INTERNAL: say("像内部或涉密字样"),
    Found.PRIVATE: say("像病情、家庭等隐私"),
    Found.RUDE: say("用词可能伤人"),
    Found.PROMISE: say("说得太满或像承诺"),
}
STOPS = frozenset({Found.RESIDENT, Found.MOBILE, Found.CARD, Found.MARKUP})


@dataclass(frozen=True, slots=True)
class Flag:
    """One place to look at; digits in the excerpt are starred."""

    kind: Found
    excerpt: str

    @property
    def stops(self) -> bool:
        """Whether it must be gone before anybody may pass the text."""
        return self.kind in STOPS

    @property
    def words(self) -> Sentence:
        return WORDS[self.kind]


# Words that humans are asked to look at. Nothing here accuses anybody; the list is the editors' to shorten or lengthen.
LISTS: dict[Found, tuple[str, ...]] = {
    Found.INTERNAL: ("机密", "绝密", "涉密", "内部资料", "内部文件", "不得外传", "会议记录原文"),
    Found.PRIVATE: (
        *("确诊", "病历", "诊断证明", "艾滋", "乙肝", "抑郁症", "精神病", "离婚", "流产", "服刑", "前科"),
        *("低保户", "欠债", "家庭住址"),
    ),
    Found.RUDE: (
        *("残废", "瞎子", "聋子", "傻子", "弱智", "乡巴佬", "打工仔", "打工妹", "外来妹", "盲流", "白痴", "滚蛋"),
    ),
    Found.PROMISE: ("全国第一", "史上最", "绝对", "百分之百", "100%", "永远", "唯一一家", "包治", "保证获得"),
}

_SPELT = str.maketrans("〇零一壹二贰三叁四肆五伍六陆七柒八捌九玖幺", "001122334455667788991")
_SPELT_RUN = re.compile(r"[〇零一壹二贰三叁四肆五伍六陆七柒八捌九玖幺0-9]{11,}")
_GAP = r"[ \-.,、_~\u3000]{0,3}"
_RESIDENT = re.compile(rf"(?<![0-9])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9])")
_MOBILE = re.compile(rf"(?<![0-9])(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}(?![0-9])")
_CARD = re.compile(rf"(?<![0-9])[1-9](?:{_GAP}[0-9]){{14,18}}(?![0-9])")
_PHONE = re.compile(r"(?<![0-9])(?:0[0-9]{2,3}[ \-]?)?[2-8][0-9]{6,7}(?![0-9])")
_ADDRESS = re.compile(r"[0-9]{1,4}(?:号楼|幢|栋|单元|室)[0-9]*")
_LINK = re.compile(r"(?i)(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,10}")
_MARKUP = re.compile(r"(?i)<\s*/?\s*[a-z!][^>]{0,200}>|javascript\s*:|\bon[a-z]{3,12}\s*=")
_HIDDEN = frozenset({"Cf", "Co", "Cs", "Cn"})
_JOINERS = frozenset("\u200c\u200d")  # stand inside emoji and some scripts, but digits behind them are still read


def plain(text: str) -> str:
    """The text as an eye reads it: one width, nothing invisible between the signs."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(
        sign for sign in folded if unicodedata.category(sign) not in _HIDDEN | {"Cc", "Mn"} or sign in "\n\t"
    )


def screen(pieces: Iterable[str]) -> tuple[Flag, ...]:
    """Every place that a human should look at, each once."""
    found: dict[Flag, None] = {}
    for piece in pieces:
        for flag in _flags(piece):
            found.setdefault(flag)
    return tuple(found)


def _flags(text: str) -> Iterator[Flag]:
    if any(unicodedata.category(sign) in _HIDDEN and sign not in _JOINERS for sign in text):
        yield Flag(Found.HIDDEN, _starred(plain(text)[:24]))
    read = plain(text)
    yield from _numbers(read)
    for run in _SPELT_RUN.findall(read):
        yield from _numbers(run.translate(_SPELT))
    for kind, pattern in ((Found.ADDRESS, _ADDRESS), (Found.LINK, _LINK), (Found.MARKUP, _MARKUP)):
        for match in pattern.finditer(read):
            yield Flag(kind, _starred(match.group()[:24]))
    bare = re.sub(r"\s+", "", read).lower()
    for kind, words in LISTS.items():
        for word in words:
            if word.lower() in bare:
                yield Flag(kind, word)


def _numbers(read: str) -> Iterator[Flag]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in (
        (Found.RESIDENT, _RESIDENT), (Found.CARD, _CARD), (Found.MOBILE, _MOBILE), (Found.PHONE, _PHONE),
    ):  # fmt: skip
        for match in pattern.finditer(read):
            overlaps = any(start < match.end() and match.start() < end for start, end in taken)
            digits = re.sub(r"[^0-9Xx]", "", match.group())
            if overlaps or (kind is Found.RESIDENT and not _has_birthday(digits)):
                continue
            if kind is Found.CARD and not _adds_up(digits):
                continue
            taken.append(match.span())
            yield Flag(kind, _starred(digits))


def _has_birthday(number: str) -> bool:
    return number[6:8] in ("18", "19", "20") and 1 <= int(number[10:12]) <= 12 and 1 <= int(number[12:14]) <= 31


def _adds_up(digits: str) -> bool:
    """The check digit of bank cards (Luhn, ISO/IEC 7812-1)."""
    total = 0
    for position, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _starred(excerpt: str) -> str:
    """Digits after the third are starred: a flag is kept, a number is not."""
    seen, out = 0, []
    for sign in excerpt:
        seen += sign.isdigit()
        out.append("*" if sign.isdigit() and seen > 3 else sign)
    return "".join(out)
