"""A ballot in the engine's own words."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from huozhong.ballots.engine import shapes, trustees
from huozhong.ballots.engine.tally import EncryptedTally
from huozhong.ballots.models import CastBallot, Election, Trustee
from huozhong.ballots.rules.questions import read_questions


@lru_cache(maxsize=64)
def _read(text: str) -> shapes.Election:
    return shapes.Election.from_json(text)


def engine_election(election: Election) -> shapes.Election:
    """The election whose text stood fixed at the opening."""
    return _read(election.election_text)


def composed(election: Election) -> shapes.Election:
    """The election as it is fixed at the opening: the union's name, the questions, the trustees' joint key."""
    questions = tuple(
        shapes.Question(one.text, one.answers, one.least, one.most, one.is_blank_allowed)
        for one in read_questions(election.questions)
    )
    key = trustees.combine(publics_of(election))
    return shapes.Election(election.uuid, election.title, election.unit.name, questions, key)


def publics_of(election: Election) -> list[dict[str, Any]]:
    """The trustees' public keys with their proofs, in the order in which they were named."""
    rows = Trustee.objects.filter(election=election).order_by("id").values_list("public_text", flat=True)
    return [json.loads(text) for text in rows if text]


def counting_ballots(election: Election) -> list[str]:
    """The ballots that count, in the order of the board."""
    rows = CastBallot.objects.filter(election=election, standing="counts").order_by("number")
    return list(rows.values_list("text", flat=True))


def tally_of(election: Election) -> EncryptedTally:
    """The encrypted sum as it was published."""
    count = CastBallot.objects.filter(election=election, standing="counts").count()
    return EncryptedTally.from_json(engine_election(election), count, election.tally_text)
