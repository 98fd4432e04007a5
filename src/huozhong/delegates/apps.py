from django.apps import AppConfig


class DelegatesConfig(AppConfig):
    name = "huozhong.delegates"
    default_auto_field = "django.db.models.BigAutoField"
