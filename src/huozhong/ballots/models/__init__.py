"""A ballot: who may vote, who keeps keys, who watches, what lies in the box, and what stands on the public board."""

from huozhong.ballots.models.counting import Box, BoxEntry, Scrutineer
from huozhong.ballots.models.election import Election, Filing, Trustee
from huozhong.ballots.models.votes import BoardEvent, CastBallot, Credential, Voter

__all__ = [
    "BoardEvent",
    "Box",
    "BoxEntry",
    "CastBallot",
    "Credential",
    "Election",
    "Filing",
    "Scrutineer",
    "Trustee",
    "Voter",
]
