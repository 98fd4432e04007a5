"""Tables of seeds."""

from huozhong.seeds.models.adoption import Adoption, AdoptionReading, LocalCopy, Offer
from huozhong.seeds.models.finding import SeedIndex, WordSpace
from huozhong.seeds.models.lasting import Evidence, LookBack, StandingRule
from huozhong.seeds.models.packages import Arrival, ForeignSeed, Publisher, ReturnedOutcome
from huozhong.seeds.models.pages import Practice, PressPage
from huozhong.seeds.models.seed import Seed, SeedVersion

__all__ = [
    "Adoption",
    "AdoptionReading",
    "Arrival",
    "Evidence",
    "ForeignSeed",
    "LocalCopy",
    "LookBack",
    "Offer",
    "Practice",
    "PressPage",
    "Publisher",
    "ReturnedOutcome",
    "Seed",
    "SeedIndex",
    "SeedVersion",
    "StandingRule",
    "WordSpace",
]
