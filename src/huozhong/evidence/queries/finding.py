"""Whose evidence may be seen: the room that the thing belongs to says so; for everybody else it does not exist."""

from __future__ import annotations

from huozhong.access import services as access
from huozhong.evidence.models import Folder, Item
from huozhong.evidence.rules.things import May, Rules, Thing, rules_of
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.kernel.sentences import say


def known_rules(kind: str) -> Rules:
    """What is known of a kind of thing; NotFound for a kind that nobody registered."""
    rules = rules_of(kind)
    if rules is None:
        raise NotFound(access.NOT_FOUND)
    return rules


def may(actor: Actor, asked: May, thing_id: int) -> bool:
    """The clock and the operator may; a person as the thing's room says."""
    return actor.kind is not ActorKind.PERSON or asked(actor, thing_id)


def asked_thing(thing: Thing, *, actor: Actor) -> Rules:
    """The rules of a thing whose evidence the actor may see; NotFound otherwise."""
    rules = known_rules(thing[0])
    if not may(actor, rules.may_see, thing[1]):
        raise NotFound(access.NOT_FOUND)
    return rules


def writable_thing(thing: Thing, *, actor: Actor) -> Rules:
    """The same, and the actor may add to it."""
    rules = asked_thing(thing, actor=actor)
    if not may(actor, rules.may_add, thing[1]):
        raise Forbidden(say("您可以看这里的证据，但不能增加和改动。请找经办人办理。"))
    return rules


def outgoing_thing(thing: Thing, *, actor: Actor) -> Rules:
    """The same, and the actor may hand its evidence on."""
    rules = asked_thing(thing, actor=actor)
    if not may(actor, rules.may_hand_on, thing[1]):
        raise Forbidden(say("证据只能由经办人移送出去。"))
    return rules


def folder_of(thing: Thing) -> Folder | None:
    """The folder of a thing, once something was put into it."""
    return Folder.objects.filter(thing_kind=thing[0], thing_id=thing[1]).first()


def found_item(item_id: int, *, actor: Actor) -> Item:
    """A piece whose thing the actor may see; NotFound otherwise."""
    item = Item.objects.select_related("folder").filter(pk=item_id).first()
    if item is None:
        raise NotFound(access.NOT_FOUND)
    asked_thing(item.folder.thing, actor=actor)
    return item
