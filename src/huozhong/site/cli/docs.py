"""`huozhong docs`: write the generated documents anew."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Write docs/generated below the folder given, or below the checkout; says which pages changed."""
    import django

    django.setup()
    from django.conf import settings

    from huozhong.site import generated

    folder = Path(arguments[0]) if arguments else Path(settings.ROOT) / "docs" / "generated"
    for path in generated.write(folder):
        sys.stdout.write(f"{path.name}\n")
    return 0
