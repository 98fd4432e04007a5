"""Every gap that a document may have: one list, so that no document asks again for what another one knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say


class Source(StrEnum):
    """Where the words come from."""

    PERSON = "person"  # the worker, as the dossier knows them
    EMPLOYER = "employer"
    HOUSE = "house"  # who handles it, dossier number, bodies, days
    FACTS = "facts"  # the answers of the interview, by the court's own elements
    CLAIMS = "claims"
    EVIDENCE = "evidence"
    HERE = "here"  # written while the document is prepared; kept for the next document of the dossier


class Shape(StrEnum):
    LINE = "line"
    TEXT = "text"  # several paragraphs
    ROWS = "rows"  # a table: each row has the columns
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Field:
    """One gap: how templates call it, how people call it, where its words come from."""

    key: str
    label: Sentence
    source: Source
    shape: Shape = Shape.LINE
    columns: tuple[str, ...] = ()


def _lines(source: Source, shape: Shape = Shape.LINE, /, **labels: str) -> tuple[Field, ...]:
    return tuple(Field(key, say(label), source, shape) for key, label in labels.items())


PERSON = _lines(
    Source.PERSON,
    worker_name="劳动者姓名",
    worker_sex="性别",
    worker_birth="出生日期",
    worker_ethnic="民族",
    worker_post="岗位",
    worker_phone="劳动者电话",
    worker_registered_address="户籍地址",
    worker_home="经常居住地",
    worker_id_kind="证件类型",
    worker_id_number="证件号码",
)
EMPLOYER = _lines(
    Source.EMPLOYER,
    employer_name="用人单位名称",
    employer_domicile="用人单位住所地",
    employer_registered_at="注册地",
    employer_principal="法定代表人或主要负责人",
    employer_principal_post="负责人职务",
    employer_phone="用人单位电话",
    employer_uscc="统一社会信用代码",
    employer_body_kind="单位类型",
    employer_ownership="所有制性质",
    employer_contact="用人单位联系人",
)
HOUSE = _lines(
    Source.HOUSE,
    union_name="经办工会",
    mediation_body="调解组织",
    mediator_name="调解员",
    case_number="案件编号",
    received_date="申请收到日期",
    commission_name="仲裁委员会",
    court_name="法院",
    dispute_kind="争议类型",
    head_count="涉及人数",
)
FACTS = (
    *_lines(
        Source.FACTS,
        service_address="送达地址",
        service_addressee="收件人",
        service_phone="收件电话",
        service_electronic="是否接受电子送达",
        service_channel="电子送达方式",
        agent_name="代理人姓名",
        agent_unit="代理人单位",
        agent_post="代理人职务",
        agent_phone="代理人电话",
        dispute_date="争议发生日期",
        contract_signed="是否签订劳动合同",
        contract_parties="合同签订主体",
        contract_date="合同签订时间",
        contract_place="合同签订地点",
        contract_name="合同名称",
        contract_term="合同期限",
        job_start="入职时间",
        job_post="工作岗位",
        job_place="工作地点",
        pay_agreed="约定的工资",
        pay_actual="实际发放的工资",
        pay_make_up="工资构成",
        insurance_since="参加社会保险的时间和险种",
        overtime_facts="加班情况",
        overtime_pay="加班费计发情况",
        leave_facts="年休假情况",
        end_date="劳动关系解除或终止的日期",
        end_reason="解除或终止的原因",
        end_sums="已付的补偿、赔偿",
        injury_date="工伤发生时间",
        injury_recognised="工伤认定情况",
        injury_grade="伤残等级",
        injury_cost="工伤费用",
        is_migrant="是否农民工",
        arbitration_number="仲裁文书编号",
        arbitration_applied="申请仲裁的时间",
        arbitration_requests="仲裁请求",
        arbitration_result="仲裁结果",
        arbitration_received="收到仲裁文书的时间",
        preservation="是否已经诉前保全",
        knows_mediation="是否了解调解",
        would_mediate="是否愿意先行调解",
        witnesses="证人姓名和住所",
    ),
    *_lines(
        Source.FACTS,
        Shape.TEXT,
        facts="事实经过",
        reasons="理由",
        legal_basis="法律依据",
        earlier_steps="此前的处理经过",
        other_facts="其他需要说明的事实",
    ),
)
CLAIMS = (
    Field("claims", say("请求事项"), Source.CLAIMS, Shape.ROWS, ("number", "title", "amount", "formula", "cite")),
    Field("claim_boxes", say("请求事项勾选表"), Source.CLAIMS, Shape.ROWS, ("mark", "title", "asked", "detail")),
    *_lines(Source.CLAIMS, claims_total="请求总额", claims_total_words="请求总额大写"),
)
EVIDENCE = (
    Field(
        "evidence",
        say("证据清单"),
        Source.EVIDENCE,
        Shape.ROWS,
        ("number", "name", "kind", "original", "proves", "pages", "source", "sha256", "stamp"),
    ),
    *_lines(Source.EVIDENCE, evidence_count="证据件数"),
)
HERE = (
    *_lines(
        Source.HERE,
        agent_powers="代理权限",
        agent_term="代理期限",
        agreement_number="协议书编号",
        default_clause="逾期怎么办",
        insurance_clause="社会保险怎么办",
        mutual_release="履行后是否再无争议",
        agreement_total="协议总额",
        copies="份数",
        record_place="调解地点",
        record_times="调解起止时间",
        record_taker="记录人",
        others_present="其他到场的人",
        payee="收款人",
        payee_account="收款账户",
        debt_sum="到期未付的金额",
        demand_until="限期付款的日期",
        demand_posted="邮寄单号",
        entrusted_by="委托单位",
        entrusted_number="委托函编号",
        entrusted_date="委托日期",
        mediation_result="调解结果",
        withdrawn_from="向谁撤回",
        withdrawn_matter="撤回哪件申请",
        aid_body="法律援助机构",
        urgent_deadline="就要到的期限",
        urgent_day="期限最后一日",
        title_name="生效文书名称",
        title_number="生效文书文号",
        performed="已经履行的",
        unperformed="没有履行的",
        delay_interest="迟延履行利息",
    ),
    *_lines(
        Source.HERE, Shape.DAY, effective_date="生效日期", agreement_date="协议签订日期", title_date="文书生效日期"
    ),
    *_lines(
        Source.HERE,
        Shape.TEXT,
        agreement_matters="争议事项",
        record_statements="双方陈述",
        record_result="调解情况和结果",
        mediation_issues="分歧和困难",
        withdrawn_reason="撤回理由",
        property_clues="财产线索",
    ),
    Field("terms", say("协议内容"), Source.HERE, Shape.ROWS, ("number", "content", "amount", "due", "manner")),
)

FIELDS: Mapping[str, Field] = MappingProxyType(
    {field.key: field for field in (*PERSON, *EMPLOYER, *HOUSE, *FACTS, *CLAIMS, *EVIDENCE, *HERE)}
)

# words that a template may also use in sentences of its own: never blank, made by the house
ALWAYS: Mapping[str, Sentence] = MappingProxyType(
    {
        "made_date": say("制作日期"),
        "document_number": say("文书序号"),
        "sample_mark": say("样本标记"),
        "respondent_copies": say("副本份数"),
    }
)
