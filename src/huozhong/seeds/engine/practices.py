"""Named practices: a union or a place, and the quoted name of what it does. No list of names is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from huozhong.kernel.divisions import DivisionTable, short_name
from huozhong.seeds.engine.answers import Practice
from huozhong.seeds.engine.chinese import han_count
from huozhong.seeds.engine.lines import ENDS
from huozhong.seeds.engine.owners import DivisionFilter, Owner, owners_in, trusted_places

_WHERE = re.compile(r"^[，,](?:工会)?[^，。；;,“”]{0,12}$")
_BESIDE = re.compile(r"^(?:、|和|与|及|以及|，)?$")
_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "《": "》", "〈": "〉", "＂": "＂", '"': '"'}
QUOTES = "“”‘’「」『』\"＂〝〞‟„'＇"
_LONGEST_NAME = 20
_LONGEST_SENTENCE = 2_000
_VERB = (
    r"(?:打造|构建|创建|建立|建设|推行|推出|推广|实施|开展|探索|实现|创新|首创|创设|设立|推进|深化|推动|形成|搭建|启动|开通|发放|发行|开发|研发"
    r"|上线|建成|建起|成立|试点|试行|举办|组织|做实|做强|做优|擦亮|叫响|打响|运用|采用|实行|引入|完善|开设|创立|培育|制定|组建|抓好|健全)"
)
_VERBS = re.compile(_VERB + r"(?:了|起了?|出了?|成了?|和)?")
_LEAD_VERBS = re.compile(
    rf"^(?:率先|积极|大力|着力|不断|全面|深入|创新性?地?|主动|持续|努力|认真|首先|已|正在|通过|全力|扎实)*(?:{_VERB}(?:了|起了?|出了?)?)+"
)
_HEADS = (
    r"(?:机制|模式|工程|行动|制度|品牌|项目|服务|平台|中心|计划|工作法|工作|活动|体系|方案|卡|圈|驿站|站点?|之家|家园|工会|课堂|学堂|讲堂|大赛|竞赛|基地|联盟"
    r"|网络|系统|工作室|做法|经验|对接|全覆盖|管理|程序|热线|窗口|一体化|改革|职代会|套餐|菜单|清单|通道|公众号|微信|直通车|法|制|家|室|线)"
)
_HEAD_NEXT = re.compile(rf"^[^，。；;,、“”\"]{{0,6}}?{_HEADS}|^无缝")
_HEAD_END = re.compile(rf"{_HEADS}$")
_NAMING = re.compile(r"(?:简称|名为|取名为?|命名为|叫做|推出的|首创的|创建的|打造的|建设的|开展的|实施的)$")
_BAD_BEFORE = re.compile(
    r"(?:从|变|变为|变成|由|不是|而是|所谓|称为|称|说|表示|指出|强调|认为|提出|要求|号召|呼吁|是|成为|当好|当|做|像|如同|获|荣获|获得|授予|评为|评选|入选"
    r"|解决|破解|打通|打破|围绕|迎接?|庆祝?|摆脱|克服|避免|防止|告别|改变|走出|践行|弘扬|贯彻|坚持|聚焦|针对|面对|符合|深知|常说|俗话|一句|感受到)(?:了|着|到|过)?(?:一个|一种|的)?[:：，]?$"
)
_BAD_AFTER = re.compile(
    r"^(?:变|到[“「‘\"]|转|的?(?:称号|荣誉|奖[状章项]?|期间|时期|以来|规划|难题|问题|困境|瓶颈|主题|口号|精神|讲话|会议|论坛|现象|局面|意识|观念|态度|思维|误区|说法|字样)"
    r"|[^，。；;,“”]{0,10}?(?:交流会|现场会|推进会|座谈会|会议|论坛)|国际|节|们|[一二两三四]个?字|一词|为(?:主题|目标|导向|主线|宗旨|契机|原则|要求|核心))"
)
_MEANS_AFTER = re.compile(
    r"^[^，。；;,“”]{0,6}?为(?:总|主|重要|有力)?(?:抓手|载体|平台|依托|品牌|突破口|牵引|支撑|特色)"
)
_DIRECT = re.compile(r"^(?:的|之|[:：]|[—–-]+|特色|品牌|首创|创新|独创)*$")
_NUMERALS = re.compile(r"^[一二三四五六七八九十百千万两零〇\d·.、/年月日]+$")
_OTHERS = re.compile(
    r"等地|等省|等市|等[一二三四五六七八九十]|肯定|考察|调研|参观|学习|赞|借鉴|介绍|观摩|评价|关注|报道|了解|交流|对接会|获得|荣获|获评"
)
_INHERIT = re.compile(r"^[^，。；;,“”「」\"]{0,10}?(?:、|和|与|及|以及|之|暨|，|,)(?:[^，。；;,“”「」\"]{0,4}的)?$")
_ITEM_BEFORE = re.compile(r"(?:^|[、，；,;:：（(]|即|以及|从|到|和|与|如|有|及|是|像|包括)$")


_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class _Quote:
    start: int
    end: int
    name: str


def find_practices(text: str, table: DivisionTable) -> tuple[Practice, ...]:
    """The named practices of an article, in its order, each once."""
    places = trusted_places(text, table)
    found: list[Practice] = []
    for paragraph in text.split("\n"):
        for sentence in whole_sentences(paragraph):
            found += _in_sentence(sentence, places)
    return tuple(_once(found))


def whole_sentences(paragraph: str) -> list[str]:
    """Sentences that do not break inside quotation marks, stripped."""
    parts: list[str] = []
    start, depth = 0, 0
    for at, char in enumerate(paragraph):
        if char in "“「『《":
            depth += 1
        elif char in "”」』》":
            depth = max(0, depth - 1)
        closes = char in ENDS or (char in "”」』" and at and paragraph[at - 1] in ENDS)
        if closes and (depth == 0 or at - start > 400) and paragraph[at + 1 : at + 2] not in tuple(ENDS + "”」』"):
            parts.append(paragraph[start : at + 1].strip())
            start, depth = at + 1, 0
    parts.append(paragraph[start:].strip())
    return [one for one in parts if one]


def _in_sentence(sentence: str, places: DivisionFilter) -> list[Practice]:
    if len(sentence) > _LONGEST_SENTENCE:
        return []
    titles = [(one.start, one.end) for one in _quotes(sentence, only="《〈")]
    owners = [
        one
        for one in owners_in(sentence, places.find_in(sentence))
        if not any(left < one.start < right for left, right in titles)
    ]
    quotes = [
        one
        for one in _quotes(sentence, only='“「『‘"＂')
        if not any(left < one.start < right for left, right in titles)
    ]
    found: dict[int, tuple[Owner, str]] = {}
    last: tuple[_Quote, Owner] | None = None
    for quote in quotes:
        owner = _owner_of(sentence, quote, owners, last) if _is_name(quote, sentence) else None
        if owner is not None:
            found[quote.start] = (owner, quote.name)
            last = (quote, owner)
    if found:
        found.update(_parallel(sentence, owners, quotes, found))
        found.update(_unquoted(sentence, owners, quotes, [owner for owner, _ in found.values()]))
    found.update(_respective(sentence, owners, quotes, found))
    found.update(_placed_names(quotes, sentence, places, found))
    return [
        Practice(owner.place, owner.union, name, sentence)
        for _, (owner, name) in sorted(found.items(), key=lambda one: one[0])
    ]


def _quotes(sentence: str, *, only: str) -> list[_Quote]:
    """Quoted stretches from the left, outer and inner; the name has its own quotation marks taken off."""
    found: list[_Quote] = []
    for opener in only:
        at = sentence.find(opener)
        while at >= 0:
            end = sentence.find(_PAIRS[opener], at + 1)
            if end < 0:
                break
            inner = sentence[at + 1 : end]
            found.append(_Quote(at, end + 1, "".join(char for char in inner if char not in QUOTES).strip()))
            at = sentence.find(opener, end + 1 if opener == _PAIRS[opener] else at + 1)
    return sorted(found, key=lambda one: (one.start, -one.end))


def _is_name(quote: _Quote, sentence: str) -> bool:
    """Whether the quoted words could name a practice rather than be speech or a number."""
    name = quote.name
    if not 2 <= len(name) <= _LONGEST_NAME or not han_count(name):
        return False
    if any(mark in name for mark in ENDS + "，；：,;:\n") or _NUMERALS.match(name):
        return False
    inner = sentence[quote.start + 1 : quote.end - 1]
    return not any(mark in inner for mark in "“‘「『")


def _owner_of(sentence: str, quote: _Quote, owners: Sequence[Owner], last: tuple[_Quote, Owner] | None) -> Owner | None:
    after = sentence[quote.end : quote.end + 16]
    if _BAD_AFTER.match(after):
        return None
    before = [one for one in owners if one.end <= quote.start]
    if not before:
        return None
    owner = before[-1]
    if last is not None and owner.end <= last[0].start:
        between = sentence[last[0].end : quote.start]
        return last[1] if _INHERIT.match(between) and not _BAD_BEFORE.search(between) else None
    gap = sentence[owner.end : quote.start].lstrip('”’」』"')
    if sentence[max(0, owner.start - 1) : owner.start] == "在" and _WHERE.match(gap) and not _BAD_BEFORE.search(gap):
        return owner
    if not _gap_holds(gap, after):
        return None
    return _with_union(sentence, owner, before)


def _gap_holds(gap: str, after: str) -> bool:
    """Whether the words between owner and name make the name the owner's practice."""
    if _DIRECT.match(gap):
        return True
    if _OTHERS.search(gap):
        return False
    if re.search(r"[。；;！？]", gap) or len(gap) > 70:
        return False
    if _NAMING.search(gap):
        return True
    if re.search(r"(?:以|用|把|将)$", gap):
        return bool(_MEANS_AFTER.match(after))
    if _BAD_BEFORE.search(gap):
        return False
    verbs = list(_VERBS.finditer(gap))
    if verbs:
        rest = gap[verbs[-1].end() :]
        return len(rest) <= 30 and not re.search(r"[，,：:]", rest)
    if re.search(r"[，,]", gap):
        return False
    return len(gap) <= 20 and (gap.endswith("的") or bool(_HEAD_END.search(gap)) or bool(_HEAD_NEXT.match(after)))


