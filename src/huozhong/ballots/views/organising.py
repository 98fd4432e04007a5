"""Pages of whoever holds a ballot: the list, a new one, one ballot with its people, papers and next steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.access.queries import acting_units
from huozhong.ballots import queries, services
from huozhong.ballots.forms import BallotForm, NewBallotForm, WhyForm
from huozhong.ballots.models import Election
from huozhong.ballots.queries.pages import state_of
from huozhong.ballots.queries.persons import ids_by_name, members_of
from huozhong.ballots.rules.questions import NewQuestion, names_asked
from huozhong.ballots.views.answers import page
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look.services import Stage, TrailEntry, carried, told

MOST_TRAIL = 60
OWN_KIND = "unions.unit"  # a ballot that a union holds among its own members
TRAIL_WORDS = {
    "election_drafted": say("筹备投票"),
    "election_changed": say("修改投票"),
    "roll_changed": say("调整选民名册"),
    "trustee_named": say("请人保管钥匙"),
    "trustee_removed": say("撤换钥匙保管人"),
    "scrutineer_named": say("登记监票人"),
    "scrutineer_removed": say("撤换监票人"),
    "method_filed": say("登记选举办法"),
    "consent_filed": say("上级工会同意"),
    "key_posted": say("交来钥匙"),
    "share_posted": say("用钥匙开票"),
    "credential_registered": say("备好手机票"),
    "credential_read": say("查看凭证是谁的"),
    "paper_issued": say("发纸票"),
    "paper_taken_back": say("退回纸票"),
    "box_added": say("登记票箱"),
    "box_removed": say("去掉票箱"),
    "box_entered": say("登记清点"),
    "box_signed": say("票箱签字"),
    "result_signed": say("监票签字"),
}


@access.asks(Permission.BALLOT_READ)
@require_safe
def elections(request: Any) -> HttpResponse:
    """The ballots that the reader may see."""
    context = {
        "lines": queries.elections(request.actor),
        "manages": bool(acting_units(request.actor, Permission.BALLOT_MANAGE)),
    }
    return page(request, "ballots/elections.html", context)


@access.asks(Permission.BALLOT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any) -> HttpResponse:
    """A ballot among a union's own members; a congress sets its own up from its agenda."""
    units = [(one.place.unit_id, one.name) for one in acting_units(request.actor, Permission.BALLOT_MANAGE)]
    form = NewBallotForm(request.POST or None, units=units, initial={"kind": "itemised", "unit": units[0][0]})
    made: list[int] = []

    def draft() -> None:
        unit_id = form.cleaned_data["unit"]
        voters = members_of(unit_id, on=request.today)
        questions = form.questions(ids_by_name(form.names(), voters))
        made.append(
            services.draft_election(
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                unit=unit_id,
                thing=(OWN_KIND, unit_id),
                questions=questions,
                voters=voters,
                base=form.cleaned_data["base"] or len(voters),
                actor=request.actor,
                at=request.at,
                **form.settings(),
            )
        )

    if request.method == "POST" and form.is_valid() and carried(form, draft):
        messages.success(request, _("投票已建好。接下来请人保管钥匙、登记监票人和选举办法。"))
        return redirect("ballots:election", made[0])
    return page(request, "ballots/new.html", {"form": form}, form)


@access.signed_in("whoever has a part in a ballot, or may see it by office; the query decides")
@require_safe
def election(request: Any, election_id: int) -> HttpResponse:
    """One ballot: what comes next, who keeps keys, who watches, which papers are filed."""
    row = queries.find_election(election_id, actor=request.actor)
    manages = access.can(request.actor, Permission.BALLOT_MANAGE, at=row.place)
    facts = queries.election_facts(row, at=request.at)
    person_id = request.actor.person_id
    trustees, scrutineers = queries.trustees(row.pk), queries.scrutineers(row.pk)
    context = {
        "row": row,
        "one": state_of(row),
        "manages": manages,
        "registers": access.can(request.actor, Permission.BALLOT_REGISTER, at=row.place),
        "consents": _consents(request.actor, row),
        "steps": _steps(row, request.actor, facts) if manages else (),
        "main": "plan_paper" if row.state == "draft" and not row.has_phone else MAIN.get(row.state, ""),
        "stages": stages(row),
        "trustees": trustees,
        "scrutineers": scrutineers,
        "keeps": any(one.person_id == person_id for one in trustees),
        "watches": any(one.person_id == person_id for one in scrutineers),
        "filings": queries.filings(row.pk),
        "turnout": queries.turnout(row.pk),
        "boxes": queries.box_states(row),
        "is_set_up": row.state in services.BEFORE_OPENING,
        "trail": _trail(row) if manages else (),
    }
    return page(request, "ballots/election.html", context)


MAIN = {
    "draft": "ask_keys", "ready": "open", "open": "close", "closed": "count", "counting": "finish",
    "counted": "publish",
}  # fmt: skip


