"""What every change must bring: a reason and, where there is one, a document number; never somebody's number."""

from __future__ import annotations

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.personal import holds_personal_number

LONGEST_REASON = 300


def reason(why: str, *, document_number: str = "") -> str:
    """The words that go into the trail; refused when they are empty, too long or hold somebody's number."""
    words, number = " ".join(why.split()), " ".join(document_number.split())
    if len(words) < 2:
        raise Refused(say("请写明理由。"))
    if len(words) > LONGEST_REASON:
        raise Refused(say("理由最多 %(n)s 个字。", n=LONGEST_REASON))
    if holds_personal_number(words) or holds_personal_number(number):
        raise Refused(say("理由和文号会一直留痕，里面不要写证件号码和手机号码。"))
    return f"{words}（{number}）" if number else words
