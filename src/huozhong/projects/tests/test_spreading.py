"""From a seed to a project and back: adoption, result, a seed of one's own, spreading."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from huozhong.access import services as access
from huozhong.funds.models import Voucher
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.projects import queries, services
from huozhong.projects.models import BudgetLine, Project, Target, Task
from huozhong.projects.services import DraftForm
from huozhong.projects.tests import stage
from huozhong.records.services import run_pending
from huozhong.seeds import queries as seeds
from huozhong.seeds import services as seed_services
from huozhong.seeds.queries import BudgetSketch, Sketch, TargetSketch, TaskSketch
from huozhong.seeds.services import CaseCard
from tests.cast import NOW, TODAY, Cast, assemble

CARD = CaseCard(
    reason="车间里就能把话说清楚。",
    problem="夜班职工见不到工会的人。",
    practice="每周两次到车间开茶座，记下每个问题，三天内给答复。",
    effect="三个月答复了一百二十个问题。",
    conditions="五十人以上的车间，有一名专职干部。",
    source_line="西区总工会工作简报",
)
SKETCH = Sketch(
    targets=(TargetSketch("答复问题", "个", Decimal(0), Decimal(100)),),
    tasks=(TaskSketch("选好车间", 0, 14), TaskSketch("每周两次茶座", 14, 160)),
    budget=(BudgetSketch("茶水", "职工活动支出", Decimal("1200.50")),),
    beneficiaries="夜班职工",
    headcount=200,
)


def seed_elsewhere(cast: Cast) -> int:
    seed_id = seed_services.start_blank(title="车间茶座", theme="rights", unit=cast.away, actor=cast.sara, at=NOW)
    seed_services.write_version(
        seed_id, title="车间茶座", theme="rights", card=CARD, sketch=SKETCH, actor=cast.sara, at=NOW
    )
    seed_services.move_seed(seed_id, "publish", actor=cast.office, at=NOW)
    return seed_id


def adopted(cast: Cast) -> int:
    return services.adopt_seed(
        seed_elsewhere(cast),
        programme_id=stage.open_call(cast),
        unit_id=cast.works.unit_id,
        adaptation="改为每周一次。",
        actor=cast.bo,
        at=NOW,
    )


def test_a_seed_fills_the_form_and_the_adoption_is_recorded(cast: Cast) -> None:
    project_id = adopted(cast)

    row = stage.row(project_id)
    assert (row.name, row.work_class, row.headcount, row.target_group) == ("车间茶座", "rights", 200, "夜班职工")
    assert Target.objects.get().target == Decimal(100)
    assert list(Task.objects.order_by("id").values_list("start_date", "due_date")) == [
        (TODAY, TODAY + timedelta(days=14)),
        (TODAY + timedelta(days=14), TODAY + timedelta(days=174)),
    ]
    line = BudgetLine.objects.get()
    assert (line.money_class, line.amount, line.own) == ("activities", Decimal("1200.50"), Decimal("1200.50"))
    family = seeds.lineage(row.seed_id or 0)
    assert [node.label for node in family.root.children] == ["车间茶座"]


def test_from_a_seed_only_a_few_fields_are_missing(cast: Cast) -> None:
    project_id = adopted(cast)

    page = queries.project_page(stage.row(project_id), actor=cast.bo, at=NOW)
    assert len(page.faults) == 1
    more = {"lead": "薄志刚", "contact": "厂工会", "basis_title": "工作要点", "basis_number": "样工发〔2026〕1号"}
    services.save_draft(project_id, form=DraftForm(fields=more), actor=cast.bo, at=NOW)
    services.declare(project_id, actor=cast.bo, at=NOW)

    assert stage.row(project_id).state == "declared"


def test_the_page_of_a_seed_offers_to_adopt_it_and_the_form_takes_one_post(cast: Cast) -> None:
    seed_id, programme_id = seed_elsewhere(cast), stage.open_call(cast)
    client = Client()
    cast.sign_in(client, cast.bo)
    address = reverse("projects:adopt", args=[seed_id])

    assert address in client.get(reverse("seeds:seed", args=[seed_id])).content.decode()
    said = {"call": f"{programme_id}:{cast.works.unit_id}", "name": "夜班茶座", "adaptation": "照搬"}
    answer = client.post(address, said)

    project = Project.objects.get()
    assert answer["Location"] == reverse("projects:form", args=[project.id, "check"])
    assert client.get(answer["Location"]).status_code == 200


def test_a_project_becomes_a_seed_only_after_acceptance(cast: Cast) -> None:
    running = stage.running(cast)
    with pytest.raises(Refused, match="验收结项以后"):
        services.distil(running, actor=cast.bo, at=NOW)


def test_a_distilled_seed_carries_what_the_project_did_and_publishing_it_spreads_the_project(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    seed_id = services.distil(project_id, actor=cast.bo, at=NOW)
    assert services.distil(project_id, actor=cast.bo, at=NOW) == seed_id

    reach = access.reach(cast.bo, Permission.SEED_READ)
    card = seeds.seed(seed_id, reach=reach, working=True)
    assert card.sketch.targets[0].indicator == "参加学习的职工"
    assert card.sketch.budget[0].money_class == "activities"
    assert "190" in card.effect
    _appraise(cast, project_id)
    seed_services.write_version(
        seed_id, title="工间学堂", theme="skills", card=CARD, sketch=card.sketch, actor=cast.bo, at=NOW
    )
    seed_services.move_seed(seed_id, "publish", actor=cast.office, at=NOW)
    run_pending(at=NOW)

    assert stage.row(project_id).state == "spreading"


def _appraise(cast: Cast, project_id: int) -> None:
    from huozhong.projects.tests.test_judging import appraised

    appraised(cast, project_id)


def test_the_share_that_an_adopter_reached_goes_back_to_the_seed(cast: Cast) -> None:
    project_id = adopted(cast)
    more = {"lead": "薄志刚", "contact": "厂工会", "basis_title": "工作要点", "basis_number": "样工发〔2026〕1号"}
    services.save_draft(project_id, form=DraftForm(fields=more), actor=cast.bo, at=NOW)
    services.declare(project_id, actor=cast.bo, at=NOW)
    services.shortlist(project_id, actor=cast.office, at=NOW)
    services.approve(project_id, decision=stage.PAPER, actor=cast.lin, at=NOW)
    services.start(project_id, actor=cast.bo, at=NOW)
    services.read_target(stage.target(project_id).id, day=TODAY, value=Decimal(80), actor=cast.bo, at=NOW)
    stage.report(project_id, cast)
    services.accept(project_id, decision=stage.PAPER, actor=cast.lin, at=NOW)
    run_pending(at=NOW)

    assert queries.project_outcome(project_id).share_reached == Fraction(4, 5)
    family = seeds.lineage(stage.row(project_id).seed_id or 0)
    assert [node.reached for node in family.root.children] == [Fraction(4, 5)]


def _together(*verbs: Callable[[], object]) -> list[object]:
    """Run the verbs at the same moment, each on a connection of its own; answers or refusals, in order."""
    gate, found = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(number: int, verb: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[number] = verb()  # type: ignore[call-overload]
        except Refused as refusal:
            found[number] = refusal  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, verb)) for n, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found  # type: ignore[return-value]


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_wins_and_the_other_meets_a_conflict() -> None:
    cast = assemble()
    project_id = stage.shortlisted(cast)

    found = _together(
        *(
            lambda actor=actor: services.approve(project_id, decision=stage.PAPER, actor=actor, at=NOW)
            for actor in (cast.lin, cast.office)
        )
    )

    assert sorted(isinstance(one, Conflict) for one in found) == [False, True]
    assert stage.row(project_id).state == "approved"


@pytest.mark.django_db(transaction=True)
def test_two_vouchers_at_once_cannot_overdraw_a_line() -> None:
    cast = assemble()
    line = stage.line(stage.running(cast))

    found = _together(
        *(
            lambda number=number: services.spend(
                line.id,
                day=TODAY,
                amount=Decimal("15000.00"),
                what="课酬",
                voucher=f"记-{number}",
                actor=cast.bo,
                at=NOW,
            )
            for number in range(2)
        )
    )

    assert sorted(isinstance(one, Refused) for one in found) == [False, True]
    assert Voucher.objects.count() == 1
