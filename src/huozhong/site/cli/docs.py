"""`huozhong docs`: write the generated documents anew."""

from __future__ import annotations

import sys
from pathlib import Path

from huozhong.site.cli.opening import open_house, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Write docs/generated below the folder given, or below the checkout; says which pages changed."""
    open_house()
    from django.conf import settings

    from huozhong.site import generated

    folder = Path(arguments[0]) if arguments else Path(settings.ROOT) / "docs" / "generated"
    for path in generated.write(folder):
        sys.stdout.write(f"{path.name}\n")
    return 0
