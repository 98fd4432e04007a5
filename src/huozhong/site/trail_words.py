"""The trail in words: what kind of thing, what was done to it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look.services import told
from huozhong.site.clocks_trail import CLOCKS_ACTIONS
from huozhong.site.congress_trail import CONGRESS_ACTIONS
from huozhong.site.evidence_trail import EVIDENCE_ACTIONS
from huozhong.site.proposal_trail import PROPOSAL_ACTIONS
from huozhong.site.rights_trail import DOCUMENT_ACTIONS, DOSSIER_ACTIONS, HANDOFF_ACTIONS, INTERVIEW_ACTIONS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

_KINDS: dict[str, Sentence] = {
    "people.account": say("账号"),
    "people.person": say("人员"),
    "people.keys": say("密钥"),
    "people.membership": say("会籍"),
    "records.period": say("账期"),
    "rulebook.localvalue": say("本地规定"),
    "seeds.presspage": say("报道页面"),
    "access.appointment": say("任职"),
    "unions.unit": say("工会组织"),
    "unions.employer": say("用人单位"),
    "people.roster": say("会员名册"),
    "rights.interview": say("维权访谈"),
    "rights.body": say("接收单位"),
    "rights.triage": say("维权分流图"),
    "rights.documenttemplate": say("文书模板"),
    "roster.upload": say("名册导入"),
    "ledgers.export": say("台账导出"),
    "ledgers.readback": say("台账回填"),
    "ledgers.template": say("台账模板"),
    "papers.paper": say("公文"),
    "papers.sheet": say("签到和签领"),
    "papers.sheetphoto": say("签到照片"),
    "papers.issuingcode": say("发文代字"),
    "papers.sealuse": say("用印登记"),
    "juries.panel": say("评审"),
    "juries.entry": say("参评"),
    "seeds.seed": say("种子"),
    "seeds.practice": say("报道里的做法"),
    "seeds.offer": say("送回的改进"),
    "seeds.publisher": say("种子包签发方"),
    "seeds.lookback": say("回头看"),
    "questions.form": say("表格"),
    "projects.honour": say("单位荣誉"),
    "projects.suggestionwindow": say("征集建议"),
    "projects.suggestion": say("职工建议"),
    "publishing.notice": say("公示"),
    "stories.story": say("职工故事"),
    "spread.visit": say("学访来访"),
    "spread.spreadplan": say("推广方案"),
    "projects.project": say("项目"),
    "funds.pool": say("年度补助资金"),
    "learning.howto": say("五分钟教程"),
    "learning.mentoring": say("师傅带徒"),
    "cadres.worker": say("社会化工会工作者"),
    "cadres.thanks": say("感谢"),
    "projects.programme": say("项目征集"),
    "workflows.workflow": say("审批流程"),
    "projects.draw": say("随机抽查"),
    "ratings.scheme": say("评星方案"),
    "proposals.call": say("提案征集"),
    "proposals.tip": say("向代表反映"),
    "proposals.congress": say("提案办理报告"),
    "congress.topic": say("职代会议题"),
    "congress.asking": say("临时会议提议"),
    "congress.jointdecision": say("联席会议"),
    "congress.tour": say("巡视检查"),
    "congress.appraisal": say("民主评议"),
    "congress.directorreport": say("董事监事述职"),
    "congress.breach": say("未经职代会的决定"),
    "clocks.feed": say("日历链接"),
    "evidence.folder": say("证据"),
}
KINDS = MappingProxyType(_KINDS)

# what was done, not what may be done: the context keeps these words apart from the buttons in English
_ACTIONS: dict[str, StrPromise] = {
    # accounts
    "signed_in": pgettext_lazy("trail", "登录"),
    "signed_out": pgettext_lazy("trail", "退出登录"),
    "locked_out": pgettext_lazy("trail", "输错密码太多，暂停登录"),
    "password_changed": pgettext_lazy("trail", "修改密码"),
    "second_step_added": pgettext_lazy("trail", "启用两步验证"),
    "second_step_renewed": pgettext_lazy("trail", "换了备用码"),
    "second_step_removed": pgettext_lazy("trail", "停用两步验证"),
    "provider_linked": pgettext_lazy("trail", "关联统一身份认证"),
    "provider_unlinked": pgettext_lazy("trail", "解除统一身份认证"),
    "opened": pgettext_lazy("trail", "开通"),
    "closed": pgettext_lazy("trail", "停用或注销"),
    "phone_set": pgettext_lazy("trail", "登记登录手机号"),
    # learning, and the people who work for the unions
    "howto_written": pgettext_lazy("trail", "写教程"),
    "template_kept": pgettext_lazy("trail", "放了模板"),
    "case_added": pgettext_lazy("trail", "加了练习案例"),
    "case_withdrawn": pgettext_lazy("trail", "撤下练习案例"),
    "help_attached": pgettext_lazy("trail", "配了教程"),
    "help_detached": pgettext_lazy("trail", "去掉了教程"),
    "mentoring_started": pgettext_lazy("trail", "登记结对"),
    "pupil_confirmed": pgettext_lazy("trail", "师傅确认带会"),
    "mentoring_ended": pgettext_lazy("trail", "提前结束结对"),
    "worker_engaged": pgettext_lazy("trail", "登记入职"),
    "worker_assigned": pgettext_lazy("trail", "安排服务工会"),
    "worker_released": pgettext_lazy("trail", "结束服务工会"),
    "worker_renewed": pgettext_lazy("trail", "续签合同"),
    "thanked": pgettext_lazy("trail", "写了感谢"),
    # forms
    "form_published": pgettext_lazy("trail", "发布表格"),
    "form_retired": pgettext_lazy("trail", "停用表格"),
    "form_brought_back": pgettext_lazy("trail", "重新启用表格"),
    "changes_dropped": pgettext_lazy("trail", "放弃没发布的修改"),
    # calls
    "form_renewed": pgettext_lazy("trail", "补充表换成新版本"),
    "late_words_kept": pgettext_lazy("trail", "截止后填的字留在草稿旁"),
    "late_words_dropped": pgettext_lazy("trail", "不再保留截止后填的字"),
    "answers_exported": pgettext_lazy("trail", "导出补充问题的回答"),
    "honour_recorded": pgettext_lazy("trail", "登记荣誉"),
    "honour_struck": pgettext_lazy("trail", "划销荣誉"),
    # suggestions
    "window_opened": pgettext_lazy("trail", "征集建议"),
    "window_moved": pgettext_lazy("trail", "改了征集建议的截止时间"),
    "suggested": pgettext_lazy("trail", "提了一条建议"),
    "suggestion_entered": pgettext_lazy("trail", "登记书面或电话建议"),
    "suggestions_merged": pgettext_lazy("trail", "合并相同的建议"),
    "suggestion_parted": pgettext_lazy("trail", "把建议分出来"),
    "suggestion_chosen": pgettext_lazy("trail", "选上建议"),
    "suggestion_declined": pgettext_lazy("trail", "这次不办这条建议"),
    "suggestion_drafted": pgettext_lazy("trail", "照建议起草项目"),
    "list_sent": pgettext_lazy("trail", "选上的清单送审"),
    # people
    "registered": pgettext_lazy("trail", "登记"),
    "changed": pgettext_lazy("trail", "修改了"),
    "imported": pgettext_lazy("trail", "导入名册"),
    "copied": pgettext_lazy("trail", "批量导入"),
    "brought": pgettext_lazy("trail", "从别的城市转来"),
    "address_recorded": pgettext_lazy("trail", "登记地址"),
    "number_recorded": pgettext_lazy("trail", "登记证件号码"),
    "number_read": pgettext_lazy("trail", "查看完整证件号码"),
    "phone_recorded": pgettext_lazy("trail", "登记手机号"),
    "phone_read": pgettext_lazy("trail", "查看完整手机号"),
    "turned": pgettext_lazy("trail", "更换密钥"),
    # memberships
    "enrolled": pgettext_lazy("trail", "入会"),
    "moved_in": pgettext_lazy("trail", "转入"),
    "moved_out": pgettext_lazy("trail", "转出"),
    "ended": pgettext_lazy("trail", "结束"),
    "retained": pgettext_lazy("trail", "保留会籍"),
    "resumed": pgettext_lazy("trail", "恢复会籍"),
    "members_carried": pgettext_lazy("trail", "会员随组织划转"),
    # offices and units
    "appointed": pgettext_lazy("trail", "任命"),
    "founded": pgettext_lazy("trail", "成立"),
    "renamed": pgettext_lazy("trail", "更名"),
    "moved": pgettext_lazy("trail", "调整隶属"),
    "merged": pgettext_lazy("trail", "合并"),
    "split": pgettext_lazy("trail", "分设"),
    "dissolved": pgettext_lazy("trail", "撤销"),
    "credit_code_recorded": pgettext_lazy("trail", "登记统一社会信用代码"),
    # seeds and projects
    "read": pgettext_lazy("trail", "读取报道"),
    "dismissed": pgettext_lazy("trail", "不采纳"),
    "drafted": pgettext_lazy("trail", "起草"),
    "draft_saved": pgettext_lazy("trail", "保存了草稿"),
    "written": pgettext_lazy("trail", "修改内容"),
    "version_started": pgettext_lazy("trail", "开始新版本"),
    "adopted": pgettext_lazy("trail", "被采用"),
    "visit_recorded": pgettext_lazy("trail", "登记学访来访"),
    "visit_struck": pgettext_lazy("trail", "划去学访来访"),
    "spread_planned": pgettext_lazy("trail", "测算推广方案"),
    "invitations_listed": pgettext_lazy("trail", "导出邀请名单"),
    "copy_written": pgettext_lazy("trail", "改了自己的文本"),
    "update_taken": pgettext_lazy("trail", "合并了新版"),
    "update_skipped": pgettext_lazy("trail", "暂不合并新版"),
    "offered_back": pgettext_lazy("trail", "把改动送回作者"),
    "file_detached": pgettext_lazy("trail", "去掉附件"),
    "package_made": pgettext_lazy("trail", "导出种子包"),
    "package_taken": pgettext_lazy("trail", "收下种子包"),
    "package_arrived": pgettext_lazy("trail", "收到新版种子包"),
    "outcomes_made": pgettext_lazy("trail", "导出成效汇总"),
    "outcomes_taken": pgettext_lazy("trail", "收下外地成效汇总"),
    "publisher_accepted": pgettext_lazy("trail", "认可签发方"),
    "publisher_ended": pgettext_lazy("trail", "不再认可签发方"),
    "looked_back": pgettext_lazy("trail", "回头看"),
    "rule_drafted": pgettext_lazy("trail", "起草为制度"),
    "rule_made": pgettext_lazy("trail", "成为制度"),
    "juror_appointed": pgettext_lazy("trail", "聘任评委"),
    "juror_released": pgettext_lazy("trail", "解聘评委"),
    "panel_set_up": pgettext_lazy("trail", "筹备评审"),
    "judge_recused": pgettext_lazy("trail", "评委回避"),
    "entry_entered": pgettext_lazy("trail", "参评"),
    "entry_withdrawn": pgettext_lazy("trail", "退出评审"),
    "entries_drawn": pgettext_lazy("trail", "抽签分配评委"),
    "entry_staged": pgettext_lazy("trail", "上台"),
    "entry_closed": pgettext_lazy("trail", "截止打分"),
    "scored": pgettext_lazy("trail", "打分"),
    "scored_again": pgettext_lazy("trail", "改分"),
    "seed_distilled": pgettext_lazy("trail", "提炼为种子"),
    "progress_logged": pgettext_lazy("trail", "记录进展"),
    "target_read": pgettext_lazy("trail", "填报指标"),
    "task_done": pgettext_lazy("trail", "完成任务"),
    "task_moved": pgettext_lazy("trail", "调整任务日期"),
    "task_reopened": pgettext_lazy("trail", "重新打开任务"),
    "task_begun": pgettext_lazy("trail", "开始任务"),
    "task_put_back": pgettext_lazy("trail", "撤销任务开始"),
    "task_ordered": pgettext_lazy("trail", "调整任务先后"),
    "checkin_refused": pgettext_lazy("trail", "现场记录到得太晚，没有收下"),
    "lead_changed": pgettext_lazy("trail", "更换项目负责人"),
    "target_changed": pgettext_lazy("trail", "调整指标"),
    "overdue_told": pgettext_lazy("trail", "逾期告知"),
    "projects_drawn": pgettext_lazy("trail", "随机抽查抽签"),
    "projects_reported": pgettext_lazy("trail", "取项目情况报告"),
    "money_spent": pgettext_lazy("trail", "登记支出"),
    "spending_struck": pgettext_lazy("trail", "冲销支出"),
    "budget_changed": pgettext_lazy("trail", "调整预算"),
    "file_attached": pgettext_lazy("trail", "上传附件"),
    "inspected": pgettext_lazy("trail", "督查"),
    "rectification_answered": pgettext_lazy("trail", "回复整改"),
    "rectification_confirmed": pgettext_lazy("trail", "确认整改"),
    "rectification_sent_back": pgettext_lazy("trail", "退回整改"),
    # union money
    "account_opened": pgettext_lazy("trail", "建经费账"),
    "line_revised": pgettext_lazy("trail", "调整经费账的预算行"),
    "refund_owed": pgettext_lazy("trail", "算出待退回的补助"),
    "pool_planned": pgettext_lazy("trail", "登记年度补助资金"),
    "instalments_planned": pgettext_lazy("trail", "安排补助分期"),
    "voucher_recorded": pgettext_lazy("trail", "登记凭证"),
    "flag_raised": pgettext_lazy("trail", "提示请人看一眼"),
    "finding_recorded": pgettext_lazy("trail", "记录经审意见"),
    "reconciliation_exported": pgettext_lazy("trail", "导出对账表"),
    # an office's own workflow
    "workflow_drafted": pgettext_lazy("trail", "新建流程"),
    "workflow_version_started": pgettext_lazy("trail", "另起一版流程"),
    "workflow_published": pgettext_lazy("trail", "发布流程"),
    "workflow_draft_dropped": pgettext_lazy("trail", "放弃流程草稿"),
    "workflow_retired": pgettext_lazy("trail", "停用流程"),
    "workflow_chosen": pgettext_lazy("trail", "选定流程"),
    "stage_added": pgettext_lazy("trail", "增加环节"),
    "stage_saved": pgettext_lazy("trail", "修改环节"),
    "stage_removed": pgettext_lazy("trail", "去掉环节"),
    "stage_shifted": pgettext_lazy("trail", "移动环节"),
    # papers and rosters
    "code_recorded": pgettext_lazy("trail", "登记代字"),
    "code_closed": pgettext_lazy("trail", "停用代字"),
    "sealed": pgettext_lazy("trail", "用印"),
    "sheet_made": pgettext_lazy("trail", "制表"),
    "photo_kept": pgettext_lazy("trail", "收到照片，还没归到表"),
    "photo_filed": pgettext_lazy("trail", "照片归表"),
    "checked": pgettext_lazy("trail", "试算检查"),
    "given_up": pgettext_lazy("trail", "放弃导入"),
    "wrong_rows_read": pgettext_lazy("trail", "下载出错的行"),
    "members_exported": pgettext_lazy("trail", "导出会员名册"),
    # ledgers
    "asked": pgettext_lazy("trail", "申请导出"),
    "made": pgettext_lazy("trail", "生成文件"),
    "downloaded": pgettext_lazy("trail", "下载文件"),
    "applied": pgettext_lazy("trail", "写回名册"),
    "forgotten": pgettext_lazy("trail", "放弃回填"),
    "uploaded": pgettext_lazy("trail", "上传模板"),
    "mapped": pgettext_lazy("trail", "对应栏目"),
    "retired": pgettext_lazy("trail", "停用模板"),
    # what becomes public
    "submitted": pgettext_lazy("trail", "送审"),
    "proofread": pgettext_lazy("trail", "校对"),
    "withdrawal_asked": pgettext_lazy("trail", "要求撤下"),
    "objection_recorded": pgettext_lazy("trail", "记下异议"),
    "objection_answered": pgettext_lazy("trail", "答复异议"),
    "story_collected": pgettext_lazy("trail", "采写故事"),
    "story_changed": pgettext_lazy("trail", "修改故事"),
    "story_taken_back": pgettext_lazy("trail", "收回故事"),
    "consent_said": pgettext_lazy("trail", "讲述人同意或收回"),
    # ballots
    "election_drafted": pgettext_lazy("trail", "筹备投票"),
    "election_changed": pgettext_lazy("trail", "修改投票"),
    "roll_changed": pgettext_lazy("trail", "调整选民名册"),
    "trustee_named": pgettext_lazy("trail", "请人保管开票钥匙"),
    "trustee_removed": pgettext_lazy("trail", "撤换钥匙保管人"),
    "scrutineer_named": pgettext_lazy("trail", "登记监票人"),
    "scrutineer_removed": pgettext_lazy("trail", "撤换监票人"),
    "method_filed": pgettext_lazy("trail", "登记选举（表决）办法"),
    "consent_filed": pgettext_lazy("trail", "上级工会同意选举"),
    "key_posted": pgettext_lazy("trail", "交来开票钥匙"),
    "share_posted": pgettext_lazy("trail", "用钥匙开票"),
    "credential_registered": pgettext_lazy("trail", "备好手机票"),
    "credential_read": pgettext_lazy("trail", "查看手机票凭证是谁的"),
    "paper_issued": pgettext_lazy("trail", "发纸票"),
    "paper_taken_back": pgettext_lazy("trail", "退回纸票"),
    "box_added": pgettext_lazy("trail", "登记票箱"),
    "box_removed": pgettext_lazy("trail", "去掉票箱"),
    "box_entered": pgettext_lazy("trail", "登记票箱清点"),
    "box_signed": pgettext_lazy("trail", "票箱签字"),
    "result_signed": pgettext_lazy("trail", "监票签字"),
    # stars
    "scheme_drafted": pgettext_lazy("trail", "新建评星方案"),
    "scheme_written": pgettext_lazy("trail", "修改评星方案"),
    "scheme_published": pgettext_lazy("trail", "发布评星方案"),
    "scheme_version_started": pgettext_lazy("trail", "另起一版评星方案"),
    "scheme_draft_dropped": pgettext_lazy("trail", "放弃评星方案草稿"),
    "scheme_retired": pgettext_lazy("trail", "停用评星方案"),
    "approval_recorded": pgettext_lazy("trail", "登记评比达标表彰批准文件"),
    "rating_started": pgettext_lazy("trail", "开始自评"),
    "rating_stated": pgettext_lazy("trail", "填报自评"),
    "rating_unstated": pgettext_lazy("trail", "收回填报"),
    "assessor_named": pgettext_lazy("trail", "指定核查员"),
    "assessor_released": pgettext_lazy("trail", "换下核查员"),
    "rating_found": pgettext_lazy("trail", "核查结果和自评不同"),
    "rating_found_alike": pgettext_lazy("trail", "核查结果和自评相同"),
    "check_signed": pgettext_lazy("trail", "核查员签字"),
    "rating_objected": pgettext_lazy("trail", "对星级提出异议"),
    "rating_objection_answered": pgettext_lazy("trail", "答复对星级的异议"),
    "rating_reviewed": pgettext_lazy("trail", "年度复核"),
    "breach_answered": pgettext_lazy("trail", "单位答复登记的问题"),
    # rules and periods
    "edited": pgettext_lazy("trail", "修改了"),
    "scan_attached": pgettext_lazy("trail", "上传了扫描件"),
    "goes_on": pgettext_lazy("trail", "继续有效"),
    "replaced": pgettext_lazy("trail", "被新规定替代"),
    "locked": pgettext_lazy("trail", "锁定账期"),
    **CLOCKS_ACTIONS,
    **CONGRESS_ACTIONS,
    **PROPOSAL_ACTIONS,
    **DOSSIER_ACTIONS,
    **HANDOFF_ACTIONS,
    **DOCUMENT_ACTIONS,
    **INTERVIEW_ACTIONS,
    **EVIDENCE_ACTIONS,
}


ACTIONS = MappingProxyType(_ACTIONS)


def kind(name: str) -> Sentence:
    """The word for a kind of thing; a kind that nobody named is told by its own name."""
    return _KINDS.get(name) or _titles().get(name) or Sentence(name)


def _titles() -> dict[str, Sentence]:
    return {lifecycle.kind: lifecycle.title for lifecycle in lifecycles.lifecycles().values()}


def what(kind_name: str, action: str) -> str:
    """The word for what was done: the move's own label, or a word of this table, or the action's own name."""
    label = _labels().get((kind_name, action))
    return told(label) if label else str(_ACTIONS.get(action, action))


def _labels() -> dict[tuple[str, str], Sentence]:
    return {
        (lifecycle.kind, move.name): move.label
        for lifecycle in lifecycles.lifecycles().values()
        for move in lifecycle.moves
    }


def has_words(kind_name: str, action: str) -> bool:
    """Whether a row of this kind and action is told in words, not by names of the code."""
    has_kind = kind_name in _KINDS or kind_name in _titles()
    return has_kind and (action in _ACTIONS or (kind_name, action) in _labels())
