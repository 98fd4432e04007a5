"""The plan of the tree: real divisions of Wuxi, invented unions below them, in the numbers of the end of 2021."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from huozhong.kernel import divisions
from huozhong.kernel.places import Level
from huozhong.site.sample import names
from huozhong.unions.services import EmployerRow, Kind, UnitRow

CITY = "320200"
ZONE_CODE = "320290"  # 经开区: run as a district, no division of its own
ZONE_STREETS = ("太湖街道", "华庄街道")
SHOWN_TOWN = "阳山镇"  # the town that the small sample fills
OTHER_TOWN = "和桥镇"  # where the adopting union stands
FOUNDED = date(1990, 1, 1)

# numbers of Wuxi at the end of 2021, as the facts give them
GRASSROOTS, EMPLOYERS, MEMBERS, INDUSTRY_UNIONS, TOWNS = 14_211, 66_380, 2_674_000, 119, 81
MIGRANT_SHARE = (1_414, 2_674)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of the city is built."""

    grassroots: int
    employers: int
    members: int
    industry_unions: int


PLANS = {
    "town": Plan(grassroots=230, employers=1_074, members=43_000, industry_unions=9),
    "city": Plan(GRASSROOTS, EMPLOYERS, MEMBERS, INDUSTRY_UNIONS),
}


def upper_rows() -> Iterator[UnitRow]:
    """The city, its eight district-level unions and the 81 unions of towns, streets and parks."""
    yield UnitRow("city", "", "无锡市总工会（样本）", Kind.FEDERATION, Level.CITY, FOUNDED, jurisdiction="3202")
    table = divisions.official()
    districts = table.children("3202")
    for district in districts:
        yield _federation(district.code, "city", district.name, Level.DISTRICT, district.code)
    yield _federation(ZONE_CODE, "city", "无锡经济开发区", Level.DISTRICT, "320211")
    towns = [
        (ZONE_CODE if town.name in ZONE_STREETS else district.code, town)
        for district in districts
        for town in divisions.towns_of(district.code)
    ]
    parks = [(district.code, park) for district in districts for park in divisions.zones_of(district.code)]
    for district_key, town in [*towns, *parks[: TOWNS - len(towns)]]:
        yield _federation(town.code, district_key, town.name, Level.TOWN, town.code[:6])


def _federation(key: str, parent: str, place: str, level: Level, jurisdiction: str) -> UnitRow:
    return UnitRow(key, parent, f"{place}总工会（样本）", Kind.FEDERATION, level, FOUNDED, jurisdiction=jurisdiction)


def lower_rows(upper: list[UnitRow], plan: Plan, chance: Random) -> Iterator[UnitRow]:
    """Industry unions, then grassroots unions: the shown town is filled first, the rest spread over all towns."""
    districts = [row for row in upper if row.level is Level.DISTRICT]
    trades = [_industry(number, districts[number % len(districts)]) for number in range(plan.industry_unions)]
    yield from trades
    towns = [row for row in upper if row.level is Level.TOWN]
    for number, town in enumerate(_spread(towns, plan.grassroots, chance)):
        kind = chance.choices(
            (Kind.ENTERPRISE, Kind.JOINT, Kind.INSTITUTION, Kind.SOCIAL), weights=(62, 26, 10, 2), k=1
        )[0]
        place = town.name.removesuffix("总工会（样本）")
        founded = date(2001, 1, 1) + timedelta(days=chance.randint(0, 8_000))
        in_line = chance.choice(trades).key if trades and chance.random() < 0.12 else ""
        yield UnitRow(
            f"g{number}", town.key, _union_name(kind, place, number, chance), kind, Level.GRASSROOTS, founded,
            industry_parent=in_line,
        )  # fmt: skip


def _spread(towns: list[UnitRow], count: int, chance: Random) -> Iterator[UnitRow]:
    shown = next(row for row in towns if row.name.startswith(SHOWN_TOWN))
    other = next(row for row in towns if row.name.startswith(OTHER_TOWN))
    full = round(GRASSROOTS / TOWNS)
    for number in range(count):
        if number < full:
            yield shown
        elif number < full + 12:
            yield other
        else:
            yield chance.choice(towns)


def _industry(number: int, district: UnitRow) -> UnitRow:
    trade = names.TRADES[number % len(names.TRADES)][0]
    place = district.name.removesuffix("总工会（样本）")
    name = f"{place}{trade}产业工会（样本{number:03d}）"
    return UnitRow(f"i{number}", district.key, name, Kind.INDUSTRY, Level.DISTRICT, date(2012, 1, 1))


def _union_name(kind: Kind, place: str, number: int, chance: Random) -> str:
    if kind is Kind.JOINT:
        return f"{place}第{number}联合工会（样本）"
    if kind is Kind.INSTITUTION:
        return f"{place}{chance.choice(('中心小学', '卫生院', '文体中心', '水务站', '供销社'))}工会（样本{number:05d}）"
    if kind is Kind.SOCIAL:
        return f"{place}{chance.choice(('快递员', '网约送餐员', '货车司机'))}联合会工会（样本{number:05d}）"
    return names.firm(chance, place)[0].replace("（样本", "工会（样本")


def employer_rows(unions: list[tuple[int, UnitRow]], plan: Plan, chance: Random) -> Iterator[EmployerRow]:
    """Employers: one for most unions, many for a joint one, so that the total is the city's."""
    joint = sum(row.kind is Kind.JOINT for _, row in unions) or 1
    many, left = divmod(plan.employers - (len(unions) - joint), joint)
    number = 0
    for unit_id, row in unions:
        count = 1
        if row.kind is Kind.JOINT:
            count = many + (1 if left > 0 else 0)
            left -= 1
        for _ in range(count):
            number += 1
            place = row.name.split("第")[0].split("（")[0][:8] if row.kind is Kind.JOINT else "无锡"
            name, industry = names.firm(chance, place)
            employees = max(1, round(chance.lognormvariate(3.1, 1.1)))
            yield EmployerRow(
                unit_id, f"{name}·{number}", row.founded_date, names.credit_code(number), industry, employees
            )
