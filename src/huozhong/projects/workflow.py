"""The moves of a programme and of a project: §1.3 of the domain facts as two tables."""

from __future__ import annotations

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say
from huozhong.projects import events
from huozhong.projects.rules import call, form, guards, window

PROGRAMME = Lifecycle(
    kind="projects.programme",
    title=say("项目征集"),
    start="draft",
    states={
        "draft": say("草拟"),
        "open": say("征集中"),
        "closed": say("已截止"),
        "archived": say("已归档"),
    },
    ends=frozenset({"archived"}),
    moves=(
        Move(
            "open",
            frm("draft"),
            "open",
            Permission.PROGRAMME_MANAGE,
            say("发布征集"),
            guards=(
                call.has_title,
                call.window_in_order,
                call.takes_somebody,
                call.weights_add_up,
                call.calendar_in_order,
            ),
            announces=events.ProgrammeOpened,
        ),
        Move(
            "close",
            frm("open"),
            "closed",
            Permission.PROGRAMME_MANAGE,
            say("提前截止"),
            announces=events.ProgrammeClosed,
            needs_reason=True,
        ),
        Move(
            "lapse",
            frm("open"),
            "closed",
            None,
            say("到期截止"),
            guards=(call.window_has_passed,),
            announces=events.ProgrammeClosed,
        ),
        Move(
            "archive",
            frm("closed"),
            "archived",
            Permission.PROGRAMME_MANAGE,
            say("归档"),
            guards=(call.nothing_undecided,),
        ),
    ),
)

_FORM = (form.words_refusal, form.days_refusal, form.targets_refusal, form.tasks_refusal, form.budget_refusal)
_REVIEWS = (guards.office_holds(Permission.PROJECT_REVIEW), guards.not_own_declaration)
_DECIDES = (guards.office_holds(Permission.PROJECT_APPROVE), guards.not_own_declaration)
_ACCEPTS = (guards.office_holds(Permission.PROJECT_ACCEPT), guards.not_own_declaration)

_DECLARING = (
    Move(
        "declare",
        frm("draft", "returned"),
        "declared",
        Permission.PROJECT_DECLARE,
        say("提交申报"),
        guards=(
            guards.filed_by_a_person,
            window.filing_refusal,
            window.eligibility_refusal,
            window.refiling_refusal,
            *_FORM,
        ),
        announces=events.ProjectDeclared,
    ),
    Move(
        "return",
        frm("declared"),
        "returned",
        Permission.PROJECT_REVIEW,
        say("退回补正"),
        guards=_REVIEWS,
        announces=events.ProjectReturned,
        needs_reason=True,
    ),
    Move(
        "shortlist",
        frm("declared"),
        "shortlisted",
        Permission.PROJECT_REVIEW,
        say("初审通过"),
        guards=(*_REVIEWS, window.eligibility_refusal, *_FORM),
    ),
    Move(
        "reject",
        frm("declared", "shortlisted"),
        "rejected",
        Permission.PROJECT_REVIEW,
        say("不予立项"),
        guards=_REVIEWS,
        announces=events.ProjectRejected,
        needs_reason=True,
    ),
    Move(
        "approve",
        frm("shortlisted"),
        "approved",
        Permission.PROJECT_APPROVE,
        say("立项"),
        guards=(*_DECIDES, form.targets_refusal, form.days_refusal, form.budget_refusal),
        announces=events.ProjectApproved,
        official=True,
    ),
)

_RUNNING = (
    Move("start", frm("approved"), "running", Permission.PROJECT_RUN, say("启动实施"), announces=events.ProjectStarted),
    Move(
        "suspend",
        frm("running"),
        "suspended",
        None,
        say("逾期中止"),
        guards=(guards.overdue_rectification,),
        announces=events.ProjectSuspended,
    ),
    Move(
        "resume",
        frm("suspended"),
        "running",
        Permission.PROJECT_INSPECT,
        say("恢复实施"),
        guards=(
            guards.office_holds(Permission.PROJECT_INSPECT),
            guards.not_own_declaration,
            guards.nothing_to_rectify,
        ),
        announces=events.ProjectStarted,
        needs_reason=True,
    ),
    Move(
        "terminate",
        frm("suspended"),
        "terminated",
        Permission.PROJECT_APPROVE,
        say("终止项目"),
        guards=(*_DECIDES, guards.says_what_is_returned),
        announces=events.ProjectTerminated,
        needs_reason=True,
        official=True,
    ),
)

_CLOSING = (
    Move(
        "report",
        frm("running"),
        "awaiting",
        Permission.PROJECT_RUN,
        say("提交结项"),
        guards=(
            guards.report_is_filed,
            guards.targets_are_read,
            guards.nothing_to_rectify,
            guards.spending_within_budget,
        ),
        announces=events.ProjectReported,
    ),
    Move(
        "accept",
        frm("awaiting"),
        "accepted",
        Permission.PROJECT_ACCEPT,
        say("验收通过"),
        guards=_ACCEPTS,
        announces=events.ProjectAccepted,
        official=True,
    ),
    Move(
        "refuse",
        frm("awaiting"),
        "running",
        Permission.PROJECT_ACCEPT,
        say("验收不通过，退回实施"),
        guards=(*_ACCEPTS, guards.may_refuse_again),
        announces=events.AcceptanceRefused,
        needs_reason=True,
    ),
    Move(
        "refuse_finally",
        frm("awaiting"),
        "terminated",
        Permission.PROJECT_ACCEPT,
        say("再次不通过，终止项目"),
        guards=(*_ACCEPTS, guards.must_end_now, guards.says_what_is_returned),
        announces=events.ProjectTerminated,
        needs_reason=True,
        official=True,
    ),
    Move(
        "appraise",
        frm("accepted"),
        "appraised",
        Permission.PROGRAMME_MANAGE,
        say("公布展评结果"),
        guards=(
            guards.office_holds(Permission.PROGRAMME_MANAGE),
            guards.not_own_declaration,
            guards.jury_has_scored,
            guards.tier_is_given,
        ),
        announces=events.ProjectAppraised,
    ),
    Move(
        "spread",
        frm("appraised"),
        "spreading",
        None,
        say("入推广库"),
        guards=(guards.seed_is_published,),
    ),
)

PROJECT = Lifecycle(
    kind="projects.project",
    title=say("项目"),
    start="draft",
    states={
        "draft": say("草稿"),
        "declared": say("已申报"),
        "returned": say("退回补正"),
        "rejected": say("未立项"),
        "shortlisted": say("入围"),
        "approved": say("已立项"),
        "running": say("实施中"),
        "suspended": say("中止"),
        "terminated": say("已终止"),
        "awaiting": say("待验收"),
        "accepted": say("已结项"),
        "appraised": say("已评议"),
        "spreading": say("推广中"),
    },
    ends=frozenset({"rejected", "terminated", "accepted", "appraised", "spreading"}),
    moves=(*_DECLARING, *_RUNNING, *_CLOSING),
)
