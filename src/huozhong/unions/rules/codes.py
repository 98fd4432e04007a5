"""Unified social credit codes (GB 32100-2015) and division codes."""

from __future__ import annotations

import re

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

# the standard lets these bodies carry a letter first (army, farm collectives, others); the library takes digits only
_LETTER_FIRST = re.compile(r"[ANY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_DIVISION = re.compile(r"CN|[1-8]\d|[1-8]\d{3}|[1-8]\d{5}|[1-8]\d{8}")


def credit_code(text: str) -> str:
    """The code as it is stored: 18 upper-case characters; refused with a sentence when it cannot be right."""
    code = uscc.compact(text)
    try:
        if _LETTER_FIRST.fullmatch(code):
            if uscc.calc_check_digit(code) != code[-1]:
                raise InvalidChecksum
            return code
        return uscc.validate(code)
    except InvalidLength:
        raise Refused(say("统一社会信用代码应为 18 位，现在是 %(n)s 位。", n=len(code))) from None
    except InvalidChecksum:
        raise Refused(say("统一社会信用代码的校验位不对，请核对是否抄错。")) from None
    except ValidationError:
        raise Refused(say("统一社会信用代码只含数字和大写字母（不含 I、O、S、V、Z）。")) from None


def jurisdictions(code: str) -> tuple[str, ...]:
    """From the nearest to the nation: "320206" gives ("320206", "3202", "32", "CN")."""
    steps = [code[:length] for length in (9, 6, 4, 2) if code != "CN" and len(code) >= length]
    return (*steps, "CN")


def division_code(text: str) -> str:
    """A division code of 2, 4, 6 or 9 digits, or "CN"; refused with a sentence otherwise."""
    code = text.strip().upper()
    if not _DIVISION.fullmatch(code):
        raise Refused(say("行政区划代码应为 2、4、6 或 9 位数字，全国用 CN。"))
    return code
