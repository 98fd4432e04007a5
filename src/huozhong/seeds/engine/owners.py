"""Who is spoken of in a sentence: unions, and the official places that stand by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huozhong.kernel.divisions import Division, DivisionLevel, DivisionTable, Mention
from huozhong.seeds.engine.chinese import HAN

_UNION = re.compile(r"(?:总工会|工会联合会|联合工会|工会工作委员会|工会委员会|工会)")
_RUN = re.compile(rf"[{HAN}\w·（）()]{{1,24}}$")
# A union without an official place must at least say whose it is.
_WHOSE = re.compile(
    r"(?:全国|[省市区县州盟旗镇乡村]|街道|社区|园|园区|开发区|集团|公司|厂|矿|局|院|校|大学|学院|医院|银行|铁路|产业|行业|系统)$"
)
_GENERAL = re.compile(
    r"^(?:各级|各地|基层|企业|全市|全省|全国各|全区|全县|我国|中国|上级|广大|各|这些|一些|许多|不少|其他|地方|当地|所有|有的|本)"
)
_LEADS = re.compile(
    r"^.*(?:的|了|在|是|和|与|由|从|到|对|向|被|把|让|将|以及|据|按照|如|像|有|给|及|而|使|令|于|经|受|跟|同时|其中|比如|例如|举行|召开|组织|开展|推动|举办|承办|组建|成立|建立|构建|打造|探索|创建|加强|建设|日前|近日|近年来|此外|今年|去年)"
)
_GENERIC = re.compile(r"^(?:..|(?:经济|高新|技术)*开发区|高新区)$(?<=[市区县])")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who stands at `start:end`: a union with or without a place, or a place alone; words as in the text."""

    start: int
    end: int
    place: str | None
    union: str | None


def owners_in(sentence: str, places: Sequence[Mention]) -> list[Owner]:
    """Unions and places of a sentence from the left, each place only once."""
    chains = _chains(places)
    found: list[Owner] = []
    taken = 0
    for match in _UNION.finditer(sentence):
        if match.start() < taken:
            continue
        owner = _union_at(sentence, match, chains, taken)
        if owner is not None:
            found.append(owner)
            taken = owner.end
    for chain in chains:
        if not any(one.start <= chain[0].start < one.end for one in found):
            found.append(Owner(chain[0].start, chain[-1].end, chain[-1].text, None))
    return sorted(found, key=lambda one: one.start)


def trusted_places(text: str, table: DivisionTable) -> DivisionFilter:
    """A filter that takes short county names (友好, 和平) only where the page also names what is above them."""
    return DivisionFilter(text, table)


class DivisionFilter:
    """Finds places in sentences of one page."""

    def __init__(self, text: str, table: DivisionTable) -> None:
        self._table = table
        mentions = table.find_in(text)
        self._known = {one.code for each in mentions for one in each.divisions if not self._is_doubtful(each)}

    def find_in(self, sentence: str) -> list[Mention]:
        """The places of a sentence that may be believed."""
        found = [one for one in self._table.find_in(sentence) if not self._is_doubtful(one) or self._is_backed(one)]
        ends = {one.end for one in found}
        # 城区, 开发区 and the like are places only right behind the place whose they are.
        return [one for one in found if not _GENERIC.match(one.text) or one.start in ends]

    @staticmethod
    def _is_doubtful(mention: Mention) -> bool:
        if all(one.is_former for one in mention.divisions):
            return True
        return mention.is_short and all(one.level is DivisionLevel.COUNTY for one in mention.divisions)

    def _is_backed(self, mention: Mention) -> bool:
        return any(self._has_known_parent(one) for one in mention.divisions)

    def _has_known_parent(self, division: Division) -> bool:
        if division.code in self._known or not division.parent:
            return True
        above: Division | None = division
        while above is not None:
            if above.parent in self._known:
                return True
            above = self._table.get(above.parent)
            if above is not None and above.level is DivisionLevel.PROVINCE:
                return False
        return False


def _chains(places: Sequence[Mention]) -> list[list[Mention]]:
    """Places that stand side by side (无锡市惠山区) name one place, the last."""
    chains: list[list[Mention]] = []
    for place in places:
        if chains and chains[-1][-1].end == place.start:
            chains[-1].append(place)
        else:
            chains.append([place])
    return chains


def _union_at(sentence: str, match: re.Match[str], chains: list[list[Mention]], taken: int) -> Owner | None:
    run = _RUN.search(sentence[taken : match.start()])
    left = taken + run.start() if run else match.start()
    near = [chain for chain in chains if left <= chain[0].start and chain[-1].end <= match.start()]
    near = [chain for chain in near if not _is_broken(sentence[chain[-1].end : match.start()])]
    if near:
        chain = near[-1]
        return Owner(chain[0].start, match.end(), chain[-1].text, sentence[chain[0].start : match.end()])
    lead = _LEADS.sub("", sentence[left : match.start()])
    if (
        not lead
        or _GENERAL.match(lead)
        or (len(lead) < 3 and lead[-1] not in "国省市区县州旗镇乡")
        or not (_WHOSE.search(lead) or (match[0] == "总工会" and 2 <= len(lead) <= 6))
    ):
        return None
    start = match.start() - len(lead)
    return Owner(start, match.end(), None, sentence[start : match.end()])


def _is_broken(between: str) -> bool:
    """Whether the words between a place and 工会 show that they are not one name."""
    return (
        len(between) > 16
        or bool(_LEADS.match(between))
        or bool(re.search(r"(?:等|推动|推进|组织|开展|召开|举办|要求|成立|加强)", between))
    )
