"""Which clocks an event of a dossier opens, from which day and for whose side; and which running ones it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Side(StrEnum):
    """Who has to act, seen from the dossier."""

    WORKER = "worker"
    EMPLOYER = "employer"
    BOTH = "both"
    MEDIATOR = "mediator"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What an event's clocks depend on; `on` is the day of the event, in Shanghai."""

    on: date
    known_on: date | None = None  # the day the infringement was known
    employment_ended_on: date | None = None
    has_wage_claims: bool = False
    path: str = ""  # arbitration_review, judicial_confirmation, or not chosen
    hearing_on: date | None = None
    evidence_until: date | None = None  # last day of an evidence period as a body set it
    is_final_award: bool | None = None  # as the document itself says; None when it says nothing
    procedure: str = ""  # ordinary, simplified, small
    performance_until: date | None = None  # last day for performance in the title
    is_judgment: bool = False
    is_filed: bool = False  # a court has filed the case before it was referred


@dataclass(frozen=True, slots=True)
class Opened:
    """One clock that an event opens."""

    rule_id: str
    start_date: date
    side: Side
    variant: str = ""


_Opener = Callable[[OpeningFacts], tuple[Opened, ...]]


def clocks_for(event: str, facts: OpeningFacts) -> tuple[Opened, ...]:
    """The clocks that an event opens; none for an event that opens none. Where facts leave two possible, both."""
    opener = _OPENERS.get(str(event))
    return opener(facts) if opener else ()


def clocks_met(event: str) -> tuple[str, ...]:
    """The rules whose running clocks this event fulfils or replaces."""
    return _MET.get(str(event), ())


def events_that_open() -> tuple[str, ...]:
    """Every event that opens a clock."""
    return tuple(_OPENERS)


def _one(rule_id: str, side: Side, variant: str = "") -> _Opener:
    return lambda facts: (Opened(rule_id, facts.on, side, variant),)


def _opened(facts: OpeningFacts) -> tuple[Opened, ...]:
    found = []
    if facts.known_on is not None:
        found.append(Opened("LIM-01", facts.known_on, Side.WORKER))
    if facts.has_wage_claims and facts.employment_ended_on is not None:
        found.append(Opened("LIM-02", facts.employment_ended_on, Side.WORKER))
    return tuple(found)


def _negotiation_asked(facts: OpeningFacts) -> tuple[Opened, ...]:
    return (Opened("NEG-01", facts.on, Side.EMPLOYER), Opened("LIM-05", facts.on, Side.WORKER))


def _mediation_applied(facts: OpeningFacts) -> tuple[Opened, ...]:
    return (Opened("MED-02", facts.on, Side.MEDIATOR), Opened("LIM-05", facts.on, Side.WORKER))


def _agreement_in_force(facts: OpeningFacts) -> tuple[Opened, ...]:
    review, confirmation = Opened("MED-03", facts.on, Side.BOTH), Opened("MED-04", facts.on, Side.BOTH)
    chosen = {"arbitration_review": (review,), "judicial_confirmation": (confirmation,)}
    if facts.path and facts.path not in chosen:
        return ()
    return chosen.get(facts.path, (review, confirmation))


def _referral_acknowledged(facts: OpeningFacts) -> tuple[Opened, ...]:
    variant = (facts.procedure if facts.procedure == "simplified" else "ordinary") if facts.is_filed else "before"
    return (Opened("MED-08", facts.on, Side.MEDIATOR, variant),)


def _arbitration_accepted(facts: OpeningFacts) -> tuple[Opened, ...]:
    return (
        Opened("ARB-02", facts.on, Side.AUTHORITY, "copy"),
        Opened("ARB-02", facts.on, Side.AUTHORITY, "tribunal"),
        Opened("ARB-10", facts.on, Side.AUTHORITY),
    )


def _hearing_fixed(facts: OpeningFacts) -> tuple[Opened, ...]:
    hearing = facts.hearing_on or facts.on
    found = [
        Opened("ARB-06", hearing, Side.WORKER),
        Opened("ARB-07", hearing, Side.WORKER),
        Opened("ARB-08", hearing, Side.EMPLOYER),
    ]
    if facts.evidence_until is not None:
        found.append(Opened("ARB-09", facts.evidence_until, Side.WORKER))
    return tuple(found)


def _award_received(facts: OpeningFacts) -> tuple[Opened, ...]:
    non_final = (Opened("SUE-01", facts.on, Side.BOTH),)
    final = (Opened("SUE-02", facts.on, Side.WORKER), Opened("SUE-03", facts.on, Side.EMPLOYER))
    if facts.is_final_award is None:
        return (*non_final, *final)
    return final if facts.is_final_award else non_final


def _suit_accepted(facts: OpeningFacts) -> tuple[Opened, ...]:
    variant = facts.procedure if facts.procedure in ("ordinary", "simplified", "small") else "ordinary"
    return (Opened("CRT-05", facts.on, Side.AUTHORITY, variant),)


