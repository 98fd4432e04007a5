from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "huozhong.evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.evidence.models import Item
        from huozhong.evidence.workflow import ITEM
        from huozhong.lifecycles.services import register

        register(Item, ITEM)
