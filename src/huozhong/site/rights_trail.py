"""The trail of rights dossiers in words: what was done, by number; never about whom."""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import pgettext_lazy

DOSSIER_ACTIONS = MappingProxyType(
    {
        "dossier_opened": pgettext_lazy("trail", "登记维权案件"),
        "elements_written": pgettext_lazy("trail", "写了案件事实"),
        "workers_added": pgettext_lazy("trail", "案件加了职工"),
        "worker_number_read": pgettext_lazy("trail", "看了职工的完整号码"),
        "claims_written": pgettext_lazy("trail", "写了请求"),
        "claim_changed": pgettext_lazy("trail", "改了一项请求"),
        "claim_withdrawn": pgettext_lazy("trail", "撤回一项请求"),
        "handler_named": pgettext_lazy("trail", "指定经办人"),
        "lawyer_assigned": pgettext_lazy("trail", "指派律师"),
        "lawyer_released": pgettext_lazy("trail", "结束律师指派"),
        "person_recused": pgettext_lazy("trail", "登记回避"),
        "recusal_ended": pgettext_lazy("trail", "解除回避"),
        "access_granted": pgettext_lazy("trail", "职工让一个人看案件"),
        "access_revoked": pgettext_lazy("trail", "职工收回查看"),
        "dossier_event": pgettext_lazy("trail", "登记案件进展"),
        "urgency_set": pgettext_lazy("trail", "改了加急"),
        "path_chosen": pgettext_lazy("trail", "改选让协议管用的路"),
        "agreement_in_force": pgettext_lazy("trail", "登记协议生效"),
        "paper_received": pgettext_lazy("trail", "登记收到的文书"),
        "title_in_force": pgettext_lazy("trail", "登记文书生效"),
    }
)

INTERVIEW_ACTIONS = MappingProxyType(
    {
        "interview_sent": pgettext_lazy("trail", "交来一份维权诉求"),
        "interview_dropped": pgettext_lazy("trail", "清除了没说完的维权诉求"),
        "triage_drafted": pgettext_lazy("trail", "起草分流图"),
        "triage_question_saved": pgettext_lazy("trail", "改了分流图的一个问题"),
        "triage_question_removed": pgettext_lazy("trail", "去掉分流图的一个问题"),
        "triage_published": pgettext_lazy("trail", "发布分流图"),
        "triage_draft_dropped": pgettext_lazy("trail", "放弃分流图草稿"),
    }
)

DOCUMENT_ACTIONS = MappingProxyType(
    {
        "document_words_written": pgettext_lazy("trail", "写了文书要用的内容"),
        "document_made": pgettext_lazy("trail", "生成文书"),
        "document_opened": pgettext_lazy("trail", "打开文书"),
        "document_confirmed": pgettext_lazy("trail", "职工确认文书内容"),
        "original_page_brought": pgettext_lazy("trail", "传了原件的一页"),
        "original_page_opened": pgettext_lazy("trail", "看了原件的一页"),
        "slip_printed": pgettext_lazy("trail", "打印单子"),
        "template_brought": pgettext_lazy("trail", "换上本单位的文书模板"),
        "template_withdrawn": pgettext_lazy("trail", "换回系统自带的文书模板"),
        "letter_drafted": pgettext_lazy("trail", "起草一函两书"),
        "letter_written": pgettext_lazy("trail", "修改一函两书"),
    }
)

HANDOFF_ACTIONS = MappingProxyType(
    {
        "handoff_prepared": pgettext_lazy("trail", "准备移送"),
        "handoff_consented": pgettext_lazy("trail", "记下职工对移送的同意"),
        "handoff_link_made": pgettext_lazy("trail", "做签收链接"),
        "handoff_link_withdrawn": pgettext_lazy("trail", "停用签收链接"),
        "handoff_link_opened": pgettext_lazy("trail", "接收人打开签收链接"),
        "handoff_fetched": pgettext_lazy("trail", "下载移送材料"),
        "handoff_printed": pgettext_lazy("trail", "打印移送函"),
        "handoff_milestone": pgettext_lazy("trail", "登记移送的进展"),
        "body_written": pgettext_lazy("trail", "登记接收单位"),
        "contact_added": pgettext_lazy("trail", "加接收单位联络员"),
        "contact_ended": pgettext_lazy("trail", "停用接收单位联络员"),
    }
)
