"""Finds the sentences of each module and keeps its English catalogue in step. For developers: needs xgettext."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
LEFT_OUT = {
    "cli",
    "setting_up.py",
    "tests",  # the command line and set-up speak English to operators
    "migrations",
    "locale",
    "static",
    "__pycache__",
}
KEYWORDS = (
    "say",  # ours: huozhong.kernel.sentences
    "lazy",  # gettext_lazy as lazy
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
CHINESE_SIGN = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
GAP = re.compile(r"%\((\w+)\)[sd]|%%|\{(\w+)\}")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """A sentence that English readers would see wrong, and why."""

    module: str
    sentence: str
    why: str

    def __str__(self) -> str:
        return f"{self.module}: {self.why}: {self.sentence}"


def modules(package: Path = PACKAGE) -> tuple[str, ...]:
    """Every module of the package."""
    return tuple(sorted(folder.name for folder in package.iterdir() if (folder / "__init__.py").exists()))


def catalogue_path(module: str, *, package: Path = PACKAGE) -> Path:
    return package / module / "locale" / "en" / "LC_MESSAGES" / "django.po"


def sources(folder: Path) -> Iterator[Path]:
    """The Python files and templates of a module, tests and migrations left out."""
    for path in sorted(folder.rglob("*")):
        inside = set(path.relative_to(folder).parts)
        if path.suffix in {".py", ".html", ".txt", ".svg"} and not inside & LEFT_OUT:
            yield path


def found(module: str, *, package: Path = PACKAGE) -> Any:
    """The module's sentences as a polib catalogue without translations, in the order of the files."""
    import polib
    from django.utils.translation.template import templatize

    folder = package / module
    with tempfile.TemporaryDirectory() as scratch:
        names = []
        for path in sources(folder):
            text = path.read_text(encoding="utf-8")
            if path.suffix != ".py":
                text = templatize(text, origin=str(path))
            copy = Path(scratch) / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
            names.append(copy.relative_to(scratch).as_posix())
        words = ["xgettext", "--language=Python", "--from-code=UTF-8", "--output=-", "--add-location=file"]
        words += [f"--keyword={keyword}" for keyword in KEYWORDS]
        if not names:
            return polib.POFile()
        asked = subprocess.run([*words, *names], cwd=scratch, capture_output=True, text=True)  # noqa: S603 - our words
    if asked.returncode:
        raise RuntimeError(f"{module}: xgettext: {asked.stderr.strip()}")
    return polib.pofile(asked.stdout)


def renew(module: str, *, package: Path = PACKAGE) -> int:
    """Put new sentences into the module's catalogue, drop unused ones; gives how many lack English."""
    import polib

    path = catalogue_path(module, package=package)
    new = found(module, package=package)
    if not len(new) and not path.exists():
        return 0
    old = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    for entry in new:
        known = old.get((entry.msgctxt, entry.msgid))
        if known is not None and bool(known.msgid_plural) == bool(entry.msgid_plural):
            entry.msgstr, entry.msgstr_plural = known.msgstr, known.msgstr_plural
            entry.tcomment = known.tcomment
    new.metadata, new.header, new.wrapwidth = dict(HEADER), "", 100_000
    new.metadata_is_fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return len(lacks(module, package=package))


def lacks(module: str, *, package: Path = PACKAGE) -> list[Lack]:
    """Sentences of the code without English, or whose English has other gaps."""
    import polib

    path = catalogue_path(module, package=package)
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    answer = []
    for entry in found(module, package=package):
        if not CHINESE.search(entry.msgid) and not CHINESE_SIGN.search(entry.msgid):
            answer.append(Lack(module, entry.msgid, "is not written in Chinese"))
            continue
        translated = known.get((entry.msgctxt, entry.msgid))
        if translated is None or "fuzzy" in translated.flags:
            answer.append(Lack(module, entry.msgid, "has no English"))
            continue
        texts = list(translated.msgstr_plural.values()) if entry.msgid_plural else [translated.msgstr]
        if not texts or not all(texts):
            answer.append(Lack(module, entry.msgid, "has no English"))
        elif any(_gaps(text) - _gaps(entry.msgid) or _missing(text, entry) for text in texts):
            answer.append(Lack(module, entry.msgid, "has other gaps in English"))
        elif any(CHINESE.search(text) and not _quotes_chinese(text) for text in texts):
            answer.append(Lack(module, entry.msgid, "is still Chinese in English"))
    return answer


def disagreements(*, package: Path = PACKAGE) -> list[str]:
    """Sentences that modules put into different English: Django shows one of them everywhere, the upper floor's."""
    import polib

    said: dict[str, dict[str, list[str]]] = {}
    for module in modules(package):
        path = catalogue_path(module, package=package)
        for entry in polib.pofile(str(path)) if path.exists() else ():
            sentence = f"{entry.msgctxt}: {entry.msgid}" if entry.msgctxt else entry.msgid
            english = " / ".join(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr
            if english:
                said.setdefault(sentence, {}).setdefault(english, []).append(module)
    return [
        f"{sentence}: " + "; ".join(f"{english!r} ({', '.join(where)})" for english, where in answers.items())
        for sentence, answers in said.items()
        if len(answers) > 1
    ]


def _gaps(text: str) -> set[str]:
    return {one or two for one, two in GAP.findall(text) if one or two}


def _missing(text: str, entry: Any) -> bool:
    """A plural may drop its number ("one day left"); any other sentence keeps every gap."""
    return not entry.msgid_plural and bool(_gaps(entry.msgid) - _gaps(text))


def _quotes_chinese(text: str) -> bool:
    """English may name a Chinese term in brackets, or stand beside it: "Huozhong (火种)"."""
    return bool(re.search(r"[A-Za-z]{3}", text))
