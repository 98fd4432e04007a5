"""The interview on a phone: one question a screen, saved after each, reviewed, sent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look.services import told
from huozhong.rights import queries, services
from huozhong.rights.forms.interview import ConsentForm, PlaceForm, QuestionForm, WayForm
from huozhong.rights.queries.estimates import estimates
from huozhong.rights.queries.interviews import InterviewCard, handling_offices, own_open
from huozhong.rights.rules import interview as rules
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE
from huozhong.rights.rules.triage import ROUTES, Question, Route, follow
from huozhong.rights.services.interviewing import MOST_LINKS, MOST_STARTS, may_knock
from huozhong.rights.views.holding import address, held_id, hold, holder, let_go, page, quiet, too_often

WORKER = "a worker tells their own trouble; without an account the browser holds the key"


def carried(form: Any, verb: Any) -> bool:
    """Whether the verb was carried out; a refusal becomes the form's own error."""
    try:
        verb()
    except (Conflict, Forbidden, NotFound):
        raise
    except Refused as refusal:
        form.add_error(None, told(refusal.reason))
        return False
    return True


@access.open_to_all(WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any) -> HttpResponse:
    """The front door: what will be asked, who reads it, and one button."""
    is_known = request.actor.person_id is not None
    open_id = own_open(request.actor) if is_known else held_id(request)
    if open_id is not None and not is_known and not _is_open(request, open_id):
        open_id = None
    form = None if is_known else PlaceForm(request.POST or None, offices=handling_offices())
    if request.method == "POST":
        if is_known:
            return redirect("rights:ask_on", services.start_own(actor=request.actor, at=request.at))
        if not may_knock(address(request), door="ask", most=MOST_STARTS, at=request.at):
            return too_often(request)
        if form is not None and form.is_valid():
            begun = services.start_open(form.cleaned_data["unit"], at=request.at)
            hold(request, begun)
            return redirect("rights:ask_on", begun.id)
    wrong = form is not None and bool(form.errors)
    return page(request, "ask", {"form": form, "open_id": open_id}, status=422 if wrong else 200)


def _is_open(request: Any, interview_id: int) -> bool:
    try:
        return queries.interview(interview_id, holder(request)).is_open
    except NotFound:
        return False


@access.open_to_all(WORKER)
@require_safe
def ask_on(request: Any, interview_id: int) -> HttpResponse:
    """On to the first question that is still open, else to the review."""
    card = queries.interview(interview_id, holder(request))
    if not card.is_open:
        return quiet(redirect("rights:told", interview_id))
    following = rules.first_open(card.told.answers)
    if following is not None:
        return quiet(redirect("rights:question", interview_id, following.key))
    if _open_way(card) is not None:
        return quiet(redirect("rights:way", interview_id))
    return quiet(redirect("rights:review", interview_id))


def _open_way(card: InterviewCard) -> Question | None:
    return follow(queries.graph_for(card.unit_id), card.told.answers, card.told.chosen).open


@access.open_to_all(WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Any, interview_id: int, key: str) -> HttpResponse:
    """One question."""
    card = queries.interview(interview_id, holder(request))
    element = ELEMENTS.get(key)
    if element is None or element.is_later:
        raise NotFound(access.NOT_FOUND)
    if not card.is_open:
        return quiet(redirect("rights:told", interview_id))
    answers = card.told.answers
    sent = request.POST if request.method == "POST" else None
    given = answers.get(key)
    form = QuestionForm(sent, element=element, given=None if given == rules.REGISTERED else given)
    if sent is not None:
        typed = [NOT_SURE] if "unsure" in sent else form.typed()
        keep = {"holder": holder(request), "at": request.at}
        if carried(form, lambda: services.save_answer(interview_id, key, typed, **keep)):
            return redirect("rights:ask_on", interview_id)
    number, total = rules.progress(key, answers)
    earlier = rules.before(key, answers)
    context = {
        "card": card,
        "element": element,
        "form": form,
        "number": number,
        "total": total,
        "share": Fraction(number - 1, max(total, 1)),
        "back": reverse("rights:question", args=[interview_id, earlier.key]) if earlier else reverse("rights:ask"),
        "is_answered": key in answers,
        "is_unsure": given == NOT_SURE,
        "is_registered": given == rules.REGISTERED,
    }
    return page(request, "question", context, status=422 if form.errors else 200)


