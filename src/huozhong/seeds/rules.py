"""What makes a seed fit to be published: the cadre's own words, and at most a short quotation."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.records.engine.personal import holds_personal_number

QUOTATION_LIMIT = 80  # characters; our own editorial rule, so that a seed never becomes a copy of a press page
COPIED_RUN_LIMIT = 40  # characters in a row that may coincide with the page (names of laws, offices and places do)


@dataclass(frozen=True, slots=True)
class SeedFacts:
    """What the guards of a seed look at."""

    title: str = ""
    problem: str = ""
    practice: str = ""
    effect: str = ""
    conditions: str = ""
    quotation: str = ""
    source_line: str = ""
    is_from_press: bool = False
    longest_copied: int = 0
    has_targets: bool = False
    has_unpublished_version: bool = True


def bare(text: str) -> str:
    """The text without spaces and punctuation, in one width: what copying keeps."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(char for char in folded if char.isalnum())


def longest_copied_run(own: str, page: str) -> int:
    """Length of the longest run of characters that stands in both texts, punctuation left out."""
    left, right = bare(own), bare(page)
    if not left or not right:
        return 0
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    return matcher.find_longest_match(0, len(left), 0, len(right)).size


def says_what_and_how(facts: SeedFacts) -> Sentence | None:
    if not facts.title.strip() or not facts.problem.strip():
        return say("请写明种子的名称和针对的问题。")
    if not facts.practice.strip():
        return say("请写明主要做法：别的工会要能照着做。")
    return None


def says_when_to_copy(facts: SeedFacts) -> Sentence | None:
    return None if facts.conditions.strip() else say("请写明复制条件：什么样的工会适合采用，需要哪些人和钱。")


def has_numbers(facts: SeedFacts) -> Sentence | None:
    return None if facts.has_targets else say("请至少给出一个可以用数字衡量的目标，采用的工会才知道做到什么算成。")


def quotes_briefly(facts: SeedFacts) -> Sentence | None:
    if len(facts.quotation) > QUOTATION_LIMIT:
        return say("引文最多 %(limit)s 字，现在 %(count)s 字。", limit=QUOTATION_LIMIT, count=len(facts.quotation))
    if facts.quotation and not facts.source_line.strip():
        return say("引用了原文，就要写明出处。")
    return None


def is_in_own_words(facts: SeedFacts) -> Sentence | None:
    if facts.longest_copied <= COPIED_RUN_LIMIT:
        return None
    return say(
        "有 %(count)s 个字与原文连续相同。请用自己的话写；最多 %(limit)s 字相同，引文另填。",
        count=facts.longest_copied,
        limit=COPIED_RUN_LIMIT,
    )


def names_its_source(facts: SeedFacts) -> Sentence | None:
    if facts.is_from_press and not facts.source_line.strip():
        return say("这颗种子来自报道，请写明出处。")
    return None


def has_something_new(facts: SeedFacts) -> Sentence | None:
    return None if facts.has_unpublished_version else say("这一版已经发布。要改，请先起草新的一版。")


_NOT_WORDS = frozenset({"id", "sha256", "file_id", "lineage_id", "ancestors", "evidence"})  # digits by chance


def names_a_number(value: Any) -> bool:
    """Whether a personal number stands anywhere in the words of a content; ids and hashes are no words."""
    if isinstance(value, str):
        return holds_personal_number(value)
    if isinstance(value, Mapping):
        return any(names_a_number(one) for key, one in value.items() if key not in _NOT_WORDS)
    return isinstance(value, list | tuple) and any(names_a_number(one) for one in value)
