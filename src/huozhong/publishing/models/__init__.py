"""What is on its way to the public, and public notices."""

from huozhong.publishing.models.notices import Notice, Objection
from huozhong.publishing.models.submissions import Edition, Proofreading, Review, Submission

__all__ = ["Edition", "Notice", "Objection", "Proofreading", "Review", "Submission"]
