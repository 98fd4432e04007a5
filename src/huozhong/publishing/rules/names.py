"""Names as a public notice shows them: 张三 is 张*, 张小三 is 张*三, 买买提·吐尔逊 is 买**·吐**."""

from __future__ import annotations

import re
import unicodedata

STAR = "*"
_DOTS = "·•‧・．˙"
_TWO_SIGN_SURNAMES = frozenset(
    {
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "端木", "夏侯"),
        *("南宫", "长孙", "宇文", "轩辕", "司空", "澹台", "申屠", "呼延", "百里", "东郭", "西门", "独孤", "拓跋"),
    }
)
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def tidy(name: str) -> str:
    """The name in one writing: no invisible signs, one kind of dot, no space between Chinese signs."""
    plain = unicodedata.normalize("NFKC", name)
    plain = "".join("·" if sign in _DOTS else sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Cc"))
    plain = " ".join(plain.split())
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", plain)


def masked(name: str) -> str:
    """The name with what tells one person apart starred out; a name that is masked already stays as it is."""
    plain = tidy(name)
    if not plain or STAR in plain:
        return plain
    if "·" in plain:
        return "·".join(_first_only(part) for part in plain.split("·") if part)
    if _CHINESE.match(plain):
        return _chinese(plain)
    return " ".join(_first_only(part) for part in plain.split(" "))


def _first_only(part: str) -> str:
    return (part[:1] if len(part) > 1 else "") + STAR * 2


def _chinese(name: str) -> str:
    surname = 2 if len(name) > 2 and name[:2] in _TWO_SIGN_SURNAMES else 1
    if len(name) == 1:
        return STAR
    if len(name) - surname == 1:
        return name[:surname] + STAR
    return name[:surname] + STAR * (len(name) - surname - 1) + name[-1]


def without_name(text: str, name: str) -> str:
    """The text with every whole mention of the name masked."""
    plain = tidy(name)
    if len(plain) < 2:
        return text
    found = text
    for written in {name, plain}:
        found = found.replace(written, masked(plain))
    return found
