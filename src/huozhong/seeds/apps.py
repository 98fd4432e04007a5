from django.apps import AppConfig


class SeedsConfig(AppConfig):
    name = "huozhong.seeds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles.services import register
        from huozhong.seeds.models import Seed
        from huozhong.seeds.workflow import SEED

        register(Seed, SEED)
