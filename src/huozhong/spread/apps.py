from django.apps import AppConfig


class SpreadConfig(AppConfig):
    name = "huozhong.spread"
    default_auto_field = "django.db.models.BigAutoField"
