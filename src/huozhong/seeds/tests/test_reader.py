# ruff: noqa: E501  (whole Chinese sentences stay on one line)
"""The page reader on pages that others wrote, and on one editorial in every kind of dirt."""

from __future__ import annotations

import contextlib
from pathlib import Path

import opencc
import pytest
from pypinyin import Style, pinyin

from huozhong.seeds.engine import LIMIT_BYTES, Page, Unreadable, read, read_text

PAGES = Path(__file__).parent / "pages"
# Neutral words in place of the obscene ones that real link farms are made of.
JUNK = "国产蔬菜在线 日本料理高清 免费试用一区 欧美家具二区 水果视频大全 亚洲钢铁无码头 久久草坪网 激情篮球直播".split()  # noqa: SIM905
TITLE = "让基层工会的“火种”形成燎原之势"
COUNTERS = "发布时间：2016-12-21 来源：工人日报 浏览次数：1024 字体：大 中 小"
ARTICLE = """\
村里建起了五星职代会、外企里有了“双建制”……连日来，本报推出的“加强基层工会建设调研行”系列报道，讲述了发生在江苏无锡的鲜活故事。
近年来，无锡市总工会以“项目化管理”为抓手，惠山区“星级职代会”、新吴区工资集体协商“双建制”、江阴市镇两级工会“五位一体”职工之家等一批品牌项目脱颖而出，让职工从“要我干”变“我要干”。
放眼全国，类似的探索还有很多。福建总工会“调裁诉”无缝对接，北京市总工会的“京卡·互助服务卡”，成都市总工会的15分钟服务圈，湖北省总工会“互联网+”工会工作新模式，都是从职工的需求出发，打通了服务职工的“最后一公里”。
基层工会是工会全部工作的基础（全总2015年数据显示，全国基层工会已达270多万个）。只有把基层做实了，工会的“冻土层”才能真正消融。
一个工会干部就是一个“火种”，一项工会工作就是一个触点。只要沿着正确的方向，围绕着职工的需求，基层工会就一定大有作为。"""
PRACTICES = [
    ("无锡市", "无锡市总工会", "项目化管理"),
    ("惠山区", None, "星级职代会"),
    ("新吴区", None, "双建制"),
    ("江阴市", "江阴市镇两级工会", "五位一体"),
    ("福建", "福建总工会", "调裁诉"),
    ("北京市", "北京市总工会", "京卡·互助服务卡"),
    ("成都市", "成都市总工会", "15分钟服务圈"),
    ("湖北省", "湖北省总工会", "互联网+"),
]
PARAGRAPHS = ARTICLE.split("\n")


def with_readings(text: str) -> str:
    """Traditional characters, each changed one followed by its reading in brackets, as hacked mirrors write."""
    turned = opencc.OpenCC("s2tw").convert(text)
    return "".join(
        new if old == new else f"{new}({pinyin(new, style=Style.TONE)[0][0]})"
        for old, new in zip(text, turned, strict=True)
    )


def hacked_text() -> str:
    head = "|".join(JUNK)
    tail = "\n".join([*JUNK, "主站蜘蛛池模板： " + "| ".join([*JUNK, "无锡", "基层工会"]), "|".join(JUNK * 625)])
    menu = with_readings("网站首页 关于我们 产品中心 新闻动态 联系我们\n您当前的位置：首页 > 新闻动态 > 行业新闻")
    near = with_readings(
        "上一篇：某某公司工会开展慰问活动\n下一篇：没有了\n版权所有：某某机械有限公司 苏ICP备00000000号"
    )
    return "\n".join([head, menu, with_readings(f"{TITLE}\n{COUNTERS}\n{ARTICLE}"), near, tail])


def hacked_html() -> str:
    links = "".join(f"<a href='http://farm.invalid/{n}'>{word}</a>" for n, word in enumerate(JUNK))
    body = "".join(f"<p>　　{with_readings(each)}<a href='//farm.invalid'>{JUNK[0]}</a></p>" for each in PARAGRAPHS)
    return f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>{"_".join(JUNK)}</title>
