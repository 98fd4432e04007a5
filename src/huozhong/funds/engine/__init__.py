"""The computing of union money: checks, words to look at, invoice numbers, shares, balances, the reconciliation."""

from huozhong.funds.engine.check import Ask, Earlier, Finding, Spend, Weight, check, cited, decides
from huozhong.funds.engine.flags import Hint, hints
from huozhong.funds.engine.invoices import Invoice, Shape, read_invoice
from huozhong.funds.engine.reconciling import AccountSum, ClassSum, Reconciliation, Row, reconcile
from huozhong.funds.engine.shares import LineSum, Part, balance, by_source, instalments, spent_by_source
from huozhong.funds.engine.workbook import VoucherLine, reconciliation_sheet
from huozhong.funds.rules.words import FESTIVALS, HEADS, NODES, Node

__all__ = [
    "FESTIVALS",
    "HEADS",
    "NODES",
    "AccountSum",
    "Ask",
    "ClassSum",
    "Earlier",
    "Finding",
    "Hint",
    "Invoice",
    "LineSum",
    "Node",
    "Part",
    "Reconciliation",
    "Row",
    "Shape",
    "Spend",
    "VoucherLine",
    "Weight",
    "balance",
    "by_source",
    "check",
    "cited",
    "decides",
    "hints",
    "instalments",
    "read_invoice",
    "reconcile",
    "reconciliation_sheet",
    "spent_by_source",
]
