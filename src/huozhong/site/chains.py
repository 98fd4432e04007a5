"""The only handlers that turn one room's news into another room's verb. Each may be called twice for one event."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from huozhong.access import queries as access
from huozhong.access import services as acting
from huozhong.congress import queries as congress
from huozhong.congress import services as congress_verbs
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import queries as lifecycles
from huozhong.look.services import told
from huozhong.projects import queries as projects
from huozhong.projects import services as project_verbs
from huozhong.projects.events import (
    AcceptanceRefused,
    ProjectAccepted,
    ProjectApproved,
    ProjectDeclared,
    ProjectNews,
    ProjectRejected,
    ProjectReported,
    ProjectReturned,
    ProjectSuspended,
)
from huozhong.projects.queries import needs
from huozhong.proposals import queries as proposals
from huozhong.proposals import services as proposal_verbs
from huozhong.proposals.events import ProposalAdopted, ProposalTurned
from huozhong.records import queries as trail
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template
from huozhong.seeds import services as seeds
from huozhong.seeds.queries import search_fits
from huozhong.site import senders

KIND = "projects.project"
FILER = ("official_account", "sms", "call_list")  # whoever filed a project is told outside the house too
LONGEST_NAME = 36
SOME_PROJECT = say("一个项目")


def _template(key: str, title: Sentence, body: Sentence, *, chain: tuple[str, ...] = ()) -> Template:
    return Template(key=key, title=title, body=body, gaps={"project": messages.name}, chain=chain)


# to the office that called: one's desk shows it, no telephone rings
DECLARED = _template("projects.declared", say("有项目等初审"), say("“%(project)s”已经申报，请初审。"))
REPORTED = _template("projects.reported", say("有项目等验收"), say("“%(project)s”交了结项报告，请验收。"))
# to whoever filed the project
RETURNED = _template(
    "projects.returned",
    say("申报退回补正"),
    say("“%(project)s”需要补正，请登录查看要改哪里、哪天前改好。"),
    chain=FILER,
)
REJECTED = _template("projects.rejected", say("项目未立项"), say("“%(project)s”这次没有立项，请登录查看理由。"))
APPROVED = _template("projects.approved", say("项目已立项"), say("“%(project)s”已经立项，可以启动了。"), chain=FILER)
SUSPENDED = _template(
    "projects.suspended",
    say("项目已中止"),
    say("“%(project)s”逾期没有整改，已经中止，请登录查看怎么恢复。"),
    chain=FILER,
)
REFUSED = _template(
    "projects.acceptance_refused", say("验收没有通过"), say("“%(project)s”验收没有通过，请登录查看意见。")
)
ACCEPTED = _template("projects.accepted", say("项目已结项"), say("“%(project)s”通过验收，做得好的可以提炼成种子。"))

TEMPLATES = (DECLARED, REPORTED, RETURNED, REJECTED, APPROVED, SUSPENDED, REFUSED, ACCEPTED)


def _named(name: str) -> str:
    """The project's name as a notice may carry it: short, no sentence, no number of anybody."""
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return messages.name(short) or SOME_PROJECT.text


def _tell(
    persons: Iterable[int], template: Template, event: ProjectNews, *, project: projects.ProjectOutcome, at: datetime
) -> None:
    """One notice to each; the key counts the news, so that hearing it twice tells it once."""
    times = _times(event)
    for person_id in persons:
        records.queue_notice(
            to=records.Recipient(person_id=person_id),
            template=template.key,
            values={"project": _named(project.name)},
            city_id=project.city_id,
            at=at,
            key=f"{template.key}:{event.project_id}:{person_id}:{times}",
            channels=_ways(template),
        )


def _ways(template: Template) -> tuple[str, ...]:
    """The template's channels, without an official account that this deployment does not have."""
    has_account = senders.official_account() is not None
    return tuple(channel for channel in template.chain if channel != "official_account" or has_account)


def _tell_groups(template: Template, event: ProjectNews, *, project: projects.ProjectOutcome, at: datetime) -> None:
    """The same sentence in the work groups of the city, where it has robots."""
    for channel in senders.groups_of(project.city_id):
        records.queue_notice(
            to=records.Recipient(group=channel),
            template=template.key,
            values={"project": _named(project.name)},
            city_id=project.city_id,
            at=at,
            key=f"{template.key}:{event.project_id}:{channel}:{_times(event)}",
        )


def _times(event: ProjectNews) -> int:
    """How often this has happened to the project: a second return is news again, a second hearing is not."""
    lifecycle = next(one for one in lifecycles.lifecycles().values() if one.kind == KIND)
    moves = {move.name: move.target for move in lifecycle.moves if move.announces is type(event)}
    return sum(
        1
        for row in trail.history(KIND, event.project_id, limit=1000)
        if row.action in moves or (not lifecycle.has(row.action) and row.move_to in moves.values())  # an office's own
    )


def _office(permission: Permission, *, at_place: Place, on: datetime) -> tuple[int, ...]:
    return access.holders(permission, at=at_place, on=timezone.localdate(on))


@records.hears(ProjectDeclared, "house.tell_office_declared")
def on_declared(event: ProjectDeclared, *, at: datetime) -> None:
    """The office that called for projects learns that one came."""
    project = projects.project_outcome(event.project_id)
    _tell(_office(Permission.PROJECT_REVIEW, at_place=project.office, on=at), DECLARED, event, project=project, at=at)
    _tell_groups(DECLARED, event, project=project, at=at)


@records.hears(ProjectReported, "house.tell_office_reported")
def on_reported(event: ProjectReported, *, at: datetime) -> None:
    """The office learns that a project waits for acceptance."""
    project = projects.project_outcome(event.project_id)
    _tell(_office(Permission.PROJECT_ACCEPT, at_place=project.office, on=at), REPORTED, event, project=project, at=at)
    _tell_groups(REPORTED, event, project=project, at=at)


