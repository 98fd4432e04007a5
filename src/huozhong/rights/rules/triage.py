"""The triage graph: a few questions that lead to one of seven ways; its shape, its check, its walks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE, Answers

END = "end:"  # before the name of a way, where a question would stand
MOST_NODES = 40
LONGEST = 120
MOST_WAYS = 8


class Route(StrEnum):
    """Where triage can lead."""

    CONSULTATION = "consultation"
    NEGOTIATION = "negotiation"
    MEDIATION = "mediation"
    INSPECTION = "inspection"
    LEGAL_AID = "legal_aid"
    ARBITRATION = "arbitration"
    HOTLINE = "hotline"


@dataclass(frozen=True, slots=True)
class RouteWords:
    title: Sentence
    says: Sentence  # what it means for the worker
    next: Sentence  # what happens next
    cite: str


ROUTES: Mapping[Route, RouteWords] = MappingProxyType(
    {
        Route.CONSULTATION: RouteWords(
            say("先咨询"), say("先把情况弄清楚：有没有时效、能要什么、要准备什么。"),
            say("调解员会联系您，把问题答清楚；答清楚以后要办，再转成案件。"), "工会法 第三十条",
        ),
        Route.NEGOTIATION: RouteWords(
            say("工会陪您和单位谈"), say("您还在上班，先谈最快；工会出面，不用您一个人去。"),
            say("工会向单位发协商通知；单位五天不答复，就当它不愿意谈，可以调解或者仲裁。"),
            "劳动争议调解仲裁法 第四条",
        ),
        Route.MEDIATION: RouteWords(
            say("工会调解"), say("调解员把双方叫到一起谈，谈成写协议，不收钱。"),
            say("收到申请三个工作日内告诉您受不受理，十五天谈不成就可以去仲裁。"),
            "劳动争议调解仲裁法 第五条、第十条、第十四条",
        ),
        Route.INSPECTION: RouteWords(
            say("劳动监察投诉"), say("欠薪、超时、不安全这类事，劳动监察可以直接查单位。"),
            say("工会帮您写投诉；监察六十个工作日内查完，违法行为两年内都可以投诉。"),
            "劳动争议调解仲裁法 第九条；劳动保障监察条例 第十七条、第二十条",
        ),
        Route.LEGAL_AID: RouteWords(
            say("法律援助"), say("请律师不要钱。经济困难的可以申请；进城务工的讨工资、工伤，不看经济情况。"),
            say("工会帮您申请；七天内有答复。离期限不到七天的，可以先援助、后补材料。"),
            "法律援助法 第三十一条、第四十二条、第四十三条、第四十四条",
        ),
        Route.ARBITRATION: RouteWords(
            say("劳动仲裁"), say("由仲裁委裁决，不收钱；到法院打官司以前一般要先仲裁。"),
            say("工会帮您写申请、理证据；仲裁委五天内告诉您受不受理，四十五天内裁决。"),
            "劳动争议调解仲裁法 第五条、第二十九条、第四十三条、第五十三条",
        ),
        Route.HOTLINE: RouteWords(
            say("马上打电话"), say("人身安全第一：有人受伤打 120，有人被打、被关打 110。"),
            say("同时打职工维权热线 12351，工会会派人来。"), "工会法 第二十五条",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One answer and where it leads. `values` are answers of the element that the question asks, if it asks one."""

    word: str
    target: str  # key of a question, or END and a route
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    text: str
    ways: tuple[Way, ...]
    element: str = ""  # asked of the interview: an answer that was given there is not asked again
    help: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Questions in the order in which they are listed; the first is where everybody begins."""

    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    @property
    def start(self) -> Question | None:
        return next(iter(self.questions), None)

    def with_question(self, question: Question) -> Graph:
        """The question put in the place of the one with its key, or at the end."""
        if self.question(question.key) is None:
            return Graph((*self.questions, question))
        return Graph(tuple(question if one.key == question.key else one for one in self.questions))

    def without(self, key: str) -> Graph:
        """Without the question; what led to it is kept and found by the check."""
        return Graph(tuple(one for one in self.questions if one.key != key))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend before the graph may be published."""

    key: str  # of the question; "" for the whole graph
    says: Sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One question answered on a walk."""

    question: Question
    way: Way


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the answers lead: to a route, or to a question that is still open."""

    steps: tuple[Step, ...]
    route: Route | None
    open: Question | None


def route_of(target: str) -> Route | None:
    """The route that a target names; None for a question."""
    name = target.removeprefix(END)
    return Route(name) if target.startswith(END) and name in set(Route) else None


def follow(graph: Graph, answers: Answers, chosen: Mapping[str, str]) -> Walk:
    """Walk from the start: by the interview's answers where a question asks one, else by what was chosen on the way."""
    steps: list[Step] = []
    question = graph.start
    while question is not None and question not in [step.question for step in steps]:
        way = _way(question, answers, chosen)
        if way is None:
            return Walk(tuple(steps), None, question)
        steps.append(Step(question, way))
        route = route_of(way.target)
        if route is not None:
            return Walk(tuple(steps), route, None)
        question = graph.question(way.target)
    return Walk(tuple(steps), Route.CONSULTATION, None)  # an unchecked graph that leads nowhere: a person answers


