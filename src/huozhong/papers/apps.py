from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "huozhong.papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles.services import register
        from huozhong.papers.models import Paper
        from huozhong.papers.workflow import PAPER

        register(Paper, PAPER)
