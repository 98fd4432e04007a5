"""Secret ballots: making, adding up and checking many, beside bare powers; and 2,000 delegates who cast at once.

`python bench/ballots.py [--large]` measures the arithmetic alone, without a database; `run.py --ballots` both.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from measuring import Report

GROUP, HALL = "Secret ballots, 3 answers, one to choose", "2,000 delegates cast at once"
POWER = "one bare power modulo p (gmpy2)"
SIZES, LARGE = (2_000,), (2_000, 20_000)
DELEGATES, PHONES = 2_000, 100  # phones that send at the same time
CHOICES = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
COMMAND = "import sys; from huozhong.site.cli.main import main; sys.exit(main())"


def measure(report: Report, *, sizes: Sequence[int]) -> None:
    """The arithmetic: one power, one ballot, then whole elections."""
    power = _powers(report)
    _one_ballot(report, power)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="huozhong-ballots-") as folder:
            _election(report, size, Path(folder) / "out", power)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    answer = work()
    return time.process_time() - began, answer


def _powers(report: Report) -> float:
    """Seconds of one power of gmpy2, and how much slower Python's own is."""
    import gmpy2

    from huozhong.ballots.engine.group import group_named

    group = group_named("BELENIOS-2048")

    bases = [group.power(group.g, group.random_exponent()) for _ in range(50)]
    exponents = [group.random_exponent() for _ in bases]
    pairs = list(zip(bases, exponents, strict=True))
    fast = [_timed(lambda: [gmpy2.powmod(b, e, group.p) for b, e in pairs])[0] / 50 for _ in range(5)]
    slow = [_timed(lambda: [pow(b, e, group.p) for b, e in pairs])[0] / 50 for _ in range(2)]
    group.power_of(group.g, 1)
    table = [_timed(lambda: [group.power_of(group.g, e) for _, e in pairs])[0] / 50 for _ in range(5)]
    power = min(fast)
    report.add(GROUP, POWER, "ms", [one * 1000 for one in fast])
    for name, found in (("the same by Python's pow", slow), ("of a fixed base, by its table", table)):
        report.add(GROUP, name, "ms", [one * 1000 for one in found], ratio=min(found) / power, ratio_of="a bare power")
    return power


def _one_ballot(report: Report, power: float) -> None:
    from huozhong.ballots.engine import ballots, credentials
    from huozhong.ballots.tests.a_vote import an_election

    election, secret = an_election(), credentials.new_secret()
    ballots.make(election, [CHOICES[0]], secret)
    made = [_timed(lambda: ballots.make(election, [CHOICES[0]], secret)) for _ in range(20)]
    checked = [_timed(lambda text=text: ballots.check(election, text))[0] for _, text in made]
    for name, times in (("make one ballot", [spent for spent, _ in made]), ("check one ballot", checked)):
        figures = [one * 1000 for one in times]
        report.add(GROUP, f"{name}, processor", "ms", figures, ratio=min(times) / power, ratio_of="a bare power")
    report.add(GROUP, "one ballot", "kB", [len(made[0][1]) / 1000])


def make_some(work: tuple[str, list[tuple[str, int]]]) -> list[str]:
    """Ballots of some voters, in a process of their own."""
    from huozhong.ballots.engine import ballots
    from huozhong.ballots.engine.shapes import Election

    election = Election.from_json(work[0])
    return [ballots.make(election, [CHOICES[choice]], secret) for secret, choice in work[1]]