@access.open_to_all(WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: Any, interview_id: int) -> HttpResponse:
    """What triage asks of its own, one at a time, until it leads somewhere."""
    card = queries.interview(interview_id, holder(request))
    asked = _open_way(card) if card.is_open else None
    if asked is None:
        return quiet(redirect("rights:ask_on", interview_id))
    words = tuple(_translated(one.word) for one in asked.ways)
    sent = request.POST if request.method == "POST" else None
    form = WayForm(sent, text=_translated(asked.text), help_text=_translated(asked.help), words=words)
    if sent is not None and form.is_valid():
        keep = {"holder": holder(request), "at": request.at}
        if carried(
            form, lambda: services.choose_way(interview_id, asked.key, form.cleaned_data["way"], **keep)
        ):  # fmt: skip
            return redirect("rights:ask_on", interview_id)
    context = {"card": card, "form": form, "text": _translated(asked.text)}
    return page(request, "way", context, status=422 if form.errors else 200)


def _translated(text: str) -> str:
    """A sentence of the shipped graph in the reader's language; an office's own words as they are."""
    return _(text) if text else ""


@access.open_to_all(WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Any, interview_id: int) -> HttpResponse:
    """Everything that was said, what can be done about it, consent, and the button."""
    card = queries.interview(interview_id, holder(request))
    if not card.is_open:
        return quiet(redirect("rights:told", interview_id))
    answers = rules.pruned(card.told.answers)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        keep = {"holder": holder(request), "at": request.at}
        if carried(form, lambda: services.send_interview(interview_id, has_consented=True, **keep)):
            return redirect("rights:told", interview_id)
    lacking = rules.lacks(answers, has_account=card.has_account)
    route = follow(queries.graph_for(card.unit_id), answers, card.told.chosen).route or Route.CONSULTATION
    context = {
        "card": card,
        "form": form,
        "parts": rules.review(answers),
        "lacking": lacking,
        "why_not": lacking[0] if lacking else None,
        "open_count": len(rules.unanswered(answers)),
        "route": ROUTES[route],
        "is_urgent": route is Route.HOTLINE or bool(rules.pressing(answers)),
        "pressing": rules.pressing(answers),
        "estimates": estimates(answers, unit_id=card.unit_id, on=request.today),
        "is_collective": rules.head_count(answers) >= 10,
    }
    return page(request, "review", context, status=422 if form.errors else 200)


@access.open_to_all(WORKER)
@require_safe
def told_page(request: Any, interview_id: int) -> HttpResponse:
    """It has arrived: the number to remember, and what happens now."""
    card = queries.interview(interview_id, holder(request))
    if card.is_open:
        return quiet(redirect("rights:ask_on", interview_id))
    return page(request, "told", {"card": card})


@access.open_to_all(WORKER)
@require_POST
def link(request: Any, interview_id: int) -> HttpResponse:
    """A link to go on with elsewhere: shown once, for somebody without an account."""
    code = services.make_link(interview_id, holder=holder(request), at=request.at)
    url = request.build_absolute_uri(reverse("rights:go_on", args=[code]))
    return page(request, "link", {"url": url, "interview_id": interview_id})


@access.open_to_all("whoever holds the one-time link goes on with an interview")
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: Any, code: str) -> HttpResponse:
    """Looked at, the link stays alive (messengers look at links); pressed, it is used up."""
    if request.method != "POST":
        return page(request, "go_on", {"code": code})
    if not may_knock(address(request), door="link", most=MOST_LINKS, at=request.at):
        return too_often(request)
    begun = services.take_link(code, at=request.at)
    hold(request, begun)
    return redirect("rights:ask_on", begun.id)


@access.open_to_all(WORKER)
@require_POST
def drop(request: Any, interview_id: int) -> HttpResponse:
    """Give it up; the answers are gone at once."""
    services.drop_interview(interview_id, holder=holder(request), at=request.at)
    let_go(request)
    messages.success(request, _("已经清除，什么也没有留下。"))
    return redirect("rights:ask")
