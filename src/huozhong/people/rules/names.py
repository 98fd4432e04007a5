"""Names of persons: Han characters of any plane, names with ·, and names in letters."""

from __future__ import annotations

import re
import unicodedata

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

LONGEST = 60
# the dots that keyboards and old systems put for U+00B7
_DOTS = re.compile(r"\s*[·•‧∙⋅・･．]\s*")
# ideographs of the basic plane, compatibility forms, 〇 and 々, and the planes U+20000 to U+3FFFF where rare names live
_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)*")
_LETTERS = re.compile(r"[^\W\d_]+(?:(?:[ '’·\-]|\. ?)[^\W\d_]+)*\.?")
_ANY_HAN = re.compile(f"[{_HAN}]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def person_name(text: str) -> str:
    """The name as it is stored; refused with a sentence when it cannot be a name."""
    name = _DOTS.sub("·", unicodedata.normalize("NFC", text).replace("\u3000", " ").strip())
    if _PRIVATE.search(name):
        raise Refused(say("姓名含有自造字（别的电脑上显示不出来），请用国标生僻字重新输入。"))
    if _CHINESE.fullmatch(name.replace(" ", "")):
        name = name.replace(" ", "")
    else:
        name = " ".join(name.split())
        if _ANY_HAN.search(name) or not _LETTERS.fullmatch(name):
            raise Refused(say("姓名只能用汉字、字母和间隔号“·”。"))
    if not 2 <= len(name) <= LONGEST:
        raise Refused(say("姓名应为 2 至 %(n)s 个字。", n=LONGEST))
    return name