def made_by_all(election: str, secrets: Sequence[str], choices: Sequence[int]) -> list[str]:
    """As many ballots as secrets, made on every core."""
    voters = list(zip(secrets, choices, strict=True))
    parts = [(election, voters[start : start + 50]) for start in range(0, len(voters), 50)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [ballot for some in pool.map(make_some, parts) for ballot in some]


def _election(report: Report, size: int, folder: Path, power: float) -> None:
    """Add up, open, and check from the folder in a process of its own, as anybody would."""
    from huozhong.ballots.engine import ballots, credentials, tally
    from huozhong.ballots.rules.board import BoardKind
    from huozhong.ballots.tests.a_vote import KEYS, PUBLICS, Vote, an_election

    chance = random.Random(size)
    election = an_election()
    secrets = [credentials.new_secret() for _ in range(size)]
    choices = [chance.randrange(3) for _ in secrets]
    cast = made_by_all(election.text, secrets, choices)
    posted = [(BoardKind.BALLOT, {"tracker": ballots.tracker_of(ballot)}) for ballot in cast]
    adding, summed = _timed(lambda: tally.encrypted_tally(election, cast))
    sharing, shares = _timed(lambda: [tally.partial_decryption(election, summed, key.secret) for key in KEYS])
    opening, result = _timed(lambda: tally.result(election, summed, PUBLICS, shares))
    if result != [[choices.count(choice) for choice in range(3)]]:
        raise SystemExit("The result is not what was voted.")
    for name, spent in (("add up", adding), ("three shares", sharing), ("open", opening)):
        ratio = spent / power / (size if name == "add up" else 1)
        of = "a bare power for each ballot" if name == "add up" else "a bare power"
        report.add(GROUP, f"{size:,}: {name}, processor", "s", [spent], ratio=ratio, ratio_of=of)
    Vote(election, secrets, cast, posted).export(folder)
    report.add(GROUP, f"{size:,}: the archive", "MB", [sum(one.stat().st_size for one in folder.glob("*.bel")) / 1e6])
    _verify(report, size, folder, power)


def _verify(report: Report, size: int, folder: Path, power: float) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "congress", "verify", str(folder)], capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"The folder was not accepted: {done.stdout}{done.stderr}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    each = spent / power / size
    report.add(
        GROUP, f"{size:,}: congress verify, processor", "s", [spent], ratio=each, ratio_of="a bare power a ballot"
    )
    ratio = wall * (os.cpu_count() or 1) / power / size
    report.add(GROUP, f"{size:,}: congress verify, wall on all cores", "s", [wall], ratio=ratio, ratio_of="the same")
    report.add(GROUP, f"{size:,}: its largest process so far", "MB", [after.ru_maxrss / 1024])


def hall(report: Report, *, data: Path) -> None:
    """2,000 phones cast through the real server; then every one of them is looked for."""
    from web import _free_port

    from huozhong.site.running import House

    election_id, uuid, ballots, votes = _set_up()
    with House(host="127.0.0.1", port=_free_port(), certificate=None, log=data / "bench-ballots.log") as house:
        house.wait_until_it_answers()
        roots = [house._processes["web server"].pid, *_postmaster(data)]
        before, began = _processor(roots), time.perf_counter()
        receipts, waits = asyncio.run(_cast_all(house.port, uuid, ballots))
        wall, spent = time.perf_counter() - began, _processor(roots) - before
    _none_lost(report, election_id, ballots, receipts, votes, wall, waits)
    report.add(HALL, "web server and database, processor", "s", [spent])
    report.notes.append(f"Load {os.getloadavg()[0]:.1f} when the last phone had its receipt.")


def _postmaster(data: Path) -> list[int]:
    """The embedded database's first process; none where the database stands elsewhere."""
    from huozhong.site import database

    if not database.is_embedded():
        return []
    return [int((database.cluster_folder(data) / "postmaster.pid").read_text().split()[0])]


def _processor(roots: Sequence[int]) -> float:
    """Seconds of processor time of these processes and all below them, those that ended included."""
    parents: dict[int, int] = {}
    spent: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(words[1])
            spent[int(folder.name)] = sum(map(int, words[11:15]))

    def is_below(pid: int) -> bool:
        return pid in roots or (pid in parents and parents[pid] > 1 and is_below(parents[pid]))

    return sum(ticks for pid, ticks in spent.items() if is_below(pid)) / os.sysconf("SC_CLK_TCK")


