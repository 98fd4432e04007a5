"""Reads of union money: checks, accounts, a year, what waits, what audits found."""

from huozhong.funds.queries.accounts import (
    AccountPage,
    account_of,
    account_page,
    holds_file,
    line_of,
    page_of_thing,
    spent_by_line,
)
from huozhong.funds.queries.audit import (
    FindingCard,
    FlagCard,
    finding,
    findings,
    findings_of,
    flag,
    flags,
    flags_of,
)
from huozhong.funds.queries.checking import InForce, check, in_force, words_to_look_at
from huozhong.funds.queries.lists import AccountLine, accounts_of_year, years
from huozhong.funds.queries.sums import owed_if_ended
from huozhong.funds.queries.waiting import waiting_count, waiting_for
from huozhong.funds.queries.year import Year, reconciliation, year_of

__all__ = [
    "AccountLine",
    "AccountPage",
    "FindingCard",
    "FlagCard",
    "InForce",
    "Year",
    "account_of",
    "account_page",
    "accounts_of_year",
    "check",
    "finding",
    "findings",
    "findings_of",
    "flag",
    "flags",
    "flags_of",
    "holds_file",
    "in_force",
    "line_of",
    "owed_if_ended",
    "page_of_thing",
    "reconciliation",
    "spent_by_line",
    "waiting_count",
    "waiting_for",
    "words_to_look_at",
    "year_of",
    "years",
]
