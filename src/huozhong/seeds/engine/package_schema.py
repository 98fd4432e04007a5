"""JSON Schemas of what a seed package and an outcome file say (draft 2020-12)."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
ID: Schema = {"type": "string", "pattern": "^[0-9a-z-]{1,24}$"}
UUID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
NUMBER: Schema = {"type": "string", "pattern": r"^-?\d{1,14}(\.\d{1,4})?$"}
FRACTION: Schema = {"type": ["string", "null"], "pattern": r"^-?\d{1,400}(/\d{1,400})?$"}
COUNT: Schema = {"type": ["integer", "null"], "minimum": 0, "maximum": 1_000_000_000}


def text(most: int, *, least: int = 0) -> Schema:
    return {"type": "string", "minLength": least, "maxLength": most}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def row(**columns: Schema) -> Schema:
    """A list of at most sixty rows with these columns and an id."""
    held = {"id": ID, **columns}
    return {
        "type": "array",
        "maxItems": 60,
        "items": {
            "type": "object",
            "properties": held,
            "required": sorted(held),
            "additionalProperties": False,
        },
    }


FIELDS: Schema = {
    "reason": text(500),
    "problem": text(1000),
    "practice": text(3000),
    "effect": text(2000),
    "conditions": text(1000),
    "quotation": text(200),
    "source_line": text(300),
    "beneficiaries": text(200),
    "headcount": {"type": ["integer", "null"], "minimum": 0, "maximum": 100_000_000},
    "cost_per_worker": or_null(NUMBER),
    "contact": text(120),
    "licence": {"enum": ["", "unions", "anyone", "ask"]},
}
DAYS: Schema = {"type": "integer", "minimum": 0, "maximum": 3650}
LISTS: Schema = {
    "targets": row(
        indicator=text(80, least=1),
        unit=text(16),
        baseline=or_null(NUMBER),
        target=NUMBER,
        direction={"enum": ["", "up", "down"]},
    ),
    "steps": row(
        title=text(120, least=1),
        role=text(40),
        start_day=DAYS,
        days=DAYS,
        howto_ids={"type": "array", "maxItems": 20, "items": {"type": "integer", "minimum": 1}},
    ),
    "budget": row(purpose=text(120, least=1), money_class=text(40), amount=NUMBER),
    "pitfalls": row(text=text(300, least=1)),
    "papers": row(
        name=text(200, least=1),
        use={"enum": ["form", "rule", "other"]},
        sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        size={"type": "integer", "minimum": 0},
    ),
    "credits": row(name=text(120, least=1), part=text(60)),
}
CONTENT: Schema = {
    "type": "object",
    "properties": {
        "fields": {
            "type": "object", "properties": FIELDS, "required": sorted(FIELDS), "additionalProperties": False,
        },
        "lists": {"type": "object", "properties": LISTS, "required": sorted(LISTS), "additionalProperties": False},
    },
    "required": ["fields", "lists"],
    "additionalProperties": False,
}  # fmt: skip
COUNTS: Schema = {
    "type": "object",
    "properties": {
        "strength": {"enum": ["too_few", "tried", "works", "several", "lasting", "worse"]},
        "completed": COUNT,
        "counted": COUNT,
        "least": COUNT,
        "improved": COUNT,
        "areas": COUNT,
        "looked_back": COUNT,
        "sustained": COUNT,
        "indicator": text(80),
        "unit": text(16),
        "median": FRACTION,
        "share_reached": FRACTION,
        "cost_per_person": FRACTION,
        "cost_per_step": FRACTION,
        "quartiles": {"type": ["array", "null"], "minItems": 2, "maxItems": 2, "items": FRACTION},
        "interval": or_null(
            {
                "type": "object",
                "properties": {"low": FRACTION, "high": FRACTION, "confidence": FRACTION},
                "required": ["low", "high", "confidence"],
                "additionalProperties": False,
            }
        ),
    },
    "additionalProperties": False,
}
SEED_SCHEMA: Schema = {
    "type": "object",
    "properties": {
        "title": text(120, least=1),
        "theme": text(32),
        "lineage_id": UUID,
        "number": {"type": "integer", "minimum": 1, "maximum": 30_000},
        "change_note": text(300),
        "ancestors": {"type": "array", "maxItems": 200, "items": UUID},
        "publisher": text(120, least=1),
        "made_date": DAY,
        "content": CONTENT,
        "evidence": COUNTS,
    },
    "required": [
        "title", "theme", "lineage_id", "number", "change_note", "ancestors", "publisher", "made_date", "content",
        "evidence",
    ],
    "additionalProperties": False,
}  # fmt: skip
OUTCOME_SCHEMA: Schema = {
    "type": "object",
    "properties": {"lineage_id": UUID, "publisher": text(120, least=1), "as_of_date": DAY, "counts": COUNTS},
    "required": ["lineage_id", "publisher", "as_of_date", "counts"],
    "additionalProperties": False,
}