def _with_union(sentence: str, owner: Owner, before: Sequence[Owner]) -> Owner:
    """无锡市总工会在江阴推出“…”: the place is where, the union is who."""
    if owner.union is None and len(before) > 1 and sentence[max(0, owner.start - 1) : owner.start] in ("在", "于"):
        who = before[-2]
        if who.union and not re.search(r"[，。；,;]", sentence[who.end : owner.start]):
            return Owner(owner.start, owner.end, owner.place, who.union)
    return owner


def _respective(
    sentence: str, owners: Sequence[Owner], quotes: Sequence[_Quote], found: dict[int, tuple[Owner, str]]
) -> dict[int, tuple[Owner, str]]:
    """甲、乙、丙等地的“一”“二”“三”: as many names as places, each to its own."""
    free = [one for one in quotes if one.start not in found and _is_name(one, sentence)]
    places = _row([(one.start, one.end, one) for one in owners], sentence)
    names = _row([(one.start, one.end, one) for one in free], sentence)
    if len(places) < 2 or len(places) != len(names) or names[0].start < places[-1].end:
        return {}
    between = sentence[places[-1].end : names[0].start]
    if not re.fullmatch(
        r"等?(?:地|省市?|市|省区市)?(?:各?级?(?:总工会|工会))?(?:分别)?[^，。；;,“”]{0,8}?的?", between
    ):
        return {}
    return {name.start: (owner, name.name) for owner, name in zip(places, names, strict=True)}