def _set_up() -> tuple[int, str, list[str], list[int]]:
    """An open ballot with 2,000 voters at a union of the sample; what the phones make is made before."""
    from django.utils import timezone

    from huozhong.access import services as access
    from huozhong.ballots import queries, services
    from huozhong.ballots.engine import credentials, trustees
    from huozhong.ballots.services import NewQuestion
    from huozhong.kernel.actors import OPERATOR, Actor, ActorKind
    from huozhong.kernel.roles import Role
    from huozhong.people import services as people
    from huozhong.unions.models import Unit

    at, on = timezone.now(), timezone.localdate()
    unit = Unit.objects.filter(level="grassroots").order_by("pk")[0]

    def person(number: int) -> Actor:
        name = "代表" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))
        card = people.register_person(name, unit_id=unit.pk, actor=OPERATOR, at=at, is_sample=True)
        access.appoint(card.id, role=Role.MEMBER, at_place=unit.place, from_date=on, actor=OPERATOR, at=at)
        return Actor(kind=ActorKind.PERSON, person_id=card.id, name=name)

    everybody = [person(number) for number in range(DELEGATES + 4)]
    voters, keepers, watchers = everybody[4:], everybody[:2], everybody[2:4]
    election_id = services.draft_election(
        kind="itemised", title="两千人表决", unit=unit.pk, thing=("bench.topic", random.Random().randrange(2**40)),
        questions=[NewQuestion("工资集体合同草案")], voters=[one.person_id or 0 for one in voters], base=DELEGATES,
        actor=OPERATOR, at=at,
    )  # fmt: skip
    for one in watchers:
        services.add_scrutineer(
            election_id, person_id=one.person_id or 0, elected_how="预备会议推选", actor=OPERATOR, at=at
        )
    services.file_method(election_id, meeting="大会", decided_date=on, actor=OPERATOR, at=at)
    for one in keepers:
        services.add_trustee(election_id, person_id=one.person_id or 0, words="工会委员会", actor=OPERATOR, at=at)
    services.move_election(election_id, "ask_keys", actor=OPERATOR, at=at)
    for one in keepers:
        services.post_key(election_id, trustees.make_key().public, actor=one, at=at)
    row = queries.find_election(election_id, actor=OPERATOR)
    secrets = [credentials.new_secret() for _ in voters]
    for one, secret in zip(voters, secrets, strict=True):
        services.register_credential(election_id, credentials.derive(row.uuid, secret)[1], actor=one, at=at)
    services.move_election(election_id, "open", actor=OPERATOR, at=at)  # made ready by the last key
    row.refresh_from_db()
    votes = [number % 3 for number in range(DELEGATES)]
    return election_id, row.uuid, made_by_all(row.election_text, secrets, votes), votes


async def _cast_all(port: int, uuid: str, ballots: Sequence[str]) -> tuple[dict[str, str], list[float]]:
    """Each phone sends a ballot and waits for the receipt; a phone that hears nothing sends the same again."""
    import json

    from jury import Line

    waiting = list(enumerate(ballots))
    receipts: dict[str, str] = {}
    waits: list[float] = []

    async def phone() -> None:
        line = Line(port)
        while waiting:
            _, ballot = waiting.pop()
            began = time.perf_counter()
            for _ in range(3):
                status, _, content = await line.ask("POST", f"/ballots/cast/{uuid}/", ballot)
                if status == 200:
                    told = json.loads(content)
                    receipts[told["tracker"]] = told["board_head"]
                    break
                await asyncio.sleep(1)
            waits.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(phone() for _ in range(PHONES)))
    return receipts, waits


def _none_lost(
    report: Report,
    election_id: int,
    ballots: Sequence[str],
    receipts: dict[str, str],
    votes: Sequence[int],
    wall: float,
    waits: Sequence[float],
) -> None:
    """Every receipt is for a ballot that lies in the box and stands on the board."""
    from django.db import connection

    from huozhong.ballots import queries
    from huozhong.ballots.engine.ballots import tracker_of
    from huozhong.kernel.actors import OPERATOR

    connection.close()
    row = queries.find_election(election_id, actor=OPERATOR)
    trackers = {tracker_of(ballot) for ballot in ballots}
    found = {tracker: queries.find_tracker(row, tracker) for tracker in trackers}
    lost = sum(one is None or receipts.get(tracker) != one.head for tracker, one in found.items())
    report.add(HALL, "all cast, with receipts, wall", "s", [wall], target=60.0)
    report.add(HALL, "lost", "ballots", [float(lost)])
    report.add(HALL, "one phone waits", "ms", waits)
    report.notes.append(
        f"{len(votes):,} ballots by {PHONES} phones at a time; the phones' own arithmetic was done before; "
        "the load generator shares the cores with the server."
    )


if __name__ == "__main__":
    alone = Report("none", f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    measure(alone, sizes=LARGE if "--large" in sys.argv[1:] else SIZES)
    print(alone.as_text())
