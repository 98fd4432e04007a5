from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "huozhong.ballots"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.ballots.models import Election
        from huozhong.ballots.workflow import ELECTION
        from huozhong.lifecycles.services import register

        register(Election, ELECTION)
