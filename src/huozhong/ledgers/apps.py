from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "huozhong.ledgers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.ledgers.services import EMPLOYERS, MEMBERS, UNITS, register_list

        for kind in (MEMBERS, UNITS, EMPLOYERS):
            register_list(kind)
