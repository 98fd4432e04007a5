"""Reads of schemes: an office's own, the one that holds at a place, what is wrong with a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place, ids_of
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import Sentence, say
from huozhong.look import services as look
from huozhong.ratings.models import Approval, Scheme, SchemeVersion
from huozhong.ratings.queries.kinds import kind_of
from huozhong.ratings.rules.checking import Finding, check
from huozhong.ratings.rules.scheme import Design, read
from huozhong.records import queries as records

MANAGES = Permission.RATING_SCHEME
SCHEME = "ratings.scheme"


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version as pages show it."""

    id: int
    scheme_id: int
    title: str
    kind: str
    number: int
    design: Design
    sha256: str
    cites: tuple[dict[str, object], ...]
    change_note: str
    published_at: datetime | None
    published_by_name: str
    ratings: int = 0

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """The document without which nothing is announced."""

    number: str
    organ: str
    decided_date: date
    until_date: date | None
    file_id: int
    recorded_by_name: str

    def holds(self, on: date) -> bool:
        return self.decided_date <= on and (self.until_date is None or on <= self.until_date)


@dataclass(frozen=True, slots=True)
class SchemeCard:
    """A scheme with its versions, the newest first, and its approval documents."""

    id: int
    title: str
    kind: str
    kind_title: Sentence
    unit_id: int
    unit_name: str
    place: Place
    city_id: int
    is_retired: bool
    versions: tuple[VersionCard, ...] = field(default=())
    approvals: tuple[ApprovalCard, ...] = field(default=())

    @property
    def draft(self) -> VersionCard | None:
        return next((one for one in self.versions if one.is_draft), None)

    @property
    def published(self) -> VersionCard | None:
        """The version that new self-checks take."""
        return next((one for one in self.versions if not one.is_draft), None)

    @property
    def shown(self) -> VersionCard:
        """What the page shows first: the draft, else what is in force."""
        return self.draft or self.versions[0]

    def approval_on(self, on: date) -> ApprovalCard | None:
        return next((one for one in self.approvals if one.holds(on)), None)


def version_card(row: SchemeVersion, *, counted: bool = False) -> VersionCard:
    """One version; `counted` also asks how many ratings run on it."""
    return VersionCard(
        row.pk, row.scheme_id, row.scheme.title, row.scheme.kind, row.number, read(row.design), row.sha256,
        tuple(row.cites), row.change_note, row.published_at, row.published_by_name,
        row.ratings.count() if counted and row.published_at else 0,
    )  # fmt: skip


def _approval(row: Approval) -> ApprovalCard:
    return ApprovalCard(row.number, row.organ, row.decided_date, row.until_date, row.file_id, row.recorded_by_name)


def _card(row: Scheme) -> SchemeCard:
    versions = row.versions.select_related("scheme").order_by("-number")
    return SchemeCard(
        row.pk, row.title, row.kind, kind_of(row.kind).title, row.unit_id, row.unit.name, row.place, row.city_id,
        row.retired_at is not None,
        tuple(version_card(one, counted=True) for one in versions),
        tuple(_approval(one) for one in row.approvals.order_by("-decided_date", "-id")),
    )  # fmt: skip


def scheme_cards(*, reach: Reach, limit: int = 100) -> tuple[SchemeCard, ...]:
    """Schemes within reach, those in use first, then the newest."""
    rows = Scheme.objects.select_related("unit").filter(reach.over("unit")).order_by("-id")[:limit]
    return tuple(sorted((_card(row) for row in rows), key=lambda card: card.is_retired))


def find_scheme(scheme_id: int, *, reach: Reach) -> SchemeCard:
    """One scheme within reach; NotFound otherwise."""
    row = Scheme.objects.select_related("unit").filter(reach.over("unit"), pk=scheme_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return _card(row)


def scheme_for(place: Place, kind: str) -> VersionCard | None:
    """The version by which a thing at this place is rated: the nearest scheme at it or above, its newest version."""
    rows = (
        SchemeVersion.objects.select_related("scheme")
        .filter(
            scheme__unit_id__in=ids_of(place.path),
            scheme__kind=kind,
            scheme__retired_at__isnull=True,
            published_at__isnull=False,
        )
        .order_by("-number")
    )
    order = ids_of(place.path)
    found = sorted(rows, key=lambda row: -order.index(row.scheme.unit_id))
    return version_card(found[0]) if found else None


def published_version(scheme_id: int, number: int) -> VersionCard:
    """A published version: rules are for everybody who is rated by them. NotFound for a draft."""
    row = (
        SchemeVersion.objects.select_related("scheme")
        .filter(scheme_id=scheme_id, number=number, published_at__isnull=False)
        .first()
    )
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return version_card(row)


def findings(found: VersionCard) -> tuple[Finding, ...]:
    """What is wrong with a version, and what an office should know before it publishes it."""
    return check(found.design, kind_of(found.kind).catalogue)


STORY = {
    "scheme_drafted": say("新建评星方案"),
    "scheme_written": say("修改评星方案"),
    "scheme_published": say("发布评星方案"),
    "scheme_version_started": say("另起一版评星方案"),
    "scheme_draft_dropped": say("放弃评星方案草稿"),
    "scheme_retired": say("停用评星方案"),
    "approval_recorded": say("登记评比达标表彰批准文件"),
}


def scheme_story(scheme_id: int) -> tuple[look.TrailEntry, ...]:
    """What was done to a scheme, newest first."""
    return tuple(
        look.TrailEntry(
            what=look.told(STORY[row.action]) if row.action in STORY else row.action,
            at=row.at,
            who=row.actor_name,
            role=look.told(ROLES[Role(row.role)].name) if row.role in ROLES else "",
            where=str(row.details.get("what") or ""),
            why=row.why,
        )
        for row in records.history(SCHEME, scheme_id)
    )
