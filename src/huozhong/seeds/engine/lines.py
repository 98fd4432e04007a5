"""A page as lines: what each line looks like, before anybody knows which lines are the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from huozhong.seeds.engine.chinese import han_count, squeeze

_LONGEST_LINE = 2_000
ENDS = "。！？!?…"
_CLOSERS = "”’」』\"'）)】》"
# The small words that hold Chinese sentences together; keyword lists have next to none.
_FUNCTION = frozenset(
    "的了在是和与不有为以对等也就这着而到从把被让将向其之于并及或个们我他你要会能可还都更又由但所给使用来去出进说则"
)
_SEPARATORS = re.compile(r"[|｜_丨│┃、,，;；/\\\s·•▪■◆●★☆~#>《》【】\[\]\-—–]+")
_CHUNK_ENDS = re.compile(rf"[{ENDS}：:]")
_DATE = (
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"|\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}|\d{1,2}/\d{1,2}/(?:19|20)\d{2}"
)
DATE = re.compile(_DATE)
_CLOCK = r"(?:\s*[T,]?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_LABELS = (
    r"(?:文章|信息|稿件|新闻|本文|内容|供稿)?(?:来源|出处|作者|编辑|责编|校对|审核|录入|供稿|摄影|撰稿|发布者?|发布人|发布单位|栏目|类别)"
    r"|责任编辑|稿源|编审|签发|日期|时间|(?:发布|发表|更新|添加|上传|创建|录入|成文|访问)(?:时间|日期|于)|发表于|发布于|更新"
    r"|(?:文章|页面|本文)?(?:浏览|点击|阅读|访问|查看|围观|人气|点赞|评论)(?:次数|人数|总数|数|量|率|人次|次)?"
    r"|已有\d*人?(?:浏览|阅读)|字号|字体(?:大小)?|文字大小|视力保护色?|背景色|语音|朗读|打印(?:本页|文章)?|关闭(?:窗口|本页)?|分享(?:到|至)?|收藏(?:本文|本页)?|复制链接|我要纠错"
    r"|关键[词字]|标签|Tags?|TAG|文号|发文字号|索引号"
)
_LABEL_HEAD = re.compile(rf"^[\s【\[（(|｜丨>]*(?:{_LABELS})\s*(?:[:：]|[】\]）)|｜]|\s|$)", re.IGNORECASE)
_LABEL_ANY = re.compile(rf"(?:{_LABELS})\s*[:：】\]]", re.IGNORECASE)
_LABEL_PAIR = re.compile(
    rf"^[\s【\[（(|｜]*(?:{_LABELS})\s*[:：]\s*(?:{_DATE}{_CLOCK}|[^\s，。、；|｜]{{0,20}})[】\]）)|｜\s]+",
    re.IGNORECASE,
)
_LABEL_RUN = re.compile(
    rf"(?:(?:{_LABELS})\s*[:：]\s*(?:{_DATE}{_CLOCK}|大\s+中\s+小|[^\s，。；]{{0,20}})(?:\s+|$)){{2,}}", re.IGNORECASE
)
_DATE_HEAD = re.compile(rf"^[\s【\[（(]*(?:{_DATE}){_CLOCK}(?=[\s】\]）)|｜]|$)[\s】\]）)|｜]*")
_DATE_ONLY = re.compile(rf"^\W*(?:星期.|周.)?\s*(?:{_DATE}){_CLOCK}\W*(?:星期.|周.)?\W*$")
_NEIGHBOUR = re.compile(
    r"^[\s【\[（(|｜<>«»←→]*(?:上|下|前|后)(?:一)?(?:篇|条|页|则|个|张|主题|文章|新闻)(?:文章|新闻|信息)?(?=\s|[:：】\]）)>|｜]|没有|暂无|返回|下|上|$)"
)
_END = re.compile(
    r"^[\s【\[（(<>■◆●|｜-]*(?:"
    r"相关(?:文章|新闻|阅读|链接|资讯|信息|内容|推荐|报道|标签|附件|文件|热词)|(?:推荐|热门|热点|延伸|更多|最新|精彩|图文)(?:阅读|文章|新闻|资讯|推荐|内容|图文|排行|标签|评论)"
    r"|猜你喜欢|大家都在看|发表评论|网友评论|我要评论|评论列表|留言与?评论|返回(?:列表|首页|顶部|上一页|上页|目录)|版权(?:所有|声明|说明)|copyright|©|免责声明|特别声明|郑重声明"
    r"|\S{0,4}ICP备|\S{0,6}公网安备|技术支持|网站(?:地图|声明|首页)|联系我们|关于我们|(?:主办|承办|协办)(?:单位|方)?[:：]|友情链接|合作伙伴"
    r"|感谢您?(?:访问|浏览|关注|的访问)|您可能(?:还|也|会)?(?:对|感兴趣|喜欢)|主站|(?:微信)?扫一扫|扫描二维码|关注我们|(?:地址|电话|邮编|传真|邮箱|热线)[:：]"
    r")",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"^[\s【\[（(]*(?:您?(?:现在|当前|目前|所在)?(?:的|所在)?(?:位置|位于)|导航|面包屑|首页\s*[>»›→/|｜\\-]|网站首页|欢迎(?:您|光临|访问|来到)|设为首页|加入收藏|登录|注册)"
)
_CRUMBS = re.compile(r"\S\s*(?:>>?|»|›|→)\s*\S")


class Kind(Enum):
    """What a line looks like by itself."""

    PROSE = "prose"
    SHORT = "short"
    COUNTER = "counter"
    NEIGHBOUR = "neighbour"
    END = "end"
    MENU = "menu"
    FARM = "farm"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; the last three are known only of HTML."""

    text: str
    link_share: float = 0.0
    is_heading: bool = False
    anchors: tuple[str, ...] = ()


