"""Characters: bracketed readings undone, traditional turned into simplified, odd forms mended."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

# Letters of pinyin as pages write them: carons, breves, IPA g and a, u with two dots or v.
_TONED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜńňǹḿ"
_PLAIN = "abcdefghijklmnopqrstuvwxyzüɡɑ"
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_READING = re.compile(
    rf"(?P<han>[{HAN}])[(（]\s?(?P<reading>[{_PLAIN}{_TONED}]{{1,7}}[1-5]?)\s?[)）]",
    re.IGNORECASE,
)
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxryw]|zh?|ch?|sh?)?"
    r"(?:a|ai|an|ang|ao|e|ei|en|eng|er|i|ia|ian|iang|iao|ie|in|ing|iong|iu|o|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo|v|ve|n|ng|m)"
)
_HAN_ONE = re.compile(rf"[{HAN}]")
# Characters spoken without a tone: a closed class, so that most pages need no dictionary of readings.
_NEUTRAL = frozenset(
    [
        "们men",
        "們men",
        "么me",
        "麼me",
        "麽me",
        "的de",
        "得de",
        "地de",
        "了le",
        "着zhe",
        "著zhe",
        "过guo",
        "過guo",
        "吗ma",
        "嗎ma",
        "吧ba",
        "呢ne",
        "啊a",
        "呀ya",
        "嘛ma",
        "个ge",
        "個ge",
        "子zi",
        "头tou",
        "頭tou",
        "里li",
        "裡li",
        "裏li",
        "边bian",
        "邊bian",
        "儿er",
        "兒er",
    ]
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
# Invisible characters that split words, direction marks, replacement marks and private use: none is text.
_INVISIBLE = dict.fromkeys(
    code
    for first, last in (
        (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x034F, 0x034F), (0x061C, 0x061C),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xD800, 0xF8FF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFF0, 0xFFFD),
    )
    for code in range(first, last + 1)
)  # fmt: skip
# Words in which 著 stays; everywhere else an old page means 着.
_KEEP_ZHU = re.compile(
    r"(?P<keep>著(?:名|作|述|称|者|录|书|有|说|文|译)|[名原编专论译巨遗合新卓显昭土拙所大力旧主]著)|著"
)


def tidy(text: str) -> str:
    """Composed characters, one kind of line end, no invisible characters, single spaces."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    for mark in "\v\f\x85\u2028\u2029":
        text = text.replace(mark, "\n")
    text = text.translate(_INVISIBLE)
    if any("\ufe30" <= char <= "\ufe6f" for char in text):
        text = "".join(unicodedata.normalize("NFKC", char) if "\ufe50" <= char <= "\ufe6f" else char for char in text)
    return text


def squeeze(text: str) -> str:
    """Runs of spaces made one."""
    return _SPACES.sub(" ", text)


def undo_readings(text: str) -> tuple[str, int]:
    """Take pinyin in brackets away from behind single Han characters; real brackets stay."""
    count = 0

    def judge(match: re.Match[str]) -> str:
        nonlocal count
        if _is_reading(match["han"], match["reading"]):
            count += 1
            return match["han"]
        return match[0]

    # 會(huì)計(jì) is undone in one go; a second go catches characters that carry two readings.
    for _ in range(2):
        before = count
        text = _READING.sub(judge, text)
        if count == before:
            break
    return text, count


def to_simplified(text: str) -> tuple[str, int]:
    """Simplified characters, and how many characters changed."""
    simple = _converter().convert(text).replace("甚么", "什么")
    if simple != text:
        simple = _KEEP_ZHU.sub(lambda match: match["keep"] or "着", simple)
    changed = sum(a != b for a, b in zip(text, simple, strict=False))
    return simple, changed


def han_count(text: str) -> int:
    """How many Han characters the text holds."""
    return len(_HAN_ONE.findall(text))


def bare(text: str) -> str:
    """Only Han characters, letters and digits: what two copies of a line have in common."""
    return "".join(char for char in text if char.isalnum()).casefold()


def _is_reading(han: str, reading: str) -> bool:
    toneless = _toneless(reading)
    if not _SYLLABLE.fullmatch(toneless):
        return False
    if toneless != reading.casefold().replace("ü", "v").replace("ɡ", "g").replace("ɑ", "a"):
        return True
    return han + toneless in _NEUTRAL or toneless in _readings(han)


def _toneless(reading: str) -> str:
    reading = reading.casefold().rstrip("12345").replace("ɡ", "g").replace("ɑ", "a")
    for dotted in "üǖǘǚǜ":
        reading = reading.replace(dotted, "v")
    parts = unicodedata.normalize("NFD", reading)
    return "".join(char for char in parts if not unicodedata.combining(char))


@cache
def _readings(han: str) -> frozenset[str]:
    """The readings of a character without tones (pypinyin, asked only when a page gives a toneless one)."""
    from pypinyin import Style, pinyin

    known = pinyin(han, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return frozenset(reading for row in known for reading in row)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
