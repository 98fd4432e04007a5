from django.apps import AppConfig


class JuriesConfig(AppConfig):
    name = "huozhong.juries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.juries.models import Panel
        from huozhong.juries.workflow import PANEL
        from huozhong.lifecycles.services import register

        register(Panel, PANEL)
