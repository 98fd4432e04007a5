"""The life of a seed, as one table."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.lifecycle import Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import say
from huozhong.seeds import rules
from huozhong.seeds.events import SeedPublished


class SeedState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


_FIT = (
    rules.has_something_new,
    rules.says_what_and_how,
    rules.says_when_to_copy,
    rules.has_numbers,
    rules.names_its_source,
    rules.quotes_briefly,
    rules.is_in_own_words,
)

SEED = Lifecycle(
    kind="seeds.seed",
    title=say("种子"),
    start=SeedState.DRAFT,
    states={
        SeedState.DRAFT: say("草稿"),
        SeedState.PUBLISHED: say("已发布"),
        SeedState.WITHDRAWN: say("已撤回"),
        SeedState.DISCARDED: say("已作废"),
    },
    ends=frozenset({SeedState.PUBLISHED, SeedState.DISCARDED, SeedState.WITHDRAWN}),
    moves=(
        Move("publish", frm("draft"), "published", P.SEED_PUBLISH, say("发布"), _FIT, SeedPublished),
        Move("republish", frm("published"), "published", P.SEED_PUBLISH, say("发布新版"), _FIT, SeedPublished),
        Move("withdraw", frm("published"), "withdrawn", P.SEED_PUBLISH, say("撤回"), needs_reason=True),
        Move("restore", frm("withdrawn"), "published", P.SEED_PUBLISH, say("恢复发布"), needs_reason=True),
        Move("discard", frm("draft"), "discarded", P.SEED_DRAFT, say("作废"), needs_reason=True),
    ),
)


class OfferState(StrEnum):
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"


OFFER = Lifecycle(
    kind="seeds.offer",
    title=say("送回的改进"),
    start=OfferState.OFFERED,
    states={
        OfferState.OFFERED: say("等作者看"),
        OfferState.TAKEN: say("已采纳"),
        OfferState.DECLINED: say("未采纳"),
    },
    ends=frozenset({OfferState.TAKEN, OfferState.DECLINED}),
    moves=(
        Move("take", frm("offered"), "taken", P.SEED_DRAFT, say("采纳")),
        Move("decline", frm("offered"), "declined", P.SEED_DRAFT, say("不采纳"), needs_reason=True),
    ),
)
