"""The trail in words: what kind of thing, what was done to it."""

from __future__ import annotations

from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles

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
    "roster.upload": say("名册导入"),
    "ledgers.export": say("台账导出"),
    "ledgers.readback": say("台账回填"),
    "ledgers.template": say("台账模板"),
    "papers.paper": say("公文"),
    "papers.sheet": say("签到和签领"),
    "papers.sheetphoto": say("签到照片"),
    "papers.issuingcode": say("发文代字"),
    "papers.sealuse": say("用印登记"),
    "seeds.seed": say("种子"),
    "seeds.practice": say("报道里的做法"),
    "projects.project": say("项目"),
    "projects.programme": say("项目征集"),
}
KINDS = MappingProxyType(_KINDS)

_ACTIONS: dict[str, Sentence] = {
    # accounts
    "signed_in": say("登录"),
    "signed_out": say("退出登录"),
    "locked_out": say("输错密码太多，暂停登录"),
    "password_changed": say("修改密码"),
    "second_step_added": say("启用两步验证"),
    "second_step_renewed": say("换了备用码"),
    "second_step_removed": say("停用两步验证"),
    "provider_linked": say("关联统一身份认证"),
    "provider_unlinked": say("解除统一身份认证"),
    "opened": say("开通"),
    "closed": say("停用或注销"),
    "phone_set": say("登记登录手机号"),
    # people
    "registered": say("登记"),
    "changed": say("修改了"),
    "copied": say("批量导入"),
    "brought": say("从别的城市转来"),
    "address_recorded": say("登记地址"),
    "number_recorded": say("登记证件号码"),
    "number_read": say("查看完整证件号码"),
    "phone_recorded": say("登记手机号"),
    "phone_read": say("查看完整手机号"),
    "turned": say("更换密钥"),
    # memberships
    "enrolled": say("入会"),
    "moved_in": say("转入"),
    "moved_out": say("转出"),
    "ended": say("结束"),
    "retained": say("保留会籍"),
    "resumed": say("恢复会籍"),
    "members_carried": say("会员随组织划转"),
    # offices and units
    "appointed": say("任命"),
    "founded": say("成立"),
    "renamed": say("更名"),
    "moved": say("调整隶属"),
    "merged": say("合并"),
    "split": say("分设"),
    "dissolved": say("撤销"),
    "joined_line": say("加入产业线"),
    "left_line": say("退出产业线"),
    "credit_code_recorded": say("登记统一社会信用代码"),
    # seeds and projects
    "read": say("读取报道"),
    "dismissed": say("不采纳"),
    "drafted": say("起草"),
    "draft_saved": say("保存了草稿"),
    "written": say("修改内容"),
    "version_started": say("开始新版本"),
    "adopted": say("被采用"),
    "juror_appointed": say("聘任评委"),
    "juror_released": say("解聘评委"),
    "scored": say("打分"),
    "scored_again": say("改分"),
    "seed_distilled": say("提炼为种子"),
    "progress_logged": say("记录进展"),
    "target_read": say("填报指标"),
    "task_done": say("完成任务"),
    "task_moved": say("调整任务日期"),
    "task_reopened": say("重新打开任务"),
    "money_spent": say("登记支出"),
    "spending_struck": say("冲销支出"),
    "budget_changed": say("调整预算"),
    "file_attached": say("上传附件"),
    "inspected": say("督查"),
    "rectification_answered": say("回复整改"),
    "rectification_confirmed": say("确认整改"),
    "rectification_sent_back": say("退回整改"),
    # papers and rosters
    "code_recorded": say("登记代字"),
    "code_closed": say("停用代字"),
    "sealed": say("用印"),
    "sheet_made": say("制表"),
    "photo_kept": say("收到照片，还没归到表"),
    "photo_filed": say("照片归表"),
    "checked": say("试算检查"),
    "given_up": say("放弃导入"),
    "wrong_rows_read": say("下载出错的行"),
    "members_exported": say("导出会员名册"),
    # ledgers
    "asked": say("申请导出"),
    "made": say("生成文件"),
    "downloaded": say("下载文件"),
    "applied": say("写回名册"),
    "forgotten": say("放弃回填"),
    "uploaded": say("上传模板"),
    "mapped": say("对应栏目"),
    "retired": say("停用模板"),
    # rules and periods
    "edited": say("修改了"),
    "scan_attached": say("上传了扫描件"),
    "goes_on": say("继续有效"),
    "replaced": say("被新规定替代"),
    "locked": say("锁定账期"),
}


def kind(name: str) -> Sentence:
    """The word for a kind of thing; a kind that nobody named is told by its own name."""
    known = {lifecycle.kind: lifecycle.title for lifecycle in lifecycles.lifecycles().values()}
    return _KINDS.get(name) or known.get(name) or Sentence(name)


def what(kind_name: str, action: str) -> Sentence:
    """The word for what was done: the move's own label, or a word of this table, or the action's own name."""
    for lifecycle in lifecycles.lifecycles().values():
        if lifecycle.kind == kind_name:
            for move in lifecycle.moves:
                if move.name == action:
                    return move.label
    return _ACTIONS.get(action) or Sentence(action)
