# ruff: noqa: E501  (whole Chinese sentences stay on one line)
"""Which quoted words are practices, and whose."""

from __future__ import annotations

import pytest

from huozhong.kernel.divisions import Division, DivisionLevel, DivisionTable, official
from huozhong.seeds.engine import read_text
from huozhong.seeds.engine.practices import find_practices
from huozhong.seeds.tests.test_reader import ARTICLE, COUNTERS, TITLE

Found = list[tuple[str | None, str | None, str]]


def found(text: str, table: DivisionTable | None = None) -> Found:
    return [(one.place, one.union, one.name) for one in find_practices(text, table or official())]


@pytest.mark.parametrize(
    ("sentence", "practices"),
    [
        ("福建总工会“调裁诉”无缝对接、北京市总工会“京卡”等成果涌现。", [("福建", "福建总工会", "调裁诉"), ("北京市", "北京市总工会", "京卡")]),
        ("从福建省总工会“调裁诉”无缝对接到北京市总工会会员服务“京卡”，从成都工会15分钟服务圈到湖北“互联网+”工会，各有亮点。",
         [("福建省", "福建省总工会", "调裁诉"), ("北京市", "北京市总工会", "京卡"), ("成都", "成都工会", "15分钟服务圈"), ("湖北", None, "互联网+")]),
        ("在福建，工会探索“调裁诉”无缝对接；在北京，一张“京卡”连起职工。", [("福建", None, "调裁诉"), ("北京", None, "京卡")]),
        ("福建、北京、成都等地工会的“调裁诉”“京卡”“15分钟服务圈”。",
         [("福建", None, "调裁诉"), ("北京", None, "京卡"), ("成都", None, "15分钟服务圈")]),
        ("惠山区总工会的“关爱·圆梦”工程和“一镇一品”项目吸引了各地同行。",
         [("惠山区", "惠山区总工会", "关爱·圆梦"), ("惠山区", "惠山区总工会", "一镇一品")]),
        ("无锡市总工会在江阴推出“流动课堂”。", [("江阴", "无锡市总工会", "流动课堂")]),
        ("北京市总工会发行的会员互助服务卡（简称“京卡”）受到欢迎。", [("北京市", "北京市总工会", "京卡")]),
        ("无锡市惠山区总工会,今年打造\"暖心驿站\"。", [("惠山区", "无锡市惠山区总工会", "暖心驿站")]),
        ("福建总工会「调裁诉」无缝对接，北京市总工会『京卡』。", [("福建", "福建总工会", "调裁诉"), ("北京市", "北京市总工会", "京卡")]),
        ("中华全国总工会实施“尊法守法”行动。", [(None, "中华全国总工会", "尊法守法")]),
    ],
)  # fmt: skip
def test_a_name_belongs_to_the_union_or_place_before_it(sentence: str, practices: Found) -> None:
    assert found(sentence) == practices


@pytest.mark.parametrize(
    "sentence",
    [
        "无锡市总工会让职工从“要我干”变“我要干”。",
        "无锡市总工会要求各级工会打通“最后一公里”。",
        "南通市总工会主席张三表示，要发扬“三牛”精神。",
        "南京市总工会荣获“先进集体”称号。",
        "广州市总工会迎接“五一”国际劳动节，落实“十三五”规划。",
        "《无锡工会在“冻土层”播下种子》登上头版。",
        "一个工会干部就是一个“火种”。",
        "湖南省总工会高度肯定了商圈的“最多跑一次”改革。",
        "和平是“人类”的愿望，友好“往来”。",
        "“让职工满意”是我们的口号。",
    ],
)
def test_slogans_honours_titles_and_common_words_are_no_practices(sentence: str) -> None:
    assert found(sentence) == []


SWAPS = {
    "无锡": "云岭", "惠山": "石鼓岭", "新吴": "南麓", "江阴": "临汐", "福建": "海陵", "北京": "朔京", "成都": "蓉陵", "湖北": "泽北", "江苏": "沧江",
    "项目化管理": "清单式推进", "星级职代会": "亮灯议事会", "双建制": "两手牵", "五位一体": "六合一院", "调裁诉": "问判断", "京卡·互助服务卡": "朔卡·同行证",
    "15分钟服务圈": "20分钟暖心圈", "互联网+": "云上来",
}  # fmt: skip
P, C, D = DivisionLevel.PROVINCE, DivisionLevel.PREFECTURE, DivisionLevel.COUNTY
INVENTED = DivisionTable(
    [
        Division("91", "沧江省", P), Division("92", "海陵省", P), Division("93", "朔京市", P), Division("94", "泽北省", P),
        Division("95", "蓉川省", P), Division("9501", "蓉陵市", C, "95"), Division("9101", "云岭市", C, "91"),
        Division("910101", "石鼓岭区", D, "9101"), Division("910102", "南麓区", D, "9101"), Division("910181", "临汐市", D, "9101"),
    ]
)  # fmt: skip


def swapped(text: str) -> str:
    for old, new in SWAPS.items():
        text = text.replace(old, new)
    return text


def test_invented_places_and_names_give_the_same_structure() -> None:
    page = f"{TITLE}\n{COUNTERS}\n{ARTICLE}"
    known = read_text(page)

    invented = read_text(swapped(page), divisions=INVENTED)

    assert invented.text == swapped(known.text)
    assert len(known.practices) == 8
    assert [(one.place, one.union, one.name, one.sentence) for one in invented.practices] == [
        (one.place and swapped(one.place), one.union and swapped(one.union), swapped(one.name), swapped(one.sentence))
        for one in known.practices
    ]


def test_a_place_that_is_in_no_table_is_not_a_place() -> None:
    assert found("云岭市总工会推出“两手牵”。") == [(None, "云岭市总工会", "两手牵")]
    assert found("石鼓岭区“亮灯议事会”很受欢迎。") == []
