"""Every sentence is whole in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huozhong.site import messages

PACKAGE = messages.PACKAGE
NOT_TEXT = re.compile(
    r"{%\s*blocktrans.*?{%\s*endblocktrans\s*%}|{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->",
    re.DOTALL,
)
OWN_NAMES = {"中文"}  # the language's own name stands in its own language


@pytest.mark.needs("gettext")
@pytest.mark.parametrize("module", messages.modules())
def test_every_sentence_of_the_module_has_its_english(module: str) -> None:
    lacks = messages.lacks(module)

    assert not lacks, "huozhong messages, then write the English:\n" + "\n".join(map(str, lacks))


def test_modules_put_the_same_sentence_into_the_same_english() -> None:
    assert messages.disagreements() == []


def test_two_modules_that_differ_are_named(tmp_path: Path) -> None:
    for module, english in (("garden", "Seed"), ("orchard", "Seeds")):
        path = messages.catalogue_path(module, package=tmp_path)
        path.parent.mkdir(parents=True)
        (tmp_path / module / "__init__.py").write_text("")
        path.write_text(f'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "种子"\nmsgstr "{english}"\n', encoding="utf-8")

    assert messages.disagreements(package=tmp_path) == ["种子: 'Seed' (garden); 'Seeds' (orchard)"]


@pytest.mark.parametrize("module", messages.modules())
def test_no_template_shows_chinese_that_cannot_be_translated(module: str) -> None:
    bare = [
        f"{path.relative_to(PACKAGE)}: {line.strip()[:60]}"
        for path in (PACKAGE / module).rglob("templates/**/*.html")
        if 'lang="en"' not in path.read_text(encoding="utf-8").partition("<html")[2]  # it says both by itself
        for line in NOT_TEXT.sub("", path.read_text(encoding="utf-8")).splitlines()
        if messages.CHINESE.search(line) and not any(name in line for name in OWN_NAMES)
    ]

    assert not bare, "write {% trans '…' %}:\n" + "\n".join(bare)


@pytest.mark.needs("gettext")
def test_the_finder_sees_templates_components_and_say(tmp_path: Path) -> None:
    module = tmp_path / "garden"
    (module / "templates").mkdir(parents=True)
    (module / "__init__.py").write_text("")
    (module / "templates" / "page.html").write_text(
        "<c-card title=\"{% trans '种子' %}\">"
        "{% blocktrans count n=n %}{{ n }} 粒{% plural %}{{ n }} 粒们{% endblocktrans %}"
    )
    (module / "rules.py").write_text('say("最多 %(n)s 字。", n=2)\nlabel = _("标题")\nngettext("一天", "多天", 2)\n')
    (module / "tests").mkdir()
    (module / "tests" / "test_rules.py").write_text('say("只在测试里")\n')

    sentences = {entry.msgid for entry in messages.found("garden", package=tmp_path)}

    assert sentences == {"种子", "%(n)s 粒", "最多 %(n)s 字。", "标题", "一天"}


@pytest.mark.needs("gettext")
def test_renewing_keeps_translations_and_names_what_is_missing(tmp_path: Path) -> None:
    module = tmp_path / "garden"
    module.mkdir()
    (module / "__init__.py").write_text('say("种子")\nsay("还有 %(n)s 天", n=1)\n')
    assert messages.renew("garden", package=tmp_path) == 2
    path = messages.catalogue_path("garden", package=tmp_path)
    path.write_text(path.read_text().replace('msgid "种子"\nmsgstr ""', 'msgid "种子"\nmsgstr "seed"'))

    (module / "__init__.py").write_text('say("种子")\nsay("还有 %(n)s 天", n=1)\nsay("新句子")\n')

    assert messages.renew("garden", package=tmp_path) == 2
    assert [lack.sentence for lack in messages.lacks("garden", package=tmp_path)] == ["还有 %(n)s 天", "新句子"]


@pytest.mark.needs("gettext")
def test_english_that_loses_a_gap_is_found(tmp_path: Path) -> None:
    module = tmp_path / "garden"
    module.mkdir()
    (module / "__init__.py").write_text('say("还有 %(n)s 天", n=1)\n')
    messages.renew("garden", package=tmp_path)
    path = messages.catalogue_path("garden", package=tmp_path)
    path.write_text(path.read_text().replace('天"\nmsgstr ""', '天"\nmsgstr "some days left"'))

    assert [lack.why for lack in messages.lacks("garden", package=tmp_path)] == ["has other gaps in English"]
