"""The trail of congresses, ballots, proposals and stars in words; a part of `trail_words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

CONGRESS_ACTIONS: dict[str, StrPromise] = {
    # delegates
    "congress_changed": pgettext_lazy("trail", "修改届次情况"),
    "employees_recounted": pgettext_lazy("trail", "更新职工人数"),
    "rules_filed": pgettext_lazy("trail", "登记实施细则"),
    "constituency_added": pgettext_lazy("trail", "划分选区"),
    "constituency_changed": pgettext_lazy("trail", "修改选区"),
    "constituency_dropped": pgettext_lazy("trail", "删除选区"),
    "seats_shared": pgettext_lazy("trail", "分配代表名额"),
    "election_called": pgettext_lazy("trail", "通知选举代表"),
    "candidate_named": pgettext_lazy("trail", "提名代表候选人"),
    "candidate_withdrawn": pgettext_lazy("trail", "撤下代表候选人"),
    "election_recorded": pgettext_lazy("trail", "登记选举结果"),
    "election_published": pgettext_lazy("trail", "公布选举结果"),
    "election_dropped": pgettext_lazy("trail", "取消这次选举"),
    "delegate_seated": pgettext_lazy("trail", "登记代表"),
    "delegate_changed": pgettext_lazy("trail", "修改代表情况"),
    "delegate_ended": pgettext_lazy("trail", "代表出缺"),
    "recall_recorded": pgettext_lazy("trail", "登记撤换表决"),
    "card_renewed": pgettext_lazy("trail", "补办代表证"),
    "credentials_checked": pgettext_lazy("trail", "审查代表资格"),
    "roster_read_in": pgettext_lazy("trail", "导入代表名单"),
    "roster_handed_out": pgettext_lazy("trail", "导出代表名单"),
    "postponement_asked": pgettext_lazy("trail", "申请延期换届"),
    "postponement_granted": pgettext_lazy("trail", "同意延期换届"),
    "postponement_refused": pgettext_lazy("trail", "不同意延期换届"),
    "term_told": pgettext_lazy("trail", "提醒换届"),
    # the meeting
    "roll_drawn": pgettext_lazy("trail", "重新取代表名单"),
    "item_added": pgettext_lazy("trail", "加了一项议程"),
    "item_called": pgettext_lazy("trail", "进入一项议程"),
    "officer_named": pgettext_lazy("trail", "定了会务人员"),
    "officer_released": pgettext_lazy("trail", "撤下会务人员"),
    "checked_in": pgettext_lazy("trail", "代表签到"),
    "left_hall": pgettext_lazy("trail", "代表离场"),
    "quorum_regained": pgettext_lazy("trail", "在场人数够了"),
    "quorum_lost": pgettext_lazy("trail", "在场人数不足"),
    "asked_to_speak": pgettext_lazy("trail", "申请发言"),
    "request_withdrawn": pgettext_lazy("trail", "收回发言申请"),
    "speaker_called": pgettext_lazy("trail", "请代表发言"),
    "speaker_ended": pgettext_lazy("trail", "发言结束"),
    "request_passed_over": pgettext_lazy("trail", "跳过发言申请"),
    "vote_voided": pgettext_lazy("trail", "一次表决作废"),
    "ballot_drafted": pgettext_lazy("trail", "备好无记名选票"),
    "ballot_announced": pgettext_lazy("trail", "宣布无记名投票结果"),
    "minutes_written": pgettext_lazy("trail", "起草纪要或决议"),
}