def _title_in_force(facts: OpeningFacts) -> tuple[Opened, ...]:
    enforcement = Opened("ENF-01", facts.performance_until or facts.on, Side.WORKER)
    return (enforcement, Opened("CRT-08", facts.on, Side.BOTH)) if facts.is_judgment else (enforcement,)


def _injury(facts: OpeningFacts) -> tuple[Opened, ...]:
    return (Opened("INJ-01", facts.on, Side.EMPLOYER), Opened("INJ-02", facts.on, Side.WORKER))


_OPENERS: Mapping[str, _Opener] = MappingProxyType(
    {
        "opened": _opened,
        "negotiation_asked": _negotiation_asked,
        "mediation_received": _one("MED-01", Side.MEDIATOR),
        "mediation_applied": _mediation_applied,
        "referral_shown": _one("MED-07", Side.MEDIATOR),
        "referral_acknowledged": _referral_acknowledged,
        "demand_delivered": _one("LIM-05", Side.WORKER),
        "complaint_lodged": _one("LIM-05", Side.WORKER),
        "complaint_accepted": _one("INS-01", Side.AUTHORITY),
        "aid_applied": _one("AID-01", Side.AUTHORITY, "decide"),
        "aid_granted": _one("AID-01", Side.AUTHORITY, "assign"),
        "aid_refused_objected": _one("AID-01", Side.AUTHORITY, "review"),
        "agreement_in_force": _agreement_in_force,
        "confirmation_applied": _one("MED-05", Side.AUTHORITY, "accept"),
        "confirmation_accepted": _one("MED-05", Side.AUTHORITY, "decide"),
        "payment_order_applied": _one("PAY-01", Side.AUTHORITY, "accept"),
        "payment_order_accepted": _one("PAY-01", Side.AUTHORITY, "issue"),
        "payment_order_issued": _one("PAY-03", Side.AUTHORITY),
        "payment_order_served": _one("PAY-02", Side.EMPLOYER),
        "arbitration_applied": _one("ARB-01", Side.AUTHORITY),
        "arbitration_accepted": _arbitration_accepted,
        "arbitration_refused": _one("SUE-07", Side.WORKER),
        "arbitration_silent": _one("SUE-07", Side.WORKER),
        "copy_received": _one("ARB-03", Side.EMPLOYER),
        "answer_received": _one("ARB-04", Side.AUTHORITY),
        "hearing_fixed": _hearing_fixed,
        "award_received": _award_received,
        "set_aside_ruled": _one("SUE-04", Side.BOTH),
        "suit_refused_as_final": _one("SUE-05", Side.EMPLOYER),
        "non_enforcement_ruled": _one("SUE-06", Side.BOTH),
        "sued": _one("CRT-01", Side.AUTHORITY),
        "suit_accepted": _suit_accepted,
        "fee_notice": _one("CRT-04", Side.WORKER),
        "judgment_received": _one("CRT-06", Side.BOTH, "judgment"),
        "ruling_received": _one("CRT-06", Side.BOTH, "ruling"),
        "preservation_granted": _one("CRT-09", Side.WORKER),
        "title_in_force": _title_in_force,
        "enforcement_applied": _one("ENF-02", Side.AUTHORITY),
        "injured": _injury,
        "injury_claim_accepted": _one("INJ-03", Side.AUTHORITY, "ordinary"),
        "capacity_found": _one("INJ-04", Side.BOTH, "again"),
        "obstacle_ended": _one("GEN-01", Side.WORKER),
        "employment_ended": _one("EMP-01", Side.EMPLOYER),
    }
)
_LIMITATION = ("LIM-01", "LIM-02", "LIM-05")
_REMEDIES = ("SUE-01", "SUE-02")
_MET: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "negotiation_asked": _LIMITATION,
        "mediation_applied": (*_LIMITATION, "NEG-01", "MED-01"),
        "mediation_failed": ("MED-02", "MED-08"),
        "agreed": ("MED-02", "MED-08", "NEG-01"),
        "referral_acknowledged": ("MED-07",),
        "demand_delivered": _LIMITATION,
        "complaint_lodged": _LIMITATION,
        "aid_granted": ("AID-01",),
        "review_applied": ("MED-03", "MED-04"),
        "confirmation_applied": ("MED-03", "MED-04"),
        "confirmation_accepted": ("MED-05",),
        "payment_order_accepted": ("PAY-01",),
        "payment_order_issued": ("PAY-01",),
        "payment_order_served": ("PAY-03",),
        "payment_order_ended": ("PAY-01", "PAY-02", "PAY-03"),
        "arbitration_applied": (*_LIMITATION, "CRT-09", "NEG-01", "MED-02"),
        "arbitration_accepted": ("ARB-01",),
        "arbitration_refused": ("ARB-01",),
        "arbitration_silent": ("ARB-01", "ARB-10"),
        "award_received": ("ARB-02", "ARB-06", "ARB-07", "ARB-08", "ARB-09", "ARB-10"),
        "sued": (*_REMEDIES, "SUE-04", "SUE-06", "SUE-07", "CRT-09"),
        "suit_accepted": ("CRT-01",),
        "judgment_received": ("CRT-05",),
        "enforcement_applied": ("ENF-01",),
    }
)