def _way(question: Question, answers: Answers, chosen: Mapping[str, str]) -> Way | None:
    """The first way that holds one of the answers; the last one takes whatever no other way names."""
    if question.element and question.element in answers:
        value = answers[question.element]
        given = set(value) if isinstance(value, list) else {value}
        return next((one for one in question.ways if given & set(one.values)), question.ways[-1])
    picked = chosen.get(question.key, "")
    number = int(picked) if picked.isascii() and picked.isdigit() and len(picked) < 3 else -1
    return question.ways[number] if 0 <= number < len(question.ways) else None


def paths(graph: Graph) -> Iterator[tuple[Step, ...]]:
    """Every way through the graph, from the start to an end; a circle raises ValueError."""
    if graph.start is None:
        return
    waiting: list[tuple[Question, tuple[Step, ...]]] = [(graph.start, ())]
    while waiting:
        question, before = waiting.pop()
        if question.key in {step.question.key for step in before}:
            raise ValueError(f"circle at {question.key}")
        for way in question.ways:
            walked = (*before, Step(question, way))
            following = graph.question(way.target)
            if route_of(way.target) is not None or following is None:
                yield walked
            else:
                waiting.append((following, walked))


def check(graph: Graph) -> tuple[Finding, ...]:
    """Everything that stands in the way of publishing, in the order of the questions."""
    if not graph.questions:
        return (Finding("", say("还没有一个问题。")),)
    found = [] if len(graph.questions) <= MOST_NODES else [Finding("", say("问题太多，最多 %(n)s 个。", n=MOST_NODES))]
    for question in graph.questions:
        found += [Finding(question.key, says) for says in _wrong(question, graph)]
    reached = _reached(graph)
    for question in graph.questions:
        if question.key not in reached:
            found.append(Finding(question.key, say("没有哪一步会走到“%(text)s”。", text=question.text)))
        elif _returns(question, graph):
            says = say("从“%(text)s”出发会绕回它自己，永远走不完。", text=question.text)
            found.append(Finding(question.key, says))
    return tuple(found)


def _wrong(question: Question, graph: Graph) -> Iterator[Sentence]:
    text = question.text
    if not text.strip():
        yield say("有一个问题没有写字。")
    if len(text) > LONGEST or any(len(way.word) > LONGEST for way in question.ways):
        yield say("“%(text)s”太长，每句最多 %(n)s 字。", text=text[:20], n=LONGEST)
    if not 2 <= len(question.ways) <= MOST_WAYS:
        yield say("“%(text)s”要有 2 到 %(n)s 种回答。", text=text, n=MOST_WAYS)
    words = [way.word.strip() for way in question.ways]
    if "" in words:
        yield say("“%(text)s”有一种回答没有写字。", text=text)
    if len(set(words)) < len(words):
        yield say("“%(text)s”有两种回答写得一样。", text=text)
    for way in question.ways:
        if route_of(way.target) is None and graph.question(way.target) is None:
            yield say("“%(text)s”答“%(word)s”以后没有去处。", text=text, word=way.word)
    if question.element:
        yield from _unasked(question)
    elif not any(way.word == str(UNSURE) for way in question.ways):
        yield say("“%(text)s”要有一种回答叫“不清楚”。", text=text)


def _unasked(question: Question) -> Iterator[Sentence]:
    """A question of the interview: its answers each lead somewhere, once; "not sure" too."""
    element = ELEMENTS.get(question.element)
    if element is None or not element.choices:
        yield say("“%(text)s”要问的要素没有可选的回答。", text=question.text)
        return
    known = {choice.value for choice in element.choices} | {NOT_SURE}
    named = [value for way in question.ways for value in way.values]
    if len(named) != len(set(named)) or not set(named) <= known:
        yield say("“%(text)s”的同一个答案只能有一个去处。", text=question.text)
    for value in sorted(known - set(named)):
        words = UNSURE if value == NOT_SURE else next(c.words for c in element.choices if c.value == value)
        yield say("“%(text)s”答“%(word)s”以后没有去处。", text=question.text, word=words)


UNSURE = say("不清楚")


def _targets(question: Question, graph: Graph) -> tuple[Question, ...]:
    found = (graph.question(way.target) for way in question.ways)
    return tuple(one for one in found if one is not None)


def _closure(first: Sequence[Question], graph: Graph) -> set[str]:
    seen, waiting = set[str](), list(first)
    while waiting:
        question = waiting.pop()
        if question.key not in seen:
            seen.add(question.key)
            waiting += _targets(question, graph)
    return seen


def _reached(graph: Graph) -> set[str]:
    return _closure([graph.start] if graph.start else [], graph)


def _returns(question: Question, graph: Graph) -> bool:
    return question.key in _closure(_targets(question, graph), graph)


def as_written(graph: Graph) -> dict[str, Any]:
    """As a version keeps it."""
    return {
        "questions": [
            {
                "key": one.key,
                "text": one.text,
                "element": one.element,
                "help": one.help,
                "ways": [{"word": way.word, "target": way.target, "values": list(way.values)} for way in one.ways],
            }
            for one in graph.questions
        ]
    }


def read(written: Mapping[str, Any]) -> Graph:
    """The graph that a version keeps."""
    return Graph(
        tuple(
            Question(
                row["key"],
                row["text"],
                tuple(Way(way["word"], way["target"], tuple(way["values"])) for way in row["ways"]),
                row["element"],
                row["help"],
            )
            for row in written.get("questions", ())
        )
    )
