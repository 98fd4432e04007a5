from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "huozhong.learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.learning.models import HowTo
        from huozhong.learning.workflow import HOWTO
        from huozhong.lifecycles.services import register

        register(HowTo, HOWTO)