def _steps(row: Election, actor: Any, facts: Any) -> tuple[Any, ...]:
    """The next steps of this kind of ballot: keys for phone ballots, none for paper alone."""
    other_way = "plan_paper" if row.has_phone else "ask_keys"
    return tuple(one for one in lifecycles.what_next(row, actor, facts=facts) if one.name != other_way)


def _trail(row: Election) -> tuple[TrailEntry, ...]:
    """What was done, without a line for each voter: those stand in the trail of the whole house."""
    each = {told(TRAIL_WORDS[name]) for name in ("credential_registered", "paper_issued")}
    entries = lifecycles.story(Election, row.pk, words=TRAIL_WORDS)
    return tuple(one for one in entries if one.what not in each)[:MOST_TRAIL]


def _consents(actor: Any, row: Election) -> bool:
    """Whether the actor could give the upper union's consent now."""
    is_above = any(held.unit_id != row.unit_id for held in actor.appointments if row.unit.path.startswith(held.path))
    return is_above and row.needs_consent and access.can(actor, Permission.BALLOT_CONSENT, at=row.place)


def stages(row: Election) -> tuple[Stage, ...]:
    """How far a ballot is, in six steps."""
    order = ["draft", "keys", "ready", "open", "counting", "published"]
    here = {"closed": "counting", "counted": "counting"}.get(row.state, row.state)
    words = [say("筹备"), say("做钥匙"), say("开始前"), say("投票"), say("开票计票"), say("公布")]
    if not row.has_phone:
        order, words = [o for o in order if o != "keys"], [w for w in words if str(w) != "做钥匙"]
    at = order.index(here) if here in order else -1
    return tuple(
        Stage(word, "past" if number < at else "now" if number == at else "possible")
        for number, word in enumerate(words)
    )


@access.asks(Permission.BALLOT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Any, election_id: int) -> HttpResponse:
    """What is asked and how, while it is a draft."""
    row = queries.asked_election(election_id, actor=request.actor, permission=Permission.BALLOT_MANAGE)
    form = BallotForm(request.POST or None, initial=_typed(row))
    form.fields["kind"].disabled = True

    def save() -> None:
        voters = queries.voter_ids(row.pk)
        questions = form.questions(ids_by_name(form.names(), voters))
        services.change_election(
            row.pk,
            title=form.cleaned_data["title"],
            questions=questions,
            base=form.cleaned_data["base"] or len(voters),
            actor=request.actor,
            at=request.at,
            **form.settings(),
        )

    if request.method == "POST" and form.is_valid() and carried(form, save):
        messages.success(request, _("已保存。"))
        return redirect("ballots:election", row.pk)
    return page(request, "ballots/change.html", {"row": row, "form": form}, form)


def _typed(row: Election) -> dict[str, Any]:
    """What was typed, out of the questions."""
    questions = [NewQuestion.from_json(one) for one in row.questions]
    lines = names_asked(questions) if row.kind == "persons" else [one.text for one in questions]
    plain = (
        "kind", "body", "title", "base", "has_phone", "has_paper", "allows_other", "may_vote_again", "needs_consent",
    )  # fmt: skip
    told = {name: getattr(row, name) for name in plain}
    return told | {"asked": "\n".join(lines), "seats": row.seats or None}


@access.asks(Permission.BALLOT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, election_id: int, name: str) -> HttpResponse:
    """One step, confirmed."""
    row = queries.asked_election(election_id, actor=request.actor, permission=Permission.BALLOT_MANAGE)
    steps = lifecycles.what_next(row, request.actor, facts=queries.election_facts(row, at=request.at))
    step = next((one for one in steps if one.name == name), None)
    if step is None:
        raise NotFound(access.NOT_FOUND)
    form = WhyForm(request.POST or None) if step.move.needs_reason else None

    def carry() -> None:
        why = form.cleaned_data["why"] if form is not None else ""
        services.move_election(row.pk, name, actor=request.actor, at=request.at, why=why)

    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            carry()
        if form is None or carried(form, carry):
            messages.success(request, _("已办好。"))
            return redirect("ballots:result" if name == "finish" else "ballots:election", row.pk)
    context = {"row": row, "step": step, "form": form, "turnout": queries.turnout(row.pk)}
    return page(request, "ballots/move.html", context, form)


@access.asks(Permission.BALLOT_MANAGE)
@require_POST
def renew_roll(request: Any, election_id: int) -> HttpResponse:
    """Put members who joined since on the roll of a union's own ballot."""
    row = queries.asked_election(election_id, actor=request.actor, permission=Permission.BALLOT_MANAGE)
    if row.thing_kind != OWN_KIND:
        raise NotFound(access.NOT_FOUND)
    now, before = set(members_of(row.unit_id, on=request.today)), set(queries.voter_ids(row.pk))
    services.change_roll(row.pk, add=now - before, remove=before - now, actor=request.actor, at=request.at)
    messages.success(request, _("名册已按今天的会员更新。"))
    return redirect("ballots:roll", row.pk)
