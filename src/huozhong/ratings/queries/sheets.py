"""Sheets: what was measured, stated and found, put together so that anybody can compute the star again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from huozhong.ratings.models import ProofSheet, Rating
from huozhong.ratings.queries.kinds import SubjectKind, kind_of
from huozhong.ratings.queries.schemes import VersionCard
from huozhong.ratings.rules.computing import FORMAT, compute
from huozhong.ratings.rules.scheme import Design, as_written
from huozhong.ratings.rules.values import write_value

NO_STAR: dict[str, Any] = {"star": 0, "since": None}


def measured(kind: SubjectKind, subject_id: int, design: Design, *, on: date) -> dict[str, Any]:
    """Every indicator that the design reads, measured on a day, with its evidence and citations."""
    values: dict[str, Any] = {}
    facts = kind.gather(subject_id, on)
    for key in design.indicators:
        indicator = kind.indicators.get(key)
        if indicator is None:
            values[key] = {"value": None, "note": "这个指标已经不在目录里。", "evidence": [], "cites": [], "by": None}
            continue
        found = indicator.of(facts)
        values[key] = {
            "value": write_value(found.value),
            "note": str(found.note) if found.note is not None else "",
            "evidence": [{"words": one.words, "url": one.url} for one in found.evidence],
            "cites": [dict(cite) for cite in found.cites],
            "by": found.by.isoformat() if found.by else None,
        }
    return values


def held_before(kind: str, subject_id: int, scheme_id: int, *, on: date) -> dict[str, Any]:
    """The star that a thing holds on a day under a scheme, and since when."""
    row = (
        Rating.objects.filter(
            kind=kind, subject_id=subject_id, scheme_id=scheme_id, state__in=["held"], granted_date__lte=on,
            valid_until__gte=on,
        )
        .order_by("-granted_date")
        .first()
    )  # fmt: skip
    return {"star": row.star, "since": row.granted_date.isoformat()} if row and row.granted_date else dict(NO_STAR)


def measuring_day(year: int, *, on: date) -> date:
    """The day by which a year's rating is measured: today, and of a past year its last day."""
    return min(on, date(year, 12, 31))


def blank_sheet(
    version: VersionCard,
    *,
    subject: tuple[str, int, str, str],
    year: int,
    on: date,
    values: Mapping[str, Any],
    stated: Mapping[str, Any],
    held: Mapping[str, Any],
) -> dict[str, Any]:
    """A sheet without a result; `subject` is (kind, id, label, union)."""
    kind, subject_id, label, unit = subject
    return {
        "format": FORMAT,
        "title": version.title,
        "version": {"scheme": version.scheme_id, "number": version.number, "sha256": version.sha256},
        "subject": {"kind": kind, "id": subject_id, "label": label, "unit": unit},
        "year": year,
        "on": on.isoformat(),
        "held": dict(held),
        "scheme": as_written(version.design),
        "values": dict(values),
        "stated": dict(stated),
        "findings": {},
        "rules": [dict(cite) for cite in version.cites],
    }


def stated_of(row: Rating) -> dict[str, Any]:
    """What the union stated, with the names and fingerprints of its files."""
    files: dict[str, list[dict[str, str]]] = {}
    for one in row.exhibits.filter(kind="statement").order_by("id"):
        files.setdefault(one.key, []).append({"name": one.name, "sha256": one.sha256})
    return {
        one.key: {"value": one.value, "words": one.words, "files": files.get(one.key, [])}
        for one in row.statements.order_by("key")
    }


def self_sheet(row: Rating, version: VersionCard, *, on: date) -> dict[str, Any]:
    """The self-check as it stands on a day: measured anew, with the union's statements."""
    kind, day = kind_of(row.kind), measuring_day(row.year, on=on)
    return blank_sheet(
        version,
        subject=(row.kind, row.subject_id, row.subject_label, row.unit.name),
        year=row.year,
        on=day,
        values=measured(kind, row.subject_id, version.design, on=day),
        stated=stated_of(row),
        held=held_before(row.kind, row.subject_id, row.scheme_id, on=on),
    )


def checked_sheet(row: Rating) -> dict[str, Any]:
    """The submitted self-check with what was found on the spot laid over it; nothing is measured again."""
    before = newest(row, stages=[ProofSheet.Stage.SELF])
    assert before is not None
    plain = {key: value for key, value in before.sheet.items() if key != "result"}
    found = {
        one.key: {"value": one.value, "reason": one.reason, "by": one.by_name} for one in row.findings.order_by("key")
    }
    return plain | {"findings": found}


def newest(row: Rating, *, stages: Iterable[str] = (ProofSheet.Stage.SELF, ProofSheet.Stage.ON_SITE)) -> Any:
    """The newest stored result of these stages, or None."""
    return row.sheets.filter(stage__in=list(stages)).order_by("-id").first()


def with_result(sheet: dict[str, Any]) -> dict[str, Any]:
    """The sheet with what it comes to."""
    return sheet | {"result": compute(sheet)}
