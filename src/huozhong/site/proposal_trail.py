"""The trail of proposals in words: what was done to a proposal, a call, and what a worker told a delegate."""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import pgettext_lazy

PROPOSAL_ACTIONS = MappingProxyType(
    {
        "proposals_called": pgettext_lazy("trail", "征集提案"),
        "closing_moved": pgettext_lazy("trail", "改了提案征集的截止日期"),
        "tip_told": pgettext_lazy("trail", "向代表反映一件事"),
        "tip_taken": pgettext_lazy("trail", "代表把反映的事写成提案"),
        "tip_set_aside": pgettext_lazy("trail", "代表回复反映的事"),
        "proposal_drafted": pgettext_lazy("trail", "起草提案"),
        "proposal_written": pgettext_lazy("trail", "修改提案"),
        "makers_asked": pgettext_lazy("trail", "请人联名或附议"),
        "seconding_confirmed": pgettext_lazy("trail", "确认联名或附议"),
        "seconding_declined": pgettext_lazy("trail", "没有参加联名或附议"),
        "proposal_file_added": pgettext_lazy("trail", "添加提案附件"),
        "handlers_changed": pgettext_lazy("trail", "提案改交别的部门"),
        "opinion_given": pgettext_lazy("trail", "写协办意见"),
        "answer_rated": pgettext_lazy("trail", "评价了答复"),
        "promise_followed": pgettext_lazy("trail", "写明承诺的进展"),
        "promise_kept": pgettext_lazy("trail", "承诺兑现了"),
        "proposal_adopted": pgettext_lazy("trail", "提案采纳为项目"),
        "proposal_became_project": pgettext_lazy("trail", "照提案起草了项目"),
        "project_not_begun": pgettext_lazy("trail", "照提案起草项目没有成"),
        "proposals_exported": pgettext_lazy("trail", "导出提案办理情况"),
    }
)