def _row(things: list[tuple[int, int, _Thing]], sentence: str) -> list[_Thing]:
    """The longest run of things that stand side by side."""
    best: list[_Thing] = []
    run: list[_Thing] = []
    last = -1
    for start, end, thing in things:
        run = [*run, thing] if run and start >= last and _BESIDE.match(sentence[last:start]) else [thing]
        last = end
        best = run if len(run) > len(best) else best
    return best


def _placed_names(
    quotes: Sequence[_Quote], sentence: str, places: DivisionFilter, found: dict[int, tuple[Owner, str]]
) -> dict[int, tuple[Owner, str]]:
    """A name that begins with its place (“江阴职工之家”) needs no other owner."""
    more: dict[int, tuple[Owner, str]] = {}
    for quote in quotes:
        if quote.start in found or not _is_name(quote, sentence) or _BAD_AFTER.match(sentence[quote.end :][:16]):
            continue
        for mention in places.find_in(quote.name):
            rest = quote.name[mention.end :]
            if mention.start == 0 and len(rest) >= 3 and _HEAD_END.search(rest):
                more[quote.start] = (Owner(quote.start, quote.end, mention.text, None), quote.name)
            break
    return more


def _parallel(
    sentence: str, owners: Sequence[Owner], quotes: Sequence[_Quote], found: dict[int, tuple[Owner, str]]
) -> dict[int, tuple[Owner, str]]:
    """In a list of practices, an item may put any noun between the owner and the name."""
    more: dict[int, tuple[Owner, str]] = {}
    named = [owner for owner, _ in found.values()]
    for quote in quotes:
        before = [one for one in owners if one.end <= quote.start]
        if quote.start in found or not before or before[-1] in named or not _is_name(quote, sentence):
            continue
        gap = sentence[before[-1].end : quote.start]
        if not _ITEM_BEFORE.search(sentence[: before[-1].start]) or not re.fullmatch(r"[^，、；。,;“”]{1,16}", gap):
            continue
        if not _BAD_BEFORE.search(gap) and not _BAD_AFTER.match(sentence[quote.end : quote.end + 16]):
            more[quote.start] = (before[-1], quote.name)
    return more


