"""Which credential is whose: closed by the deployment's key, opened only where a verb leaves its trace in the trail."""

from __future__ import annotations

from huozhong.ballots.models import Voter
from huozhong.people import queries as people


def _purpose(election_id: int, person_id: int) -> str:
    return f"ballot:{election_id}:{person_id}"


def closed_link(election_id: int, person_id: int, public: str) -> tuple[bytes, bytes]:
    """The cipher of a credential for one voter, and the keyed index by which an equal one is found."""
    ring = people.key_ring()
    cipher = ring.encrypt(public, purpose=_purpose(election_id, person_id))
    return cipher, ring.blind_index(public, of=f"ballot:{election_id}")


def opened_link(voter: Voter) -> str:
    """The public half of a voter's credential."""
    assert voter.link is not None
    purpose = _purpose(voter.election_id, voter.person_id)
    return people.key_ring().decrypt(bytes(voter.link), purpose=purpose)