def lines_of(text: str) -> list[Line]:
    """Plain text as lines; an indent inside a line begins a new paragraph."""
    return [Line(piece) for raw in _unwrapped(text.split("\n")) for piece in pieces(raw)]


def _unwrapped(rows: list[str]) -> list[str]:
    """Rows that were cut at a fixed width (mail, printouts) joined again; other text is left as it is."""
    widths = Counter(len(row.rstrip()) for row in rows if len(row.rstrip()) >= 16)
    if not widths:
        return rows
    width, _ = max(widths.items(), key=lambda one: (one[1] + widths[one[0] - 1], one[0]))
    full = widths[width] + widths[width - 1] + widths[width + 1]
    if full < 4 or full < 0.5 * sum(widths.values()):
        return rows
    joined: list[str] = []
    is_open = False
    for row in rows:
        clean = row.rstrip()
        if is_open and clean and not clean.startswith((" ", "\u3000", "\t")):
            joined[-1] += clean
        else:
            joined.append(clean)
        is_open = abs(len(clean) - width) <= 1 and clean[-1:] not in ENDS
    return joined


def pieces(raw: str) -> list[str]:
    """A raw line cut at paragraph indents (two wide spaces) and around a run of counters, and stripped."""
    parts = re.split(r"\u3000{2,}|(?<=[。！？”])[ \u00a0]{3,}", raw)
    if (run := _LABEL_RUN.search(parts[0][:400])) and not any(mark in parts[0][: run.start()] for mark in ENDS):
        parts[:1] = [parts[0][: run.start()], run[0], parts[0][run.end() :]]
    return [clean for part in parts if (clean := squeeze(part.replace("\u3000", " ")).strip())]


def function_share(text: str) -> float:
    """Share of small grammatical words among the Han characters."""
    # 在线 (online) is every link farm's favourite and no small word.
    text = text.replace("在线", "")
    return sum(char in _FUNCTION for char in text) / max(1, han_count(text))


def chunks_of(text: str) -> list[str]:
    """What stands between separators."""
    return [chunk for chunk in _SEPARATORS.split(text) if chunk]


def is_keyword_run(text: str) -> bool:
    """Whether the text is shaped like a list of keywords: short chunks, no sentence, hardly a small word."""
    chunks = chunks_of(text)
    bars = sum(text.count(bar) for bar in "|｜_丨│┃")
    if len(chunks) < (2 if bars else 4) or _CHUNK_ENDS.search(text.rstrip(ENDS)):
        return False
    if sum(map(len, chunks)) / len(chunks) > 14:
        return False
    if bars >= 3 or (len(chunks) >= 5 and "，" not in text and "," not in text and text[-1] not in ENDS):
        return True
    # Words chained by commas may still be a sentence; words chained by bars or blanks are not.
    return function_share(text) < (0.12 if bars or ("，" not in text and "," not in text) else 0.04)


def is_sentence_like(text: str) -> bool:
    """Whether the text has a sentence's punctuation and enough small words."""
    size = han_count(text)
    ended = any(mark in text for mark in ENDS) or text.rstrip(_CLOSERS)[-1:] in "：:；;"
    comma = "，" in text or "," in text
    if size >= 20:
        least = 0.02 if "。" in text else 0.04
        return (ended or (comma and size >= 30)) and function_share(text) >= least
    return size >= 6 and ended and text.rstrip(_CLOSERS)[-1:] in ENDS + "：:；;"


def kind_of(line: Line) -> Kind:
    """What the line looks like by itself."""
    text = line.text
    if len(text) > _LONGEST_LINE and not any(mark in text for mark in ENDS):
        return Kind.FARM
    if _NEIGHBOUR.match(text):
        return Kind.NEIGHBOUR
    prose = is_sentence_like(text) and line.link_share < 0.6
    if _END.match(text) and (not prose or han_count(text) < 60):
        return Kind.END
    if (_MENU.match(text) or _CRUMBS.search(text)) and (not prose or han_count(text) < 40):
        return Kind.MENU
    if _DATE_ONLY.match(text) or (_is_label(text) and not _has_sentence(text)):
        return Kind.COUNTER
    if is_keyword_run(text):
        return Kind.FARM
    if prose:
        return Kind.PROSE
    if line.link_share >= 0.6 and not line.is_heading:
        return Kind.MENU if len(text) <= 8 else Kind.FARM
    return Kind.SHORT


def without_label_head(text: str) -> str:
    """The line without the counters and dates that stand before its first sentence."""
    while match := _LABEL_PAIR.match(text) or _DATE_HEAD.match(text):
        if not match[0]:
            break
        text = text[match.end() :]
    return text.strip()


def _is_label(text: str) -> bool:
    return bool(_LABEL_HEAD.match(text) or _LABEL_ANY.search(text)) or (
        bool(DATE.search(text)) and han_count(DATE.sub("", text)) <= 16 and not any(mark in text for mark in ENDS)
    )


def _has_sentence(text: str) -> bool:
    rest = without_label_head(text)
    return is_sentence_like(rest) and not (_LABEL_ANY.search(rest) and han_count(rest) < 40)


class Body:
    """The pairs of characters of the surest part of an article: what belongs shares them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._pairs: Counter[str] = Counter()
        for text in texts:
            self._pairs.update(_pairs(text))

    def share(self, text: str, *, times: int = 0) -> float:
        """Share of the text's pairs that the article holds, beside the `times` that the text itself stands in it."""
        own = Counter(_pairs(text))
        total = sum(own.values())
        if not total:
            return 0.0
        return sum(count for pair, count in own.items() if self._pairs[pair] > count * times) / total


def _pairs(text: str) -> list[str]:
    return [a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum()]
