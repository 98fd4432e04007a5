from django.apps import AppConfig


class DelegatesConfig(AppConfig):
    name = "huozhong.delegates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.delegates import jobs  # noqa: F401 - known by being imported
        from huozhong.delegates.models import Congress
        from huozhong.delegates.workflow import CONGRESS
        from huozhong.lifecycles.services import register

        register(Congress, CONGRESS)
