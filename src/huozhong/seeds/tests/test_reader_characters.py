"""Readings undone, characters turned, encodings guessed."""

from __future__ import annotations

import pytest

from huozhong.seeds.engine.chinese import tidy, to_simplified, undo_readings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("當(dāng)前時(shí)間", "當前時間"),
        ("工人日報（bào）", "工人日報"),
        ("我們(men)的家(jia)", "我們的家"),
        ("開(kāi)會(huì)計(jì)劃(huà)", "開會計劃"),
        ("綠(lǜ)色女(nǚ)工", "綠色女工"),
        ("建(jiàn )設( shè)", "建設"),
        ("工(ɡōnɡ)會(huì)", "工會"),
    ],
)
def test_a_reading_behind_one_character_is_undone(written: str, meant: str) -> None:
    assert undo_readings(tidy(written))[0] == meant


@pytest.mark.parametrize(
    "text",
    [
        "大会（2012）召开",
        "总裁(CEO)说",
        "平台(app)上线",
        "重庆(chóng qìng)",
        "事项(a)和(b)",
        "公司(he)",
        "图(1)",
        "x(yī)",
        "工会（工）",
    ],
)
def test_real_brackets_stay(text: str) -> None:
    assert undo_readings(text) == (text, 0)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("圍繞著職工、沿著方向", "围绕着职工、沿着方向"),
        ("著名著作顯著", "著名著作显著"),
        ("乾坤與幹部、乾淨", "乾坤与干部、干净"),
        ("瞭解與瞭望", "了解与瞭望"),
        ("皇后之後、里程與裡面", "皇后之后、里程与里面"),
        ("製度與制度、關係與聯繫", "制度与制度、关系与联系"),
        ("甚麼是雙建製", "什么是双建制"),
        ("范圍與模範、準備與標準", "范围与模范、准备与标准"),
        ("爲了臺灣同胞", "为了台湾同胞"),
    ],
)
def test_traditional_becomes_simplified_also_where_one_character_has_two_meanings(
    traditional: str, simplified: str
) -> None:
    assert to_simplified(traditional)[0] == simplified


def test_simplified_text_is_left_as_it_is() -> None:
    text = "乾隆年间的名著，工会干部沿着方向，以显著成效得到了解。"

    assert to_simplified(text) == (text, 0)
