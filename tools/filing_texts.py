"""The Word forms of mediation, line by line; `make_filing_forms.py` sets them."""

from __future__ import annotations

from filing_blocks import (
    CLAIM_ROWS,
    EMPLOYER,
    EMPLOYER_SIGNS,
    SERVICE,
    TERM_ROWS,
    WORKER,
    WORKER_SIGNS,
    Line,
    block,
    gap,
)

MEDIATION: dict[str, tuple[str, tuple[Line, ...]]] = {
    "mediation_application": (
        "劳动争议调解申请书",
        (
            block("申请人", *WORKER),
            block("被申请人", *EMPLOYER),
            ("heading", "一、请求事项"),
            CLAIM_ROWS,
            ("heading", "二、事实和理由"),
            ("text", "争议发生日期：{{ dispute_date }}。"),
            ("text", gap("facts")),
            ("text", gap("reasons")),
            ("heading", "三、此前的处理经过"),
            ("text", gap("earlier_steps")),
            ("heading", "四、证据"),
            ("text", "共 {{ evidence_count }} 件，详见证据清单。"),
            ("plain", "　　此致"),
            ("plain", gap("mediation_body")),
            ("sign", "申请人（签名、按指印）"),
            (
                "note",
                "口头申请的，由调解组织当场记下申请人情况、争议事项、理由和时间，念给申请人听过后签名。"
                "（劳动争议调解仲裁法第十二条）",
            ),
        ),
    ),
    "mediation_record": (
        "调解笔录",
        (
            block(
                "基本情况",
                "时间=record_times",
                "地点=record_place",
                "调解组织=mediation_body",
                "调解员=mediator_name",
                "记录人=record_taker",
                "其他到场的人=others_present",
            ),
            block("劳动者", "姓名=worker_name", "证件号码=worker_id_number", "代理人=agent_name agent_unit"),
            block("用人单位", "名称=employer_name", "负责人或者代理人=employer_principal employer_contact"),
            ("heading", "一、告知"),
            (
                "text",
                "调解员告知双方：调解自愿，不收费；任何一方可以随时要求停止调解；调解中的让步，以后仲裁、诉讼时不能"
                "当作对自己不利的证据；说的话如实记录。双方对调解员是否申请回避：＿＿＿＿＿＿。",
            ),
            ("heading", "二、双方陈述"),
            ("text", gap("record_statements")),
            ("heading", "三、调解情况和结果"),
            ("text", gap("record_result")),
            ("heading", "四、核对"),
            (
                "text",
                "以上笔录共＿＿页，已经念给双方听，也交双方看过。与我说的：□一致　□以下几处请更正："
                "＿＿＿＿＿＿＿＿＿＿＿＿。",
            ),
            ("sign", WORKER_SIGNS, EMPLOYER_SIGNS, "调解员（签名）", "记录人（签名）"),
            ("note", "每一页都要签名或者按指印；有改动的地方，改动处也要按指印。"),
        ),
    ),
    "mediation_agreement": (
        "劳动争议调解协议书",
        (
            ("plain", "编号：{{ agreement_number }}"),
            block("甲方（劳动者）", *WORKER),
            block("乙方（用人单位）", *EMPLOYER),
            (
                "text",
                "经 {{ mediation_body }} 调解员 {{ mediator_name }} 主持调解，甲乙双方自愿达成协议如下：",
            ),
            ("heading", "一、争议事项"),
            ("text", gap("agreement_matters")),
            ("heading", "二、协议内容"),
            TERM_ROWS,
            ("text", "合计 {{ agreement_total }} 元。收款人：{{ payee }}；收款账户：{{ payee_account }}。"),
            ("heading", "三、劳动关系"),
            ("text", "劳动关系解除或者终止的日期：{{ end_date }}；原因：{{ end_reason }}。"),
            ("heading", "四、社会保险"),
            ("text", gap("insurance_clause")),
            ("heading", "五、逾期不履行怎么办"),
            ("text", gap("default_clause")),
            ("heading", "六、履行以后"),
            ("text", gap("mutual_release")),
            ("heading", "七、生效和后续"),
            (
                "text",
                "本协议由双方签名或者盖章，经调解员签名并加盖调解组织印章后生效，对双方具有约束力。生效之日起十五日内，"
                "双方可以共同向仲裁委员会申请审查；生效之日起三十日内，双方可以共同向人民法院申请司法确认。"
                "两条路只能选一条。",
            ),
            ("text", "本协议一式 {{ copies }} 份，双方和调解组织各执一份。"),
            ("text", "以上内容双方已经看过，调解员也念给双方听过，没有异议。"),
            ("sign", WORKER_SIGNS, EMPLOYER_SIGNS, "调解员（签名）", "调解组织（盖章）"),
        ),
    ),
    "mediation_feedback": (
        "委托调解反馈函",
        (
            ("plain", "{{ entrusted_by }}："),
            (
                "text",
                "贵单位 {{ entrusted_date }} 以 {{ entrusted_number }} 委托我们调解的 {{ worker_name }} 与"
                " {{ employer_name }} {{ dispute_kind }}争议，我们于 {{ received_date }} 收到，现将结果反馈如下：",
            ),
            ("heading", "一、调解结果"),
            ("text", gap("mediation_result")),
            ("heading", "二、分歧和困难"),
            ("text", gap("mediation_issues")),
            ("heading", "三、双方没有争议的事实"),
            (
                "text",
                "双方书面确认没有争议的事实：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿。当事人为达成协议作的让步不在此列。",
            ),
            ("heading", "四、随函材料"),
            ("text", "□调解协议书　□调解笔录　□证据 {{ evidence_count }} 件　□送达地址确认书　□其他：＿＿＿＿＿＿"),
            ("sign", "调解员 {{ mediator_name }}（签名）", "{{ mediation_body }}（盖章）"),
        ),
    ),
    "judicial_confirmation": (
        "司法确认申请书",
        (
            block("申请人", *WORKER),
            block("申请人", *EMPLOYER),
            block("送达", *SERVICE),
            ("heading", "一、请求事项"),
            (
                "text",
                "请求确认双方于 {{ agreement_date }} 在 {{ mediation_body }} 主持下达成的调解协议"
                "（编号：{{ agreement_number }}，{{ effective_date }} 生效）有效。",
            ),
            ("heading", "二、协议内容"),
            TERM_ROWS,
            ("heading", "三、事实和理由"),
            ("text", gap("agreement_matters")),
            ("heading", "四、承诺"),
            (
                "text",
                "双方出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因为协议内容给他人造成损害，"
                "愿意承担相应责任。（关于人民调解协议司法确认程序的若干规定第四条）",
            ),
            ("heading", "五、附件"),
            ("text", "调解协议书；调解组织主持调解的证明；双方身份证明；送达地址和电话；与协议有关的财产权利证明。"),
            ("plain", "　　此致"),
            ("plain", gap("court_name")),
            ("sign", WORKER_SIGNS, EMPLOYER_SIGNS),
        ),
    ),
    "arbitration_review": (
        "调解协议仲裁审查申请书",
        (
            block("申请人", *WORKER),
            block("申请人", *EMPLOYER),
            ("heading", "一、请求事项"),
            (
                "text",
                "请求审查双方于 {{ agreement_date }} 在 {{ mediation_body }} 主持下达成的调解协议"
                "（编号：{{ agreement_number }}，{{ effective_date }} 生效），并制作仲裁调解书。",
            ),
            ("heading", "二、协议内容"),
            TERM_ROWS,
            ("heading", "三、争议经过"),
            ("text", gap("agreement_matters")),
            ("heading", "四、说明"),
            (
                "text",
                "协议是双方真实意思，不违反法律、行政法规的强制性规定，不损害公共利益和第三人利益；没有就同一协议"
                "申请过司法确认。",
            ),
            ("heading", "五、附件"),
            ("text", "调解协议书；双方身份证明；与协议有关的证据 {{ evidence_count }} 件。"),
            ("plain", "　　此致"),
            ("plain", gap("commission_name")),
            ("sign", WORKER_SIGNS, EMPLOYER_SIGNS),
        ),
    ),
}
