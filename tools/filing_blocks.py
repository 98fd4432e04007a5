"""What returns on the Word forms of a dispute: the blocks of persons, the tables, the places to sign."""

from __future__ import annotations

from typing import Any

Line = tuple[Any, ...]


def gap(name: str) -> str:
    return "{{ " + name + " }}"


def block(title: str, *pairs: str) -> Line:
    """A block from "name=gap gap" words."""
    made = []
    for pair in pairs:
        name, _, gaps = pair.partition("=")
        made.append((name, "　".join(gap(one) for one in gaps.split())))
    return ("facts", title, *made)


WORKER = (
    "姓名、性别=worker_name worker_sex",
    "出生日期、民族=worker_birth worker_ethnic",
    "证件号码=worker_id_kind worker_id_number",
    "电话=worker_phone",
    "户籍地址=worker_registered_address",
    "经常居住地=worker_home",
)
EMPLOYER = (
    "名称=employer_name",
    "住所地=employer_domicile",
    "统一社会信用代码=employer_uscc",
    "法定代表人=employer_principal employer_principal_post",
    "电话、联系人=employer_phone employer_contact",
)
AGENT = ("姓名、单位=agent_name agent_unit", "职务、电话=agent_post agent_phone")
SERVICE = (
    "送达地址=service_address",
    "收件人、电话=service_addressee service_phone",
    "电子送达=service_electronic service_channel",
)
CLAIM_ROWS: Line = (
    "rows",
    "claims",
    (("序号", "number", 14), ("请求事项", "title", 46), ("金额（元）", "amount", 30), ("计算方式", "formula", 70)),
    "合计：{{ claims_total }} 元（大写：{{ claims_total_words }}）",
)
EVIDENCE_ROWS: Line = (
    "rows",
    "evidence",
    (
        ("编号", "number", 14),
        ("名称", "name", 38),
        ("种类", "kind", 20),
        ("原件", "original", 14),
        ("证明什么", "proves", 42),
        ("来源", "source", 20),
        ("页数", "pages", 12),
    ),
)
TERM_ROWS: Line = (
    "rows",
    "terms",
    (
        ("序号", "number", 14),
        ("内容", "content", 60),
        ("金额（元）", "amount", 28),
        ("履行期限", "due", 34),
        ("履行方式", "manner", 24),
    ),
)
WORKER_SIGNS, EMPLOYER_SIGNS = "劳动者（签名、按指印）", "用人单位（盖章）及负责人或者代理人（签名）"
