"""Invented names of people and firms. Nothing here is a real person or firm; every row built from it is marked a sample."""

from __future__ import annotations

from random import Random

from stdnum.cn import ric, uscc

SURNAMES = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = tuple(
    "伟芳娜敏静丽强磊洋艳勇军杰娟涛超明霞秀英华慧建国红波辉刚健鹏飞宇浩然欣怡雨晨思远志成文博嘉琪子轩梓涵晓东海燕春梅玉兰桂香永福德胜金宝银凤小平新民卫东庆丰景明立群少华家豪佳慧俊峰雪松云龙冬生"
)
FIRM_HEADS = [
    "锡润",
    "瑞禾",
    "恒岭",
    "源启",
    "博川",
    "晟力",
    "汇泽",
    "宏邺",
    "天枢",
    "安麓",
    "立骏",
    "泰榕",
    "星屿",
    "鼎渊",
    "嘉屹",
    "佳沐",
    "远樵",
    "新硕",
    "锐澜",
    "昊垣",
    "惠梧",
    "太川",
    "梁原",
    "锦澄",
    "阳羡禾",
    "龙砚",
    "凤池禾",
    "云阶",
    "海砺",
    "江屿",
    "春垄",
    "秋渡",
    "朝歌山",
    "晨垣",
    "旭岭",
    "东篱",
    "南浦",
    "西坞",
    "北渚",
    "中砥",
]
TRADES = (
    ("精密机械", "C34"),
    ("电子科技", "C39"),
    ("纺织", "C17"),
    ("电线电缆", "C38"),
    ("环保设备", "C35"),
    ("新能源", "C38"),
    ("汽车零部件", "C36"),
    ("物流", "G59"),
    ("生物医药", "C27"),
    ("食品", "C14"),
    ("软件", "I65"),
    ("餐饮管理", "H62"),
    ("家政服务", "O80"),
    ("紫砂工艺", "C24"),
    ("建筑安装", "E50"),
    ("商贸", "F52"),
)
FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "厂", "合作社")


def person_name(chance: Random) -> str:
    """A surname and one or two signs; now and then the compound kind with a middle dot."""
    if chance.random() < 0.004:
        return f"{chance.choice(('阿依', '买买提', '古丽', '努尔'))}·{chance.choice(('阿不都', '木合塔', '肉孜', '吐尔逊'))}"
    given = chance.choice(GIVEN) + (chance.choice(GIVEN) if chance.random() < 0.8 else "")
    return chance.choice(SURNAMES) + given


def firm(chance: Random, place: str) -> tuple[str, str]:
    """An invented firm's name and its class of trade."""
    trade, industry = chance.choice(TRADES)
    number = chance.randint(1, 9999)
    return f"{place}{chance.choice(FIRM_HEADS)}{trade}{chance.choice(FORMS)}（样本{number:04d}）", industry


def credit_code(number: int) -> str:
    """An invented unified credit code with a right check sign, under 320200, which no registrar of firms uses."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    tail = ""
    while len(tail) < 6:
        number, sign = divmod(number, len(signs))
        tail = signs[sign] + tail
    body = f"91320200XYX{tail}"
    return body + uscc.calc_check_digit(body)


def resident_number(sequence: int) -> str:
    """An invented resident number under 320200, the code of the city itself, which is no place of birth.

    45 years of birth, 12 months, 28 days, 998 orders, odd for men and even for two women in five: seven million numbers.
    """
    is_woman = (sequence + sequence // 45) % 5 in (1, 3)
    year, sequence = 1962 + sequence % 45, sequence // 45
    month, sequence = 1 + sequence % 12, sequence // 12
    day, order = 1 + sequence % 28, 1 + 2 * (sequence // 28) + is_woman
    body = f"320200{year:04d}{month:02d}{day:02d}{order:03d}"
    return body + ric.calc_check_digit(body)
