"""Title, date and keywords: what stands around an article and belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from huozhong.seeds.engine.article import Article
from huozhong.seeds.engine.chinese import bare, han_count
from huozhong.seeds.engine.lines import DATE, Body, Kind, Line, chunks_of, is_keyword_run, kind_of

_TITLE_PARTS = re.compile(r"\s*(?:[|｜_»>]|\s[-—–]+\s|[-—–]{1,2}(?=\S{2,14}$))\s*")
_HUNG_ON = re.compile(r"\s*[|｜_»>]+\s*|\s[-—–]+\s|[-—–](?=[^-—–]{2,14}$)")
_PUBLISHED = re.compile(r"(?:发布|发表|发文|刊发|成文|上传|添加|创建|录入)?\s*(?:时间|日期|于)\s*[:：]?\s*")
_KEYWORDS = re.compile(r"^[\s【\[]*(?:关\s*键\s*[词字]|标签|Tags?)\s*[】\]]?\s*[:：]?\s*(?P<words>.+)$", re.IGNORECASE)
_YMD = re.compile(r"((?:19|20)\d{2})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
_DMY = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d{2})")
_NEAR = 500  # lines: what stands farther from the article says nothing of it
_LEAST_SHARE = 0.25
_LEAST_SHARE_NEAR = 0.08  # the line right above an article is its title unless it is quite foreign
_MOST_KEYWORDS = 30
_MOST_FARM = 400  # lines of a farm whose words are known
_MOST_OF_FARM = 0.12  # of a title's pairs of characters


def title_of(article: Article, *, headings: Sequence[str], titles: Sequence[str]) -> str | None:
    """The line that names the article: near it, and made of its words; a title that shares none is not believed."""
    near = [line for line in article.before[-_NEAR:] if kind_of(line) in (Kind.SHORT, Kind.PROSE, Kind.COUNTER)][-12:]
    candidates = [(line.text, 0.02 * at + (0.2 if line.is_heading else 0.0)) for at, line in enumerate(near)]
    candidates += [(text, 0.2) for text in headings]
    candidates += [(part, 0.1) for text in titles for part in [text, *_TITLE_PARTS.split(text)]]
    glued = [line.text for line in article.before[-_NEAR:] if kind_of(line) is Kind.FARM]
    candidates += [(part, -0.1) for text in glued for part in text.split() if han_count(part) >= 6]
    candidates += [(line.text, -0.5) for line in article.after[:2] if _stands_free(line)]
    nearest = next(
        (line.text for line in reversed(near) if kind_of(line) is Kind.SHORT and han_count(line.text) > 3), ""
    )
    seen = [bare(text) for text, _ in candidates]
    best, most = None, 0.0
    for text, bonus in candidates:
        clean = _clean_title(_own_part(text, article))
        share = article.body.share(clean)
        least = _LEAST_SHARE_NEAR if text == nearest else _LEAST_SHARE
        if not 4 <= len(clean) <= 80 or han_count(clean) < 3 or share < least or is_keyword_run(clean):
            continue
        score = share + bonus + 0.15 * (seen.count(bare(text)) > 1) + min(han_count(clean), 20) / 100
        if score > most:
            best, most = clean, score
    return best or _figurative(article, near, headings)


def _figurative(article: Article, near: Sequence[Line], headings: Sequence[str]) -> str | None:
    """A title that shares no word with its article ("a spark"): the nearest short line above it, or its heading.

    Attackers write titles too. Theirs are made of the words of their farms: a line that shares pairs of characters
    with what was thrown away is not believed.
    """
    farm = Body([line.text for line in (*article.before, *article.after) if kind_of(line) is Kind.FARM][:_MOST_FARM])
    plain = [line.text for line in reversed(near) if kind_of(line) is Kind.SHORT]
    for text in (*headings, *plain[:2]):
        clean = _clean_title(text)
        if not 4 <= len(clean) <= 40 or han_count(clean) < 4 or han_count(clean) < 0.7 * len(bare(clean)):
            continue
        if is_keyword_run(clean) or _HUNG_ON.search(clean) or farm.share(clean) > _MOST_OF_FARM:
            continue
        return clean
    return None


def date_of(article: Article, *, metas: Iterable[str]) -> date | None:
    """The day of publication: labelled first, then bare beside the article, then the page's own metadata."""
    near = [*reversed(article.before[-25:]), *article.after[:6]]
    labelled = [line.text for line in near if _PUBLISHED.search(line.text)]
    plain = [line.text for line in near if kind_of(line) is Kind.COUNTER or line in article.before[-25:]]
    for text in (*labelled, *plain, *metas):
        if kind_of(Line(text)) is Kind.NEIGHBOUR:
            continue
        found = day_in(text)
        if found is not None:
            return found
    return None


def day_in(text: str) -> date | None:
    """The first full date in a text."""
    for match in DATE.finditer(text):
        if found := _YMD.search(match[0]):
            year, month, day = found.groups()
        elif found := _DMY.search(match[0]):
            day, month, year = found.groups()
        else:
            continue
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    compact = re.fullmatch(r"\D*((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4,6})?\D*", text)
    if compact:
        try:
            return date(*map(int, compact.groups()))
        except ValueError:
            return None
    return None


def keywords_of(article: Article, *, metas: Iterable[str], text: str) -> tuple[str, ...]:
    """Words that the page gives as its keywords and that also stand in the article."""
    words: list[str] = []
    for line in (*article.before[-_NEAR:], *article.after[:_NEAR]):
        if match := _KEYWORDS.match(line.text):
            words += chunks_of(match["words"])
        elif kind_of(line) is Kind.FARM or line.text.count("|") >= 3:
            words += chunks_of(line.text)
    for meta in metas:
        words += chunks_of(meta)
    kept = dict.fromkeys(word for word in words if 2 <= len(word) <= 20 and han_count(word) >= 2 and word in text)
    return tuple(kept)[:_MOST_KEYWORDS]


def _stands_free(line: Line) -> bool:
    return kind_of(line) is Kind.SHORT and line.text[0] not in "（(【["


def _own_part(text: str, article: Article) -> str:
    """The text without what is hung on before or behind a separator and shares nothing with the article.

    A page's name is often hung on a title, and on a hacked page a row of keywords; a subtitle behind a dash stays.
    """
    parts, at = [], 0
    for hung in _HUNG_ON.finditer(text):
        parts.append((at, hung.start()))
        at = hung.end()
    parts.append((at, len(text)))
    own = [(start, end) for start, end in parts if article.body.share(_clean_title(text[start:end])) >= _LEAST_SHARE]
    return text[own[0][0] : own[-1][1]] if own and len(parts) > 1 else text


def _clean_title(text: str) -> str:
    text = re.sub(r"^[\s【\[]*(?:标\s*题|题\s*目|正文|新闻标题)\s*[】\]]?\s*[:：]\s*", "", text)
    text = DATE.sub("", text) if han_count(text) < 60 else text
    return text.strip(" \t|｜_-—>»·")
