"""Where boxes and lines of a workflow's picture stand: stages below one another, what else they lead to beside them."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.workflows.engine.design import Design, Stage
from huozhong.workflows.engine.ground import Ground, Part

WIDTH = 372  # fits a phone; scaled up on a desk
BOX = 138
PILL_LEFT, PILL = 172, 196
LINE, GAP = 34, 30
LETTERS = 12  # that fit into a box, of the size used here


@dataclass(frozen=True, slots=True)
class Pill:
    """One outcome that does not simply lead to the stage below."""

    y: int
    text: str
    text_y: int
    tone: str  # "success", "correction", "refusal", or "stage"
    line: str


@dataclass(frozen=True, slots=True)
class Box:
    y: int
    height: int
    number: int
    title: str
    title_y: int
    sub: str
    sub_y: int
    onward: str  # the word on the arrow to the stage below
    arrow: str
    arrow_y: int
    pills: tuple[Pill, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The same in words."""

    stage: str
    reviewer: str
    days: int | None
    ways: tuple[tuple[str, str], ...]  # word of the outcome, where it leads


@dataclass(frozen=True, slots=True)
class Picture:
    """One part, drawn and said."""

    title: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    said: tuple[Said, ...]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def draw(design: Design, ground: Ground, part: Part) -> Picture:
    """The picture of one part. Broken designs are drawn as well: what leads nowhere is shown as “？”."""
    stages, top, boxes = design.part(part.letter), 4, []
    for number, stage in enumerate(stages):
        below = stages[number + 1].key if number + 1 < len(stages) else ""
        box = _box(stage, design, ground, part, number=number + 1, top=top, below=below)
        boxes.append(box)
        top = box.y + box.height + (GAP if below else 4)
    said = tuple(
        Said(
            stage.name,
            _who(stage, ground),
            stage.days,
            tuple((outcome.word, _place(outcome.target, design, part)) for outcome in stage.outcomes),
        )
        for stage in stages
    )
    return Picture(str(part.title), WIDTH, top, tuple(boxes), said)


def _box(stage: Stage, design: Design, ground: Ground, part: Part, *, number: int, top: int, below: str) -> Box:
    onward = next((o.word for o in stage.outcomes if below and o.target == below), "")
    beside = [o for o in stage.outcomes if not (below and o.target == below and o.word == onward)]
    height = max(46, LINE * len(beside) + 2)
    middle = top + height // 2
    pills = []
    for row, outcome in enumerate(beside):
        y = top + 2 + row * LINE + (height - 2 - LINE * len(beside)) // 2
        exit_ = part.exit(outcome.target)
        pills.append(
            Pill(
                y,
                _short(_led(outcome.word, _place(outcome.target, design, part)), 15),
                y + 17,
                exit_.ending.value if exit_ is not None else "stage",
                f"M{BOX + 4} {middle} C{BOX + 20} {middle} {PILL_LEFT - 18} {y + 13} {PILL_LEFT} {y + 13}",
            )
        )
    foot = top + height
    arrow = f"M{BOX // 2} {foot} V{foot + GAP - 2} m-5 -6 l5 6 l5 -6" if onward else ""
    return Box(
        top, height, number, _short(stage.name, 9), middle - 4, _short(_who(stage, ground), LETTERS), middle + 14,
        _short(onward, LETTERS), arrow, foot + GAP // 2 + 4, tuple(pills),
    )  # fmt: skip


def _who(stage: Stage, ground: Ground) -> str:
    reviewer = ground.reviewer(stage.reviewer)
    return str(reviewer.name) if reviewer is not None else "？"


def _led(word: str, place: str) -> str:
    """The outcome and where it leads; once when both say the same."""
    return word if word == place else f"{word} → {place}"


def _place(target: str, design: Design, part: Part) -> str:
    exit_ = part.exit(target)
    if exit_ is not None:
        return str(exit_.word)
    stage = design.stage(target)
    return stage.name if stage is not None else "？"
