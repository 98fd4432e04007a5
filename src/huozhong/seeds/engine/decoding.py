"""Bytes of unknown origin become text, or a sentence says why not."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from huozhong.kernel.sentences import Sentence, say
from huozhong.seeds.engine.answers import Unreadable

LIMIT_BYTES = 5 * 1024 * 1024
_SAMPLE = 200_000
# Characters that half of all Chinese running text consists of, in both scripts, with its punctuation.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "這為個國時來們會發動過說產種後學經進電裡實現兩體機當點業從應開還總職務區員書報項無錫"
    "，。、；：？！“”（）《》「」"
)
_SIGNS = (
    (b"%PDF", say("这是 PDF 文件，请先把文字复制出来，或另存为网页、文本后再读。")),
    (b"PK\x03\x04", say("这是压缩包或 Office 文件（.zip、.docx、.xlsx），请把文字复制出来后再读。")),
    (b"PK\x05\x06", say("这是压缩包或 Office 文件（.zip、.docx、.xlsx），请把文字复制出来后再读。")),
    (b"\xd0\xcf\x11\xe0", say("这是旧版 Office 文件（.doc、.xls），请把文字复制出来后再读。")),
    (b"\x1f\x8b", say("这是压缩文件，请解压后再读。")),
    (b"7z\xbc\xaf", say("这是压缩文件，请解压后再读。")),
    (b"Rar!", say("这是压缩文件，请解压后再读。")),
    (b"\xfd7zXZ", say("这是压缩文件，请解压后再读。")),
    (b"BZh", say("这是压缩文件，请解压后再读。")),
    (b"\x89PNG", say("这是图片，不是文字，请把图片中的文字录入后再读。")),
    (b"\xff\xd8\xff", say("这是图片，不是文字，请把图片中的文字录入后再读。")),
    (b"GIF8", say("这是图片，不是文字，请把图片中的文字录入后再读。")),
    (b"\x7fELF", say("这不是网页或文本文件。")),
    (b"MZ", say("这不是网页或文本文件。")),
)
NOT_TEXT = say("这不是网页或文本文件。")
EMPTY = say("文件是空的，没有可读的内容。")
_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}


def too_large() -> Sentence:
    """The sentence for a file over the limit."""
    return say("文件超过 %(limit)s MB，不读。请只保存文章所在的网页或文字。", limit=LIMIT_BYTES // (1024 * 1024))


def decode(content: bytes) -> str:
    """The text of a saved page, whatever its encoding; raises Unreadable for what is not text."""
    if len(content) > LIMIT_BYTES:
        raise Unreadable(too_large())
    if not content.strip():
        raise Unreadable(EMPTY)
    for sign, reason in _SIGNS:
        if content.startswith(sign):
            raise Unreadable(reason)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise Unreadable(NOT_TEXT)
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(content)


def _guess(content: bytes) -> str:
    """Judge each likely encoding by how much of it reads as Chinese."""
    sample = content[:_SAMPLE]
    names = ["gb18030", "big5hkscs"]
    declared = _META.search(content[:4096])
    if declared and (name := _NAMES.get(declared[1].decode("ascii").lower())) in names:
        names.remove(str(name))
        names.insert(0, str(name))
    texts = {name: sample.decode(name, errors="replace") for name in names}
    texts["mixed"] = _by_line(sample)
    best = max(texts, key=lambda name: _readable(texts[name]))
    if _readable(texts[best]) < 0.15:
        other = from_bytes(sample[:20_000]).best()
        if other is None or (other.encoding in ("utf_8", "ascii") and b"\xff" in sample):
            raise Unreadable(NOT_TEXT)
        return content.decode(other.encoding, errors="replace")
    return _by_line(content) if best == "mixed" else content.decode(best, errors="replace")


def _by_line(content: bytes) -> str:
    """A UTF-8 page into which lines in another encoding were pasted."""
    lines = []
    for line in content.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            tries = [line.decode(name, errors="replace") for name in ("utf-8", "gb18030", "big5hkscs")]
            lines.append(max(tries, key=_readable))
    return "\n".join(lines)


def _readable(text: str) -> float:
    """Share of common characters among all that are not ASCII, less what could not be read."""
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 0.0
    good = sum(char in _COMMON for char in beyond)
    bad = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in beyond)
    return (good - 2 * bad) / len(beyond)
