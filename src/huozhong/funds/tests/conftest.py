"""A union's workshop school with an approved budget; how far it has come is what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from huozhong.funds import services
from huozhong.funds.models import Instalment, Line
from huozhong.funds.queries import things
from huozhong.funds.rules.words import Node
from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from huozhong.unions.models import Unit
from tests.cast import NOW, TODAY, Cast, actor, assemble

KIND = "funds.school"
ONE = "26322000000012345678"


@dataclass
class Desk:
    """Who works with money: Bo spends, the office pays, Qin audits the city, Yan audits another district."""

    cast: Cast
    qin: Actor
    yan: Actor
    passed: dict[int, set[Node]] = field(default_factory=dict)
    heard: list[tuple[str, int]] = field(default_factory=list)

    def account(self, thing_id: int = 1, *, sara: bool = False, **line: Any) -> int:
        """An account of 20,000 own and 8,000 upper, and 5,000.50 own."""
        unit = self.cast.away if sara else self.cast.works
        usual: dict[str, Any] = {"sources": {"own": Decimal("12000.00"), "upper": Decimal("8000.00")}}
        first = services.ApprovedLine(11, "师傅课酬", "activities", **(usual | line))
        second = services.ApprovedLine(12, "教具耗材", "operations", {"own": Decimal("5000.50")})
        approval = services.Approval(
            KIND,
            thing_id,
            f"工间学堂{thing_id}",
            unit,
            self.cast.city,
            2026,
            [first, second],
            "样工发〔2026〕31号",
            TODAY,
        )
        self.passed.setdefault(thing_id, set())
        return services.open_account(approval, actor=self.cast.lin, at=NOW)

    def move_to_hunan(self) -> None:
        """The same unions in a province whose caps were read."""
        Unit.objects.exclude(jurisdiction="").update(jurisdiction="4301")

    def line(self, account_id: int, thing_line_id: int = 11) -> int:
        return int(Line.objects.get(account_id=account_id, thing_line_id=thing_line_id).pk)

    def spend(self, account_id: int, amount: str, *, by: Actor | None = None, line: int = 11, **more: Any) -> int:
        said: dict[str, Any] = {"day": TODAY, "what": "课酬", "number": "记-001", "payee": "按签领表"}
        form = services.VoucherForm(amount=Decimal(amount), **(said | more))
        return services.record_voucher(self.line(account_id, line), form=form, actor=by or self.cast.bo, at=NOW)

    def plan(self, account_id: int, *percents: int) -> list[Instalment]:
        shares = {node: Fraction(percent, 100) for node, percent in zip(Node, percents, strict=True)}
        services.plan_instalments(account_id, shares=shares, actor=self.cast.office, at=NOW)
        return list(Instalment.objects.filter(account_id=account_id, state="planned").order_by("number"))

    def pay(self, row: Instalment, amount: str | None = None) -> Instalment:
        return services.pay(
            row.id,
            amount=Decimal(amount) if amount else row.amount,
            document_number="样工财〔2026〕7号",
            day=TODAY,
            actor=self.cast.office,
            at=NOW,
        )


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    cast = assemble()
    made = Desk(
        cast,
        actor("秦一鸣", "qin", (Role.AUDITOR, cast.city)),
        actor("严正", "yan", (Role.AUDITOR, cast.elsewhere)),
    )

    def hold(thing_id: int, *, day: date, actor: Actor, at: datetime) -> None:
        made.heard.append(("held", thing_id))

    def spent(thing_id: int, *, details: dict[str, Any], why: str, actor: Actor, at: datetime) -> None:
        made.heard.append(("spent", thing_id))

    def struck(thing_id: int, *, details: dict[str, Any], why: str, actor: Actor, at: datetime) -> None:
        made.heard.append(("struck", thing_id))

    services.register_thing(
        services.FundedThing(
            KIND,
            lambda thing_id: f"/school/{thing_id}/",
            lambda ids: {one: frozenset(made.passed.get(one, set())) for one in ids},
            hold,
            spent,
            struck,
        )
    )
    yield made
    things._KNOWN.pop(KIND, None)
