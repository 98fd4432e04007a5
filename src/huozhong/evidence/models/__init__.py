"""Rows of the evidence room."""

from huozhong.evidence.models.custody import Custody, Stamp
from huozhong.evidence.models.items import Folder, Item

__all__ = ["Custody", "Folder", "Item", "Stamp"]
