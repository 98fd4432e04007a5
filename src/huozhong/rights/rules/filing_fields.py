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


def _lines(source: Source, shape: Shape = Shape.LINE, /, **labels: Sentence) -> tuple[Field, ...]:
    return tuple(Field(key, label, source, shape) for key, label in labels.items())


PERSON = _lines(
    Source.PERSON,
    worker_name=say("劳动者姓名"),
    worker_sex=say("性别"),
    worker_birth=say("出生日期"),
    worker_ethnic=say("民族"),
    worker_post=say("岗位"),
    worker_phone=say("劳动者电话"),
    worker_registered_address=say("户籍地址"),
    worker_home=say("经常居住地"),
    worker_id_kind=say("证件类型"),
    worker_id_number=say("证件号码"),
)
EMPLOYER = _lines(
    Source.EMPLOYER,
    employer_name=say("用人单位名称"),
    employer_domicile=say("用人单位住所地"),
    employer_registered_at=say("注册地"),
    employer_principal=say("法定代表人或主要负责人"),
    employer_principal_post=say("负责人职务"),
    employer_phone=say("用人单位电话"),
    employer_uscc=say("统一社会信用代码"),
    employer_body_kind=say("单位类型"),
    employer_ownership=say("所有制性质"),
    employer_contact=say("用人单位联系人"),
)
HOUSE = _lines(
    Source.HOUSE,
    union_name=say("经办工会"),
    mediation_body=say("调解组织"),
    mediator_name=say("调解员"),
    case_number=say("案件编号"),
    received_date=say("申请收到日期"),
    commission_name=say("仲裁委员会"),
    court_name=say("法院"),
    dispute_kind=say("争议类型"),
    head_count=say("涉及人数"),
)
FACTS = (
    *_lines(
        Source.FACTS,
        service_address=say("送达地址"),
        service_addressee=say("收件人"),
        service_phone=say("收件电话"),
        service_electronic=say("是否接受电子送达"),
        service_channel=say("电子送达方式"),
        agent_name=say("代理人姓名"),
        agent_unit=say("代理人单位"),
        agent_post=say("代理人职务"),
        agent_phone=say("代理人电话"),
        dispute_date=say("争议发生日期"),
        contract_signed=say("是否签订劳动合同"),
        contract_parties=say("合同签订主体"),
        contract_date=say("合同签订时间"),
        contract_place=say("合同签订地点"),
        contract_name=say("合同名称"),
        contract_term=say("合同期限"),
        job_start=say("入职时间"),
        job_post=say("工作岗位"),
        job_place=say("工作地点"),
        pay_agreed=say("约定的工资"),
        pay_actual=say("实际发放的工资"),
        pay_make_up=say("工资构成"),
        insurance_since=say("参加社会保险的时间和险种"),
        overtime_facts=say("加班情况"),
        overtime_pay=say("加班费计发情况"),
        leave_facts=say("年休假情况"),
        end_date=say("劳动关系解除或终止的日期"),
        end_reason=say("解除或终止的原因"),
        end_sums=say("已付的补偿、赔偿"),
        injury_date=say("工伤发生时间"),
        injury_recognised=say("工伤认定情况"),
        injury_grade=say("伤残等级"),
        injury_cost=say("工伤费用"),
        is_migrant=say("是否农民工"),
        arbitration_number=say("仲裁文书编号"),
        arbitration_applied=say("申请仲裁的时间"),
        arbitration_requests=say("仲裁请求"),
        arbitration_result=say("仲裁结果"),
        arbitration_received=say("收到仲裁文书的时间"),
        preservation=say("是否已经诉前保全"),
        knows_mediation=say("是否了解调解"),
        would_mediate=say("是否愿意先行调解"),
        witnesses=say("证人姓名和住所"),
    ),
    *_lines(
        Source.FACTS,
        Shape.TEXT,
        facts=say("事实经过"),
        reasons=say("理由"),
        legal_basis=say("法律依据"),
        earlier_steps=say("此前的处理经过"),
        other_facts=say("其他需要说明的事实"),
    ),
)
CLAIMS = (
    Field("claims", say("请求事项"), Source.CLAIMS, Shape.ROWS, ("number", "title", "amount", "formula", "cite")),
    Field("claim_boxes", say("请求事项勾选表"), Source.CLAIMS, Shape.ROWS, ("mark", "title", "asked", "detail")),
    *_lines(Source.CLAIMS, claims_total=say("请求总额"), claims_total_words=say("请求总额大写")),
)
EVIDENCE = (
    Field(
        "evidence",
        say("证据清单"),
        Source.EVIDENCE,
        Shape.ROWS,
        ("number", "name", "kind", "original", "proves", "pages", "source", "sha256", "stamp"),
    ),
    *_lines(Source.EVIDENCE, evidence_count=say("证据件数")),
)
HERE = (
    *_lines(
        Source.HERE,
        agent_powers=say("代理权限"),
        agent_term=say("代理期限"),
        agreement_number=say("协议书编号"),
        default_clause=say("逾期怎么办"),
        insurance_clause=say("社会保险怎么办"),
        mutual_release=say("履行后是否再无争议"),
        agreement_total=say("协议总额"),
        copies=say("份数"),
        record_place=say("调解地点"),
        record_times=say("调解起止时间"),
        record_taker=say("记录人"),
        others_present=say("其他到场的人"),
        payee=say("收款人"),
        payee_account=say("收款账户"),
        debt_sum=say("到期未付的金额"),
        demand_until=say("限期付款的日期"),
        demand_posted=say("邮寄单号"),
        entrusted_by=say("委托单位"),
        entrusted_number=say("委托函编号"),
        entrusted_date=say("委托日期"),
        mediation_result=say("调解结果"),
        withdrawn_from=say("向谁撤回"),
        withdrawn_matter=say("撤回哪件申请"),
        aid_body=say("法律援助机构"),
        urgent_deadline=say("就要到的期限"),
        urgent_day=say("期限最后一日"),
        title_name=say("生效文书名称"),
        title_number=say("生效文书文号"),
        performed=say("已经履行的"),
        unperformed=say("没有履行的"),
        delay_interest=say("迟延履行利息"),
    ),
    *_lines(
        Source.HERE,
        Shape.DAY,
        effective_date=say("生效日期"),
        agreement_date=say("协议签订日期"),
        title_date=say("文书生效日期"),
    ),
    *_lines(
        Source.HERE,
        Shape.TEXT,
        agreement_matters=say("争议事项"),
        record_statements=say("双方陈述"),
        record_result=say("调解情况和结果"),
        mediation_issues=say("分歧和困难"),
        withdrawn_reason=say("撤回理由"),
        property_clues=say("财产线索"),
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
