"""Rows of the proposals room."""

from huozhong.proposals.models.calls import Call
from huozhong.proposals.models.handling import Answer, Handler, Rating, Term, Tracking
from huozhong.proposals.models.proposals import Attachment, Maker, Proposal
from huozhong.proposals.models.tips import Tip

__all__ = ["Answer", "Attachment", "Call", "Handler", "Maker", "Proposal", "Rating", "Term", "Tip", "Tracking"]
