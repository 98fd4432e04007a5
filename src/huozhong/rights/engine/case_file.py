"""`case.json` of a bag: the dossier for another system to read. Its schema travels beside it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

FORMAT = "huozhong-case/1"
_TEXT = {"type": "string"}
_DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_MONEY = {"type": ["string", "null"], "pattern": r"^\d+\.\d{2}$", "description": "yuan, two decimals"}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _object(required: str, optional: str = "", **properties: Any) -> dict[str, Any]:
    """An object of which every key is known; keys without a type of their own are texts."""
    names = (*required.split(), *optional.split())
    known = {name: properties.get(name, _TEXT) for name in names}
    return {"type": "object", "properties": known, "required": required.split(), "additionalProperties": False}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


CASE_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "huozhong-case/1",
    **_object(
        "format number dossier made_on is_sample purpose sender receiver dispute stage head_count workers employer "
        "consent claims elements timeline deadlines evidence documents",
        format={"const": FORMAT},
        made_on=_DAY,
        is_sample={"type": "boolean"},
        purpose=_object("key words"),
        sender=_object("unit handler"),
        receiver=_object("name kind address site"),
        dispute=_object("key words"),
        head_count={"type": "integer", "minimum": 1},
        workers=_list(
            _object(
                "number name phone document is_representative",
                number={"type": "integer"},
                is_representative={"type": "boolean"},
            )
        ),
        employer=_object("name code"),
        consent=_object("way on", on=_DAY),
        claims=_list(
            _object(
                "number kind title amount low high formula limitation limitation_date",
                number={"type": "integer"},
                amount=_MONEY,
                low=_MONEY,
                high=_MONEY,
                limitation_date=_DAY,
            )
        ),
        elements={"type": "object"},
        timeline=_list(_object("on event words", on=_DAY)),
        deadlines=_list(
            _object(
                "rule title cite owner start_date legal_date safe_date provisional",
                start_date=_DAY,
                legal_date=_DAY,
                safe_date=_DAY,
                provisional={"type": "boolean"},
            )
        ),
        evidence=_list(
            _object(
                "number title kind proves source pages original scanned name path sha256 size media_type tokens",
                pages={"type": "integer"},
                original={"type": "boolean"},
                scanned={"type": "boolean"},
                sha256=_HASH,
                size={"type": "integer"},
                tokens={"type": "integer"},
            )
        ),
        documents=_list(_object("title path sha256", sha256=_HASH)),
    ),
}


class UnfitCase(ValueError):  # noqa: N818 - reads as a sentence where it is caught
    """What was gathered does not fit the schema: a programming mistake."""


def case_json(told: Mapping[str, Any]) -> bytes:
    """The dossier as JSON; the same dossier gives the same bytes."""
    fault = next(Draft202012Validator(CASE_SCHEMA).iter_errors(dict(told)), None)
    if fault is not None:
        raise UnfitCase("/".join(map(str, fault.absolute_path)) + f" {fault.validator}")
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def schema_json() -> bytes:
    """The schema as it travels in the bag."""
    return (json.dumps(CASE_SCHEMA, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
