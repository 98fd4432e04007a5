"""A seed's descent, drawn as a tidy tree from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

COLUMN = 232  # px from a generation to the next
ROW = 64  # px from a leaf to the next
BOX_WIDTH = 184
BOX_HEIGHT = 48
EDGE = 8


@dataclass(frozen=True, slots=True)
class Lineage:
    """A seed, or the project that carries it, and what grew from it."""

    title: str
    unit: str = ""
    url: str = ""
    note: str = ""
    is_here: bool = False
    is_dim: bool = False  # withdrawn or ended
    children: tuple[Lineage, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    x: int
    y: int
    title: str
    sub: str
    url: str
    is_here: bool
    is_dim: bool

    @property
    def text_x(self) -> int:
        return self.x + 14

    @property
    def title_y(self) -> int:
        return self.y + 20

    @property
    def sub_y(self) -> int:
        return self.y + 38


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and lines, in pixels."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[str, ...]  # SVG paths
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def draw(root: Lineage) -> Drawing:
    """Lay the tree out: leaves on rows of their own, a parent in the middle of its children; O(n), any depth."""
    places: dict[int, tuple[int, int]] = {}
    next_row = 0
    order = list(_walk(root))
    for depth, node in reversed(order):  # children stand after their parent, so they are placed first
        rows = [places[id(child)][1] for child in node.children]
        if rows:
            y = (min(rows) + max(rows)) // 2
        else:
            y, next_row = next_row * ROW, next_row + 1
        places[id(node)] = (depth * COLUMN, y)
    height = max(next_row, 1) * ROW
    flip = {key: (x + EDGE, height - ROW - y + EDGE) for key, (x, y) in places.items()}  # first child on top
    nodes = tuple(_box(node, flip[id(node)]) for _, node in order)
    lines = tuple(_line(flip[id(node)], flip[id(child)]) for _, node in order for child in node.children)
    width = max(x for x, _ in flip.values()) + BOX_WIDTH + EDGE
    return Drawing(width, height - ROW + BOX_HEIGHT + 2 * EDGE, nodes, lines)


def _walk(root: Lineage) -> Iterator[tuple[int, Lineage]]:
    waiting = [(0, root)]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        waiting.extend((depth + 1, child) for child in reversed(node.children))


def _box(node: Lineage, at: tuple[int, int]) -> Node:
    return Node(at[0], at[1], _short(node.title, 12), _short(node.unit, 13), node.url, node.is_here, node.is_dim)


def _short(text: str, width: int) -> str:
    """Cut to a number of Chinese characters; letters and digits count half."""
    used = 0.0
    for index, sign in enumerate(text):
        used += 0.55 if ord(sign) < 0x2E80 else 1
        if used > width:
            return text[: index - 1] + "…"
    return text


def _line(parent: tuple[int, int], child: tuple[int, int]) -> str:
    x1, y1 = parent[0] + BOX_WIDTH, parent[1] + BOX_HEIGHT // 2
    x2, y2 = child[0], child[1] + BOX_HEIGHT // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
