"""What else a seed carries: cost, pitfalls, forms and rule texts, contact, licence, credit. JSON beside the sketch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.seeds.queries.sketches import decimal


class Licence(StrEnum):
    """Who may do what with a seed."""

    UNIONS = "unions"
    ANYONE = "anyone"
    ASK = "ask"


LICENCES: dict[str, Sentence] = {
    Licence.UNIONS: say("各级工会都可以采用和修改，注明出处就行"),
    Licence.ANYONE: say("任何单位和个人都可以采用和修改，注明出处就行（等同 CC BY 4.0）"),
    Licence.ASK: say("采用前请先和作者联系"),
}


class PaperUse(StrEnum):
    """What a file of a seed is for."""

    FORM = "form"
    RULE = "rule"
    OTHER = "other"


PAPER_USES: dict[str, Sentence] = {
    PaperUse.FORM: say("表格"),
    PaperUse.RULE: say("制度文本"),
    PaperUse.OTHER: say("其他材料"),
}


@dataclass(frozen=True, slots=True)
class Pitfall:
    """Something that went wrong elsewhere, and how it was avoided."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """A union that wrote or bettered the seed."""

    name: str
    part: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class SeedPaper:
    """A form or rule text that goes with the seed: a scanned file of the house."""

    name: str
    use: str
    sha256: str
    size: int
    file_id: int | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of a seed beside its words and its sketch."""

    cost_per_worker: Decimal | None = None
    contact: str = ""
    licence: str = ""
    pitfalls: tuple[Pitfall, ...] = ()
    credits: tuple[Credit, ...] = ()
    papers: tuple[SeedPaper, ...] = ()

    @property
    def files(self) -> dict[str, int]:
        """The stored file of each paper, by its content."""
        return {paper.sha256: paper.file_id for paper in self.papers if paper.file_id is not None}


def anatomy_from_json(stored: Mapping[str, Any]) -> Anatomy:
    """A stored anatomy; what is missing is empty."""
    return Anatomy(
        cost_per_worker=decimal(stored.get("cost_per_worker")),
        contact=stored.get("contact", ""),
        licence=stored.get("licence", ""),
        pitfalls=tuple(Pitfall(row["text"], row["id"]) for row in stored.get("pitfalls", [])),
        credits=tuple(Credit(row["name"], row["part"], row["id"]) for row in stored.get("credits", [])),
        papers=tuple(
            SeedPaper(row["name"], row["use"], row["sha256"], row["size"], row.get("file_id"), row["id"])
            for row in stored.get("papers", [])
        ),
    )


def anatomy_to_json(anatomy: Anatomy) -> dict[str, Any]:
    """An anatomy as JSON."""
    return {
        "cost_per_worker": None if anatomy.cost_per_worker is None else f"{anatomy.cost_per_worker:.2f}",
        "contact": anatomy.contact,
        "licence": anatomy.licence,
        "pitfalls": [{"id": row.id, "text": row.text} for row in anatomy.pitfalls],
        "credits": [{"id": row.id, "name": row.name, "part": row.part} for row in anatomy.credits],
        "papers": [
            {
                "id": row.id,
                "name": row.name,
                "use": row.use,
                "sha256": row.sha256,
                "size": row.size,
                "file_id": row.file_id,
            }
            for row in anatomy.papers
        ],
    }
