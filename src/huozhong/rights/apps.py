from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "huozhong.rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles import services as lifecycles
        from huozhong.rights.models import Dossier, HandOff
        from huozhong.rights.workflow import DOSSIER, HANDOFF

        lifecycles.register(Dossier, DOSSIER)
        lifecycles.register(HandOff, HANDOFF)
