"""What stays code when an office defines its own stages: anchors, exits, reviewers, guards, and templates to begin."""

from __future__ import annotations

from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say
from huozhong.projects.rules import form, guards, own, window
from huozhong.projects.workflow import PROJECT
from huozhong.workflows.engine import (
    Design,
    Ending,
    Exit,
    Ground,
    GuardKind,
    Outcome,
    Part,
    Reviewer,
    Seat,
    Stage,
    Template,
)

APPROVAL = Part(
    letter=own.APPROVAL,
    title=say("立项审批"),
    entry="declared",
    exits=(
        Exit(PROJECT.move("approve"), say("立项"), Ending.SUCCESS, is_law=True),
        Exit(PROJECT.move("return"), say("退回补正"), Ending.CORRECTION),
        Exit(PROJECT.move("reject"), say("不予立项"), Ending.REFUSAL),
    ),
    replaces=frozenset({"return", "shortlist", "reject", "approve"}),
)
CLOSING = Part(
    letter=own.CLOSING,
    title=say("结项验收"),
    entry="awaiting",
    exits=(
        Exit(PROJECT.move("accept"), say("验收通过"), Ending.SUCCESS, is_law=True),
        Exit(PROJECT.move("refuse"), say("退回实施"), Ending.CORRECTION, is_law=True, needs="terminated"),
        Exit(PROJECT.move("refuse_finally"), say("终止项目"), Ending.REFUSAL, is_law=True),
    ),
    replaces=frozenset({"accept", "refuse", "refuse_finally"}),
)

_FAIR = guards.not_own_declaration
_OFFICE = (guards.office_holds(Permission.PROJECT_REVIEW), _FAIR)
REVIEWERS = (
    Reviewer("office", say("项目办"), say("本单位项目办的经办人"), Permission.PROJECT_REVIEW, guards=_OFFICE),
    Reviewer(
        "leaders",
        say("有权立项的领导"),
        say("本单位有立项权的人：主席、项目办负责人"),
        Permission.PROJECT_APPROVE,
        guards=(guards.office_holds(Permission.PROJECT_APPROVE), _FAIR),
    ),
    Reviewer(
        "visitors",
        say("督查人员"),
        say("本单位能督查的人，到现场看"),
        Permission.PROJECT_INSPECT,
        guards=(guards.office_holds(Permission.PROJECT_INSPECT), _FAIR),
    ),
    Reviewer(
        "upper",
        say("上级工会项目办"),
        say("上一级工会的项目办来把关"),
        Permission.PROJECT_REVIEW,
        seat=Seat.UPPER,
        guards=(own.upper_holds(Permission.PROJECT_REVIEW), _FAIR),
    ),
    Reviewer(
        "jury",
        say("评委"),
        say("专家或职工评委打分，项目办按评分办理"),
        Permission.PROJECT_REVIEW,
        guards=_OFFICE,
        must_exist=Permission.JURY_JUDGE,
    ),
    Reviewer(
        "acceptors",
        say("验收人员"),
        say("本单位有验收权的人"),
        Permission.PROJECT_ACCEPT,
        guards=(guards.office_holds(Permission.PROJECT_ACCEPT), _FAIR),
        letters=own.CLOSING,
    ),
)

_WHOLE_FORM = (
    window.eligibility_refusal,
    form.words_refusal,
    form.days_refusal,
    form.targets_refusal,
    form.tasks_refusal,
    form.budget_refusal,
)
GUARDS = (
    GuardKind("form", say("申报表填写齐全、符合申报条件"), own.all_of(*_WHOLE_FORM), letters=own.APPROVAL),
    GuardKind("panel", say("评委已经评完"), own.panel_is_complete, reviewers=frozenset({"jury"})),
    GuardKind("days", say("期限满了才能办（例如公示期满）"), own.days_have_passed, takes_days=True),
    GuardKind("another", say("前面环节的经办人不能再办"), own.another_person),
    GuardKind("rectified", say("督查整改都已确认"), own.always(guards.nothing_to_rectify), letters=own.CLOSING),
    GuardKind("spending", say("支出没有超过预算"), own.always(guards.spending_within_budget), letters=own.CLOSING),
)


_APPROVE = Outcome("立项", "approved", official=True)
_NO = Outcome("不予立项", "rejected", needs_reason=True)
_BACK_OR_NO = (Outcome("退回补正", "returned", needs_reason=True), _NO)

TEMPLATES = (
    Template(
        "one",
        say("一审直批"),
        say("项目办审查一次，合格的直接提请立项。适合金额小、数量多的征集。"),
        Design(
            (
                Stage(
                    "a1",
                    "资格审查",
                    "office",
                    10,
                    (Outcome("立项", "approved", official=True, guards=("form",)), *_BACK_OR_NO),
                ),
            )
        ),
    ),
    Template(
        "expert",
        say("初审 + 专家评审"),
        say("项目办先看材料，评委再打分，最后由领导班子定。适合有补助的项目。"),
        Design(
            (
                Stage("a1", "资格审查", "office", 5, (Outcome("审查合格", "a2", guards=("form",)), *_BACK_OR_NO)),
                Stage("a2", "专家评审", "jury", 15, (Outcome("评审通过", "a3", guards=("panel",)), _NO)),
                Stage("a3", "班子会", "leaders", 5, (_APPROVE, Outcome("再评一次", "a2", needs_reason=True), _NO)),
            )
        ),
    ),
    Template(
        "two",
        say("双评审 + 公示"),
        say("专家评一轮，职工评一轮，公示期满才立项。适合竞争激烈、职工关心的项目。"),
        Design(
            (
                Stage("a1", "资格审查", "office", 5, (Outcome("审查合格", "a2", guards=("form",)), *_BACK_OR_NO)),
                Stage("a2", "专家评审", "jury", 10, (Outcome("评审通过", "a3", guards=("panel",)), _NO)),
                Stage("a3", "职工评审", "jury", 10, (Outcome("评审通过", "a4", guards=("panel",)), _NO)),
                Stage(
                    "a4",
                    "公示",
                    "office",
                    5,
                    (
                        Outcome("公示期满，立项", "approved", official=True, guards=("days",)),
                        Outcome("有异议，重评", "a2", needs_reason=True),
                        _NO,
                    ),
                ),
            )
        ),
    ),
)

GROUND = Ground(table=PROJECT, parts=(APPROVAL, CLOSING), reviewers=REVIEWERS, guards=GUARDS, templates=TEMPLATES)
