"""The Word forms of arbitration, court and the letters around them, line by line."""

from __future__ import annotations

from filing_blocks import (
    AGENT,
    CLAIM_ROWS,
    EMPLOYER,
    EVIDENCE_ROWS,
    SERVICE,
    TERM_ROWS,
    WORKER,
    Line,
    block,
    gap,
)

COURT: dict[str, tuple[str, tuple[Line, ...]]] = {
    "arbitration_application": (
        "劳动人事争议仲裁申请书",
        (
            block("申请人", *WORKER, "岗位=worker_post"),
            block("代理人", *AGENT),
            block("被申请人", *EMPLOYER, "工作地点=job_place"),
            block("送达", *SERVICE),
            ("heading", "一、仲裁请求"),
            CLAIM_ROWS,
            ("heading", "二、事实和理由"),
            (
                "text",
                "申请人 {{ job_start }} 入职，岗位 {{ job_post }}；书面劳动合同：{{ contract_signed }}。"
                "约定工资：{{ pay_agreed }}；"
                "实际发放：{{ pay_actual }}。劳动关系解除或者终止：{{ end_date }}，{{ end_reason }}。",
            ),
            ("text", gap("facts")),
            ("text", gap("reasons")),
            ("heading", "三、此前的处理经过"),
            ("text", gap("earlier_steps")),
            ("heading", "四、证据和证据来源、证人"),
            EVIDENCE_ROWS,
            ("text", "证人姓名和住所：{{ witnesses }}"),
            ("plain", "　　此致"),
            ("plain", gap("commission_name")),
            ("plain", "附：申请书副本 {{ respondent_copies }} 份；证据 {{ evidence_count }} 件；身份证明复印件。"),
            ("sign", "申请人（签名、按指印）"),
        ),
    ),
    "evidence_list": (
        "证据清单",
        (
            ("plain", "案由：{{ dispute_kind }}争议　　当事人：{{ worker_name }} 与 {{ employer_name }}"),
            EVIDENCE_ROWS,
            ("note", "同一事实的证据编在一起，先事实、后程序、再法律依据。“原件”一栏写“是”的，请当面核对后退还原件。"),
            ("sign", "提交人（签名）", "接收人（签名）"),
        ),
    ),
    "power_of_attorney": (
        "授权委托书",
        (
            block("委托人", *WORKER),
            block("受托人", *AGENT),
            (
                "text",
                "委托人与 {{ employer_name }} {{ dispute_kind }}争议一案，委托上列受托人作为委托人的代理人。"
                "受理单位：{{ commission_name }}。",
            ),
            ("heading", "一、代理权限"),
            ("text", gap("agent_powers")),
            (
                "text",
                "□一般代理：代为陈述、提交材料、参加调解和庭审、签收文书。",
            ),
            (
                "text",
                "□特别授权，包括：□承认请求　□放弃请求　□变更请求　□和解、接受调解　□提起反请求或者反诉　□上诉　"
                "□代收款项。没有打勾的不在授权之内。",
            ),
            ("heading", "二、代理期限"),
            ("text", gap("agent_term")),
            ("note", "工会工作人员代理的，附工会的推荐函和身份证明；律师代理的，附律师所函和执业证复印件。"),
            ("sign", "委托人（签名、按指印）", "受托人（签名）"),
        ),
    ),
    "complaint": (
        "民事起诉状（劳动争议纠纷）",
        (
            (
                "note",
                "按法院要素式样填写。不清楚的写“不清楚”，没有的写“无”；一页写不下可以加页。故意作虚假陈述要承担法律责任。",
            ),
            block("原告", *WORKER, "工作单位、岗位=employer_name worker_post"),
            block("委托代理人", *AGENT, "代理权限=agent_powers"),
            block("送达", *SERVICE),
            block(
                "被告",
                *EMPLOYER,
                "注册地=employer_registered_at",
                "类型、所有制=employer_body_kind employer_ownership",
            ),
            ("heading", "诉讼请求和依据"),
            (
                "rows",
                "claim_boxes",
                (("请求", "title", 50), ("有无", "asked", 32), ("具体内容、金额和计算方式", "detail", 78)),
                "诉请总额：{{ claims_total }} 元（大写：{{ claims_total_words }}）",
            ),
            block("诉前保全", "是否已经申请=preservation"),
            ("heading", "事实和理由"),
            block(
                "合同签订",
                "是否签订=contract_signed",
                "主体=contract_parties",
                "时间、地点=contract_date contract_place",
                "名称、期限=contract_name contract_term",
            ),
            block(
                "合同履行",
                "入职时间=job_start",
                "岗位、地点=job_post job_place",
                "约定工资=pay_agreed",
                "实发工资=pay_actual",
                "工资构成=pay_make_up",
                "社会保险=insurance_since",
                "加班=overtime_facts",
                "加班费=overtime_pay",
                "年休假=leave_facts",
            ),
            block("解除终止", "日期=end_date", "原因=end_reason", "已付的钱=end_sums"),
            block(
                "工伤",
                "发生时间=injury_date",
                "认定情况=injury_recognised",
                "伤残等级=injury_grade",
                "费用=injury_cost",
            ),
            block(
                "劳动仲裁",
                "申请时间=arbitration_applied",
                "请求=arbitration_requests",
                "文书编号=arbitration_number",
                "结果=arbitration_result",
                "收到文书=arbitration_received",
            ),
            block(
                "其他",
                "是否农民工=is_migrant",
                "需要说明的=other_facts",
                "法律依据=legal_basis",
                "证据=evidence_count",
            ),
            ("text", gap("facts")),
            ("heading", "对纠纷解决方式的意愿"),
            block("调解", "是否了解调解=knows_mediation", "是否愿意先行调解=would_mediate"),
            ("plain", "　　此致"),
            ("plain", gap("court_name")),
            ("sign", "具状人（签名、按指印）"),
        ),
    ),
    "payment_order": (
        "支付令申请书",
        (
            block("申请人（债权人）", *WORKER),
            block("被申请人（债务人）", *EMPLOYER),
            ("heading", "一、请求事项"),
            ("text", "请求向被申请人发出支付令，责令其向申请人给付 {{ debt_sum }} 元。"),
            ("heading", "二、事实和证据"),
            (
                "text",
                "双方于 {{ agreement_date }} 在 {{ mediation_body }} 主持下达成调解协议（编号：{{ agreement_number }}，"
                "{{ effective_date }} 生效），约定内容如下，期限已到，被申请人没有履行：",
            ),
            TERM_ROWS,
            ("text", gap("agreement_matters")),
            ("heading", "三、说明"),
            (
                "text",
                "申请人与被申请人没有其他债务纠纷，支付令能够送达被申请人；给付的金额确定并已到期。"
                "（民事诉讼法第二百二十五条；劳动争议调解仲裁法第十六条）",
            ),
            ("plain", "　　此致"),
            ("plain", gap("court_name")),
            ("plain", "附：调解协议书；证据 {{ evidence_count }} 件；身份证明复印件。"),
            ("sign", "申请人（签名、按指印）"),
        ),
    ),
    "enforcement": (
        "强制执行申请书",
        (
            block("申请执行人", *WORKER),
            block("被执行人", *EMPLOYER),
            ("heading", "一、执行依据"),
            ("text", "{{ title_name }}，文号：{{ title_number }}，{{ title_date }} 生效。"),
            ("heading", "二、请求事项"),
            ("text", "强制执行没有履行的内容：{{ unperformed }}；迟延履行期间的利息：{{ delay_interest }}。"),
            ("heading", "三、履行情况"),
            ("text", "已经履行：{{ performed }}。"),
            ("heading", "四、财产线索"),
            ("text", gap("property_clues")),
            ("heading", "五、收款账户"),
            ("text", "收款人：{{ payee }}；账户：{{ payee_account }}。"),
            ("plain", "　　此致"),
            ("plain", gap("court_name")),
            ("plain", "附：生效文书；身份证明复印件；证据 {{ evidence_count }} 件。"),
            ("sign", "申请执行人（签名、按指印）"),
        ),
    ),
    "demand": (
        "催告函",
        (
            ("plain", "{{ employer_name }}："),
            (
                "text",
                "本人 {{ worker_name }}，{{ job_start }} 入职贵单位，岗位 {{ job_post }}。贵单位至今没有履行下列义务：",
            ),
            CLAIM_ROWS,
            ("text", gap("facts")),
            (
                "text",
                "请于 {{ demand_until }} 前付清，或者书面答复。付款账户：{{ payee }}，{{ payee_account }}。"
                "逾期本人将依法申请调解、仲裁。",
            ),
            (
                "text",
                "本函是劳动争议调解仲裁法第二十七条第二款所说的向对方当事人主张权利，自送达时起仲裁时效中断。",
            ),
            ("plain", "联系电话：{{ worker_phone }}　　地址：{{ service_address }}"),
            ("plain", "邮寄单号：{{ demand_posted }}"),
            ("sign", "{{ worker_name }}（签名、按指印）"),
            ("note", "用邮政特快专递寄到单位住所地，内件写明“催告函”，面单、签收记录和本函复印件一起存入案卷。"),
        ),
    ),
    "withdrawal": (
        "撤回申请书",
        (
            block("申请人", "姓名=worker_name", "证件号码=worker_id_number", "电话=worker_phone"),
            block("对方", "名称=employer_name"),
            ("heading", "一、请求事项"),
            ("text", "申请撤回：{{ withdrawn_matter }}。"),
            ("heading", "二、理由"),
            ("text", gap("withdrawn_reason")),
            ("heading", "三、本人知道"),
            (
                "text",
                "撤回是本人自愿，没有受到强迫。经办人已经告诉本人：撤回以后其他期限照样在走，能不能再次提出、最晚哪一天提出，"
                "以期限单为准。",
            ),
            ("plain", "　　此致"),
            ("plain", gap("withdrawn_from")),
            ("sign", "申请人（签名、按指印）"),
        ),
    ),
    "urgent_aid": (
        "关于先行提供法律援助的函",
        (
            ("plain", "{{ aid_body }}："),
            (
                "text",
                "职工 {{ worker_name }} 与 {{ employer_name }} {{ dispute_kind }}争议一案（编号 {{ case_number }}），"
                "{{ urgent_deadline }} 最后一日为 {{ urgent_day }}，距期限届满不足七日，需要及时提起诉讼或者申请仲裁。",
            ),
            (
                "text",
                "根据法律援助法第四十四条第一项，请贵机构先行提供法律援助；身份、经济困难情况等材料随后补交。",
            ),
            ("heading", "请求事项"),
            CLAIM_ROWS,
            ("heading", "联系方式"),
            ("text", "职工电话：{{ worker_phone }}；经办工会：{{ union_name }}，经办人 {{ mediator_name }}。"),
            ("plain", "附：案情摘要、期限单、证据 {{ evidence_count }} 件。"),
            ("sign", "经办人 {{ mediator_name }}（签名）", "{{ union_name }}（盖章）"),
        ),
    ),
}
