"""Pages of stories: the list, collecting one, one story, its consents; one's own stories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.look import services as look
from huozhong.publishing import queries as publishing
from huozhong.records import services as records
from huozhong.stories import queries, services
from huozhong.stories.forms import CollectForm, DecideForm, PaperForm, RevokeForm, WordsForm, given
from huozhong.stories.models import Story
from huozhong.stories.queries import KIND, PAGE
from huozhong.stories.rules.consents import MEANS, WORDS, About
from huozhong.stories.services.things import find_thing

OWN = "whoever told the story, and cadres and editors in whose reach it stands"
DECIDES = "only whoever told the story decides"


def _refuse_in(form: forms.Form, refused: Refused) -> None:
    if isinstance(refused, (NotFound, Forbidden)):
        raise refused
    form.add_error(None, look.told(refused.reason))


def _shown(request: Any, template: str, context: dict[str, Any], *, form: forms.Form) -> HttpResponse:
    return render(request, template, context | {"form": form}, status=422 if form.is_bound and form.errors else 200)


@access.asks(Permission.STORY_READ)
@require_safe
def stories(request: Any) -> HttpResponse:
    """Stories within reach, and where each stands on its way to the public."""
    here = look.page_number(request)
    found = queries.stories(reach=request.reach, page=here)
    listed = [(one, publishing.public_state(KIND, one.id, on=request.today)) for one in found]
    context = {
        "listed": listed,
        "may_collect": not access.reach(request.actor, Permission.STORY_COLLECT).is_empty,
        "newer": f"?page={here - 1}" if here > 1 else "",
        "older": f"?page={here + 1}" if len(found) == PAGE else "",
    }
    return render(request, "stories/stories.html", context)


@access.signed_in("one's own stories")
@require_safe
def mine(request: Any) -> HttpResponse:
    """What the signed-in person told, and what of it is shown."""
    told = queries.stories_told_by(request.actor)
    listed = [(one, publishing.public_state(KIND, one.id, on=request.today)) for one in told]
    return render(request, "stories/mine.html", {"listed": listed})


@access.asks(Permission.STORY_READ)
@require_safe
def about(request: Any, kind: str, thing_id: int) -> HttpResponse:
    """Stories about one thing within reach: a part of that thing's page."""
    found = queries.stories_about(kind, thing_id, reach=request.reach)
    may_collect = not access.reach(request.actor, Permission.STORY_COLLECT).is_empty
    context = {"found": found, "kind": kind, "thing_id": thing_id, "may_collect": may_collect}
    return render(request, "stories/about.html", context)


def _units(request: Any) -> list[tuple[int, str]]:
    units = appointments.acting_units(request.actor, Permission.STORY_COLLECT)
    return [(unit.place.unit_id, unit.name) for unit in units]


def _place(request: Any, unit_id: int) -> Place:
    for unit in appointments.acting_units(request.actor, Permission.STORY_COLLECT):
        if unit.place.unit_id == unit_id:
            return unit.place
    raise NotFound(access.NOT_FOUND)


