from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "huozhong.rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles import services as lifecycles
        from huozhong.rights.models import Document, Dossier, HandOff, Letter
        from huozhong.rights.workflow import DOCUMENT, DOSSIER, HANDOFF, LETTER

        lifecycles.register(Dossier, DOSSIER)
        lifecycles.register(HandOff, HANDOFF)
        lifecycles.register(Document, DOCUMENT)
        lifecycles.register(Letter, LETTER)
