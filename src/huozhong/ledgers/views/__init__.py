"""Pages of ledgers."""

from huozhong.ledgers.views.exporting import ask, download, export, exports
from huozhong.ledgers.views.reading import apply, forget, read, read_back
from huozhong.ledgers.views.templates import index, retire, template, template_file, upload

__all__ = [
    "apply",
    "ask",
    "download",
    "export",
    "exports",
    "forget",
    "index",
    "read",
    "read_back",
    "retire",
    "template",
    "template_file",
    "upload",
]
