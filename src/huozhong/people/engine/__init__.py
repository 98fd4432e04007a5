"""Ciphers of personal numbers, and the reading of rosters. Pure: no Django, no rows, no clock."""

from huozhong.people.engine.cipher import BrokenCipherError, KeyRing, MissingKeysError

__all__ = ["BrokenCipherError", "KeyRing", "MissingKeysError"]
