"""Rows of the funds room."""

from huozhong.funds.models.accounts import Account, Instalment, Line, Pool, Refund
from huozhong.funds.models.audit import Finding, Flag
from huozhong.funds.models.vouchers import Voucher

__all__ = ["Account", "Finding", "Flag", "Instalment", "Line", "Pool", "Refund", "Voucher"]
