"""Which lines of a page are its article, and what inside them is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from huozhong.seeds.engine.chinese import bare, han_count
from huozhong.seeds.engine.lines import (
    ENDS,
    Body,
    Kind,
    Line,
    chunks_of,
    function_share,
    is_keyword_run,
    is_sentence_like,
    kind_of,
    without_label_head,
)

_LEAST_HAN = 20
# Bounds on hostile pages: no true article is longer, no farm needs more of its words known.
_LOOKED_AT = 200_000  # characters
_LOOKED_FOR = 2_000
_HARD = frozenset({Kind.NEIGHBOUR, Kind.END, Kind.MENU})
_ORDINAL = re.compile(
    r"^[（(【]?(?:[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十\d]{1,3}|\d{1,2})[）)】、.．,，章节条部是：: ]"
)
_AFTER_END = re.compile(rf"(?<=[{ENDS}])[”’」』）)】]*")
_BARS = re.compile(r"[|｜丨│┃]|_(?=\S)")
_BYLINE = re.compile(r"^[（(【].{1,60}[）)】]$")
_PHOTO = re.compile(r"^(?:本报|新华社|通讯员|记者)?[^，。|｜_]{1,12}(?:摄|摄影|供图|绘|文/?图|报道)$")
_EDITOR = re.compile(r"(?:责任编辑|编辑|责编|校对|审核|来源|稿源|作者|发布|供稿|编审|签发)\s*[:：]")


@dataclass(frozen=True, slots=True)
class Article:
    """The chosen paragraphs, the lines before and after them, and the article's pairs of characters."""

    paragraphs: tuple[str, ...]
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    body: Body


def find_article(lines: Sequence[Line], *, extracted: str, removed: Counter[str]) -> Article | None:
    """The article among the lines, or None where there is none."""
    kinds = [kind_of(line) for line in lines]
    best = _best_stretch(lines, kinds, bare(extracted[:_LOOKED_AT]))
    if best is None:
        return None
    start, stop = best
    body = Body(_sure(lines[start:stop], kinds[start:stop]))
    start, stop = _widened(lines, kinds, (start, stop), body)
    farms = _farm_words([*lines[:start], *lines[stop:]], [*kinds[:start], *kinds[stop:]])
    whole = "\n".join(line.text for line in lines[start:stop])[:_LOOKED_AT]
    linked = Counter(word for line in lines[start:stop] for word in line.anchors if han_count(word) >= 4)
    is_hacked = Kind.FARM in kinds or removed["hidden_parts"] > 0
    strange = [word for word, count in linked.items() if is_hacked or count >= 3]
    words = [
        word for word in dict.fromkeys((*farms[:_LOOKED_FOR], *strange[:_LOOKED_FOR])) if _is_pasted(word, whole, body)
    ]
    paragraphs = []
    prose = [at for at in range(start, stop) if kinds[at] is Kind.PROSE]
    for at in range(prose[0], prose[-1] + 1):
        kept = _kept(lines[at], kinds[at], body, words, removed)
        if kept:
            paragraphs.append(kept)
    outside = [*range(prose[0]), *range(prose[-1] + 1, len(lines))]
    _count_outside([(lines[at], kinds[at]) for at in outside], removed)
    if sum(map(han_count, paragraphs)) < _LEAST_HAN:
        return None
    return Article(tuple(paragraphs), tuple(lines[: prose[0]]), tuple(lines[prose[-1] + 1 :]), body)


def _best_stretch(lines: Sequence[Line], kinds: Sequence[Kind], extracted: str) -> tuple[int, int] | None:
    """The stretch between boundaries with the most prose; the extractor's word counts double."""
    edges = [-1, *(at for at, kind in enumerate(kinds) if _is_edge(kinds, at, kind)), len(lines)]
    best: tuple[int, int] | None = None
    most = float(_LEAST_HAN - 1)
    for left, right in pairwise(edges):
        weight = 0.0
        for at in range(left + 1, right):
            if kinds[at] is Kind.PROSE:
                size = han_count(lines[at].text)
                seen = bool(extracted) and bare(lines[at].text)[:30] in extracted
                weight += size * (2 if seen else 1)
        if weight > most:
            most, best = weight, (left + 1, right)
    return best


def _is_edge(kinds: Sequence[Kind], at: int, kind: Kind) -> bool:
    if kind in _HARD or kind is Kind.COUNTER:
        return True
    return kind is Kind.FARM and kinds[at : at + 3] == [Kind.FARM] * 3


def _widened(lines: Sequence[Line], kinds: Sequence[Kind], stretch: tuple[int, int], body: Body) -> tuple[int, int]:
    """Take in prose beyond a counter line (never beyond a menu or the page's end) that speaks of the same."""
    start, stop = stretch
    for step in (-1, 1):
        at = start - 1 if step < 0 else stop
        taken = at
        while 0 <= at < len(lines) and kinds[at] not in _HARD and not _is_farm_block(kinds, at):
            if kinds[at] is Kind.PROSE:
                if body.share(lines[at].text) < 0.3:
                    break
                taken = at + step
            at += step
        if step < 0:
            start = min(start, taken + 1)
        else:
            stop = max(stop, taken)
    return start, stop


def _is_farm_block(kinds: Sequence[Kind], at: int) -> bool:
    return list(kinds[max(0, at - 1) : at + 2]) == [Kind.FARM] * 3