<meta name="keywords" content="{",".join(JUNK)},基层工会,无锡"><meta name="description" content="{"，".join(JUNK)}。">
<style>.q9{{position:absolute;left:-9999px}}</style></head><body>
<div style="position:fixed;top:-9000px">{links}</div><div class="q9">{JUNK[1]}是最好的。{JUNK[2]}也是的。</div>{links}
<ul><li><a href="/">{with_readings("网站首页")}</a></li><li><a>{with_readings("关于我们")}</a></li></ul>
<div>{with_readings("您当前的位置")}：<a>首頁</a> &gt; <a>新聞</a></div><h1>{with_readings(TITLE)}</h1>
<div>{with_readings(COUNTERS)}</div><div id="zoom">{body}<div>{links}</div></div>
<div>{with_readings("上一篇：")}<a>某某</a></div><script>document.write("<div style='display:none'>")</script>
<div>{"".join(f"<a href='/k{n}'>{JUNK[n % 8]}{n}</a>|" for n in range(5000))}</div></body></html>"""


def expect_the_editorial(page: Page) -> None:
    assert page.text == ARTICLE
    assert page.title == TITLE
    assert page.date is not None
    assert page.date.isoformat() == "2016-12-21"
    assert [(one.place, one.union, one.name) for one in page.practices] == PRACTICES
    assert not any(word in str(page.as_json()) for word in JUNK)


def test_a_hacked_text_gives_its_article_and_nothing_but_it() -> None:
    page = read(hacked_text().encode())

    expect_the_editorial(page)
    assert page.source_keywords == ("无锡", "基层工会")
    assert page.removed["bracketed_readings"] > 100
    assert page.removed["link_farm_words"] >= 5000


def test_a_hacked_page_gives_its_article_and_nothing_but_it() -> None:
    page = read(hacked_html().encode())

    expect_the_editorial(page)
    assert page.source_keywords == ("基层工会", "无锡")
    assert page.removed["hidden_parts"] == 2
    assert page.removed["link_farm_words"] >= 5000


TRADITIONAL = opencc.OpenCC("s2tw").convert(f"{TITLE}\n{COUNTERS}\n{ARTICLE}")
PLAIN = f"{TITLE}\n{COUNTERS}\n{ARTICLE}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN.encode("gbk"), id="GBK"),
        pytest.param(TRADITIONAL.encode("big5hkscs", "ignore"), id="Big5"),
        pytest.param(b"\xef\xbb\xbf" + PLAIN.encode(), id="UTF-8 with mark"),
        pytest.param(PLAIN.encode("utf-16"), id="UTF-16"),
        pytest.param(hacked_html().encode("gb18030"), id="GB 18030 page"),
        pytest.param(hacked_html().encode(), id="UTF-8 page that says GB 2312"),
        pytest.param(f"{TITLE}\n{COUNTERS}\n".encode("gbk") + ARTICLE.encode(), id="GBK lines pasted into UTF-8"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="Windows line ends"),
    ],
)
def test_every_usual_encoding_is_read(content: bytes) -> None:
    expect_the_editorial(read(content))


HEAD = f"{TITLE}\n{COUNTERS}\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + ARTICLE + " " + " ".join(JUNK * 40), id="tail glued by blanks"),
        pytest.param(HEAD + ARTICLE + "、".join(JUNK * 40), id="tail glued by 、"),
        pytest.param(HEAD + ARTICLE + "|".join(JUNK * 40), id="tail glued by bars"),
        pytest.param(HEAD + ARTICLE + ",".join(JUNK), id="tail glued by commas"),
        pytest.param(HEAD + ARTICLE + "".join(JUNK), id="tail glued by nothing"),
        pytest.param(HEAD + ARTICLE + "\n" + "，".join(JUNK * 20) + "。", id="tail dressed as a sentence"),
        pytest.param(HEAD + ARTICLE + "\n" + "\n".join(JUNK * 625), id="5,000 keywords, one a line"),
        pytest.param("|".join(JUNK * 625) + "\n" + HEAD + ARTICLE, id="5,000 keywords at the head"),
        pytest.param("\n".join(JUNK * 50) + "\n" + HEAD + ARTICLE, id="head, one a line"),
        pytest.param(" ".join(JUNK) + " " + HEAD + ARTICLE, id="head glued to the title"),
        pytest.param(HEAD + "|".join(JUNK) + "|" + ARTICLE, id="head glued to the first paragraph"),
        pytest.param(HEAD + "\n".join(f"{a}\n{b}" for a, b in zip(PARAGRAPHS, JUNK, strict=False)), id="between"),
        pytest.param(HEAD + ARTICLE + "（责任编辑：张三）", id="editor glued"),
        pytest.param(f"{TITLE}  {COUNTERS}　　{'　　'.join(PARAGRAPHS)}　　上一篇：没有了 {JUNK[0]}", id="one line"),
    ],
)
def test_keywords_glued_anywhere_vanish_and_the_article_stays_whole(text: str) -> None:
    expect_the_editorial(read_text(text))


def test_rows_cut_at_a_fixed_width_are_joined() -> None:
    rows = [("　　" + each)[at : at + 38] for each in PARAGRAPHS for at in range(0, len(each) + 2, 38)]

    expect_the_editorial(read_text(HEAD + "\n".join(rows)))


def test_a_word_pasted_into_sentences_as_a_link_vanishes_and_a_true_link_stays() -> None:
    def page(word: str) -> str:
        paragraphs = "".join(f"<p>{each.replace('，', f'，<a href=x>{word}</a>', 1)}</p>" for each in PARAGRAPHS)
        return f"<html><body><h1>{TITLE}</h1><div>{COUNTERS}</div>{paragraphs}</body></html>"

    assert read_text(page(JUNK[4])).text == ARTICLE
    linked = f"<h1>{TITLE}</h1><p>{ARTICLE.replace('无锡市总工会', '<a href=x>无锡市总工会</a>')}</p>"
    assert "近年来，无锡市总工会以" in read_text(linked).text


@pytest.mark.parametrize(
    ("name", "title", "date", "first", "last", "practices"),
    [
        ("mirror-farm-traditional.txt", "奋力开创新时代兵团工会工作新局面", "2023-07-24", "5月15日,2023年兵团维稳", "参加活动。孙灿 摄",
         [("阿拉尔市", None, "五共同·一促进——中华传统文化进万家"), (None, "八师天业集团能源管理公司工会", "夏送清凉")]),
        ("mirror-title-in-body.txt", "省以上开发区工会工作经验交流会在启举行", "2025-05-29", "本报讯 5月27日,南通市总工会在", "作交流发言。", []),
        ("mirror-gallery-traditional.txt", "庆祝“五一”国际劳动节暨表彰全国劳动模范和先进工作者大会隆重举行[组图]", "2015-04-29",
         "4月28日,“五一”国际劳动节", "新华社记者鞠鹏摄", []),
        ("copied-wuxi-2016.txt", "“项目化管理”激发无锡基层工会活力《工人日报》头版连续刊发报道推广经验", "2016-12-22", "本网讯 12月12日", "登上了头版头条。",
         [("无锡市", "无锡市总工会", "项目化管理"), ("惠山区", "惠山区总工会", "星级职代会"), ("新吴区", "新吴区总工会", "双建制"),
          ("江阴市", "江阴市镇两级工会", "五位一体"), ("宜兴市", "宜兴市总工会", "县级市组建产业工会新模式"), ("无锡", None, "职工服务中心")]),
        ("newspaper-wuxi-2019.txt", "市总工会开展创新工作项目展评活动", None, "2019年度无锡工会", "作出了评议。",
         [("江阴", None, "江阴职工之家"), ("锡山", None, "两站"), ("惠山", None, "关爱·圆梦"), ("惠山", None, "双走进"), ("滨湖", None, "工匠小家"),
          ("新吴", None, "三化"), (None, "电信公司工会", "手机(网上)工会服务平台")]),
        ("union-site-counter-tail.txt", "外地工会来下城区工会交流工作", "2019-03-13", "3月9日上午", "展开讨论。", []),
        ("company-site-traditional.txt", "集团公司工会召开四季度工会例会", None, "近日,集团公司工会", "赢得了较好赞誉。", []),
        ("breadcrumb-closing-window.txt", "上汽柳州地区企业工会工作委员会成立", None, "日前,上汽集团工会", "职工1.7万名。", []),
    ],
)  # fmt: skip
def test_pages_that_others_wrote(
    name: str, title: str, date: str | None, first: str, last: str, practices: list[tuple[str | None, str | None, str]]
) -> None:
    page = read((PAGES / name).read_bytes())

    assert page.title == title
    assert (page.date.isoformat() if page.date else None) == date
    assert page.text.startswith(first)
    assert page.text.endswith(last)
    assert [(one.place, one.union, one.name) for one in page.practices] == practices
    assert "垃圾词" not in str(page.as_json())


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空"),
        (b" \n\t ", "空"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "压缩包"),
        (b"\xd0\xcf\x11\xe0....", "旧版"),
        (b"\x1f\x8b....", "压缩"),
        (b"\x89PNG....", "图片"),
        (bytes(range(256)) * 40, "不是网页或文本"),
        ("|".join(JUNK * 100).encode(), "没有找到文章"),
        (f"<html><body><ul><li><a href=/>首页</a></li></ul>{'<a>x</a>' * 50}</body></html>".encode(), "没有找到文章"),
        (b"a" * (LIMIT_BYTES + 1), "超过"),
    ],
)
def test_what_holds_no_article_is_refused_with_a_sentence_that_repeats_nothing(content: bytes, word: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert word in str(refused.value.reason)
    assert not any(junk in str(refused.value.reason) for junk in JUNK)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div>" * 20_000 + ARTICLE + "</div>" * 5_000, id="deep"),
        pytest.param(hacked_html() + "<p>" + "|".join(JUNK * 40_000), id="2 MB of farm"),
        pytest.param("工会“" * 300_000, id="open quotes"),
        pytest.param("<a href='" * 100_000, id="broken tags"),
        pytest.param("<p>无锡市总工会，" * 50_000, id="no end"),
        pytest.param("來(lái)" * 200_000, id="readings"),
    ],
)
def test_a_hostile_page_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert read_text(text).text
