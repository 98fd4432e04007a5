"""Pages of juries."""

from huozhong.juries.views import judging, live, office, proofs

__all__ = ["judging", "live", "office", "proofs"]
