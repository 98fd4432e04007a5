"""What stands on the slips of a dossier: gathered from its rows. Whoever calls has asked whether it may be seen."""

from __future__ import annotations

from datetime import date, datetime

from huozhong.clocks import queries as clocks
from huozhong.evidence import queries as evidence
from huozhong.kernel.actors import Actor
from huozhong.rights.engine import sheets
from huozhong.rights.models import ClaimItem, Dossier
from huozhong.rights.queries import documents
from huozhong.rights.queries.cards import workers
from huozhong.rights.queries.things import KIND
from huozhong.rights.services.documents import proofs_of
from huozhong.rights.services.opening import note_on


def deadlines(row: Dossier, *, on: date) -> sheets.Slip:
    """Every deadline that runs."""
    lines = [
        sheets.DeadlineLine(
            title=one.title,
            trigger=one.trigger,
            start=one.start_date,
            legal=one.legal_date,
            safe=one.safe_date,
            cite=one.cite,
            trace=one.trace,
            owner=one.owner_name,
            effect=one.effect,
            is_provisional=one.is_provisional,
            is_authority_duty=one.is_authority_duty,
        )
        for one in clocks.deadlines_of(KIND, row.pk, on=on)
        if one.is_open
    ]
    return sheets.deadline_slip(lines, unit=row.unit.name, number=row.number, on=on, is_sample=row.is_sample)


def calculation(row: Dossier, *, on: date) -> sheets.Slip:
    """Every claim item that stands, with its formula."""
    lines = [
        sheets.SumLine(
            title=one.title,
            amount=one.amount,
            formula=one.formula,
            cites=tuple(map(str, one.cites)),
            low=one.low,
            high=one.high,
            warnings=tuple(map(str, one.warnings)),
            parameters=tuple(_parameter(told) for told in one.parameters),
        )
        for one in ClaimItem.objects.filter(dossier=row, is_withdrawn=False).order_by("number")
    ]
    return sheets.calculation_sheet(lines, unit=row.unit.name, number=row.number, on=on, is_sample=row.is_sample)


def _parameter(told: object) -> str:
    """One dated value that was used, as people read it."""
    if not isinstance(told, dict):
        return str(told)
    named = (str(told.get(key) or "") for key in ("rule", "value", "from", "jurisdiction"))
    return " ".join(part for part in named if part)


def evidence_list(row: Dossier, *, on: date) -> sheets.Slip:
    """The evidence in its order, with the fingerprints of the files."""
    return sheets.evidence_sheet(proofs_of(row), unit=row.unit.name, number=row.number, on=on, is_sample=row.is_sample)


def receipt_of(row: Dossier, *, on: date) -> sheets.Slip:
    """What the union took in from the worker: the evidence, and the documents that were handed over."""
    what = [
        (one.title, f"{one.pages or ''}页 {'原件' if one.is_original else '复印件'}".strip())
        for one in evidence.items_of((KIND, row.pk))
        if one.is_listed
    ]
    what += [(str(one.title), "") for one in documents.documents_of(row.pk) if one.state in ("in_force", "delivered")]
    named = workers(row.pk)
    giver = named[0].name if named else ""
    return sheets.receipt(what, giver=giver, unit=row.unit.name, number=row.number, on=on, is_sample=row.is_sample)


def note_printed(row: Dossier, what: str, *, actor: Actor, at: datetime) -> None:
    """Who printed which slip stays in the trail."""
    note_on(row, "slip_printed", actor=actor, at=at, slip=what)
