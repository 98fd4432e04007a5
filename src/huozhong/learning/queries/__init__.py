"""Reads of learning: cards, what somebody learnt, who teaches whom, which cards go with a thing."""

from huozhong.learning.queries.cards import HowToCard, HowToLine, by_author, howto, howtos, howtos_beside, practice_case
from huozhong.learning.queries.people import (
    DUTIES,
    SKILLS,
    LearntRow,
    Pair,
    Skill,
    learnt_by,
    minutes_of,
    pair,
    pairs_at,
    pairs_of,
    skills_of,
)

__all__ = [
    "DUTIES",
    "SKILLS",
    "HowToCard",
    "HowToLine",
    "LearntRow",
    "Pair",
    "Skill",
    "by_author",
    "howto",
    "howtos",
    "howtos_beside",
    "learnt_by",
    "minutes_of",
    "pair",
    "pairs_at",
    "pairs_of",
    "practice_case",
    "skills_of",
]
