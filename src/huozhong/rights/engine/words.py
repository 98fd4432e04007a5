"""Word documents from templates: filled so that whatever stands in the words stays words; templates looked through."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.filings import FIELDS, FilingKind, Shape, unknown_columns, unknown_fields

FOLDER = Path(__file__).resolve().parent.parent / "docx"
BLANK = "＿＿＿＿＿＿"  # to be filled by hand
BLANK_ROWS = 3
MOST_BYTES = 2 * 1024 * 1024
_MOST_UNPACKED = 20 * 1024 * 1024
_MOST_PARTS = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SIMPLE = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip


class UnfitTemplateError(ValueError):
    """A file that cannot serve as a template; `reason` is the sentence for whoever brought it."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Used:
    """The gaps of a template: names, and for each table the columns it shows."""

    names: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


@cache
def shipped(kind: FilingKind) -> bytes:
    """The house's own template."""
    return (FOLDER / f"{kind.value}.docx").read_bytes()


def version_of(template: bytes) -> str:
    """The name of a template's content: SHA-256."""
    return hashlib.sha256(template).hexdigest()


def clean(text: str) -> str:
    """The text without signs that no document may hold: controls, writing directions, lone surrogates."""
    flat = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in flat if sign == "\n" or unicodedata.category(sign) not in _UNFIT_SIGNS)


_UNFIT_SIGNS = ("Cc", "Cf", "Cs", "Zl", "Zp")


def filled(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The template as .docx with these words in its gaps; what is missing is a line to write on.

    The same template and words give the same bytes. Raises UnfitTemplateError for a template that `used_in` refuses.
    """
    used = used_in(template)
    document = _opened(template)
    try:
        document.render({name: _value(name, context.get(name)) for name in used.names}, jinja_env=_environment())
    except TemplateError as wrong:
        raise UnfitTemplateError(_not_readable(wrong)) from wrong
    kept = io.BytesIO()
    document.save(kept)
    return _of_one_day(kept.getvalue())


@lru_cache(maxsize=64)
def used_in(template: bytes) -> Used:
    """The gaps of a template, in the order of the alphabet; UnfitTemplateError when it asks for more than words."""
    _refuse_unfit_file(template)
    document = _opened(template)
    names: set[str] = set()
    columns: dict[str, set[str]] = {}
    for text in _parts(document):
        try:
            tree = _environment().parse(text)
        except TemplateError as wrong:
            raise UnfitTemplateError(_not_readable(wrong)) from wrong
        _refuse_clever(tree)
        _collect(tree, names, columns)
    return Used(tuple(sorted(names)), {name: tuple(sorted(found)) for name, found in sorted(columns.items())})


def looked_through(template: bytes) -> tuple[Sentence, ...]:
    """What must be mended before an office's template can be used; empty when it is fit."""
    try:
        used = used_in(template)
    except UnfitTemplateError as unfit:
        return (unfit.reason,)
    wrong = (*unknown_fields(used.names), *unknown_columns(used.columns))
    return tuple(say("“%(name)s”不是可以填的内容，请对照字段表改正。", name=name) for name in wrong)


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _opened(template: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # docxtpl's own imports
        from docxtpl import DocxTemplate
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.init_docx()
    except Exception as wrong:  # whatever the library meets in a stranger's file
        raise UnfitTemplateError(say("这个文件打不开，请用 Word 另存为 .docx 再传。")) from wrong
    return document


def _parts(document: Any) -> list[str]:
    texts = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        texts += [document.patch_xml(document.get_part_xml(part)) for _, part in document.get_headers_footers(uri)]
    return texts


def _value(name: str, value: Any) -> Any:
    from docxtpl import Listing

    known = FIELDS.get(name)
    if known is not None and known.shape is Shape.ROWS:
        rows = [{column: clean(str(row.get(column) or "")) for column in known.columns} for row in value or ()]
        return rows or [dict.fromkeys(known.columns, "") for _ in range(BLANK_ROWS)]
    if not value:
        return BLANK if known is not None else ""
    text = clean(str(value))
    return Listing(text.replace("\n", "\a")) if known is not None and known.shape is Shape.TEXT else text


def _refuse_clever(tree: nodes.Template) -> None:
    """A template names gaps, repeats rows and leaves lines out; it computes nothing."""
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _SIMPLE) or (isinstance(node, nodes.Getattr) and not isinstance(node.node, nodes.Name)):
            raise UnfitTemplateError(
                say("模板里只能写字段名、重复的表格行和“有就印、没有就不印”，不能写算式或者函数。")
            )


def _collect(tree: nodes.Node, names: set[str], columns: dict[str, set[str]]) -> None:
    placed: set[int] = set()
    targets: set[int] = set()
    for loop in tree.find_all(nodes.For):
        if not (isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name)):
            raise UnfitTemplateError(say("重复的行要写成“for row in 表名”。"))
        shown = columns.setdefault(loop.iter.name, set())
        targets.add(id(loop.target))
        for got in loop.find_all(nodes.Getattr):
            if isinstance(got.node, nodes.Name) and got.node.name == loop.target.name:
                shown.add(got.attr)
                placed |= {id(got), id(got.node)}
    for got in tree.find_all(nodes.Getattr):
        if id(got) not in placed:
            raise UnfitTemplateError(say("“%(name)s”没有写在重复的行里。", name=f"{_called(got.node)}.{got.attr}"))
    names.update(one.name for one in tree.find_all(nodes.Name) if id(one) not in placed | targets)


def _called(node: nodes.Expr) -> str:
    return node.name if isinstance(node, nodes.Name) else ""


def _refuse_unfit_file(template: bytes) -> None:
    if len(template) > MOST_BYTES:
        raise UnfitTemplateError(say("模板太大：最多 %(n)s MB。", n=MOST_BYTES // 1024 // 1024))
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            listed = archive.infolist()
            if len(listed) > _MOST_PARTS or sum(one.file_size for one in listed) > _MOST_UNPACKED:
                raise UnfitTemplateError(say("模板里面的内容太多，请只留文字和表格。"))
            names = {one.filename for one in listed}
            if "word/document.xml" not in names:
                raise UnfitTemplateError(say("这不是 Word 文件（.docx）。"))
            if any("vbaProject" in name or "activeX" in name or "embeddings/" in name for name in names):
                raise UnfitTemplateError(say("模板里有宏或者嵌入的对象，请去掉再传。"))
            if any(_reaches_out(archive.read(name)) for name in names if name.endswith(".rels")):
                raise UnfitTemplateError(say("模板里引用了外面的文件，请去掉再传。"))
    except zipfile.BadZipFile:
        raise UnfitTemplateError(say("这不是 Word 文件（.docx）。")) from None


def _reaches_out(relations: bytes) -> bool:
    """Whether opening the document would fetch something from elsewhere; plain links in the text do not."""
    return any(
        b'TargetMode="External"' in one and b"/hyperlink" not in one for one in relations.split(b"<Relationship ")
    )


def _not_readable(wrong: TemplateError) -> Sentence:
    return say("模板里的花括号没有写对：%(what)s", what=str(wrong)[:120])


def _of_one_day(content: bytes) -> bytes:
    """The same archive with one day on every part: the same words make the same file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _EPOCH), old.read(part), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
