"""What adopting unions hold: their own copies, newer versions that wait for them, what they offered back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.seeds.engine import merge as merging
from huozhong.seeds.engine.merge import Content
from huozhong.seeds.models import Adoption, LocalCopy, Offer, SeedVersion
from huozhong.seeds.queries.contents import Body, body_from, body_of
from huozhong.seeds.queries.showing import ChangeCard, ConflictCard, change_cards, conflict_cards
from huozhong.seeds.workflow import OfferState, SeedState

PAGE = 50


@dataclass(frozen=True, slots=True)
class CopyCard:
    """An adopted seed as its union holds it."""

    adoption_id: int
    place: Place
    unit_name: str
    project_id: int
    project_label: str
    seed_id: int
    seed_title: str
    adopted: int  # the version that was adopted
    base: int  # the version that the copy was last brought up to
    newest: int  # the newest published version
    skipped: int
    is_edited: bool
    is_offered: bool
    adopted_at: datetime

    @property
    def has_update(self) -> bool:
        return self.newest > max(self.base, self.skipped)


@dataclass(frozen=True, slots=True)
class CopyPage:
    """One copy with what it says and how it differs from the seed."""

    card: CopyCard
    body: Body
    own: tuple[ChangeCard, ...]
    offers: tuple[OfferLine, ...]


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer, in a list."""

    id: int
    adoption_id: int
    seed_id: int
    seed_title: str
    unit_name: str
    state: str
    words: str
    offered_at: datetime
    answered_at: datetime | None
    taken: int


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """A newer version held against a copy: what changed there, and where both changed."""

    card: CopyCard
    change_note: str
    changes: tuple[ChangeCard, ...]
    own: tuple[ChangeCard, ...]
    conflicts: tuple[ConflictCard, ...]


@dataclass(frozen=True, slots=True)
class Threeway:
    """What a merge starts from, with where each paper lies."""

    base: Content
    mine: Content
    theirs: Content
    files: Mapping[str, int]


def _rows() -> QuerySet[Adoption]:
    newest = SeedVersion.objects.filter(seed=OuterRef("version__seed"), published_at__isnull=False)
    copies = LocalCopy.objects.filter(adoption=OuterRef("pk"))
    offers = Offer.objects.filter(adoption=OuterRef("pk"), state=OfferState.OFFERED)
    return Adoption.objects.select_related("unit", "version__seed").annotate(
        newest=Subquery(newest.values("seed").annotate(top=Max("number")).values("top")[:1]),
        copy_base=Subquery(copies.values("base__number")[:1]),
        copy_skipped=Subquery(copies.values("skipped")[:1]),
        offer_id=Subquery(offers.values("id")[:1]),
    )


def _card(row: Adoption) -> CopyCard:
    base = row.copy_base  # type: ignore[attr-defined]
    published = row.version.seed.state == SeedState.PUBLISHED
    return CopyCard(
        adoption_id=row.id,
        place=row.unit.place,
        unit_name=row.unit.name,
        project_id=row.project_id,
        project_label=row.project_label,
        seed_id=row.version.seed_id,
        seed_title=row.version.seed.title,
        adopted=row.version.number,
        base=base or row.version.number,
        newest=(row.newest or 0) if published else 0,  # type: ignore[attr-defined]
        skipped=row.copy_skipped or 0,  # type: ignore[attr-defined]
        is_edited=base is not None,
        is_offered=row.offer_id is not None,  # type: ignore[attr-defined]
        adopted_at=row.adopted_at,
    )


def own_copies(unit_ids: Iterable[int]) -> tuple[CopyCard, ...]:
    """What these very unions adopted, newest first, at most fifty."""
    return tuple(_card(row) for row in _rows().filter(unit_id__in=list(unit_ids)).order_by("-id")[:PAGE])


def copies_behind(*, reach: Reach) -> tuple[CopyCard, ...]:
    """Copies within reach for which a newer version waits, newest first, at most fifty."""
    return tuple(_card(row) for row in updates_waiting(reach.over("unit"))[:PAGE])


def copies(*, reach: Reach, but: Iterable[int] = (), before: int | None = None) -> tuple[CopyCard, ...]:
    """Seeds adopted within reach by other unions than these, newest first, a page of fifty."""
    rows = _rows().filter(reach.over("unit")).exclude(unit_id__in=list(but))
    if before:
        rows = rows.filter(id__lt=before)
    return tuple(_card(row) for row in rows.order_by("-id")[:PAGE])


def copies_of_seed(seed_id: int, *, reach: Reach) -> tuple[CopyCard, ...]:
    """Copies of one seed within reach, newest first, at most fifty."""
    rows = _rows().filter(reach.over("unit"), version__seed_id=seed_id)
    return tuple(_card(row) for row in rows.order_by("-id")[:PAGE])


