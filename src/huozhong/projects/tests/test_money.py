"""A project's budget is held against the caps; its money has an account from approval to the end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.funds import queries as funds
from huozhong.funds.engine import Node
from huozhong.funds.models import Account, Flag, Refund
from huozhong.kernel.refusals import Refused
from huozhong.projects import queries, services
from huozhong.projects.models import BudgetLine
from huozhong.projects.queries.money import passed_nodes
from huozhong.projects.services import BudgetDraft
from huozhong.projects.tests import stage
from huozhong.unions.models import Unit
from tests.cast import NOW, TODAY, Cast

KIND = "projects.project"


def in_hunan() -> None:
    """The same unions in a province whose caps were read."""
    Unit.objects.exclude(jurisdiction="").update(jurisdiction="4301")


def cakes(amount: str, people: int = 100, purpose: str = "会员生日蛋糕") -> BudgetDraft:
    return BudgetDraft(purpose, "activities", Decimal(amount), own=Decimal(amount), head="birthday", people=people)


def drafted(cast: Cast, *lines: BudgetDraft) -> int:
    project_id = stage.draft(cast)
    form = replace(stage.whole_form(), budget=lines)
    services.save_draft(project_id, form=form, actor=cast.bo, at=NOW)
    return project_id


def test_a_budget_over_a_cap_is_refused_with_its_number_and_source_then_mended_and_taken(cast: Cast) -> None:
    in_hunan()
    project_id = drafted(cast, cakes("30000.01"))

    with pytest.raises(Refused, match=r"会员生日慰问上限 300\.00 元，最多可列 30,000\.00 元。依据：湖南省"):
        services.declare(project_id, actor=cast.bo, at=NOW)
    services.save_draft(project_id, form=services.DraftForm(budget=(cakes("30000.00"),)), actor=cast.bo, at=NOW)
    services.declare(project_id, actor=cast.bo, at=NOW)

    assert stage.row(project_id).state == "declared"


def test_where_the_province_has_no_value_the_form_says_so_and_lets_it_pass(cast: Cast) -> None:
    project_id = drafted(cast, cakes("90000.00"))
    client = Client()
    cast.sign_in(client, cast.bo)

    page = client.get(reverse("projects:form", args=[project_id, "money"])).content.decode()
    services.declare(project_id, actor=cast.bo, at=NOW)

    assert "江苏省没有经核实的" in page
    assert stage.row(project_id).state == "declared"


def test_what_an_approved_project_gives_counts_for_the_next_one(cast: Cast) -> None:
    in_hunan()
    first = drafted(cast, cakes("20000.00"))
    services.declare(first, actor=cast.bo, at=NOW)
    services.shortlist(first, actor=cast.office, at=NOW)
    services.approve(first, decision=stage.PAPER, actor=cast.lin, at=NOW)
    programme_id = stage.row(first).programme_id
    second = services.start_draft(programme_id, unit_id=cast.works.unit_id, name="又一个", actor=cast.bo, at=NOW)
    form = replace(stage.whole_form(name="又一个"), budget=(cakes("10000.01"),))
    services.save_draft(second, form=form, actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match=r"加上今年已有的 200\.00 元"):
        services.declare(second, actor=cast.bo, at=NOW)


def test_a_word_of_the_eight_forbiddens_asks_a_person_and_stops_nobody(cast: Cast) -> None:
    line = BudgetDraft("结业聚会请客", "activities", Decimal("800.00"), own=Decimal("800.00"))
    project_id = drafted(cast, line)

    services.declare(project_id, actor=cast.bo, at=NOW)
    services.shortlist(project_id, actor=cast.office, at=NOW)

    flag = Flag.objects.get()
    assert (flag.word, flag.state, flag.thing_id) == ("请客", "raised", project_id)
    assert [str(row.kind) for row in funds.waiting_for(cast.office, on=TODAY)] == ["看一眼用途"]
    assert funds.waiting_count(cast.bo, on=TODAY) == 0


def test_approval_opens_the_account_with_the_lines_as_they_stand(cast: Cast) -> None:
    project_id = stage.approved(cast)

    page = funds.page_of_thing(KIND, project_id)

    assert page is not None
    assert [line.amount for line in page.lines] == [Decimal("20000.00"), Decimal("5000.50")]
    assert page.subsidy == Decimal("8000.00")
    assert page.url == reverse("projects:project", args=[project_id])
    with pytest.raises(Refused):  # not started yet: nothing may be spent
        services.spend(
            stage.line(project_id).id, day=TODAY, amount=Decimal(1), what="课酬", voucher="记-1", actor=cast.bo, at=NOW
        )


def test_a_change_on_a_document_reaches_the_account_and_is_held_against_the_caps(cast: Cast) -> None:
    in_hunan()
    project_id = drafted(cast, cakes("20000.00"))
    services.declare(project_id, actor=cast.bo, at=NOW)
    services.shortlist(project_id, actor=cast.office, at=NOW)
    services.approve(project_id, decision=stage.PAPER, actor=cast.lin, at=NOW)
    line = BudgetLine.objects.get(project_id=project_id)

    def change(own: str) -> None:
        services.change_budget(
            line.id, sources={"own": Decimal(own)}, why="人数核实。", document_number="样工发〔2026〕40号",
            actor=cast.office, at=NOW,
        )  # fmt: skip

    with pytest.raises(Refused, match="超过会员生日慰问上限"):
        change("30000.01")
    change("30000.00")

    page = funds.page_of_thing(KIND, project_id)
    assert page is not None
    assert page.total == Decimal("30000.00")


def test_nodes_are_passed_by_starting_a_good_look_and_acceptance(cast: Cast) -> None:
    project_id = stage.approved(cast)
    assert passed_nodes([project_id]) == {project_id: frozenset()}

    services.start(project_id, actor=cast.bo, at=NOW)
    assert passed_nodes([project_id])[project_id] == {Node.START}
    services.inspect(
        project_id, day=TODAY, occasion=services.Occasion.MILESTONE, outcome=services.Outcome.FINE, finding="正常。",
        actor=cast.office, at=NOW,
    )  # fmt: skip
    assert passed_nodes([project_id])[project_id] == {Node.START, Node.MIDWAY}


def test_acceptance_settles_the_account_and_asks_the_unspent_subsidy_back(cast: Cast) -> None:
    project_id = stage.running(cast)
    account = funds.account_of(KIND, project_id)
    assert account is not None
    from huozhong.funds import services as money

    share = {Node.START: 1}
    money.plan_instalments(account, shares=share, actor=cast.office, at=NOW)  # type: ignore[arg-type]
    row = funds.page_of_thing(KIND, project_id).instalments[0]  # type: ignore[union-attr]
    money.pay(row.id, amount=row.amount, document_number="样工财〔2026〕7号", day=TODAY, actor=cast.office, at=NOW)
    services.spend(
        stage.line(project_id).id, day=TODAY, amount=Decimal("10000.00"), what="课酬", voucher="记-1",
        actor=cast.bo, at=NOW,
    )  # fmt: skip
    services.read_target(stage.target(project_id).id, day=TODAY, value=Decimal(190), actor=cast.bo, at=NOW)
    stage.report(project_id, cast)
    services.accept(project_id, decision=stage.PAPER, actor=cast.lin, at=NOW)

    assert Account.objects.get(pk=account).state == "settled"
    assert Refund.objects.get().amount == Decimal("4000.00")
    assert queries.find_project(project_id, actor=cast.bo).state == "accepted"
