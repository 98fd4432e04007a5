from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "huozhong.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of the tree."""
        from huozhong.people import handlers  # noqa: F401
