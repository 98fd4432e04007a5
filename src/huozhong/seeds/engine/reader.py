"""Reads one saved page: from bytes to an article and its named practices."""

from __future__ import annotations

from collections import Counter

from huozhong.kernel.divisions import DivisionTable, official
from huozhong.kernel.sentences import say
from huozhong.seeds.engine.answers import KINDS, Page, Unreadable
from huozhong.seeds.engine.article import find_article
from huozhong.seeds.engine.chinese import tidy, to_simplified, undo_readings
from huozhong.seeds.engine.decoding import EMPTY, LIMIT_BYTES, decode, too_large
from huozhong.seeds.engine.heading import date_of, keywords_of, title_of
from huozhong.seeds.engine.lines import Line, lines_of
from huozhong.seeds.engine.markup import Sheet, is_html, read_markup
from huozhong.seeds.engine.practices import find_practices

NO_ARTICLE = say("没有找到文章：页面里只有菜单、关键词或太短的文字。请保存文章所在的那一页，或只复制标题和正文。")


def read(content: bytes, *, divisions: DivisionTable | None = None) -> Page:
    """The article of a saved page (HTML or plain text, any usual encoding); raises Unreadable with a sentence."""
    return read_text(decode(content), divisions=divisions)


def read_text(text: str, *, divisions: DivisionTable | None = None) -> Page:
    """The article of a page that is already text; raises Unreadable with a sentence."""
    if len(text) > LIMIT_BYTES:
        raise Unreadable(too_large())
    text = tidy(text)
    if not text.strip():
        raise Unreadable(EMPTY)
    removed: Counter[str] = Counter()
    text = _plain_characters(text, removed)
    if is_html(text):
        sheet = read_markup(text)
        sheet.lines = [_plain_line(line, removed) for line in sheet.lines]
    else:
        sheet = Sheet(lines=lines_of(text))
    removed.update(sheet.removed)
    article = find_article(sheet.lines, extracted=sheet.extracted, removed=removed)
    if article is None:
        raise Unreadable(NO_ARTICLE)
    body = "\n".join(article.paragraphs)
    return Page(
        title=title_of(article, headings=sheet.headings, titles=sheet.titles),
        date=date_of(article, metas=sheet.dates),
        source_keywords=keywords_of(article, metas=sheet.keywords, text=body),
        text=body,
        practices=find_practices(body, divisions or official()),
        removed={kind: removed[kind] for kind in KINDS},
    )


def _plain_characters(text: str, removed: Counter[str]) -> str:
    text, readings = undo_readings(text)
    text, changed = to_simplified(text)
    removed["bracketed_readings"] += readings
    removed["traditional_characters"] += changed
    return text


def _plain_line(line: Line, removed: Counter[str]) -> Line:
    """Readings and characters that markup had hidden: &nbsp; entities, tags between character and bracket."""
    text = _plain_characters(tidy(line.text), removed).strip()
    return Line(
        text, line.link_share, line.is_heading, tuple(_plain_characters(one, Counter()) for one in line.anchors)
    )