@records.hears(ProjectAccepted, "house.keep_result_of_adoption")
def keep_result(event: ProjectAccepted, *, at: datetime) -> None:
    """The seed that the project grew from learns what the project reached, what it cost and whom it served."""
    project = projects.project_outcome(event.project_id)
    seeds.record_result(
        project.id,
        city_id=project.city_id,
        share_reached=project.share_reached,
        readings=_readings(project),
        cost=project.cost,
        beneficiaries=project.beneficiaries,
        at=at,
    )


@records.hears(ProjectAccepted, "house.plan_looks_back")
def plan_looks_back(event: ProjectAccepted, *, at: datetime) -> None:
    """Every accepted project is looked at again after half a year and after a year."""
    project = projects.project_outcome(event.project_id)
    seeds.plan_look_backs(
        project.id,
        project_label=project.name,
        unit=project.place,
        accepted_date=project.accepted_date or timezone.localdate(at),
        readings=_readings(project),
        at=at,
    )


def _readings(project: projects.ProjectOutcome) -> tuple[seeds.ResultReading, ...]:
    return tuple(
        seeds.ResultReading(row.indicator, row.unit_word, row.baseline, row.target, row.actual)
        for row in project.readings
    )


_TO_THE_UNION: tuple[tuple[type[ProjectNews], Template], ...] = (
    (ProjectReturned, RETURNED),
    (ProjectRejected, REJECTED),
    (ProjectApproved, APPROVED),
    (ProjectSuspended, SUSPENDED),
    (AcceptanceRefused, REFUSED),
    (ProjectAccepted, ACCEPTED),
)


def _hear(news: type[ProjectNews], template: Template) -> None:
    """Whoever filed the project is told what became of it."""

    @records.hears(news, f"house.tell_union_{template.key.split('.')[1]}")
    def tell(event: ProjectNews, *, at: datetime) -> None:
        project = projects.project_outcome(event.project_id)
        if project.declared_by is not None:
            _tell((project.declared_by,), template, event, project=project, at=at)


@records.hears(ProposalAdopted, "house.project_from_proposal")
def project_from_proposal(event: ProposalAdopted, *, at: datetime) -> None:
    """An adopted proposal becomes a draft under the call that was named, in the name of whoever adopted it.

    The draft remembers who first raised it, by name only with their leave; the proposal links to the draft.
    """
    origin = proposals.origin(event.proposal_id)
    if event.call_id is None or event.person_id is None or origin.project_id is not None:
        return
    try:
        with transaction.atomic():
            project_id = _draft_from(origin, event.call_id, event.person_id, at=at)
            proposal_verbs.link_project(origin.proposal_id, project_id=project_id, name=origin.title, at=at)
    except Refused as refused:  # the call closed meanwhile, or the office was given up: the button stays
        proposal_verbs.no_project(origin.proposal_id, why=told(refused.reason), at=at)


def _draft_from(origin: proposals.Origin, call_id: int, person_id: int, *, at: datetime) -> int:
    """The draft, with the words of the proposal and of who raised it."""
    actor = acting.actor_of_person(person_id, on=day_of(at))
    raised = f"最早由{_plain(origin.raised_by)}提出，" if origin.raised_by else ""
    need = f"{raised}由代表{origin.author_name}写成{origin.session}第{origin.number}号提案。\n{origin.why}"
    project_id = project_verbs.start_draft(call_id, unit_id=origin.unit_id, name=origin.title, actor=actor, at=at)
    fields = {"need": need, "content": origin.measures}
    project_verbs.save_draft(project_id, form=project_verbs.DraftForm(fields=fields), actor=actor, at=at)
    return project_id


@records.hears(ProposalTurned, "house.topic_from_proposal")
def topic_from_proposal(event: ProposalTurned, *, at: datetime) -> None:
    """A proposal too large for one department stands on the list of the session that is being prepared, once.

    The employer is still asked about it; with no session in preparation it waits on the page of proposals.
    """
    origin = proposals.origin(event.proposal_id)
    coming = [one for one in congress.sessions_of(origin.congress_id) if one.state == "preparing"]
    for session in coming[:1]:
        known = {topic.origin_id for topic in congress.topics_of(session.id) if topic.origin == "delegates"}
        if origin.proposal_id in known:
            return
        words = f"第{origin.number}号提案。\n{origin.why}\n{origin.measures}"
        with contextlib.suppress(Refused):  # the papers are out already: it is for the next session
            congress_verbs.add_topic(
                session.id, title=origin.title, matter="other", words=words, origin="delegates",
                origin_id=origin.proposal_id, actor=CLOCK, at=at,
            )  # fmt: skip


def _plain(words: Sentence | str) -> str:
    return words.text % words.values if isinstance(words, Sentence) else words


def open_calls(actor: Actor, place: Place, at: datetime) -> tuple[proposal_verbs.OpenCall, ...]:
    """Calls under which the actor may begin a draft for a unit: what the proposals' room cannot know itself."""
    return tuple(
        proposal_verbs.OpenCall(call.programme_id, call.title, day_of(call.closes_at))
        for call in projects.answerable_calls(actor, at=at)
        if call.unit_id == place.unit_id
    )


def register() -> None:
    """Enter the templates into the catalogue and start listening; called once, when the house is ready."""
    search_fits.register_needs(needs.work_classes)
    proposal_verbs.register_projects(
        proposal_verbs.Projects(open_calls, lambda project_id: reverse("projects:project", args=[project_id]))
    )
    for template in TEMPLATES:
        records.register_template(template)
    for news, template in _TO_THE_UNION:
        _hear(news, template)
