"""Where boxes and lines of a triage graph's picture stand: questions below one another, their answers beside them."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.sentences import Sentence
from huozhong.rights.rules.triage import ROUTES, Graph, Question, Way, route_of

WIDTH, BOX, PILL_LEFT, PILL = 640, 250, 296, 340
LINE, GAP, HEAD = 30, 26, 44
LETTERS, LONG = 17, 24


@dataclass(frozen=True, slots=True)
class Pill:
    y: int
    text_y: int
    text: str
    is_end: bool
    line: str


@dataclass(frozen=True, slots=True)
class Box:
    y: int
    height: int
    number: int
    text: str
    text_y: int
    pills: tuple[Pill, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The same in words."""

    number: int
    text: str
    ways: tuple[tuple[str, Sentence | str], ...]


@dataclass(frozen=True, slots=True)
class TriagePicture:
    width: int
    height: int
    boxes: tuple[Box, ...]
    said: tuple[Said, ...]


def draw(graph: Graph) -> TriagePicture:
    """The picture of a graph; what leads nowhere is shown as “？”."""
    numbers = {one.key: number for number, one in enumerate(graph.questions, start=1)}
    top, boxes = 4, []
    for question in graph.questions:
        box = _box(question, numbers, top)
        boxes.append(box)
        top += box.height + GAP
    said = tuple(
        Said(numbers[one.key], one.text, tuple((way.word, _place(way, numbers)) for way in one.ways))
        for one in graph.questions
    )
    return TriagePicture(WIDTH, top, tuple(boxes), said)


def _place(way: Way, numbers: dict[str, int]) -> Sentence | str:
    route = route_of(way.target)
    if route is not None:
        return ROUTES[route].title
    return f"→ {numbers[way.target]}" if way.target in numbers else "？"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _box(question: Question, numbers: dict[str, int], top: int) -> Box:
    height = max(HEAD, LINE * len(question.ways))
    middle = top + height // 2
    pills = []
    for row, way in enumerate(question.ways):
        y = top + row * LINE + (height - LINE * len(question.ways)) // 2
        is_end = route_of(way.target) is not None
        place = _place(way, numbers)
        text = _short(f"{way.word} {'→ ' if is_end else ''}{place}", LONG)
        line = f"M{BOX} {middle} C{BOX + 24} {middle} {PILL_LEFT - 22} {y + 13} {PILL_LEFT} {y + 13}"
        pills.append(Pill(y, y + 17, text, is_end, line))
    return Box(top, height, numbers[question.key], _short(question.text, LETTERS), middle + 5, tuple(pills))
