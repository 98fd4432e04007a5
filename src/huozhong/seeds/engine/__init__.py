"""The page reader: a dirty press page becomes an article and its named practices. Pure: no Django, clock or rows.

`read(content)` and `read_text(text)` answer a `Page` or raise `Unreadable` with a sentence. They hold no list of
practices, unions or articles; places come from the official division table, or from the table that is passed in.
"""

from huozhong.seeds.engine.answers import KINDS, Page, Practice, Unreadable
from huozhong.seeds.engine.decoding import LIMIT_BYTES, too_large
from huozhong.seeds.engine.reader import read, read_text

__all__ = ["KINDS", "LIMIT_BYTES", "Page", "Practice", "Unreadable", "read", "read_text", "too_large"]
