"""Builds the table of rest days and make-up workdays out of the package `chinesecalendar` and known corrections.

Run it when the State Council has published the next year and the package has a release with it:
    .venv/bin/python tools/build_workdays.py > src/huozhong/kernel/packs/workdays.yaml
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date, timedelta

from chinese_calendar import constants
from holidays.calendars.chinese import _ChineseLunisolar

# The notices of the State Council's General Office win over the package. Each correction says why.
CORRECTIONS: dict[date, tuple[str, str, str]] = {
    date(2005, 12, 31): (
        "work",
        "元旦",
        "国办发明电〔2005〕35号：12月31日（星期六）上班",
    ),
}
NOTICES = {
    2004: "https://zh.wikisource.org/wiki/国务院办公厅关于2004年部分节假日安排的通知",
    2005: "https://zh.wikisource.org/wiki/国务院办公厅关于2005年部分节假日安排的通知",
    2006: "https://zh.wikisource.org/wiki/国务院办公厅关于2006年部分节假日安排的通知",
    2007: "https://www.gov.cn/gongbao/content/2007/content_503397.htm",
    2008: "https://www.gov.cn/gongbao/content/2008/content_859870.htm",
    2009: "https://www.gov.cn/gongbao/content/2008/content_1175823.htm",
    2010: "https://www.gov.cn/gongbao/content/2009/content_1487011.htm",
    2011: "https://www.gov.cn/gongbao/content/2010/content_1765282.htm",
    2012: "https://www.gov.cn/gongbao/content/2011/content_2020918.htm",
    2013: "https://www.gov.cn/gongbao/content/2012/content_2292057.htm",
    2014: "https://www.gov.cn/gongbao/content/2014/content_2561299.htm",
    2015: "https://www.gov.cn/gongbao/content/2015/content_2799019.htm",
    2016: "https://www.gov.cn/gongbao/content/2016/content_2979719.htm",
    2017: "https://www.gov.cn/gongbao/content/2016/content_5148793.htm",
    2018: "https://www.gov.cn/gongbao/content/2017/content_5248221.htm",
    2019: "https://www.gov.cn/gongbao/content/2019/content_5380356.htm",
    2020: "https://www.gov.cn/gongbao/content/2020/content_5477297.htm",
    2021: "https://www.gov.cn/gongbao/content/2020/content_5567750.htm",
    2022: "https://www.gov.cn/gongbao/content/2021/content_5651728.htm",
    2023: "https://www.gov.cn/gongbao/content/2023/content_5736714.htm",
    2024: "https://www.gov.cn/gongbao/2023/issue_10806/202311/content_6913823.html",
    2025: "https://www.gov.cn/gongbao/2024/issue_11726/202411/content_6989767.html",
    2026: "https://www.gov.cn/gongbao/2025/issue_12406/202511/content_7048922.html",
}
ESTIMATED_YEARS = 24
MOON = _ChineseLunisolar()
# Days of 300 % pay beyond the list of the decree, and why: Mid-Autumn on a National Day, or a notice of its own.
BEYOND: dict[date, tuple[str, str]] = {
    date(2009, 10, 4): ("中秋", "中秋与国庆重合，比照2020年的口径顺延一天，待核"),
    date(2015, 9, 3): ("抗战胜利纪念日", "国发明电〔2015〕1号：9月3日全国放假1天；加班按法定休假日付酬的口径待核"),
    date(2020, 10, 4): ("中秋", "中秋与国庆重合，10月1日至4日按300%付酬（人力资源社会保障部门口径）"),
}
OVERLAP = ("中秋", "中秋与国庆重合，比照2020年的口径推算，待公布")


def main() -> None:
    """Print the table as YAML."""
    out = sys.stdout.write
    years = table()
    last = max(NOTICES)
    out("# Rest days and make-up workdays, by year and festival; every other day follows the week.\n")
    out("# Built by tools/build_workdays.py; do not edit by hand before reading docs/rule-packs.md.\n")
    out("# A next notice may still touch the last week of December.\n")
    out(f"announced: {{from: {min(NOTICES)}-01-01, until: {last}-12-24}}\n")
    out("corrections:\n")
    for day, (kind, _, why) in CORRECTIONS.items():
        out(f'  {day}: {{kind: {kind}, why: "{why}"}}\n')
    out("years:\n")
    for year, kinds in sorted(years.items()):
        out(f'  {year}:\n    notice: "{NOTICES[year]}"\n')
        for kind in ("rest", "work"):
            out(f"    {kind}:\n" if kinds[kind] else f"    {kind}: {{}}\n")
            for label, days in kinds[kind].items():
                out(line(label, days))
    out("estimated:  # statutory days of years without a notice; lunar days by computation, no swapped days\n")
    for year in range(last + 1, last + 1 + ESTIMATED_YEARS):
        out(f"  {year}: [{', '.join(quoted(day) for day in sorted(statutory(year)))}]\n")
    out("# Statutory holidays (全国年节及纪念日放假办法 of 1999, 2007, 2013, 2024): work on them is paid 300 %.\n")
    out("statutory:\n")
    for year in range(min(NOTICES), last + 1 + ESTIMATED_YEARS):
        out(f"  {year}: {{{', '.join(f'{label}: [{days}]' for label, days in by_label(statutory(year)).items())}}}\n")
    out("statutory_beyond:\n")
    for year in range(min(NOTICES), last + 1 + ESTIMATED_YEARS):
        for day, (_, why) in beyond(year).items():
            out(f'  {day}: "{why}"\n')


def table() -> dict[int, dict[str, dict[str, list[date]]]]:
    """Year -> rest or work -> festival -> days."""
    chinese = {festival.value: festival.chinese for festival in constants.Holiday}
    years: dict[int, dict[str, dict[str, list[date]]]] = {
        year: {"rest": defaultdict(list), "work": defaultdict(list)} for year in NOTICES
    }
    for kind, days in (("rest", constants.holidays), ("work", constants.workdays)):
        for day, festival in sorted(days.items()):
            if day not in CORRECTIONS:
                years[day.year][kind][chinese[festival]].append(day)
    for day, (kind, label, _) in CORRECTIONS.items():
        years[day.year][kind][label].append(day)
    return years


def statutory(year: int) -> dict[date, str]:
    """The statutory holidays of a year by the decree then in force, with the festival's name; no make-up days."""
    spring = MOON.lunar_new_year_date(year)[0]
    labour = {3: year < 2008, 1: 2008 <= year < 2025, 2: year >= 2025}
    first = {0: year < 2008 or 2014 <= year < 2025, -1: 2008 <= year < 2014 or year >= 2025}
    begin = next(offset for offset, holds in first.items() if holds)
    length = 4 if year >= 2025 else 3
    found = {date(year, 1, 1): "元旦"}
    found |= {spring + timedelta(days=begin + n): "春节" for n in range(length)}
    found |= {date(year, 5, 1 + n): "劳动节" for n in range(next(count for count, holds in labour.items() if holds))}
    if year >= 2008:
        found[MOON.qingming_date(year)[0]] = "清明"
        found[MOON.dragon_boat_date(year)[0]] = "端午"
        found[MOON.mid_autumn_date(year)[0]] = "中秋"
    found |= {date(year, 10, day): "国庆节" for day in (1, 2, 3)}
    return found | {day: label for day, (label, _) in beyond(year).items()}


def beyond(year: int) -> dict[date, tuple[str, str]]:
    """Days of 300 % pay that the decree's list does not give by itself."""
    listed = {day: why for day, why in BEYOND.items() if day.year == year}
    moon = MOON.mid_autumn_date(year)[0]
    fourth = date(year, 10, 4)
    if year >= 2008 and date(year, 10, 1) <= moon < fourth and fourth not in listed:
        listed[fourth] = OVERLAP
    return listed


def by_label(days: dict[date, str]) -> dict[str, str]:
    """Festival -> its days as they are written in the table."""
    names = list(dict.fromkeys(days[day] for day in sorted(days)))
    return {name: ", ".join(quoted(day) for day in sorted(days) if days[day] == name) for name in names}


def line(label: str, days: list[date]) -> str:
    return f"      {label}: [{', '.join(quoted(day) for day in sorted(days))}]\n"


def quoted(day: date) -> str:
    return f'"{day:%m-%d}"'


if __name__ == "__main__":
    main()
