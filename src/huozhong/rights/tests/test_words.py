"""Word documents: what stands in the words stays words; templates ask only for what the house can fill."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from huozhong.rights.engine.words import (
    BLANK,
    UnfitTemplateError,
    clean,
    filled,
    looked_through,
    shipped,
    used_in,
    version_of,
)
from huozhong.rights.rules.filings import FIELDS, FILINGS, FilingKind, Shape, missing

HARD = "甲&乙<丙>"


def text_of(document: bytes) -> str:
    """Every word of the body as Word shows it."""
    opened = Document(io.BytesIO(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in opened.paragraphs] + cells)


def whole(word: str) -> dict[str, object]:
    """A context in which every gap says the word."""
    return {
        key: [dict.fromkeys(field.columns, word)] if field.shape is Shape.ROWS else word
        for key, field in FIELDS.items()
    }


def template(*lines: str) -> bytes:
    """An office's own template with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_part(content: bytes, name: str, words: bytes) -> bytes:
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr(name, words)
    return kept.getvalue()


@pytest.mark.parametrize("kind", FilingKind)
def test_a_name_with_signs_of_the_markup_stands_whole_on_every_document(kind: FilingKind) -> None:
    made = filled(shipped(kind), whole(HARD))

    assert HARD in text_of(made)
    assert text_of(made).count("甲&") == text_of(made).count(HARD)


@pytest.mark.parametrize("kind", FilingKind)
def test_every_gap_of_every_template_is_known_and_every_needed_field_stands_on_it(kind: FilingKind) -> None:
    assert looked_through(shipped(kind)) == ()
    assert set(FILINGS[kind].needs) <= set(used_in(shipped(kind)).names)


def test_each_kind_of_document_has_its_template_and_each_template_its_kind() -> None:
    from huozhong.rights.engine.words import FOLDER

    assert {path.stem for path in FOLDER.glob("*.docx")} == {kind.value for kind in FilingKind}


def test_every_field_stands_on_some_document() -> None:
    used = {name for kind in FilingKind for name in used_in(shipped(kind)).names}

    assert set(FIELDS) - used == {"head_count"}  # of the collective list, which offices add by their own template


@pytest.mark.parametrize("kind", FilingKind)
def test_what_nobody_knows_is_a_line_to_write_on_and_is_named(kind: FilingKind) -> None:
    made = filled(shipped(kind), {})

    assert BLANK in text_of(made)
    assert "None" not in text_of(made)
    assert {field.key for field in missing(used_in(shipped(kind)).names, {})} >= set(FILINGS[kind].needs)


def test_words_that_look_like_template_tags_are_not_carried_out() -> None:
    made = filled(shipped(FilingKind.DEMAND), whole("{{ 7*7 }}{% for x in y %}"))

    assert "{{ 7*7 }}{% for x in y %}" in text_of(made)
    assert "49" not in text_of(made)


def test_several_paragraphs_stay_several_paragraphs() -> None:
    made = filled(shipped(FilingKind.MEDIATION_RECORD), {"record_statements": "甲方说了。\n乙方说了。"})

    lines = [line.text for line in Document(io.BytesIO(made)).paragraphs]
    assert lines.index("乙方说了。") == lines.index("甲方说了。") + 1


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
def test_whatever_somebody_typed_the_file_opens_and_shows_it(words: str) -> None:
    made = filled(shipped(FilingKind.WITHDRAWAL), {"worker_name": words})

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        ElementTree.fromstring(archive.read("word/document.xml"))
    assert clean(words).replace("\n", "").strip() in text_of(made).replace("\n", "")


def test_the_same_words_make_the_same_file_and_other_words_another() -> None:
    one, two = (filled(shipped(FilingKind.DEMAND), whole("甲")) for _ in range(2))

    assert version_of(one) == version_of(two)
    assert version_of(one) != version_of(filled(shipped(FilingKind.DEMAND), whole("乙")))


def test_the_committed_templates_are_those_that_the_tool_makes(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    import sys
    from pathlib import Path

    tools = Path(__file__).resolve().parents[4] / "tools"
    if not tools.is_dir():
        pytest.skip("the tools are not installed with the package")
    monkeypatch.setattr(sys, "path", [str(tools), *sys.path])
    import make_filing_forms  # type: ignore[import-not-found]

    monkeypatch.setattr(make_filing_forms, "FOLDER", tmp_path)
    make_filing_forms.main()

    for kind in FilingKind:
        assert used_in((tmp_path / f"{kind.value}.docx").read_bytes()) == used_in(shipped(kind))
        assert text_of((tmp_path / f"{kind.value}.docx").read_bytes()) == text_of(shipped(kind))


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("{{ worker_salary }}",), "worker_salary"),
        (("{% for row in terms %}{{ row.price }}{% endfor %}",), "terms.price"),
        (("{{ claims.amount }}",), "claims.amount"),
    ],
)
def test_a_template_with_an_unknown_gap_is_named(lines: tuple[str, ...], named: str) -> None:
    assert [str(one) for one in looked_through(template(*lines)) if named in str(one)]


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ worker_name.__class__ }}",
        "{{ range(10**9) }}",
        "{% include 'x' %}",
        "{% set x = 1 %}{{ x }}",
        "{{ worker_name|upper }}",
        "{% for x in 'abc' %}{% endfor %}",
        "{{ worker_name",
        "{% if %}",
    ],
)
def test_a_template_that_computes_or_is_broken_is_refused_with_a_sentence(line: str) -> None:
    assert looked_through(template(line))
    with pytest.raises(UnfitTemplateError):
        filled(template(line), {})


def test_a_template_may_leave_a_line_out() -> None:
    mine = template("{% if agent_name %}代理人 {{ agent_name }}{% endif %}。{{ worker_name }}")

    assert looked_through(mine) == ()
    assert "代理人 卢" in text_of(filled(mine, {"agent_name": "卢", "worker_name": "苗"}))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"%PDF-1.7",
        with_part(template("x"), "word/vbaProject.bin", b"macro"),
        with_part(
            template("x"),
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://a.b" TargetMode="External"/>'
            b"</Relationships>",
        ),
        with_part(template("x"), "word/media/big.bin", b"0" * (21 * 1024 * 1024)),
    ],
    ids=["empty", "broken", "pdf", "macro", "reaches out", "bomb"],
)
def test_a_file_that_is_no_plain_word_file_is_refused(content: bytes) -> None:
    assert looked_through(content)