@access.asks(Permission.STORY_COLLECT)
@require_http_methods(["GET", "POST"])
def collect(request: Any) -> HttpResponse:
    """Collect a story: words or a voice, a photograph, the signed paper; all of it or nothing."""
    initial = {"thing_kind": request.GET.get("kind", "")[:60]}
    asked = request.GET.get("id", "")
    initial |= {"thing_id": int(asked)} if asked.isascii() and asked.isdigit() and len(asked) < 18 else {}
    form = CollectForm(request.POST or None, request.FILES or None, units=_units(request), initial=initial)
    thing = find_thing(initial["thing_kind"], initial.get("thing_id"), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            story_id = _collect(request, form)
        except Refused as refused:
            _refuse_in(form, refused)
        else:
            messages.success(request, _("故事存好了。没有同意的，都不会露出来。"))
            return redirect("stories:story", story_id)
    return _shown(request, "stories/collect.html", {"thing": thing}, form=form)


@transaction.atomic
def _collect(request: Any, form: CollectForm) -> int:
    cleaned, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
    voice, paper = cleaned["voice"], cleaned["paper"]
    story_id = services.collect(
        form.words(),
        unit=_place(request, cleaned["unit"]),
        voice=services.Upload(voice, voice.name) if voice else None,
        photos=form.photos(),
        thing=form.thing(),
        teller_phone=cleaned["teller_phone"],
        **who,
    )
    if paper:
        services.consent_by_paper(story_id, given=given(form), paper=services.Upload(paper, paper.name), **who)
    return story_id


@access.signed_in(OWN)
@require_safe
def story(request: Any, story_id: int) -> HttpResponse:
    """One story as everybody may read it now; what was agreed to; what may be done."""
    page = queries.story(story_id, actor=request.actor)
    agreed = page.line.consents
    may_keep = access.can(request.actor, Permission.STORY_COLLECT, at=page.place) and not page.line.is_taken_back
    state = publishing.public_state(KIND, story_id, on=request.today)
    context = {
        "page": page,
        "photos": _photos(page),
        "sounds": [reverse("stories:sound", args=[story_id, sound]) for sound in page.text.sounds],
        "agreed": [(WORDS[one], MEANS[one], agreed.of(one)) for one in About],
        "form": DecideForm(initial={"consents": [one.value for one in About if agreed.of(one)]}),
        "words": queries.consent_lines(story_id) if may_keep or page.is_teller else (),
        "about_words": WORDS,
        "may_keep": may_keep,
        "state": state,
        "may_submit": may_keep and (state is None or state.state in ("returned", "withdrawn", "public")),
        "thing": _thing(request, page),
    }
    return render(request, "stories/story.html", context)


def _thing(request: Any, page: queries.StoryPage) -> services.Thing | None:
    try:
        return find_thing(page.thing_kind, page.thing_id, actor=request.actor)
    except NotFound:  # the story may be read by people who may not see the project
        return None


def _photos(page: queries.StoryPage) -> tuple[look.Photo, ...]:
    return tuple(
        look.Photo(
            reverse("stories:photo", args=[page.line.id, photo.file_id]), photo.words or page.line.title,
            reverse("stories:photo", args=[page.line.id, photo.file_id]) + "?size=large",
        )
        for photo in page.text.photos
    )  # fmt: skip


def _require_file(request: Any, story_id: int, file_id: int) -> None:
    queries.story(story_id, actor=request.actor)
    if not queries.holds_file(story_id, file_id):
        raise NotFound(access.NOT_FOUND)


@access.signed_in(OWN)
@require_safe
def photo(request: Any, story_id: int, file_id: int) -> HttpResponse:
    """A photograph that the teller agrees to show."""
    _require_file(request, story_id, file_id)
    side = 1280 if request.GET.get("size") == "large" else 480
    return records.thumbnail_response(file_id, longest_side=side)  # type: ignore[return-value]


@access.signed_in(OWN)
@require_safe
def sound(request: Any, story_id: int, file_id: int) -> HttpResponse:
    """The voice, where the teller agrees to be known."""
    _require_file(request, story_id, file_id)
    return records.sound_response(file_id, part=request.headers.get("Range", ""))


@access.signed_in(DECIDES)
@require_POST
def decide(request: Any, story_id: int) -> HttpResponse:
    """The teller says what may be shown."""
    form = DecideForm(request.POST)
    if form.is_valid():
        services.decide(story_id, given=given(form), actor=request.actor, at=request.at)
        messages.success(request, _("记下了，马上算数。没有同意的，哪里都看不到了。"))
    return redirect("stories:story", story_id)


@access.signed_in(OWN)
@require_POST
def take_back(request: Any, story_id: int) -> HttpResponse:
    """The whole story goes."""
    services.take_back(story_id, actor=request.actor, at=request.at)
    messages.success(request, _("故事收回了，公开页和列表里都没有了。"))
    is_teller = Story.objects.filter(pk=story_id, teller_person_id=request.actor.person_id or 0).exists()
    return redirect("stories:mine" if is_teller else "stories:list")


def _kept(request: Any, story_id: int) -> queries.StoryPage:
    page = queries.story(story_id, actor=request.actor)
    access.require(request.actor, Permission.STORY_COLLECT, at=page.place)
    return page


@access.asks(Permission.STORY_COLLECT)
@require_http_methods(["GET", "POST"])
def paper(request: Any, story_id: int) -> HttpResponse:
    """Keep the scan of what the teller signed."""
    page = _kept(request, story_id)
    agreed = [one.value for one in About if page.line.consents.of(one)]
    form = PaperForm(request.POST or None, request.FILES or None, initial={"consents": agreed})
    if request.method == "POST" and form.is_valid():
        scan = form.cleaned_data["paper"]
        try:
            services.consent_by_paper(
                story_id, given=given(form), paper=services.Upload(scan, scan.name), actor=request.actor, at=request.at
            )
        except Refused as refused:
            _refuse_in(form, refused)
        else:
            messages.success(request, _("记下了，马上算数。"))
            return redirect("stories:story", story_id)
    return _shown(request, "stories/paper.html", {"page": page}, form=form)


@access.asks(Permission.STORY_COLLECT)
@require_http_methods(["GET", "POST"])
def revoke(request: Any, story_id: int) -> HttpResponse:
    """Take back at the teller's word."""
    page = _kept(request, story_id)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_for_teller(story_id, taken=given(form), actor=request.actor, at=request.at)
        except Refused as refused:
            _refuse_in(form, refused)
        else:
            messages.success(request, _("收回了，马上算数。"))
            return redirect("stories:story", story_id)
    return _shown(request, "stories/revoke.html", {"page": page}, form=form)


@access.asks(Permission.STORY_COLLECT)
@require_safe
def paper_scan(request: Any, story_id: int, file_id: int) -> HttpResponse:
    """The signed paper, for the union that keeps it."""
    _kept(request, story_id)
    if file_id not in {line.paper_file_id for line in queries.consent_lines(story_id)}:
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)  # type: ignore[return-value]


@access.asks(Permission.STORY_COLLECT)
@require_http_methods(["GET", "POST"])
def edit(request: Any, story_id: int) -> HttpResponse:
    """Write into a story: the one page that shows it as it was told, to the union that keeps it."""
    page = _kept(request, story_id)
    row = Story.objects.get(pk=story_id)
    initial = {name: getattr(row, name) for name in ("title", "teller_name", "need", "turning", "result")}
    form = WordsForm(request.POST or None, initial=initial | {"place": row.place_words})
    form.fields["teller_name"].widget = forms.HiddenInput()
    if request.method == "POST" and form.is_valid():
        try:
            services.change_story(story_id, form.words(), actor=request.actor, at=request.at)
        except Refused as refused:
            _refuse_in(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return redirect("stories:story", story_id)
    return _shown(request, "stories/edit.html", {"page": page}, form=form)
