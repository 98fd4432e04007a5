"""What stands in the way of a move of a dossier: None to go on, or the sentence that the handler will read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.kinds import Path


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What the guards look at."""

    on: date | None = None
    has_handler: bool = False
    is_handler: bool = False  # the actor handles it, or supervises the handler
    worker_agrees: bool = False  # to mediation: nobody is mediated against their will
    claims: int = 0  # standing claim items
    path: Path | None = None
    agreement_date: date | None = None  # in force: signed and sealed on paper, or by a licensed provider
    has_broken_agreement: bool = False  # a promised day passed without performance
    title_date: date | None = None  # a paper that can be enforced is in force since
    documents: int = 0  # award documents received
    may_sue: bool | None = None  # None: nothing is known that opens the way to court
    open_statutory: int = 0  # statutory deadlines that nobody closed
    open_handoffs: int = 0
    money: Decimal | None = None
    money_date: date | None = None
    open_claims: tuple[str, ...] = field(default=())


def has_handler(facts: DossierFacts) -> Sentence | None:
    return None if facts.has_handler else say("先指定一位经办人：每一个期限都要有一个人盯着。")


def is_by_its_handler(facts: DossierFacts) -> Sentence | None:
    return None if facts.is_handler else say("这一步由经办人、协办人或者维权负责人来办。")


def has_claims(facts: DossierFacts) -> Sentence | None:
    return None if facts.claims else say("先写明至少一项请求。")


def worker_agrees(facts: DossierFacts) -> Sentence | None:
    if facts.worker_agrees:
        return None
    return say("调解要职工自愿（《劳动争议调解仲裁法》第三条）。请先问过职工，再勾选“职工同意调解”。")


def path_is_chosen(facts: DossierFacts) -> Sentence | None:
    if facts.path is None:
        return say("请选一条让协议管用的路：自己履行、仲裁审查、司法确认，或者支付令。仲裁审查和司法确认只能选一个。")
    return None


def agreement_failed(facts: DossierFacts) -> Sentence | None:
    """Out of an agreement into arbitration or court: only when it was not performed, or never came into force."""
    if facts.agreement_date is None or facts.has_broken_agreement:
        return None
    return say("协议还在履行。对方到期不履行的，先登记“没有按约定履行”（《劳动争议调解仲裁法》第十五条）。")


def award_is_kept(facts: DossierFacts) -> Sentence | None:
    if facts.documents:
        return None
    return say("先登记收到的裁决书：哪一天收到、上面写的是终局还是非终局，期限从收到那天起算。")


def way_to_court(facts: DossierFacts) -> Sentence | None:
    if facts.may_sue:
        return None
    if facts.may_sue is None:
        return say(
            "劳动争议先裁后审：要有裁决书、不予受理通知，或者仲裁委逾期没有答复"
            "（《劳动争议调解仲裁法》第五条、第二十九条、第四十三条）。"
        )
    return say("起诉的期限已经过了（《劳动争议调解仲裁法》第四十八条、第五十条）。确有正当理由的，请写明理由。")


def title_is_in_force(facts: DossierFacts) -> Sentence | None:
    if facts.title_date is not None:
        return None
    return say(
        "强制执行要有生效的文书：裁决书、调解书、司法确认裁定、支付令或者判决"
        "（《劳动争议调解仲裁法》第五十一条）。请先登记文书和生效日期。"
    )


def deadlines_are_closed(facts: DossierFacts) -> Sentence | None:
    if not facts.open_statutory:
        return None
    return say(
        "还有 %(n)s 个法定期限没有了结。每一个都要写明办好了或者不用办了，并由第二个人核准。", n=facts.open_statutory
    )


def handoffs_are_settled(facts: DossierFacts) -> Sentence | None:
    return say("还有移送没有回音，先等对方签收、退回，或者撤回移送。") if facts.open_handoffs else None


def money_is_stated(facts: DossierFacts) -> Sentence | None:
    if facts.money is None:
        return say("请写明职工实际收到多少钱；一分没有收到的写 0，并写明原因。")
    if facts.money < 0:
        return say("收到的钱不能是负数。")
    if facts.money > 0 and facts.money_date is None:
        return say("请写明职工哪一天收到这笔钱。")
    if facts.money_date is not None and facts.on is not None and facts.money_date > facts.on:
        return say("收到钱的日期不能在今天以后：还没有到手的，先不要结案。")
    return None
