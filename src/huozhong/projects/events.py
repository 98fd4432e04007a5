"""News of projects. A move announces the project's id and its unit's path; who needs more asks the queries."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class ProjectNews(Event):
    """What every piece of news about a project says."""

    project_id: int
    path: str


@dataclass(frozen=True)
class ProjectDeclared(ProjectNews):
    """A union filed a project; the office that called for it looks next."""


@dataclass(frozen=True)
class ProjectReturned(ProjectNews):
    """The office sent a declaration back for correction."""


@dataclass(frozen=True)
class ProjectRejected(ProjectNews):
    """A project was not approved this year."""


@dataclass(frozen=True)
class ProjectApproved(ProjectNews):
    """A leadership meeting approved a project."""


@dataclass(frozen=True)
class ProjectStarted(ProjectNews):
    """A project began to run, or runs again."""


@dataclass(frozen=True)
class ProjectSuspended(ProjectNews):
    """The clock suspended a project whose rectification nobody answered in time."""


@dataclass(frozen=True)
class ProjectTerminated(ProjectNews):
    """A project ended before its aim; money goes back."""


@dataclass(frozen=True)
class ProjectReported(ProjectNews):
    """A closing report waits for acceptance."""


@dataclass(frozen=True)
class AcceptanceRefused(ProjectNews):
    """Acceptance was refused: the project runs on."""


@dataclass(frozen=True)
class ProjectAccepted(ProjectNews):
    """A project was accepted: what it reached stands."""


@dataclass(frozen=True)
class ProjectAppraised(ProjectNews):
    """A jury's showcase gave the project its tier."""


@dataclass(frozen=True)
class ProgrammeOpened(Event):
    """A federation calls for projects."""

    programme_id: int
    path: str


@dataclass(frozen=True)
class ProgrammeClosed(Event):
    """A call closed, by hand or by the clock."""

    programme_id: int
    path: str
