from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "huozhong.rulebook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles.services import register
        from huozhong.rulebook import jobs  # noqa: F401 - the clock's work registers itself
        from huozhong.rulebook.models import LocalValue
        from huozhong.rulebook.workflow import LOCAL_VALUE

        register(LocalValue, LOCAL_VALUE)
