"""News of proposals."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class ProposalNews(Event):
    """What every piece of news about a proposal says."""

    proposal_id: int
    unit_path: str


class ProposalFiled(ProposalNews):
    """A delegate handed a proposal in."""


class ProposalRegistered(ProposalNews):
    """The committee found it lawful, within the unit and doable: it stands (立案)."""


class ProposalTurned(ProposalNews):
    """Too large for one department: it goes to the congress as a matter of its own."""


class ProposalAnswered(ProposalNews):
    """The department answered in writing."""


class ProposalClosed(ProposalNews):
    """Rated and closed; what was promised with a day is still followed."""


@dataclass(frozen=True)
class ProposalAdopted(ProposalNews):
    """The committee took it up to be carried out as a project: under which call, and who pressed the button."""

    call_id: int | None = None
    person_id: int | None = None