def _adoption(adoption_id: int, *, reach: Reach) -> Adoption:
    row: Adoption | None = _rows().filter(reach.over("unit"), pk=adoption_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return row


def held(adoption: Adoption) -> tuple[SeedVersion, Content, dict[str, int]]:
    """(base version, own content, files) of an adoption: its copy, or the version that it adopted."""
    copy = LocalCopy.objects.select_related("base").filter(adoption=adoption).first()
    base = copy.base if copy else adoption.version
    body = body_of(base)
    files = body.anatomy.files | (copy.files if copy else {})
    return base, (copy.content if copy else body.content), files


def copy(adoption_id: int, *, reach: Reach) -> CopyPage:
    """One copy within the reach; NotFound otherwise."""
    row = _adoption(adoption_id, reach=reach)
    base, content, files = held(row)
    started = body_of(base).content
    own = change_cards(merging.changes(started, content), started, content)
    return CopyPage(_card(row), body_from(content, files=files), own, offers(adoption_id=adoption_id))


def newest_version(seed_id: int) -> SeedVersion | None:
    """The newest published version of a seed."""
    return SeedVersion.objects.filter(seed_id=seed_id, published_at__isnull=False).order_by("-number").first()


def threeway(adoption: Adoption, theirs: SeedVersion) -> Threeway:
    """A copy, the version it stands on, and a newer version."""
    base, mine, files = held(adoption)
    newer = body_of(theirs)
    return Threeway(body_of(base).content, mine, newer.content, files | newer.anatomy.files)


def update(adoption_id: int, *, reach: Reach) -> UpdatePage:
    """The newest version held against a copy; NotFound when there is nothing newer."""
    row = _adoption(adoption_id, reach=reach)
    card, newest = _card(row), newest_version(row.version.seed_id)
    if newest is None or card.newest <= card.base:
        raise NotFound(NOT_FOUND)
    three = threeway(row, newest)
    merged = merging.merge(three.base, three.mine, three.theirs)
    return UpdatePage(
        card,
        newest.change_note,
        change_cards(merging.changes(three.base, three.theirs), three.base, three.theirs),
        change_cards(merging.changes(three.base, three.mine), three.base, three.mine),
        conflict_cards(merged.conflicts, three.base, three.mine, three.theirs),
    )


def offers(
    *, adoption_id: int | None = None, seed_id: int | None = None, reach: Reach | None = None
) -> tuple[OfferLine, ...]:
    """Offers of an adoption, to a seed, or to seeds within a reach; those that wait first. Name at least one."""
    asked = Q()
    if adoption_id is not None:
        asked &= Q(adoption_id=adoption_id)
    if seed_id is not None:
        asked &= Q(seed_id=seed_id)
    if reach is not None:
        asked &= reach.over("seed__unit")
    if not asked:
        return ()
    rows = Offer.objects.select_related("seed", "adoption__unit").filter(asked).order_by("-id")[:PAGE]
    return tuple(sorted((_line(row) for row in rows), key=lambda line: line.state != OfferState.OFFERED))


def _line(row: Offer) -> OfferLine:
    return OfferLine(
        row.id,
        row.adoption_id,
        row.seed_id,
        row.seed.title,
        row.adoption.unit.name,
        row.state,
        row.words,
        row.offered_at,
        row.answered_at,
        len(row.taken),
    )


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One offer held against what the authors have now."""

    line: OfferLine
    base: int
    changes: tuple[ChangeCard, ...]
    conflicts: tuple[ConflictCard, ...]  # with everything taken
    is_open: bool


def offer(offer_id: int, *, reach: Reach, keys: Iterable[str] | None = None) -> OfferPage:
    """One offer within the reach, these of its changes (else all) held against the newest text; NotFound otherwise."""
    rows = Offer.objects.select_related("seed__unit", "adoption__unit", "base")
    row = rows.filter(reach.over("seed__unit"), pk=offer_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    base = body_of(row.base).content
    found = merging.changes(base, row.content)
    known = {change.key for change in found}
    chosen = [key for key in keys if key in known] if keys is not None else sorted(known)
    theirs, mine = merging.part_of(base, row.content, chosen), working_body(row.seed_id).content
    merged = merging.merge(base, mine, theirs)
    return OfferPage(
        _line(row),
        row.base.number,
        change_cards(found, base, row.content),
        conflict_cards(merged.conflicts, base, mine, theirs),
        row.state == OfferState.OFFERED,
    )


def working_body(seed_id: int) -> Body:
    """What the authors have now: the open version, else the newest."""
    return body_of(SeedVersion.objects.filter(seed_id=seed_id).latest("number"))


def updates_waiting(where: Q) -> QuerySet[Adoption]:
    """Adoptions of these unions for which a newer version was published that they have neither taken nor skipped."""
    rows = _rows().filter(where, version__seed__state=SeedState.PUBLISHED)
    untouched = Q(copy_base__isnull=True, newest__gt=F("version__number"))
    behind = Q(newest__gt=F("copy_base")) & Q(newest__gt=F("copy_skipped"))
    return rows.filter(untouched | behind).order_by("-id")
