from django.apps import AppConfig


class CadresConfig(AppConfig):
    name = "huozhong.cadres"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.cadres.models import Worker
        from huozhong.cadres.workflow import WORKER
        from huozhong.lifecycles.services import register

        register(Worker, WORKER)
