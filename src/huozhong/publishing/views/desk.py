"""The editors' desk: what waits, one text, proofreading, passing, sending back, withdrawing; handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look
from huozhong.look.services import page_number
from huozhong.publishing import queries, services
from huozhong.publishing.forms import ProofreadForm, ReviewForm, SubmitForm, WhyForm
from huozhong.publishing.models import Submission
from huozhong.publishing.queries.kinds import kind_of
from huozhong.publishing.rules.screen import screen
from huozhong.publishing.rules.texts import words_of
from huozhong.publishing.services.reviewing import PASS
from huozhong.publishing.views.answers import pages, refuse_in, shown
from huozhong.publishing.workflow import REVIEWING, ROUND_WORDS, STAGE_PERMISSIONS, STAGE_WORDS
from huozhong.records import services as records

TRAIL = {"submitted": say("送审"), "proofread": say("校对"), "withdrawal_asked": say("要求撤下")}
SEEN = "editors of the place, and whoever wrote or handed in the text"
DOORS = (Permission.PUBLICATION_EDIT, Permission.PUBLICATION_SUBMIT)


@access.asks(Permission.PUBLICATION_EDIT)
@require_safe
def desk(request: Any) -> HttpResponse:
    """What is in review within reach; or everything that ever was handed in."""
    which = request.GET.get("show", "")
    state = "" if which == "all" else "public" if which == "public" else "reviewing"
    found = queries.submissions(reach=request.reach, state=state, page=page_number(request))
    waiting = queries.waiting_count(request.actor, on=request.today)
    tabs = (
        look.Tab(_("在审"), "?", state == "reviewing"),
        look.Tab(_("已公开"), "?show=public", state == "public"),
        look.Tab(_("全部"), "?show=all", not state),
    )
    context = {"submissions": found, "waiting": waiting, "tabs": tabs, "stages": STAGE_WORDS}
    return render(request, "publishing/desk.html", context | pages(request, found, size=queries.PAGE))


def _seen(request: Any, submission_id: int) -> queries.SubmissionCard:
    """The submission, for an editor, a colleague of its author, or whoever may withdraw it; NotFound otherwise."""
    row = Submission.objects.select_related("unit").filter(pk=submission_id).first()
    actor = request.actor
    if row is None or not (
        any(access.can(actor, door, at=row.place) for door in DOORS) or services.may_withdraw(row, actor)
    ):
        raise NotFound(access.NOT_FOUND)
    return queries.submission(submission_id, reach=access.Reach(everywhere=True))


@access.signed_in(SEEN)
@require_safe
def submission(request: Any, submission_id: int) -> HttpResponse:
    """One text on its way: what it says, what the screen found, who read it, what is to be done."""
    card = _seen(request, submission_id)
    row = Submission.objects.select_related("unit").get(pk=submission_id)
    dossier = queries.dossier(submission_id)
    steps = services.next_moves(submission_id, actor=request.actor)
    may_edit = access.can(request.actor, Permission.PUBLICATION_EDIT, at=card.place)
    may_pass = card.stage and access.can(request.actor, STAGE_PERMISSIONS[card.stage], at=card.place)
    is_author = request.actor.person_id in row.author_ids
    reading = next((one for one in reversed(dossier.proofreadings) if one.is_of_this_text), None)
    passing = next((step for step in steps if step.name == PASS.get(card.stage)), None) if may_pass else None
    context = {
        "card": card,
        "dossier": dossier,
        **_media(submission_id, dossier),
        "passing": passing,
        "may_proofread": may_edit and not is_author and card.state in REVIEWING,
        "round_word": ROUND_WORDS.get(dossier.rounds + 1, say("再校一遍")),
        "proofread_first": passing is None or not passing.is_allowed,
        "last_reader": reading.person_name if reading else "",
        "may_send_back": may_edit and card.state in REVIEWING,
        "may_withdraw": services.may_withdraw(row, request.actor) and card.state in (*REVIEWING, "returned", "public"),
        "state": queries.public_state(card.kind, card.thing_id, on=request.today),
        "thing_url": kind_of(card.kind).url(card.thing_id),
        "stage_words": STAGE_WORDS,
        "round_words": ROUND_WORDS,
        "trail": lifecycles.story(Submission, submission_id, words=TRAIL),
    }
    return render(request, "publishing/submission.html", context)


def _media(submission_id: int, dossier: queries.Dossier) -> dict[str, Any]:
    """Addresses of the text's photographs and voices, for those who may read the text."""
    photos = tuple(
        look.Photo(
            reverse("publishing:photo", args=[submission_id, photo.file_id]),
            photo.words or dossier.text.title,
            reverse("publishing:photo", args=[submission_id, photo.file_id]) + "?size=large",
        )
        for photo in dossier.text.photos
    )
    sounds = [reverse("publishing:sound", args=[submission_id, sound]) for sound in dossier.text.sounds]
    return {"photos": photos, "sounds": sounds}


