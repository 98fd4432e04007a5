"""Is an award final? The line of twelve months' minimum wage, tested item by item, and what a document says of itself.

Sources: 劳动争议调解仲裁法 47; 办案规则 50 (read in a copy); 法释〔2020〕26号 18-20. The minimum wage is that of
the day on which arbitration was applied for (京高法发〔2024〕534号 Q9, Beijing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from huozhong.kernel.rulebooks import Book
from huozhong.kernel.sentences import Sentence, say

CITE = "《劳动争议调解仲裁法》第四十七条；法释〔2020〕26号第十八条至第二十条"


class Kind(StrEnum):
    """What an item of an award, or a whole document, is."""

    FINAL = "final"
    NON_FINAL = "non_final"
    UNCLEAR = "unclear"


class Matter(StrEnum):
    """What an item is about, as article 47 divides it."""

    MONEY = "money"  # wages, injury medical costs, severance, compensation: final up to the line
    LABOUR_STANDARD = "labour_standard"  # hours, rest, social insurance by the state's standards: final without a line
    OTHER = "other"  # whether employment exists, reinstatement and the like: never final


@dataclass(frozen=True, slots=True)
class AwardItem:
    """One item as the document awards it."""

    matter: Matter
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ItemTest:
    """One item held against the line."""

    item: AwardItem
    kind: Kind
    reason: Sentence


@dataclass(frozen=True, slots=True)
class DocumentTest:
    """What a document is taken for, and why. `is_printed` when its own notice decides."""

    kind: Kind
    is_printed: bool
    items: tuple[ItemTest, ...]
    reason: Sentence
    cite: str = CITE


def final_line(minimum_wage: Decimal, *, book: Book, on: date, jurisdictions: Sequence[str] = ("CN",)) -> Decimal:
    """The local minimum wage times the months of article 47."""
    if minimum_wage <= 0:
        raise ValueError("a minimum wage is more than nothing")
    months = book.ask("pay.final.months", jurisdictions=jurisdictions, on=on).number()
    return (minimum_wage * months).quantize(Decimal("0.01"))


def weigh_item(item: AwardItem, *, line: Decimal | None) -> ItemTest:
    """Final or not: at most the line, labour standards without one, everything else never."""
    if item.matter is Matter.LABOUR_STANDARD:
        return ItemTest(item, Kind.FINAL, say("执行国家劳动标准的争议，不看金额。"))
    if item.matter is Matter.OTHER:
        return ItemTest(item, Kind.NON_FINAL, say("不属于第四十七条列的事项。"))
    if item.amount is None or line is None:
        return ItemTest(item, Kind.UNCLEAR, say("不知道金额或者当地最低工资，两种可能都要防。"))
    values = {"amount": f"{item.amount:.2f}", "line": f"{line:.2f}"}
    if item.amount <= line:
        return ItemTest(item, Kind.FINAL, say("%(amount)s元，没有超过十二个月最低工资%(line)s元。", **values))
    return ItemTest(item, Kind.NON_FINAL, say("%(amount)s元，超过十二个月最低工资%(line)s元。", **values))


def weigh_document(items: Sequence[AwardItem], *, printed: Kind | None, line: Decimal | None) -> DocumentTest:
    """What an award is: its own notice decides; silent, each money item under the line makes it final; mixed is not."""
    tested = tuple(weigh_item(item, line=line) for item in items)
    kinds = {one.kind for one in tested}
    if printed in (Kind.FINAL, Kind.NON_FINAL):
        return DocumentTest(printed, True, tested, say("裁决书自己写明了，以裁决书为准。"))
    if not tested or (Kind.UNCLEAR in kinds and Kind.NON_FINAL not in kinds):
        return DocumentTest(
            Kind.UNCLEAR, False, tested, say("裁决书没有写明，也判断不了：两种办法都给，按较早的日子办。")
        )
    if kinds == {Kind.FINAL}:
        return DocumentTest(Kind.FINAL, False, tested, say("裁决书没有写明；每一项都没有超过线，按终局处理。"))
    if Kind.FINAL in kinds:
        return DocumentTest(Kind.NON_FINAL, False, tested, say("一份裁决里两类都有，起诉时按非终局处理。"))
    return DocumentTest(Kind.NON_FINAL, False, tested, say("裁决书没有写明；有超过线或者不在列的事项，按非终局处理。"))
