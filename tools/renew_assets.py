"""Renews what the browser gets: style sheet, vendored scripts with their licences, icon sprite, check sums.

Needs Node and npm; nobody else does. Run from the root of the repository: python3 tools/renew_assets.py [--css]
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess  # npm, found on the path of whoever renews
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
STATIC = ROOT / "src/huozhong/look/static/look"
VENDOR = STATIC / "vendor"
AXE = ROOT / "tests/browser"

# folder name, package, files to copy (source -> name), licence files
VENDORED = (
    ("htmx", "htmx.org", {"dist/htmx.min.js": "htmx.min.js"}, ("LICENSE",)),
    ("alpine-csp", "@alpinejs/csp", {"dist/cdn.min.js": "alpine-csp.min.js"}, ()),
    ("echarts", "echarts", {}, ("LICENSE", "NOTICE")),  # bundled from charts.entry.js: only the charts that we draw
)
ALPINE_LICENCE = FRONTEND / "alpine.LICENSE"  # the package carries no licence text; this is its repository's


def main(words: list[str]) -> None:
    """Install what the lock file names, build, copy, count."""
    if "--css" not in words:
        # not `npm ci`: it refuses a lock file that was made on one platform and leaves out the others' optional parts
        subprocess.run(["npm", "install", "--no-audit"], cwd=FRONTEND, check=True)  # noqa: S607
        copy_vendored()
        bundle_charts()
        copy_axe()
        draw_sprite()
    subprocess.run(["npm", "run", "--silent", "css"], cwd=FRONTEND, check=True)  # noqa: S607
    write_sums()


def version(package: str) -> str:
    """The version that the lock file installed."""
    return str(json.loads((MODULES / package / "package.json").read_text())["version"])


def copy_vendored() -> None:
    """Put each library into its own folder, named with its version, beside its licence."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, package, files, licences in VENDORED:
        folder = VENDOR / f"{name}-{version(package)}"
        folder.mkdir(parents=True)
        for source, target in files.items():
            shutil.copyfile(MODULES / package / source, folder / target)
        for licence in licences:
            shutil.copyfile(MODULES / package / licence, folder / licence)
        if not licences:
            shutil.copyfile(ALPINE_LICENCE, folder / "LICENSE")


def bundle_charts() -> None:
    """ECharts with the parts that charts.entry.js names, and the licences of what the bundle holds."""
    folder = VENDOR / f"echarts-{version('echarts')}"
    words = ["npm", "run", "--silent", "charts", "--", f"--outfile={folder / 'echarts.min.js'}"]
    subprocess.run(words, cwd=FRONTEND, check=True)  # noqa: S603 - our own words
    shutil.copyfile(MODULES / "zrender/LICENSE", folder / "LICENSE.zrender")
    shutil.copyfile(MODULES / "tslib/LICENSE.txt", folder / "LICENSE.tslib")


def copy_axe() -> None:
    """The accessibility checker, for the browser tests only."""
    AXE.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(MODULES / "axe-core/axe.min.js", AXE / "axe.min.js")
    shutil.copyfile(MODULES / "axe-core/LICENSE", AXE / "axe.LICENSE.txt")


def draw_sprite() -> None:
    """One SVG file with a symbol for each icon that icons.txt names."""
    symbols = []
    for name in (FRONTEND / "icons.txt").read_text().split():
        drawing = (MODULES / "lucide-static/icons" / f"{name}.svg").read_text()
        inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S)
        if inside is None:
            raise SystemExit(f"no drawing in {name}.svg")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inside[1].split())}</symbol>')
    head = f"<!-- lucide {version('lucide-static')}, ISC licence: see icons.LICENSE -->"
    body = "\n".join(symbols)
    (STATIC / "icons.svg").write_text(f'{head}\n<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n')
    shutil.copyfile(MODULES / "lucide-static/LICENSE", STATIC / "icons.LICENSE")


def write_sums() -> None:
    """SHA-256 of every file that was made here, in the form that `sha256sum -c` reads."""
    made = [STATIC / "app.css", STATIC / "icons.svg", STATIC / "icons.LICENSE", *VENDOR.rglob("*")]
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(STATIC).as_posix()}"
        for path in sorted(made)
        if path.is_file()
    ]
    (STATIC / "SHA256SUMS").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
