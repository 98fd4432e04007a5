"""The life of an official document, as one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import Sentence, say
from huozhong.papers import events


class PaperState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    FILED = "filed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the guards of a paper look at."""

    title: str = ""
    addressee: str = ""
    paragraphs: int = 0
    is_request: bool = False
    signer: str = ""
    has_code: bool = False
    is_sealed: bool = False


def has_words(facts: PaperFacts) -> Sentence | None:
    if not facts.title or not facts.paragraphs:
        return say("请先写好标题和正文。")
    return None if facts.addressee else say("请填写主送机关。")


def names_the_signer(facts: PaperFacts) -> Sentence | None:
    if facts.is_request and not facts.signer:
        return say("请示是上行文，请填写签发人。")
    return None


def has_a_code(facts: PaperFacts) -> Sentence | None:
    return None if facts.has_code else say("本单位还没有登记发文代字，请先在“发文代字”里登记。")


def was_sealed(facts: PaperFacts) -> Sentence | None:
    return None if facts.is_sealed else say("还没有用印登记。请印章管理员先登记用印，再收回盖章件。")


PAPER = Lifecycle(
    kind="papers.paper",
    title=say("公文"),
    start=PaperState.DRAFT,
    states={
        PaperState.DRAFT: say("草稿"),
        PaperState.ISSUED: say("盖章件未收回"),
        PaperState.FILED: say("盖章件已收回"),
        PaperState.VOID: say("已作废"),
    },
    ends=frozenset({PaperState.FILED, PaperState.VOID}),
    moves=(
        Move(
            "issue",
            frm("draft"),
            "issued",
            P.PAPER_WRITE,
            say("编号发文"),
            (has_words, names_the_signer, has_a_code),
            events.PaperIssued,
        ),
        Move(
            "take_back",
            frm("issued"),
            "filed",
            P.PAPER_WRITE,
            say("收回盖章件"),
            (was_sealed,),
            events.SealedCopyBack,
        ),
        Move(
            "replace_copy",
            frm("filed"),
            "filed",
            P.PAPER_WRITE,
            say("更换盖章件"),
            (was_sealed,),
            events.SealedCopyBack,
            needs_reason=True,
        ),
        Move(
            "void",
            frm("draft", "issued", "filed"),
            "void",
            P.PAPER_WRITE,
            say("作废"),
            (),
            events.PaperVoided,
            needs_reason=True,
        ),
    ),
)
