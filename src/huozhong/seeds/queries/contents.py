"""A seed's content as the merge and the package know it: plain JSON, by field and by list of rows with ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from huozhong.seeds.engine.merge import Content
from huozhong.seeds.queries.anatomy import Anatomy, anatomy_from_json, anatomy_to_json
from huozhong.seeds.queries.sketches import Sketch, from_json, to_json

WORDS = ("reason", "problem", "practice", "effect", "conditions", "quotation", "source_line")
PLAIN = ("cost_per_worker", "contact", "licence")  # of the anatomy
LISTS = ("targets", "steps", "budget", "pitfalls", "papers", "credits")


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What a seed says, in the order in which a case library prints it."""

    reason: str = ""
    problem: str = ""
    practice: str = ""
    effect: str = ""
    conditions: str = ""
    quotation: str = ""
    source_line: str = ""
    change_note: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that a version says."""

    card: CaseCard = field(default_factory=CaseCard)
    sketch: Sketch = field(default_factory=Sketch)
    anatomy: Anatomy = field(default_factory=Anatomy)

    @property
    def content(self) -> Content:
        """As the merge knows it. Where a file lies is no content: the same file may lie elsewhere."""
        sketch, anatomy = to_json(self.sketch), anatomy_to_json(self.anatomy)
        papers = [{key: value for key, value in row.items() if key != "file_id"} for row in anatomy["papers"]]
        return {
            "fields": {name: _lines(getattr(self.card, name)) for name in WORDS}
            | {"beneficiaries": self.sketch.beneficiaries, "headcount": self.sketch.headcount}
            | {name: anatomy[name] for name in PLAIN},
            "lists": {
                "targets": sketch["targets"],
                "steps": sketch["tasks"],
                "budget": sketch["budget"],
                "pitfalls": anatomy["pitfalls"],
                "papers": papers,
                "credits": anatomy["credits"],
            },
        }


class Stored(Protocol):
    """A version as its row keeps it."""

    @property
    def sketch(self) -> dict[str, Any]: ...
    @property
    def anatomy(self) -> dict[str, Any]: ...


def body_of(version: Stored) -> Body:
    """What a stored version says."""
    card = CaseCard(**{name: getattr(version, name) for name in CaseCard.__dataclass_fields__})
    return Body(card, from_json(version.sketch), anatomy_from_json(version.anatomy))


def body_from(content: Content, *, files: Mapping[str, int], change_note: str = "") -> Body:
    """A content as a version says it; `files` tells where each paper lies, by its content."""
    fields, lists = content["fields"], content["lists"]
    words = {name: fields.get(name) or "" for name in WORDS}
    sketch = from_json(
        {
            "targets": lists.get("targets", []),
            "tasks": lists.get("steps", []),
            "budget": lists.get("budget", []),
            "beneficiaries": fields.get("beneficiaries") or "",
            "headcount": fields.get("headcount"),
        }
    )
    anatomy = anatomy_from_json(
        {name: fields.get(name) for name in PLAIN}
        | {"contact": fields.get("contact") or "", "licence": fields.get("licence") or ""}
        | {name: lists.get(name, []) for name in ("pitfalls", "credits")}
        | {"papers": [row | {"file_id": files.get(row["sha256"])} for row in lists.get("papers", [])]}
    )
    return Body(CaseCard(**words, change_note=change_note), sketch, anatomy)


def _lines(text: str) -> str:
    """One sort of line break, nothing empty at the ends: browsers and pastes differ in both."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))
