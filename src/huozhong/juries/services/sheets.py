"""The proof sheet as files: JSON to compute with, CSV and XLSX to read; the workbook computes its totals itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from huozhong.juries.rules.rubric import two_places
from huozhong.juries.rules.words import GROUNDS, JUDGE_KINDS
from huozhong.look import services as look

Sheet = Mapping[str, Any]


def as_json(sheet: Sheet) -> bytes:
    """The sheet as `huozhong juries count` reads it."""
    return json.dumps(sheet, ensure_ascii=False, indent=1).encode()


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _heads(sheet: Sheet) -> list[str]:
    return [
        *("编号", "参评项", "工会", "评委", "类别"),
        *(f"{one['word']}（{one['weight']}%）" for one in sheet["rubric"]),
        *("总分", "是否去掉", "评语"),
    ]


def as_csv(sheet: Sheet) -> bytes:
    """One line a card, with a mark on what was dropped."""
    stream = io.StringIO()
    lines = csv.writer(stream)
    lines.writerow(_heads(sheet))
    results = {one["number"]: one for one in sheet["result"]["entries"]}
    for entry in sheet["entries"]:
        for card, total, dropped in cards_of(sheet, entry, results[entry["number"]]):
            points = [card["points"][one["key"]] for one in sheet["rubric"]]
            row = [entry["number"], _plain(entry["title"]), _plain(entry["unit"]), _plain(card["judge"])]
            row += [look.told(JUDGE_KINDS[card["kind"]]), *points, two_places(total)]
            lines.writerow([*row, "去掉" if dropped else "", _plain(card["opinion"])])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def cards_of(
    sheet: Sheet, entry: Mapping[str, Any], told: Mapping[str, Any]
) -> list[tuple[Mapping[str, Any], Fraction, bool]]:
    """An entry's cards with their totals; of several equal extremes the first is marked."""
    totals = {(group["kind"], card["judge"]): card["total"] for group in told["groups"] for card in group["cards"]}
    left = {group["kind"]: list(group["dropped"]) for group in told["groups"]}
    found = []
    for card in entry["cards"]:
        kind = card["kind"] if sheet["kind_weights"] else "all"
        total = totals[kind, card["judge"]]
        dropped = total in left[kind]
        if dropped:
            left[kind].remove(total)
        found.append((card, Fraction(total), dropped))
    return found


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook of three sheets; totals are formulas over the cards, so that it computes the result again."""
    book = Workbook()
    ranking, cards, rules = book.active, book.create_sheet("计分表"), book.create_sheet("规则和依据")
    assert ranking is not None
    ranking.title = "名次"
    spans = _write_cards(cards, sheet)
    _write_ranking(ranking, sheet, spans)
    _write_rules(rules, sheet)
    for page in book.worksheets:
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "A2"
        for number in range(1, page.max_column + 1):
            page.column_dimensions[get_column_letter(number)].width = 14 if number > 3 else 22
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_cards(page: Any, sheet: Sheet) -> dict[tuple[int, str], tuple[int, int]]:
    """The cards, grouped so that each formula spans one block; gives the rows of every block."""
    page.append(_heads(sheet))
    results = {one["number"]: one for one in sheet["result"]["entries"]}
    first = 6
    last = first + len(sheet["rubric"]) - 1
    spans: dict[tuple[int, str], tuple[int, int]] = {}
    for entry in sheet["entries"]:
        listed = cards_of(sheet, entry, results[entry["number"]])
        listed.sort(key=lambda one: one[0]["kind"] if sheet["kind_weights"] else "")
        for card, _total, dropped in listed:
            kind = card["kind"] if sheet["kind_weights"] else "all"
            row = page.max_row + 1
            start = spans.get((entry["number"], kind), (row, row))[0]
            spans[entry["number"], kind] = (start, row)
            points = [card["points"][one["key"]] for one in sheet["rubric"]]
            weighed = "+".join(
                f"{get_column_letter(first + n)}{row}*{one['weight']}" for n, one in enumerate(sheet["rubric"])
            )
            texts = [_plain(entry["title"]), _plain(entry["unit"]), _plain(card["judge"])]
            page.append([entry["number"], *texts, look.told(JUDGE_KINDS[card["kind"]]), *points])
            page.cell(row, last + 1, f"=({weighed})/100")
            page.cell(row, last + 2, "去掉" if dropped else "")
            page.cell(row, last + 3, _plain(card["opinion"]))
    return spans


def _write_ranking(page: Any, sheet: Sheet, spans: Mapping[tuple[int, str], tuple[int, int]]) -> None:
    page.append(["名次", "参评项", "工会", "总分（由计分表算出）", "总分（分数）", "应评", "已评", "至少", "回避"])
    column = get_column_letter(6 + len(sheet["rubric"]))
    entries = {one["number"]: one for one in sheet["entries"]}
    for told in sorted(sheet["result"]["entries"], key=lambda one: (one["place"] or 10**6, one["number"])):
        entry, parts = entries[told["number"]], []
        for group in told["groups"]:
            if (span := spans.get((told["number"], group["kind"]))) is None:
                continue
            cells = f"计分表!{column}{span[0]}:{column}{span[1]}"
            n = span[1] - span[0] + 1
            mean = f"SUM({cells})/{n}"
            if group["dropped"]:
                mean = f"(SUM({cells})-MAX({cells})-MIN({cells}))/{n - 2}"
            parts.append(f"{mean}*{group['weight']}/100")
        back = "、".join(f"{one['judge']}（{look.told(GROUNDS[one['ground']])}）" for one in entry["recused"])
        page.append([told["place"], _plain(entry["title"]), _plain(entry["unit"])])
        row = page.max_row
        if told["total"] is not None:
            page.cell(row, 4, "=" + "+".join(parts)).number_format = "0.00"
            page.cell(row, 5, told["total"]).number_format = "@"
        for number, value in enumerate((told["asked"], told["given"], told["needed"], back), start=6):
            page.cell(row, number, value)


def _write_rules(page: Any, sheet: Sheet) -> None:
    page.append(["规则", "值", "依据", "状态"])
    for one in sheet["rules"]:
        page.append([_plain(one["title"]), _plain(one["value"]), _plain(one["source"]), one["status"]])
    page.append(
        ["分组权重", json.dumps(sheet["kind_weights"], ensure_ascii=False) if sheet["kind_weights"] else "不分组"]
    )
    page.append(["抽签种子", sheet["seed"]])
    page.append(["计分表指纹（SHA-256）", sheet["result"]["fingerprint"]])
