from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "huozhong.clocks"
    default_auto_field = "django.db.models.BigAutoField"
