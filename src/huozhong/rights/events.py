"""News of rights dossiers: ids and places alone, never a name."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class DossierNews(Event):
    """What every piece of news about a dossier says."""

    dossier_id: int
    unit_path: str


class DossierOpened(DossierNews):
    """A worker's words became a dossier."""


class MediationBegan(DossierNews):
    """A mediator took it up."""


class AgreementMade(DossierNews):
    """The two sides agreed."""


class ArbitrationBegan(DossierNews):
    """It went to the arbitration commission."""


class AwardReceived(DossierNews):
    """An award was received: the remedies' clocks run."""


class DossierClosed(DossierNews):
    """It ended; the money that was received is written down."""


@dataclass(frozen=True)
class HandOffNews(Event):
    """What every piece of news about a hand-off says."""

    handoff_id: int
    unit_path: str


class HandOffSent(HandOffNews):
    """A dossier is on its way to another body."""


class HandOffAcknowledged(HandOffNews):
    """The body has it; the duty for the open deadlines may move only now."""


class HandOffRefused(HandOffNews):
    """The body does not take it; the duty stays where it was."""


class HandOffSilent(HandOffNews):
    """The body has not answered in time; the duty stays where it was."""


class HandOffReturned(HandOffNews):
    """The body gave it back."""


@dataclass(frozen=True)
class DocumentInForce(Event):
    """A document of a dossier came into force: its paper original was seen by two, or a provider reported it."""

    document_id: int
    unit_path: str
