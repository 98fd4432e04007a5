"""What became of the sample's seeds: results and looks back, a second version, a package from elsewhere; invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place
from huozhong.kernel.zone import day_of
from huozhong.seeds import queries, services
from huozhong.seeds.engine.package import Package, fingerprint_of, public_bytes, write_package
from huozhong.seeds.queries import Anatomy, Body, Credit, Pitfall, Sketch, TargetSketch, TaskSketch
from huozhong.seeds.services.history import EarlierAdoption, load_adoptions
from huozhong.site.sample.stage import in_the_office
from huozhong.unions import queries as units

WHY = "样本数据"
NEIGHBOUR = "邻市总工会（样本）"
ELSEWHERE = Ed25519PrivateKey.from_private_bytes(b"sample only: never sign with it!")


@dataclass(frozen=True, slots=True)
class Results:
    """How far the adopters of one seed came, in its indicator's unit; and what looking back found after a year."""

    title: str
    taken_days_ago: int
    accepted_days_ago: int
    reached: tuple[int, ...]
    still_running: tuple[bool, ...] = ()


RESULTS = (
    Results("建会与集体协商双建制", 545, 400, (31, 38, 42, 29, 36, 40, 27, 33, 35), (True,) * 6 + (False, True)),
    Results("职工服务中心点单服务", 420, 150, (60, -40, 25, -30, 90, -15, 40)),
    Results("产业工会跨镇服务", 460, 200, (48, 55, 39)),
)


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], seed_id: int, *, at: datetime) -> None:
    """The library as drafts; results of earlier adopters; a second version of `seed_id`; a package from elsewhere."""
    office, city = actors["office"], places["city"]
    services.plant_library(city, actor=office, at=in_the_office(at, days_ago=9))
    published = {card.title: card for card in queries.published()}
    for results in RESULTS:
        _spread(results, published[results.title], places, at=at)
    _second_version(seed_id, actors, at=at)
    _from_elsewhere(office, city, at=at)
    services.refresh_labels(at=at)


def _spread(results: Results, card: queries.SeedCard, places: Mapping[str, Place], *, at: datetime) -> None:
    """Earlier adopters, one in each part of the city by turns, and what became of each."""
    (target,) = card.sketch.targets
    found = _unions(places, count=len(results.reached))
    rows = [
        EarlierAdoption(
            card.version_id,
            place,
            f"{card.title}（{name}）",
            in_the_office(at, days_ago=results.taken_days_ago - number),
        )
        for number, (place, name) in enumerate(found)
    ]
    load_adoptions(rows, city=places["city"], actor=OPERATOR, at=at, why=WHY)
    reach = access.reach(OPERATOR, Permission.SEED_ADOPT)
    copies = {copy.place.unit_id: copy for copy in queries.copies_of_seed(card.id, reach=reach)}
    accepted = in_the_office(at, days_ago=results.accepted_days_ago)
    start = target.baseline or Decimal(0)
    for number, ((place, _), gained) in enumerate(zip(found, results.reached, strict=True)):
        copy = copies[place.unit_id]
        reading = services.ResultReading(target.indicator, target.unit, start, target.target, start + gained)
        way = Fraction(target.target - start)
        services.record_result(
            copy.project_id, city_id=place.city_id, share_reached=min(Fraction(1), max(Fraction(0), gained / way)),
            readings=[reading], cost=Decimal(9000 + 700 * number), beneficiaries=180 + 20 * number, at=accepted,
        )  # fmt: skip
        services.plan_look_backs(
            copy.project_id, project_label=copy.project_label, unit=place, accepted_date=day_of(accepted),
            readings=[reading], at=accepted,
        )  # fmt: skip
    _look_back(results, copies, at=at)


def _look_back(results: Results, copies: Mapping[int, queries.CopyCard], *, at: datetime) -> None:
    """Answers after a year; the last adopters have not answered yet, and it is overdue."""
    for copy, runs in zip(
        sorted(copies.values(), key=lambda one: -one.project_id), results.still_running, strict=False
    ):
        for look in queries.look_backs_of(copy.project_id, city_id=copy.place.city_id):
            services.answer_look_back(
                look.id, is_running=runs, is_subsidised=False, value=look.reached,
                words="" if runs else "牵头的人调走了，没有接上。", actor=OPERATOR, at=in_the_office(at, days_ago=20),
            )  # fmt: skip


