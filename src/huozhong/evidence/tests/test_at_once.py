"""Several people at once beside one case: the custody log stays one chain, the key stays one, a file is taken once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huozhong.evidence import queries, services
from huozhong.evidence.models import Folder, Item
from huozhong.evidence.tests.stage import THING, add, plant
from huozhong.kernel.refusals import Refused
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    made = assemble()
    plant(made)
    return made


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


def test_first_pieces_at_once_share_one_folder_one_key_and_one_chain(cast: Cast) -> None:
    verbs = [lambda n=n: add(cast.sara, f"piece {n}".encode(), title=f"{n}") for n in range(4)]

    kept = together(*verbs)

    assert len({*kept}) == 4
    assert Folder.objects.count() == 1
    assert {services.open_item(int(one), actor=cast.mei, at=NOW)[0] for one in kept} == {
        f"piece {n}".encode() for n in range(4)
    }
    assert queries.verify(THING).holds
    assert sorted(card.number for card in queries.items_of(THING)) == ["1", "2", "3", "4"]


def test_the_same_file_at_once_is_taken_once(cast: Cast) -> None:
    add(cast.sara)

    said = together(*[lambda: add(cast.sara, b"the same") for _ in range(3)])

    assert sum(isinstance(one, Refused) for one in said) == 2
    assert Item.objects.count() == 2
    assert queries.verify(THING).holds


def test_a_piece_that_is_withdrawn_while_it_is_opened_leaves_both_in_the_chain(cast: Cast) -> None:
    kept = add(cast.sara)

    together(
        lambda: services.withdraw_item(kept, why="传错了", actor=cast.sara, at=NOW),
        lambda: services.open_item(kept, actor=cast.mei, at=NOW, why="核对"),
        lambda: services.withdraw_item(kept, why="传错了", actor=cast.mei, at=NOW),
    )

    told = [entry.what for entry in queries.custody_of(THING)]
    assert (told.count("piece_withdrawn"), told.count("piece_opened")) == (1, 1)
    assert queries.verify(THING).holds
