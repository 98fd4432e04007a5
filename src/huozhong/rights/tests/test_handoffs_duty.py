"""Over any history each open deadline has one named owner, no clock stops, and only an answer moves a duty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from huozhong.clocks import queries as clocks
from huozhong.kernel.actors import Actor
from huozhong.kernel.zone import day_of
from huozhong.rights.models import HandOff
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs, handoffs_answers, handoffs_links, handoffs_parcel
from huozhong.rights.services.handoffs_answers import Acknowledgement
from huozhong.rights.services.staffing import assign
from huozhong.rights.tests.handing import UNSCANNED, Desk, lay_desk, picture
from huozhong.rights.tests.stage import Scene, again
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class Histories(RuleBasedStateMachine):
    """One dossier and its hand-offs, driven by chance; beside it a shadow of who must own what, and until when."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.scene, self.now = desk, desk.scene, NOW
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.handler = self.person(desk.scene.he)
        self.owner: dict[int, int] = dict.fromkeys(desk.deadlines, self.handler)
        self.running = self.as_they_run()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    # what the shadow knows

    @staticmethod
    def person(actor: Actor) -> int:
        assert actor.person_id is not None
        return actor.person_id

    def as_they_run(self) -> dict[int, tuple[Any, ...]]:
        found = clocks.deadlines_of(KIND, self.desk.dossier_id, on=day_of(NOW))
        cases = [one for one in found if not one.item_key.startswith("handoff:")]
        return {one.id: (one.state, one.start_date, one.legal_date, one.safe_date) for one in cases}

    def in_state(self, *states: str) -> list[int]:
        return list(HandOff.objects.filter(state__in=states).order_by("pk").values_list("pk", flat=True))

    def move_all_to(self, person: int) -> None:
        self.owner = dict.fromkeys(self.owner, person)

    def acting(self, actor: Actor) -> Actor:
        return again(actor, self.now)

    # what may happen

    @rule(hours=st.integers(1, 200))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        handoffs.mark_silent(at=self.now)

    @precondition(lambda self: not self.in_state("prepared", "sent", "silent", "acknowledged", "in_work"))
    @rule()
    def is_prepared(self) -> None:
        self.desk.prepared(at=self.now)

    @precondition(lambda self: self.in_state("prepared"))
    @rule()
    def is_sent(self) -> None:
        one = self.in_state("prepared")[0]
        he, on = self.acting(self.scene.he), day_of(self.now)
        handoffs.record_consent(one, way=h.ConsentWay.SIGNED, on=on, actor=he, at=self.now)
        handoffs.send(one, unscanned_why=UNSCANNED, actor=he, at=self.now)

    @precondition(lambda self: self.in_state("sent", "silent"))
    @rule()
    def the_officer_takes_it(self) -> None:
        tian, on = self.acting(self.scene.tian), day_of(self.now)
        told = Acknowledgement(h.AckWay.ACCOUNT, on)
        handoffs_answers.acknowledge(self.in_state("sent", "silent")[0], told, actor=tian, at=self.now)
        self.move_all_to(self.person(tian))

    @precondition(lambda self: self.in_state("sent", "silent"))
    @rule(way=st.sampled_from(h.BY_SENDER))
    def paper_comes_back(self, way: h.AckWay) -> None:
        told = Acknowledgement(way, day_of(self.now), outside_number="东劳人仲案〔2026〕7 号", photo=picture())
        one = self.in_state("sent", "silent")[0]
        handoffs_answers.acknowledge(one, told, actor=self.acting(self.scene.he), at=self.now)

    @precondition(lambda self: self.in_state("sent", "silent"))
    @rule(takes=st.booleans())
    def a_link_is_used(self, takes: bool) -> None:
        one, he = self.in_state("sent", "silent")[0], self.acting(self.scene.he)
        link = handoffs_links.make_link(one, for_name="王法官", actor=he, at=self.now)
        handoffs_links.answer_by_link(
            link.secret, link.code, takes=takes, name="王立", on=day_of(self.now), why="材料不全", at=self.now
        )

    @precondition(lambda self: self.in_state("sent", "silent"))
    @rule()
    def it_is_refused(self) -> None:
        one = self.in_state("sent", "silent")[0]
        handoffs_answers.refuse(one, why="不归我委管", actor=self.acting(self.scene.tian), at=self.now)

    @precondition(lambda self: self.in_state("acknowledged", "in_work"))
    @rule()
    def it_is_given_back(self) -> None:
        one = self.in_state("acknowledged", "in_work")[0]
        had_officer = HandOff.objects.get(pk=one).to_person_id is not None
        handoffs_answers.give_back(one, why="请补齐材料", actor=self.acting(self.scene.he), at=self.now)
        if had_officer:
            self.move_all_to(self.handler)

    @precondition(lambda self: self.in_state("acknowledged", "in_work"))
    @rule()
    def news_comes_back(self) -> None:
        one = self.in_state("acknowledged", "in_work")[0]
        handoffs_answers.note_milestone(
            one, h.MilestoneKind.ACCEPTED, on=day_of(self.now), actor=self.acting(self.scene.he), at=self.now
        )

    @precondition(lambda self: self.in_state("prepared", "sent", "silent"))
    @rule()
    def it_is_taken_back(self) -> None:
        one = self.in_state("prepared", "sent", "silent")[0]
        handoffs.cancel(one, why="职工改了主意", actor=self.acting(self.scene.he), at=self.now)

    @rule(to_tao=st.booleans())
    def another_handles_it(self, to_tao: bool) -> None:
        new = self.person(self.scene.tao if to_tao else self.scene.he)
        assign(
            self.desk.dossier_id, handler_id=new, why="轮岗", actor=self.acting(self.scene.gong), at=self.now
        )  # fmt: skip
        self.handler = new
        self.move_all_to(new)

    @rule(days=st.integers(3, 400))
    def a_clock_opens(self, days: int) -> None:
        rule_id = f"test.n{len(self.owner)}"
        opened = self.desk.open_deadline(rule_id, days, at=self.now)
        self.owner[opened] = self.handler
        self.running[opened] = self.as_they_run()[opened]

    # what holds at every moment

    @invariant()
    def each_open_deadline_has_exactly_one_named_owner(self) -> None:
        found = clocks.deadlines_of(KIND, self.desk.dossier_id, on=day_of(self.now))
        assert all(one.owner_name for one in found if one.is_open)
        assert all(one.owner_id not in (one.deputy_id,) for one in found if one.is_open)

    @invariant()
    def only_an_answer_or_a_lead_moves_a_duty(self) -> None:
        held = clocks.owners_of(KIND, self.desk.dossier_id)
        assert {one: held[one] for one in self.owner} == self.owner

    @invariant()
    def no_clock_was_stopped_or_moved(self) -> None:
        assert self.as_they_run() == self.running


def test_duties_over_any_history(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoffs_parcel, "pdf_set", lambda *_: (b"%PDF", 1))  # what is printed has tests of its own
    monkeypatch.setattr(handoffs_parcel, "handoff_papers", lambda *_: b"%PDF")
    desk = lay_desk(scene)

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Histories(desk), settings=settings(max_examples=10, stateful_step_count=10, deadline=None)
    )
