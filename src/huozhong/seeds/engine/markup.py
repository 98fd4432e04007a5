"""Saved HTML becomes lines, without anything a visitor could not see."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree, html  # type: ignore[import-untyped]

from huozhong.seeds.engine.lines import Line, pieces

_SIGNS = ("<html", "<!doctype html", "<body", "</div>", "</p>", "<br>", "<br/>", "<br />", "</a>", "</td>", "</script>")
_CODE = frozenset({"script", "style", "template", "object", "embed", "applet", "svg", "math", "link", "base"})
_UNSEEN = frozenset(
    {
        "noscript",
        "iframe",
        "frame",
        "select",
        "option",
        "textarea",
        "input",
        "button",
        "marquee",
        "audio",
        "video",
        "canvas",
    }
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_DATE_NAMES = frozenset(
    [
        "pubdate",
        "publishdate",
        "publish_date",
        "publish-date",
        "publishtime",
        "pubtime",
        "date",
        "article:published_time",
        "dc.date",
        "weibo:article:create_at",
        "og:release_date",
        "datepublished",
    ]
)
_OFF_SCREEN = re.compile(r"(?:left|top|right|bottom|text-indent|margin(?:-left|-top)?):-\d{3,}")
_NOTHING = re.compile(
    r"(?:^|;)(?:(?:max-)?(?:height|width)|font-size|opacity|line-height):0(?:\.0+)?(?:px|em|pt|%|rem)?(?:!important)?(?:;|$)"
)
_RULE_LIMIT = 2_000
_EXTRACTED_AT_MOST = 1_500_000  # above that the extractor takes minutes; lines are judged without its vote


@dataclass(slots=True)
class Sheet:
    """A page taken out of its HTML."""

    lines: list[Line] = field(default_factory=list)
    extracted: str = ""
    titles: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)


def is_html(text: str) -> bool:
    """Whether the text is markup rather than what somebody copied from a screen."""
    lowered = text[:500_000].casefold()
    return any(sign in lowered for sign in _SIGNS)


def read_markup(text: str) -> Sheet:
    """Lines, titles, keywords and dates of a saved page; nothing in it is run or fetched."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return Sheet()
    sheet = Sheet()
    _take_head(root, sheet)
    _drop_unseen(root, sheet)
    sheet.lines = _walk(root, sheet)
    sheet.extracted = _extract(root)
    return sheet


def _take_head(root: html.HtmlElement, sheet: Sheet) -> None:
    for element in root.iter("title"):
        sheet.titles.append((element.text or "").strip())
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").casefold()
        content = meta.get("content") or ""
        if name in ("keywords", "news_keywords"):
            sheet.keywords.append(content)
        elif name in ("og:title", "articletitle", "twitter:title"):
            sheet.titles.append(content.strip())
        elif name in _DATE_NAMES:
            sheet.dates.append(content)


def _drop_unseen(root: html.HtmlElement, sheet: Sheet) -> None:
    classes, ids = _hidden_by_rules(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _CODE:
            sheet.removed["scripts"] += element.tag == "script"
        elif element.tag in _UNSEEN or _is_hidden(element, classes, ids):
            if element.tag in ("html", "body", "head"):
                continue
            sheet.removed["hidden_parts"] += bool("".join(element.itertext()).strip())
        else:
            continue
        if element.getparent() is not None:
            element.drop_tree()


def _hidden_by_rules(root: html.HtmlElement) -> tuple[set[str], set[str]]:
    """Names of classes and ids that the page's own style sheet makes invisible."""
    classes: set[str] = set()
    ids: set[str] = set()
    for element in root.iter("style"):
        for rule in (element.text or "")[:200_000].split("}")[:_RULE_LIMIT]:
            selector, _, body = rule.rpartition("{")
            if not _hides(body):
                continue
            for one in selector.split(","):
                name = one.strip()
                if name[1:].replace("-", "").replace("_", "").isalnum():
                    (classes if name[0] == "." else ids if name[0] == "#" else set()).add(name[1:])
    return classes, ids


def _is_hidden(element: html.HtmlElement, classes: set[str], ids: set[str]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("id") in ids or classes.intersection((element.get("class") or "").split()):
        return True
    return _hides(element.get("style") or "")


def _hides(style: str) -> bool:
    plain = "".join(style.split()).casefold()
    if "display:none" in plain or "visibility:hidden" in plain:
        return True
    if _OFF_SCREEN.search(plain):
        return True
    return bool(_NOTHING.search(plain)) and (
        "overflow:hidden" in plain or "font-size:0" in plain or "opacity:0" in plain
    )


class _Writer:
    """Collects the text of one line at a time."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.lines: list[Line] = []
        self._parts: list[tuple[str, bool]] = []
        self._is_heading = False

    def write(self, text: str | None, *, anchor: bool, heading: bool) -> None:
        """Add a stretch of text, linked or not."""
        if not text:
            return
        # A line break in the source is not one on the screen; between Han characters it is nothing at all.
        flat = re.sub(r"[ \t]*\n\s*", lambda m: " " if _ascii_around(m) else "", text)
        self._parts.append((flat, anchor))
        self._is_heading = self._is_heading or (heading and bool(flat.strip()))

    def flush(self) -> None:
        """End the line; three links in a row are a line of their own."""
        for parts in _split_off_links(self._parts):
            whole = "".join(text for text, _ in parts)
            if not whole.strip():
                continue
            linked = [text.strip() for text, is_anchor in parts if is_anchor and text.strip()]
            share = sum(map(len, linked)) / len(whole.strip())
            found = [Line(piece, min(1.0, share), self._is_heading, tuple(linked)) for piece in pieces(whole)]
            self.lines += found
            if self._is_heading:
                self.sheet.headings += [one.text for one in found]
        self._parts, self._is_heading = [], False


def _split_off_links(parts: list[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    groups: list[list[tuple[str, bool]]] = [[]]
    run: list[tuple[str, bool]] = []
    for text, is_anchor in [*parts, ("end of line", False)]:
        if is_anchor or (run and len(text.strip()) <= 2):
            run.append((text, is_anchor))
            continue
        if sum(anchor for _, anchor in run) >= 3:
            groups += [run, []]
        else:
            groups[-1] += run
        run = []
        groups[-1].append((text, is_anchor))
    groups[-1].pop()
    return groups


def _ascii_around(match: re.Match[str]) -> bool:
    text = match.string
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return before < "\x7f" and after < "\x7f"


def _walk(root: html.HtmlElement, sheet: Sheet) -> list[Line]:
    body = root.find("body")
    writer = _Writer(sheet)
    anchors = headings = 0
    for event, element in etree.iterwalk(body if body is not None else root, events=("start", "end")):
        is_block = element.tag not in _INLINE
        if is_block:
            writer.flush()
        step = 1 if event == "start" else -1
        anchors += step * (element.tag == "a")
        headings += step * (element.tag in _HEADINGS)
        if element.tag == "head" or element.tag == "title":
            continue
        text = element.text if event == "start" else element.tail
        writer.write(text, anchor=anchors > 0, heading=headings > 0)
    writer.flush()
    return writer.lines


def _extract(root: html.HtmlElement) -> str:
    """Where a well-kept extractor sees the article; its word is a vote on which lines to take."""
    import trafilatura  # a quarter of a second: only where there is markup

    source = html.tostring(root, encoding="unicode")
    if len(source) > _EXTRACTED_AT_MOST:
        return ""
    try:
        found = trafilatura.extract(
            source,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            output_format="txt",
        )
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    return found or ""
