"""Telephone numbers that can take a message, by the phonenumbers library."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


@dataclass(frozen=True, slots=True, repr=False)
class Phone:
    """A mobile number in E.164 form. Printing or logging it shows the mask."""

    clear: str

    @property
    def masked(self) -> str:
        """ "138****1234" for the mainland, "+852****5678" elsewhere."""
        if self.clear.startswith("+86"):
            return f"{self.clear[3:6]}****{self.clear[-4:]}"
        return f"{self.clear[:4]}****{self.clear[-4:]}"

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"<Phone {self.masked}>"


def phone(text: str) -> Phone:
    """A mobile number of the mainland, or of elsewhere with its country code; refused with a sentence otherwise."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        read = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        raise Refused(say("手机号码不对：应为 11 位数字，境外号码前加“+”和国家（地区）代码。")) from None
    if not phonenumbers.is_valid_number(read):
        raise Refused(say("手机号码不对：应为 11 位数字，境外号码前加“+”和国家（地区）代码。"))
    if phonenumbers.number_type(read) not in _MOBILE:
        raise Refused(say("这是座机号码，请填能收短信的手机号码。"))
    return Phone(phonenumbers.format_number(read, PhoneNumberFormat.E164))
