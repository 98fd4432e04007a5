from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    name = "huozhong.records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every module's jobs and handlers, so that each process knows who hears what."""
        autodiscover_modules("handlers", "jobs")
