from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "huozhong.roster"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.roster import services  # noqa: F401 - the import of files is a job
