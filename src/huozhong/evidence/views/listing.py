"""The evidence list of one thing: seen, added to, put in order, and its custody log."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.evidence import queries, services
from huozhong.evidence.forms import AddForm
from huozhong.evidence.queries.finding import asked_thing, writable_thing
from huozhong.evidence.rules import numbering
from huozhong.evidence.rules.things import Thing
from huozhong.evidence.rules.words import CUSTODY_WORDS
from huozhong.evidence.views.answers import OWN, list_url, page
from huozhong.evidence.views.uploading import in_memory
from huozhong.evidence.workflow import ScanState
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.roles import ROLES, Role
from huozhong.look import services as look


@access.signed_in(OWN)
@require_safe
def evidence_list(request: Any, kind: str, thing_id: int) -> HttpResponse:
    """Every piece in the order in which it is handed in."""
    thing = (kind, thing_id)
    rules = asked_thing(thing, actor=request.actor)
    cards = queries.items_of(thing)
    listed = [card for card in cards if card.is_listed]
    return page(
        request,
        "evidence/list.html",
        rules=rules,
        thing=thing,
        listed=listed,
        copies=[card for card in cards if card.is_copy and card.withdrawn_at is None],
        withdrawn=[card for card in cards if card.withdrawn_at is not None],
        unscanned=[card for card in listed if card.state in (ScanState.UNSCANNED, ScanState.QUARANTINED)],
        infected=[card for card in listed if card.state is ScanState.INFECTED],
        path=(look.Crumb(rules.title(thing_id) if rules.title else _("案件"), rules.url(thing_id)),),
        thing_url=rules.url(thing_id),
    )


MORE = ("beside", "source", "obtained_how", "obtained_date", "pages")  # fields that stand folded


@in_memory
@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Any, kind: str, thing_id: int) -> HttpResponse:
    """One or more files that are one piece of evidence."""
    thing = (kind, thing_id)
    rules = writable_thing(thing, actor=request.actor)
    listed = [card for card in queries.items_of(thing) if card.is_listed]
    pieces = [(card.id, f"{card.number} {card.title}") for card in listed]
    form = AddForm(request.POST or None, request.FILES or None, pieces=pieces, initial={"is_original": True})
    if request.method == "POST" and form.is_valid() and look.carried(form, lambda: _keep(request, thing, form)):
        messages.success(request, _("存好了。原件请继续留着，不要删。"))
        return redirect(list_url(thing))
    has_more = any(form.data.get(name) for name in MORE) or any(name in form.errors for name in MORE)
    return page(request, "evidence/add.html", rules=rules, thing=thing, form=form, has_more=has_more)


@transaction.atomic
def _keep(request: Any, thing: Thing, form: AddForm) -> None:
    """All files or none, numbered together."""
    files, words = form.cleaned_data["uploads"], form.words()
    beside = form.cleaned_data.get("beside")
    title, words["pages"] = words.pop("title"), words["pages"] or 0
    for number, file in enumerate(files, start=1):
        named = _("%(title)s（第 %(n)s 张）") % {"title": title, "n": number} if len(files) > 1 else title
        kept = services.add_item(
            thing, file, name=file.name or "", title=named, beside=beside, actor=request.actor, at=request.at, **words
        )
        beside = beside or kept


@access.signed_in(OWN)
@require_safe
def arrange(request: Any, kind: str, thing_id: int) -> HttpResponse:
    """The same list with ways up and down."""
    thing = (kind, thing_id)
    rules = writable_thing(thing, actor=request.actor)
    listed = [card for card in queries.items_of(thing) if card.is_listed]
    facts = numbering.facts_of((card, card.fact) for card in listed)
    return page(request, "evidence/arrange.html", rules=rules, thing=thing, facts=facts)


_WAYS = {
    "up": lambda facts, piece: numbering.moved(facts, piece, step=-1),
    "down": lambda facts, piece: numbering.moved(facts, piece, step=1),
    "join": numbering.joined,
    "part": numbering.parted,
}


@access.signed_in(OWN)
@require_POST
def order(request: Any, kind: str, thing_id: int, item_id: int) -> HttpResponse:
    """One piece a step on its way."""
    thing = (kind, thing_id)
    writable_thing(thing, actor=request.actor)
    listed = [card for card in queries.items_of(thing) if card.is_listed]
    way = _WAYS.get(request.POST.get("way", ""))
    if way is None or item_id not in {card.id for card in listed}:
        raise NotFound(access.NOT_FOUND)
    facts = numbering.facts_of((card.id, card.fact) for card in listed)
    moved = way(facts, item_id)
    if moved != facts:
        services.order_items(thing, moved, actor=request.actor, at=request.at)
    answer = redirect("evidence:arrange", kind, thing_id)
    answer["Location"] += f"#piece-{item_id}"
    return answer


@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def custody(request: Any, kind: str, thing_id: int) -> HttpResponse:
    """Who did what to which piece; sent, everything is recomputed."""
    thing = (kind, thing_id)
    rules = asked_thing(thing, actor=request.actor)
    cards = queries.items_of(thing)
    numbers = {card.id: _name(card, {one.id: one.number for one in cards}) for card in cards}
    entries = queries.custody_of(thing)
    found = queries.verify(thing) if request.method == "POST" else None
    told = entries_told(entries, numbers)
    return page(request, "evidence/custody.html", rules=rules, thing=thing, entries=told, found=found)


def entries_told(
    entries: tuple[queries.Entry, ...], numbers: dict[int, str] | None = None
) -> tuple[look.TrailEntry, ...]:
    """The log as a page shows it, newest first."""
    return tuple(
        look.TrailEntry(
            what=_what(entry, numbers or {}),
            at=entry.at,
            who=entry.who,
            role=look.told(ROLES[Role(entry.role)].name) if entry.role in ROLES else "",
            why=entry.why,
        )
        for entry in reversed(entries)
    )


def _name(card: queries.ItemCard, numbers: dict[int, str]) -> str:
    """How the log calls a piece: its number now, else what it is."""
    if card.made_from is not None:
        return _("%(number)s 号的遮挡副本") % {"number": numbers.get(card.made_from) or card.title}
    return _("%(number)s 号") % {"number": card.number} if card.number else card.title


def _what(entry: queries.Entry, numbers: dict[int, str]) -> str:
    word = CUSTODY_WORDS.get(entry.what)
    told = look.told(word) if word else entry.what
    number = numbers.get(entry.item_id or 0)
    return _("%(what)s：%(piece)s") % {"what": told, "piece": number} if number else told