def _unquoted(
    sentence: str, owners: Sequence[Owner], quotes: Sequence[_Quote], named: Sequence[Owner]
) -> dict[int, tuple[Owner, str]]:
    """In a list whose other items are quoted, an item may give its name without marks."""
    found: dict[int, tuple[Owner, str]] = {}
    for at, owner in enumerate(owners):
        if owner in named or not _ITEM_BEFORE.search(sentence[: owner.start]):
            continue
        stop = owners[at + 1].start if at + 1 < len(owners) else len(sentence)
        piece = re.split(r"[，、；。,;！？]", sentence[owner.end : stop])[0]
        end = owner.end + len(piece)
        if any(quote.start < end and quote.end > owner.start for quote in quotes):
            continue
        lead = _LEAD_VERBS.match(piece)
        name = piece[lead.end() if lead else 0 :].removeprefix("的").strip().removesuffix("到").removesuffix("和")
        if lead is None and owner.union is None and not piece.startswith("的"):
            continue
        if 3 <= len(name) <= 16 and _HEAD_END.search(name) and not _loose(name, has_verb=lead is not None):
            found[end - 1] = (owner, name)
    return found


def _loose(name: str, *, has_verb: bool) -> bool:
    """Whether the words are a clause rather than a name."""
    return bool(re.search(r"[的了是在“”（(]", name)) or (not has_verb and bool(_VERBS.search(name)))


def _once(found: Sequence[Practice]) -> list[Practice]:
    """Each practice once, where the text says most about it."""
    kept: list[Practice] = []
    for one in found:
        for at, other in enumerate(kept):
            if other.name == one.name and _same_owner(one, other):
                if (one.place is not None) + (one.union is not None) > (other.place is not None) + (
                    other.union is not None
                ):
                    kept[at] = one
                break
        else:
            kept.append(one)
    return kept


def _same_owner(one: Practice, other: Practice) -> bool:
    if one.place is None or other.place is None:
        return True
    return short_name(one.place) == short_name(other.place)
