from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "huozhong.funds"
    default_auto_field = "django.db.models.BigAutoField"
