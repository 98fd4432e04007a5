"""The verbs of projects."""

from huozhong.lifecycles.services import Decision
from huozhong.projects.rules.words import Occasion, Outcome
from huozhong.projects.services.answers import (
    TooLate,
    export_answers,
    forget_words,
    keep_words,
    save_answers,
    take_new_form,
)
from huozhong.projects.services.changing import change_lead, change_target
from huozhong.projects.services.checkins import CheckIn, check_in
from huozhong.projects.services.closing import (
    ReportForm,
    accept,
    attach,
    distil,
    enter_catalogue,
    file_report,
    refuse,
)
from huozhong.projects.services.deciding import (
    approve,
    pass_on,
    refuse_finally,
    reject,
    return_for_correction,
    shortlist,
    terminate,
)
from huozhong.projects.services.decisions import draft_acceptance, draft_termination
from huozhong.projects.services.drafts import (
    BudgetDraft,
    DraftForm,
    TargetDraft,
    TaskDraft,
    adopt_seed,
    declare,
    save_draft,
    sketched,
    start_draft,
)
from huozhong.projects.services.drawing import draw_for_inspection
from huozhong.projects.services.flows import choose_workflow
from huozhong.projects.services.honours import record_honour, strike_honour
from huozhong.projects.services.inspecting import (
    answer_inspection,
    confirm_rectification,
    inspect,
    resume,
    send_back_rectification,
    suspend_what_is_overdue,
)
from huozhong.projects.services.juries import open_jury, publish_appraisal
from huozhong.projects.services.moving import renew_lights
from huozhong.projects.services.notices import Result, put_on_notice
from huozhong.projects.services.paperwork import draft_reply, draft_request
from huozhong.projects.services.programmes import (
    CallForm,
    change_programme,
    close_what_has_lapsed,
    draft_programme,
    move_programme,
)
from huozhong.projects.services.reporting import report_as_sheets, report_as_word
from huozhong.projects.services.running import (
    FromAfar,
    Upload,
    change_task_day,
    finish_task,
    log_progress,
    read_target,
    reopen_task,
    start,
)
from huozhong.projects.services.spending import change_budget, spend, strike_spending
from huozhong.projects.services.suggestions import (
    Said,
    TooOften,
    choose_suggestion,
    decline_suggestion,
    draft_from_suggestion,
    enter_suggestion,
    merge_suggestions,
    move_closing,
    open_window,
    part_suggestion,
    send_chosen_list,
    suggest,
)
from huozhong.projects.services.tasks import begin_task, order_task, put_back_task
from huozhong.projects.services.telling import send_digests
from huozhong.projects.services.watching import climb_ladder

__all__ = [
    "BudgetDraft",
    "CallForm",
    "CheckIn",
    "Decision",
    "DraftForm",
    "FromAfar",
    "Occasion",
    "Outcome",
    "ReportForm",
    "Result",
    "Said",
    "TargetDraft",
    "TaskDraft",
    "TooLate",
    "TooOften",
    "Upload",
    "accept",
    "adopt_seed",
    "answer_inspection",
    "approve",
    "attach",
    "begin_task",
    "change_budget",
    "change_lead",
    "change_programme",
    "change_target",
    "change_task_day",
    "check_in",
    "choose_suggestion",
    "choose_workflow",
    "climb_ladder",
    "close_what_has_lapsed",
    "confirm_rectification",
    "declare",
    "decline_suggestion",
    "distil",
    "draft_acceptance",
    "draft_from_suggestion",
    "draft_programme",
    "draft_reply",
    "draft_request",
    "draft_termination",
    "draw_for_inspection",
    "enter_catalogue",
    "enter_suggestion",
    "export_answers",
    "file_report",
    "finish_task",
    "forget_words",
    "inspect",
    "keep_words",
    "log_progress",
    "merge_suggestions",
    "move_closing",
    "move_programme",
    "open_jury",
    "open_window",
    "order_task",
    "part_suggestion",
    "pass_on",
    "publish_appraisal",
    "put_back_task",
    "put_on_notice",
    "read_target",
    "record_honour",
    "refuse",
    "refuse_finally",
    "reject",
    "renew_lights",
    "reopen_task",
    "report_as_sheets",
    "report_as_word",
    "resume",
    "return_for_correction",
    "save_answers",
    "save_draft",
    "send_back_rectification",
    "send_chosen_list",
    "send_digests",
    "shortlist",
    "sketched",
    "spend",
    "start",
    "start_draft",
    "strike_honour",
    "strike_spending",
    "suggest",
    "suspend_what_is_overdue",
    "take_new_form",
    "terminate",
]
