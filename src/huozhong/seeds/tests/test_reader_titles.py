"""What is hung on a title by a page or by its attackers does not belong to it."""

from __future__ import annotations

import pytest

from huozhong.seeds.engine import read_text

ARTICLE = """今年以来，溪口市总工会把基层工作当作项目来抓，有目标、有经费、有人员、有考核，基层干部干有方向。
在基层，每一个工会干部都是一颗火种。溪口市总工会的“夜读车间”让职工下了夜班也有书读，受到职工欢迎。
把它当作种子，撒到更多的地方去，量变就会带来质变，基层工会的工作就会活起来，职工也会得到实惠。
"""


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("让基层工会的种子发芽_垃圾词网站", "让基层工会的种子发芽"),
        ("让基层工会的种子发芽_垃圾词甲,垃圾词乙_垃圾词丙在线", "让基层工会的种子发芽"),
        ("垃圾词甲|垃圾词乙|让基层工会的种子发芽", "让基层工会的种子发芽"),
        ("让基层工会的种子发芽 - 某地新闻网", "让基层工会的种子发芽"),
        ("让基层工会的种子发芽——溪口市总工会工作综述", "让基层工会的种子发芽——溪口市总工会工作综述"),
        ("让基层工会的种子发芽", "让基层工会的种子发芽"),
    ],
)
def test_a_title_is_freed_from_what_was_hung_on_it(line: str, title: str) -> None:
    assert read_text(f"{line}\n2016-12-21\n{ARTICLE}").title == title


def test_a_figurative_title_above_a_clean_page_is_believed() -> None:
    assert read_text(f"星星之火何以燎原\n2016-12-21\n{ARTICLE}").title == "星星之火何以燎原"


def test_a_title_made_of_the_farm_s_words_is_not_believed() -> None:
    farm = "垃圾词在线观看|垃圾词免费精品|垃圾词高清专区|垃圾词网站大全|垃圾词完整版\n"

    assert read_text(f"垃圾词免费精品在线观看\n2016-12-21\n{ARTICLE}{farm * 3}").title is None