@access.signed_in(SEEN)
@require_safe
def photo(request: Any, submission_id: int, file_id: int) -> HttpResponse:
    """A photograph of the text, for those who may read the text."""
    _seen(request, submission_id)
    if not queries.holds_file(submission_id, file_id):
        raise NotFound(access.NOT_FOUND)
    side = 1280 if request.GET.get("size") == "large" else 480
    return records.thumbnail_response(file_id, longest_side=side)  # type: ignore[return-value]


@access.signed_in(SEEN)
@require_safe
def sound(request: Any, submission_id: int, file_id: int) -> HttpResponse:
    """The voice of the text, for those who may read the text."""
    _seen(request, submission_id)
    if not queries.holds_file(submission_id, file_id):
        raise NotFound(access.NOT_FOUND)
    return records.sound_response(file_id, part=request.headers.get("Range", ""))


@access.asks(Permission.PUBLICATION_EDIT)
@require_http_methods(["GET", "POST"])
def proofread(request: Any, submission_id: int) -> HttpResponse:
    """One round of proofreading."""
    card, dossier = queries.submission(submission_id, reach=request.reach), queries.dossier(submission_id)
    form = ProofreadForm(request.POST or None, initial={"sha256": dossier.sha256})
    if request.method == "POST" and form.is_valid():
        try:
            corrections = form.corrections()
            services.proofread(
                submission_id, sha256=form.cleaned_data["sha256"], corrections=corrections,
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            done = _("改动已经记下，从一审重来。") if corrections else _("校对完成，没有差错。")
            messages.success(request, done)
            return redirect("publishing:submission", submission_id)
    word = ROUND_WORDS.get(dossier.rounds + 1, say("再校一遍"))
    context = {"card": card, "dossier": dossier, "pairs": form.pairs(), "round_word": word, **_media(card.id, dossier)}
    return shown(request, "publishing/proofread.html", context, form=form)


@access.asks(Permission.PUBLICATION_EDIT)
@require_http_methods(["GET", "POST"])
def review(request: Any, submission_id: int) -> HttpResponse:
    """Pass the text at the stage where it stands."""
    card, dossier = queries.submission(submission_id, reach=request.reach), queries.dossier(submission_id)
    if not card.stage:
        return redirect("publishing:submission", submission_id)
    form = ReviewForm(request.POST or None, initial={"sha256": dossier.sha256}, has_flags=bool(dossier.flags))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            outcome = services.review(
                submission_id, sha256=cleaned["sha256"], opinion=cleaned["opinion"],
                has_looked=cleaned.get("has_looked", False), actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            _tell(request, outcome)
            return redirect("publishing:submission", submission_id)
    context = {"card": card, "dossier": dossier, "stage_word": STAGE_WORDS[card.stage], **_media(card.id, dossier)}
    return shown(request, "publishing/review.html", context, form=form)


def _tell(request: Any, outcome: services.Outcome) -> None:
    if outcome.began_again:
        messages.warning(request, _("作者改过文字，这一稿从一审重来。请看新的文字。"))
    elif outcome.is_public:
        messages.success(request, _("三审通过，已经公开。"))
    else:
        messages.success(request, _("已通过，交给下一位编辑。"))


@access.asks(Permission.PUBLICATION_EDIT)
@require_http_methods(["GET", "POST"])
def send_back(request: Any, submission_id: int) -> HttpResponse:
    """Return the text with a reason."""
    card = queries.submission(submission_id, reach=request.reach)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back(submission_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已退回，作者会在待办里看到理由。"))
            return redirect("publishing:submission", submission_id)
    return shown(request, "publishing/send_back.html", {"card": card}, form=form)


@access.signed_in(SEEN)
@require_POST
def withdraw(request: Any, submission_id: int) -> HttpResponse:
    """Take it away: one press."""
    card = _seen(request, submission_id)
    services.withdraw(submission_id, actor=request.actor, at=request.at, why=request.POST.get("why", "")[:200])
    messages.success(request, _("已撤下，公开页马上就看不到了。"))
    return redirect("publishing:submission", card.id)


@access.asks(Permission.PUBLICATION_SUBMIT)
@require_http_methods(["GET", "POST"])
def submit(request: Any, kind: str, thing_id: int) -> HttpResponse:
    """Look once more at what would be public, and hand it to the editors."""
    name = kind.replace("-", ".", 1)
    known = kind_of(name)
    draft = known.draft(thing_id)
    if not known.may_submit(thing_id, request.actor):
        raise NotFound(access.NOT_FOUND)
    is_public = queries.is_public(name, thing_id, on=request.today)
    form = SubmitForm(request.POST if request.method == "POST" else None, is_public=is_public)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.submit(
                name, thing_id, actor=request.actor, at=request.at, correction=form.cleaned_data.get("correction", "")
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已送审。三位编辑先后看过，就会公开。"))
            return redirect("publishing:submission", found)
    text = draft.snapshot
    context = {"text": text, "kind": known, "flags": screen(words_of(text)), "back": known.url(thing_id)}
    return shown(request, "publishing/submit.html", context, form=form)
