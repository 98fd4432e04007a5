"""The ballots of the sample are real ones: one stands before the verifier, one waits for its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from huozhong.ballots import queries, services
from huozhong.ballots.engine.verify import verify
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.roles import Role
from huozhong.people import services as people
from huozhong.site.sample import ballots
from tests.cast import NOW, SINCE, actor, assemble


@pytest.mark.django_db
def test_the_samples_ballots_are_counted_open_to_check_and_waiting(tmp_path: Path) -> None:
    cast = assemble()
    actors = {"bozg": actor("薄志刚", "bozg", (Role.CHAIR, cast.works), (Role.CADRE, cast.works))}
    actors |= {name: actor(name, name, (Role.MEMBER, cast.works)) for name in ("clerk", "delegate", "teller", "worker")}
    actors["town"] = actor("钱立群", "town", (Role.CHAIR, cast.town))
    for number in range(ballots.VOTERS):
        one: Actor = actor(f"会员{number}", f"member{number}", (Role.MEMBER, cast.works))
        people.enrol(one.person_id or 0, unit_id=cast.works.unit_id, on=SINCE, actor=OPERATOR, at=NOW)

    ballots.tell(actors, {"shown": cast.works}, at=NOW)

    waiting, counted = queries.elections_of(("unions.unit", cast.works.unit_id))
    result = queries.result(counted.id)
    assert (waiting.state, counted.state) == ("keys", "published")
    assert result is not None
    assert [one.total for one in result.questions[0].answers] == [13, 9]
    assert result.collected.total == ballots.VOTERS - 1
    services.export_election(counted.id, tmp_path / "out")
    assert verify(tmp_path / "out", workers=1).is_well
