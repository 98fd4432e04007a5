"""What a calculator answers: amount, the sum with its numbers, what it rests on, how far a dispute could move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from huozhong.kernel.money import rounded
from huozhong.kernel.rulepacks import Answer
from huozhong.kernel.sentences import Sentence


class BadInput(ValueError):  # noqa: N818 - reads as a sentence where it is raised
    """An input cannot be read; names the key and says why, in words."""

    def __init__(self, key: str, sentence: Sentence) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key = key
        self.sentence = sentence


class Disputed(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """No honest number can be given; the reason and the article."""

    def __init__(self, reason: Sentence, *, cite: str) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.cite = cite


@dataclass(frozen=True, slots=True)
class Worked:
    """What one calculator found, before the door adds what was used."""

    values: Mapping[str, object]
    formula: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One computation, whole: it can be printed on a claim and defended years later."""

    calculator: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    formula: str = ""
    cite: str = ""
    warnings: tuple[Sentence, ...] = ()
    parameters: tuple[Answer, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    refused: Sentence | None = None

    @property
    def amount(self) -> Decimal | None:
        """The money, where the calculator gives money."""
        found = self.values.get("amount")
        return found if isinstance(found, Decimal) else None

    @property
    def is_open(self) -> bool:
        """Whether an open policy could move the amount."""
        return self.low is not None and self.high is not None and self.low != self.high

    def as_json(self) -> dict[str, Any]:
        """What the command line and the API answer; money and exact numbers as strings."""
        if self.refused is not None:
            return {"calculator": self.calculator, "refused": str(self.refused), "cite": self.cite}
        return {
            "calculator": self.calculator,
            **{key: written(value) for key, value in self.values.items()},
            "formula": self.formula,
            "cite": self.cite,
            "warnings": [str(warning) for warning in self.warnings],
            "low": written(self.low),
            "high": written(self.high),
            "parameters": [answer.as_json() for answer in self.parameters],
        }


def written(value: object) -> Any:
    """A value as JSON: decimals, fractions and days as text, the rest as it is."""
    if isinstance(value, Mapping):
        return {str(key): written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [written(one) for one in value]
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def yuan_of(exact: Fraction | Decimal | int) -> Decimal:
    """Half up to the fen, two places always."""
    return rounded(Fraction(exact))


def number(exact: Fraction | Decimal | int, *, places: int = 2) -> str:
    """A number without needless zeros, half up: 6.5, 12, 20.67."""
    scale = 10**places
    whole, rest = divmod(abs(Fraction(exact)) * scale, 1)
    count = int(whole) + (1 if rest >= Fraction(1, 2) else 0)
    text = f"{Decimal(count) / scale:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"-{text}" if exact < 0 and count else text
