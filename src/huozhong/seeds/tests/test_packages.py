"""A seed leaves one federation in a file, grows in another, is brought up to date there, and its results come home."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.seeds import queries, services
from huozhong.seeds.engine.package import (
    OutcomeReport,
    fingerprint_of,
    public_bytes,
    read_outcomes,
    read_package,
    write_outcomes,
    write_package,
)
from huozhong.seeds.models import Seed
from huozhong.seeds.services import signing
from huozhong.seeds.tests.test_package import KEY, PACKAGE
from huozhong.seeds.tests.test_services import CARD, SKETCH, published
from tests.cast import NOW, Cast

FINGERPRINT = fingerprint_of(public_bytes(KEY))


def accept(cast: Cast, fingerprint: str = FINGERPRINT) -> int:
    return services.accept_publisher(
        cast.city, name="邻市总工会", fingerprint=fingerprint, compared_how="电话里逐段念过", actor=cast.office, at=NOW
    )


def take(cast: Cast, content: bytes) -> services.Taken:
    return services.take_package(content, unit=cast.city, actor=cast.office, at=NOW)


def seed(cast: Cast, seed_id: int) -> queries.SeedCard:
    return queries.seed(seed_id, reach=access.reach(cast.office, Permission.SEED_DRAFT), working=True)


def test_a_package_of_an_unknown_key_is_refused_and_shows_the_fingerprint_to_compare(cast: Cast) -> None:
    content = write_package(PACKAGE, KEY)

    with pytest.raises(Refused, match=FINGERPRINT[:4]):
        take(cast, content)
    assert not Seed.objects.exists()


def test_a_package_of_an_accepted_key_becomes_a_draft_of_foreign_origin(cast: Cast) -> None:
    accept(cast, " ".join(FINGERPRINT[n : n + 4] for n in range(0, 64, 4)).upper())

    taken = take(cast, write_package(PACKAGE, KEY))

    card = seed(cast, taken.seed_id)
    assert (card.origin, card.lineage_id, card.title) == ("foreign", PACKAGE.lineage_id, "车间茶座")
    assert card.body.content == PACKAGE.content
    (paper,) = card.anatomy.papers
    assert queries.paper_file(card.id, paper.id, reach=access.reach(cast.office, Permission.SEED_DRAFT)) > 0
    foreign = queries.foreign_of(card.id)
    assert foreign is not None
    assert (foreign.publisher, foreign.number, foreign.arrival_id) == ("邻市总工会", 2, None)


def newer(**fields: object) -> bytes:
    content = {"fields": PACKAGE.content["fields"] | fields, "lists": PACKAGE.content["lists"]}
    return write_package(replace(PACKAGE, number=3, content=content, change_note="更好了"), KEY)


def test_a_newer_package_is_merged_with_what_was_changed_here(cast: Cast) -> None:
    accept(cast)
    taken = take(cast, write_package(PACKAGE, KEY))
    card = seed(cast, taken.seed_id)
    services.write_version(
        card.id, title=card.title, theme=card.theme, card=replace(card.body.card, problem="我们这里也一样。"),
        sketch=card.sketch, anatomy=card.anatomy, actor=cast.office, at=NOW,
    )  # fmt: skip

    arrived = take(cast, newer(practice="每周三次。"))
    page = queries.arrival(arrived.arrival_id or 0, reach=access.reach(cast.office, Permission.SEED_DRAFT))
    assert ([change.key for change in page.changes], page.conflicts) == (["practice"], ())
    services.take_arrival(page.id, choices={}, actor=cast.office, at=NOW)

    merged = seed(cast, card.id)
    assert (merged.problem, merged.practice) == ("我们这里也一样。", "每周三次。")
    with pytest.raises(Refused, match="不比它新"):
        take(cast, newer(practice="每周三次。"))


def test_where_both_changed_somebody_chooses(cast: Cast) -> None:
    accept(cast)
    card = seed(cast, take(cast, write_package(PACKAGE, KEY)).seed_id)
    services.write_version(
        card.id, title=card.title, theme=card.theme, card=replace(card.body.card, practice="每周一次。"),
        sketch=card.sketch, anatomy=card.anatomy, actor=cast.office, at=NOW,
    )  # fmt: skip
    arrived = take(cast, newer(practice="每周三次。"))
    arrival_id = arrived.arrival_id or 0

    with pytest.raises(Refused, match="1 处"):
        services.take_arrival(arrival_id, choices={}, actor=cast.office, at=NOW)
    services.take_arrival(arrival_id, choices={"practice": "mine"}, actor=cast.office, at=NOW)

    assert seed(cast, card.id).practice == "每周一次。"


def test_another_federation_cannot_bring_a_seed_up_to_date_that_is_not_its_own(cast: Cast) -> None:
    accept(cast)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    accept(cast, fingerprint_of(public_bytes(other)))
    take(cast, write_package(PACKAGE, KEY))

    with pytest.raises(Refused, match="换了签发方"):
        take(cast, write_package(replace(PACKAGE, number=9), other))


def test_a_key_that_is_no_longer_accepted_brings_nothing(cast: Cast) -> None:
    services.end_publisher(accept(cast), actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="还没有认可"):
        take(cast, write_package(PACKAGE, KEY))


def test_only_who_may_publish_accepts_a_key(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.accept_publisher(
            cast.works, name="x", fingerprint=FINGERPRINT, compared_how="y", actor=cast.bo, at=NOW
        )
    with pytest.raises(Refused, match="64 位"):
        accept(cast, "abcd")


def test_what_we_export_is_signed_by_our_key_and_says_what_the_page_says(cast: Cast) -> None:
    seed_id = published(cast)
    services.refresh_label(seed_id, at=NOW)

    package = read_package(services.export_package(seed_id, actor=cast.office, at=NOW))

    assert package.fingerprint == signing.own_fingerprint()
    assert signing.key_file().stat().st_mode & 0o077 == 0
    assert package.content["fields"]["problem"] == CARD.problem
    assert package.content["lists"]["targets"][0]["indicator"] == SKETCH.targets[0].indicator
    assert (package.publisher, package.number) == ("样本市总工会", 1)
    assert package.evidence["completed"] is None
    accept(cast, package.fingerprint)
    own = services.export_package(seed_id, actor=cast.office, at=NOW)
    with pytest.raises(Refused, match="您们自己的"):
        take(cast, own)


def test_a_draft_is_not_exported(cast: Cast) -> None:
    accept(cast)
    taken = take(cast, write_package(PACKAGE, KEY))

    with pytest.raises(Refused, match="先发布"):
        services.export_package(taken.seed_id, actor=cast.office, at=NOW)


def test_outcomes_go_home_as_counts_with_small_groups_hidden(cast: Cast) -> None:
    accept(cast)
    taken = take(cast, write_package(PACKAGE, KEY))
    services.refresh_label(taken.seed_id, at=NOW)

    report = read_outcomes(services.export_outcomes(taken.seed_id, actor=cast.office, at=NOW))

    assert report.lineage_id == PACKAGE.lineage_id
    assert report.counts == {"strength": "too_few", "least": 6, "completed": None}


def test_outcomes_of_our_seed_stand_on_its_page_and_the_newest_wins(cast: Cast) -> None:
    seed_id = published(cast)
    accept(cast)
    lineage = Seed.objects.get(pk=seed_id).lineage_id
    for days, completed in ((0, 8), (1, 9)):
        report = OutcomeReport(lineage, "邻市总工会", NOW.date() + timedelta(days), {"completed": completed})
        services.take_outcomes(write_outcomes(report, KEY), city_id=cast.city.city_id, actor=cast.office, at=NOW)

    (shown,) = queries.returned(seed_id)
    assert (shown.publisher, shown.counts["completed"]) == ("邻市总工会", 9)
    old = OutcomeReport(lineage, "邻市总工会", NOW.date(), {"completed": 8})
    with pytest.raises(Refused, match="更新的汇总"):
        services.take_outcomes(write_outcomes(old, KEY), city_id=cast.city.city_id, actor=cast.office, at=NOW)
