"""Reads of proposals."""

from huozhong.proposals.queries.figures import Figures, UnitFigures, figures, figures_by_unit, total
from huozhong.proposals.queries.finding import Standing, find_call, find_proposal, may_know, may_open, raiser_words
from huozhong.proposals.queries.lists import (
    PAGE,
    CallLine,
    Mine,
    ProposalLine,
    TermLine,
    alike_to,
    call_line,
    calls,
    calls_of,
    ledger_of,
    mine,
    overdue_of,
    proposals,
)
from huozhong.proposals.queries.pages import (
    Origin,
    ProposalPage,
    holds_file,
    origin,
    origin_of_project,
    proposal_page,
)
from huozhong.proposals.queries.report import Report, ReportRow, report_for
from huozhong.proposals.queries.things import CALL, CONGRESS, KIND, TIP
from huozhong.proposals.queries.tips import TipCard, congresses_to_tell, tip, told_by, told_to
from huozhong.proposals.queries.waiting import Waiting, waiting_count, waiting_for

__all__ = [
    "CALL",
    "CONGRESS",
    "KIND",
    "PAGE",
    "TIP",
    "CallLine",
    "Figures",
    "Mine",
    "Origin",
    "ProposalLine",
    "ProposalPage",
    "Report",
    "ReportRow",
    "Standing",
    "TermLine",
    "TipCard",
    "UnitFigures",
    "Waiting",
    "alike_to",
    "call_line",
    "calls",
    "calls_of",
    "congresses_to_tell",
    "figures",
    "figures_by_unit",
    "find_call",
    "find_proposal",
    "holds_file",
    "ledger_of",
    "may_know",
    "may_open",
    "mine",
    "origin",
    "origin_of_project",
    "overdue_of",
    "proposal_page",
    "proposals",
    "raiser_words",
    "report_for",
    "tip",
    "told_by",
    "told_to",
    "total",
    "waiting_count",
    "waiting_for",
]
