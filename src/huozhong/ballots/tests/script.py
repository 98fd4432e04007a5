"""The scripts of the booth, run by Node exactly as they are served."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent.parent / "static" / "ballots"
RUNNER = """
globalThis.crypto ??= (await import("node:crypto")).webcrypto;
const modules = {};
for (const name of ["group", "ballot", "trustee", "squares"]) Object.assign(modules, await import(`./${name}.js`));
let text = "";
for await (const part of process.stdin) text += part;
const answers = [];
for (const [name, ...asked] of JSON.parse(text)) {
  try {
    answers.push([await modules[name](...asked), null]);
  } catch (failure) {
    answers.push([null, failure.message]);
  }
}
console.log(JSON.stringify(answers));
"""


class Script:
    """One folder with the scripts as modules, for Node of any age from 18."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for script in SCRIPTS.glob("*.js"):
            shutil.copy(script, folder)
        (folder / "package.json").write_text('{"type": "module"}')
        (folder / "run.js").write_text(RUNNER)

    def tried(self, *calls: tuple[Any, ...]) -> list[tuple[Any, str | None]]:
        """What each function answers, or the words of its failure."""
        done = subprocess.run(
            ["node", str(self.folder / "run.js")], input=json.dumps(calls), capture_output=True, text=True, check=True
        )
        return [(value, failure) for value, failure in json.loads(done.stdout)]

    def run(self, *calls: tuple[Any, ...]) -> list[Any]:
        """What each function answers; none may fail."""
        answers = self.tried(*calls)
        assert all(failure is None for _, failure in answers), answers
        return [value for value, _ in answers]