def _unions(places: Mapping[str, Place], *, count: int) -> list[tuple[Place, str]]:
    """Grassroots unions of as many parts of the city as there are; the shown ones last."""
    by_area: dict[int, list[int]] = {}
    shapes = units.shapes(places["city"].path)
    towns = {one.id: one.parent_id for one in shapes}
    for one in shapes:
        if one.level == Level.GRASSROOTS and one.parent_id is not None:
            by_area.setdefault(towns.get(one.parent_id) or one.parent_id, []).append(one.id)
    others = [ids for area, ids in sorted(by_area.items()) if area != places["district"].unit_id]
    chosen = [ids[number // len(others) * 2] for number, ids in zip(range(count - 1), others * count, strict=False)]
    cards = units.units([*chosen, places["shown"].unit_id])
    return [(cards[unit_id].place, cards[unit_id].name) for unit_id in [*chosen, places["shown"].unit_id]]


def _second_version(seed_id: int, actors: Mapping[str, Actor], *, at: datetime) -> None:
    """The adopter has its own words when the authors publish a second version; one place meets."""
    mei, author = actors["mei"], actors["bozg"]
    (copy, *_) = queries.copies_of_seed(seed_id, reach=access.reach(mei, Permission.SEED_ADOPT))
    body = queries.copy(copy.adoption_id, reach=access.reach(mei, Permission.SEED_ADOPT)).body
    own = body.card.practice.replace("三天内答复", "全镇一周内答复")
    services.write_copy(
        copy.adoption_id, body=replace(body, card=replace(body.card, practice=own)), actor=mei,
        at=in_the_office(at, days_ago=4),
    )  # fmt: skip
    when = in_the_office(at, days_ago=3)
    services.start_version(seed_id, actor=author, at=when)
    reach = access.reach(author, Permission.SEED_READ)
    card = queries.seed(seed_id, reach=reach, working=True)
    words = replace(
        card.body.card,
        practice=card.practice.replace("三天内答复", "两天内答复") + "\n五、每月把答复情况向职工代表念一遍。",
        change_note="答复缩到两天，每月念给职工代表听。",
    )
    anatomy = replace(
        card.anatomy,
        cost_per_worker=Decimal("56.25"),
        contact="阳山镇总工会办公室（样本）",
        pitfalls=(Pitfall("头一个月问题多，别急着全接下来：先答能办的，办不到的说清原因。"),),
    )
    services.write_version(
        seed_id, title=card.title, theme=card.theme, card=words, sketch=card.sketch, anatomy=anatomy, actor=author,
        at=when,
    )  # fmt: skip
    services.move_seed(seed_id, "republish", actor=actors["lin"], at=in_the_office(at, days_ago=2))


def _from_elsewhere(office: Actor, city: Place, *, at: datetime) -> None:
    """A package of a neighbouring federation, its key compared on the telephone."""
    when = in_the_office(at, days_ago=6)
    fingerprint = fingerprint_of(public_bytes(ELSEWHERE))
    services.accept_publisher(
        city, name=NEIGHBOUR, fingerprint=fingerprint, compared_how="电话里逐段念过（样本）", actor=office, at=when
    )
    card = services.CaseCard(
        reason="夏天在路上的人有地方降温。",
        problem="户外劳动者中午没有地方躲太阳。",
        practice="一、请沿街银行和药店挂牌，中午开门；\n二、门口贴清楚几点到几点；\n三、每周请骑手打分。",
        conditions="沿街有愿意开门的单位；有人每周去看一次。",
    )
    sketch = Sketch(
        targets=(TargetSketch("中午开门的点", "处", Decimal(0), Decimal(30), id="open"),),
        tasks=(
            TaskSketch("挨家商量，签一页纸的约定", 0, 20, "街道工会干部", id="agree"),
            TaskSketch("挂牌，公布时间", 20, 10, "街道工会干部", id="sign"),
        ),
        beneficiaries="骑手、环卫工、交警",
        headcount=800,
    )
    anatomy = Anatomy(licence="unions", credits=(Credit(NEIGHBOUR, "起草", "neighbour"),), contact="权益部（样本）")
    package = Package(
        title="午间纳凉点（样本）",
        theme="stations",
        lineage_id=UUID("6f2a1c9e-4b7d-5e30-9a51-2d8c7f104e63"),
        number=1,
        content=Body(card, sketch, anatomy).content,
        publisher=NEIGHBOUR,
        made_date=day_of(when),
        evidence={"strength": "too_few", "least": 6, "completed": None},
    )
    services.take_package(write_package(package, ELSEWHERE), unit=city, actor=office, at=when)
