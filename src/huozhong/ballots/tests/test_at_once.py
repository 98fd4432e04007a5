"""Several people at once: two casts of one credential, a cast while the ballot closes, two clerks with one voter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huozhong.ballots import queries, services
from huozhong.ballots.models import BoardEvent, CastBallot
from huozhong.ballots.rules.board import broken_at
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.stage import NO, YES
from huozhong.kernel.refusals import Refused
from huozhong.kernel.roles import Role
from tests.cast import NOW, Cast, actor, assemble

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def together(*verbs: Callable[[], object]) -> list[object]:
    """Carry the verbs out at once, each on a connection of its own; gives what each said, or how it was refused."""
    gate = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> object:
        gate.wait(timeout=60)
        try:
            return verb()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def board_is_whole(election_id: int) -> bool:
    events = BoardEvent.objects.filter(election=election_id).order_by("number")
    told = [
        {"number": e.number, "kind": e.kind, "payload": e.payload, "parent": e.parent, "hash": e.hash} for e in events
    ]
    return broken_at(told) is None


def refusals(said: Sequence[object]) -> int:
    return sum(isinstance(one, Refused) for one in said)


def test_of_two_ballots_of_one_credential_at_once_one_counts(cast: Cast) -> None:
    staged = stage.opened(cast)
    texts = [staged.ballot(staged.voters[0], vote) for vote in (YES, NO, YES, NO)]

    said = together(*(lambda text=text: services.cast(staged.uuid, text, at=NOW) for text in texts))  # type: ignore[misc]

    assert refusals(said) == 3
    assert CastBallot.objects.filter(election=staged.id, standing="counts").count() == 1
    assert CastBallot.objects.filter(election=staged.id).count() == 1
    assert board_is_whole(staged.id)


def test_the_same_ballot_sent_many_times_at_once_lies_in_the_box_once(cast: Cast) -> None:
    staged = stage.opened(cast)
    text = staged.ballot(staged.voters[0], YES)

    said = together(*[lambda: services.cast(staged.uuid, text, at=NOW)] * 4)

    assert len(set(said)) == 1
    assert CastBallot.objects.filter(election=staged.id).count() == 1


def test_where_voting_again_is_allowed_one_of_several_at_once_counts(cast: Cast) -> None:
    staged = stage.opened(cast, may_vote_again=True)
    texts = [staged.ballot(staged.voters[0], vote) for vote in (YES, NO, YES, NO)]

    together(*(lambda text=text: services.cast(staged.uuid, text, at=NOW) for text in texts))  # type: ignore[misc]

    standings = sorted(CastBallot.objects.filter(election=staged.id).values_list("standing", flat=True))
    assert standings == ["counts", "replaced", "replaced", "replaced"]
    assert board_is_whole(staged.id)


def test_a_ballot_cast_while_the_voting_closes_is_either_counted_or_refused(cast: Cast) -> None:
    staged = stage.opened(cast, voters=4)
    texts = [staged.ballot(voter, YES) for voter in staged.voters]
    casts = [lambda text=text: services.cast(staged.uuid, text, at=NOW) for text in texts]  # type: ignore[misc]

    said = together(*casts[:2], lambda: staged.move("close"), *casts[2:])

    taken = CastBallot.objects.filter(election=staged.id).count()
    closed = queries.board_events(staged.row, kinds=("closed",))[0]
    assert taken + refusals(said) == 4
    assert closed.payload["counting"] == taken
    assert [e.kind for e in queries.board_events(staged.row, limit=None)][-1] == "closed"


def test_two_clerks_give_one_voter_one_paper_ballot(cast: Cast) -> None:
    staged = stage.opened(cast)
    staged.cast(staged.voters[0], YES)
    other = actor("第二位工作人员", "clerk2", (Role.BALLOT_CLERK, cast.works))
    person_id = staged.voters[0].person_id or 0

    said = together(
        lambda: services.vote_on_paper(staged.id, person_id, actor=staged.clerk, at=NOW),
        lambda: services.vote_on_paper(staged.id, person_id, actor=other, at=NOW),
    )

    assert refusals(said) == 1
    assert len(queries.board_events(staged.row, kinds=("struck",))) == 1


def test_a_ballot_and_the_paper_of_its_voter_at_once_never_both_count(cast: Cast) -> None:
    staged = stage.opened(cast)
    text, person_id = staged.ballot(staged.voters[0], YES), staged.voters[0].person_id or 0

    together(
        lambda: services.cast(staged.uuid, text, at=NOW),
        lambda: services.vote_on_paper(staged.id, person_id, actor=staged.clerk, at=NOW),
    )

    assert queries.turnout(staged.id).on_paper == 1
    assert CastBallot.objects.filter(election=staged.id, standing="counts").count() == 0
    assert len(queries.burned_of(staged.row)) == 1
