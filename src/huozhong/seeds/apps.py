from django.apps import AppConfig


class SeedsConfig(AppConfig):
    name = "huozhong.seeds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.ledgers.services import register_list
        from huozhong.lifecycles.services import register
        from huozhong.seeds.models import Offer, Seed
        from huozhong.seeds.services.ledger import SEEDS
        from huozhong.seeds.workflow import OFFER, SEED

        register(Seed, SEED)
        register(Offer, OFFER)
        register_list(SEEDS)
