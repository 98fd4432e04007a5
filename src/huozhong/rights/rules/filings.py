"""The documents of a dispute: which there are, what each needs, who signs, and what must be on paper to be in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.filing_fields import ALWAYS, FIELDS, Field, Shape, Source


class FilingKind(StrEnum):
    """Word documents that a person may edit and file."""

    MEDIATION_APPLICATION = "mediation_application"
    MEDIATION_RECORD = "mediation_record"
    MEDIATION_AGREEMENT = "mediation_agreement"
    MEDIATION_FEEDBACK = "mediation_feedback"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    ARBITRATION_REVIEW = "arbitration_review"
    ARBITRATION_APPLICATION = "arbitration_application"
    EVIDENCE_LIST = "evidence_list"
    POWER_OF_ATTORNEY = "power_of_attorney"
    COMPLAINT = "complaint"
    PAYMENT_ORDER = "payment_order"
    ENFORCEMENT = "enforcement"
    DEMAND = "demand"
    WITHDRAWAL = "withdrawal"
    URGENT_AID = "urgent_aid"


class Signer(StrEnum):
    """Whose hand must stand on the paper original."""

    WORKER = "worker"
    EMPLOYER = "employer"
    MEDIATOR = "mediator"
    RECORDER = "recorder"
    AGENT = "agent"
    SEAL = "seal"  # the seal of the mediation body


SIGNER_WORDS: Mapping[Signer, Sentence] = MappingProxyType(
    {
        Signer.WORKER: say("劳动者签名或者按指印"),
        Signer.EMPLOYER: say("用人单位盖章或者负责人签名"),
        Signer.MEDIATOR: say("调解员签名"),
        Signer.RECORDER: say("记录人签名"),
        Signer.AGENT: say("代理人签名"),
        Signer.SEAL: say("调解组织盖章"),
    }
)


@dataclass(frozen=True, slots=True)
class Filing:
    """One kind of document."""

    kind: FilingKind
    title: Sentence
    says: Sentence  # what it is for, in one sentence
    cite: str  # what it rests on
    goes_to: Sentence
    signers: tuple[Signer, ...]
    needs: tuple[str, ...]  # fields without which the receiver would send it back
    takes_force: bool = False  # becomes binding by the signed paper original
    rests_on_agreement: bool = False  # only where an agreement is in force


def _filing(
    kind: FilingKind,
    title: Sentence,
    says: Sentence,
    cite: str,
    goes_to: Sentence,
    signers: str,
    needs: str,
    **more: bool,
) -> Filing:
    return Filing(
        kind,
        title,
        says,
        cite,
        goes_to,
        tuple(Signer(one) for one in signers.split()),
        tuple(needs.split()),
        **more,
    )


K = FilingKind
_BOTH = "worker_name employer_name"
FILINGS: Mapping[FilingKind, Filing] = MappingProxyType(
    {
        filing.kind: filing
        for filing in (
            _filing(
                K.MEDIATION_APPLICATION,
                say("调解申请书"),
                say("请调解组织出面调解；送达对方以后，仲裁时效从那天重新算。"),
                "劳动争议调解仲裁法第十二条",
                say("调解组织"),
                "worker",
                f"{_BOTH} worker_phone claims facts dispute_date",
            ),
            _filing(
                K.MEDIATION_RECORD,
                say("调解笔录"),
                say("写下双方说了什么、谈成什么，念给双方听过以后当场签名。"),
                "企业劳动争议协商调解规定（人社部令第17号）",
                say("留档"),
                "worker employer mediator recorder",
                f"{_BOTH} mediator_name record_place record_times record_statements record_result",
                takes_force=True,
            ),
            _filing(
                K.MEDIATION_AGREEMENT,
                say("调解协议书"),
                say("双方谈成的内容；签名盖章齐了才生效，生效那天起算15日和30日两个期限。"),
                "劳动争议调解仲裁法第十四条；人民调解法第二十八条、第二十九条",
                say("双方当事人"),
                "worker employer mediator seal",
                f"{_BOTH} agreement_matters terms mediator_name mediation_body",
                takes_force=True,
            ),
            _filing(
                K.MEDIATION_FEEDBACK,
                say("委托调解反馈函"),
                say("把委托来的调解结果，或者没谈成的原因，告诉委托的仲裁机构或者法院。"),
                "劳动人事争议仲裁办案规则第六十九条；人民法院在线调解规则第十九条至第二十一条",
                say("委托单位"),
                "mediator seal",
                f"{_BOTH} entrusted_by entrusted_number mediation_result",
            ),
            _filing(
                K.JUDICIAL_CONFIRMATION,
                say("司法确认申请书"),
                say("双方共同请法院确认调解协议；确认以后可以直接申请执行。生效起30日内。"),
                "民事诉讼法第二百零五条；人民调解法第三十三条",
                say("法院"),
                "worker employer",
                f"{_BOTH} worker_id_number court_name mediation_body effective_date terms service_address",
                rests_on_agreement=True,
            ),
            _filing(
                K.ARBITRATION_REVIEW,
                say("调解协议仲裁审查申请书"),
                say("双方共同请仲裁委审查调解协议，换成仲裁调解书。生效起15日内。"),
                "劳动人事争议仲裁办案规则第七十四条至第七十六条",
                say("仲裁委员会"),
                "worker employer",
                f"{_BOTH} worker_id_number commission_name mediation_body effective_date terms",
                rests_on_agreement=True,
            ),
            _filing(
                K.ARBITRATION_APPLICATION,
                say("劳动人事争议仲裁申请书"),
                say("向仲裁委申请仲裁；请求、金额、算法、事实都写全。不收费。"),
                "劳动争议调解仲裁法第二十八条；劳动人事争议仲裁办案规则第二十九条",
                say("仲裁委员会"),
                "worker",
                f"{_BOTH} worker_id_number worker_phone worker_home employer_domicile commission_name claims facts",
            ),
            _filing(
                K.EVIDENCE_LIST,
                say("证据清单"),
                say("证据按证明的事实编号，写明来源和原件；提交人和接收人都签名。"),
                "最高人民法院关于民事诉讼证据的若干规定第十九条",
                say("收证据的单位"),
                "worker",
                "worker_name evidence",
            ),
            _filing(
                K.POWER_OF_ATTORNEY,
                say("授权委托书"),
                say("请人代为办理；承认、放弃、变更请求，和解，反请求，上诉，要一项一项写明。"),
                "民事诉讼法第六十二条；劳动争议调解仲裁法第二十四条",
                say("仲裁委员会或者法院"),
                "worker agent",
                "worker_name worker_id_number agent_name agent_powers",
            ),
            _filing(
                K.COMPLAINT,
                say("民事起诉状（劳动争议纠纷，要素式）"),
                say("向法院起诉，按最高人民法院的要素式样填写。"),
                "民事诉讼法第一百二十二条、第一百二十四条；法院要素式起诉状示范文本",
                say("法院"),
                "worker",
                f"{_BOTH} worker_id_number worker_home employer_domicile court_name claims_total service_address",
            ),
            _filing(
                K.PAYMENT_ORDER,
                say("支付令申请书"),
                say("协议里到期没付的工资、工伤医疗费、补偿或者赔偿，可以请法院发支付令。"),
                "劳动争议调解仲裁法第十六条；民事诉讼法第二百二十五条",
                say("法院"),
                "worker",
                f"{_BOTH} worker_id_number employer_domicile court_name debt_sum effective_date",
                rests_on_agreement=True,
            ),
            _filing(
                K.ENFORCEMENT,
                say("强制执行申请书"),
                say("生效文书写的钱对方没给，请法院强制执行。两年内。"),
                "民事诉讼法第二百五十条；劳动争议调解仲裁法第五十一条",
                say("法院"),
                "worker",
                f"{_BOTH} worker_id_number court_name title_name title_number title_date unperformed",
            ),
            _filing(
                K.DEMAND,
                say("催告函"),
                say("写信要求对方履行；送到那天时效中断，邮寄单要留好。"),
                "劳动争议调解仲裁法第二十七条第二款",
                say("用人单位"),
                "worker",
                f"{_BOTH} claims demand_until",
            ),
            _filing(
                K.WITHDRAWAL,
                say("撤回申请书"),
                say("不再请求调解、仲裁或者诉讼时用；撤回以后还能不能再提，先问清楚。"),
                "民事诉讼法第一百四十八条；劳动争议调解仲裁法第四十一条",
                say("原来收申请的单位"),
                "worker",
                f"{_BOTH} withdrawn_from withdrawn_matter withdrawn_reason",
            ),
            _filing(
                K.URGENT_AID,
                say("先行提供法律援助函"),
                say("时效或者期限不到7日时，请法律援助机构先办案、后补材料。"),
                "法律援助法第四十四条第一项",
                say("法律援助机构"),
                "mediator",
                f"{_BOTH} aid_body urgent_deadline urgent_day",
            ),
        )
    }
)


def unknown_fields(used: Iterable[str]) -> tuple[str, ...]:
    """The gaps of a template that no document of the house can fill, in the order of the alphabet."""
    return tuple(sorted(set(used) - set(FIELDS) - set(ALWAYS)))


def unknown_columns(used: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Columns of tables that do not exist: "terms.price"."""
    return tuple(
        f"{key}.{column}"
        for key, columns in sorted(used.items())
        for column in sorted(set(columns))
        if key in FIELDS and column not in FIELDS[key].columns
    )


def asked_here(used: Iterable[str]) -> tuple[Field, ...]:
    """The gaps that are written while the document is prepared, in the order of the list."""
    wanted = set(used)
    return tuple(field for key, field in FIELDS.items() if key in wanted and field.source is Source.HERE)


def missing(used: Iterable[str], known: Mapping[str, object]) -> tuple[Field, ...]:
    """The gaps that stay blank on the paper, in the order of the list."""
    wanted = set(used)
    return tuple(field for key, field in FIELDS.items() if key in wanted and not known.get(key))


def in_the_way(kind: FilingKind, known: Mapping[str, object]) -> tuple[Field, ...]:
    """Those of the missing gaps for which the receiver would send the document back."""
    return tuple(FIELDS[key] for key in FILINGS[kind].needs if not known.get(key))


__all__ = [
    "ALWAYS",
    "FIELDS",
    "FILINGS",
    "SIGNER_WORDS",
    "Field",
    "Filing",
    "FilingKind",
    "Shape",
    "Signer",
    "Source",
    "asked_here",
    "in_the_way",
    "missing",
    "unknown_columns",
    "unknown_fields",
]
