"""Sentences are marked for translation and filled later."""

from __future__ import annotations

from huozhong.kernel.sentences import say


def test_a_gap_may_have_any_name() -> None:
    assert str(say("写着“%(text)s”。", text="甲")) == "写着“甲”。"


def test_a_sentence_without_gaps_stands_as_it_is() -> None:
    assert str(say("占 100% 的代表")) == "占 100% 的代表"
