"""What a congress decides on: the catalogue of matters, and how each must be voted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class Power(StrEnum):
    """Which of its powers the congress exercises (审议建议、审议通过、审查监督、民主选举、民主评议)."""

    HEAR = "hear"
    PASS = "pass"  # noqa: S105 - a power of the congress
    SUPERVISE = "supervise"
    ELECT = "elect"
    APPRAISE = "appraise"


class Method(StrEnum):
    """How a matter is voted, from the most open to the most secret."""

    NONE = "none"
    HANDS = "hands"
    NAMED = "named"
    SECRET = "secret"  # noqa: S105 - a way of voting


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of matter. `family` is the family of rules that says its quorum and majority."""

    key: str
    title: Sentence
    power: Power
    is_important: bool = False
    is_reserved: bool = False  # nobody else may decide it, not even a joint meeting between sessions
    family: str = "congress"

    @property
    def is_voted(self) -> bool:
        return self.power not in (Power.HEAR, Power.SUPERVISE)


def _contract(key: str, title: Sentence) -> Matter:
    return Matter(key, title, Power.PASS, is_important=True, is_reserved=True, family="congress.contract")


_ALL = (
    Matter("report", say("听取工作报告"), Power.HEAR),
    Matter("plan", say("发展规划和重要决策"), Power.HEAR),
    Matter("restructuring", say("改制、合并、搬迁、停产等重大问题"), Power.HEAR, is_important=True),
    Matter("rules", say("涉及职工切身利益的规章制度"), Power.HEAR, is_important=True),
    _contract("collective_contract", say("集体合同草案")),
    _contract("wage_agreement", say("工资专项集体合同草案")),
    _contract("safety", say("劳动安全卫生专项集体合同草案")),
    _contract("women", say("女职工权益保护专项集体合同草案")),
    Matter("pay_system", say("薪酬、福利、用工和培训制度"), Power.PASS, is_important=True, is_reserved=True),
    Matter("layoffs_plan", say("职工安置方案"), Power.PASS, is_important=True, is_reserved=True),
    Matter("welfare", say("职工福利基金使用和生活福利"), Power.PASS, is_important=True, is_reserved=True),
    Matter("resolution", say("大会决议"), Power.PASS),
    Matter("election_method", say("选举办法"), Power.PASS),
    Matter("congress_rules", say("职工代表大会实施办法"), Power.PASS),
    Matter("ratify", say("确认联席会议处理的事项"), Power.PASS),
    Matter("proposals_report", say("提案办理情况"), Power.SUPERVISE),
    Matter("resolutions_report", say("上次决议落实情况"), Power.SUPERVISE),
    Matter("contract_report", say("集体合同履行情况"), Power.SUPERVISE),
    Matter("welfare_report", say("社会保险、安全卫生和培训经费情况"), Power.SUPERVISE),
    Matter("elect_director", say("选举职工董事"), Power.ELECT, is_important=True, is_reserved=True),
    Matter("elect_supervisor", say("选举职工监事"), Power.ELECT, is_important=True, is_reserved=True),
    Matter("elect_bargainers", say("选举协商代表"), Power.ELECT, is_important=True, is_reserved=True),
    Matter("elect_committee", say("选举专门委员会（小组）成员"), Power.ELECT),
    Matter("elect_presidium", say("选举主席团"), Power.ELECT),
    Matter("elect_scrutineers", say("推选监票人"), Power.ELECT),
    Matter("recall_director", say("罢免职工董事、职工监事"), Power.ELECT, is_important=True, is_reserved=True),
    Matter("appraisal", say("民主评议管理人员"), Power.APPRAISE, is_important=True, is_reserved=True),
    Matter("other", say("其他事项"), Power.PASS),
)
MATTERS: dict[str, Matter] = {matter.key: matter for matter in _ALL}
# Settled at the preparatory meeting or by procedure; by our reading not the elections that the law wants secret.
PROCEDURE = frozenset({"elect_presidium", "elect_scrutineers", "election_method", "ratify", "resolution"})


def owes_secret(matter: Matter, secret_for: str) -> bool:
    """Whether the rule of the place wants this matter voted in secret, item by item.

    `secret_for` is the pack's list: important, pass, elect, appraise.
    """
    named = set(secret_for.split())
    if not matter.is_voted:
        return False
    if matter.is_important and "important" in named:
        return True
    if matter.power is Power.APPRAISE or (matter.power is Power.ELECT and matter.key not in PROCEDURE):
        return True  # by the rule where it says so, elsewhere our advice, which the office may not soften
    if matter.power is Power.ELECT:
        return "elect" in named
    return matter.key not in PROCEDURE and "pass" in named