def _sure(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[str]:
    """Sentences nobody could take for keywords."""
    return [
        sentence
        for line, kind in zip(lines, kinds, strict=True)
        if kind is Kind.PROSE
        for sentence in sentences_of(line.text)
        if function_share(sentence) >= 0.04 and not is_keyword_run(sentence)
    ]


def sentences_of(text: str) -> list[str]:
    """The text cut after each end of a sentence; joined again it is the text."""
    parts, last = [], 0
    for match in _AFTER_END.finditer(text):
        if match.end() > last and text[match.end() : match.end() + 1] not in ENDS:
            parts.append(text[last : match.end()])
            last = match.end()
    return [*parts, text[last:]] if text[last:] else parts


def _farm_words(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[str]:
    """What link farms repeat, long ones first: attackers paste it into sentences too."""
    chunks: Counter[str] = Counter()
    whole: set[str] = set()
    for line, kind in zip(lines, kinds, strict=True):
        if kind is Kind.FARM and is_keyword_run(line.text):
            chunks.update(set(chunks_of(line.text)))
            if _BARS.search(line.text) and han_count(line.text) >= 6 and len(line.text) <= 120:
                whole.add(line.text)
    # A firm's name may stand once in a footer and in the article; only what is repeated is a farm's.
    repeated = {word for word, count in chunks.items() if count >= 3 and han_count(word) >= 4}
    return sorted(whole | repeated, key=lambda one: (-len(one), one))


def _kept(line: Line, kind: Kind, body: Body, farms: Sequence[str], removed: Counter[str]) -> str:
    """What of this line belongs to the article."""
    text = line.text
    if kind is Kind.PROSE:
        return _cleaned(line, body, farms, removed)
    if kind is Kind.SHORT:
        if _is_subheading(line, body):
            return text
        removed["stray_lines"] += 1
    elif kind is Kind.FARM:
        if body.share(text) >= 0.5 and not _BARS.search(text) and "、" in text:
            return text
        removed["link_farm_lines"] += 1
        removed["link_farm_words"] += len(chunks_of(text))
    else:
        removed["counter_lines"] += 1
    return ""


def _is_subheading(line: Line, body: Body) -> bool:
    size = han_count(line.text)
    if line.link_share >= 0.6 or not 2 <= size <= 40:
        return False
    share = body.share(line.text)
    return share >= 0.3 or (share > 0 and bool(_ORDINAL.match(line.text) or line.is_heading))


def _cleaned(line: Line, body: Body, farms: Sequence[str], removed: Counter[str]) -> str:
    """A paragraph without label heads, pasted farm words, keyword sentences and strange ends."""
    text = without_label_head(line.text)
    removed["counter_lines"] += text != line.text.strip()
    for word in farms:
        if word in text:
            removed["link_farm_words"] += text.count(word)
            text = text.replace(word, "")
    text = _without_head_run(text, body, removed)
    kept = []
    for sentence in sentences_of(text):
        if _is_foreign(sentence, body):
            removed["link_farm_words"] += len(chunks_of(sentence))
        else:
            kept.append(sentence)
    return "".join(kept).strip()


def _is_pasted(word: str, whole: str, body: Body) -> bool:
    """Whether a word of a farm or a link stands in the article and shares nothing with the rest of it."""
    times = whole.count(word)
    return times > 0 and body.share(word, times=times) < 0.2


def _without_head_run(text: str, body: Body, removed: Counter[str]) -> str:
    """Cut keywords, set apart by bars or blanks, from before the first sentence."""
    tokens = re.split(r"([\s|｜丨│┃]+)", text)
    words = tokens[::2]
    run = 0
    for word in words[:-1]:
        if any(mark in word for mark in ENDS + "，：；,:;（(") or body.share(word, times=1) >= 0.2:
            break
        run += 1
    if not run:
        return text
    average = sum(map(len, words[:run])) / run
    if not (run >= 5 or (run >= 3 and average >= 4) or (run >= 1 and "|" in tokens[1] + tokens[2 * run - 1])):
        return text
    removed["link_farm_words"] += run
    return "".join(tokens[2 * run :])


def _is_foreign(sentence: str, body: Body) -> bool:
    """Whether a sentence inside the article is somebody else's: keywords, or an end that is not one."""
    text = sentence.strip()
    is_ended = text.rstrip("”’」』）)】\"'")[-1:] in ENDS + "：:；;"
    share = body.share(text, times=1)
    if len(_BARS.findall(text)) >= 2 and share < 0.5:
        return True
    if is_ended:
        return len(chunks_of(text)) >= 6 and function_share(text) < 0.03 and share < 0.15
    if _BYLINE.match(text):
        return bool(_EDITOR.search(text))
    if _EDITOR.match(text):
        return True
    if _PHOTO.match(text) and han_count(text) <= 12:
        return False
    if is_keyword_run(text) and share < 0.5:
        return True
    return not is_sentence_like(text) and share < 0.2


def _count_outside(outside: Sequence[tuple[Line, Kind]], removed: Counter[str]) -> None:
    names = {
        Kind.COUNTER: "counter_lines",
        Kind.NEIGHBOUR: "neighbour_lines",
        Kind.MENU: "menu_lines",
        Kind.END: "menu_lines",
        Kind.FARM: "link_farm_lines",
    }
    for line, kind in outside:
        removed[names.get(kind, "stray_lines")] += 1
        if kind is Kind.FARM:
            removed["link_farm_words"] += len(chunks_of(line.text))
