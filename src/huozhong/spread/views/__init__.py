"""Pages of spread."""

from huozhong.spread.views.plans import index, invitations, new_plan, plan, progress
from huozhong.spread.views.seeds import seed
from huozhong.spread.views.visits import strike, visits

__all__ = ["index", "invitations", "new_plan", "plan", "progress", "seed", "strike", "visits"]
