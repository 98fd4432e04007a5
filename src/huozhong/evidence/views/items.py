"""One piece: seen, opened, described anew, withdrawn, redacted, stamped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.evidence import queries, services
from huozhong.evidence.engine.drawing import MOST_PAGES
from huozhong.evidence.engine.media import Look
from huozhong.evidence.forms import DescribeForm, RedactedFileForm, RedactForm, WithdrawForm
from huozhong.evidence.queries import ItemCard
from huozhong.evidence.queries.finding import asked_thing, writable_thing
from huozhong.evidence.views.answers import OWN, file_answer, list_url, page, way
from huozhong.evidence.views.listing import entries_told
from huozhong.evidence.views.uploading import in_memory
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.look import services as look


@access.signed_in(OWN)
@require_safe
def item(request: Any, item_id: int) -> HttpResponse:
    """What it is, what it proves, that it is whole, and who had it in hand."""
    thing = queries.thing_of(item_id, actor=request.actor)
    rules = asked_thing(thing, actor=request.actor)
    cards = {card.id: card for card in queries.items_of(thing)}
    card = cards[item_id]
    return page(
        request,
        "evidence/item.html",
        rules=rules,
        thing=thing,
        card=card,
        source=cards.get(card.made_from or 0),
        copies=[cards[one] for one in card.copies],
        shown=_shown(card),
        has_authority=services.has_authority(),
        entries=entries_told(queries.custody_of(thing, item_id=item_id)),
        path=way(rules, thing),
    )


def _shown(card: ItemCard) -> range:
    """The pages that are drawn on the page; a long PDF goes on in the file itself."""
    if not card.can_be_opened or card.look not in (Look.PICTURE, Look.PAGES):
        return range(0)
    return range(1) if card.look is Look.PICTURE else range(min(card.pages, MOST_PAGES))


@access.signed_in(OWN)
@require_safe
def file(request: Any, item_id: int) -> HttpResponse:
    """The file as it came; the opening stays in the custody log."""
    why = _("在页面上下载")
    content, name, media_type = services.open_item(item_id, actor=request.actor, at=request.at, why=why)
    return file_answer(content, name=name, media_type=media_type)


@access.signed_in(OWN)
@require_safe
def page_picture(request: Any, item_id: int, number: int) -> HttpResponse:
    """One page as pixels."""
    content = services.see_page(item_id, number, actor=request.actor, at=request.at)
    return file_answer(content, name=f"{number + 1}.jpg", media_type="image/jpeg", inline=True)


@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Any, item_id: int) -> HttpResponse:
    """Say anew what a piece is."""
    card, thing, rules = _working(request, item_id)
    names = ("title", "proves", "is_original", "source", "obtained_how", "obtained_date", "pages")
    before = {name: getattr(card, name) for name in names} | {"kind": card.kind.value}
    form = DescribeForm(request.POST or None, initial=before)
    if card.look is Look.PAGES:
        del form.fields["pages"]  # a PDF tells itself how many it has

    def describe() -> None:
        services.describe_item(item_id, actor=request.actor, at=request.at, **form.words())

    if request.method == "POST" and form.is_valid() and look.carried(form, describe):
        messages.success(request, _("改好了。文件本身没有变。"))
        return redirect("evidence:item", item_id)
    return page(request, "evidence/small_form.html", rules=rules, thing=thing, form=form, card=card,
                title=_("改一改这份证据的说明"), lead=_("文件本身不会变，也改不了。"), submit=_("保存"))  # fmt: skip


@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, item_id: int) -> HttpResponse:
    """Take a piece out of the list."""
    card, thing, rules = _working(request, item_id)
    form = WithdrawForm(request.POST or None)

    def leave() -> None:
        services.withdraw_item(item_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and look.carried(form, leave):
        messages.success(request, _("撤回了，清单已重新编号。"))
        return redirect(list_url(thing))
    return page(request, "evidence/small_form.html", rules=rules, thing=thing, form=form, card=card,
                title=_("把“%(title)s”从清单里撤回") % {"title": card.title}, lead="", submit=_("撤回"))  # fmt: skip


@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: Any, item_id: int) -> HttpResponse:
    """Draw black boxes; what is under them is not in the copy any more."""
    card, thing, rules = _working(request, item_id)
    if not card.can_be_redacted:
        raise Conflict(say("遮挡副本要从清单里的图片或 PDF 原件做。"))
    form = RedactForm(request.POST or None)

    def make() -> None:
        said = form.cleaned_data
        services.redact_item(item_id, said["boxes"], why=said["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and look.carried(form, make):
        messages.success(request, _("遮挡副本做好了：给对方时用它，原件不动。"))
        return redirect("evidence:item", item_id)
    return page(request, "evidence/redact.html", rules=rules, thing=thing, form=form, card=card, shown=_shown(card))


@in_memory
@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def redacted(request: Any, item_id: int) -> HttpResponse:
    """A copy that somebody redacted with their own tools."""
    card, thing, rules = _working(request, item_id)
    form = RedactedFileForm(request.POST or None, request.FILES or None)

    def attach() -> None:
        given = form.cleaned_data["file"]
        why = form.cleaned_data["why"]
        services.attach_redacted(item_id, given, name=given.name, why=why, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and look.carried(form, attach):
        messages.success(request, _("遮挡副本存好了：给对方时用它，原件不动。"))
        return redirect("evidence:item", item_id)
    return page(request, "evidence/small_form.html", rules=rules, thing=thing, form=form, card=card,
                title=_("传一份自己遮好的副本"), lead=_("Word、录音等文件不能在这里画，请在自己电脑上遮好再传。"),
                submit=_("存好"))  # fmt: skip


@access.signed_in(OWN)
@require_POST
def stamp(request: Any, item_id: int) -> HttpResponse:
    """Ask the authority for a timestamp; a refusal is told on the piece's own page."""
    queries.thing_of(item_id, actor=request.actor)
    try:
        made = services.stamp_item(item_id, actor=request.actor, at=request.at)
    except Conflict:
        raise
    except Refused as refusal:
        messages.error(request, look.told(refusal.reason))
    else:
        messages.success(request, _("加好了：%(at)s 这个文件已经存在。") % {"at": look.moment_words(made.stamped_at)})
    return redirect("evidence:item", item_id)


def _working(request: Any, item_id: int) -> tuple[ItemCard, Any, Any]:
    thing = queries.thing_of(item_id, actor=request.actor)
    rules = writable_thing(thing, actor=request.actor)
    card = queries.item(item_id, actor=request.actor)
    if card.withdrawn_at is not None:
        raise Conflict(say("这份证据已经撤回。"))
    return card, thing, rules
