"""Made-up worlds with known hazards, and what happens in them by a simulation of its own, pair by pair."""

from __future__ import annotations

import numpy as np

from huozhong.spread import engine
from huozhong.spread.engine import History, Node, World

TRUE = {"town": 0.012, "district": 0.001, "city": 0.0, "trade": 0.006, "visit": 0.25}
NOTHING = dict.fromkeys(engine.CHANNELS, 0.0)


def make_world(chance: np.random.Generator, *, units: int = 300, towns: int = 12, visits: int = 150) -> World:
    """One city, three districts, towns of very different sizes, eight trades, visits to a few hosts."""
    nodes = [Node(1, None), *(Node(2 + d, 1) for d in range(3)), *(Node(10 + t, 2 + t % 3) for t in range(towns))]
    weights = 1 / np.arange(1, towns + 1)
    at = chance.choice(towns, units, p=weights / weights.sum())
    for number in range(units):
        trade = f"C{chance.integers(8)}"
        nodes.append(Node(1000 + number, 10 + int(at[number]), int(chance.lognormal(4, 1)), trade))
    hosts = 1000 + chance.permutation(units)[:8]
    pairs = [(int(chance.choice(hosts)), 1000 + int(chance.integers(units))) for _ in range(visits)]
    return engine.build(nodes, pairs)


def live(world: World, hazards: dict[str, float], alone: float, periods: int, chance: np.random.Generator) -> History:
    """One seed's life, straight from the model's words: in each period each union may follow each recent adopter."""
    count = world.count
    near = np.zeros((count, count))
    for name in engine.GROUPS:
        of = world.groups[name].of
        near += hazards[name] * ((of[:, None] == of[None, :]) & (of[:, None] >= 0))
    for unit in range(count):
        near[world.visitors.to[world.visitors.start[unit] : world.visitors.start[unit + 1]], unit] += hazards["visit"]
    since = np.full(count, -1)
    adoptions = []
    for period in range(periods):
        lately = (since >= 0) & (since >= period - engine.WINDOW) & (since < period)
        hazard = alone + near[:, lately].sum(axis=1) / engine.WINDOW
        moved = np.flatnonzero((since < 0) & (chance.random(count) < -np.expm1(-hazard)))
        since[moved] = period
        adoptions += [(int(unit), period) for unit in moved]
    return History(tuple(adoptions), periods - 1)


def evidence_of(world: World, histories: list[History]) -> engine.Evidence:
    """What the engine sees: the visits were all paid before the seeds came out."""
    visits = [
        (host, int(visitor), -1)
        for host in range(world.count)
        for visitor in world.visitors.to[world.visitors.start[host] : world.visitors.start[host + 1]]
    ]
    return engine.gather(world, histories, visits)
