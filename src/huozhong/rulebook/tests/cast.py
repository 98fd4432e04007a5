"""The small city of every test, with a rule keeper and two approvers, and a value ready to be handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from huozhong.rulebook import services
from huozhong.rulebook.models import LocalValue
from tests.cast import NOW, Cast, actor, assemble

RULE = "projects.rubric.effect"


@dataclass(frozen=True)
class Keepers:
    """Mei keeps the city's rules, Lin approves them; Sara keeps those of another district."""

    cast: Cast
    mei: Actor
    lin: Actor
    sara: Actor

    def draft(self, *, rule_id: str = RULE, **changed: Any) -> LocalValue:
        given: dict[str, Any] = {
            "unit_id": self.cast.city.unit_id,
            "value": "50%",
            "from_date": date(2026, 12, 1),
            "document_title": "样本市总工会项目管理办法",
            "document_number": "样工发〔2026〕8号",
            "article": "第九条",
        }
        return services.draft_value(rule_id, actor=self.mei, at=NOW, **(given | changed))

    def submitted(self, **changed: Any) -> LocalValue:
        row = self.draft(**changed)
        LocalValue.objects.filter(pk=row.pk).update(file_id=1, file_name="办法.pdf")
        row.refresh_from_db()
        return services.submit(row, actor=self.mei, at=NOW)


def keepers() -> Keepers:
    cast = assemble()
    both = (Role.RULE_KEEPER, cast.city), (Role.RULE_APPROVER, cast.city)
    return Keepers(
        cast=cast,
        mei=actor("梅管规", "mei_rules", *both),
        lin=actor("林核准", "lin_rules", (Role.RULE_APPROVER, cast.city)),
        sara=actor("沙管规", "sara_rules", (Role.RULE_KEEPER, cast.elsewhere)),
    )
