"""The sample's meetings: what a visitor of the demo is to find."""

from __future__ import annotations

import pytest

from huozhong.congress import queries
from huozhong.congress.queries import deciding_pages, presence
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries import minutes as writing
from huozhong.site.sample import congresses, congresses_meeting, electing
from huozhong.site.tests.test_sample_congresses import town_of_firms
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_a_preparatory_meeting_with_its_proofs_and_a_formal_one_that_waits(cast: Cast) -> None:
    places, actors = town_of_firms(cast)
    made = electing.tell(actors, places, at=NOW)
    congresses.tell(actors, places, at=NOW)
    congresses_meeting.tell(actors, places, at=NOW)

    session = queries.sessions_of(made)[0]
    before, formal = (reading.find_meeting(one.id, actor=actors["bozg"]) for one in reading.meetings_of(session.id))
    votes = deciding_pages.votes_of(before)
    assert (before.state, formal.state) == ("closed", "planned")
    assert [(one.method, one.is_passed, one.counts) for one in votes] == [
        ("hands", True, True), ("named", True, True), ("hands", True, True),
    ]  # fmt: skip
    assert [line.has_quorum for line in presence.quorum_log(before.pk)] == [True, False, True]
    assert reading.presidium_of(formal, at=NOW).elected_vote_id is not None
    assert all(one.is_current for one in writing.files_of(before))
    assert {one.state for one in deciding_pages.votes_of(formal)} == {"ready"}
