"""Verbs of congress sessions: plan, agree, call, send papers; publish, report, carry out; what comes between."""

from huozhong.congress.services.after import (
    answer_report,
    archive_session,
    check_duty,
    finish_duty,
    give_duty,
    publish_session,
    report_session,
)
from huozhong.congress.services.appraising import (
    draft_ballot,
    file_result,
    hear_manager,
    plan_appraisal,
    record_director_report,
)
from huozhong.congress.services.asking import ask_for_session, plan_what_was_asked, sign_asking, withdraw_asking
from huozhong.congress.services.between import (
    JointForm,
    add_finding,
    answer_finding,
    record_joint_meeting,
    record_tour,
)
from huozhong.congress.services.breaching import (
    draft_letter,
    mend_breach,
    propose_to_department,
    record_breach,
    send_letter,
)
from huozhong.congress.services.calling import (
    begin_session,
    call_session,
    cancel_session,
    close_session,
    file_minutes,
    next_moves,
    recall_session,
    record_heard,
    record_vote,
)
from huozhong.congress.services.clocks import renew as renew_clock
from huozhong.congress.services.news import (
    renew_clock_of_session,
    tell_called,
    tell_off,
    tell_papers,
    tell_reported,
    tell_returned,
)
from huozhong.congress.services.opinions import answer_opinion, sum_up
from huozhong.congress.services.papers import add_paper, open_paper, replace_paper, send_papers
from huozhong.congress.services.planning import change_session, explain_left_out, plan_session
from huozhong.congress.services.telling import climb_ladder
from huozhong.congress.services.topics import add_topic, agree_topic, drop_topic, refuse_topic, revise_topic

__all__ = [
    "JointForm",
    "add_finding",
    "add_paper",
    "add_topic",
    "agree_topic",
    "answer_finding",
    "answer_opinion",
    "answer_report",
    "archive_session",
    "ask_for_session",
    "begin_session",
    "call_session",
    "cancel_session",
    "change_session",
    "check_duty",
    "climb_ladder",
    "close_session",
    "draft_ballot",
    "draft_letter",
    "drop_topic",
    "explain_left_out",
    "file_minutes",
    "file_result",
    "finish_duty",
    "give_duty",
    "hear_manager",
    "mend_breach",
    "next_moves",
    "open_paper",
    "plan_appraisal",
    "plan_session",
    "plan_what_was_asked",
    "propose_to_department",
    "publish_session",
    "recall_session",
    "record_breach",
    "record_director_report",
    "record_heard",
    "record_joint_meeting",
    "record_tour",
    "record_vote",
    "refuse_topic",
    "renew_clock",
    "renew_clock_of_session",
    "replace_paper",
    "report_session",
    "revise_topic",
    "send_letter",
    "send_papers",
    "sign_asking",
    "sum_up",
    "tell_called",
    "tell_off",
    "tell_papers",
    "tell_reported",
    "tell_returned",
    "withdraw_asking",
]
