"""What other rooms compute with: the options of a practice case."""

from huozhong.learning.rules import Option

__all__ = ["Option"]
