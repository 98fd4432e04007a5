# ruff: noqa: E501  (whole Chinese sentences stay on one line)
"""What the reader promises of every page, also of one that nobody would write."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huozhong.seeds.engine import KINDS, Page, Unreadable, read, read_text
from huozhong.seeds.engine.practices import QUOTES
from huozhong.seeds.tests.test_reader import COUNTERS, JUNK, PARAGRAPHS, TITLE, with_readings

ROOT = Path(__file__).resolve().parents[4]
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

bits = st.sampled_from(
    [*PARAGRAPHS, *JUNK, TITLE, COUNTERS, "上一篇：没有了", "首页 > 新闻", "“", "”", "《", "》", "。", "|", "、", "\n", "　　", "(huì)", "會(huì)",
     "<p>", "</p>", "<a href=x>", "</a>", "<div style='display:none'>", "</div>", "<br>", "<!--", "-->", "<script>", "</script>", "&nbsp;", "\ud800", "\x00"]
)  # fmt: skip
pages = st.lists(st.one_of(bits, st.text(max_size=30)), max_size=30).map("".join)


def expect_the_promises(page: Page) -> None:
    assert page.text.strip()
    assert set(page.removed) == set(KINDS)
    assert all(isinstance(count, int) and count >= 0 for count in page.removed.values())
    assert all(word in page.text for word in page.source_keywords)
    for one in page.practices:
        assert one.sentence in page.text
        assert not any(mark in one.name for mark in QUOTES)
        assert one.name
        assert one.place is None or one.place in one.sentence
        assert one.union is None or one.union in one.sentence


@QUICK
@given(pages)
def test_any_text_is_read_as_promised_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        expect_the_promises(read_text(text))


@QUICK
@given(st.one_of(st.binary(max_size=400), pages.map(lambda text: text.encode("gb18030", "ignore"))))
def test_any_bytes_are_read_as_promised_or_refused(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        expect_the_promises(read(content))


@QUICK
@given(
    st.permutations(PARAGRAPHS),
    st.lists(st.sampled_from(JUNK), min_size=3, max_size=60),
    st.sampled_from(["|", "、", " ", "\n", "丨"]),
    st.booleans(),
)
def test_whatever_order_and_farm_the_paragraphs_stay_whole_and_alone(
    paragraphs: list[str], farm: list[str], glue: str, is_traditional: bool
) -> None:
    article = "\n".join(paragraphs)
    shown = with_readings(article) if is_traditional else article

    page = read_text(f"{glue.join(farm)}\n{TITLE}\n{COUNTERS}\n{shown}\n上一篇：没有了\n{glue.join(farm)}")

    assert page.text == article
    assert read_text(page.text).text == page.text
    assert not any(word in str(page.as_json()) for word in JUNK)


def test_a_few_seconds_of_coverage_guided_fuzzing_find_nothing() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "fuzz_page_reader.py"), "3", str(Path(__file__).parent / "pages")],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert "nothing found" in done.stdout
