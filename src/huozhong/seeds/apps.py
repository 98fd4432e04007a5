from django.apps import AppConfig
from django.urls import reverse


class SeedsConfig(AppConfig):
    name = "huozhong.seeds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.ledgers.services import register_list
        from huozhong.lifecycles.services import register
        from huozhong.papers.services import register_thing
        from huozhong.seeds import handlers, jobs  # noqa: F401 - known by being imported
        from huozhong.seeds.models import Offer, Seed
        from huozhong.seeds.services.ledger import SEEDS
        from huozhong.seeds.workflow import OFFER, SEED

        register(Seed, SEED)
        register(Offer, OFFER)
        register_list(SEEDS)
        register_thing("seeds.seed", lambda seed_id: reverse("seeds:seed", args=[seed_id]))
