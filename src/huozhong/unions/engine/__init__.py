"""Names as they are sorted and searched: pinyin keys and two-character pieces. Pure."""

from huozhong.unions.engine.names import initials, is_latin, pieces, pieces_asked, pinyin_key, plain, spellings

__all__ = ["initials", "is_latin", "pieces", "pieces_asked", "pinyin_key", "plain", "spellings"]
