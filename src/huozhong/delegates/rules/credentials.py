"""代表资格审查: what may be wrong with a seat, each in a sentence. Faults must be mended, doubts looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.delegates.rules.words import Labour
from huozhong.kernel.sentences import Sentence, say


class Weight(StrEnum):
    """A fault stands in the way of the term; a doubt asks a person to look."""

    FAULT = "fault"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One seat as the house knows it on the day."""

    is_of_this_city: bool
    belongs: bool  # a member, or kept, at the unit or below it
    is_member: bool
    labour: Labour
    has_constituency: bool
    is_elected_here: bool  # by an election that is recorded, valid and published
    has_basis: bool  # or by a paper that is named
    seats_of_constituency: int
    held_in_constituency: int
    began_in_term: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a seat."""

    weight: Weight
    says: Sentence


def remarks(facts: SeatFacts) -> tuple[Remark, ...]:
    """Everything to be said about a seat; nothing when all is well."""
    found: list[Remark] = []
    if not facts.is_of_this_city or not facts.belongs:
        found.append(Remark(Weight.FAULT, say("人员和会籍都不在本单位，请核对是否已经离开。")))
    elif not facts.is_member:
        found.append(Remark(Weight.DOUBT, say("还不是本单位工会会员；职工代表不要求是会员，但请核对劳动关系。")))
    if facts.labour is Labour.UNKNOWN:
        found.append(Remark(Weight.DOUBT, say("没有登记劳动关系，请核对劳动合同或派遣协议。")))
    if not facts.has_constituency:
        found.append(Remark(Weight.FAULT, say("没有选区，不知道由谁选出。")))
    elif facts.held_in_constituency > facts.seats_of_constituency:
        found.append(Remark(Weight.FAULT, say("选区代表多于名额。")))
    if not facts.is_elected_here and not facts.has_basis:
        found.append(Remark(Weight.FAULT, say("没有选举记录，也没有写明当选依据。")))
    elif not facts.is_elected_here:
        found.append(Remark(Weight.DOUBT, say("选举记录不在系统里，凭所写的当选依据，请核对原件。")))
    if not facts.began_in_term:
        found.append(Remark(Weight.FAULT, say("就任日期不在本届任期内。")))
    return tuple(found)
