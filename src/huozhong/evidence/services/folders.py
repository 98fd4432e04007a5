"""The folder of a thing, made with the first piece; locked by whoever writes into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.evidence.engine import new_key
from huozhong.evidence.models import Folder, Item
from huozhong.evidence.queries.finding import folder_of
from huozhong.evidence.queries.keys import wrapped
from huozhong.evidence.rules.things import May, Rules, Thing, place_of, remember
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.people import queries as people


def register_thing(
    kind: str,
    *,
    url: Callable[[int], str],
    may_see: May,
    may_add: May,
    may_hand_on: May,
    title: Callable[[int], str] | None = None,
    place: Callable[[int], Place | None] | None = None,
) -> None:
    """Say whose things these are and who may do what with their evidence; called once, when the app above is ready.

    `title` is the crumb's words (a number, never a name); `place` says in whose trail its acts stand.
    """
    remember(kind, Rules(url, may_see, may_add, may_hand_on, title, place))


def opened_folder(thing: Thing, *, actor: Actor, at: datetime) -> Folder:
    """The folder of a thing, locked; made with a key of its own when there is none yet."""
    if folder_of(thing) is None:
        place = place_of(thing)
        Folder.objects.get_or_create(
            city_id=place.city_id if place else actor.city_id,
            thing_kind=thing[0],
            thing_id=thing[1],
            defaults={"wrapped_key": wrapped(new_key(), kind=thing[0], thing_id=thing[1]), "made_at": at},
        )
    return locked_folder(thing)


def locked_folder(thing: Thing) -> Folder:
    """The folder, locked: custody lines are written one after the other."""
    row = Folder.objects.select_for_update().filter(thing_kind=thing[0], thing_id=thing[1]).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def locked_item(item: Item) -> Item:
    """A piece and its folder, both locked."""
    folder = locked_folder(item.folder.thing)
    row = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    row.folder = folder
    return row


@transaction.atomic
def renew_folder_keys(*, limit: int = 500) -> int:
    """Wrap folder keys anew that an older key of the ring closed; gives how many. The sealed bytes stay as they are."""
    ring = people.key_ring()
    stale = (
        Folder.objects.select_for_update(skip_locked=True)
        .extra(where=["get_byte(wrapped_key, 1) <> %s"], params=[ring.current])
        .order_by("pk")[:limit]
    )
    rows = list(stale)
    for row in rows:
        from_purpose = f"evidence-key:{row.thing_kind}:{row.thing_id}"
        row.wrapped_key = ring.encrypt(ring.decrypt(bytes(row.wrapped_key), purpose=from_purpose), purpose=from_purpose)
        row.save(update_fields=["wrapped_key"])
    return len(rows)
