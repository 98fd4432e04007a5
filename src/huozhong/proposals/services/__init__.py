"""The verbs of proposals: call, tell, write, second, file, review, assign, answer, check, rate, follow, adopt."""

from huozhong.proposals.rules.reading import Words
from huozhong.proposals.rules.words import Part, Verdict, Voice
from huozhong.proposals.services.calls import move_closing, open_call, usual_window
from huozhong.proposals.services.following import (
    OpenCall,
    Projects,
    adopt,
    link_project,
    no_project,
    open_calls,
    project_url,
    register_projects,
    track,
)
from huozhong.proposals.services.handling import NewHandler, answer, assign, check_answer, give_opinion, reassign
from huozhong.proposals.services.rating import rate, remind_late, settle_what_is_over
from huozhong.proposals.services.reporting import draft_report, report_as_sheets
from huozhong.proposals.services.reviewing import merge, review
from huozhong.proposals.services.tips import set_aside, take_tip, tell_delegate
from huozhong.proposals.services.writing import (
    attach,
    file_proposal,
    invite,
    reply,
    save_draft,
    start_draft,
    withdraw,
)

__all__ = [
    "NewHandler",
    "OpenCall",
    "Part",
    "Projects",
    "Verdict",
    "Voice",
    "Words",
    "adopt",
    "answer",
    "assign",
    "attach",
    "check_answer",
    "draft_report",
    "file_proposal",
    "give_opinion",
    "invite",
    "link_project",
    "merge",
    "move_closing",
    "no_project",
    "open_call",
    "open_calls",
    "project_url",
    "rate",
    "reassign",
    "register_projects",
    "remind_late",
    "reply",
    "report_as_sheets",
    "review",
    "save_draft",
    "set_aside",
    "settle_what_is_over",
    "start_draft",
    "take_tip",
    "tell_delegate",
    "track",
    "usual_window",
    "withdraw",
]
